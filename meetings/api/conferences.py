"""Conferences, who attended them, and the figures reported there, in the API."""

import datetime
from typing import Any

from django.db import models
from rest_framework import serializers

from meetings.api.directives import ConferenceDirectiveSerializer, directives
from meetings.api.organisations import name_of, people, speakers
from meetings.filters import AttendanceFilters, ConferenceFilters, FigureFilters
from meetings.models import Attendance, Conference, Figure, LinkUpPoint, Post, Series
from qcdc.collection import Collection
from qcdc.filters import SlugFilter
from qcdc.links import CollectionLink, Link, Record, WebLink, links
from qcdc.partial_dates import over_by
from qcdc.problems import Gone
from qcdc.values import PrecisionValue


class ConferenceAttendanceSerializer(Record):
    """A named official, or an unnamed group, at the conference it stands with."""

    official = Link(source="official.current", allow_null=True, help_text="Null for an unnamed group.")
    roles = links("roles.all")
    titles = serializers.ListField(
        child=serializers.CharField(), source="title_list", read_only=True, help_text="As printed that day, in the order of the report."
    )
    post = Link("title", allow_null=True)
    province = Link(allow_null=True)
    organisation = Link(allow_null=True)
    stands_in_for = Link(source="stands_in_for.current", allow_null=True)

    class Meta:
        model = Attendance
        fields = [
            "id",
            "url",
            "official",
            "group_name",
            "headcount",
            "headcount_qualifier",
            "roles",
            "titles",
            "post",
            "province",
            "organisation",
            "stands_in_for",
            "quote",
            "order",
        ]


class AttendanceSerializer(ConferenceAttendanceSerializer):
    """Who was at a conference: this person or group, with these titles, for this province or body, in these roles."""

    conference = Link("title")

    class Meta(ConferenceAttendanceSerializer.Meta):
        fields = ["id", "url", "conference", *ConferenceAttendanceSerializer.Meta.fields[2:]]


def attendances() -> models.QuerySet[Attendance]:
    """Attendances in their order at each conference, with what they are shown with."""
    return (
        Attendance.objects.published()
        .select_related("official__merged_into", "province", "organisation")
        .prefetch_related("roles", models.Prefetch("post", Post.objects.published()), models.Prefetch("stands_in_for", people()))
    )


class AttendanceCollection(Collection):
    """Who was at which conference, that of the latest conference first."""

    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilters
    slug_field = None

    def get_queryset(self) -> Any:
        return attendances().select_related("conference").order_by("-conference__date", "-conference_id", "order", "pk")


class ConferenceFigureSerializer(Record):
    """A number reported at the conference it stands with."""

    indicator = Link()
    unit = serializers.CharField(source="unit_name", read_only=True, help_text="The unit in which the value is counted.")
    period_start_precision = PrecisionValue("period_start")
    period_end_precision = PrecisionValue("period_end")
    province = Link(allow_null=True)
    said_by = Link(name_of, allow_null=True, help_text="The attendance of whoever reported it.")

    class Meta:
        model = Figure
        fields = [
            "id",
            "url",
            "indicator",
            "qualifier",
            "value",
            "unit",
            "percent",
            "done",
            "plan",
            "level",
            "period_start",
            "period_start_precision",
            "period_end",
            "period_end_precision",
            "province",
            "said_by",
            "quote",
            "order",
        ]


class FigureSerializer(ConferenceFigureSerializer):
    """One reported number, with its unit, qualifier, level, period, place and speaker, and the words as printed."""

    conference = Link("title")

    class Meta(ConferenceFigureSerializer.Meta):
        fields = ["id", "url", "conference", *ConferenceFigureSerializer.Meta.fields[2:]]


def figures() -> models.QuerySet[Figure]:
    """Figures in their order at each conference, with what they are shown with."""
    return Figure.objects.published().select_related("indicator", "province").prefetch_related(models.Prefetch("said_by", speakers()))


class FigureCollection(Collection):
    """What was reported in numbers, that of the latest conference first."""

    serializer_class = FigureSerializer
    filterset_class = FigureFilters
    slug_field = None

    def get_queryset(self) -> Any:
        return figures().select_related("conference").order_by("-conference__date", "-conference_id", "order", "pk")


