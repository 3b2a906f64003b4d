"""Errors of the API as problem documents (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"


def problem(status: int, detail: str = "", **members: Any) -> dict[str, Any]:
    """The members of a problem document; `about:blank` says that the status is the whole of the matter."""
    document: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        document["detail"] = detail
    return document | members


def problem_response(request: HttpRequest, status: int, detail: str = "") -> JsonResponse:
    """A problem document from outside the API's own views: an unknown address, a refused request."""
    return JsonResponse(problem(status, detail, instance=request.path), status=status, content_type=CONTENT_TYPE)


def problem_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's answer to an error, in the form of a problem document."""
    response = exception_handler(error, context)
    if response is None:
        return None
    members: dict[str, Any] = {"instance": context["request"].path}
    detail = ""
    if isinstance(error, exceptions.ValidationError):
        detail = "The request has parameters that are not understood."
        members["errors"] = _fields(error.detail)
    elif isinstance(error, (Http404, PermissionDenied)):
        detail = str(response.data.get("detail", ""))
    elif isinstance(error, exceptions.APIException):
        detail = str(error.detail)
    response.data = problem(response.status_code, detail, **members)
    response.content_type = CONTENT_TYPE
    return response


def _fields(detail: Any) -> list[dict[str, str]]:
    """Each refused parameter with what is wrong with it."""
    if isinstance(detail, dict):
        return [
            {"field": str(name), "detail": str(message)}
            for name, messages in detail.items()
            for message in (messages if isinstance(messages, list) else [messages])
        ]
    return [{"field": "", "detail": str(message)} for message in detail]
