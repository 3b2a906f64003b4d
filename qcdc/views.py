"""The frame's own pages: home, site map, robots, and what is said when something goes wrong."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from meetings.maps import tile_map
from meetings.models import Cluster, Conference, Directive, Official, Province, Theme
from qcdc.archive import years
from qcdc.linked import addresses
from qcdc.models import Page
from qcdc.nearby import nearby
from qcdc.problems import problem_response

MOST_MAPPED = 200
ICONS = [
    ("img/favicon.svg", "any", "image/svg+xml"),
    ("img/icon-192.png", "192x192", "image/png"),
    ("img/icon-512.png", "512x512", "image/png"),
]


def masthead(request: HttpRequest) -> dict[str, Any]:
    """What the head of every page shows: the day, the address of the page, and the same page in the other language."""
    path = request.get_full_path()
    other = "en" if get_language() == "vi" else "vi"
    translated = translate_url(path, other)
    return {
        "today": timezone.localdate(),
        "addresses": SimpleLazyObject(lambda: addresses(request)),
        "other_language_url": translated if translated != path else "",
    }


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: the newest article first, the latest conferences, what was directed lately, and how much there is."""
    articles = list(Article.objects.published().with_edition().with_conference()[:7])
    lead = articles[0] if articles else None
    return render(
        request,
        "home.html",
        {
            "lead": lead,
            "articles": articles[1:],
            "conferences": Conference.objects.published().exclude(state="planned").with_place().with_counts()[:5],
            "coming": Conference.objects.published().filter(state="planned").with_place().with_counts().order_by("date", "pk")[:5],
            "directives": Directive.objects.published().with_addressees().with_state().newest_first()[:6],
            "map": tile_map(AnonymousUser()),
            "counts": {
                "conferences": Conference.objects.published().count(),
                "directives": Directive.objects.published().count(),
                "articles": Article.objects.published().count(),
                "officials": Official.objects.published().count(),
                "provinces": Province.objects.current().count(),
            },
        },
    )


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page on which the site speaks of itself, in the newsroom's words."""
    return render(request, "page.html", {"page": get_object_or_404(Page.objects.published(), slug=slug)})


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every part of the site on one page, with the years, themes, clusters and provinces that lead into it."""
    return render(
        request,
        "site_map.html",
        {
            "pages": Page.objects.published(),
            "years": years(),
            "themes": Theme.objects.published().order_by("order", "pk")[:MOST_MAPPED],
            "clusters": Cluster.objects.published().order_by("sort_key", "pk")[:MOST_MAPPED],
            "provinces": Province.objects.current()[:MOST_MAPPED],
        },
    )


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks when somebody keeps it on a phone's first screen."""
    about = {
        "name": _("QCDC: grassroots democracy, on the record"),
        "short_name": "QCDC",
        "lang": get_language(),
        "start_url": reverse("home"),
        "display": "minimal-ui",
        "background_color": "#fcfaf6",
        "theme_color": "#8f1d18",
        "icons": [{"src": static(name), "sizes": sizes, "type": kind} for name, sizes, kind in ICONS],
    }
    return JsonResponse(about, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch: every public page, but no search results and not the newsroom."""
    sitemap, news = (request.build_absolute_uri(reverse(name)) for name in ("sitemap", "sitemap-news"))
    closed = [f"Disallow: {path}" for path in ("/admin/", "/tim-kiem/", "/en/tim-kiem/")]
    lines = ["User-agent: *", *closed, f"Sitemap: {sitemap}", f"Sitemap: {news}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _refusal(request: HttpRequest, status: int) -> HttpResponse:
    """A page that says what went wrong, or a problem document where a machine asked."""
    if request.path.startswith("/api/"):
        return problem_response(request, status)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense here; a wrong Host gets no page, since no address on it could be trusted."""
    try:
        request.get_host()
    except Exception:  # noqa: BLE001 (whatever is wrong with the Host, the answer is the same)
        return HttpResponse("400 Bad Request", status=400, content_type="text/plain")
    return _refusal(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not open to this person."""
    return _refusal(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form came without its token, most often because the page had been open for too long."""
    return render(request, "403_csrf.html", {"reason": reason if settings.DEBUG else ""}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is not for everybody to see; the two are not told apart."""
    if request.path.startswith("/api/"):
        return problem_response(request, 404)
    near = [] if request.path.startswith("/admin/") else nearby(request.path)
    return render(request, "404.html", {"nearby": near}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; the page needs neither the database nor the session."""
    if request.path.startswith("/api/"):
        return problem_response(request, 500)
    return HttpResponse(get_template("500.html").render(), status=500)
