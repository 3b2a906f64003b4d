"""The table of transitions of an article: from where to where, who may, what must be in order, and what is done."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.checks import Check, blocking
from articles.models import Article, Correction, Deed, Stage, State, Status
from articles.models.trail import name_of

MOST_NAMED = 5


class Refused(ValidationError):
    """A transition that was not made: why, who could make it, and which checks stand in its way."""

    def __init__(self, reason: Any, lifted_by: Any = "", checks: tuple[Check, ...] = (), code: str = "") -> None:
        super().__init__([text for text in (reason, lifted_by) if text])
        self.reason, self.lifted_by, self.checks, self.code = reason, lifted_by, checks, code


@dataclass(frozen=True)
class Transition:
    """A row of the table: from where, to where, who may, what must be in order, and what is done.

    `work` are the stations of the work on the article from which it starts, `public` the states of its public life; an
    empty set asks nothing. `authors` says whether somebody may do it to her own text: "any", "only" or "never".
    """

    name: str
    label: Any
    explains: Any
    done: Any
    deed: Deed
    permission: str
    do: Callable[..., Any]
    work: frozenset[Status] = frozenset()
    public: frozenset[State] = frozenset()
    to: Status | None = None
    authors: str = "any"
    also_asks: tuple[str, ...] = ()
    needs_draft: bool = False
    needs_readers: bool = False
    checks: str = ""
    asks: frozenset[str] = field(default_factory=frozenset)
    grave: bool = False
    bulk: bool = False

    def starts_from(self, article: Article, status: Status | None = None) -> bool:
        """Whether the article stands where this transition begins; `status` saves asking for it again."""
        if (self.public and State(article.state) not in self.public) or (self.needs_readers and article.is_scheduled):
            return False
        return (not self.work or (status or article.status) in self.work) and (not self.needs_draft or article.has_draft)

    def refusal(self, article: Article, by: Any) -> Refused | None:
        """Why somebody may not make it now, or None: where the article stands, then rights, authorship and checks."""
        if not self.starts_from(article):
            return Refused(
                _("“%(act)s” is not possible: the article is now “%(status)s”.") % {"act": self.label, "status": article.status.label}
            )
        for permission in (self.permission, *self.also_asks):
            if not by.has_perm(permission):
                reason: Any = _("“%(act)s” is not among your rights.") % {"act": self.label}
                return Refused(reason, who_may(permission, article), code="rights")
        if not Article.objects.for_editor(by).filter(pk=article.pk).exists():
            reason = _("This article lies outside the sections and provinces that you work for.")
            return Refused(reason, who_may(self.permission, article), code="rights")
        return self._authorship(article, by) or self._checked(article)

    def _authorship(self, article: Article, by: Any) -> Refused | None:
        if self.authors == "only" and not is_author(article, by):
            reason = _("Only its author, or who sent it, takes an article back. You can return it with a comment.")
            return Refused(reason, code="rights")
        if self.authors == "never" and not settings.ONE_PERSON_OFFICE and (is_author(article, by) or has_written(article, by)):
            return Refused(
                _("Nobody approves her own text: you wrote it or sent it for review."),
                who_may(self.also_asks or self.permission, article, by),
            )
        return None

    def _checked(self, article: Article) -> Refused | None:
        found = tuple(blocking(article, self.checks)) if self.checks else ()
        return Refused(_("Some things are missing before “%(act)s”:") % {"act": self.label}, checks=found) if found else None


def is_author(article: Article, person: Any) -> bool:
    """Whether somebody wrote the edition in work or sent it for review."""
    edition = article.working
    if edition is None:
        return False
    sent = article.trail.filter(deed=Deed.SENT, edition_number=edition.number).order_by("-at", "-pk").values_list("by", flat=True).first()
    return person.pk is not None and person.pk in {edition.created_by_id, sent}


def has_written(article: Article, person: Any) -> bool:
    """Whether somebody changed the edition in work before it was sent; what is mended during the review is part of the review."""
    edition = article.working
    if edition is None or person.pk is None:
        return False
    own = article.trail.filter(edition_number=edition.number)
    sent = own.filter(deed=Deed.SENT).order_by("-at", "-pk").values_list("at", flat=True).first()
    written = own.filter(deed__in=[Deed.CREATED, Deed.DRAFT_OPENED, Deed.RESTORED, Deed.EDITED], by=person)
    return bool((written.filter(at__lte=sent) if sent else written).exists())


def who_may(permissions: str | tuple[str, ...], article: Article, but: Any = None) -> Any:
    """A sentence that names those who could do it, a few at most."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    if but is not None:
        people = people.exclude(pk=but.pk)
    for permission in [permissions] if isinstance(permissions, str) else permissions:
        app, _dot, codename = permission.partition(".")
        granted = Permission.objects.filter(content_type__app_label=app, codename=codename)
        people = people.filter(
            models.Q(is_superuser=True) | models.Q(user_permissions__in=granted) | models.Q(groups__permissions__in=granted)
        )
    named = [name_of(person) for person in people.distinct().order_by("is_superuser", "pk")[:MOST_NAMED]]
    if not named:
        return _("Nobody here has this right yet; ask an administrator.")
    return _("Who can do it: %(names)s.") % {"names": ", ".join(named)}


