"""The archive: what each year holds, articles and conferences side by side."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractYear, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from meetings.models import Conference
from meetings.months import FIRST_YEAR, LAST_YEAR
from qcdc.charts import chart
from qcdc.pages import page_of

CONFERENCES_SHOWN = 50


@dataclass(frozen=True)
class Year:
    """A year of the archive and how much it holds."""

    number: int
    conferences: int
    articles: int


def years() -> list[Year]:
    """Every year that holds something, the latest first: conferences by their day, articles by that of their publication."""
    dated = Conference.objects.published().order_by().annotate(of_year=Substr("date", 1, 4))
    conferences = Counter({int(row["of_year"]): row["count"] for row in dated.values("of_year").annotate(count=Count("pk"))})
    printed = Article.objects.published().order_by().annotate(of_year=ExtractYear("published_at"))
    articles = Counter({row["of_year"]: row["count"] for row in printed.values("of_year").annotate(count=Count("pk"))})
    return [Year(year, conferences[year], articles[year]) for year in sorted(conferences | articles, reverse=True)]


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """All years with their counts."""
    known = years()
    bars = chart(
        _("Conferences by year"),
        _("One bar for each year with conferences, as long as there were conferences in it."),
        [(year.number, year.conferences, year.conferences) for year in known if year.conferences],
    )
    return render(request, "archive.html", {"years": known, "chart": bars})


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """The articles and the conferences of one year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    known = years()
    articles = Article.objects.published().filter(published_at__year=year).with_edition().with_conference()
    page: dict[str, Any] = {
        "year": next((each for each in known if each.number == year), Year(year, 0, 0)),
        "before": next((each.number for each in known if each.number < year), None),
        "after": next((each.number for each in reversed(known) if each.number > year), None),
        "page_obj": page_of(request, articles),
        "conferences": Conference.objects.published().in_year(year).with_place().with_counts()[:CONFERENCES_SHOWN],
    }
    return render(request, "archive_year.html", page)
