"""The readers' pages of officials."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.filters import OfficialFilters
from meetings.linked import official_card
from meetings.models import Attendance, Directive, Official, Post
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList, page_of
from qcdc.pictures import PORTRAIT_FORMATS, picture_response

MOST_DIRECTIVES = 10


class OfficialList(FilteredList):
    """Officials by given name, as Vietnamese lists have them."""

    queryset = Official.objects.none()
    filterset_class = OfficialFilters
    template_name = "meetings/official_list.html"
    paginate_by = 60

    def get_queryset(self) -> Any:
        self.queryset = Official.objects.published().prefetch_related("posts")
        return super().get_queryset()


@require_safe
def official_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One official: posts held, and appearances in the office of that day."""
    readable = Official.objects.for_reader(request.user)
    official = readable.filter(slug=slug).first()
    if official is None:
        merged = Official.objects.filter(merged_into__in=readable)
        moved = merged.filter(slug=slug).first() or now_at(readable, slug) or now_at(merged, slug)
        if moved is None:
            raise Http404
        return onward(request, moved.current)
    appearances = (
        Attendance.objects.for_reader(request.user)
        .of(official)
        .select_related("conference__host_province", "province", "organisation", "post__organisation", "stands_in_for__merged_into")
        .prefetch_related("roles")
        .order_by("-conference__date", "-conference_id", "pk")
    )
    issued = (
        Directive.objects.for_reader(request.user)
        .filter(Q(issuer__official=official) | Q(issuer__official__merged_into=official))
        .with_addressees()
        .with_state()
        .newest_first()
    )
    posts = Post.objects.of(official).select_related("organisation", "province")
    return render(
        request,
        "meetings/official_detail.html",
        {
            "official": official,
            "card": official_card(request, official, posts),
            "posts": posts,
            "page_obj": page_of(request, appearances),
            "directives": issued[:MOST_DIRECTIVES],
            "same_list": f"?official={official.slug}",
        },
    )


@require_safe
def portrait(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    """A rendition of an official's portrait, shown to whoever may see the official."""
    official = get_object_or_404(Official.objects.for_reader(request.user).exclude(portrait=""), pk=pk)
    return picture_response(official.portrait, size, PORTRAIT_FORMATS, public=Official.objects.published().filter(pk=pk).exists())