def _stage(stage: Stage) -> Callable[..., None]:
    def move(article: Article, by: Any, **given: Any) -> None:
        draft = article.draft
        draft.stage = stage
        draft.save(update_fields=["stage"])

    return move


def _publish(article: Article, by: Any, at: datetime.datetime | None = None, **given: Any) -> None:
    article.publish(at=at)


def _schedule(article: Article, by: Any, at: datetime.datetime | None = None, **given: Any) -> None:
    if at is None or at <= timezone.now():
        raise Refused(_("Choose a moment to come."))
    article.publish(at=at)


def _set_aside(article: Article, by: Any, **given: Any) -> None:
    if not article.editions.filter(live_from__isnull=False).exists():
        raise Refused(_("This draft is all there is of the article; delete the article instead."))
    article.set_draft_aside()


def _correct(article: Article, by: Any, **given: Any) -> None:
    given.pop("comment", None)
    Correction.objects.create(article=article, created_by=by, **given)


DRAFT, IN_REVIEW, APPROVED, SCHEDULED = Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.SCHEDULED
CHANGE, REVIEW, PUBLISH = "articles.change_article", "articles.review_article", "articles.publish_article"
WITHDRAW = "articles.withdraw_article"
SHOWN = frozenset({State.PUBLISHED})
NOT_WITHDRAWN = frozenset({State.DRAFT, State.PUBLISHED})

