"""Errors of the API as problem documents (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
HEADERS = {"Access-Control-Allow-Origin": "*", "Content-Language": "en"}


class Gone(exceptions.APIException):
    """The record was public and was withdrawn; `notice` is what readers are told in its place."""

    status_code = HTTPStatus.GONE
    default_detail = "This record was withdrawn."

    def __init__(self, notice: str = "", **members: Any) -> None:
        super().__init__(notice or None)
        self.members = {name: value for name, value in members.items() if value}


class ProblemFieldSerializer(serializers.Serializer):
    """A parameter that was refused, and why."""

    field = serializers.CharField(help_text="The name of the parameter; empty where it is about the whole request.")
    detail = serializers.CharField(help_text="What is wrong with it.")


@extend_schema_serializer(component_name="Problem")
class ProblemSerializer(serializers.Serializer):
    """Why a request was not answered (RFC 9457)."""

    type = serializers.CharField(help_text="`about:blank`: the status is the whole of the matter.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(required=False, help_text="What was wrong with this request.")
    instance = serializers.CharField(required=False, help_text="The path that was asked for.")
    errors = ProblemFieldSerializer(  # type: ignore[assignment]
        many=True, required=False, help_text="The parameters that were refused, each with the reason."
    )
    reason = serializers.CharField(required=False, help_text="Only with 410: why the record was withdrawn.")
    withdrawn_at = serializers.DateTimeField(required=False, help_text="Only with 410: when the record was withdrawn.")


def problem(status: int, detail: str = "", **members: Any) -> dict[str, Any]:
    """The members of a problem document; `about:blank` says that the status is the whole of the matter."""
    document: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        document["detail"] = detail
    return document | members


def problem_response(request: HttpRequest, status: int, detail: str = "") -> JsonResponse:
    """A problem document from outside the API's own views: an unknown address, a refused request."""
    return JsonResponse(problem(status, detail, instance=request.path), status=status, content_type=CONTENT_TYPE, headers=HEADERS)


def problem_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's answer to an error, in the form of a problem document."""
    response = exception_handler(error, context)
    if response is None:
        return None
    members: dict[str, Any] = {"instance": context["request"].path}
    if isinstance(error, exceptions.ValidationError):
        detail = "The request has parameters that are not understood."
        members["errors"] = _fields(error.detail)
    else:
        detail = str(response.data["detail"])
        members |= getattr(error, "members", {})
    response.headers["Content-Language"] = HEADERS["Content-Language"]
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
