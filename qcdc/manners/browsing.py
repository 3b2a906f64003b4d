"""An answer of the API as a page for people: what was asked, in fields to ask otherwise, and the JSON with addresses to follow."""

import json
import re
import shlex
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _

from qcdc.api import description
from qcdc.manners.asking_again import document_of, query_of_form
from qcdc.manners.formats import VIEWS, Place
from qcdc.problems import CONTENT_TYPE

HTML = "text/html"
MOST_OFFERED = 300
NOT_ASKED = ("after", "before", "format")
# A text of JSON, escaped for HTML, that is an address from its first letter to its last.
ADDRESS = re.compile(r"(?<!\\)&quot;(https?://(?:(?!&quot;)[^\s<>\\])+)&quot;")


def page_language(request: HttpRequest) -> str:
    """The language of a page for whoever asks: that of the pages for readers."""
    return str(get_language_from_request(request))


def as_page(request: HttpRequest, place: Place, answer: HttpResponse) -> HttpResponse:
    """An answer in JSON, a problem document too, as a page; anything else as it is."""
    document = document_of(answer)
    if document is None:
        return answer
    with translation.override(page_language(request)):
        page = render(request, "api/answer.html", _told(request, place, answer, document), status=answer.status_code)
        page["Content-Language"] = translation.get_language()
    for name in ("Link", "WWW-Authenticate", "Allow"):
        if answer.has_header(name):
            page[name] = answer[name]
    return page


def _told(request: HttpRequest, place: Place, answer: HttpResponse, document: Any) -> dict[str, Any]:
    is_problem = answer.get("Content-Type") == CONTENT_TYPE
    query = query_of_form(request)
    path = request.build_absolute_uri(request.path)
    operation = _operation(place)
    return {
        "place": place,
        **_way(request),
        "about": _words(operation) if operation else None,
        "problem": document if is_problem else None,
        "fields": _fields(request, place, operation, document.get("errors", []) if is_problem else []),
        "count": document.get("count") if not is_problem and place.is_list else None,
        "capped": not is_problem and document.get("capped"),
        "next": None if is_problem else document.get("next"),
        "prev": None if is_problem else document.get("prev"),
        "forms": [{"name": form.name, "url": _with(query, f"format={form.name}")} for form in place.forms()] if not is_problem else [],
        "json_url": _with(query, "format=json") if place.noun else "",
        "curl": f"curl {shlex.quote(f'{path}?{query}' if query else path)}",
        "json": linked_json(document),
    }


def _way(request: HttpRequest) -> dict[str, Any]:
    """The way to an address: over the root and the list."""
    root = reverse("api:root")
    parts = [part for part in request.path.removeprefix(root).split("/") if part][:2] if request.path.startswith(root) else []
    steps = [(_("Data for other systems"), reverse("api:docs")), ("API", root)]
    if len(parts) > 1:
        steps.append((parts[0], f"{root}{quote(parts[0])}/"))
    return {"crumbs": steps if parts else steps[:1], "here": parts[-1] if parts else "API"}


def linked_json(document: Any) -> SafeString:
    """JSON to read, each address a link."""
    text = escape(json.dumps(document, ensure_ascii=False, indent=2))
    return mark_safe(ADDRESS.sub(r'&quot;<a href="\1" rel="nofollow">\1</a>&quot;', text))  # noqa: S308 (escaped above)


def _with(query: str, more: str) -> str:
    return f"?{query}&{more}" if query else f"?{more}"


def _operation(place: Place) -> dict[str, Any] | None:
    """What the description of the API says of an address."""
    path = description()["paths"].get(place.path)
    return path["get"] if path else None


def _words(described: dict[str, Any]) -> dict[str, str]:
    """What a thing of the description means, in the language of the page where that is written down."""
    if get_language() == "vi" and (told := described.get("x-description-vi")):
        return {"text": told, "language": "vi"}
    return {"text": described.get("description", ""), "language": "en"}


def _fields(request: HttpRequest, place: Place, operation: Any, errors: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The parameters of an address as fields of a form, each with what it means, what it takes, and what was wrong with it."""
    offered = _offered(request, place)
    asked_first = sorted((operation or {}).get("parameters", []), key=lambda asked: asked["name"] != "q")
    return [
        {
            "name": asked["name"],
            "about": _words(asked),
            "value": request.GET.get(asked["name"], ""),
            "values": asked["schema"].get("enum", []),
            "kind": _kind(asked["schema"]),
            "least": asked["schema"].get("minimum"),
            "most": asked["schema"].get("maximum"),
            "offered": offered.get(asked["name"], []),
            "errors": [error["detail"] for error in errors if error["field"] == asked["name"]],
        }
        for asked in asked_first
        if asked["in"] == "query" and asked["name"] not in NOT_ASKED
    ]


def _kind(schema: dict[str, Any]) -> str:
    if schema.get("format") == "date":
        return "date"
    return "number" if schema.get("type") == "integer" else "text"


def _offered(request: HttpRequest, place: Place) -> dict[str, list[tuple[str, str]]]:
    """For each filter by a row of a register: the first values it takes, with what they are called."""
    filterset_class = getattr(VIEWS.get(place.noun), "filterset_class", None)
    if not filterset_class or not place.is_list:
        return {}
    fields = filterset_class({}, request=request).form.fields.items()
    return {
        name: [(str(getattr(row, field.to_field_name or "pk")), str(row)) for row in field.queryset[:MOST_OFFERED]]
        for name, field in fields
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None
    }


def wants_page(request: HttpRequest, place: Place) -> bool:
    """Whether somebody asks who would rather read a page: a browser, at an address that holds data, or none."""
    if "format" in request.GET or place.is_document or (place.is_there and not place.is_data):
        return False
    types = ["application/json", CONTENT_TYPE, HTML, *(form.media_type for form in place.forms())]
    return bool(request.headers.get("Accept", "").strip()) and request.get_preferred_type(types) == HTML
