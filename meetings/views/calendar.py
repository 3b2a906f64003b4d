"""The readers' calendar of conferences, by month and by year; `meetings.calendars` gives the same to calendar programs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Conference
from meetings.months import FIRST_YEAR, LAST_YEAR, Month, month_of, months_around, year_of, years_around


@require_safe
def calendar_now(request: HttpRequest) -> HttpResponse:
    """The month of today, or the nearest one that holds a conference: the coming one before the past one."""
    today = timezone.localdate()
    month = month_of(_conferences(), today.year, today.month)
    if not month.conferences:
        before, after = months_around(Conference.objects.published(), month)
        nearest = after or before
        month = month_of(_conferences(), nearest.year, nearest.number) if nearest else month
    return _month_page(request, month)


@require_safe
def calendar_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """One month, day by day."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Http404
    return _month_page(request, month_of(_conferences(), int(year), int(month)))


@require_safe
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """One year, month by month."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    months, month_unknown = year_of(_conferences(), year)
    before, after = years_around(Conference.objects.published(), year)
    page = {"year": year, "months": months, "month_unknown": month_unknown, "before": before, "after": after}
    return render(request, "meetings/calendar_year.html", page)


def _conferences() -> Any:
    return Conference.objects.published().select_related("host_province")


def _month_page(request: HttpRequest, month: Month) -> HttpResponse:
    before, after = months_around(Conference.objects.published(), month)
    return render(request, "meetings/calendar_month.html", {"month": month, "before": before, "after": after})
