"""Paging of the API's lists."""

from typing import Any

from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

MOST_ROWS = 200
MOST_PAGES = 1_000_000


class Pages(PageNumberPagination):
    """Numbered pages of 50 rows, or as many as `limit` asks for, up to 200; a bad number is refused, not guessed."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = MOST_ROWS

    def get_page_size(self, request: Request) -> int:
        return _number(request, "limit", default=self.page_size, most=MOST_ROWS)

    def get_page_number(self, request: Request, paginator: Any) -> int:
        return _number(request, "page", default=1, most=MOST_PAGES)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        numbers = {
            "page": (MOST_PAGES, "The number of the page, from 1."),
            "limit": (MOST_ROWS, "The rows of a page, 50 if not given."),
        }
        return [
            {"name": name, "in": "query", "description": text, "schema": {"type": "integer", "minimum": 1, "maximum": most}}
            for name, (most, text) in numbers.items()
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "How many rows the whole list has."},
                "next": page | {"description": "The address of the next page; null on the last."},
                "previous": page | {"description": "The address of the page before; null on the first."},
                "results": schema | {"description": "The rows of this page."},
            },
        }


def _number(request: Request, name: str, *, default: int, most: int) -> int:
    """The number that a parameter of the request asks for. Raises ValidationError for what is no such number."""
    if name not in request.query_params:
        return default
    field = serializers.IntegerField(min_value=1, max_value=most)
    try:
        return int(field.run_validation(request.query_params[name]))
    except serializers.ValidationError as error:
        raise serializers.ValidationError({name: error.detail}) from error
