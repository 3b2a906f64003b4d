"""The way of an article through the newsroom: who may go where, the one function that goes, and the trail of it."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, AuditEntry, Deed, Status
from articles.models.trail import name_of
from articles.transitions import CHANGE, REVIEW, TRANSITIONS, Refused, Transition, who_may

__all__ = ["TRANSITIONS", "Refused", "Transition", "may_edit", "moved_on", "note_edit", "offered", "perform", "record"]

# Sent after a transition was committed, with `article`, `entry` (of the audit trail) and `by`: letters go out by it.
moved_on = Signal()

SAME_SITTING = datetime.timedelta(minutes=30)


def offered(article: Article, by: Any) -> Iterator[tuple[Transition, Refused | None]]:
    """The transitions that begin where the article stands, each with what keeps this person from making it."""
    status = article.status
    for transition in TRANSITIONS.values():
        if transition.starts_from(article, status):
            yield transition, transition.refusal(article, by)


def may_edit(article: Article, person: Any) -> Refused | None:
    """Why somebody may not change the words of an article now, or None.

    What is approved or withdrawn is changed by nobody; what waits for review only by those who review.
    """
    if not person.has_perm(CHANGE):
        return Refused(_("Changing articles is not among your rights."), who_may(CHANGE, article), code="rights")
    if not Article.objects.for_editor(person).filter(pk=article.pk).exists():
        return Refused(_("This article belongs to a colleague."), code="rights")
    status = article.status
    if status == Status.WITHDRAWN:
        return Refused(_("A withdrawn article is changed by nobody."))
    if status == Status.APPROVED and article.has_draft:
        return Refused(_("The text is approved. To change it, have it returned first."), who_may(REVIEW, article))
    if status == Status.IN_REVIEW and not person.has_perm(REVIEW):
        return Refused(_("The text waits for review. Take it back to change it."), who_may(REVIEW, article))
    return None


@transaction.atomic
def perform(article: Article, name: str, by: Any, **given: Any) -> AuditEntry:
    """Make a transition: check it against the row as it is now, do it, write it in the trail, and tell who listens.

    Of two people at once one wins; the other meets the new state. Raises Refused where it may not be made.
    """
    transition = TRANSITIONS[name]
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if refused := transition.refusal(locked, by):
        raise refused
    edition = locked.working
    transition.do(locked, by, **given)
    locked.touch(by)
    entry = record(
        locked,
        transition.deed if given.get("at") is None else Deed.SCHEDULED,
        by,
        edition=edition,
        comment=given.get("comment") or given.get("reason") or given.get("wrong") or "",
        moment=given.get("at"),
        details={key: str(given[key]) for key in ("ordered_by", "order_number", "right") if given.get(key)},
    )
    article.refresh_from_db()
    transaction.on_commit(lambda: moved_on.send(Article, article=article, entry=entry, by=by))
    return entry


def record(article: Article, deed: Deed, by: Any, *, edition: Any = None, **more: Any) -> AuditEntry:
    """Write one step into the audit trail, with the names as they are today."""
    return AuditEntry.objects.create(
        article=article,
        article_number=article.pk,
        edition_number=getattr(edition, "number", None),
        headline=getattr(edition, "headline", "") or article.headline,
        deed=deed,
        by=by if by and by.pk else None,
        by_name=name_of(by),
        **more,
    )


def note_edit(article: Article, by: Any, fields: Iterable[str], *, opened: bool = False) -> None:
    """Write into the trail that somebody changed an article; changes of one person within half an hour are one step."""
    edition = article.working
    if opened:
        record(article, Deed.DRAFT_OPENED, by, edition=edition)
    latest = article.trail.order_by("-at", "-pk").first()
    recently = timezone.now() - SAME_SITTING
    if latest and latest.deed == Deed.EDITED and latest.by_id == by.pk and latest.at > recently and not opened:
        return
    record(article, Deed.EDITED, by, edition=edition, details={"fields": sorted(set(fields))})
