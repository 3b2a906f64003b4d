"""Conferences as iCalendar (RFC 5545): a list to subscribe to, or one event to keep."""

import datetime
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, Timezone

from meetings.filters import ConferenceFilters
from meetings.models import Conference, State

MOST_EVENTS = 2_000
ZONE = "Asia/Ho_Chi_Minh"
STATUS = {State.PLANNED: "TENTATIVE", State.HELD: "CONFIRMED", State.POSTPONED: "TENTATIVE", State.CANCELLED: "CANCELLED"}


@require_safe
def conference_calendar(request: HttpRequest) -> HttpResponseBase:
    """The conferences of a list, narrowed by the words of its page, as a calendar."""
    filterset = ConferenceFilters(request.GET, queryset=Conference.objects.published().with_place(), request=request)
    if not filterset.is_valid():
        raise Http404
    return calendar_of(request, filterset.qs[:MOST_EVENTS], "hoi-nghi")


@require_safe
def conference_event(request: HttpRequest, year: int, slug: str) -> HttpResponseBase:
    """One conference as an event to put into a calendar; 404 while its day is not known."""
    readable = Conference.objects.for_reader(request.user).with_place()
    conference = get_object_or_404(readable, slug=slug, date__startswith=f"{year:04d}")
    if conference.date.precision != "day":
        raise Http404
    return calendar_of(request, [conference], conference.slug)


def calendar_of(request: HttpRequest, conferences: Iterable[Conference], name: str) -> HttpResponse:
    """A calendar of those among some conferences whose day is known, as a file of this name."""
    calendar = Calendar()
    calendar.add("prodid", f"-//QCDC//{(get_language() or 'vi').upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Conferences on grassroots democracy"))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add_component(Timezone.from_tzid(ZONE, first_date=datetime.date(1976, 1, 1), last_date=datetime.date(2100, 1, 1)))
    for conference in conferences:
        if conference.date.precision == "day":
            calendar.add_component(_event(request, conference))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _event(request: HttpRequest, conference: Conference) -> Event:
    """A conference as a whole day or days: the record knows the part of a day, never the clock."""
    event = Event()
    event.add("uid", f"conference-{conference.pk}@{request.get_host()}")
    event.add("sequence", conference.revision)
    event.add("dtstamp", conference.updated_at)
    event.add("created", conference.created_at)
    event.add("last-modified", conference.updated_at)
    end = conference.end_date if conference.end_date and conference.end_date.precision == "day" else conference.date
    event.add("dtstart", conference.date.earliest)
    event.add("dtend", end.earliest + datetime.timedelta(days=1))
    event.add("summary", _summary(conference))
    event.add("status", STATUS[State(conference.state)])
    event.add("transp", "TRANSPARENT")
    place = [conference.venue, conference.host_province.name if conference.host_province else ""]
    if location := ", ".join(filter(None, place)):
        event.add("location", location)
    address = request.build_absolute_uri(conference.get_absolute_url())
    event.add("description", "\n\n".join(filter(None, [_when(conference), str(conference.plain_summary), address])))
    event.add("url", address)
    event.add("categories", [conference.get_kind_display()])
    return event


def _summary(conference: Conference) -> str:
    """The title, with what became of it where it was not held as planned."""
    if conference.state in (State.POSTPONED, State.CANCELLED):
        return f"[{conference.get_state_display()}] {conference.title}"
    return conference.title


def _when(conference: Conference) -> str:
    return conference.get_part_of_day_display() if conference.part_of_day else ""
