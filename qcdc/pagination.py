"""Paging of the API's lists."""

from typing import Any

from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

MOST_ROWS = 200


class Pages(PageNumberPagination):
    """Numbered pages of 50 rows, or as many as `limit` asks for, up to 200; a bad number is refused, not guessed."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = MOST_ROWS

    def get_page_size(self, request: Request) -> int:
        if "limit" not in request.query_params:
            return self.page_size
        field = serializers.IntegerField(min_value=1, max_value=MOST_ROWS)
        try:
            return int(field.run_validation(request.query_params["limit"]))
        except serializers.ValidationError as error:
            raise serializers.ValidationError({"limit": error.detail}) from error

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["required"] = ["count", "next", "previous", "results"]
        return described
