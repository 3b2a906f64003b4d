"""What the newsroom has already of a report: the same words, the same headline, the same conference."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.intake.record import ConferencePart, Record
from articles.intake.wording import wording
from articles.models import Article, Edition, Intake, IntakeState
from articles.models.intakes import storable
from meetings.models import Conference, Publication
from qcdc.partial_dates import PartialDate
from qcdc.vietnamese import fold

MOST = 5
EXACT_DAY, SAME_MONTH, SAME_PLACE, SAME_ORGANISER, SAME_TITLE = 4, 1, 2, 2, 2
ALIKE = 0.6
STOP = re.compile(r"\bhoi nghi\b")


@dataclass(frozen=True, slots=True)
class SameConference:
    """A conference of the register that the report may be about, with what agrees."""

    conference: Any
    reasons: tuple[str, ...]
    """Words for the screen: same day, same place, same organiser, similar title."""
    strength: int
    """How much agrees; the list begins with the strongest."""

    @property
    def is_sure(self) -> bool:
        """Whether the day and two of place, organiser and title agree, and no other place is named: hardly another conference."""
        return self.strength >= EXACT_DAY + SAME_PLACE + SAME_TITLE


@dataclass(frozen=True, slots=True)
class Twins:
    """What is there already: intakes and articles of the same words, and conferences that may be the same."""

    intakes: tuple[Any, ...] = ()
    """Intakes of the same words by anybody, filed ones first. Their articles may be hidden from this person."""
    articles: tuple[Any, ...] = ()
    """Articles of the same words or the same headline that this person may see."""
    conferences: tuple[SameConference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.intakes or self.articles or self.conferences)


def twins(text: str, record: Record, *, by: Any, but: Any = None) -> Twins:
    """What the newsroom has already of a report, as far as this person (`by`) may see it; `but` is the intake in hand."""
    others = Intake.objects.of_text(storable(text)).exclude(state=IntakeState.DROPPED).exclude(pk=but.pk if but else 0)
    same = sorted(others.select_related("article", "pasted_by"), key=lambda each: (each.article_id is None, -each.pk))[:MOST]
    return Twins(tuple(same), tuple(_articles(same, record, by)), tuple(_conferences(record.conference, by)))


def _articles(intakes: Iterable[Intake], record: Record, by: Any) -> Iterable[Article]:
    """Articles filed from the same words, or under the same headline."""
    headline = fold(record.article.headline)
    filed: set[int] = {each.article_id for each in intakes if each.article_id}
    named = Edition.objects.filter(search_text__startswith=f"{headline} ").order_by() if headline else Edition.objects.none()
    for article in (
        Article.objects.for_reader(by)
        .filter(Q(pk__in=filed) | Q(pk__in=named.values("article")))
        .prefetch_related("editions")
        .order_by("-pk")[: 2 * MOST]
    ):
        if article.pk in filed or any(fold(edition.headline) == headline for edition in article.editions.all()):
            yield article


def _conferences(part: ConferencePart | None, by: Any) -> list[SameConference]:
    """Conferences that this person may see, on the same day and in the same place, by the same body, or of the same title."""
    if part is None:
        return []
    near = _near(part)
    if near is None:
        return []
    rows = (
        Conference.objects.for_reader(by)
        .filter(near)
        .exclude(publication=Publication.WITHDRAWN)
        .select_related("host_province")
        .prefetch_related("organisers")
    )
    found = [same for each in rows.order_by("-pk")[:200] if (same := _compared(each, part))]
    return sorted(found, key=lambda each: (-each.strength, each.conference.pk))[:MOST]


def _near(part: ConferencePart) -> Q | None:
    """What may lie on the same day, as exactly as both are known; without a day, what has the same title."""
    try:
        day = PartialDate.parse(part.date)
    except ValueError:
        title = fold(part.title)
        return Q(search_text__startswith=f"{title} ") if title else None
    last = part.end_date or str(day)
    known = Q(date__startswith=str(day)) | Q(date__in=[day[:4], day[:7]]) | Q(date__lte=str(day), end_date__gte=str(day))
    return known | Q(date__gte=str(day), date__lte=last) if last > str(day) else known


def _compared(conference: Conference, part: ConferencePart) -> SameConference | None:
    """What agrees; None where it is the day alone."""
    reasons, strength = [], 0
    if part.date and conference.date:
        if conference.date == part.date or conference.date <= part.date <= (conference.end_date or ""):
            reasons.append(_("same day"))
            strength += EXACT_DAY
        else:
            reasons.append(_("the day may be the same"))
            strength += SAME_MONTH
    of_day = strength
    if part.host_province and conference.host_province_id == part.host_province:
        reasons.append(_("same place"))
        strength += SAME_PLACE
    elif part.host_province and conference.host_province_id:
        strength, of_day = strength - SAME_PLACE, of_day - SAME_PLACE
    if {each.organisation_id for each in conference.organisers.all()} & set(part.organisers):
        reasons.append(_("same organiser"))
        strength += SAME_ORGANISER
    if alike(conference.title, part.title):
        reasons.append(_("similar title"))
        strength += SAME_TITLE
    return SameConference(conference, tuple(reasons), strength) if strength > of_day else None


def alike(one: str, other: str, share: float = ALIKE) -> bool:
    """Whether two titles or sentences have most of their words in common."""
    words, others = _words(one), _words(other)
    return bool(words and others) and len(words & others) >= share * len(words | others)


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return frozenset(STOP.sub(" ", wording(text)).split())
