"""What the newsroom's own systems read with a key that lends eyes: the state of the work, never more than the key's owner sees."""

from http import HTTPStatus
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from articles.models import Article, Status
from articles.piles import newest_headline
from meetings.models import Conference, Publication
from qcdc.collection import PAGING
from qcdc.links import Link, OpenView
from qcdc.pagination import Pages
from qcdc.problems import CONTENT_TYPE, ProblemSerializer

KEYS: Any = [{"bearer": []}, {"header": []}]
REFUSED = (400, 401, 403, 404, 406, 429)


class KeyNeeded(APIException):
    """Nobody showed a key where one is needed."""

    status_code = HTTPStatus.UNAUTHORIZED
    default_detail = _("A key of the newsroom is needed here.")
    auth_header = 'Bearer realm="QCDC"'


class OutOfReach(APIException):
    """The key is good, and does not reach as far as this."""

    status_code = HTTPStatus.FORBIDDEN
    default_detail = _("This key reaches what anybody may read, and no further.")


@extend_schema_field(OpenApiTypes.URI)
class DeskLink(serializers.Field):
    """Where the row is edited."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True, help_text="The page on which the newsroom edits it.")

    def to_representation(self, value: Any) -> str:
        opts = value._meta
        path = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[value.pk])
        return str(self.context["request"].build_absolute_uri(path))


class StaffArticleSerializer(serializers.Serializer):
    """An article as the newsroom has it, published or not."""

    id = serializers.IntegerField(help_text="Stays the same for as long as the record lives.")
    slug = serializers.CharField(help_text="The readable part of its address.")
    headline = serializers.CharField(source="newest_headline", allow_null=True, help_text="The headline of the newest edition.")
    status = serializers.ChoiceField(source="status_now", choices=Status.values, help_text="Where the work on it stands.")
    is_public = serializers.BooleanField(help_text="Whether anybody may see it now.")
    section = serializers.CharField(source="section.name", default=None, allow_null=True, help_text="The section it belongs to.")
    conference = Link("title", allow_null=True, help_text="The conference it reports, where the key's owner sees it.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="When it was or will be published.")
    embargo_until = serializers.DateTimeField(allow_null=True, help_text="Until when nobody but the newsroom sees it.")
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Until when it is shown.")
    updated_at = serializers.DateTimeField(help_text="When it was last written to.")
    desk = DeskLink()


class StaffConferenceSerializer(serializers.Serializer):
    """A conference as the newsroom has it, published or not."""

    id = serializers.IntegerField(help_text="Stays the same for as long as the record lives.")
    slug = serializers.CharField(help_text="The readable part of its address.")
    title = serializers.CharField(help_text="Its title.")
    publication = serializers.ChoiceField(choices=Publication.values, help_text="Whether its record is a draft, published or withdrawn.")
    is_public = serializers.BooleanField(help_text="Whether anybody may see it now.")
    date = serializers.CharField(allow_null=True, help_text="The day it happened, or the month or year where no more is known.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="When its record was or will be published.")
    embargo_until = serializers.DateTimeField(allow_null=True, help_text="Until when nobody but the newsroom sees it.")
    updated_at = serializers.DateTimeField(help_text="When it was last written to.")
    desk = DeskLink()


class PageSerializer(serializers.Serializer):
    """A page of a list."""

    count = serializers.IntegerField(help_text="How many rows the whole list has, as far as they were counted.")
    capped = serializers.BooleanField(help_text="Whether the list has more rows than were counted.")
    self = serializers.URLField(help_text="The address of this page.")
    next = serializers.URLField(allow_null=True, help_text="The address of the next page; null on the last.")
    prev = serializers.URLField(allow_null=True, help_text="The address of the page before; null on the first.")


class StaffArticlesSerializer(PageSerializer):
    """A page of the newsroom's articles."""

    results = StaffArticleSerializer(many=True, help_text="The rows of this page.")


class StaffConferencesSerializer(PageSerializer):
    """A page of the newsroom's conferences."""

    results = StaffConferenceSerializer(many=True, help_text="The rows of this page.")


class StaffList(OpenView):
    """A list for whoever shows a key that lends eyes, what was written to last first; no cache may keep it."""

    parameters = frozenset(PAGING)
    serializer: Any = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        key = getattr(request._request, "api_key", None)
        if key is None:
            raise KeyNeeded
        if key.reader is None:
            raise OutOfReach
        self.reader = key.reader
        super().initial(request, *args, **kwargs)

    def rows(self) -> Any:
        """What the owner of the key sees."""
        raise NotImplementedError

    def answer(self, request: Request) -> Response:
        """A page of the list."""
        pages, rows = Pages(), self.rows().order_by("-updated_at", "-pk")
        ids = pages.ids(rows, request)
        found = {row.pk: row for row in rows.filter(pk__in=ids)}
        shown = self.serializer([found[pk] for pk in ids if pk in found], many=True, context={"request": request})
        return Response(pages.head | {"results": shown.data}, headers={"Link": pages.link(), "Cache-Control": "private, no-store"})


def _described(summary: str, name: str, serializer: Any) -> Any:
    parameters = [
        OpenApiParameter(each["name"], each["schema"], description=each["description"])
        for each in Pages().get_schema_operation_parameters(StaffList)
    ]
    return extend_schema(
        summary=summary,
        operation_id=name,
        parameters=parameters,
        auth=KEYS,
        responses={200: serializer, **{(status, CONTENT_TYPE): ProblemSerializer for status in REFUSED}},
    )


def _seen_by_all(rows: Any) -> models.Case:
    public = rows.model.objects.published().order_by().values("pk")
    return models.Case(models.When(pk__in=public, then=True), default=False, output_field=models.BooleanField())


class StaffArticles(StaffList):
    """The articles that the key's owner sees in the newsroom, drafts included, what was written to last first."""

    serializer = StaffArticleSerializer

    def rows(self) -> Any:
        seen = Article.objects.for_reader(self.reader).with_status().select_related("section")
        told = seen.annotate(newest_headline=newest_headline("pk", self.reader), is_public=_seen_by_all(seen))
        return told.with_conference(self.reader)

    @_described("The newsroom's articles", "staff_articles_list", StaffArticlesSerializer)
    def get(self, request: Request) -> Response:
        """The articles that the key's owner sees in the newsroom, drafts included, what was written to last first."""
        return self.answer(request)


class StaffConferences(StaffList):
    """The conferences that the key's owner sees in the newsroom, drafts included, what was written to last first."""

    serializer = StaffConferenceSerializer

    def rows(self) -> Any:
        seen = Conference.objects.for_reader(self.reader)
        return seen.annotate(is_public=_seen_by_all(seen))

    @_described("The newsroom's conferences", "staff_conferences_list", StaffConferencesSerializer)
    def get(self, request: Request) -> Response:
        """The conferences that the key's owner sees in the newsroom, drafts included, what was written to last first."""
        return self.answer(request)
