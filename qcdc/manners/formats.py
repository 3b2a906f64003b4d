"""The forms in which an answer can be had beside JSON, and which of them a request asks for."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from rest_framework.negotiation import DefaultContentNegotiation

from articles.ninjs import news_item
from meetings.calendars import MOST_EVENTS, calendar_of
from meetings.models import Conference
from meetings.popolo import organization, person
from qcdc.api import COLLECTIONS
from qcdc.composing import STAMPS
from qcdc.flat import columns_of, row_of
from qcdc.links import OpenView
from qcdc.manners.asking_again import Answer, rows
from qcdc.pages import MOST_EXPORTED
from qcdc.spreadsheet import csv_response

NINJS = "application/vnd.iptc.ninjs+json"
POPOLO = "application/vnd.popolo+json"
CALENDAR = "text/calendar"
CSV = "text/csv"
SCHEMA = "/api/v1/schema/"
VIEWS: dict[str, Any] = dict(COLLECTIONS.values())


@dataclass(frozen=True)
class Asked:
    """What was asked for, and its answer in JSON: the document, the noun, and whether it is a list of them."""

    request: HttpRequest
    document: Any
    noun: str
    is_list: bool
    get_response: Answer

    def rows(self, most: int) -> Any:
        """The rows of the list and of the pages after it, or the one record."""
        return rows(self.request, self.document, self.get_response, most) if self.is_list else iter([self.document])


@dataclass(frozen=True)
class Form:
    """A form of answers: its name, its media type, the nouns it can tell of (all, where none is named), and how it is written."""

    name: str
    media_type: str
    write: Callable[[Asked], HttpResponseBase]
    about: str
    nouns: tuple[str, ...] = ()
    of_one: bool = True
    of_whole_lists: bool = False

    def can_tell(self, noun: str, *, is_list: bool) -> bool:
        return noun in (self.nouns or VIEWS) and (is_list or self.of_one)


def _csv(asked: Asked) -> HttpResponseBase:
    """The whole list, not only the page: a table is taken away to be worked with."""
    wanted = asked.request.GET.get("fields", "").split(",") if asked.request.GET.get("fields") else None
    columns = [*columns_of(VIEWS[asked.noun].serializer_class), *STAMPS]
    shown = [name for name in columns if wanted is None or name.partition(".")[0] in wanted]
    name = asked.request.path_info.strip("/").rpartition("/")[2]
    return csv_response(name, shown, (row_of(row, shown) for row in asked.rows(MOST_EXPORTED)))


def _written(tell: Callable[[dict[str, Any]], dict[str, Any]], media_type: str) -> Callable[[Asked], HttpResponseBase]:
    """How a form is written whose documents are JSON: one record by itself, or those of a page as `items`."""

    def write(asked: Asked) -> HttpResponseBase:
        document = asked.document
        if asked.is_list:
            page = {name: value for name, value in document.items() if name != "results"}
            document = page | {"items": [tell(row) for row in document["results"]]}
        else:
            document = tell(document)
        return HttpResponse(json.dumps(document, ensure_ascii=False, separators=(",", ":")), content_type=media_type)

    return write


def _popolo(asked: Asked) -> HttpResponseBase:
    return _written(person if asked.noun == "official" else organization, POPOLO)(asked)


def _calendar(asked: Asked) -> HttpResponseBase:
    """The conferences of the whole list whose day is known."""
    ids = [row["id"] for row in asked.rows(MOST_EVENTS)]
    found = Conference.objects.published().with_place().in_bulk(ids)
    return calendar_of(asked.request, [found[pk] for pk in ids if pk in found], "conferences")


FORMS = (
    Form("csv", CSV, _csv, "The whole list as a table (RFC 4180, UTF-8), not only one page.", of_one=False, of_whole_lists=True),
    Form("ninjs", NINJS, _written(news_item, NINJS), "ninjs 3.1, the IPTC's News in JSON.", nouns=("article",)),
    Form("popolo", POPOLO, _popolo, "People and bodies as Popolo writes them.", nouns=("official", "organisation")),
    Form("ics", CALENDAR, _calendar, "iCalendar (RFC 5545); a list whole, not only one page.", ("conference",), of_whole_lists=True),
)


@dataclass(frozen=True)
class Place:
    """What is at an address: its path as the description has it, whether it is data, of which noun, and whether it is a list of them."""

    is_there: bool = False
    is_data: bool = False
    noun: str = ""
    is_list: bool = False
    path: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Place":
        """The place that a request asks for."""
        try:
            return cls.at(resolve(request.path_info))
        except Resolver404:
            return cls()

    @classmethod
    def at(cls, match: ResolverMatch) -> "Place":
        """The place that an address was found to lead to."""
        view = getattr(match.func, "cls", None)
        is_data = bool(view and issubclass(view, OpenView) and view.content_negotiation_class is DefaultContentNegotiation)
        noun, _, kind = (match.url_name or "").rpartition("-")
        path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route)
        return cls(True, is_data, noun if noun in VIEWS else "", kind == "list", path)

    @property
    def is_document(self) -> bool:
        """Whether it is the description itself, which is for programs alone."""
        return self.path == SCHEMA

    def forms(self) -> list[Form]:
        """The forms beside JSON and the page in which it can be had."""
        return [form for form in FORMS if self.noun and form.can_tell(self.noun, is_list=self.is_list)]
