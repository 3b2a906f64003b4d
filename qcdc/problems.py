"""Errors of the API as problem documents (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import parse_accept_lang_header
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("Bad Request"),
    401: gettext_lazy("Unauthorized"),
    403: gettext_lazy("Forbidden"),
    404: gettext_lazy("Not Found"),
    405: gettext_lazy("Method Not Allowed"),
    406: gettext_lazy("Not Acceptable"),
    410: gettext_lazy("Gone"),
    416: gettext_lazy("Range Not Satisfiable"),
    429: gettext_lazy("Too Many Requests"),
    500: gettext_lazy("Internal Server Error"),
}


def asked_language(request: HttpRequest) -> str:
    """The language in which a machine is told what went wrong: Vietnamese where it prefers that, else English."""
    if told := getattr(request, "language_of_refusals", ""):
        return str(told)
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = tag.partition("-")[0]
        if language in ("vi", "en"):
            return language
    return "en"


class Gone(exceptions.APIException):
    """The record was public and was withdrawn; `notice` is what readers are told in its place."""

    status_code = HTTPStatus.GONE
    default_detail = gettext_lazy("This record was withdrawn.")

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
    document: dict[str, Any] = {"type": "about:blank", "title": _title(status), "status": int(status)}
    if detail:
        document["detail"] = detail
    return document | members


def _title(status: int) -> str:
    return str(TITLES.get(int(status)) or HTTPStatus(status).phrase)


def problem_response(request: HttpRequest, status: int, detail: Any = "", **members: Any) -> JsonResponse:
    """A problem document from outside the API's own views: an unknown address, a refused request."""
    language = asked_language(request)
    with translation.override(language):
        document = problem(status, str(detail), instance=request.path, **members)
    return JsonResponse(document, status=status, content_type=CONTENT_TYPE, headers={"Content-Language": language})


def problem_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's answer to an error, in the form of a problem document."""
    response = exception_handler(error, context)
    if response is None:
        return None
    members: dict[str, Any] = {"instance": context["request"].path}
    if isinstance(error, exceptions.ValidationError):
        detail = _("The request has parameters that are not understood.")
        members["errors"] = _fields(error.detail)
    else:
        detail = str(response.data["detail"])
        members |= getattr(error, "members", {})
    response.headers["Content-Language"] = translation.get_language()
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
