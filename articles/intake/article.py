"""A pasted text taken apart far enough to be read: its layout, the sentences of its body, and what they say of people."""

import re
from dataclasses import dataclass, field

from articles.intake.gazetteer import Gazetteer
from articles.intake.layout import DATELINE, Block, Layout, read_layout
from articles.intake.lexicon import HEADS, HONORIFICS
from articles.intake.roll import Saying, read_roll
from articles.intake.roster import Roster
from articles.intake.source import Source, read_source
from articles.intake.tokens import FINAL_STOPS, Sentence, sentences

CODE = re.compile(r"^\(?([\w.&/Đđ ]{2,18}?)\)?\s*[-–—]+\s*")
CLOSELY = 200_000
LONG_SENTENCE = 600


@dataclass(slots=True)
class Article:
    """One report on its way from text to values. Offsets are those of the text as read."""

    source: Source
    layout: Layout
    is_cut: bool = False
    code: tuple[int, int] | None = None
    sentences: list[Sentence] = field(default_factory=list)
    lead: list[Sentence] = field(default_factory=list)
    captions: list[Sentence] = field(default_factory=list)
    sayings: dict[int, list[Saying]] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)


def read_article(text: str, gazetteer: Gazetteer) -> Article:
    """Lay out the text and read the people of each sentence: lead, body, captions."""
    source = read_source(text[:CLOSELY] if len(text) > CLOSELY else text)
    layout = read_layout(source)
    article = Article(source, layout, is_cut=len(text) > CLOSELY)
    for number, block in enumerate(layout.body):
        start = _after_dateline(article, block) if article.code is None and number < 4 else block.start
        article.sentences.extend(_sentences(source, start, block.end, number))
    if layout.lead:
        start = _after_dateline(article, layout.lead) if article.code is None else layout.lead.start
        article.lead = _sentences(source, start, layout.lead.end, -1)
    for block in layout.captions:
        article.captions.extend(_sentences(source, block.start, block.end, -2))
    body = [read_roll(sentence, gazetteer) for sentence in article.sentences]
    for sentence, roll in zip(article.sentences, body, strict=True):
        article.sayings[id(sentence)] = roll.sayings
    others = [read_roll(sentence, gazetteer) for sentence in (*article.lead, *article.captions)]
    article.roster.add([*body, *others])
    return article


def _after_dateline(article: Article, block: Block) -> int:
    """Where the paragraph begins behind its agency code; the code is kept."""
    text = article.source.text
    match = DATELINE.match(text[block.start : min(block.end, block.start + 60)])
    is_bare_dash = bool(match) and text[block.start] in "-–—"
    if not match or (is_bare_dash and block not in article.layout.body[:1]):
        return block.start
    code = CODE.match(match.group())
    if code and not match.group().startswith(("-", "–", "—")):
        article.code = (block.start + code.start(1), block.start + code.end(1))
    return block.start + match.end()


def _sentences(source: Source, start: int, end: int, paragraph: int) -> list[Sentence]:
    """Sentences of readable length; a stop printed for a comma between a name and its title ends none."""
    read: list[Sentence] = []
    for sentence in sentences(source.text, start, end, paragraph):
        if read and _was_comma(read[-1], sentence):
            read[-1].tokens.extend(sentence.tokens)
            continue
        for first in range(0, len(sentence.tokens), LONG_SENTENCE):
            read.append(Sentence(sentence.tokens[first : first + LONG_SENTENCE], paragraph))
    return read


def _was_comma(before: Sentence, after: Sentence) -> bool:
    tokens = before.tokens
    if not HEADS.match(after.tokens, 0) or tokens[-1].text not in FINAL_STOPS or len(tokens) < 4 or len(tokens) > LONG_SENTENCE // 2:
        return False
    place = len(tokens) - 2
    while place >= 0 and tokens[place].is_capital and len(tokens) - place < 8:
        place -= 1
    return (
        place >= 0
        and 2 <= len(tokens) - 2 - place <= 5
        and bool(HONORIFICS.match(tokens, place - 1) or HONORIFICS.match(tokens, place) or tokens[place].text == ";")
    )
