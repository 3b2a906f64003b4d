"""The reader's one door: a pasted press report goes in, everything read from it comes out. The same text gives the same report."""

import datetime
import re
from collections.abc import Iterable

from articles.intake.article import Article, read_article
from articles.intake.bylines import source_of, writer_of
from articles.intake.captions import credit_of
from articles.intake.checks import doubts_about
from articles.intake.event import read_event
from articles.intake.figures import Told, find_figures
from articles.intake.gazetteer import Gazetteer
from articles.intake.instructions import read_directives
from articles.intake.layout import Block
from articles.intake.report import Caption, Found, Official, Report
from articles.intake.roster import read_group, read_official, tokens_where
from articles.intake.source import Source

EMPTY = Gazetteer()
TOLD_BY_THE_PAPER = re.compile(r"\W*(?:cũng )?(?:nhân |trong |vào )?dịp này\b", re.IGNORECASE)
"""How a sentence begins that tells what nobody said: the awards after the speeches."""


def parse(text: str, gazetteer: Gazetteer = EMPTY, *, pasted_on: datetime.date | None = None) -> Report:
    """Read a report. `gazetteer` is what is known of the world; `pasted_on` only serves to doubt a day that lies after it.

    Never raises for any text, however strange, and takes time in proportion to its length.
    """
    article = read_article(text, gazetteer)
    source, layout = article.source, article.layout
    officials = tuple(_officials(article, gazetteer))
    event = read_event(article, gazetteer)
    directives = read_directives(article, gazetteer)
    groups = tuple(read_group(each, source) for each in article.roster.groups)
    taken = [tokens_where(each.sentence, each.tokens) for each in article.roster.groups]
    figures = tuple(find_figures(source, _told(article), gazetteer, taken, event.date.value if event.date else None))
    report = Report(
        text=text,
        header=event.header,
        kicker=_quoted(source, layout.kicker),
        headline=_quoted(source, layout.headline),
        lead=_quoted(source, layout.lead),
        dateline_code=source.quoted(article.code) if article.code else None,
        dateline_place=event.dateline_place,
        day_phrase=event.day_phrase,
        part_of_day=event.part_of_day,
        event_day=event.month_day,
        event_date=event.date,
        event_end=event.end,
        title=event.title,
        kind=event.kind,
        organisers=event.organisers,
        venue=event.venue,
        host_province=event.host,
        link_ups=event.link_ups,
        cluster=event.cluster,
        provinces=event.provinces,
        officials=officials,
        groups=groups,
        figures=figures,
        directives=directives,
        captions=tuple(_captions(article, officials)),
        bylines=tuple(_inner(source, block, writer_of(block.text)) for block in layout.bylines),
        source=next((_inner(source, block, source_of(block.text)) for block in layout.sources), None),
        furniture=tuple(source.quoted(block.where) for block in layout.furniture),
        body=tuple(source.quoted(block.where) for block in layout.body),
    )
    return doubts_about(report, article, event, pasted_on)


def _quoted(source: Source, block: Block | None) -> Found[str] | None:
    return source.quoted(block.where) if block else None


def _inner(source: Source, block: Block, inner: tuple[int, int]) -> Found[str]:
    """A part of a one-line block; a line wrapped or spaced otherwise is taken whole."""
    if source.text[block.start : block.end] != block.text:
        inner = (0, block.end - block.start)
    return source.quoted((block.start + inner[0], block.start + inner[1]))


def _officials(article: Article, gazetteer: Gazetteer) -> Iterable[Official]:
    people = sorted(article.roster.people.values(), key=lambda person: person.first.sentence.start)
    for person in people:
        if official := read_official(person, article.source, gazetteer):
            yield official


def _told(article: Article) -> list[Told]:
    """The sentences of the body with who speaks: whoever began to speak last, until the report tells of something else."""
    told = []
    speaker = ""
    for sentence in article.sentences:
        if TOLD_BY_THE_PAPER.match(article.source.text, sentence.start):
            speaker = ""
        for saying in article.sayings.get(id(sentence), []):
            people = [article.roster.who[id(each)] for each in saying.subjects if id(each) in article.roster.who]
            if people:
                name = people[-1].first
                where = tokens_where(name.sentence, name.name or (name.start, name.end))
                speaker = article.source.words(*where)
        told.append(Told(sentence, speaker))
    return told


def _captions(article: Article, officials: Iterable[Official]) -> Iterable[Caption]:
    source = article.source
    by_place = [(span.start, span.end, official.name.value) for official in officials for span in official.mentions]
    by_place.sort()
    for block in sorted(article.layout.captions, key=lambda block: block.start):
        span = source.span(*block.where)
        names = tuple(dict.fromkeys(name for start, end, name in by_place if span.start <= start and end <= span.end))
        credit = credit_of(block.text) if source.text[block.start : block.end] == block.text else None
        photographer = source.quoted((block.start + credit[0], block.start + credit[1])) if credit else None
        yield Caption(source.quoted(block.where), photographer, names)
