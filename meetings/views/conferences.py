"""The readers' pages of conferences."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.conference_page import citation, page_of_conference
from meetings.filters import ConferenceFilters
from meetings.linked import conference_card
from meetings.models import Conference
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList
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
