"""The addresses of articles for search engines."""

from typing import Any

from django.contrib.sitemaps import Sitemap

from articles.models import Article


class ArticleSitemap(Sitemap):
    limit = 5000

    def items(self) -> Any:
        return Article.objects.published().order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return item.updated_at
