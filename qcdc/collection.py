"""A collection of the API: all public records of one noun, as a list in pages and each by its id or its slug."""

import re
from collections.abc import Collection as AnyCollection
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from qcdc.addresses import now_at
from qcdc.links import OpenView, address
from qcdc.pagination import Pages
from qcdc.schema import CollectionSchema

SLUG = re.compile(r"[A-Za-z0-9_-]{1,100}")
LONGEST_ID = 18
PAGING = ("after", "before", "limit")


class Collection(OpenView, ReadOnlyModelViewSet):
    """All records of one noun that anybody may see: a list in pages, and each by its id or its slug."""

    schema = CollectionSchema()
    lookup_url_kwarg = "id"
    slug_field: str | None = "slug"
    filterset_class: Any = None
    detail_serializer_class: Any = None
    detail_answers: ClassVar[dict[int, str]] = {}

    def known(self) -> AnyCollection[str]:
        """The filters of the list and what turns its pages; one record is asked for by its address alone."""
        return {*self.filters(), *PAGING} if self.action == "list" else ()

    @classmethod
    def filters(cls) -> list[str]:
        """The filters of the list, in their order."""
        return list(cls.filterset_class.base_filters) if cls.filterset_class else []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the list, with the addresses of the pages beside it."""
        pages, rows = Pages(), self.filter_queryset(self.get_queryset())
        ids = pages.ids(rows, request)
        found = {row.pk: row for row in self.get_queryset().filter(pk__in=ids)}
        shown = [found[pk] for pk in ids if pk in found]
        answer = pages.head() | {"results": self.get_serializer(shown, many=True).data}
        return Response(answer, headers={"Link": pages.link()})

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

    def get_object(self) -> Any:
        found = self.get_queryset().filter(self.asked()).first()
        if found is None:
            raise Http404
        return found

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            if (item := self.found_elsewhere()) is None:
                raise
            return self.moved_to(item)

    def found_elsewhere(self) -> Any:
        """The record that is meant by an address that is no longer its own, or None."""
        return self.moved_among(self.get_queryset())

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
