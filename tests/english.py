"""English left where Vietnamese should stand: what an answer says, and which of its words no Vietnamese could have written.

It needs no list of English words. A word of plain letters that is no Vietnamese syllable is English, unless it is one of
ALLOWED, an abbreviation (CSV) or a code of a row; and a text that is word for word a source string is one that nobody
translated ("To", "In"), though its letters could be Vietnamese.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import trans_real

from qcdc.syllables import is_syllable
from tests.desk import notices_of
from tests.reading import finish, words

# What Vietnamese newsrooms write in these letters too, the names of fonts, and those of keys.
TERMS = "api atom cookie csv docx email excel html http https jpeg json pdf png txt unicode url web webp word xlsx zip"
FONTS = "vntime vntimeh"
KEYS = "alt command control ctrl enter esc mac tab"
ALLOWED = frozenset(f"{TERMS} {FONTS} {KEYS}".split())

SILENT = {"script", "style", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {"title", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder", "alt", "label", "summary"}
PRESSED = {"submit", "button", "reset"}
EDGES = ".,;:!?…()[]<>«»“”\"'‘’*+–—=#·→←›×✓|/\\"
WORD = re.compile(r"[^\W\d_]+")
# What machines read: addresses, file names, numbers with letters, places to be filled in.
CODE = re.compile(r"[\d@_\\%{}<>=]|\w[.:]\w|^-|/.*/")


class _Texts(HTMLParser):
    """What a page says: in sight, to a screen reader, or through its scripts; passages in another language left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.open: list[tuple[str, bool]] = []
        self.hushed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        silent = tag in SILENT or given.get("lang", "vi") != "vi"
        if tag not in VOID:
            self.open.append((tag, silent))
            self.hushed += silent
        if not self.hushed and not silent:
            self.found += spoken(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if any(tag == each for each, _silent in self.open):
            while self.open:
                each, silent = self.open.pop()
                self.hushed -= silent
                if each == tag:
                    break

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        where = self.open[-1][0] if self.open else ""
        if data.strip() and not self.hushed and where != "textarea":
            self.found.append((where, " ".join(data.split())))


def spoken(tag: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The attributes of an element that somebody hears or reads, now or once a script has shown them."""
    for name, value in given.items():
        where = f"{tag} {name}"
        if name.startswith("data-") and value[:1] in {"{", "["} and value[-1] in {"}", "]"}:
            yield from ((where, text) for text in sentences(json.loads(value)))
        elif (
            name in SPOKEN
            or (name == "value" and tag == "input" and given.get("type") in PRESSED)
            or (name == "content" and tag == "meta" and given.get("name") == "description")
            or (name.startswith("data-") and (" " in value or name == "data-placeholder"))
        ):
            yield where, value


def sentences(value: Any, key: str = "") -> Iterator[str]:
    """The texts in something sent as JSON; what is called a group or a name is for machines."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from sentences(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from sentences(each, key)
    elif isinstance(value, str) and " " in value and key not in {"group", "listTypes", "label", "description"}:
        yield value


def texts_of(page: str) -> list[tuple[str, str]]:
    """The texts of a page, each with the element (and attribute) that holds it."""
    parser = _Texts()
    parser.feed(page)
    parser.close()
    return parser.found


def texts_in(response: Any) -> Iterator[tuple[str, str]]:
    """The texts of an answer: those of a page, what the next page will say first, sentences for a script, heads of columns."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code == HTTPStatus.FOUND:
        yield from (("message", text) for text in notices_of(response))
    elif "html" in kind:
        yield from texts_of(words(response))
    elif "json" in kind:
        yield from (("json", text) for text in sentences(response.json()))
    elif "csv" in kind:
        yield from (("csv", text) for text in next(csv.reader(io.StringIO(words(response).lstrip("\ufeff")))))


def source_strings() -> dict[str, str]:
    """Every text of the catalogues with its translation, the first catalogue first."""
    known: dict[str, str] = {}
    for each in trans_real.translation("vi")._catalog._catalogs:  # type: ignore[attr-defined]
        for key, text in each.items():
            if isinstance(key, str) and key:
                known.setdefault(key.rpartition("\x04")[2], text)
    return known


def codes_of_rows() -> frozenset[str]:
    """What rows are called by machines: their part of an address, the name to log in with."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.SlugField) or field.name == "username":
                found |= {str(value) for value in model._default_manager.values_list(field.name, flat=True)}
    return frozenset(found)


def is_english(word: str) -> bool:
    return len(word) > 1 and word.isascii() and not word.isupper() and word.lower() not in ALLOWED and not is_syllable(word)


def english_in(text: str, codes: Iterable[str] = ()) -> list[str]:
    """The English words of a text."""
    chunks = (chunk.strip(EDGES) for chunk in text.split())
    return [word for chunk in chunks if chunk not in codes and not CODE.search(chunk) for word in WORD.findall(chunk) if is_english(word)]


class Proofreader:
    """Reads answers and notes what is English in them, with where it stood."""

    def __init__(self, entered: str = "") -> None:
        """`entered` is what a test typed in that no Vietnamese would have written so."""
        self.known, self.codes = source_strings(), codes_of_rows() | {*entered.split()}
        self.seen: dict[str, bool] = {}
        self.noted: dict[str, set[str]] = defaultdict(set)
        self.pages = 0

    def is_left(self, text: str) -> bool:
        if text not in self.seen:
            plain = text.isascii() and not text.isupper() and text.lower() not in ALLOWED
            untranslated = plain and self.known.get(text, text) != text
            self.seen[text] = untranslated or bool(english_in(text, self.codes))
        return self.seen[text]

    def read(self, response: Any, where: str) -> Any:
        """Read an answer; it is handed on."""
        assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, where
        self.pages += 1
        for element, text in texts_in(response):
            if self.is_left(text):
                self.noted[f"{element}: {text[:160]}"].add(where)
        finish(response)
        return response

    def found(self) -> list[str]:
        """What was noted, each with the first place."""
        return [f"{text}  ({min(where)}, {len(where)} in all)" for text, where in sorted(self.noted.items())]