class LinkUpPointSerializer(serializers.Serializer):
    """A place from which people joined an online conference."""

    name = serializers.CharField(read_only=True, help_text="The name of the place.")
    province = Link(allow_null=True, help_text="The province it is in.")


class ConferenceCountsSerializer(serializers.Serializer):
    """How much is recorded of a conference."""

    officials = serializers.IntegerField(source="attendance_count", read_only=True, help_text="Officials named as attending.")
    figures = serializers.IntegerField(source="figure_count", read_only=True, help_text="Figures reported.")
    directives = serializers.IntegerField(source="directive_count", read_only=True, help_text="Directives given.")


class ConferenceSerializer(Record):
    """A conference: when and where it met, who called it, which provinces took part."""

    web = WebLink()
    date_precision = PrecisionValue("date", allow_null=False)
    end_date_precision = PrecisionValue("end_date")
    host_province = Link(allow_null=True)
    cluster = Link(allow_null=True)
    series = Link(allow_null=True)
    organisers = links("organisers.all", of="organisation", help_text="In the order in which the report names them.")
    provinces = links("participations.all", of="province", help_text="The provinces that took part, as the units of that day.")
    counts = ConferenceCountsSerializer(source="*", read_only=True)
    articles = CollectionLink("article", "conference", by="pk")
    published_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Conference
        fields = [
            "id",
            "slug",
            "url",
            "web",
            "title",
            "kind",
            "state",
            "date",
            "date_precision",
            "end_date",
            "end_date_precision",
            "part_of_day",
            "venue",
            "host_province",
            "online",
            "cluster",
            "series",
            "organisers",
            "provinces",
            "counts",
            "articles",
            "published_at",
        ]


class ConferenceDetailSerializer(ConferenceSerializer):
    """A conference with all that is recorded of it: who was there, what was reported, what was directed."""

    summary_text = serializers.CharField(source="plain_summary", read_only=True, help_text="The summary without its markup.")
    link_up_points = LinkUpPointSerializer(many=True, read_only=True)
    attendances = ConferenceAttendanceSerializer(many=True, read_only=True, help_text="In order of precedence.")
    figures = ConferenceFigureSerializer(many=True, read_only=True)
    directives = ConferenceDirectiveSerializer(many=True, read_only=True)

    class Meta(ConferenceSerializer.Meta):
        fields = [
            *ConferenceSerializer.Meta.fields,
            "summary",
            "summary_text",
            "link_up_points",
            "attendances",
            "figures",
            "directives",
            "directives_complete",
        ]


class ConferenceCollectionFilters(ConferenceFilters):
    """The filters of the page, and the series."""

    series = SlugFilter(queryset=Series.objects.all())


class ConferenceCollection(Collection):
    """The conferences on grassroots democracy, the latest first. One by itself comes with all that is recorded of it."""

    serializer_class = ConferenceSerializer
    detail_serializer_class = ConferenceDetailSerializer
    filterset_class = ConferenceCollectionFilters
    takes_day = True
    detail_answers = {410: "The record was withdrawn; `detail` says why."}

    def get_queryset(self) -> Any:
        conferences = Conference.objects.published().with_place().with_counts()
        if self.action != "retrieve":
            return conferences
        return conferences.prefetch_related(
            models.Prefetch("link_up_points", LinkUpPoint.objects.select_related("province")),
            models.Prefetch("attendances", attendances()),
            models.Prefetch("figures", figures()),
            models.Prefetch("directives", directives(self.day)),
        )

    def there_on(self, rows: Any, day: datetime.date) -> Any:
        return rows.filter(over_by("date", day))

    def find(self) -> int:
        if withdrawn := Conference.objects.withdrawn().filter(self.asked()).first():
            raise Gone(withdrawn.withdrawal_notice, reason=withdrawn.withdrawal_notice)
        return super().find()

    def found_elsewhere(self) -> Any:
        """Where the record is now; it may have been withdrawn since it moved."""
        moved = super().found_elsewhere()
        if moved is None and (withdrawn := self.moved_among(Conference.objects.withdrawn())):
            raise Gone(withdrawn.withdrawal_notice, reason=withdrawn.withdrawal_notice)
        return moved
