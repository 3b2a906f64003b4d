"""Directives, and the progress on them, in the API."""

import datetime
from typing import Any

import django_filters
from django.db import models

from meetings.api.organisations import name_of, speakers
from meetings.api.provinces import in_order
from meetings.filters import DirectiveFilters, ProvinceFilter
from meetings.models import Directive, Progress, ProgressState
from qcdc.collection import Collection
from qcdc.filters import IdFilter
from qcdc.links import Link, Record, WebLink, links
from qcdc.partial_dates import over_by
from qcdc.values import ChoiceValue, PrecisionValue


class DirectiveProgressSerializer(Record):
    """What was done about the directive that it stands with, as known on a date."""

    date_precision = PrecisionValue("date", allow_null=False)
    province = Link(allow_null=True)
    organisation = Link(allow_null=True)
    reported_at = Link("title", allow_null=True, help_text="The conference at which it was reported.")

    class Meta:
        model = Progress
        fields = ["id", "url", "date", "date_precision", "state", "note", "province", "organisation", "reported_at"]


class ProgressSerializer(DirectiveProgressSerializer):
    """What a province or body did about a directive, as known on a date."""

    directive = Link(str, help_text="The directive, named by the beginning of its text.")

    class Meta(DirectiveProgressSerializer.Meta):
        fields = ["id", "url", "directive", *DirectiveProgressSerializer.Meta.fields[2:]]


class ProgressFilters(django_filters.FilterSet):
    directive = IdFilter(field_name="directive_id")
    province = ProvinceFilter("province")
    state = django_filters.ChoiceFilter(choices=ProgressState.choices)

    class Meta:
        model = Progress
        fields: list[str] = []


class ProgressCollection(Collection):
    """What became of the directives, the latest report first."""

    serializer_class = ProgressSerializer
    filterset_class = ProgressFilters
    slug_field = None

    def get_queryset(self) -> Any:
        return Progress.objects.published().with_place().select_related("directive")


class ConferenceDirectiveSerializer(Record):
    """One thing that the conference it stands with told somebody to do."""

    web = WebLink()
    issuer = Link(name_of, allow_null=True, help_text="The attendance of whoever issued it.")
    issuing_organisation = Link(allow_null=True)
    addressee_provinces = links("addressee_provinces.all")
    addressee_organisations = links("addressee_organisations.all")
    themes = links("themes.all")
    due_date_precision = PrecisionValue("due_date")
    progress_state = ChoiceValue(
        choices=ProgressState.choices,
        read_only=True,
        allow_null=True,
        help_text="As reported last, up to today or to the day of `as_of`; null where there was nothing.",
    )

    class Meta:
        model = Directive
        fields = [
            "id",
            "url",
            "web",
            "number",
            "text",
            "issuer",
            "issuing_organisation",
            "addressee_provinces",
            "addressee_organisations",
            "addressees_printed",
            "themes",
            "legal_reference",
            "due_date",
            "due_date_precision",
            "due_by_next",
            "quote",
            "progress_state",
        ]


class DirectiveSerializer(ConferenceDirectiveSerializer):
    """One thing that a conference told somebody to do, and how far it has come."""

    conference = Link("title")

    class Meta(ConferenceDirectiveSerializer.Meta):
        fields = ["id", "url", "web", "conference", *ConferenceDirectiveSerializer.Meta.fields[3:]]


class DirectiveDetailSerializer(DirectiveSerializer):
    """A directive with every report of progress on it."""

    progress = DirectiveProgressSerializer(many=True, read_only=True, help_text="The latest report first.")

    class Meta(DirectiveSerializer.Meta):
        fields = [*DirectiveSerializer.Meta.fields, "progress"]


def directives(day: datetime.date | None = None) -> models.QuerySet[Directive]:
    """Directives in their order at each conference, with what they are shown with; their state as on a day, or as of today."""
    return (
        Directive.objects.published()
        .with_state(day)
        .select_related("issuing_organisation")
        .prefetch_related(
            "themes",
            "addressee_organisations",
            models.Prefetch("addressee_provinces", in_order()),
            models.Prefetch("issuer", speakers()),
        )
    )


class DirectiveCollection(Collection):
    """What the conferences directed, that of the latest conference first."""

    serializer_class = DirectiveSerializer
    detail_serializer_class = DirectiveDetailSerializer
    filterset_class = DirectiveFilters
    slug_field = None
    takes_day = True

    def there_on(self, rows: Any, day: datetime.date) -> Any:
        return rows.filter(over_by("conference__date", day))

    def get_queryset(self) -> Any:
        rows = directives(self.day).select_related("conference").newest_first()  # type: ignore[attr-defined]
        if self.action != "retrieve":
            return rows
        progress = Progress.objects.published().with_place()
        return rows.prefetch_related(models.Prefetch("progress", progress.known_on(self.day) if self.day else progress))
