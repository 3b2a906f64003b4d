"""The readers' pages of conferences, officials, provinces and directives."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.conference_page import citation, page_of_conference
from meetings.filters import ConferenceFilters, DirectiveFilters, OfficialFilters, ProvinceFilters
from meetings.linked import conference_card, directive_card, official_card, province_card
from meetings.maps import MapForm, tile_map
from meetings.models import Attendance, Conference, Directive, Figure, Official, Post, Progress, Province
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList, page_of
from qcdc.pictures import PORTRAIT_FORMATS, picture_response
from qcdc.share_images import share_image_response


class ConferenceList(FilteredList):
    """Conferences, the latest first, under their years."""

    queryset = Conference.objects.none()
    filterset_class = ConferenceFilters
    template_name = "meetings/conference_list.html"

    def get_queryset(self) -> Any:
        self.queryset = Conference.objects.published().with_place().with_counts()
        if "year" in self.kwargs:
            self.queryset = self.queryset.in_year(self.kwargs["year"])
        return super().get_queryset()


@require_safe
def conference_detail(request: HttpRequest, year: int, slug: str) -> HttpResponseBase:
    """One conference: when, where, who, what was reported and what was directed."""
    if withdrawn := Conference.objects.withdrawn().filter(slug=slug).first():
        return _withdrawn(request, withdrawn)
    readable = Conference.objects.for_reader(request.user)
    conference = readable.with_place().filter(slug=slug).first()
    if conference is None:
        if moved := now_at(readable, slug):
            return onward(request, moved)
        if withdrawn := now_at(Conference.objects.withdrawn(), slug):
            return _withdrawn(request, withdrawn)
        raise Http404
    if conference.year != year:
        return onward(request, conference)
    address = request.build_absolute_uri(conference.get_absolute_url())
    page = page_of_conference(conference, request.user) | {"citation": citation(conference, address)}
    page["card"] = conference_card(request, conference, page["people"])
    return render(request, "meetings/conference_detail.html", page)


def _withdrawn(request: HttpRequest, conference: Conference) -> HttpResponse:
    """The notice in place of a withdrawn record."""
    return render(request, "410.html", {"withdrawal": {"reason": conference.withdrawal_notice}, "of_conference": True}, status=410)


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
        .select_related("conference__host_province", "province", "organisation")
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
            "directives": issued[:20],
        },
    )


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


class DirectiveList(FilteredList):
    """Directives, those of the latest conference first."""

    queryset = Directive.objects.none()
    filterset_class = DirectiveFilters
    template_name = "meetings/directive_list.html"

    def get_queryset(self) -> Any:
        self.queryset = Directive.objects.published().with_addressees().with_state().newest_first()
        return super().get_queryset()


@require_safe
def directive_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponseBase:
    """One directive: its words, who gave it to whom, and what became of it."""
    directive = get_object_or_404(Directive.objects.for_reader(request.user).with_addressees().with_state(), pk=pk)
    if directive.slug != slug:
        return onward(request, directive)
    return render(
        request,
        "meetings/directive_detail.html",
        {
            "directive": directive,
            "card": directive_card(request, directive),
            "progress": Progress.objects.for_reader(request.user).filter(directive=directive).with_place(),
            "others": directive.conference.directives.for_reader(request.user).exclude(pk=directive.pk),
        },
    )


@require_safe
def portrait(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    """A rendition of an official's portrait, shown to whoever may see the official."""
    official = get_object_or_404(Official.objects.for_reader(request.user).exclude(portrait=""), pk=pk)
    return picture_response(official.portrait, size, PORTRAIT_FORMATS, public=Official.objects.published().filter(pk=pk).exists())


@require_safe
def share_image(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture with which a conference is shared; 410 where its record was withdrawn."""
    conference = Conference.objects.for_reader(request.user).select_related("host_province").filter(pk=pk).first()
    if conference is None:
        if Conference.objects.withdrawn().filter(pk=pk).exists():
            return HttpResponse(status=410)
        raise Http404
    place = [conference.date.label(), conference.host_province.name if conference.host_province else ""]
    return share_image_response(conference.title, conference.get_kind_display(), " · ".join(filter(None, place)))
