"""The piles on an editor's desk: which articles wait for whom. The first page and the filters of the list speak of the same ones."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.checks import Check, reds_of
from articles.models import Article, AuditEntry, Deed, Edition, Stage, State, Status

STEPS = (Deed.SENT, Deed.RETURNED, Deed.TAKEN_BACK, Deed.APPROVED, Deed.SCHEDULED, Deed.PUBLISHED)
ON_THE_WAY = (Status.IN_REVIEW, Status.APPROVED, Status.SCHEDULED)


@dataclass(frozen=True)
class Pile:
    """A pile: its name in addresses, its label, what is said when nothing lies on it, and which articles do."""

    name: str
    label: Any
    empty: Any
    rows: Callable[[Any, Any], Any]
    permission: str = "articles.view_article"


def newest_headline(article: str, reader: Any) -> Any:
    """The headline of the newest edition, of those that somebody may see, of the article that a column points at."""
    return Subquery(Edition.objects.for_reader(reader).filter(article=OuterRef(article)).order_by("-number").values("headline")[:1])


def of(person: Any) -> Q:
    """The articles that somebody began or whose edition in work is hers."""
    return Q(created_by=person) | Q(Exists(Edition.objects.in_work().filter(article=OuterRef("pk"), created_by=person).order_by()))


def returned_to(articles: Any, person: Any) -> Any:
    """Drafts that came back to whoever wrote or sent them, with the comment; the last step decides."""
    last = AuditEntry.objects.filter(article=OuterRef("pk"), deed__in=STEPS).order_by("-at", "-pk")
    sent_by_her = AuditEntry.objects.filter(article=OuterRef("pk"), deed=Deed.SENT, by=person)
    names = {"last_deed": "deed", "last_comment": "comment", "last_by": "by_name", "last_at": "at"}
    annotated = articles.with_status().annotate(**{name: Subquery(last.values(column)[:1]) for name, column in names.items()})
    return annotated.filter(of(person) | Exists(sent_by_her), work_stage=Stage.DRAFT, last_deed=Deed.RETURNED).exclude(
        state=State.WITHDRAWN
    )


def waiting_for(articles: Any, person: Any) -> Any:
    """Texts in review that somebody may judge: not her own, unless one person is the whole office."""
    waiting = articles.with_status().filter(status_now=Status.IN_REVIEW)
    if settings.ONE_PERSON_OFFICE:
        return waiting
    sender = AuditEntry.objects.filter(article=OuterRef("pk"), deed=Deed.SENT).order_by("-at", "-pk").values("by")[:1]
    written = Edition.objects.in_work().filter(article=OuterRef("pk"), created_by=person).order_by()
    return waiting.annotate(sender=Subquery(sender)).filter(~Exists(written), Q(sender__isnull=True) | ~Q(sender=person.pk))


def in_work_of(articles: Any, person: Any) -> Any:
    """What somebody works on, without what came back to her: that lies on a pile of its own."""
    back = returned_to(Article.objects.all(), person).order_by().values("pk")
    return articles.with_status().filter(of(person), work_stage__isnull=False).exclude(state=State.WITHDRAWN).exclude(pk__in=back)


def today() -> tuple[datetime.datetime, datetime.datetime]:
    """The first moment of today and of tomorrow, in Vietnam."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + datetime.timedelta(days=1)


def going_out_today(articles: Any, person: Any) -> Any:
    """What appears or appeared today: first publications, new editions and embargoes that end."""
    start, end = today()
    appears = Edition.objects.filter(article=OuterRef("pk"), live_from__gte=start, live_from__lt=end).order_by("live_from")
    return (
        articles.with_status()
        .annotate(goes_out=models.functions.Coalesce(Subquery(appears.values("live_from")[:1]), "embargo_until"))
        .filter(Exists(appears) | Q(embargo_until__gte=start, embargo_until__lt=end), state=State.PUBLISHED)
        .order_by("goes_out", "pk")
    )


def scheduled(articles: Any, person: Any) -> Any:
    """What will appear by itself, the next first."""
    now = timezone.now()
    coming = Edition.objects.filter(article=OuterRef("pk"), live_from__gt=now).order_by("live_from")
    return (
        articles.with_status()
        .annotate(goes_out=models.functions.Coalesce(Subquery(coming.values("live_from")[:1]), "embargo_until"))
        .filter(Exists(coming) | Q(embargo_until__gt=now), state=State.PUBLISHED)
        .order_by("goes_out", "pk")
    )


PILES = {
    pile.name: pile
    for pile in (
        Pile("returned", _("Returned to me"), _("Nothing came back to you."), returned_to),
        Pile("review", _("Waiting for my review"), _("Nothing waits for your review."), waiting_for, "articles.review_article"),
        Pile("mine", _("Mine in work"), _("You have nothing in work."), in_work_of),
        Pile("today", _("Going out today"), _("Nothing goes out today."), going_out_today),
        Pile("scheduled", _("Scheduled"), _("Nothing is scheduled."), scheduled),
    )
}


def with_reds(articles: Any, most: int) -> list[tuple[Article, list[Check]]]:
    """Of the newest articles on their way to readers, those that something red stands in the way of. Four queries, however many."""
    newest = list(articles.with_status().filter(status_now__in=ON_THE_WAY).order_by("-updated_at", "-pk")[:most])
    working = _working_of(newest)
    found = []
    for article in newest:
        if edition := working.get(article.pk):
            reds = reds_of(article, edition, list(edition.placements.all()))
            if reds:
                found.append((article, reds))
    return found


def _working_of(articles: Iterable[Article]) -> dict[int, Edition]:
    """The edition in work of each article, as Article.working gives it, without a query for each."""
    editions = Edition.objects.filter(article__in=[article.pk for article in articles]).exclude(stage=Stage.SET_ASIDE)
    working: dict[int, Edition] = {}
    for edition in editions.order_by("article", "number").prefetch_related("placements__photo"):
        known = working.get(edition.article_id)
        if known is None or known.live_from is not None:
            working[edition.article_id] = edition
    return working
