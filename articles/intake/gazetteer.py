"""What the reader is told about the world: provinces, clusters, themes, indicators, officials. It comes as an argument."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from articles.intake.tokens import Phrases, Token, key


@dataclass(frozen=True, slots=True)
class Province:
    """A province-level unit from `valid_from` until the day before `valid_to`."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    is_city: bool = False

    def is_valid(self, day: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A named group of provinces."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject of directives with the words it is known by."""

    slug: str
    cue_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantity that reports count."""

    slug: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class KnownOfficial:
    """A person of the register; `id` is whatever the caller knows the person by."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """All that is known before a report is read. An empty one is allowed; the reader then infers less."""

    provinces: tuple[Province, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    themes: tuple[Theme, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    officials: tuple[KnownOfficial, ...] = ()
    papers: tuple[tuple[str, str], ...] = field(default=())
    """Codes and names of newspapers with the name of their home province."""

    @cached_property
    def places(self) -> Phrases[tuple[Province, ...]]:
        """Every spelling of a province, with the units of that name."""
        named: dict[str, list[Province]] = {}
        for province in self.provinces:
            for name in {province.name, *province.aliases, *_spellings(province.name)}:
                named.setdefault(" ".join(key(word) for word in name.split()), []).append(province)
        return Phrases({name: tuple(units) for name, units in named.items()})

    @cached_property
    def cues(self) -> Phrases[tuple[str, ...]]:
        """Every cue word, with the themes it points to."""
        named: dict[str, list[str]] = {}
        for theme in self.themes:
            for cue in theme.cue_words:
                named.setdefault(" ".join(key(word) for word in cue.split()), []).append(theme.slug)
        return Phrases({cue: tuple(slugs) for cue, slugs in named.items()})

    @cached_property
    def people(self) -> Phrases[KnownOfficial]:
        """Every name of a known official. Two people of one name are told apart by the editor."""
        return Phrases({name: each for each in reversed(self.officials) for name in (*each.aliases, each.name) if " " in name.strip()})

    def province_at(self, tokens: Sequence[Token], place: int) -> tuple[int, tuple[Province, ...]] | None:
        """The province named at a token, if the name is written as a name."""
        if place >= len(tokens) or not tokens[place].is_capital:
            return None
        found = self.places.match(tokens, place)
        return found if found and all(token.is_capital or not token.is_word for token in tokens[place : place + found[0]]) else None


def _spellings(name: str) -> set[str]:
    """How else a name of several parts is printed: Bà Rịa - Vũng Tàu, Bà Rịa – Vũng Tàu, Bà Rịa Vũng Tàu."""
    if "-" not in name and "–" not in name:
        return set()
    parts = [part.strip() for part in name.replace("–", "-").split("-")]
    return {" - ".join(parts), " – ".join(parts), "-".join(parts), " ".join(parts)}


def unit_on(units: Sequence[Province], day: datetime.date | None) -> Province | None:
    """The unit of a name that is valid on a day; with no day, only a name that was never given twice is certain."""
    if day is None:
        return units[0] if len(units) == 1 else None
    valid = [unit for unit in units if unit.is_valid(day)]
    return valid[0] if len(valid) == 1 else None
