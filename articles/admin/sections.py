"""Sections of the site, and whose work is limited to them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from articles.models.rights import sections_of
from articles.models.trail import name_of
from meetings.models import provinces_of
from qcdc.desk import Desk


@admin.register(Section)
class SectionAdmin(Desk):
    list_display = ["name", "slug", "staff_shown"]
    autocomplete_fields = ["staff"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("staff")

    def get_fields(self, request: HttpRequest, obj: Section | None = None) -> Any:
        """Limits are set by those who manage accounts, and by nobody who works under one."""
        free = not sections_of(request.user) and not provinces_of(request.user)
        sets_limits = request.user.has_perm("auth.change_user") and (free or request.user.is_superuser)
        return ["name", "name_en", "slug", "staff" if sets_limits else "staff_shown"]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> Any:
        return ["staff_shown"]

    @admin.display(description=_("limited to this section"))
    def staff_shown(self, obj: Section) -> str:
        return (", ".join(name_of(person) for person in obj.staff.all()) if obj.pk else "") or "—"
