"""Paging of the API's lists: by places, not by numbers, so that rows that come and go shift nothing."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request

from qcdc import asking, keyset

PAGE_SIZE = 50
MOST_ROWS = 200
MOST_EXPANDED = 50
MOST_COUNTED = 10_000
PLACES = ("after", "before")
CURSOR = {"type": "string", "minLength": 1, "maxLength": keyset.LONGEST}
ADDRESS = {"type": ["string", "null"], "format": "uri"}


class Pages(BasePagination):
    """Pages of 50 rows, or as many as `limit` asks for, each with the addresses of those beside it."""

    asked: Request
    found: keyset.Page
    count: int

    def ids(self, rows: models.QuerySet[Any], request: Request, most: int = MOST_ROWS) -> list[int]:
        """The ids of the rows on the page that a request asks for. Raises ValidationError or NothingThere for a page that cannot be."""
        self.asked = request
        limit = min(most, asking.number(request, "limit", default=PAGE_SIZE, most=MOST_ROWS))
        given = {name: request.query_params[name] for name in PLACES if name in request.query_params}
        try:
            if "" in given.values():
                raise ValueError("no cursor")
            self.found = keyset.read(rows, limit, **given)
        except ValueError as error:
            told = _("This is no place in this list: take `next` and `prev` as they are given.")
            raise asking.NothingThere(dict.fromkeys(given, told)) from error
        self.count = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
        return self.found.ids

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The rows themselves, for those who ask Django REST framework's way."""
        ids = self.ids(queryset, request)
        found = {row.pk: row for row in queryset.filter(pk__in=ids)}
        return [found[pk] for pk in ids]

    def head(self) -> dict[str, Any]:
        """What an answer says of the page before its rows."""
        return {
            "count": min(self.count, MOST_COUNTED),
            "capped": self.count > MOST_COUNTED,
            "self": self.asked.build_absolute_uri(),
            "next": self._address("after", self.found.after),
            "prev": self._address("before", self.found.before),
        }

    def link(self) -> str:
        """The addresses around the page, for the Link header (RFC 8288)."""
        return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in self._relations())

    def _relations(self) -> Iterator[tuple[str, str]]:
        head = self.head()
        yield "self", head["self"]
        yield "first", self._without_place()
        yield from ((name, head[name]) for name in ("prev", "next") if head[name])

    def _address(self, name: str, place: str | None) -> str | None:
        """The page after a place or before one. Between two places it is read forwards."""
        asked = self.asked.query_params
        is_between = all(each in asked for each in PLACES)
        if not place or (is_between and name == "before"):
            return None
        return self._without_place(**{name: place}, **({"before": asked["before"]} if is_between else {}))

    def _without_place(self, **place: str) -> str:
        asked = self.asked.query_params.copy()
        for name in PLACES:
            asked.pop(name, None)
        asked.update(place)
        query = asked.urlencode()
        return self.asked.build_absolute_uri(f"{self.asked.path}?{query}" if query else self.asked.path)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": PAGE_SIZE}
        told = {
            "after": (CURSOR, "The place after which the page begins, as `next` gives it."),
            "before": (CURSOR, "The place before which the page ends, as `prev` gives it. With both, the list is read between the two."),
            "limit": (limit, f"The rows of a page; with `expand` at most {MOST_EXPANDED}."),
        }
        return [{"name": name, "in": "query", "description": text, "schema": schema} for name, (schema, text) in told.items()]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["count", "capped", "self", "next", "prev", "results"],
            "properties": {
                "count": {"type": "integer", "description": f"How many rows the whole list has; counted up to {MOST_COUNTED}."},
                "capped": {"type": "boolean", "description": "Whether the list has more rows than were counted."},
                "self": {"type": "string", "format": "uri", "description": "The address of this page."},
                "next": ADDRESS | {"description": "The address of the next page; null on the last."},
                "prev": ADDRESS | {"description": "The address of the page before; null on the first."},
                "results": schema | {"description": "The rows of this page."},
            },
        }
