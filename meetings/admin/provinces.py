from typing import Any

from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from meetings.models import Province, ProvinceAlias, Region, Succession
from qcdc.desk import Desk
from qcdc.lines import QuickInline


class AliasInline(admin.TabularInline):
    model = ProvinceAlias
    fields = ["name", "source", "confirmed"]
    extra = 0


class CameFromInline(QuickInline, admin.StackedInline):
    model = Succession
    formset: Any = BaseInlineFormSet
    fk_name = "successor"
    fields = [("predecessor", "kind", "date"), "legal_act", "source", "confirmed"]
    autocomplete_fields = ["predecessor"]
    verbose_name_plural = _("came from")


class WentToInline(QuickInline, admin.StackedInline):
    model = Succession
    formset: Any = BaseInlineFormSet
    fk_name = "predecessor"
    fields = [("successor", "kind", "date"), "legal_act", "source", "confirmed"]
    autocomplete_fields = ["successor"]
    verbose_name_plural = _("went to")


@admin.register(Province)
class ProvinceAdmin(Desk, SimpleHistoryAdmin):
    list_display = ["name", "kind", "code", "region", "valid_from", "valid_to", "confirmed"]
    list_filter = [("valid_to", admin.EmptyFieldListFilter), "kind", "region", "confirmed"]
    list_select_related = ["region"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "kind", "code", "region", "slug"]}),
        (_("Validity"), {"fields": [("valid_from", "valid_to"), "legal_act"]}),
        (_("Evidence"), {"fields": ["source", "confirmed", "note"]}),
    ]
    inlines = [AliasInline, CameFromInline, WentToInline]
    autocomplete_fields = ["region"]


@admin.register(Region)
class RegionAdmin(Desk):
    list_display = ["name", "code", "order"]
    fields = ["name", "name_en", "code", "order", "source", "confirmed"]


@admin.register(Succession)
class SuccessionAdmin(Desk, SimpleHistoryAdmin):
    list_display = ["predecessor", "kind", "successor", "date", "confirmed"]
    list_filter = ["kind", "confirmed"]
    list_select_related = ["predecessor", "successor"]
    date_hierarchy = "date"
    autocomplete_fields = ["predecessor", "successor"]
    fields = ["predecessor", "kind", "successor", "date", "legal_act", "source", "confirmed"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("predecessor", "successor")
