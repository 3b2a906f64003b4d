"""Articles as CSV and XLSX."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.filters import ArticleFilters, CorrectionFilters
from articles.models import Article, Correction
from qcdc.pages import Export


class ArticleExport(Export):
    filterset_class = ArticleFilters
    name = "tin-bai"

    def rows_of(self) -> Any:
        return Article.objects.published().with_edition().with_conference()

    def header(self) -> list[str]:
        return [
            _("Id"),
            pgettext("moment", "Published"),
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


class CorrectionExport(Export):
    filterset_class = CorrectionFilters
    name = "dinh-chinh"

    def rows_of(self) -> Any:
        return Correction.objects.published().with_article()

    def header(self) -> list[str]:
        return [
            _("Id"),
            _("Date"),
            _("Kind"),
            _("Article"),
            _("It was wrong"),
            _("It is right"),
            _("Address"),
        ]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.date,
            item.get_kind_display(),
            item.article.headline,
            item.wrong,
            item.right,
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]
