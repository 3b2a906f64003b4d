"""Conferences on the calendar: a month day by day, a year month by month, and the way to the next that holds something."""

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import pgettext

from meetings.models import Conference

FIRST_YEAR, LAST_YEAR = 1945, 2100
MOST_SHOWN = 500


@dataclass(frozen=True)
class Day:
    """A day of the calendar and the conferences that met on it."""

    date: datetime.date
    conferences: list[Conference]


@dataclass(frozen=True)
class Month:
    """A month: its days, and the conferences of which no day of it is known."""

    year: int
    number: int
    days: list[Day] = field(default_factory=list)
    day_unknown: list[Conference] = field(default_factory=list)

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, self.number, 1)

    @property
    def key(self) -> str:
        """The month as partial dates write it: 2018-05."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def next_key(self) -> str:
        return f"{self.year + self.number // 12:04d}-{self.number % 12 + 1:02d}"

    @property
    def query(self) -> str:
        """What an address of a list adds to show this month alone."""
        return f"?month={self.key}"

    @property
    def week(self) -> list[datetime.date]:
        """Some week, Monday to Sunday, for the names of its days."""
        monday = self.first - datetime.timedelta(days=self.first.weekday())
        return [monday + datetime.timedelta(days=number) for number in range(7)]

    @property
    def days_before(self) -> list[datetime.date]:
        """The days of its first week that belong to the month before."""
        return self.week[: self.first.weekday()]

    @property
    def label(self) -> str:
        return pgettext("name of a month", "%(month)s") % {"month": date_format(self.first, "YEAR_MONTH_FORMAT")}

    def get_absolute_url(self) -> str:
        return reverse("meetings:calendar-month", args=[f"{self.year:04d}", f"{self.number:02d}"])

    @property
    def conferences(self) -> list[Conference]:
        """Each conference of the month once, in the order of the days."""
        of_days = [conference for day in self.days for conference in day.conferences]
        return [*dict.fromkeys(of_days), *self.day_unknown]


def month_of(conferences: Any, year: int, number: int) -> Month:
    """A month of some conferences; one that lasts several days stands on each of them."""
    month = Month(year, number)
    goes_on = models.Q(date__lt=month.key, date__contains="-", end_date__gte=f"{month.key}-01")
    rows = conferences.filter(models.Q(date__startswith=month.key) | goes_on).order_by("date", "pk")[:MOST_SHOWN]
    by_day: dict[datetime.date, list[Conference]] = defaultdict(list)
    for conference in rows:
        if conference.date.precision != "day":
            if conference.date == month.key:
                month.day_unknown.append(conference)
            continue
        for day in _days(conference):
            by_day[day].append(conference)
    last = calendar.monthrange(year, number)[1]
    days = (datetime.date(year, number, day) for day in range(1, last + 1))
    month.days.extend(Day(day, by_day[day]) for day in days)
    return month


def _days(conference: Conference) -> list[datetime.date]:
    """The days on which a conference met: from the first to the last, where both are known."""
    first = conference.date.earliest
    last = conference.end_date.earliest if conference.end_date and conference.end_date.precision == "day" else first
    return [first + datetime.timedelta(days=number) for number in range(min((last - first).days, 366) + 1)]


def year_of(conferences: Any, year: int) -> tuple[list[Month], list[Conference]]:
    """The months of a year that hold conferences, each under the month in which it began; and those of which no month is known."""
    months: dict[int, Month] = {}
    month_unknown = []
    for conference in conferences.in_year(year).order_by("date", "pk")[:MOST_SHOWN]:
        if conference.date.precision == "year":
            month_unknown.append(conference)
            continue
        number = conference.date.earliest.month
        month = months.setdefault(number, Month(year, number))
        if conference.date.precision == "day":
            month.days.append(Day(conference.date.earliest, [conference]))
        else:
            month.day_unknown.append(conference)
    return [months[number] for number in sorted(months)], month_unknown


def months_around(conferences: Any, month: Month) -> tuple[Month | None, Month | None]:
    """The nearest months before and after one that hold something."""
    dates = conferences.filter(date__contains="-").values_list("date", flat=True)
    before = dates.filter(date__lt=month.key).order_by("-date").first()
    after = dates.filter(date__gte=month.next_key).order_by("date").first()
    return _month_with(before), _month_with(after)


def _month_with(date: Any) -> Month | None:
    return Month(date.year, date.earliest.month) if date else None


def years_around(conferences: Any, year: int) -> tuple[int | None, int | None]:
    """The nearest years before and after one that hold something."""
    dates = conferences.values_list("date", flat=True)
    before = dates.filter(date__lt=f"{year:04d}").order_by("-date").first()
    after = dates.filter(date__gte=f"{year + 1:04d}").order_by("date").first()
    return (before.year if before else None, after.year if after else None)
