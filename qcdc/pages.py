"""What the list pages of both apps share: filters, paging, and the same list as a file."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from qcdc.spreadsheet import csv_response, xlsx_response

MOST_EXPORTED = 50_000


class FilteredList(ListView):
    """A list narrowed by the words of its address, page by page. A filter that is no such thing answers 400.

    What the address chose and no field shows is told as `narrowed`: label and row.
    """

    filterset_class: Any = None
    paginate_by = 25

    def get_queryset(self) -> Any:
        self.filterset = self.filterset_class(self.request.GET, queryset=super().get_queryset(), request=self.request)
        return self.filterset.qs if self.filterset.is_valid() else self.filterset.queryset.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.copy()
        asked.pop("page", None)
        form = self.filterset.form
        told = {facet.name for facet in kwargs.get("facets", [])}
        chosen = {name: row for name, row in getattr(form, "cleaned_data", {}).items() if isinstance(row, Model)}
        narrowed = [(form[name].label, row) for name, row in chosen.items() if form[name].is_hidden and name not in told]
        return super().get_context_data(form=form, narrowed=narrowed, same_list=f"?{asked.urlencode()}" if asked else "", **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=200 if self.filterset.is_valid() else 400, **kwargs)


class Export(ABC, View):
    """A whole list as a file, narrowed by the same words as its page."""

    filterset_class: Any = None
    name = ""

    @abstractmethod
    def rows_of(self) -> Any:
        """The queryset of the list."""

    @abstractmethod
    def header(self) -> list[str]:
        """The names of the columns."""

    @abstractmethod
    def row(self, item: Any) -> list[Any]:
        """The cells of one item."""

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        filterset = self.filterset_class(request.GET, queryset=self.rows_of(), request=request)
        if not filterset.is_valid():
            raise Http404(_("There is no such list."))
        rows: Iterable[list[Any]] = (self.row(item) for item in filterset.qs[:MOST_EXPORTED].iterator(chunk_size=500))
        return {"csv": csv_response, "xlsx": xlsx_response}[form](self.name, self.header(), rows)


def page_of(request: HttpRequest, rows: Any, size: int = 25, name: str = "page") -> Page[Any]:
    """The page of a list that the address asks for; 404 where there is none."""
    paginator = Paginator(rows, size)
    number = request.GET.get(name, "1")
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise Http404(_("There is no such page."))
    page = paginator.get_page(number)
    if page.number != int(number):
        raise Http404(_("There is no such page."))
    return page
