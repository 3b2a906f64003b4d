from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from meetings.models import Cluster, Indicator, Role, Series, Theme
from qcdc.desk import Desk


@admin.register(Cluster)
class ClusterAdmin(Desk, SimpleHistoryAdmin):
    list_display = ["name", "confirmed"]
    autocomplete_fields = ["members"]
    fields = ["name", "name_en", "aliases", "members", "note", "slug", "source", "confirmed"]


@admin.register(Series)
class SeriesAdmin(Desk):
    list_display = ["name"]
    fields = ["name", "name_en", "slug"]


@admin.register(Role)
class RoleAdmin(Desk):
    list_display = ["name", "slug", "order"]
    fields = ["name", "name_en", "slug", "order", "source", "confirmed"]


@admin.register(Theme)
class ThemeAdmin(Desk):
    list_display = ["name", "slug", "order"]
    fields = ["name", "name_en", "slug", "cue_words", "order", "source", "confirmed"]


@admin.register(Indicator)
class IndicatorAdmin(Desk):
    list_display = ["name", "unit", "order"]
    fields = ["name", "name_en", "unit", "unit_en", "slug", "order", "source", "confirmed"]
