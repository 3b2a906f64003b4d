"""The addresses of the site's own pages and of its lists for search engines."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from qcdc.archive import years
from qcdc.first_words import TITLES

LISTS = [
    *("home", "articles:list", "articles:corrections", "meetings:conference-list", "meetings:directive-list"),
    *("meetings:official-list", "meetings:province-list", "meetings:organisation-list", "meetings:cluster-list"),
    *("meetings:theme-list", "meetings:figure-list", "meetings:map", "meetings:calendar", "archive", "site-map"),
]


class PageSitemap(Sitemap):
    """Without the day of a change: a list changes with every row in it."""

    i18n = alternates = x_default = True

    def items(self) -> Any:
        own = [("page", [slug]) for slug in TITLES]
        of_years = [("archive-year", [year.number]) for year in years()]
        return [*((name, []) for name in LISTS), *own, *of_years]

    def location(self, item: Any) -> str:
        name, args = item
        return reverse(name, args=args)
