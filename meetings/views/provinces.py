"""The readers' pages of provinces, and their map."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.filters import ProvinceFilters
from meetings.linked import province_card
from meetings.maps import MapForm, tile_map
from meetings.models import Attendance, Conference, Directive, Figure, Province
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList, page_of


class ProvinceList(FilteredList):
    """The provinces of today, or of a day that the reader names."""

    queryset = Province.objects.none()
    filterset_class = ProvinceFilters
    template_name = "meetings/province_list.html"
    paginate_by = 100

    def get_queryset(self) -> Any:
        self.queryset = Province.objects.published().select_related("region")
        asked = self.request.GET
        if not (asked.get("on") or asked.get("q")):
            self.queryset = self.queryset.current()
        return super().get_queryset()


@require_safe
def province_map(request: HttpRequest) -> HttpResponseBase:
    """The provinces of a day as tiles, shaded by how much the record holds of each, with the same as a table."""
    form = MapForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    drawn = tile_map(request.user, asked.get("on"), asked.get("by", ""))
    return render(request, "meetings/province_map.html", {"form": form, "map": drawn}, status=200 if form.is_valid() else 400)


@require_safe
def province_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One province: where it came from, where it went, and what the record holds of it."""
    province = Province.objects.with_lineage().filter(slug=slug).first()
    if province is None:
        if moved := now_at(Province.objects.for_reader(request.user), slug):
            return onward(request, moved)
        raise Http404
    conferences = (
        Conference.objects.for_reader(request.user)
        .filter(
            Q(pk__in=Conference.objects.filter(host_province=province).values("pk"))
            | Q(pk__in=Conference.objects.filter(participations__province=province).values("pk"))
        )
        .with_place()
        .with_counts()
    )
    return render(
        request,
        "meetings/province_detail.html",
        {
            "province": province,
            "card": province_card(request, province),
            "page_obj": page_of(request, conferences),
            "directives": Directive.objects.for_reader(request.user)
            .addressed_to(province)
            .with_addressees()
            .with_state()
            .newest_first()[:20],
            "figures": Figure.objects.for_reader(request.user)
            .filter(province=province)
            .with_context()
            .select_related("conference")
            .order_by("-period_start", "indicator__order", "order", "pk")[:50],
            "people": Attendance.objects.for_reader(request.user)
            .filter(province=province, official__isnull=False)
            .with_people()
            .select_related("conference")
            .order_by("-conference__date", "order", "pk")[:20],
        },
    )
