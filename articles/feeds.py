"""Articles as an Atom feed."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from articles.models import Article

NEWEST = 30


class ArticleFeed(Feed):
    feed_type = Atom1Feed
    title = _("QCDC: articles")
    subtitle = _("Reports on the conferences on grassroots democracy")

    def link(self) -> str:
        return reverse("articles:list")

    def items(self) -> Any:
        return Article.objects.published().with_edition()[:NEWEST]

    def item_title(self, item: Any) -> str:
        return str(item.headline)

    def item_description(self, item: Any) -> str:
        return str(item.edition.lead)

    def item_author_name(self, item: Any) -> str:
        return str(item.edition.byline)

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        return item.edition.live_from or item.published_at
