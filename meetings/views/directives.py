"""The readers' pages of directives and of their themes."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.facets import beside_the_form, directive_facets
from meetings.filters import DirectiveFilters
from meetings.linked import directive_card, theme_card
from meetings.models import Directive, Progress, Theme
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList, page_of


class DirectiveList(FilteredList):
    """Directives, those of the latest conference first, with what the list can be narrowed by."""

    queryset = Directive.objects.none()
    filterset_class = DirectiveFilters
    template_name = "meetings/directive_list.html"

    def get_queryset(self) -> Any:
        self.queryset = Directive.objects.published().with_addressees().with_state().newest_first()
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(facets=beside_the_form(self.filterset, directive_facets), **kwargs)


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
def theme_list(request: HttpRequest) -> HttpResponseBase:
    """The themes, each with how many directives are on it."""
    links = Directive.themes.through._default_manager.filter(directive__in=Directive.objects.published().order_by().values("pk"))
    counts = dict(links.values_list("theme").annotate(count=Count("pk")))
    page = page_of(request, Theme.objects.published(), size=100)
    themes = [(theme, counts.get(theme.pk, 0)) for theme in page]
    return render(request, "meetings/theme_list.html", {"page_obj": page, "themes": themes})


@require_safe
def theme_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One theme: what was directed on it, year by year."""
    theme = Theme.objects.for_reader(request.user).filter(slug=slug).first()
    if theme is None:
        if moved := now_at(Theme.objects.for_reader(request.user), slug):
            return onward(request, moved)
        raise Http404
    directives = Directive.objects.for_reader(request.user).filter(themes=theme)
    return render(
        request,
        "meetings/theme_detail.html",
        {
            "theme": theme,
            "card": theme_card(request, theme),
            "years": directives.by_year(),
            "page_obj": page_of(request, directives.with_addressees().with_state().newest_first()),
            "same_list": f"?theme={theme.slug}",
        },
    )
