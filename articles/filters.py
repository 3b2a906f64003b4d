"""The filters of the article list: the same words on the page and in the API."""

from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Correction, CorrectionKind, Section
from meetings.filters import OfficialFilter, ProvinceFilter
from meetings.models import Conference, Theme
from qcdc.filters import IdFilter, SlugFilter, WordsFilter, YearFilter


class OfConference:
    """Narrows an article filter to conferences that anybody may see, so that a hidden one is no hint."""

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        narrowed = super().filter(qs, value)  # type: ignore[misc]
        return narrowed.filter(models.Q(conference__in=Conference.objects.published()))


class ArticleProvinceFilter(OfConference, ProvinceFilter):
    """Articles on conferences that a province hosted or took part in."""


class ArticleOfficialFilter(OfConference, OfficialFilter):
    """Articles on conferences that an official attended."""


class ArticleThemeFilter(OfConference, SlugFilter):
    """Articles on conferences that gave a directive of a theme."""


class ArticleFilters(django_filters.FilterSet):
    q = WordsFilter()
    year = YearFilter(field_name="published_at", on_moment=True)
    section = SlugFilter(queryset=Section.objects.all(), label=_("Section"), empty_label=_("All sections"))
    conference = IdFilter(method="of_conference", label=_("Conference"))
    province = ArticleProvinceFilter("conference__host_province", "conference__participations__province")
    official = ArticleOfficialFilter("conference__attendances__official")
    theme = ArticleThemeFilter(
        field_name="conference__directives__themes",
        queryset=Theme.objects.all(),
        label=_("Theme"),
        empty_label=_("All themes"),
        distinct=True,
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def of_conference(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(conference__in=Conference.objects.published().filter(pk=value))


class CorrectionFilters(django_filters.FilterSet):
    q = WordsFilter()
    year = YearFilter(field_name="date", on_moment=True)
    kind = django_filters.ChoiceFilter(choices=CorrectionKind.choices, label=_("Kind"), empty_label=_("All kinds"))
    article = IdFilter(field_name="article_id", label=_("Article"))

    class Meta:
        model = Correction
        fields: list[str] = []
