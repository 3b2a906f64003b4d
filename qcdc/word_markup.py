"""What Word puts on the clipboard, told in the tags of the house before it is cleaned: its lists, notes and quotations.

Nothing here makes markup safe; that is the cleaner's work alone (qcdc.prose). static/js/prose.js does the same for what is
pasted into the editor, before the editor forgets the classes and styles that say what is meant.
"""

import html
import re
from html.parser import HTMLParser

import nh3

FROM_WORD = re.compile(r"<[^<>]*(?:\bmso-|\bMso[A-Z])|<o:p\b|<w:[a-z]", re.IGNORECASE)
LEVEL = re.compile(r"mso-list:\s*[^;\"']*?level(\d)", re.IGNORECASE)
NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-zđ]|[ivxlc]{1,6})[.)]", re.IGNORECASE)
NOTE = re.compile(r"#?_(?:ftn|edn)(?:ref)?(\d{1,3})")
BOLD = re.compile(r"(?<![-\w])font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ITALIC = re.compile(r"(?<![-\w])font-style:\s*italic", re.IGNORECASE)
LEFT_OUT = re.compile(
    r"mso-element:\s*comment-list|mso-special-character:\s*comment|\bmsocomanchor\b|\bMsoCommentReference\b", re.IGNORECASE
)
BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "td", "th", "blockquote", "div"])
VOID = frozenset(["br", "hr", "img", "meta", "link", "input", "col"])
NO_MEANING = frozenset(["html", "head", "body", "font", "center", "div"])
SIGN = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
DEEPEST = 5
# Python's reader stumbles over broken markup, or loses its time in it; here it gets what a browser would make of it.
WELL_FORMED = nh3.Cleaner(
    tags=BLOCKS | {"a", "b", "i", "s", "u", "strong", "em", "sup", "sub", "span", "br", "li", "thead", "tbody", "font", "center"},
    attributes={"*": {"class", "style", "href", "title", "start", "type", "colspan", "rowspan"}},
    clean_content_tags={"script", "style", "title", "xml"},
    link_rel=None,
)


def from_word(markup: str) -> str:
    """The markup with Word's own ways put into tags; any other markup as it is."""
    if not FROM_WORD.search(markup):
        return markup
    reader = _Reader()
    reader.feed(WELL_FORMED.clean(markup))
    reader.close()
    return reader.told()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.skipping: list[str] = []
        self.marker: list[str] | None = None
        self.lists: list[str] = []
        self.paragraph: tuple[int, int, bool] | None = None  # where it began, its level in a list, whether it is a quotation
        self.closing: list[tuple[str, str]] = []  # open tags that the house knows by another name

    def told(self) -> str:
        self._end_paragraph()
        self._close_lists(0)
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        style, kind = given.get("style", ""), given.get("class", "")
        if tag in VOID:
            self.out.append("<br>" if tag == "br" and not self.skipping and "page-break-before" not in style else "")
        elif self.skipping or self._begins_to_skip(tag, given):
            self.skipping.append(tag)
        elif tag == "p":
            self._start_paragraph(style, kind)
        elif tag == "span":
            self._start_span(style)
        elif ":" not in tag and tag not in NO_MEANING:
            if tag in BLOCKS:
                self._close_lists(0)
            self.out.append(self.get_starttag_text() or "")

    def _begins_to_skip(self, tag: str, given: dict[str, str]) -> bool:
        """Whether what an element holds is left out: comments, the signs of lists, and those of notes, which are told anew."""
        style = given.get("style", "")
        if note := NOTE.fullmatch(given.get("href", "")):
            self.out.append(f"[{note[1]}]")
            return True
        if self.paragraph and self.paragraph[1] and SIGN.search(style):
            self.marker = []
            return True
        return bool(LEFT_OUT.search(f"{style} {given.get('class', '')}")) or tag in {"style", "script", "title", "xml"}

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag in self.skipping:
                while self.skipping.pop() != tag:
                    pass
            if not self.skipping and self.marker is not None:
                self._open_item("".join(self.marker))
                self.marker = None
        elif tag == "p":
            self._end_paragraph()
        elif tag == "span":
            self.out.append(self.closing.pop()[1] if self.closing else "")
        elif ":" not in tag and tag not in VOID and tag not in NO_MEANING:
            if tag in BLOCKS:
                self._end_paragraph()
                self._close_lists(0)
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.marker is not None:
            self.marker.append(data)
        elif not self.skipping and (self.paragraph or data.strip() or not self.lists):
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _start_paragraph(self, style: str, kind: str) -> None:
        self._end_paragraph()
        level = LEVEL.search(style)
        depth = min(int(level[1]) or 1, DEEPEST) if level else 0
        quotation = "Quote" in kind
        if not depth:
            self._close_lists(0)
        self.paragraph = (len(self.out), depth, quotation)
        self.out.append("" if depth else "<blockquote><p>" if quotation else "<p>")

    def _open_item(self, marker: str) -> None:
        """Begin an item of a list: the kind of the list shows in the sign that Word put before the words."""
        if not self.paragraph:
            return
        depth = self.paragraph[1]
        sign = html.unescape(marker).replace("\xa0", " ").strip()
        kind = "ol" if NUMBERED.fullmatch(sign) else "ul"
        opening = []
        self._close_lists(depth)
        if len(self.lists) == depth and self.lists[-1] != kind:
            self._close_lists(depth - 1)
        if len(self.lists) == depth:
            opening.append("</li>")
        while len(self.lists) < depth:
            opening.append(f"<{kind}><li>" if len(self.lists) + 1 < depth else f"<{kind}>")
            self.lists.append(kind)
        self.out.append("".join([*opening, "<li><p>"]))

    def _end_paragraph(self) -> None:
        """Close the paragraph; one without words is left out."""
        if not self.paragraph:
            return
        start, depth, quotation = self.paragraph
        self.paragraph = None
        words = html.unescape(re.sub(r"<[^<>]*>", "", "".join(self.out[start:]))).replace("\xa0", " ").strip()
        if not words and not depth:
            del self.out[start:]
            return
        item = depth and "<li><p>" in "".join(self.out[start:])
        if depth and not item:
            self.out[start] = "<p>"  # A paragraph of a list without a sign goes on with the item before it, or stands alone.
        self.out.append("</p></blockquote>" if quotation and not depth else "</p>")

    def _close_lists(self, depth: int) -> None:
        """Close the lists that lie deeper, innermost first."""
        while len(self.lists) > depth:
            self.out.append(f"</li></{self.lists.pop()}>")

    def _start_span(self, style: str) -> None:
        tags = [tag for tag, pattern in (("strong", BOLD), ("em", ITALIC)) if pattern.search(style)]
        self.out.append("".join(f"<{tag}>" for tag in tags))
        self.closing.append(("span", "".join(f"</{tag}>" for tag in reversed(tags))))
