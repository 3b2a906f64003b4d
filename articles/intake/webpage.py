"""The report in a saved web page: its headline and paragraphs, without menus, lists of other news, forms and scripts.

The page is walked through once, from left to right; whatever it holds, that takes time in proportion to its length.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([-\w:.]{2,40})""", re.IGNORECASE)
TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
HIDDEN = re.compile(r"""\shidden(?=[\s>=/]|$)|aria-hidden\s*=\s*["']?true|display\s*:\s*none""", re.IGNORECASE)
ARTICLE_BODY = re.compile(r"""\bitemprop\s*=\s*["']?[^"'>]{0,80}articleBody""", re.IGNORECASE)
OG_TITLE = re.compile(r"""\bproperty\s*=\s*["']?og:title""", re.IGNORECASE)
CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
SITE_NAME = re.compile(r"\s+[-–—|»]\s+[^-–—|»]+$")
BLANKS = re.compile(r"\s+")
BETWEEN = re.compile(r"\n\s*\n")

RAW = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "math", "textarea", "xmp", "noembed", "noframes"})
CHROME = frozenset({"nav", "footer", "aside", "select", "button", "menu", "dialog"})
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head"),
        *("header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre"),
        *("section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
    }
)
ENDLESS = frozenset({"br", "hr", "img", "input", "meta", "link", "source", "wbr", "area", "base", "col", "embed", "param", "track"})
CONTAINERS = frozenset({"article", "main"})
CLOSING = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in RAW}
HIDDEN_MARK = frozenset({"hidden"})
NOT_SHOWN = CHROME | HIDDEN_MARK
LONGEST_TAG, MOST_QUOTED = 2000, 8
DEEPEST = 30
MOST_TAGS = 100_000
ENOUGH = 200
"""Characters that a report has at least; less than that is looked for elsewhere on the page."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some words between two breaks of the page, and what they stand in."""

    text: str
    kind: str
    around: frozenset[str]
    containers: tuple[int, ...]


@dataclass
class _Nested:
    """An element that is open, and how often its kind was opened in itself since."""

    tag: str
    number: int = 0
    depth: int = 1


@dataclass
class Page:
    """What was found on a page."""

    blocks: list[Block] = field(default_factory=list)
    og_title: str = ""


def charset_of(content: bytes) -> str:
    """The encoding that a page names in its first lines."""
    found = CHARSET.search(content[:4096])
    return found[1].decode("ascii", "replace").lower() if found else ""


def report_in(markup: str) -> str:
    """The report of a page, a paragraph a line, its headline first. Raises ValidationError for a page that no report stands in."""
    page = _Walk(markup).page()
    whole = [each for each in page.blocks if "head" not in each.around and not each.around & NOT_SHOWN]
    shown = [each for each in whole if "form" not in each.around]
    if _length(shown) * 2 < _length(whole):  # Some sites wrap the whole page into one form.
        shown = whole
    body = _main_part(shown) or [each for each in shown if "header" not in each.around]
    everything = [each for each in page.blocks if "head" not in each.around]
    if _length(body) < min(ENOUGH, _length(everything) / 3):  # A menu that is never closed has swallowed the report.
        body = everything
    lines = [each.text for each in body]
    headline = _headline(page, body, shown)
    if headline and headline not in lines:
        lines.insert(0, headline)
    return "\n\n".join(lines)


def _length(blocks: list[Block]) -> int:
    return sum(len(each.text) for each in blocks)


def _main_part(blocks: list[Block]) -> list[Block]:
    """The smallest article of the page that holds at least half of what its largest holds."""
    lengths: Counter[int] = Counter()
    for each in blocks:
        for container in each.containers:
            lengths[container] += len(each.text)
    largest = max(lengths.values(), default=0)
    if largest < ENOUGH:
        return []
    chosen = min((number for number, length in lengths.items() if length * 2 >= largest), key=lambda number: (lengths[number], -number))
    return [each for each in blocks if chosen in each.containers]


def _headline(page: Page, body: list[Block], shown: list[Block]) -> str:
    """The headline where the report lacks it: the heading of the page, or else what it is called."""
    if any(each.kind in {"h1", "h2"} for each in body[:5]):
        return ""
    headings = [each.text for each in shown if each.kind == "h1"]
    titles = [SITE_NAME.sub("", each.text) for each in page.blocks if each.kind == "title"]
    return next((words for words in (*headings[-1:], page.og_title, *titles) if words), "")


