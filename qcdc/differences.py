"""What changed between two texts, word by word: of plain text, and of rich text block by block.

Time grows with the length of the texts, not with its square, whatever they hold: words that stand once on both sides are
the anchors, a bounded search works between them, and what is too different is shown as replaced.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Literal, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from qcdc import prose
from qcdc.vietnamese import nfc

Kind = Literal["same", "del", "ins"]
Side = Literal["both", "before", "after"]

WORDS = re.compile(r"\n|\w+[^\S\n]*|[^\w\s][^\S\n]*|[^\S\n]+")
KINDS = {"tr": "row", "li": "item", "h2": "h2", "h3": "h3", "blockquote": "quote"}
CELL = " | "
DEEPEST = 24
MOST_EDITS = 60
NEAR = 12
ALIKE = 0.4


class Step(NamedTuple):
    """A run of elements that both sides have, or that only one of them has; the places are those of the sequences."""

    kind: Kind
    before: range
    after: range


class Piece(NamedTuple):
    """Some words that both texts have, or that only the one before (del) or the one after (ins) has."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Two plain texts, cut into what stayed, what went and what came."""
    old, new = WORDS.findall(nfc(before)), WORDS.findall(nfc(after))
    return [Piece(kind, "".join(words)) for kind, words in _runs(old, new, key=lambda word: word.strip() or word)]


def marked(before: str, after: str, side: Side = "both") -> SafeString:
    """Plain texts as HTML with `<del>` and `<ins>`; of one side only, as a column of a comparison shows it."""
    return format_html_join("", "{}", ((_marked(kind, text),) for kind, text in compare(before, after) if _on(side, kind)))


def marked_prose(before: str, after: str, side: Side = "both") -> SafeString:
    """Rich texts as HTML: one `<div>` a block (paragraph, heading, item, row), whole ones marked, changed ones word by word."""
    old, new = blocks(before), blocks(after)
    rows = (row for row in _paired(old, new) if _on(side, _kind_of(row)))
    return format_html_join("", "{}", ((_row(row, side),) for row in rows))


def _on(side: Side, kind: Kind) -> bool:
    return side == "both" or kind == "same" or (kind == "del") == (side == "before")


def _marked(kind: Kind, text: Any) -> SafeString:
    shown = format_html("{}", text)
    return shown if kind == "same" else format_html("<{0}>{1}</{0}>", kind, shown)


def _runs(old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], Hashable]) -> Iterator[tuple[Kind, list[Any]]]:
    """The elements in runs, the old before the new; a comma that stayed between two changes does not break them up."""
    gone: list[Any] = []
    come: list[Any] = []
    found = steps([key(each) for each in old], [key(each) for each in new])
    for index, (kind, before, after) in enumerate(found):
        between = kind == "same" and 0 < index < len(found) - 1 and len(after) == 1 and _is_a_mark(key(new[after.start]))
        gone += [old[place] for place in before] if kind == "del" or between else []
        come += [new[place] for place in after] if kind == "ins" or between else []
        if kind == "same" and not between:
            yield from _changed(gone, come)
            gone, come = [], []
            yield "same", [max(old[one], new[other], key=_length) for one, other in zip(before, after, strict=True)]
    yield from _changed(gone, come)


def _length(word: Any) -> int:
    """How long a word is with the space after it: at the end of a text it has none, and before another word it needs one."""
    return len(word if isinstance(word, str) else word.text)


def _is_a_mark(key: Any) -> bool:
    """Whether a word is a comma or the like, and no end of a line."""
    text = key if isinstance(key, str) else key[0]
    return text != "\n" and not any(letter.isalnum() for letter in text)


def _changed(gone: list[Any], come: list[Any]) -> Iterator[tuple[Kind, list[Any]]]:
    if gone:
        yield "del", gone
    if come:
        yield "ins", come


# The search: anchors first, then a bounded search between them.


def steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Step]:
    """How one sequence becomes the other: runs that stayed, and runs that went or came."""
    found: list[Step] = []
    place_old = place_new = 0
    for start_old, start_new, length in [*_matches(old, new), (len(old), len(new), 0)]:
        if place_old < start_old:
            found.append(Step("del", range(place_old, start_old), range(place_new, place_new)))
        if place_new < start_new:
            found.append(Step("ins", range(start_old, start_old), range(place_new, start_new)))
        if length:
            found.append(Step("same", range(start_old, start_old + length), range(start_new, start_new + length)))
        place_old, place_new = start_old + length, start_new + length
    return found


