"""The same question asked for its JSON: every other form of an answer is written from that, so none can say more or less."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

JSON = "application/json"
MOST_AT_ONCE = 200
NOT_HANDED_ON = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "CONTENT_LENGTH", "CONTENT_TYPE")
Answer = Callable[[HttpRequest], HttpResponse]


def as_json(request: HttpRequest, query: str, **more: str) -> HttpRequest:
    """A request for the JSON at the address of another request; `more` goes into its environment."""
    environ = {name: value for name, value in request.META.items() if name not in NOT_HANDED_ON}
    environ |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "HTTP_ACCEPT": JSON} | more
    asked = WSGIRequest(environ)
    asked.api_key = getattr(request, "api_key", None)  # type: ignore[attr-defined]
    return asked


def query_of(request: HttpRequest, but: str = "") -> str:
    """The query of a request without the form that it asks for, and without what means nothing in that form."""
    asked = request.GET.copy()
    for name in ("format", but):
        asked.pop(name, None)
    return asked.urlencode()


def query_of_form(request: HttpRequest) -> str:
    """The query that was put together in the fields of a page, without those left empty."""
    asked = request.GET.copy()
    for name, values in request.GET.lists():
        asked.setlist(name, [value for value in values if value])
    return asked.urlencode()


def document_of(response: HttpResponse) -> Any:
    """The JSON of an answer, or None where it holds none."""
    if response.streaming or "json" not in response.get("Content-Type", ""):
        return None
    return json.loads(response.content)


def rows(request: HttpRequest, first: Any, get_response: Answer, most: int) -> Iterator[dict[str, Any]]:
    """The rows of a whole list, page after page from the first on, up to a bound."""
    page, given = first, 0
    while True:
        for row in page["results"]:
            if given == most:
                return
            given += 1
            yield row
        if not page["next"]:
            return
        page = document_of(get_response(as_json(request, urlsplit(page["next"]).query)))
        if page is None or "results" not in page:
            raise RuntimeError("A page of a list went missing while the list was being written.")
