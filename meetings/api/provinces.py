"""Provinces in the API: each unit as it was and is, where it came from and where it went."""

import datetime
from typing import Any

from django.db import models
from rest_framework import serializers

from meetings.as_of import unless_later
from meetings.filters import ProvinceFilters
from meetings.models import Conference, Directive, Figure, Province, ProvinceAlias, Succession
from qcdc.collection import Collection
from qcdc.links import CollectionLink, Link, Record, WebLink
from qcdc.partial_dates import over_by


def in_order() -> models.QuerySet[Province]:
    """Provinces by name, of one name the latest unit first: the same order in every database."""
    return Province.objects.published().order_by("sort_key", models.F("valid_from").desc(nulls_last=True), "pk")


def count_of(rows: models.QuerySet[Any]) -> models.Subquery:
    """How many such rows there are, counted for each row of the query around it."""
    how_many = models.Func("pk", function="COUNT", output_field=models.IntegerField())
    return models.Subquery(rows.order_by().values(how_many=how_many))


class PredecessorSerializer(Record):
    """A province that this one carries on."""

    province = Link(source="predecessor")

    class Meta:
        model = Succession
        fields = ["id", "url", "province", "kind", "date"]


class SuccessorSerializer(Record):
    """A province that carries this one on."""

    province = Link(source="successor")

    class Meta:
        model = Succession
        fields = ["id", "url", "province", "kind", "date"]


class ProvinceCountsSerializer(serializers.Serializer):
    """How much of the published record is about a province, as the unit it was."""

    hosted = serializers.IntegerField(source="hosted_count", read_only=True, help_text="Conferences held there.")
    taken_part = serializers.IntegerField(source="taken_part_count", read_only=True, help_text="Conferences it took part in.")
    directives = serializers.IntegerField(source="directive_count", read_only=True, help_text="Directives addressed to it by name.")
    figures = serializers.IntegerField(source="figure_count", read_only=True, help_text="Figures reported of it.")


class ProvinceSerializer(Record):
    """A province or centrally run city, from the day it was formed to the day it ended."""

    web = WebLink()
    region = Link(allow_null=True)
    aliases: Any = serializers.SlugRelatedField(
        many=True, read_only=True, slug_field="name", help_text="Other spellings under which it is met in print."
    )
    predecessors = PredecessorSerializer(source="came_from", many=True, read_only=True)
    successors = SuccessorSerializer(source="went_to", many=True, read_only=True)
    counts = ProvinceCountsSerializer(source="*", read_only=True)
    conferences = CollectionLink("conference", "province")

    class Meta:
        model = Province
        fields = [
            "id",
            "slug",
            "url",
            "web",
            "code",
            "name",
            "name_en",
            "kind",
            "region",
            "valid_from",
            "valid_to",
            "legal_act",
            "note",
            "aliases",
            "predecessors",
            "successors",
            "counts",
            "conferences",
            "source",
            "confirmed",
        ]

    def on_the_day(self, row: dict[str, Any], instance: Province) -> dict[str, Any]:
        """An end that lay ahead was open."""
        return row | {"valid_to": unless_later(row["valid_to"], self.context["day"])}


class ProvinceCollection(Collection):
    """The provinces of every time. Old and new units of one name are two records; `on` finds those of a day."""

    serializer_class = ProvinceSerializer
    filterset_class = ProvinceFilters
    takes_day = True

    def there_on(self, rows: Any, day: datetime.date) -> Any:
        return rows.on(day)

    def get_queryset(self) -> Any:
        this = models.OuterRef("pk")
        met, of_it, edges = models.Q(), models.Q(), models.Q()
        if self.day:
            met, of_it, edges = over_by("date", self.day), over_by("conference__date", self.day), models.Q(date__lte=self.day)
        conferences = Conference.objects.published().filter(met)
        successions = Succession.objects.filter(edges)
        return (
            in_order()
            .select_related("region")
            .prefetch_related(
                models.Prefetch("aliases", ProvinceAlias.objects.order_by("pk")),
                models.Prefetch("came_from", successions.select_related("predecessor")),
                models.Prefetch("went_to", successions.select_related("successor")),
            )
            .annotate(
                hosted_count=count_of(conferences.filter(host_province=this)),
                taken_part_count=count_of(conferences.filter(participations__province=this)),
                directive_count=count_of(Directive.objects.published().filter(of_it, addressee_provinces=this)),
                figure_count=count_of(Figure.objects.published().filter(of_it, province=this)),
            )
        )
