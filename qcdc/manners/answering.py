"""The form in which a question is answered: JSON unless something else is asked for, by `?format=` or by Accept."""

import re
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from qcdc.manners.asking_again import JSON, MOST_AT_ONCE, Answer, as_json, document_of, query_of, query_of_form
from qcdc.manners.browsing import page_language, wants_page
from qcdc.manners.formats import Asked, Form, Place
from qcdc.problems import CONTENT_TYPE, asked_language, problem_response

KEPT_HEADERS = ("Link", "Last-Modified", "Cache-Control")
TAG = re.compile(r'"$')


def answer(request: HttpRequest, place: Place, get_response: Answer) -> HttpResponseBase:
    """Answer a question at an address in the form asked for."""
    if place.is_there and not place.is_data:
        return get_response(request)
    forms = place.forms()
    if "format" in request.GET:
        names = ["json", *(form.name for form in forms)]
        given = request.GET.getlist("format")
        if len(given) > 1 or given[0] not in names:
            return _unknown_format(request, names)
        if given[0] == "json":
            return get_response(as_json(request, query_of(request), **_conditions(request)))
        return _in_form(request, place, next(form for form in forms if form.name == given[0]), get_response)
    if wants_page(request, place):
        return get_response(as_json(request, query_of_form(request), HTTP_ACCEPT_LANGUAGE=page_language(request)))
    chosen = _preferred(request, forms)
    if chosen is None:
        types = ", ".join([JSON, *(form.media_type for form in forms)])
        with translation.override(asked_language(request)):
            detail = _("Here can be had: %(types)s.") % {"types": types}
        return problem_response(request, HTTPStatus.NOT_ACCEPTABLE, detail)
    if chosen in (JSON, CONTENT_TYPE):
        return get_response(request if _takes_json(request) else as_json(request, query_of(request), **_conditions(request)))
    return _in_form(request, place, next(form for form in forms if form.media_type == chosen), get_response)


def _preferred(request: HttpRequest, forms: list[Form]) -> str | None:
    if not request.headers.get("Accept", "").strip():
        return JSON
    return request.get_preferred_type([JSON, CONTENT_TYPE, *(form.media_type for form in forms)])


def _takes_json(request: HttpRequest) -> bool:
    """Whether Django REST framework will see by itself that JSON is wanted."""
    return request.headers.get("Accept", "*/*") in ("*/*", JSON)


def _in_form(request: HttpRequest, place: Place, form: Form, get_response: Answer) -> HttpResponseBase:
    """The answer in a form other than JSON; what is refused stays a problem document, what has moved is led to."""
    query = query_of(request) if form.name == "csv" else query_of(request, but="fields")
    if form.of_whole_lists and place.is_list and not {"limit", "expand"} & request.GET.keys():
        query = f"{query}&limit={MOST_AT_ONCE}".lstrip("&")
    asked = as_json(request, query, **_conditions(request, form.name))
    first = get_response(asked)
    document = document_of(first) if first.status_code == HTTPStatus.OK else None
    if document is None:
        if first.has_header("ETag"):
            first["ETag"] = TAG.sub(f'-{form.name}"', first["ETag"])
        if first.has_header("Location") and "format" in request.GET:
            first["Location"] = _with_format(first["Location"], form.name)
        return first
    with translation.override(settings.LANGUAGE_CODE):
        response = form.write(Asked(asked, document, place.noun, place.is_list, get_response))
    for name in KEPT_HEADERS:
        if first.has_header(name):
            response[name] = first[name]
    if first.has_header("ETag"):
        response["ETag"] = TAG.sub(f'-{form.name}"', first["ETag"])
    if request.method == "HEAD":
        return HttpResponse(headers=response.headers)
    return response


def _conditions(request: HttpRequest, name: str = "") -> dict[str, str]:
    """What a client says that it has already, as the answer in JSON would know it."""
    names = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
    given: dict[str, str] = {header: request.META[header] for header in names if header in request.META}
    if name and "HTTP_IF_NONE_MATCH" in given:
        given["HTTP_IF_NONE_MATCH"] = given["HTTP_IF_NONE_MATCH"].replace(f'-{name}"', '"')
    return given


def _unknown_format(request: HttpRequest, names: list[str]) -> HttpResponse:
    with translation.override(asked_language(request)):
        about = _("The request has parameters that are not understood.")
        detail = _("Known here are: %(names)s.") % {"names": ", ".join(names)}
    return problem_response(request, HTTPStatus.BAD_REQUEST, about, errors=[{"field": "format", "detail": detail}])


def _with_format(address: str, name: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}format={name}"
