"""The readers' pages of provinces, and their map."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.charts import figure_charts
from meetings.filters import ProvinceFilters
from meetings.linked import province_card
from meetings.maps import MapForm, tile_map
from meetings.models import Attendance, Cluster, Conference, Directive, Figure, Province
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList, page_of

MOST_DIRECTIVES = 10
MOST_DRAWN = 200
MOST_FIGURES = 25


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list as files is that of the same day."""
        context = super().get_context_data(**kwargs)
        asked = self.request.GET
        if not (asked.get("on") or asked.get("q")):
            context["same_list"] = f"{context['same_list'] or '?'}&on={timezone.localdate()}".replace("?&", "?")
        return context


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
    units = province.lineage()
    carried = Province.objects.filter(pk__in=units).exclude(pk=province.pk).order_by("sort_key", "pk")
    conferences = Conference.objects.for_reader(request.user)
    directives = Directive.objects.for_reader(request.user).with_addressees().with_state().newest_first()
    inherited = directives.addressed_to(*(unit.pk for unit in carried)).exclude(pk__in=directives.addressed_to(province).values("pk"))
    figures = list(
        Figure.objects.for_reader(request.user)
        .filter(province__in=units)
        .with_context()
        .select_related("conference")
        .order_by("-period_start", "indicator__order", "order", "pk")[:MOST_DRAWN]
    )
    return render(
        request,
        "meetings/province_detail.html",
        {
            "province": province,
            "card": province_card(request, province),
            "carried": carried,
            "heirs": province.heirs(timezone.localdate()) if province.valid_to else [],
            "clusters": Cluster.objects.for_reader(request.user).filter(members=province),
            "hosted": conferences.filter(host_province__in=units).count(),
            "took_part": conferences.filter(participations__province__in=units).distinct().count(),
            "page_obj": page_of(request, conferences.in_provinces(units).with_place().with_counts()),
            "directives": directives.addressed_to(province)[:MOST_DIRECTIVES],
            "inherited": inherited[:MOST_DIRECTIVES],
            "years": Directive.objects.for_reader(request.user).addressed_to(*units).by_year(),
            "figures": figures[:MOST_FIGURES],
            "more_figures": len(figures) > MOST_FIGURES,
            "charts": figure_charts(figures),
            "same_list": f"?province={province.slug}",
            "people": Attendance.objects.for_reader(request.user)
            .filter(province=province, official__isnull=False)
            .with_people()
            .select_related("conference")
            .order_by("-conference__date", "order", "pk")[:20],
        },
    )
