"""What every answer of the machines' door has, errors and redirects included, and what is settled before any view is asked."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from qcdc.headers import client_address
from qcdc.manners.limits import Limit, count
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

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_door(request):
            for name, value in (OPEN | getattr(request, "standing", {})).items():
                response[name] = value
            patch_vary_headers(response, ["Accept", "Accept-Language"])
        return response


class DoorMiddleware:
    """Answers what needs no view: how an address may be asked, and that somebody asks too often."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_door(request):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _options(request)
        standing = count(Limit.of("default", settings.API_THROTTLE), client_address(request))
        request.standing = standing.headers  # type: ignore[attr-defined]
        if standing.is_exceeded:
            return problem_response(request, HTTPStatus.TOO_MANY_REQUESTS)
        if request.method not in ("GET", "HEAD"):
            return _refused_method(request)
        return self.get_response(request)


def _options(request: HttpRequest) -> HttpResponse:
    """What may be done at an address. A browser that asks ahead is let through anywhere: it shall see the 404 itself."""
    if "Access-Control-Request-Method" not in request.headers and not _exists(request):
        return problem_response(request, HTTPStatus.NOT_FOUND)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT | {"Allow": METHODS})


def _refused_method(request: HttpRequest) -> HttpResponse:
    if not _exists(request):
        return problem_response(request, HTTPStatus.NOT_FOUND)
    response = problem_response(request, HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = METHODS
    return response


def _exists(request: HttpRequest) -> bool:
    try:
        resolve(request.path_info)
    except Resolver404:
        return False
    return True
