"""The addresses of articles for search engines."""

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import Article, Edition

NEWS_FOR = datetime.timedelta(days=2)


class ArticleSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        """Each with its edition in force: what the newsroom does at its desk is no change of the page."""
        live = Edition.objects.live().filter(article=OuterRef("pk")).order_by().values("live_from")[:1]
        return Article.objects.published().annotate(live_from=Subquery(live)).with_corrections().order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return max([item.published_at, item.live_from or item.published_at, *(each.printed_at for each in item.printed_corrections)])


class NewsSitemap(Sitemap):
    """The articles of the last two days, as the news search of Google reads them."""

    limit = 1000

    def items(self) -> Any:
        live = Edition.objects.live().order_by().values("article")
        fresh = Article.objects.published().filter(published_at__gte=timezone.now() - NEWS_FOR, pk__in=live)
        return fresh.with_edition().order_by("-published_at", "-pk")[: self.limit]
