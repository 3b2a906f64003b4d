"""A collection of the API: all public records of one noun, as a list in pages and each by its id or its slug."""

import datetime
import functools
import re
from collections.abc import Collection as AnyCollection
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django_filters import DateFilter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from qcdc import asking, composing
from qcdc.addresses import now_at
from qcdc.changes import store
from qcdc.changes.store import Stored
from qcdc.changes.writing import written
from qcdc.composing import Freshness, Wanted
from qcdc.filters import UNKNOWN
from qcdc.links import OpenView, address
from qcdc.pagination import MOST_EXPANDED, MOST_ROWS, Pages
from qcdc.schema import CollectionSchema

SLUG = re.compile(r"[A-Za-z0-9_-]{1,100}")
LONGEST_ID = 18
PAGING = ("after", "before", "limit")
EVERYTHING = "all"


class Collection(OpenView, ReadOnlyModelViewSet):
    """All records of one noun that anybody may see: a list in pages, and each by its id or its slug.

    Which records are meant is asked of their own tables; what each says is kept in the store of what other systems copy.
    """

    schema = CollectionSchema()
    lookup_url_kwarg = "id"
    slug_field: str | None = "slug"
    serializer_class: Any = None
    filterset_class: Any = None
    detail_serializer_class: Any = None
    detail_answers: ClassVar[dict[int, str]] = {}

    takes_day = False

    @functools.cached_property
    def day(self) -> datetime.date | None:
        """The day that is asked about. Raises ValidationError for what is no day, and NothingThere for one that is still to come."""
        return asking.past_day(self.request, "as_of") if self.takes_day else None

    def there_on(self, rows: Any, day: datetime.date) -> Any:
        """Those of some rows that there were on a day."""
        return rows

    def seen(self) -> Any:
        """The records that anybody may see, in their order, with nothing loaded beside them: which they are, not what they say."""
        return self.get_queryset()

    def rows(self) -> Any:
        """The records that anybody may see; on the day that is asked about, those that there were."""
        rows = self.seen()
        return self.there_on(rows, self.day) if self.day else rows

    def known(self) -> AnyCollection[str]:
        """The parameters of a list or of a record."""
        common = {"fields", *(["as_of"] if self.takes_day else [])}
        if self.action == "list":
            return {*self.filters(), *PAGING, *common, *(["expand"] if self.expandable() else [])}
        return common

    @classmethod
    def filters(cls) -> list[str]:
        """The filters of the list, in their order."""
        return list(cls.filterset_class.base_filters) if cls.filterset_class else []

    @classmethod
    def listed(cls) -> list[str]:
        """The members of a record in the list."""
        return [*cls.serializer_class.Meta.fields, *composing.STAMPS]

    @classmethod
    def expandable(cls) -> list[str]:
        """The members that a record has beside them when it is asked for by itself."""
        whole = cls.detail_serializer_class or cls.serializer_class
        return [name for name in whole.Meta.fields if name not in cls.serializer_class.Meta.fields]

    def wanted(self) -> Wanted:
        """Which members of each record are asked for. Raises ValidationError for what none has."""
        only = asking.names(self.request, "fields", [*self.listed(), *self.expandable()])
        if self.action == "retrieve":
            return Wanted(is_whole=True, only=only)
        expand = asking.names(self.request, "expand", [*self.expandable(), EVERYTHING])
        is_whole = EVERYTHING in expand
        return Wanted(is_whole, expand | (only & {*self.expandable()}), only and only | (expand - {EVERYTHING}))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page of the list, with the addresses of the pages beside it."""
        wanted = self.wanted()
        is_settled, last = store.standing()
        fresh = Freshness.of(*last) if is_settled else None
        if fresh and (known := fresh.known_already(request._request)):
            return known
        pages = Pages()
        most = MOST_EXPANDED if wanted.is_whole or wanted.expand else MOST_ROWS
        ids = pages.ids(self.filter_queryset(self.rows()), request, most, fresh)
        records = self.records(ids, is_settled, whole=wanted.is_whole or bool(wanted.expand))
        rows = [wanted.of(records[pk]) for pk in ids if pk in records]
        response = self.answer(composing.page(pages.head, rows), fresh)
        response["Link"] = pages.link()
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """One record, whole; one that has moved leads on to where it is."""
        wanted = self.wanted()
        is_settled, last = store.standing()
        try:
            pk = self.find()
        except Http404:
            if (item := self.found_elsewhere()) is None:
                raise
            return self.moved_to(item)
        record = self.records([pk], is_settled, whole=True).get(pk)
        if record is None:
            raise Http404
        fresh = Freshness.of(*(last if self.day else (record.version, record.modified))) if is_settled else None
        if fresh and (known := fresh.known_already(request._request)):
            return known
        return self.answer(wanted.of(record), fresh)

    def records(self, ids: AnyCollection[int], is_settled: bool, *, whole: bool) -> dict[int, Stored]:
        """What some records say: as it is kept, or as it was on the day that is asked about."""
        kept = store.stored(self.basename, ids, is_settled, whole=whole)
        if not self.day:
            return kept
        then = written(self.basename, kept, self.day)
        return {pk: Stored(kept[pk].version, kept[pk].modified, told.row, told.more) for pk, told in then.items()}

    def answer(self, body: bytes, fresh: Freshness | None) -> HttpResponse:
        """The JSON with the addresses of this host."""
        origin = self.request.build_absolute_uri("/").rstrip("/")
        response = HttpResponse(store.with_origin(body, origin), content_type="application/json")
        if fresh:
            fresh.mark(response)
        return response

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows that the filters leave. Raises NothingThere where all that is wrong is a name that nothing has."""
        if not any(name in self.request.query_params for name in self.filters()):
            return queryset
        for name in self.filters():
            if self.request.query_params.get(name) == "" and isinstance(self.filterset_class.base_filters[name], DateFilter):
                raise asking.refusal(name, _("Enter a valid date."))
        try:
            return super().filter_queryset(queryset)
        except ValidationError as error:
            details: dict[str, Any] = dict(error.detail)  # type: ignore[arg-type]
            wrong = [(name, each) for name, messages in details.items() for each in messages]
            if all(each.code == UNKNOWN for _, each in wrong):
                raise asking.NothingThere(dict(wrong)) from error
            raise

    def get_serializer_class(self) -> Any:
        if self.action == "retrieve" and self.detail_serializer_class:
            return self.detail_serializer_class
        return super().get_serializer_class()

    def asked(self) -> models.Q:
        """The rows that the address means; 404 for what is neither an id nor a slug."""
        key = str(self.kwargs["id"])
        if key.isascii() and key.isdigit() and len(key) <= LONGEST_ID:
            return models.Q(pk=int(key))
        if self.slug_field and SLUG.fullmatch(key) and not key.isdigit():
            return models.Q(**{self.slug_field: key})
        raise Http404

    def find(self) -> int:
        """The id of the record that the address means, if anybody may see it. Raises Http404 or Gone."""
        found: int | None = self.rows().filter(self.asked()).order_by().values_list("pk", flat=True).first()
        if found is None:
            raise Http404
        return found

    def found_elsewhere(self) -> Any:
        """The record that is meant by an address that is no longer its own, or None."""
        return self.moved_among(self.seen())

    def moved_among(self, rows: Any) -> Any:
        """The one of some rows that had the slug asked for before it had another."""
        key = str(self.kwargs["id"])
        is_slug = self.slug_field == "slug" and SLUG.fullmatch(key) and not key.isdigit()
        return now_at(rows, key) if is_slug else None

    def moved_to(self, item: Any) -> Response:
        """Send the reader on to where the record is, with what the address asked for; see `qcdc.addresses.onward`."""
        place = address(self.get_serializer_context(), item._meta.model_name, item.pk)
        query = self.request.META.get("QUERY_STRING", "")
        return Response(status=301, headers={"Location": f"{place}?{query}" if query else place, "Cache-Control": "no-cache"})
