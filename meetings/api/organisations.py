"""Organisations, officials and the posts they held in the API."""

import datetime
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from meetings.as_of import units, unless_later
from meetings.filters import OfficialFilters, OrganisationFilters, PostFilters
from meetings.models import Attendance, Official, Organisation, Post
from qcdc.collection import Collection
from qcdc.links import CollectionLink, Link, Record, WebLink, link, on_site
from qcdc.partial_dates import known_by, open_on
from qcdc.values import LinesValue, PrecisionValue


def people() -> models.QuerySet[Official]:
    """Officials whom anybody may see, and the merged records that stand for them."""
    seen = Official.objects.published()
    return Official.objects.filter(models.Q(pk__in=seen.values("pk")) | models.Q(merged_into__in=seen.values("pk"))).select_related(
        "merged_into"
    )


def name_of(attendance: Attendance) -> str:
    """What a person or group at a conference is called."""
    return attendance.official.current.name if attendance.official else attendance.group_name


def speakers() -> models.QuerySet[Attendance]:
    """Attendances that anybody may see, with the names of the people."""
    return Attendance.objects.published().select_related("official__merged_into")


class OrganisationSerializer(Record):
    """A public body, from its founding to its end."""

    web = WebLink()
    aliases = LinesValue(help_text="Other names under which it is met.")
    parent = Link(allow_null=True, help_text="The body that it is part of.")  # type: ignore[assignment]
    province = Link(allow_null=True)
    founded_precision = PrecisionValue("founded")
    dissolved_precision = PrecisionValue("dissolved")

    class Meta:
        model = Organisation
        fields = [
            "id",
            "slug",
            "url",
            "web",
            "name",
            "name_en",
            "abbreviation",
            "aliases",
            "kind",
            "level",
            "parent",
            "province",
            "founded",
            "founded_precision",
            "dissolved",
            "dissolved_precision",
            "source",
            "confirmed",
        ]

    def on_the_day(self, row: dict[str, Any], instance: Organisation) -> dict[str, Any]:
        """An end that lay ahead was open, and the body is part of nothing that did not exist."""
        day = self.context["day"]
        parent = instance.parent
        if parent and not ((parent.founded or "") <= day.isoformat() and _not_over(parent.dissolved, day)):
            row["parent"] = None
        dissolved = unless_later(row["dissolved"], day)
        precision = row["dissolved_precision"] if dissolved else None
        return row | {"province": unit_of(self.context, instance), "dissolved": dissolved, "dissolved_precision": precision}


def _not_over(end: Any, day: datetime.date) -> bool:
    """Whether a partial date of an end is open, or not wholly past on a day."""
    return not end or end.latest >= day


def unit_of(context: Any, row: Any) -> dict[str, Any] | None:
    """The link to what a row's province was on the day."""
    unit = units(context).unit(row.province_id)
    return link(context, unit, unit.name) if unit else None


class OrganisationCollection(Collection):
    """The bodies that organise, attend and are addressed: committees, ministries, the Front, newspapers."""

    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilters
    takes_day = True

    def there_on(self, rows: Any, day: datetime.date) -> Any:
        return rows.filter(known_by("founded", day), open_on("dissolved", day))

    def get_queryset(self) -> Any:
        return Organisation.objects.published().select_related("parent", "province")


class OfficialPostSerializer(Record):
    """A post of the official it stands with."""

    organisation = Link(allow_null=True)
    province = Link(allow_null=True)
    start_precision = PrecisionValue("start")
    end_precision = PrecisionValue("end")

    class Meta:
        model = Post
        fields = ["id", "url", "title", "organisation", "province", "start", "start_precision", "end", "end_precision", "source"]

    def on_the_day(self, row: dict[str, Any], instance: Post) -> dict[str, Any]:
        """An end that lay ahead was open."""
        end = unless_later(row["end"], self.context["day"])
        precision = row["end_precision"] if end else None
        return row | {"province": unit_of(self.context, instance), "end": end, "end_precision": precision}


class PostSerializer(OfficialPostSerializer):
    """An office that an official held: for whom, where, and from when to when."""

    official = Link()

    class Meta(OfficialPostSerializer.Meta):
        fields = ["id", "url", "official", *OfficialPostSerializer.Meta.fields[2:]]


class PostCollection(Collection):
    """The posts that officials held, those begun last first. Titles of a certain day are with each attendance."""

    serializer_class = PostSerializer
    filterset_class = PostFilters
    slug_field = None
    takes_day = True

    def there_on(self, rows: Any, day: datetime.date) -> Any:
        return rows.held_on(day)

    def get_queryset(self) -> Any:
        return Post.objects.published().select_related("official", "organisation", "province").order_by("-start", "pk")


class OfficialSerializer(Record):
    """A person in public office whom a published conference names."""

    web = WebLink()
    aliases = LinesValue(help_text="Other spellings of the name.")
    portrait = serializers.SerializerMethodField(help_text="The address of the portrait, 320 by 320 pixels.")
    posts = OfficialPostSerializer(many=True, read_only=True, help_text="The posts held, those begun last first.")
    attendances = CollectionLink("attendance", "official")

    class Meta:
        model = Official
        fields = ["id", "slug", "url", "web", "name", "aliases", "portrait", "portrait_credit", "posts", "attendances"]

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_portrait(self, official: Official) -> str | None:
        return on_site(self.context, lambda: official.portrait_url) if official.portrait else None


class OfficialCollection(Collection):
    """The officials of the record by given name. One person is one record; a merged record leads on to it."""

    serializer_class = OfficialSerializer
    filterset_class = OfficialFilters
    takes_day = True
    detail_answers = {301: "The record was merged into another one, or the slug is one that it had before."}

    def get_queryset(self) -> Any:
        posts = Post.objects.published().select_related("organisation", "province").order_by("-start", "pk")
        if self.day:
            posts = posts.held_on(self.day)
        return Official.objects.published().prefetch_related(models.Prefetch("posts", posts))

    def found_elsewhere(self) -> Any:
        merged = people().filter(merged_into__isnull=False)
        official = merged.filter(self.asked()).first() or super().found_elsewhere() or self.moved_among(merged)
        return official.current if official else None
