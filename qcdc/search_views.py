"""The doors of the search for readers: the page, suggestions while typing, a feed of any search, and what browsers ask for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qcdc.asked import SORTS, SearchForm, facets_of
from qcdc.feeds import AtomFeed, paragraphs
from qcdc.search.finding import MOST_COUNTED, MOST_FACETED, Hit, latest, search
from qcdc.search.query import Query
from qcdc.search.snippets import marked, snippet

SUGGESTED = 8
# What happens, and so can be news; people and provinces are not.
HAPPENS = ["#karticle", "#kconference", "#kdirective"]


def shown(hit: Hit, query: Query) -> dict[str, Any]:
    """An answer as the page shows it."""
    return {
        "kind": hit.kind.label,
        "title": marked(hit.kind.title(hit.row), query.runs),
        "url": hit.kind.address(hit.row),
        "date": hit.kind.date(hit.row),
        "snippet": snippet(hit.kind.texts(hit.row), query.runs),
        "is_corrected": getattr(hit.row, "is_corrected", False),
    }


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What was found, the best first, with ways to narrow it down. An address that makes no sense answers 400."""
    form = SearchForm(request.GET)
    context: dict[str, Any] = {"form": form, "words": request.GET.get("q", "").strip()[:200]}
    if not form.is_valid():
        return render(request, "search.html", context, status=400)
    found = form.search()
    asked = request.GET.copy()
    for name in ("after", "sort"):
        asked.pop(name, None)
    context |= {
        "found": found,
        "results": [shown(hit, found.query) for hit in found.hits],
        "facets": facets_of(found, form),
        "narrowed": bool(form.tokens()),
        "sort": form.cleaned_data["sort"],
        "sorts": SORTS,
        "most": MOST_COUNTED,
        "faceted": MOST_FACETED,
        "is_first": not form.cleaned_data["after"],
        "feed": f"{reverse('search-feed')}?{asked.urlencode()}" if not found.query.is_empty else "",
    }
    return render(request, "search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What may be meant by what is typed so far, as browsers take it: the text, titles, kinds, addresses."""
    typed = request.GET.get("q", "")[:200]
    found = search(typed, size=SUGGESTED, typing=True, counted=False)
    titles = [hit.kind.title(hit.row) for hit in found.hits]
    notes = [" · ".join(filter(None, [str(hit.kind.label), hit.kind.date(hit.row)])) for hit in found.hits]
    urls = [request.build_absolute_uri(hit.kind.address(hit.row)) for hit in found.hits]
    return JsonResponse([typed, titles, notes, urls], safe=False, content_type="application/x-suggestions+json")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches here from its own address bar (OpenSearch 1.1)."""
    addresses = {name.replace("-", "_"): request.build_absolute_uri(reverse(name)) for name in ("search", "search-suggest", "search-feed")}
    context = {"doors": addresses}
    return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8")


class SearchFeed(AtomFeed):
    """What was published lately and answers a search."""

    def title(self, request: HttpRequest) -> str:
        return _("QCDC: search for “{words}”").format(words=request.GET.get("q", "").strip()[:200])

    def subtitle(self, request: HttpRequest) -> str:
        return _("Articles, conferences and directives that hold these words, the latest first")

    def description(self, request: HttpRequest) -> str:  # type: ignore[override]
        return self.subtitle(request)

    def link(self, request: HttpRequest) -> str:
        return f"{reverse('search')}?{request.GET.urlencode()}"

    def items(self, request: HttpRequest) -> list[Any]:
        form = SearchForm(request.GET)
        if not form.is_valid():
            raise Http404
        self.found = latest(form.cleaned_data["q"], [HAPPENS, *form.tokens()], self.newest)
        return [self._entry(request, hit) for hit in self.found]

    @staticmethod
    def _entry(request: HttpRequest, hit: Hit) -> Any:
        hit.row.feed_id = request.build_absolute_uri(reverse(f"api:{hit.kind.name}-detail", args=[hit.row.pk]))
        hit.row.found_as = hit
        return hit.row

    def item_title(self, item: Any) -> str:
        return str(item.found_as.kind.title(item))

    def item_link(self, item: Any) -> str:
        return str(item.found_as.kind.address(item))

    def item_description(self, item: Any) -> str:
        return paragraphs(strip_tags(snippet(item.found_as.kind.texts(item), [])))

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at if hasattr(item, "published_at") else item.conference.published_at

    item_updateddate = item_pubdate
