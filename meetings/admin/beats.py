"""Beats: whose work is limited to which provinces. Also entered on the page of the account."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from meetings.models import Beat, provinces_of
from qcdc.desk import Desk


@admin.register(Beat)
class BeatAdmin(Desk):
    list_display = ["user", "provinces_shown"]
    list_select_related = ["user"]
    autocomplete_fields = ["user", "provinces"]
    fields = ["user", "provinces"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("provinces").select_related("user")

    @admin.display(description=_("provinces"))
    def provinces_shown(self, obj: Beat) -> str:
        return ", ".join(str(province) for province in obj.provinces.all()) or "—"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody sets a limit for herself, and only a superuser for a superuser."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user" and not request.user.is_superuser:
            field.queryset = field.queryset.filter(is_superuser=False).exclude(pk=request.user.pk)
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not provinces_of(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Beat | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Beat | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request.user, obj)

    @staticmethod
    def _may_touch(person: Any, beat: Beat | None) -> bool:
        """Who works within limits lifts none, and nobody lifts her own."""
        return person.is_superuser or not (provinces_of(person) or (beat and beat.user_id == person.pk))
