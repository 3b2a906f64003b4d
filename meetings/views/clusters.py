"""The readers' pages of the clusters in which provinces meet."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.filters import ClusterFilters
from meetings.linked import cluster_card
from meetings.models import Cluster, Conference, Province
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList, page_of


class ClusterList(FilteredList):
    """The clusters, each with its usual members."""

    queryset = Cluster.objects.none()
    filterset_class = ClusterFilters
    template_name = "meetings/cluster_list.html"

    def get_queryset(self) -> Any:
        self.queryset = Cluster.objects.published().prefetch_related("members")
        return super().get_queryset()


@require_safe
def cluster_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One cluster: the provinces that usually belong to it, those that took part, and the conferences it held."""
    readable = Cluster.objects.for_reader(request.user)
    cluster = readable.prefetch_related("members").filter(slug=slug).first()
    if cluster is None:
        if moved := now_at(readable, slug):
            return onward(request, moved)
        raise Http404
    conferences = Conference.objects.for_reader(request.user).filter(cluster=cluster)
    took_part = (
        Province.objects.filter(participations__conference__in=conferences.order_by().values("pk"))
        .annotate(times=Count("participations"))
        .order_by("-times", "sort_key", "pk")
    )
    return render(
        request,
        "meetings/cluster_detail.html",
        {
            "cluster": cluster,
            "card": cluster_card(request, cluster),
            "took_part": took_part,
            "page_obj": page_of(request, conferences.with_place().with_counts()),
            "same_list": f"?cluster={cluster.slug}",
        },
    )