TRANSITIONS: dict[str, Transition] = {
    transition.name: transition
    for transition in (
        Transition(
            name="send",
            label=_("Send for review"),
            explains=_("An editor will read it; until then it can be taken back."),
            done=_("Sent for review:"),
            deed=Deed.SENT,
            permission=CHANGE,
            do=_stage(Stage.IN_REVIEW),
            work=frozenset({DRAFT}),
            to=IN_REVIEW,
            checks="send",
            asks=frozenset({"comment"}),
            bulk=True,
        ),
        Transition(
            name="take-back",
            label=_("Take back"),
            explains=_("The text comes back to you as a draft."),
            done=_("Taken back:"),
            deed=Deed.TAKEN_BACK,
            permission=CHANGE,
            do=_stage(Stage.DRAFT),
            work=frozenset({IN_REVIEW}),
            to=DRAFT,
            authors="only",
        ),
        Transition(
            name="return",
            label=_("Return with a comment"),
            explains=_("The author gets the text back as a draft, with your comment."),
            done=_("Returned to the author:"),
            deed=Deed.RETURNED,
            permission=REVIEW,
            do=_stage(Stage.DRAFT),
            work=frozenset({IN_REVIEW, APPROVED}),
            needs_draft=True,
            to=DRAFT,
            asks=frozenset({"comment!"}),
            bulk=True,
        ),
        Transition(
            name="approve",
            label=_("Approve"),
            explains=_("The text is good to publish; from now on it changes only if it is returned."),
            done=_("Approved:"),
            deed=Deed.APPROVED,
            permission=REVIEW,
            do=_stage(Stage.APPROVED),
            work=frozenset({IN_REVIEW}),
            to=APPROVED,
            authors="never",
            checks="publish",
            asks=frozenset({"comment"}),
            bulk=True,
        ),
        Transition(
            name="approve-and-publish",
            label=_("Approve and publish now"),
            explains=_("The text is good, and readers will see it at once."),
            done=_("Approved and published:"),
            deed=Deed.PUBLISHED,
            permission=PUBLISH,
            also_asks=(REVIEW,),
            do=_publish,
            work=frozenset({IN_REVIEW}),
            to=Status.PUBLISHED,
            authors="never",
            checks="publish",
        ),
        Transition(
            name="publish",
            label=_("Publish now"),
            explains=_("Readers will see the approved text at once."),
            done=_("Published:"),
            deed=Deed.PUBLISHED,
            permission=PUBLISH,
            do=_publish,
            work=frozenset({APPROVED, SCHEDULED}),
            public=NOT_WITHDRAWN,
            to=Status.PUBLISHED,
            checks="publish",
            bulk=True,
        ),
        Transition(
            name="schedule",
            label=_("Publish at a set time"),
            explains=_("The approved text appears by itself at the moment that you choose (Vietnamese time)."),
            done=_("Scheduled:"),
            deed=Deed.SCHEDULED,
            permission=PUBLISH,
            do=_schedule,
            work=frozenset({APPROVED, SCHEDULED}),
            public=NOT_WITHDRAWN,
            to=SCHEDULED,
            checks="publish",
            asks=frozenset({"at!"}),
        ),
        Transition(
            name="unschedule",
            label=_("Cancel the schedule"),
            explains=_("The approved text waits again; what readers see now stays."),
            done=_("Schedule cancelled:"),
            deed=Deed.UNSCHEDULED,
            permission=PUBLISH,
            do=lambda article, by, **given: article.unschedule(),
            work=frozenset({SCHEDULED}),
            to=APPROVED,
        ),
        Transition(
            name="set-aside",
            label=_("Set the draft aside"),
            explains=_("The draft is kept to look at and to restore, but it is no longer the one in work. Readers notice nothing."),
            done=_("Draft set aside:"),
            deed=Deed.SET_ASIDE,
            permission=CHANGE,
            do=_set_aside,
            work=frozenset({DRAFT}),
            public=SHOWN,
            grave=True,
        ),
        Transition(
            name="correct",
            label=_("Correct"),
            explains=_("Readers of the article will see at once what was wrong and what is right, and the page of corrections lists it."),
            done=_("Correction published:"),
            deed=Deed.CORRECTED,
            permission=WITHDRAW,
            do=_correct,
            public=SHOWN,
            needs_readers=True,
            asks=frozenset({"correction"}),
        ),
        Transition(
            name="unpublish",
            label=_("Back to the drafts"),
            explains=_("Readers will no longer find the article; its editions stay as they were."),
            done=_("Taken back into the drafts:"),
            deed=Deed.UNPUBLISHED,
            permission=PUBLISH,
            do=lambda article, by, **given: article.unpublish(),
            public=SHOWN,
            needs_readers=True,
            asks=frozenset({"comment"}),
            grave=True,
            bulk=True,
        ),
        Transition(
            name="withdraw",
            label=_("Withdraw"),
            explains=_(
                "The page will show only a notice with your reason, and answer that the article is gone. It cannot be published again."
            ),
            done=_("Withdrawn:"),
            deed=Deed.WITHDRAWN,
            permission=WITHDRAW,
            do=lambda article, by, **given: article.withdraw(by=by, **given),
            public=SHOWN,
            needs_readers=True,
            to=Status.WITHDRAWN,
            asks=frozenset({"withdrawal"}),
            grave=True,
        ),
    )
}
