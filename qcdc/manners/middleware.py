"""What every answer of the machines' door has, errors and redirects included, and what is settled before any view is asked."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from qcdc.headers import client_address
from qcdc.keys.models import Key
from qcdc.manners.answering import answer
from qcdc.manners.browsing import as_page, page_language, wants_page
from qcdc.manners.deprecation import warn
from qcdc.manners.formats import Place
from qcdc.manners.limits import Limit, Standing, count
from qcdc.problems import problem_response

DOOR = "/api/"
METHODS = "GET, HEAD, OPTIONS"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(
        [
            *("Content-Disposition", "Content-Language", "Deprecation", "ETag", "Last-Modified", "Link", "Location"),
            *("RateLimit", "RateLimit-Policy", "Retry-After", "Sunset", "WWW-Authenticate"),
        ]
    ),
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, If-Modified-Since, If-None-Match, Range, X-API-Key",
    "Access-Control-Max-Age": "86400",
}
Answer = Callable[[HttpRequest], HttpResponse]


def is_door(request: HttpRequest) -> bool:
    """Whether a request is one to the machines' door."""
    return request.path_info.startswith(DOOR)


class OpenMiddleware:
    """Lets pages of any other site read what the API answers, be it an error, a redirect or a 304; nobody is known by cookies there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_door(request):
            for name, value in (OPEN | getattr(request, "standing", {})).items():
                response[name] = value
            patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization", "X-API-Key"])
            if getattr(request, "api_key", None) and response.get("Cache-Control") == "no-cache":
                response["Cache-Control"] = "private, no-cache"
        return response


class DoorMiddleware:
    """Answers what needs no view: how an address may be asked, that a key opens nothing, and that somebody asks too often.

    Whoever comes with a browser gets every answer as a page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_door(request):
            return self.get_response(request)
        place = Place.of(request)
        if request.method == "OPTIONS":
            return _options(request, place)
        if not wants_page(request, place):
            response = self._settled(request, place)
        else:
            request.language_of_refusals = page_language(request)  # type: ignore[attr-defined]
            settled = self._settled(request, place)
            response = as_page(request, place, settled) if isinstance(settled, HttpResponse) else settled
        warn(request, place, response)
        return response

    def _settled(self, request: HttpRequest, place: Place) -> HttpResponseBase:
        shown = shown_key(request)
        key = Key.objects.find(shown) if shown is not None else None
        request.api_key = key  # type: ignore[attr-defined]
        standing = _count(request, key)
        request.standing = standing.headers  # type: ignore[attr-defined]
        if standing.is_exceeded:
            return problem_response(request, HTTPStatus.TOO_MANY_REQUESTS)
        if shown is not None and key is None:
            return _refused_key(request)
        if key:
            key.used()
        if request.method not in ("GET", "HEAD"):
            return _refused_method(request, place)
        return answer(request, place, self.get_response)


def shown_key(request: HttpRequest) -> str | None:
    """What a request shows as its key, or None. Whatever stands in Authorization is meant as one: nobody is let in under a mistake."""
    if given := request.headers.get("Authorization"):
        scheme, _space, secret = given.partition(" ")
        return secret.strip() if scheme.lower() == "bearer" else ""
    return request.headers.get("X-API-Key")


def _count(request: HttpRequest, key: Key | None) -> Standing:
    if key:
        return count(Limit("key", key.per_minute, 60), str(key.pk))
    return count(Limit.of("default", settings.API_THROTTLE), client_address(request))


def _refused_key(request: HttpRequest) -> HttpResponse:
    response = problem_response(request, HTTPStatus.UNAUTHORIZED, _("This key opens nothing: it is mistyped, expired or revoked."))
    response["WWW-Authenticate"] = 'Bearer realm="QCDC", error="invalid_token"'
    return response


def _options(request: HttpRequest, place: Place) -> HttpResponse:
    """What may be done at an address. A browser that asks ahead is let through anywhere: it shall see the 404 itself."""
    if "Access-Control-Request-Method" not in request.headers and not place.is_there:
        return problem_response(request, HTTPStatus.NOT_FOUND)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT | {"Allow": METHODS})


def _refused_method(request: HttpRequest, place: Place) -> HttpResponse:
    if not place.is_there:
        return problem_response(request, HTTPStatus.NOT_FOUND)
    response = problem_response(request, HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = METHODS
    return response
