"""Notes at the end of a text (chú thích cuối bài), written with plain signs that every editor and every file keeps.

A paragraph at the end that begins with [1] is note 1, and [1] in the text before it refers to it. On a page the signs become
links there and back; without such a paragraph they stay what they are. The markup given is clean already.
"""

import html
import re

from django.utils.translation import gettext

SIGN = re.compile(r"\[(\d{1,3})\]")
# Paragraphs that begin with a sign, up to the end of the text; a heading that says so already is not said twice.
NOTE = r"<p>\s*(?:<(?:strong|em|sup)>)?\[\d{1,3}\](?:</(?:strong|em|sup)>)?(?:(?!</?p>).)*</p>\s*"
NOTES = re.compile(
    rf"(?:<(h2|h3|p)>(?:<strong>)?\s*(?:Chú thích|Ghi chú|Notes)\s*:?\s*(?:</strong>)?</\1>\s*)?((?:{NOTE})+)\Z", re.IGNORECASE | re.DOTALL
)
EACH = re.compile(r"<p>\s*(?:<(?:strong|em|sup)>)?\[(\d{1,3})\](?:</(?:strong|em|sup)>)?\s*(.*?)</p>\s*", re.DOTALL)
TAG = re.compile(r"""(<(?:[^<>"]|"[^"]*")*>)""")


def with_notes(markup: str, name: str = "") -> str:
    """The markup with its notes as a list at the end, linked to where they are referred to; ids start with the name given."""
    # Only the last paragraphs can be notes: looking there first keeps long texts without notes quick.
    start = _start_of_notes(markup)
    found = NOTES.search(markup, start) if start is not None else None
    if not found:
        return markup
    notes: dict[str, list[str]] = {}
    for number, text in EACH.findall(found[2]):
        notes.setdefault(str(int(number)), []).append(text)
    body, referred = _with_references(markup[: found.start()], set(notes), name)
    items = "".join(_item(number, "<br>".join(texts), referred.get(number, 0), name) for number, texts in notes.items())
    title = html.escape(gettext("Notes"))
    label = f"{name}chu-thich"
    opening = f'<section class="notes" role="doc-endnotes" aria-labelledby="{label}">'
    return f'{body}{opening}<h2 id="{label}">{title}</h2><ol>{items}</ol></section>'


def _start_of_notes(markup: str) -> int | None:
    """Where the run of paragraphs with a sign at the end begins, with the paragraph or heading before it."""
    if not markup.rstrip().endswith("</p>") or "[" not in markup:
        return None
    end, first = len(markup), None
    while (at := markup.rfind("<p>", 0, end)) >= 0 and re.fullmatch(NOTE, markup[at:end], re.DOTALL):
        end = first = at
    if first is None:
        return None
    before = max(markup.rfind(tag, 0, first) for tag in ("<h2>", "<h3>", "<p>"))
    heading = markup[before:first] if before >= 0 else ""
    return before if before >= 0 and re.fullmatch(r"<(h2|h3|p)>.{0,60}</\1>\s*", heading, re.DOTALL) else first


def _with_references(markup: str, known: set[str], name: str) -> tuple[str, dict[str, int]]:
    """The markup with the signs of known notes as links, and how often each is referred to. A link holds no second link."""
    counts: dict[str, int] = {}
    linked = 0

    def reference(sign: re.Match[str]) -> str:
        number = str(int(sign[1]))
        if number not in known:
            return sign[0]
        counts[number] = counts.get(number, 0) + 1
        label = html.escape(gettext("Note %(number)s") % {"number": number})
        return (
            f'<a class="note-reference" role="doc-noteref" id="{_place(number, counts[number], name)}" '
            f'href="#{name}chu-thich-{number}" aria-label="{label}">[{number}]</a>'
        )

    parts = []
    for part in TAG.split(markup):
        if part.startswith("<"):
            linked += part.startswith("<a ") - (part == "</a>")
        elif not linked:
            part = SIGN.sub(reference, part)
        parts.append(part)
    return "".join(parts), counts


def _place(number: str, time: int, name: str) -> str:
    return f"{name}tham-chieu-{number}" + (f"-{time}" if time > 1 else "")


def _item(number: str, text: str, times: int, name: str) -> str:
    label = html.escape(gettext("Back to where note %(number)s stands in the text") % {"number": number})
    back = "".join(
        f' <a class="note-back" role="doc-backlink" href="#{_place(number, time, name)}" aria-label="{label}">↩</a>'
        for time in range(1, min(times, 5) + 1)
    )
    return f'<li id="{name}chu-thich-{number}" value="{number}">{text}{back}</li>'
