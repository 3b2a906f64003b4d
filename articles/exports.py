"""Articles as CSV and XLSX."""

from typing import Any

from django.utils.translation import gettext as _

from articles.filters import ArticleFilters
from articles.models import Article
from qcdc.pages import Export


class ArticleExport(Export):
    filterset_class = ArticleFilters
    name = "tin-bai"

    def rows_of(self) -> Any:
        return Article.objects.published().with_edition().with_conference()

    def header(self) -> list[str]:
        return [
            _("Id"),
            _("Published"),
            _("Kicker"),
            _("Headline"),
            _("Lead"),
            _("Text"),
            _("Byline"),
            _("Source"),
            _("Conference"),
            _("Address"),
        ]

    def row(self, item: Any) -> list[Any]:
        edition = item.edition
        return [
            item.pk,
            item.published_at,
            edition.kicker,
            edition.headline,
            edition.lead,
            edition.plain_body,
            edition.byline,
            edition.source,
            item.conference,
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]
