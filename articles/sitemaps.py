"""The addresses of articles for search engines."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, Subquery

from articles.models import Article, Edition


class ArticleSitemap(Sitemap):
    limit = 5000

    def items(self) -> Any:
        """Each with its edition in force: what the newsroom does at its desk is no change of the page."""
        live = Edition.objects.live().filter(article=OuterRef("pk")).order_by().values("live_from")[:1]
        return Article.objects.published().annotate(live_from=Subquery(live)).with_corrections().order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return max([item.published_at, item.live_from or item.published_at, *(each.printed_at for each in item.printed_corrections)])
