"""What the page of one conference tells: who spoke and who came for whom, what was reported, what was directed."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Attendance, Conference, Figure, LinkUpPoint, Province
from qcdc.charts import Chart, chart
from qcdc.words import named, number

ONLY_THERE = "attendee"
MOST_ARTICLES = 50
MOST_PHOTOS = 12


@dataclass
class Delegation:
    """Those who came for one province; it may have sent people whom the report does not name."""

    province: Province
    people: list[Attendance] = field(default_factory=list)


def page_of_conference(conference: Conference, reader: Any) -> dict[str, Any]:
    """Everything that a reader may see of a conference. The number of queries does not depend on how much that is."""
    attendances = list(conference.attendances.for_reader(reader).with_people())
    people = [attendance for attendance in attendances if attendance.official]
    speakers = [attendance for attendance in people if speaks(attendance)]
    figures = list(conference.figures.for_reader(reader).with_context())
    articles = list(conference.articles.for_reader(reader).with_edition().order_by("published_at", "pk")[:MOST_ARTICLES])
    directives = list(conference.directives.for_reader(reader).with_addressees().with_state())
    came = delegations(conference, people)
    photos = gallery(articles)
    counted = [
        (_("Who chaired and spoke"), "phat-bieu", len(speakers)),
        (_("Delegations by province"), "doan-tinh", len(came)),
        (_("Figures reported"), "so-lieu", len(figures)),
        (_("What was directed"), "chi-dao", len(directives)),
        (_("Photos"), "hinh-anh", len(photos)),
        (_("Coverage"), "bai-viet", len(articles)),
    ]
    return {
        "conference": conference,
        "parts": [(f"{label} ({count})", f"#{anchor}") for label, anchor, count in counted if count],
        "people": people,
        "speakers": speakers,
        "delegations": came,
        "others": [attendance for attendance in people if not attendance.province and not speaks(attendance)],
        "groups": [attendance for attendance in attendances if not attendance.official],
        "people_count": len(people),
        "link_up_points": LinkUpPoint.objects.filter(conference=conference).select_related("province"),
        "figures": figures,
        "charts": charts(figures),
        "directives": directives,
        "articles": articles,
        "gallery": photos[:MOST_PHOTOS],
        "photos_left": max(0, len(photos) - MOST_PHOTOS),
        "neighbours": neighbours(conference, reader),
    }


def speaks(attendance: Attendance) -> bool:
    """Whether somebody did more than attend."""
    return any(role.slug != ONLY_THERE for role in attendance.roles.all())


def delegations(conference: Conference, people: list[Attendance]) -> list[Delegation]:
    """The provinces in the order of the report, each with those who came for it; then provinces that only people stand for."""
    found: dict[Any, Delegation] = {each.province_id: Delegation(each.province) for each in conference.participations.all()}
    for attendance in people:
        if attendance.province:
            found.setdefault(attendance.province_id, Delegation(attendance.province)).people.append(attendance)
    return list(found.values())


def charts(figures: list[Figure]) -> list[Chart]:
    """The figures that can be set beside one another: percentages, and numbers of one unit; two of a kind at least."""
    shares = [(figure, share) for figure in figures if (share := _share(figure)) is not None]
    by_unit: dict[str, list[tuple[Figure, Any]]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and figure.unit_name:
            by_unit[figure.unit_name].append((figure, figure.value))
    kinds: list[tuple[str, str, list[tuple[Figure, Any]], int | None]] = [(_("Percentages reported"), "%", shares, 100)]
    kinds += [(_("Numbers reported (%(unit)s)") % {"unit": unit}, unit, counted, None) for unit, counted in by_unit.items()]
    return [_drawn(title, unit, counted, whole) for title, unit, counted, whole in kinds if len(counted) > 1]


def _drawn(title: str, unit: str, counted: list[tuple[Figure, Any]], whole: int | None) -> Chart:
    """One chart. What all its figures share is said above it; what tells them apart stands at each bar."""
    told = [_told(figure) for figure, _number in counted]
    shared = [part for part, *others in zip(*told, strict=True) if part and all(other == part for other in others)]
    rows = [
        (" · ".join(part for part in parts if part and part not in shared) or title, amount, f"{_qualified(figure)}{number(amount)} {unit}")
        for parts, (figure, amount) in zip(told, counted, strict=True)
    ]
    return chart(": ".join([title, " · ".join(shared)] if shared else [title]), _described(len(rows)), rows, whole=whole)


def _told(figure: Figure) -> tuple[str, ...]:
    """What was counted, at what level, where, and when."""
    period = figure.period_start.label() if figure.period_start else ""
    return named(figure.indicator), figure.get_level_display(), figure.province.name if figure.province else "", period


def _share(figure: Figure) -> Any:
    if figure.percent is not None:
        return figure.percent
    return round(100 * figure.done / figure.plan, 1) if figure.done is not None and figure.plan else None


def _qualified(figure: Figure) -> str:
    return f"{figure.get_qualifier_display()} " if figure.qualifier else ""


def _described(bars: int) -> str:
    return ngettext(
        "%(count)s bar, as long as its number; the table below holds the same and more.",
        "%(count)s bars, each as long as its number; the table below holds the same and more.",
        bars,
    ) % {"count": bars}


def gallery(articles: list[Any]) -> list[Any]:
    """The photos in the live editions of the coverage, each once, with the article that it is shown in."""
    found: dict[int, Any] = {}
    for article in articles:
        for place, placement in enumerate(article.live.placements.all() if article.live else [], start=1):
            placement.page = article.photo_page(place)
            found.setdefault(placement.photo_id, placement)
    return list(found.values())


def neighbours(conference: Conference, reader: Any) -> dict[str, Any]:
    """The conferences before and after this one in its series."""
    if not conference.series_id:
        return {}
    seen = Conference.objects.for_reader(reader).filter(series=conference.series_id)
    date, pk = conference.date, conference.pk
    return {
        "previous": seen.filter(Q(date__lt=date) | Q(date=date, pk__lt=pk)).order_by("-date", "-pk").first(),
        "next": seen.filter(Q(date__gt=date) | Q(date=date, pk__gt=pk)).order_by("date", "pk").first(),
    }


def citation(conference: Conference, address: str) -> str:
    """The record as a source is named in a text: who keeps it, its title, place and date, where it is found."""
    where = conference.host_province.name if conference.host_province else ""
    parts = [f"“{conference.title}”", ", ".join(filter(None, [where, conference.date.label()]))]
    return f"QCDC. {'. '.join(parts)}. {address}"
