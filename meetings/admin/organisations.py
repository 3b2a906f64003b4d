from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from meetings.models import Organisation
from qcdc.desk import Desk


@admin.register(Organisation)
class OrganisationAdmin(Desk, SimpleHistoryAdmin):
    list_display = ["name", "abbreviation", "kind", "level", "province", "founded", "dissolved"]
    list_filter = ["kind", "level", "confirmed"]
    list_select_related = ["province"]
    autocomplete_fields = ["parent", "province"]
    fieldsets = [
        (None, {"fields": ["name", "abbreviation", "aliases", "name_en", "slug"]}),
        (_("Place"), {"fields": ["kind", "level", "parent", "province"]}),
        (_("Validity"), {"fields": [("founded", "dissolved")]}),
        (_("Evidence"), {"fields": ["source", "confirmed"]}),
    ]
