"""The readers' pages of directives."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.filters import DirectiveFilters
from meetings.linked import directive_card
from meetings.models import Directive, Progress
from qcdc.addresses import onward
from qcdc.pages import FilteredList


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
