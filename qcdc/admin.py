"""What the frame itself puts on the newsroom's desk: its pages, the accounts, and the words of the packages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from qcdc import accounts as accounts
from qcdc import words_of_packages as words_of_packages
from qcdc.desk import Desk
from qcdc.guard import Guarded
from qcdc.models import Page


@admin.register(Page)
class PageAdmin(Guarded, Desk, SimpleHistoryAdmin):
    """The pages are part of the house: their words change, their number does not."""

    list_display = ["title", "slug", "updated_at", "changed_by"]
    list_select_related = ["changed_by"]
    search_fields = ["title", "body"]
    fields = ["title", "body", "title_en", "body_en"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
