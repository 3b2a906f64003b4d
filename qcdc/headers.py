"""Headers that Django has no setting for, and requests that no view should meet."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from qcdc.views import bad_request

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
)
LONGEST_QUERY = 8_000
PACKED = {"application/zip", "image/jpeg", "image/png", "image/webp"}


def client_address(request: HttpRequest) -> str:
    """The address a request came from: behind PROXY_COUNT proxies of ours, what the outermost of them saw."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.PROXY_COUNT and len(seen) >= settings.PROXY_COUNT and seen[-settings.PROXY_COUNT]:
        return seen[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))


class PolicyMiddleware:
    """Tells browsers that no page here uses their devices, and lets the admin's editor pages have their nonce."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path.startswith("/admin/"):
            own = getattr(response, "_csp_replace", None) or {}
            response._csp_replace = {**settings.ADMIN_CONTENT_SECURITY_POLICY, **own}  # type: ignore[attr-defined]
        return response


class PackingMiddleware(GZipMiddleware):
    """Packs what gets smaller by it: no file that is packed already, and no part of a file, whose bytes are counted."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if response.status_code == HTTPStatus.PARTIAL_CONTENT or response.get("Content-Type", "") in PACKED:
            return response
        return super().process_response(request, response)


class FreshMiddleware:
    """Has every page asked for anew: what anybody may see begins and ends by the clock, and no copy may outlive such a moment.

    An unchanged page costs its readers an empty answer (ETag). Last-Modified cannot tell that something is gone: once
    an entry has vanished from a feed, the latest change among those left lies further back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-cache" if signed_in else "no-cache"
            del response["Last-Modified"]
        return response


class CleanQueryMiddleware:
    """Refuses addresses that no honest client sends: NUL characters, broken UTF-8, endless queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        text = request.path + "".join(request.GET.keys()) + "".join(value for _, values in request.GET.lists() for value in values)
        if len(query) > LONGEST_QUERY or "\x00" in text or "\ufffd" in text:
            return bad_request(request)
        return self.get_response(request)
