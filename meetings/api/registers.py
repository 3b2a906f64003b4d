"""The registers in the API: public facts by which the rest of the record is ordered."""

from typing import Any

import django_filters
from django.db import models

from meetings.api.provinces import in_order
from meetings.filters import ClusterFilters
from meetings.models import Cluster, Indicator, Province, Region, Role, Series, Succession, Theme
from meetings.models.provinces import SuccessionKind
from qcdc.collection import Collection
from qcdc.filters import SlugFilter
from qcdc.links import CollectionLink, Link, Record, WebLink, links
from qcdc.values import LinesValue


class RegionSerializer(Record):
    """One of the socio-economic regions of Vietnam."""

    class Meta:
        model = Region
        fields = ["id", "code", "url", "name", "name_en", "order", "source", "confirmed"]


class RegionCollection(Collection):
    """The socio-economic regions of Vietnam."""

    serializer_class = RegionSerializer
    slug_field = "code"

    def get_queryset(self) -> Any:
        return Region.objects.all()


class SuccessionSerializer(Record):
    """From which province to which: what happened, when, and by which act."""

    predecessor = Link()
    successor = Link()

    class Meta:
        model = Succession
        fields = ["id", "url", "predecessor", "successor", "kind", "date", "legal_act", "source", "confirmed"]


class SuccessionFilters(django_filters.FilterSet):
    """Successions that a province had a part in, on either side."""

    province = SlugFilter(queryset=Province.objects.all(), method="of_province")
    kind = django_filters.ChoiceFilter(choices=SuccessionKind.choices)

    class Meta:
        model = Succession
        fields: list[str] = []

    def of_province(self, queryset: Any, name: str, value: Province) -> Any:
        return queryset.filter(models.Q(predecessor=value) | models.Q(successor=value))


class SuccessionCollection(Collection):
    """Which province came from which: mergers, splits, changes of name and of kind, parts ceded."""

    serializer_class = SuccessionSerializer
    filterset_class = SuccessionFilters
    slug_field = None

    def get_queryset(self) -> Any:
        return Succession.objects.select_related("predecessor", "successor")


class ClusterSerializer(Record):
    """A named group of provinces; who really took part is said by each conference."""

    web = WebLink()
    aliases = LinesValue(help_text="Other names under which it is met.")
    members = links("members.all", help_text="The usual members.")

    class Meta:
        model = Cluster
        fields = ["id", "slug", "url", "web", "name", "name_en", "aliases", "note", "members", "source", "confirmed"]


class ClusterCollection(Collection):
    """The clusters in which provinces meet, each with its usual members."""

    serializer_class = ClusterSerializer
    filterset_class = ClusterFilters

    def get_queryset(self) -> Any:
        return Cluster.objects.prefetch_related(models.Prefetch("members", in_order()))


class SeriesSerializer(Record):
    """Conferences that follow one another."""

    conferences = CollectionLink("conference", "series")

    class Meta:
        model = Series
        fields = ["id", "slug", "url", "name", "name_en", "conferences"]


class SeriesCollection(Collection):
    """The series in which conferences follow one another, such as the yearly reviews of one committee."""

    serializer_class = SeriesSerializer

    def get_queryset(self) -> Any:
        return Series.objects.all()


class ThemeSerializer(Record):
    """A subject of directives."""

    web = WebLink()
    cue_words = LinesValue(help_text="The words by which it is recognised in a report.")
    directives = CollectionLink("directive", "theme")

    class Meta:
        model = Theme
        fields = ["id", "slug", "url", "web", "name", "name_en", "cue_words", "order", "directives", "source", "confirmed"]


class ThemeCollection(Collection):
    """The subjects of directives."""

    serializer_class = ThemeSerializer

    def get_queryset(self) -> Any:
        return Theme.objects.all()


class IndicatorSerializer(Record):
    """A quantity that is reported, and the unit it is counted in."""

    figures = CollectionLink("figure", "indicator")

    class Meta:
        model = Indicator
        fields = ["id", "slug", "url", "name", "name_en", "unit", "unit_en", "order", "figures", "source", "confirmed"]


class IndicatorCollection(Collection):
    """The quantities that reports on grassroots democracy count."""

    serializer_class = IndicatorSerializer

    def get_queryset(self) -> Any:
        return Indicator.objects.all()


class RoleSerializer(Record):
    """What somebody does at a conference."""

    attendances = CollectionLink("attendance", "role")

    class Meta:
        model = Role
        fields = ["id", "slug", "url", "name", "name_en", "order", "attendances", "source", "confirmed"]


class RoleCollection(Collection):
    """The roles at a conference: who chairs it, welcomes, reports, concludes, attends."""

    serializer_class = RoleSerializer

    def get_queryset(self) -> Any:
        return Role.objects.all()
