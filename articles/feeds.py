"""Articles and corrections as feeds."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.filters import ArticleFilters, CorrectionFilters
from articles.models import Article, Correction, Edition
from qcdc.feeds import TOLD_FOR, AtomFeed, feed_id, paragraphs


class ArticleFeed(AtomFeed):
    title = _("QCDC: articles")
    subtitle = _("Reports on the conferences on grassroots democracy")

    filterset_class = ArticleFilters

    def link(self) -> str:
        return reverse("articles:list")

    def rows(self) -> Any:
        live = Edition.objects.live().order_by().values("article")
        return Article.objects.published().filter(pk__in=live).with_edition().with_corrections()

    def feed_extra_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Who holds a copy of an article that was withdrawn is told: while it would stand in the feed, and for a month at least."""
        shown = list(self.narrowed(request, Article.objects.published()).values_list("published_at", flat=True)[: self.newest])
        oldest = shown[-1] if len(shown) == self.newest else None
        withdrawn = Article.objects.withdrawn().filter(withdrawal__isnull=False)
        gone = self.narrowed(request, withdrawn).select_related("withdrawal").order_by("-withdrawal__date", "-pk")
        if oldest:
            gone = gone.filter(Q(published_at__gte=oldest) | Q(withdrawal__date__gte=timezone.now() - TOLD_FOR))
        return {
            "tombstones": [
                {"ref": feed_id(request, article), "when": article.withdrawal.date, "comment": article.withdrawal.reason}
                for article in gone[: self.newest]
            ]
        }

    def item_title(self, item: Any) -> str:
        return str(item.headline)

    def item_description(self, item: Any) -> str:
        """The lead, and what was corrected: readers of the feed hold the mistake in their copies."""
        told = [
            gettext("%(kind)s on %(date)s: it was wrong “%(wrong)s”; it is right “%(right)s”.")
            % {
                "kind": correction.get_kind_display(),
                "date": f"{correction.date:%d/%m/%Y}",
                "wrong": correction.wrong,
                "right": correction.right,
            }
            for correction in item.printed_corrections
        ]
        return paragraphs(item.edition.lead, *told)

    def item_author_name(self, item: Any) -> str:
        return str(item.edition.byline)

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        return max(
            [item.edition.live_from or item.published_at, item.published_at, *(each.printed_at for each in item.printed_corrections)]
        )


class CorrectionFeed(AtomFeed):
    title = _("QCDC: corrections")
    subtitle = _("What published articles had wrong, and what is right")

    filterset_class = CorrectionFilters

    def link(self) -> str:
        return reverse("articles:corrections")

    def rows(self) -> Any:
        return Correction.objects.published().with_article()

    def item_title(self, item: Any) -> str:
        return f"{item.get_kind_display()}: {item.article.headline}"

    def item_description(self, item: Any) -> str:
        return paragraphs(f"{gettext('It was wrong')}: {item.wrong}", f"{gettext('It is right')}: {item.right}")

    def item_pubdate(self, item: Any) -> Any:
        return item.printed_at
