"""The frame's own pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def masthead(request: HttpRequest) -> dict[str, Any]:
    return {}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("400", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("403", status=403)
