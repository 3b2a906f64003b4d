"""The desk of the search: the abbreviations that it understands beside those of the house."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from qcdc.fields import matching
from qcdc.search.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    list_display = ["short", "whole"]
    list_per_page = 100
    search_fields = ["short", "whole"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Found as the search finds, marks and case aside: the list is short."""
        return matching(queryset, search_term), False
