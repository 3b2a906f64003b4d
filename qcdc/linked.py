"""What a page tells machines of itself: its address, a card for sharing, Dublin Core, and schema.org as JSON-LD."""

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

WORKS = {"NewsArticle", "CreativeWork", "Event"}
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class Card:
    """A page about one thing, as it is shared and catalogued."""

    title: str
    description: str
    url: str
    kind: str = "website"
    image: str = ""
    creator: str = ""
    published: datetime.datetime | None = None
    modified: datetime.datetime | None = None
    date: str = ""
    """The day that the thing itself is of, as exactly as known (ISO 8601)."""
    graph: tuple[dict[str, Any], ...] = field(default=())


def addresses(request: HttpRequest) -> dict[str, str]:
    """The one address of a page, and the same page in each language: filters and tracking words are no part of it, pages are."""
    number = request.GET.get("page", "")
    page = f"?page={number}" if number.isascii() and number.isdigit() and number != "1" else ""
    here = request.build_absolute_uri(request.path)
    return {
        "canonical": here + page,
        "vi": translate_url(here, "vi") + page,
        "en": translate_url(here, "en") + page,
    }


def moment(value: datetime.datetime | None) -> str | None:
    """A moment as schema.org writes it, in the time of Việt Nam: 2018-05-29T16:30:00+07:00."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def crumbs(request: HttpRequest, *steps: tuple[Any, str]) -> dict[str, Any]:
    """Where a page stands, from the home page down to itself."""
    pairs = [(_("Home"), reverse("home")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(name), "item": request.build_absolute_uri(url)}
            for place, (name, url) in enumerate(pairs, start=1)
        ],
    }


def publisher(request: HttpRequest) -> dict[str, Any]:
    """Who publishes this site."""
    return {"@type": "Organization", "name": "QCDC", "url": request.build_absolute_uri(reverse("home"))}


def without_gaps(thing: dict[str, Any]) -> dict[str, Any]:
    """A description without what is not known."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


@register.filter
def json_ld(graph: Any) -> SafeString:
    """Descriptions as a JSON-LD document that can stand in a page: nothing in it can end the element around it."""
    language = {"inLanguage": get_language()}
    document = {"@context": "https://schema.org", "@graph": [language | thing if thing["@type"] in WORKS else thing for thing in graph]}
    return mark_safe(json.dumps(document, ensure_ascii=False).translate(UNSAFE))  # noqa: S308 (every sign that could end it is escaped)


@register.filter
def iso(value: datetime.datetime | None) -> str:
    """A moment for a machine, in the time of Việt Nam."""
    return moment(value) or ""
