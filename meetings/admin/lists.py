"""The lists of conferences, officials and directives: their filters and their files."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from meetings.exports import ConferenceExport, DirectiveExport
from qcdc.lists import KeptLists, YearOfDateFilter


class ConferenceYearFilter(YearOfDateFilter):
    """The year a conference was held in."""


class LackingFilter(admin.SimpleListFilter):
    """Conferences that were held and whose record has a hole."""

    title = _("missing")
    parameter_name = "lacking"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("directives", _("Without directives")),
            ("figures", _("Without figures")),
            ("photos", _("Without photos")),
            ("articles", _("Without articles")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        return queryset.lacking(value) if value in dict(self.lookup_choices) else queryset


class AsReadersGetIt(KeptLists):
    """A list whose file has the columns of the readers' file of the same noun."""

    export: Any = None

    def export_columns(self, request: HttpRequest) -> tuple[list[Any], Any]:
        export = self.export()
        export.setup(request)
        return export.header(), export.row


class ConferenceLists(AsReadersGetIt):
    export = ConferenceExport
    export_name = "hoi-nghi"
    list_display = ["title", "date", "host_province", "state", "publication", "people", "figures", "directives"]
    list_filter = ["publication", "state", "kind", ConferenceYearFilter, LackingFilter, "cluster"]
    list_select_related = ["host_province"]

    def get_queryset(self, request: HttpRequest) -> Any:
        seen: Any = super().get_queryset(request)
        return seen.with_counts()

    def export_columns(self, request: HttpRequest) -> tuple[list[Any], Any]:
        header, row_of = super().export_columns(request)
        return [*header, _("Publication")], lambda row: [*row_of(row), row.get_publication_display()]

    def export_rows(self, rows: Any) -> Any:
        return rows.with_place().with_counts()

    @admin.display(description=_("officials"), ordering="attendance_count")
    def people(self, obj: Any) -> int:
        return int(obj.attendance_count)

    @admin.display(description=_("figures"), ordering="figure_count")
    def figures(self, obj: Any) -> int:
        return int(obj.figure_count)

    @admin.display(description=_("directives"), ordering="directive_count")
    def directives(self, obj: Any) -> int:
        return int(obj.directive_count)


class DirectiveLists(AsReadersGetIt):
    export = DirectiveExport
    export_name = "chi-dao"

    def export_rows(self, rows: Any) -> Any:
        return rows.with_addressees().with_state()


class OfficialLists(KeptLists):
    export_name = "can-bo"

    def export_columns(self, request: HttpRequest) -> tuple[list[Any], Any]:
        header = [_("Id"), _("Name"), _("Other names"), _("Latest post"), _("Merged into"), _("Address")]

        def row(official: Any) -> list[Any]:
            return [
                official.pk,
                official.name,
                "; ".join(official.aliases.splitlines()),
                "; ".join(official.latest_titles),
                official.merged_into,
                request.build_absolute_uri(official.get_absolute_url()),
            ]

        return header, row

    def export_rows(self, rows: Any) -> Any:
        return rows.select_related("merged_into").prefetch_related("posts")
