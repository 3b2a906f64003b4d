"""Reports on the newsroom's work: how much, by whom, how long it lies, and what is missing. Each is a table."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import piles
from articles.models import Article, Edition, Placement, Stage, State, Status
from articles.models.photos import WORDS
from articles.models.trail import name_of
from articles.piles import newest_headline
from meetings.models import Conference

MOST_ROWS = 50_000


@dataclass(frozen=True)
class Period:
    """From one day to another, both included; an open end is None."""

    start: datetime.date | None = None
    end: datetime.date | None = None

    def of_moments(self, rows: Any, name: str) -> Any:
        """Rows whose moment lies within it, Vietnamese days."""
        zone = timezone.get_default_timezone()
        if self.start:
            rows = rows.filter(**{f"{name}__gte": datetime.datetime.combine(self.start, datetime.time(), zone)})
        if self.end:
            after = datetime.datetime.combine(self.end, datetime.time(), zone) + datetime.timedelta(days=1)
            rows = rows.filter(**{f"{name}__lt": after})
        return rows

    def of_partial_dates(self, rows: Any, name: str) -> Any:
        """Rows whose partial date may lie within it."""
        if self.start:
            rows = rows.filter(
                Q(**{f"{name}__gte": self.start.isoformat()}) | Q(**{f"{name}__in": [f"{self.start:%Y-%m}", f"{self.start:%Y}"]})
            )
        return rows.filter(**{f"{name}__lte": self.end.isoformat()}) if self.end else rows


@dataclass(frozen=True)
class Line:
    """A row of a report; its first cell leads to a page, where there is one."""

    cells: list[Any]
    url: str = ""


@dataclass(frozen=True)
class Report:
    """A report: its name in addresses and files, what it says, its columns and its lines."""

    name: str
    label: Any
    explains: Any
    header: Callable[[], list[str]]
    lines: Callable[[Any, Period], Iterator[Line]]
    permission: str = "articles.view_article"


def _seen(person: Any, period: Period = Period(), moment: str = "created_at") -> Any:
    return period.of_moments(Article.objects.for_reader(person), moment).order_by()


def _list(**query: Any) -> str:
    return reverse("admin:articles_article_changelist") + "?" + "&".join(f"{name}={value}" for name, value in query.items())


def _form(article: Any) -> str:
    return reverse("admin:articles_article_change", args=[article])


def by_author(person: Any, period: Period) -> Iterator[Line]:
    counts = (
        _seen(person, period)
        .values("created_by")
        .annotate(
            written=Count("pk"),
            published=Count("pk", filter=Q(state=State.PUBLISHED)),
            withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
        )
    )
    rows = list(counts.order_by("-written", "created_by")[:MOST_ROWS])
    people = get_user_model().objects.in_bulk([row["created_by"] for row in rows if row["created_by"]])
    for row in rows:
        name = name_of(people.get(row["created_by"])) or _("not known")
        url = _list(author=row["created_by"]) if row["created_by"] else ""
        yield Line([name, row["written"], row["published"], row["withdrawn"]], url)


def by_month(person: Any, period: Period) -> Iterator[Line]:
    shown = _seen(person, period, "published_at").filter(published_at__isnull=False).exclude(state=State.DRAFT)
    zone = timezone.get_default_timezone()
    months = shown.annotate(month=TruncMonth("published_at", tzinfo=zone)).values("month").annotate(count=Count("pk")).order_by("-month")
    for row in months[:MOST_ROWS]:
        yield Line([f"{row['month']:%m/%Y}", row["count"]])


def by_status(person: Any, period: Period) -> Iterator[Line]:
    counted = _seen(person, period).with_status().values("status_now").annotate(count=Count("pk", distinct=True)).order_by()
    counts = {row["status_now"]: row["count"] for row in counted}
    for status in Status:
        yield Line([status.label, counts.get(status.value, 0)], _list(status=status.value))


def ageing(person: Any, period: Period) -> Iterator[Line]:
    """Texts in work, those that nobody touched for the longest time first."""
    last = Edition.objects.in_work().filter(article=OuterRef("pk")).order_by().values("updated_at")[:1]
    hers = period.of_moments(Article.objects.for_editor(person), "created_at").order_by()
    lying = hers.with_status().filter(work_stage__isnull=False).exclude(state=State.WITHDRAWN)
    rows = lying.annotate(newest_headline=newest_headline("pk", person), touched=Subquery(last)).select_related("created_by")
    now = timezone.now()
    for row in rows.order_by("touched", "pk")[:MOST_ROWS]:
        days = (now - row.touched).days
        yield Line([row.newest_headline, name_of(row.created_by), Status(row.status_now).label, row.touched, days], _form(row.pk))


def scheduled(person: Any, period: Period) -> Iterator[Line]:
    rows = piles.scheduled(Article.objects.for_reader(person), person).annotate(newest_headline=newest_headline("pk", person))
    rows = period.of_moments(rows.select_related("created_by"), "goes_out")
    for row in rows[:MOST_ROWS]:
        yield Line([row.newest_headline, name_of(row.created_by), row.goes_out], _form(row.pk))


def missing(person: Any, period: Period) -> Iterator[Line]:
    """Articles of which something is missing that publishing asks for, in their newest edition."""
    newest = Edition.objects.for_reader(person).filter(article=OuterRef("pk")).exclude(stage=Stage.SET_ASIDE).order_by("-number")
    placed = Placement.objects.filter(edition__article=OuterRef("pk"), edition__number=OuterRef("newest_number")).order_by()
    rows = _seen(person, period).exclude(state=State.WITHDRAWN)
    rows = rows.annotate(
        newest_headline=newest_headline("pk", person),
        newest_number=Subquery(newest.values("number")[:1]),
        newest_source=Subquery(newest.values("source")[:1]),
    ).annotate(
        **{f"no_{name}": Exists(placed.filter(**{name: "", f"photo__{name}": ""})) for name in WORDS},
    )
    lacking = rows.filter(
        Q(conference__isnull=True, without_conference=False) | Q(newest_source="") | Q(no_caption=True) | Q(no_credit=True) | Q(no_alt=True)
    )
    for row in lacking.select_related("created_by").order_by("-updated_at", "-pk")[:MOST_ROWS]:
        gaps = {
            _("conference not said"): row.conference_id is None and not row.without_conference,
            _("source"): row.newest_source == "",
            _("caption of a photo"): row.no_caption,
            _("credit of a photo"): row.no_credit,
            _("description of a photo"): row.no_alt,
        }
        yield Line([row.newest_headline, name_of(row.created_by), ", ".join(gap for gap, lacks in gaps.items() if lacks)], _form(row.pk))


def conferences(person: Any, period: Period) -> Iterator[Line]:
    """Conferences that were held and have a hole in their record."""
    held = period.of_partial_dates(Conference.objects.for_reader(person), "date").filter(state="held")
    labels = {"directives": _("directives"), "figures": _("figures"), "photos": _("photos")}
    lacks: dict[int, list[str]] = {}
    for what, label in labels.items():
        for pk in held.lacking(what).order_by().values_list("pk", flat=True)[:MOST_ROWS]:
            lacks.setdefault(pk, []).append(label)
    lacking = held.filter(pk__in=Conference.objects.lacking("directives").order_by().values("pk"))
    for what in ("figures", "photos"):
        lacking = lacking | held.filter(pk__in=Conference.objects.lacking(what).order_by().values("pk"))
    for row in lacking.order_by("-date", "-pk")[:MOST_ROWS]:
        url = reverse("admin:meetings_conference_change", args=[row.pk])
        yield Line([row.title, row.date, ", ".join(lacks.get(row.pk, []))], url)


REPORTS = {
    report.name: report
    for report in (
        Report(
            "tac-gia",
            gettext_lazy("By author"),
            gettext_lazy("Articles begun in the period, and what became of them."),
            lambda: [_("Author"), _("Articles"), _("Published"), _("Withdrawn")],
            by_author,
        ),
        Report(
            "thang",
            gettext_lazy("By month"),
            gettext_lazy("Articles by the month in which they were published."),
            lambda: [_("Month"), _("Articles")],
            by_month,
        ),
        Report(
            "trang-thai",
            gettext_lazy("By status"),
            gettext_lazy("Articles begun in the period, by where the work on them stands now."),
            lambda: [_("Status"), _("Articles")],
            by_status,
        ),
        Report(
            "ton-dong",
            gettext_lazy("Lying drafts"),
            gettext_lazy("Texts in work, those that nobody touched for the longest time first."),
            lambda: [_("Headline"), _("Author"), _("Status"), _("Last change"), _("Days since")],
            ageing,
        ),
        Report(
            "hen-gio",
            gettext_lazy("Scheduled"),
            gettext_lazy("What will appear by itself, the next first."),
            lambda: [_("Headline"), _("Author"), _("Appears")],
            scheduled,
        ),
        Report(
            "thieu",
            gettext_lazy("Missing in articles"),
            gettext_lazy("Articles whose newest edition lacks something that publishing asks for."),
            lambda: [_("Headline"), _("Author"), _("Missing")],
            missing,
        ),
        Report(
            "hoi-nghi-thieu",
            gettext_lazy("Missing in conferences"),
            gettext_lazy("Conferences that were held, without directives, figures or photos."),
            lambda: [_("Conference"), _("Date"), _("Missing")],
            conferences,
            permission="meetings.view_conference",
        ),
    )
}
