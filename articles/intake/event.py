"""When, where and as what the conference took place, put together from day phrase, header, title and places."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.intake.article import Article
from articles.intake.conference import Conference, find_conference, kind_of
from articles.intake.days import EventDay, find_day
from articles.intake.gazetteer import Gazetteer, Province, unit_on
from articles.intake.headers import HeaderLine
from articles.intake.places import Named, find_cluster, find_venue, home_of_paper, list_of_provinces, provinces_in, seat_in
from articles.intake.report import Found, Header, HeaderKind, Kind, PartOfDay, PlaceName, Reason
from articles.intake.tokens import Sentence, Token, tokenise
from articles.intake.years import Year, find_year
from qcdc.vietnamese import fold

Where = tuple[int, int]
PAPER = re.compile(r"\b(?:báo|cổng|đài|trang thông tin|tạp chí|cơ quan)\b", re.IGNORECASE)


@dataclass(slots=True)
class Event:
    """The conference as far as the report tells of it."""

    header_line: HeaderLine | None = None
    header: Found[Header] | None = None
    day: EventDay | None = None
    sentence: Sentence | None = None
    year: Year | None = None
    day_phrase: Found[str] | None = None
    part_of_day: Found[PartOfDay] | None = None
    month_day: Found[str] | None = None
    date: Found[datetime.date] | None = None
    end: Found[datetime.date] | None = None
    conference: Conference = field(default_factory=lambda: Conference([]))
    title: Found[str] | None = None
    kind: Found[Kind] | None = None
    organisers: tuple[Found[str], ...] = ()
    dateline_place: Found[str] | None = None
    venue: Found[str] | None = None
    host: Found[PlaceName] | None = None
    link_ups: tuple[Found[str], ...] = ()
    cluster: Found[PlaceName] | None = None
    provinces: tuple[Found[PlaceName], ...] = ()


def read_event(article: Article, gazetteer: Gazetteer) -> Event:
    """Day first, then the year, then conference and places: places depend on the day."""
    event = Event()
    _read_header(event, article)
    _read_day(event, article)
    _read_conference(event, article)
    places = _Places(event, article, gazetteer)
    places.read_cluster()
    places.read_provinces()
    places.read_venue()
    places.read_host()
    places.read_link_ups()
    return event


def _read_header(event: Event, article: Article) -> None:
    if not article.layout.header:
        return
    (start, _), line = article.layout.header
    event.header_line = line
    if line.header:
        confidence = 0.5 if line.header.kind is HeaderKind.AMBIGUOUS else 0.95
        event.header = article.source.found(line.header, (start + line.start, start + line.end), confidence)


def _read_day(event: Event, article: Article) -> None:
    found = find_day(article.source.text, article.sentences) or find_day(article.source.text, article.lead)
    if not found:
        return
    event.day, event.sentence = found
    day, source = event.day, article.source
    event.day_phrase = source.quoted(day.where, 0.95)
    if day.part and day.part_where:
        event.part_of_day = source.found(day.part, day.part_where, 0.95)
    if day.day and day.month:
        event.month_day = source.found(f"{day.month:02d}-{day.day:02d}", day.where, 0.95)
        _read_year(event, article, day)
    elif day.back is not None:
        _count_back(event, article, day)


def _heading(event: Event, article: Article) -> Where:
    """From the headline to the end of the sentence that holds the day."""
    top = article.layout.headline or article.layout.lead
    assert event.sentence is not None  # noqa: S101 - a day was found in it
    start = top.start if top else event.sentence.start
    return min(start, event.sentence.start), event.sentence.end


def _read_year(event: Event, article: Article, day: EventDay) -> None:
    header = event.header.value if event.header else None
    where = article.layout.header[0] if article.layout.header else day.where
    event.year = find_year(article.source.text, day, header, where, _heading(event, article))
    if event.year is None:
        return
    date = day.in_year(event.year.value)
    if date:
        event.date = article.source.found(date, day.where, event.year.confidence, event.year.reason)
    last = day.last_in_year(event.year.value)
    if date and last:
        event.end = article.source.found(last, day.where, event.year.confidence, event.year.reason)


def _count_back(event: Event, article: Article, day: EventDay) -> None:
    """ "Chiều qua" beneath a header with a clock is the day before the header's."""
    header = event.header.value if event.header else None
    if header and header.kind is HeaderKind.PUBLICATION and header.date > datetime.date.min + datetime.timedelta(days=2):
        date = header.date - datetime.timedelta(days=day.back or 0)
        event.date = article.source.found(date, day.where, 0.8, Reason.RELATIVE_DAY)