def _matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Where both sequences agree: (place in old, place in new, length), in order, runs joined."""
    pairs: list[tuple[int, int]] = []
    stack = [(0, len(old), 0, len(new), 0)]
    while stack:
        low_old, high_old, low_new, high_new, depth = stack.pop()
        while low_old < high_old and low_new < high_new and old[low_old] == new[low_new]:
            pairs.append((low_old, low_new))
            low_old, low_new = low_old + 1, low_new + 1
        while low_old < high_old and low_new < high_new and old[high_old - 1] == new[high_new - 1]:
            high_old, high_new = high_old - 1, high_new - 1
            pairs.append((high_old, high_new))
        if low_old == high_old or low_new == high_new:
            continue
        anchors = _anchors(old, new, (low_old, high_old, low_new, high_new)) if depth < DEEPEST else []
        if not anchors:
            pairs += _searched(old, new, (low_old, high_old, low_new, high_new))
            continue
        for anchor_old, anchor_new in [*anchors, (high_old, high_new)]:
            stack.append((low_old, anchor_old, low_new, anchor_new, depth + 1))
            low_old, low_new = anchor_old + 1, anchor_new + 1
        pairs += anchors
    return _joined(sorted(pairs))


def _joined(pairs: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for place_old, place_new in pairs:
        if runs and runs[-1][0] + runs[-1][2] == place_old and runs[-1][1] + runs[-1][2] == place_new:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((place_old, place_new, 1))
    return runs


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], box: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """What stands once on both sides, as far as it stands in the same order (the longest such row)."""
    low_old, high_old, low_new, high_new = box
    count_old, count_new = Counter(old[low_old:high_old]), Counter(new[low_new:high_new])
    where = {new[place]: place for place in range(low_new, high_new) if count_new[new[place]] == 1}
    both = [(place, where[old[place]]) for place in range(low_old, high_old) if count_old[old[place]] == 1 and old[place] in where]
    ends: list[int] = []
    links: list[int | None] = []
    heads: list[int] = []
    for index, (_place, place_new) in enumerate(both):
        length = bisect_left(ends, place_new)
        links.append(heads[length - 1] if length else None)
        ends[length : length + 1], heads[length : length + 1] = [place_new], [index]
    chain: list[tuple[int, int]] = []
    last = heads[-1] if heads else None
    while last is not None:
        chain.append(both[last])
        last = links[last]
    return chain[::-1]


def _searched(old: Sequence[Hashable], new: Sequence[Hashable], box: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Where two stretches without anchors agree, found in at most MOST_EDITS edits; nothing where they differ more (Myers)."""
    low_old, high_old, low_new, high_new = box
    size_old, size_new = high_old - low_old, high_new - low_new
    if abs(size_old - size_new) > MOST_EDITS:
        return []
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(MOST_EDITS, size_old + size_new) + 1):
        trail.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = x - diagonal
            while x < size_old and 0 <= y < size_new and old[low_old + x] == new[low_new + y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            if x >= size_old and y >= size_new:
                return [(low_old + x, low_new + y) for x, y in _walked_back(trail, size_old, size_new)]
    return []


def _walked_back(trail: list[dict[int, int]], x: int, y: int) -> Iterator[tuple[int, int]]:
    for edits in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[edits], x - y
        down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        from_x = reach[before]
        from_y = from_x - before
        while x > max(from_x, 0) and y > max(from_y, 0):
            x, y = x - 1, y - 1
            yield x, y
        x, y = from_x, from_y


# Rich text


class Word(NamedTuple):
    """A word of rich text with the marks it stands under, outermost first: strong, em, or the address of a link."""

    text: str
    marks: tuple[str, ...]


@dataclass
class Block:
    """A paragraph, heading, item of a list, quotation or row of a table."""

    kind: str
    words: list[Word] = field(default_factory=list)

    @property
    def key(self) -> tuple[Any, ...]:
        return self.kind, tuple((word.text.strip(), word.marks) for word in self.words)


class _Blocks(HTMLParser):
    """Reads cleaned HTML: only the tags of the editor's toolbar are left in it."""

    MARKS = {"strong", "em", "a"}
    INSIDE_A_ROW = {"td", "th", "p"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self.path: list[str] = []
        self.marks: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.add("\n")
        elif tag in self.MARKS:
            self.marks.append(dict(attrs).get("href") or tag)
        else:
            self.border(tag)
            self.path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.MARKS and self.marks:
            self.marks.pop()
        elif tag in self.path:
            while self.path.pop() != tag:
                pass
            self.border(tag, ends=True)

    def border(self, tag: str, *, ends: bool = False) -> None:
        """A new block begins; the cells of a row stand in one."""
        if "tr" not in self.path or tag not in self.INSIDE_A_ROW:
            self.open = False
        elif self.open and not ends and tag != "p" and self.found[-1].words[-1].text != CELL:
            self.found[-1].words.append(Word(CELL, ()))

    def handle_data(self, data: str) -> None:
        if self.open or data.strip():
            self.add(data.replace("\n", " "))

    def add(self, text: str) -> None:
        if not self.open:
            self.found.append(Block(self.kind))
            self.open = True
        marks = tuple(dict.fromkeys(self.marks[-4:]))
        self.found[-1].words.extend(Word(word, marks) for word in WORDS.findall(text))

    @property
    def kind(self) -> str:
        return next((KINDS[tag] for tag in ("tr", "li", "h2", "h3", "blockquote") if tag in self.path), "p")


def blocks(markup: str) -> list[Block]:
    """Some HTML as the blocks a reader sees, one after the other; what is empty is left out."""
    reader = _Blocks()
    reader.feed(prose.clean(nfc(markup)))
    reader.close()
    return [block for block in reader.found if any(word.text.strip() for word in block.words)]


Row = tuple[Block | None, Block | None]


def _kind_of(row: Row) -> Kind:
    return "ins" if row[0] is None else "del" if row[1] is None else "same"


def _paired(old: list[Block], new: list[Block]) -> Iterator[Row]:
    """The blocks in order, each beside what it was; what was rewritten beyond recognition stands as gone and come."""
    gone: list[Block] = []
    come: list[Block] = []
    for kind, before, after in steps([block.key for block in old], [block.key for block in new]):
        if kind == "same":
            yield from _likely(gone, come)
            gone, come = [], []
            yield from ((old[one], new[other]) for one, other in zip(before, after, strict=True))
        gone += [old[place] for place in before] if kind == "del" else []
        come += [new[place] for place in after] if kind == "ins" else []
    yield from _likely(gone, come)


def _likely(gone: list[Block], come: list[Block]) -> Iterator[Row]:
    """Changed blocks, each paired with the most similar one that stands near."""
    done = 0
    bags = [Counter(word.text.strip() for word in block.words) for block in come]
    for block in gone:
        bag = Counter(word.text.strip() for word in block.words)
        near = [
            (_likeness(bag, bags[place]), -place) for place in range(done, min(done + NEAR, len(come))) if come[place].kind == block.kind
        ]
        best = max(near, default=(0.0, 0))
        if best[0] < ALIKE:
            yield block, None
            continue
        yield from ((None, each) for each in come[done : -best[1]])
        yield block, come[-best[1]]
        done = 1 - best[1]
    yield from ((None, each) for each in come[done:])


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _row(row: Row, side: Side) -> SafeString:
    old, new = row
    block: Any = new or old
    if old is None or new is None:
        inside = format_html("<{0}>{1}</{0}>", _kind_of(row), _shown(block.words))
    else:
        runs = _runs(old.words, new.words, key=lambda word: (word.text.strip() or word.text, word.marks))
        inside = format_html_join("", "{}", ((_marked(kind, _shown(words)),) for kind, words in runs if _on(side, kind)))
    return format_html('<div class="diff-block diff-block--{}">{}</div>', block.kind, inside)


def _shown(words: list[Word]) -> SafeString:
    return format_html_join("", "{}", ((_under(word.marks, word.text),) for word in words))


def _under(marks: tuple[str, ...], text: str) -> SafeString:
    shown = format_html("{}", text) if text != "\n" else format_html("<br>")
    for mark in reversed(marks):
        shown = format_html("<{0}>{1}</{0}>", mark, shown) if mark in {"strong", "em"} else format_html('<u title="{}">{}</u>', mark, shown)
    return shown
