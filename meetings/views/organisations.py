"""The readers' pages of public bodies."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.filters import OrganisationFilters
from meetings.linked import organisation_card
from meetings.models import Attendance, Conference, Directive, Organisation
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList, page_of

MOST_PARTS = 30
MOST_PEOPLE = 20
MOST_DIRECTIVES = 10


class OrganisationList(FilteredList):
    """Public bodies by name, central and local, those that ended too."""

    queryset = Organisation.objects.none()
    filterset_class = OrganisationFilters
    template_name = "meetings/organisation_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.queryset = Organisation.objects.published().select_related("parent", "province")
        return super().get_queryset()


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One public body: what it is part of, what it organised, who stood for it, what it directed and was directed to do."""
    readable = Organisation.objects.for_reader(request.user)
    organisation = readable.select_related("parent", "province").filter(slug=slug).first()
    if organisation is None:
        if moved := now_at(readable, slug):
            return onward(request, moved)
        raise Http404
    conferences = Conference.objects.for_reader(request.user).filter(organisers__organisation=organisation)
    parts = list(readable.filter(parent=organisation)[: MOST_PARTS + 1])
    people = Attendance.objects.for_reader(request.user).filter(organisation=organisation, official__isnull=False)
    directives = Directive.objects.for_reader(request.user).with_addressees().with_state().newest_first()
    return render(
        request,
        "meetings/organisation_detail.html",
        {
            "organisation": organisation,
            "card": organisation_card(request, organisation),
            "parts": parts[:MOST_PARTS],
            "more_parts": len(parts) > MOST_PARTS,
            "page_obj": page_of(request, conferences.with_place().with_counts()),
            "people": people.with_people().select_related("conference").order_by("-conference__date", "order", "pk")[:MOST_PEOPLE],
            "issued": directives.issued_for(organisation)[:MOST_DIRECTIVES],
            "received": directives.filter(addressee_organisations=organisation)[:MOST_DIRECTIVES],
        },
    )