def _read_conference(event: Event, article: Article) -> None:
    source = article.source
    in_body = event.sentence if event.sentence in article.sentences or event.sentence in article.lead else None
    sentences = [*article.sentences[:12], *article.lead]
    event.conference = find_conference(source, sentences, in_body, event.day.where[1] if event.day else 0)
    event.organisers = tuple(source.quoted(where, 0.85) for where in event.conference.organisers)
    if event.conference.title:
        event.title = source.quoted(event.conference.title, 0.85)
    words = event.title or (source.quoted(article.layout.headline.where) if article.layout.headline else None)
    if words:
        event.kind = source.found(kind_of(words.value), event.conference.title or article.layout.headline.where, 0.7, Reason.CUE_WORDS)  # type: ignore[union-attr]


def _is_link_up(tokens: Sequence[Token]) -> bool:
    """Tại điểm cầu Thái Bình: one of the places that only looked on; the main one is where the conference met."""
    words = [token.key for token in tokens]
    return "cầu" in words and not {"chính", "tâm"} & set(words)


class _Places:
    """Where it took place and who took part, in the light of the day."""

    def __init__(self, event: Event, article: Article, gazetteer: Gazetteer) -> None:
        self.event = event
        self.article = article
        self.source = article.source
        self.gazetteer = gazetteer
        self.date = event.date.value if event.date else None

    def name(self, units: tuple[Province, ...]) -> PlaceName:
        unit = unit_on(units, self.date)
        return PlaceName((unit or units[0]).name, unit.slug if unit else "")

    def opening(self) -> list[Sentence]:
        """The sentences that tell of the event: that of the day, that of the title, and the next few."""
        told = [each for each in (self.event.sentence, self.event.conference.sentence) if each is not None]
        return list({id(each): each for each in [*told, *self.article.sentences[:3], *self.article.lead]}.values())

    def read_cluster(self) -> None:
        blocks = [block.where for block in (self.article.layout.headline, self.article.layout.kicker, self.article.layout.lead) if block]
        stretches = [
            *([self.event.conference.title] if self.event.conference.title else []),
            *((each.start, each.end) for each in self.opening()),
            *blocks,
        ]
        for stretch in stretches:
            if where := find_cluster(self.source, stretch):
                words = self.source.words(*where)
                folded = fold(words)
                slug = next(
                    (each.slug for each in self.gazetteer.clusters if folded in {fold(name) for name in (each.name, *each.aliases)}), ""
                )
                self.event.cluster = self.source.found(PlaceName(words, slug), where, 0.9)
                return

    def read_provinces(self) -> None:
        best: list[Found[PlaceName]] = []
        for sentence in self.article.sentences[:14]:
            named = list_of_provinces(sentence, self.gazetteer)
            if len(named) > len(best) and self._about_members(sentence):
                best = [self.source.found(self.name(each.units), each.where, 0.92) for each in named]
        seen: dict[str, Found[PlaceName]] = {}
        for each in best:
            seen.setdefault(each.value.name, each)
        self.event.provinces = tuple(seen.values())

    def _about_members(self, sentence: Sentence) -> bool:
        words = self.source.text[sentence.start : sentence.end].lower()
        return any(
            cue in words for cue in ("cụm", "gồm", "hội nghị", "dự", "tham gia", "đại biểu", "đại diện", "khu vực", "đoàn", "điểm cầu")
        )

    def read_venue(self) -> None:
        for sentence in self.opening()[:4]:
            start = self.event.day.where[1] if self.event.day and sentence is self.event.sentence else sentence.start
            where = find_venue(self.source, (start, sentence.end))
            if where is None:
                continue
            found = self.source.quoted(where, 0.85)
            if sentence is self.event.sentence or self.event.sentence is None:
                self.event.dateline_place = found
            if not self._is_province(where):
                self.event.venue = found
            return

    def _is_province(self, where: Where) -> bool:
        tokens = tokenise(self.source.text, *where)
        named = provinces_in(Sentence(tokens), self.gazetteer) if tokens else []
        return (
            bool(named)
            and named[0].where[1] == where[1]
            and named[0].token <= 2
            and all(not token.is_capital or token.key == "tp." for token in tokens[: named[0].token])
        )

    def read_host(self) -> None:
        self.event.host = self._from_venue() or self._from_organiser() or self._from_paper() or self._from_top() or self._from_mentions()

    def _from_venue(self) -> Found[PlaceName] | None:
        for sentence in self.opening()[:5]:
            tokens = sentence.tokens
            if seat := seat_in(sentence, self.gazetteer, self.date):
                return self.source.found(self.name(seat.units), seat.where, 0.75, Reason.SEAT)
            for named in provinces_in(sentence, self.gazetteer):
                lead = [token.key for token in tokens[max(0, named.token - 9) : named.token]]
                if "tại" not in lead:
                    continue
                between = tokens[named.token - lead[::-1].index("tại") : named.token]
                if any(token.text in {".", ";", ":", ")"} for token in between) or _is_link_up(between):
                    continue
                words = " ".join(token.key for token in between)
                is_town = words.endswith(("thành phố", "tp.", "tp", "thị xã")) and not any(unit.is_city for unit in named.units)
                return self.source.found(self.name(named.units), named.where, 0.8 if is_town else 0.95, Reason.CITY if is_town else None)
        return None

    def _from_organiser(self) -> Found[PlaceName] | None:
        stretches = [*self.event.conference.organisers, *([self.event.conference.title] if self.event.conference.title else [])]
        if self.event.cluster:
            stretches = stretches[: len(self.event.conference.organisers)]
        for stretch in stretches:
            tokens = tokenise(self.source.text, *stretch)
            for named in provinces_in(Sentence(tokens), self.gazetteer) if tokens else []:
                return self.source.found(self.name(named.units), named.where, 0.85, Reason.ORGANISER)
        return None

    def _from_paper(self) -> Found[PlaceName] | None:
        layout = self.article.layout
        places = [*([self.article.code] if self.article.code else []), *(block.where for block in layout.sources)]
        for block in layout.furniture[:60]:
            if PAPER.search(block.text) and (found := self._only_province(block.where)):
                return self.source.found(self.name(found.units), found.where, 0.55, Reason.PAPER)
        for where in places:
            home = home_of_paper(self.source.words(*where), self.gazetteer)
            units = tuple(unit for unit in self.gazetteer.provinces if home and unit.name == home)
            if units:
                return self.source.found(self.name(units), where, 0.6, Reason.PAPER)
        return None

    def _from_top(self) -> Found[PlaceName] | None:
        for block in (self.article.layout.headline, self.article.layout.kicker):
            if block and (found := self._only_province(block.where)):
                return self.source.found(self.name(found.units), found.where, 0.6, Reason.MENTIONS)
        return None

    def _only_province(self, where: Where) -> Named | None:
        tokens = tokenise(self.source.text, *where)
        named = provinces_in(Sentence(tokens), self.gazetteer) if tokens else []
        return named[0] if len({each.units for each in named}) == 1 else None

    def _from_mentions(self) -> Found[PlaceName] | None:
        """The province that is spoken of as such ("tỉnh …", "Tỉnh ủy …"): the only one, or by far the most often."""
        found: dict[str, list[Named]] = {}
        for sentence in self.article.sentences[:60]:
            for named in provinces_in(sentence, self.gazetteer):
                if named.before.endswith(("tỉnh", "ủy", "thành phố", "tp.")):
                    found.setdefault(named.units[0].name, []).append(named)
        ranked = sorted(found.values(), key=len, reverse=True)
        if not ranked or (len(ranked) > 1 and len(ranked[0]) < 3 * len(ranked[1])):
            return None
        return self.source.found(self.name(ranked[0][0].units), ranked[0][0].where, 0.5 if len(ranked) == 1 else 0.4, Reason.MENTIONS)

    def read_link_ups(self) -> None:
        found: dict[str, Found[str]] = {}
        for sentence in self.article.sentences[:40]:
            tokens = sentence.tokens
            for place in range(len(tokens) - 2):
                if tokens[place].key == "điểm" and tokens[place + 1].key == "cầu":
                    end = place + 2
                    while (
                        end < len(tokens)
                        and end - place < 10
                        and (
                            tokens[end].is_capital
                            or tokens[end].key in {"tỉnh", "huyện", "thành", "phố", "xã", "các", "cấp", "ubnd", "thị"}
                        )
                    ):
                        end += 1
                    if end > place + 2:
                        where = (tokens[place].start, tokens[end - 1].end)
                        found.setdefault(self.source.words(*where).lower(), self.source.quoted(where, 0.8))
        self.event.link_ups = tuple(found.values())
