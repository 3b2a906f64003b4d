"""The pasted text with what was found in it: every stretch in the colour of its kind, with a link to the field that holds it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "article": _("Article"),
    "day": _("Day"),
    "conference": _("Conference"),
    "place": _("Places"),
    "official": _("Officials"),
    "group": _("Unnamed groups"),
    "figure": _("Figures"),
    "directive": _("Directives"),
    "caption": _("Captions"),
    "furniture": _("Not part of the report"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and the field of the form that it belongs to."""

    start: int
    end: int
    kind: str
    target: str


def marked(text: str, marks: Iterable[Mark]) -> tuple[SafeString, list[int]]:
    """The text, escaped, and where in it one can jump to (`#t120`).

    Where stretches lie over one another the shortest gives the colour, and a line below tells of the others.
    """
    found = sorted({mark for mark in marks if 0 <= mark.start < mark.end <= len(text)}, key=lambda mark: (mark.start, -mark.end))
    edges = sorted({edge for mark in found for edge in (mark.start, mark.end)})
    if not edges:
        return _plain(text, 0, len(text)), []
    parts: list[Any] = [_plain(text, 0, edges[0])]
    open_marks: list[Mark] = []
    coming = iter(found)
    following = next(coming, None)
    begun: set[Mark] = set()
    anchors: list[int] = []
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        open_marks = [mark for mark in open_marks if mark.end > start]
        while following and following.start <= start:
            open_marks.append(following)
            following = next(coming, None)
        if not open_marks:
            parts.append(_plain(text, start, end))
            continue
        inner = min(open_marks, key=lambda mark: mark.end - mark.start)
        outer = max(open_marks, key=lambda mark: mark.end - mark.start)
        is_first = inner not in begun and bool(text[start:end].strip())
        parts.append(_mark(text, start, end, inner, outer, is_first=is_first))
        if is_first:
            begun.add(inner)
            anchors.append(start)
    return SafeString("".join(str(part) for part in parts)), anchors


def _plain(text: str, start: int, end: int) -> SafeString:
    return format_html("{}", text[start:end])


def _mark(text: str, start: int, end: int, inner: Mark, outer: Mark, *, is_first: bool) -> SafeString:
    """A stretch between two edges. Only the first of each mark is a link: one stop for the keyboard, not five."""
    within = f" in-{outer.kind}" if outer is not inner else ""
    words = text[start:end]
    body = format_html('<a href="#{}" id="t{}">{}</a>', inner.target, start, words) if is_first else words
    return format_html(
        '<mark class="found is-{}{}" data-at="{}-{}" data-target="{}">{}</mark>', inner.kind, within, start, end, inner.target, body
    )
