"""Lists of the admin that an editor keeps under a name, shares with colleagues, and takes away as CSV or XLSX."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from qcdc.models import SavedFilter
from qcdc.pages import MOST_EXPORTED
from qcdc.spreadsheet import csv_response, xlsx_response

MOST_KEPT = 50
LONGEST_QUERY = 1_500
NOT_A_FILTER = ("p", "e", "all", "csrfmiddlewaretoken", "_facets", "_popup", "_to_field")


def query_of(text: str) -> str:
    """The filters, words and order of a list's address, written so that they can stand in a link."""
    asked = QueryDict(text.replace("\x00", ""), mutable=True)
    for name in NOT_A_FILTER:
        asked.pop(name, None)
    return asked.urlencode()


class KeptLists(admin.ModelAdmin):
    """A desk whose list can be kept under a name and taken away as a file."""

    change_list_template = "admin/kept_list.html"
    export_name = ""

    def get_urls(self) -> list[Any]:
        wrap, opts = self.admin_site.admin_view, self.model._meta
        name = f"{opts.app_label}_{opts.model_name}"
        mine: list[Any] = [
            path("filters/keep/", wrap(require_POST(self.keep_filter_view)), name=f"{name}_keep_filter"),
            path("filters/<int:pk>/forget/", wrap(require_POST(self.forget_filter_view)), name=f"{name}_forget_filter"),
        ]
        if self.export_name:
            mine.append(re_path(r"^export\.(?P<form>csv|xlsx)$", wrap(require_safe(self.export_view)), name=f"{name}_export"))
        return mine + super().get_urls()

    def _address(self, page: str, *args: Any) -> str:
        opts = self.model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)

    def _must_see(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list with the kept ones above it and the files of it beside them."""
        query = query_of(request.META.get("QUERY_STRING", ""))
        kept = SavedFilter.objects.filter(Q(user=request.user.pk) | Q(shared=True), model=self.opts.label_lower).select_related("user")
        more: dict[str, Any] = {
            "kept": [
                {
                    "row": row,
                    "mine": row.user_id == request.user.pk,
                    "url": f"{self._address('changelist')}?{query_of(row.query)}",
                    "forget": self._address("forget_filter", row.pk),
                    "current": query_of(row.query) == query,
                }
                for row in kept.order_by("shared", "name", "pk")[: 2 * MOST_KEPT]
            ],
            "list_query": query if len(query) <= LONGEST_QUERY else "",
            "keep_url": self._address("keep_filter"),
        }
        if self.export_name:
            tail = f"?{query}" if query else ""
            more["files"] = [{"form": form.upper(), "url": self._address("export", form) + tail} for form in ("csv", "xlsx")]
        return super().changelist_view(request, more | (extra_context or {}))

    def keep_filter_view(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the list as it is shown, under a name; one of the same name is replaced."""
        self._must_see(request)
        name, query = request.POST.get("name", "").replace("\x00", "").strip(), query_of(request.POST.get("query", ""))
        back = HttpResponseRedirect(f"{self._address('changelist')}?{query[:LONGEST_QUERY]}")
        person: Any = request.user
        mine = SavedFilter.objects.filter(user=person, model=self.opts.label_lower)
        if not name or len(name) > 80 or not query or len(query) > LONGEST_QUERY:
            messages.error(request, _("Not kept: it needs a name of up to 80 characters, and a list with a filter or words."))
        elif mine.exclude(name=name).count() >= MOST_KEPT:
            messages.error(request, _("Not kept: you have %(count)s lists already. Forget one first.") % {"count": MOST_KEPT})
        else:
            values = {"query": query, "shared": request.POST.get("shared") == "on"}
            SavedFilter.objects.update_or_create(user=person, model=self.opts.label_lower, name=name, defaults=values)
            messages.success(request, _("Kept under “%(name)s”.") % {"name": name})
        return back

    def forget_filter_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Forget a kept list; those of colleagues only they forget."""
        self._must_see(request)
        row = get_object_or_404(SavedFilter, pk=pk, user=request.user.pk, model=self.opts.label_lower)
        row.delete()
        messages.success(request, _("Forgotten: “%(name)s”.") % {"name": row.name})
        return HttpResponseRedirect(self._address("changelist"))

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        if self.export_name and self.has_view_permission(request):
            for form in ("csv", "xlsx"):
                label = _("Take away what is chosen as %(form)s") % {"form": form.upper()}
                actions[f"export_{form}"] = (_chosen_as(form), f"export_{form}", label)
        return actions

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The list as a file, narrowed as its page is, up to a bound."""
        self._must_see(request)
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise Http404(_("There is no such list.")) from error
        return self.as_file(request, rows, form)

    def as_file(self, request: HttpRequest, rows: Any, form: str) -> HttpResponseBase:
        header, row_of = self.export_columns(request)
        lines: Iterable[list[Any]] = (row_of(row) for row in self.export_rows(rows)[:MOST_EXPORTED].iterator(chunk_size=500))
        return {"csv": csv_response, "xlsx": xlsx_response}[form](self.export_name, header, lines)

    def export_rows(self, rows: Any) -> Any:
        """Load what the cells need."""
        return rows

    def export_columns(self, request: HttpRequest) -> tuple[list[Any], Any]:
        """The names of the columns, and what gives the cells of a row."""
        raise NotImplementedError


def _chosen_as(form: str) -> Any:
    def take(desk: Any, request: HttpRequest, chosen: Any) -> HttpResponseBase:
        return desk.as_file(request, chosen, form)

    return take


class YearOfDateFilter(admin.SimpleListFilter):
    """Rows of a year, by a partial date (text that begins with the year)."""

    title = _("year")
    parameter_name = "year"
    path = "date"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        dates = model_admin.model._default_manager.filter(**{f"{self.path}__gt": ""}).order_by()
        years = {date[:4] for date in dates.values_list(self.path, flat=True).distinct()}
        return [(year, year) for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        return queryset.filter(**{f"{self.path}__startswith": value}) if value else queryset
