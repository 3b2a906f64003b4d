"""The readers' page of figures: every number reported, by what was counted, where and when."""

from typing import Any

from meetings.charts import figure_charts
from meetings.facets import beside_the_form, figure_facets
from meetings.filters import FigureFilters
from meetings.models import Figure
from qcdc.pages import FilteredList

MOST_DRAWN = 120


class FigureList(FilteredList):
    """Figures, those of the latest period first, with a chart of what is chosen."""

    queryset = Figure.objects.none()
    filterset_class = FigureFilters
    template_name = "meetings/figure_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.queryset = (
            Figure.objects.published()
            .with_context()
            .select_related("conference")
            .order_by("-period_start", "-conference__date", "-conference_id", "order", "pk")
        )
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facets = beside_the_form(self.filterset, figure_facets)
        drawn = figure_charts(self.object_list[:MOST_DRAWN], least=1) if facets and facets[0].chosen else []
        return super().get_context_data(facets=facets, charts=drawn, **kwargs)
