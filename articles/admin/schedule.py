"""What is to come, by month and as a list: publications, embargoes and expiries of articles, and planned conferences."""

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Article, Edition, State
from articles.piles import newest_headline
from meetings.models import Conference
from meetings.models.conferences import State as Held

MOST_A_MONTH = 500


@dataclass(frozen=True)
class Coming:
    """One thing that happens on a day: at what time, what, to which row."""

    day: datetime.date
    at: datetime.datetime | None
    kind: str
    label: Any
    title: str
    url: str

    @property
    def order(self) -> tuple[Any, ...]:
        return self.day, self.at is None, self.at or datetime.datetime.min.replace(tzinfo=datetime.UTC), self.title


class ScheduleMixin:
    """The calendar beside the list of articles."""

    admin_site: Any
    model: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.schedule_view))
        return [path("schedule/", view, name="articles_article_calendar"), *super().get_urls()]  # type: ignore[misc]

    def schedule_view(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        first = month_asked(request.GET.get("month", ""))
        after = (first + datetime.timedelta(days=32)).replace(day=1)
        coming = coming_between(request.user, first, after)
        by_day: dict[datetime.date, list[Coming]] = {}
        for each in coming:
            by_day.setdefault(each.day, []).append(each)
        weeks = [
            [
                {"day": day, "inside": day.month == first.month, "coming": by_day.get(day, []) if day.month == first.month else []}
                for day in week
            ]
            for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        ]
        context = self.admin_site.each_context(request) | {
            "title": _("Schedule"),
            "opts": self.model._meta,
            "month": first,
            "today_is": timezone.localdate(),
            "weeks": weeks,
            "weekdays": [day["day"] for day in weeks[0]],
            "days": [{"day": day, "coming": rows} for day, rows in by_day.items()],
            "previous": (first - datetime.timedelta(days=1)) if first.year > 1945 else None,
            "next": after if after.year <= 2100 else None,
            "as_list": request.GET.get("as") == "list",
            "truncated": len(coming) >= MOST_A_MONTH,
        }
        return TemplateResponse(request, "admin/articles/schedule.html", context)


def month_asked(text: str) -> datetime.date:
    """The first day of the month that the address asks for, "2026-09"; of this month where it asks for none."""
    if not text:
        return timezone.localdate().replace(day=1)
    year, _dash, month = text.partition("-")
    if not (
        text.isascii() and len(text) == 7 and year.isdigit() and month.isdigit() and 1945 <= int(year) <= 2100 and 1 <= int(month) <= 12
    ):
        raise Http404(_("There is no such month."))
    return datetime.date(int(year), int(month), 1)


def coming_between(person: Any, first: datetime.date, after: datetime.date) -> list[Coming]:
    """Everything that happens from one day up to another, Vietnamese time, in its order."""
    zone = timezone.get_default_timezone()
    start, end = (datetime.datetime.combine(day, datetime.time(), zone) for day in (first, after))
    found = [*_publications(person, start, end), *_limits(person, start, end)]
    if person.has_perm("meetings.view_conference"):
        found += _conferences(person, first, after)
    return sorted(found, key=lambda each: each.order)[:MOST_A_MONTH]


def _publications(person: Any, start: datetime.datetime, end: datetime.datetime) -> list[Coming]:
    editions = (
        Edition.objects.for_reader(person)
        .filter(article__state=State.PUBLISHED, live_from__gte=start, live_from__lt=end)
        .order_by("live_from", "pk")
    )
    now = timezone.now()
    return [
        _of_article(
            edition.article_id,
            edition.headline,
            edition.live_from,
            "publication" if edition.live_from > now else "published",
            (_("New edition") if edition.number > 1 else _("To be published")) if edition.live_from > now else _("Published"),
        )
        for edition in editions.only("article_id", "headline", "live_from", "number")[:MOST_A_MONTH]
        if edition.live_from
    ]


def _limits(person: Any, start: datetime.datetime, end: datetime.datetime) -> list[Coming]:
    found = []
    seen: Any = Article.objects.for_reader(person).annotate(newest_headline=newest_headline("pk", person)).exclude(state=State.WITHDRAWN)
    for name, kind, label in (("embargo_until", "embargo", _("Embargo ends")), ("expires_at", "expiry", _("Shown no longer"))):
        rows = seen.filter(**{f"{name}__gte": start, f"{name}__lt": end}).order_by(name, "pk")[:MOST_A_MONTH]
        found += [_of_article(row.pk, row.newest_headline, getattr(row, name), kind, label) for row in rows]
    return found


def _of_article(pk: int, headline: str, moment: datetime.datetime, kind: str, label: Any) -> Coming:
    here = timezone.localtime(moment, timezone.get_default_timezone())
    return Coming(here.date(), here, kind, label, headline or "—", reverse("admin:articles_article_change", args=[pk]))


def _conferences(person: Any, first: datetime.date, after: datetime.date) -> list[Coming]:
    """Planned conferences whose day is known; of some only the month is, and they stand on its first day."""
    rows = Conference.objects.for_reader(person).filter(state=Held.PLANNED, date__startswith=f"{first:%Y-%m}").order_by("date", "pk")
    return [
        Coming(
            datetime.date.fromisoformat(row.date if len(row.date) == 10 else f"{row.date}-01"),
            None,
            "conference",
            _("Conference planned") if len(row.date) == 10 else _("Conference planned this month"),
            row.title,
            reverse("admin:meetings_conference_change", args=[row.pk]),
        )
        for row in rows[:MOST_A_MONTH]
    ]