class _Walk:
    """One walk through the markup."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.found = Page()
        self.open: Counter[str] = Counter()
        self.containers: list[_Nested] = []
        self.hidden: _Nested | None = None
        self.numbered = 0
        self.kinds: list[str] = []
        self.words: list[str] = []

    def page(self) -> Page:
        markup, place = self.markup, 0
        for number in count():
            if (start := markup.find("<", place)) < 0:
                break
            if number == MOST_TAGS:
                message = _("This page holds far more than one report. Copy the report out of it into a text file.")
                raise ValidationError(message, code="too_large")
            self._take(markup[place:start])
            place = self._past(start)
        self._take(markup[place:])
        self._break()
        return self.found

    def _take(self, text: str) -> None:
        if text:
            self.words.append(BLANKS.sub(" ", html.unescape(text)))

    def _past(self, start: int) -> int:
        """Where the walk goes on after the "<" at a place."""
        markup = self.markup
        if markup.startswith("<!--", start):
            return self._after("-->", start)
        if markup.startswith(("<!", "<?"), start):
            return self._after(">", start)
        name = TAG_NAME.match(markup, start + 1)
        if not name:
            self.words.append("<")
            return start + 1
        end, tag = self._end_of_tag(start), name[1].lower()
        if name[0].startswith("/"):
            self._close(tag)
        elif tag in RAW:
            closing = CLOSING[tag].search(markup, end)
            return self._after(">", closing.end()) if closing else len(markup)
        else:
            self._start(tag, markup[name.end() : end])
        return end

    def _after(self, sign: str, start: int) -> int:
        found = self.markup.find(sign, start)
        return found + len(sign) if found >= 0 else len(self.markup)

    def _end_of_tag(self, start: int) -> int:
        """After the ">" of a tag, as far as can be told the one outside its quotation marks."""
        first = end = self.markup.find(">", start)
        for _number in range(MOST_QUOTED):
            if not 0 <= end - start < LONGEST_TAG or self.markup.count('"', start, end) % 2 == 0:
                break
            further = self.markup.find('"', end, start + LONGEST_TAG)
            end = self.markup.find(">", further, start + LONGEST_TAG) if further >= 0 else -1
        end = end if end >= 0 else first
        return end + 1 if end >= 0 else len(self.markup)

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag == "meta" and not self.found.og_title and OG_TITLE.search(attributes) and (content := CONTENT.search(attributes)):
            self.found.og_title = _plain(html.unescape(content[1] or content[2] or ""))
        if tag in BLOCKS:
            self._break()
        if tag in ENDLESS:
            return
        self._enter(tag, attributes)
        if tag in CHROME or tag in {"header", "form", "head"}:
            self.open[tag] += not (tag == "header" and self.containers)
        if tag in BLOCKS:
            self.kinds.append(tag)
            del self.kinds[:-DEEPEST]

    def _enter(self, tag: str, attributes: str) -> None:
        """Keep count of what an article, or something that is not shown, is nested in."""
        if self.hidden:
            self.hidden.depth += self.hidden.tag == tag
        elif HIDDEN.search(attributes):
            self._break()
            self.hidden = _Nested(tag)
        if len(self.containers) < DEEPEST and (tag in CONTAINERS or ARTICLE_BODY.search(attributes)):
            self.numbered += 1
            self.containers.append(_Nested(tag, self.numbered))
        elif self.containers and self.containers[-1].tag == tag:
            self.containers[-1].depth += 1

    def _close(self, tag: str) -> None:
        if tag in BLOCKS:
            self._break()
            if self.kinds and self.kinds[-1] == tag:
                self.kinds.pop()
        if self.open[tag]:
            self.open[tag] -= 1
        if self.hidden and self.hidden.tag == tag:
            self.hidden.depth -= 1
            if not self.hidden.depth:
                self._break()
                self.hidden = None
        if tag in CONTAINERS and any(each.tag == tag for each in self.containers):
            while self.containers[-1].tag != tag:
                self.containers.pop()
        if self.containers and self.containers[-1].tag == tag:
            self.containers[-1].depth -= 1
            if not self.containers[-1].depth:
                self._break()
                self.containers.pop()

    def _break(self) -> None:
        """End a block; two line breaks in a row end one too."""
        text = "".join(self.words)
        self.words.clear()
        if not text or text.isspace():
            return
        around = frozenset(name for name, count in self.open.items() if count) | (HIDDEN_MARK if self.hidden else frozenset())
        kind = self.kinds[-1] if self.kinds else ""
        containers = tuple(each.number for each in self.containers)
        for part in BETWEEN.split(text):
            if words := _plain(part):
                self.found.blocks.append(Block(words, kind, around, containers))


def _plain(text: str) -> str:
    return "\n".join(line for each in text.split("\n") if (line := " ".join(each.split())))
