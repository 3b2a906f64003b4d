"""How a pasted report is laid out: furniture, header date, kicker, headline, lead, captions, bylines, paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.intake.bylines import is_byline, is_source
from articles.intake.captions import is_caption, is_certain
from articles.intake.furniture import is_furniture, opens_related
from articles.intake.headers import HeaderLine, read_header
from articles.intake.lexicon import HEADS
from articles.intake.source import Source
from articles.intake.tokens import tokenise

Where = tuple[int, int]
FINAL = (".", "!", "?", "…", "...", ".”", '."', "./.", ";", ".)", ":”")
WRAP = range(50, 116)
DATELINE = re.compile(
    r"^(?!(?:Sáng|Chiều|Ngày|Tối|Trưa|Hôm|Từ|Trong|Vào)\b)\(?(?:(?=[\w.&/\s]*[A-ZĐƯ])[\w.&/]{2,18}|"
    r"[A-ZĐƯ][\w.&]{1,8} [\w.&]{2,8})\)?\s*[-–—]+\s*(?=[“\"]?[A-ZĐƯÀ-Ỹ\d])"
    r"|^[-–—]\s*(?=[A-ZĐƯÀ-Ỹ])"
)
INLINE_KICKER = re.compile(
    r"(?P<kicker>(?:[A-ZĐ][^\W\d_]*\.?|tỉnh|huyện|xã|phường|thành phố|thị xã|thị trấn)"
    r"(?: (?:[A-ZĐ][^\W\d_]*|-|–|ủy|uỷ|tỉnh|huyện|xã|phường|thị|thành|phố|trấn|đoàn|dân|vận|chỉ|đạo|nhân)){0,7}:)"
    r"\s+(?P<rest>[“\"]?[A-ZĐÀ-Ỹ\d].{12,})"
)
OPENS_WITH_DAY = re.compile(r"^(?:(?:Sáng|Chiều|Tối|Trưa)(?: nay| qua| ngày)?|Ngày|Hôm (?:nay|qua)|Trong (?:hai|2) ngày)\W+\(?\d")
SHORTEST_WRAPPED = 39
LONGEST_LEAD = 600
MOST_WRITERS = 4
SENTENCE = 130


@dataclass(slots=True)
class Block:
    """Lines that belong together, as offsets in the text as read."""

    start: int
    end: int
    text: str
    shape: str = "body"

    @property
    def where(self) -> Where:
        return self.start, self.end

    @property
    def is_closed(self) -> bool:
        """Whether it ends like a sentence."""
        return self.text.endswith(FINAL)


@dataclass(slots=True)
class Layout:
    """The parts of a report, in the order of print."""

    header: tuple[Where, HeaderLine] | None = None
    kicker: Block | None = None
    headline: Block | None = None
    lead: Block | None = None
    captions: list[Block] = field(default_factory=list)
    bylines: list[Block] = field(default_factory=list)
    sources: list[Block] = field(default_factory=list)
    furniture: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    repeated: list[Block] = field(default_factory=list)


def read_layout(source: Source) -> Layout:
    """Sort the lines of a report into its parts."""
    layout = Layout()
    blocks = [block for block in _blocks(source) if block.text]
    blocks = _without_furniture(blocks, layout)
    blocks = _without_header(blocks, layout)
    blocks = _without_ends(blocks, layout)
    _read_top(blocks, layout)
    _part_kicker(layout, source)
    return layout


def _lines(text: str) -> Iterator[Where]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _blocks(source: Source) -> list[Block]:
    """Lines, with those that were only wrapped put together again."""
    lines = [source.strip(*line) for line in _lines(source.text)]
    lengths = [end - start for start, end in lines if end > start]
    longest = max(lengths, default=0)
    is_wrapped = len(lengths) >= 8 and longest < WRAP.stop and _is_wrapped(source.text, lines, lengths)
    blocks: list[Block] = []
    is_open, last_length = False, 0
    for start, end in lines:
        if start == end:
            is_open = False
            continue
        words = source.text[start:end]
        if (
            is_open
            and blocks
            and _goes_on(blocks[-1], words, is_wrapped=is_wrapped, is_full=last_length > 0.85 * longest, width=start - blocks[-1].start)
        ):
            blocks[-1].end = end
        else:
            blocks.append(Block(start, end, ""))
        is_open = True
        blocks[-1].shape = words[-40:]
        last_length = end - start
    return [Block(block.start, block.end, source.words(block.start, block.end)) for block in blocks]


def _is_wrapped(text: str, lines: Sequence[Where], lengths: Sequence[int]) -> bool:
    """Whether the lines were cut at a width: most are about as long as the page, or break off in mid-sentence above another."""
    if sum(length in WRAP for length in lengths) > 0.6 * len(lengths):
        return True
    broken = sum(end > start and below[1] > below[0] and text[end - 1] not in '.!?…:;”"' for (start, end), below in pairwise(lines))
    return broken >= 8 and broken > 0.6 * len(lengths)


def _goes_on(block: Block, words: str, *, is_wrapped: bool, is_full: bool, width: int) -> bool:
    """Whether a line carries on the one before: it starts small, or the one before ends with a comma."""
    last = block.shape
    if last.endswith((*FINAL, ":")) and not (is_wrapped and is_full):
        return False
    first = next((char for char in words if char.isalnum()), "")
    is_marked = words[0] in "-–—*•+>([" or re.match(r"\d+[.)/]", words)
    if first.islower() and not is_marked:
        return True
    if last.endswith(",") and first.isupper() and width < 400:
        return True
    return is_wrapped and not is_marked and len(last) >= SHORTEST_WRAPPED


def _without_furniture(blocks: Sequence[Block], layout: Layout) -> list[Block]:
    kept: list[Block] = []
    is_related = has_body = False
    for block in blocks:
        if opens_related(block.text):
            is_related = has_body
            layout.furniture.append(block)
        elif (
            is_related
            and not (block.is_closed and len(block.text) > 2 * SENTENCE)
            and not is_byline(block.text, is_last=True, is_upper_only=True)
        ) or is_furniture(block.text):
            layout.furniture.append(block)
        else:
            is_related = False
            has_body = has_body or (block.is_closed and len(block.text) > SENTENCE)
            kept.append(block)
    return kept


def _without_header(blocks: Sequence[Block], layout: Layout) -> list[Block]:
    kept = []
    for block in blocks:
        line = read_header(block.text)
        if line is None:
            kept.append(block)
        elif layout.header is None:
            layout.header = (block.where, line)
        else:
            layout.furniture.append(block)
    return kept


def _without_ends(blocks: list[Block], layout: Layout) -> list[Block]:
    """Take the bylines and the source off the end."""
    blocks = list(blocks)
    while len(blocks) > 1 and len(layout.bylines) < MOST_WRITERS:
        last = blocks[-1]
        if is_source(last.text):
            layout.sources.insert(0, last)
        elif is_byline(last.text, is_last=True):
            layout.bylines.insert(0, last)
        elif is_caption(last.text, is_closed=last.is_closed) and len(layout.captions) < 9 and len(blocks) > 2:
            layout.captions.insert(0, last)
        else:
            break
        blocks.pop()
    return blocks


def _read_top(blocks: list[Block], layout: Layout) -> None:
    """Kicker, headline, lead and a byline above, then captions and paragraphs."""
    first_body = next((place for place, block in enumerate(blocks) if _is_paragraph(block)), None)
    if first_body is None:
        first_body = next((place for place, block in enumerate(blocks) if block.is_closed), min(1, max(0, len(blocks) - 1)))
    top, rest = blocks[:first_body], blocks[first_body:]
    for block in top:
        if layout.headline and block.text == layout.headline.text:
            layout.repeated.append(block)
        elif is_caption(block.text, is_closed=block.is_closed) and not _must_be_headline(top, block, layout):
            layout.captions.append(block)
        elif is_byline(block.text, is_last=False) and (layout.headline or layout.kicker):
            layout.bylines.append(block)
        elif block.text.endswith(":") and layout.headline is None and len(block.text) < 140:
            layout.kicker = block
        elif (layout.headline is None or _is_banner(layout.headline, block)) and len(block.text.split()) >= 4 and rest:
            if layout.headline:
                layout.furniture.append(layout.headline)
            layout.headline = block
        elif layout.headline is None:
            layout.furniture.append(block)
        else:
            layout.body.append(block)
    _read_body(rest, layout)
    _find_lead(layout)


def _is_banner(line: Block, following: Block) -> bool:
    """A line in capitals above a headline that is not: the name of the site."""
    return line.text.isupper() and not following.text.isupper() and not following.is_closed


def _must_be_headline(top: Sequence[Block], block: Block, layout: Layout) -> bool:
    """A first line about somebody who does something is the headline, when no other line could be."""
    if layout.headline is not None or is_certain(block.text):
        return False
    later = top[top.index(block) + 1 :]
    return not any(each.text != block.text and not is_caption(each.text, is_closed=each.is_closed) for each in later)


def _is_paragraph(block: Block) -> bool:
    if DATELINE.match(block.text) and len(block.text) > 60:
        return True
    if is_caption(block.text, is_closed=block.is_closed):
        return False
    return (block.is_closed and len(block.text) > 60) or len(block.text) > 260


def _read_body(blocks: Sequence[Block], layout: Layout) -> None:
    seen: dict[str, Block] = {block.text: block for block in layout.body}
    for block in blocks:
        if layout.headline and block.text == layout.headline.text:
            layout.repeated.append(block)
        elif is_caption(block.text, is_closed=block.is_closed):
            layout.captions.append(block)
        elif is_byline(block.text, is_last=False, is_upper_only=True) and not block.is_closed:
            layout.bylines.append(block)
        elif block.text in seen and len(block.text) > 40:
            layout.repeated.append(block)
            if layout.lead is None and layout.body and seen[block.text] is layout.body[0]:
                layout.lead = layout.body[0]
                layout.body[0] = block
                seen[block.text] = block
        else:
            seen[block.text] = block
            layout.body.append(block)


def _part_kicker(layout: Layout, source: Source) -> None:
    """ "Quảng Điền: Tổng kết …": a place or body printed before the headline in its own line is its kicker."""
    headline = layout.headline
    if headline is None or layout.kicker or source.text[headline.start : headline.end] != headline.text:
        return
    found = INLINE_KICKER.match(headline.text)
    if found and not HEADS.match(tokenise(headline.text, 0, found.end("kicker")), 0):
        layout.kicker = Block(headline.start, headline.start + found.end("kicker"), found.group("kicker"))
        layout.headline = Block(headline.start + found.start("rest"), headline.end, found.group("rest"))


def _find_lead(layout: Layout) -> None:
    """The paragraph between headline and dateline."""
    if layout.lead is not None or layout.headline is None or len(layout.body) < 2:
        return
    first, second = layout.body[:2]
    if OPENS_WITH_DAY.match(second.text) and not OPENS_WITH_DAY.match(first.text) and not DATELINE.match(first.text):
        if len(first.text) <= LONGEST_LEAD and first.is_closed:
            layout.lead = layout.body.pop(0)
        return
    for place, block in enumerate(layout.body[:3]):
        if DATELINE.match(block.text) and block.text[0] not in "-–—":
            if place == 1:
                layout.lead = layout.body.pop(0)
            return
