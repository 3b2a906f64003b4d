"""What somebody asked, read into Boolean questions about tokens. Pure Python, no database; it never raises.

Words must all be there; "words in quotes" stand side by side; -word must not be there; dan* begins a word; 29/5/2018,
5/2018 and 2018 are dates. A question has tiers, from the best answers to all answers: the whole title, words of the title,
names, words side by side, words anywhere; and where marks were typed, first all of these with just these marks.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qcdc.partial_dates import PartialDate
from qcdc.search.tokens import Word, pair, whole, words_of
from qcdc.vietnamese import nfc

LONGEST = 200
MOST_WORDS = 12
PIECE = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))


@dataclass(frozen=True)
class Token:
    """One token of an entry."""

    text: str


@dataclass(frozen=True)
class Spelt:
    """A folded word however it is spelt; with `begins`, any word that begins so; with `beside`, next to that word."""

    folded: str
    mark: str = ""
    begins: bool = False
    beside: str = ""


@dataclass(frozen=True)
class Every:
    """All of some questions hold, and none of others."""

    parts: "tuple[Expression, ...]"
    without: "tuple[Expression, ...]" = ()


@dataclass(frozen=True)
class Either:
    """One of some questions holds."""

    parts: "tuple[Expression, ...]"


Expression = Token | Spelt | Every | Either


@dataclass(frozen=True)
class Part:
    """A piece of what was asked: words that stand side by side where they are a phrase, or a date."""

    words: tuple[Word, ...]
    phrase: bool = False
    begins: bool = False
    date: str = ""
    others: tuple[tuple[Word, ...], ...] = ()
    """Other ways of writing the same, each side by side."""

    @property
    def ways(self) -> tuple[str, ...]:
        """Every way of writing it, folded, between spaces; one that only begins has none after it."""
        own = f" {' '.join(word.folded for word in self.words)}{'' if self.begins else ' '}"
        return (own, *(f" {' '.join(word.folded for word in other)} " for other in self.others))


@dataclass(frozen=True)
class Query:
    """What was asked for, and what must not be there."""

    text: str
    wanted: tuple[Part, ...] = ()
    unwanted: tuple[Part, ...] = ()
    shortened: bool = field(default=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; what only excludes asks for nothing."""
        return not self.wanted

    @property
    def words(self) -> tuple[Word, ...]:
        """All words asked for, in their order."""
        return tuple(word for part in self.wanted for word in part.words)

    @property
    def runs(self) -> list[tuple[tuple[str, ...], bool]]:
        """What to mark in a text: runs of folded words, each with whether its last one only begins a word."""
        found: list[tuple[tuple[str, ...], bool]] = []
        for part in self.wanted:
            one_by_one = [] if part.phrase else [((word.folded,), part.begins and word is part.words[-1]) for word in part.words]
            found += [(tuple(word.folded for word in part.words), part.begins)] if part.phrase else one_by_one
            found += [(tuple(word.folded for word in other), False) for other in part.others]
        return found

    @property
    def phrases(self) -> list[tuple[str, ...]]:
        """What must stand side by side, as `tokens.folded_words` writes it: one of the ways of writing each."""
        return [part.ways for part in self.wanted if part.phrase and len(part.words) > 1]

    def tiers(self) -> list[Expression]:
        """From the best answers to all of them; the last one holds all."""
        marked = any(word.marked for word in self.words)
        return [*(self._tiers(with_marks=True) if marked else []), *self._tiers(with_marks=False)]

    def _tiers(self, with_marks: bool) -> list[Expression]:
        without = tuple(_of_part(part, "", False) for part in self.unwanted)
        every = [Every(tuple(_of_part(part, mark, with_marks) for part in self.wanted), without) for mark in (".", ":", "")]
        in_title, in_names, anywhere = every
        title = Every((Token(whole(self.words)[1 if with_marks else 0]), *anywhere.parts), without)
        if len(self.words) == 1 or any(part.begins for part in self.wanted):
            return [title, in_title, in_names, anywhere]
        named, side_by_side = (Every((*tier.parts, *_pairs(self.words)), without) for tier in (in_names, anywhere))
        return [title, in_title, named, in_names, side_by_side, anywhere]


def _of_part(part: Part, mark: str, with_marks: bool) -> Expression:
    if part.date:
        spelt = Every(tuple(_of_word(word, mark, False) for word in part.words) + _pairs(part.words))
        return Either((Token(f"{':' if mark else ''}d{part.date}"), spelt))
    words = [_of_word(word, mark, with_marks) for word in part.words]
    if part.begins:
        words[-1] = Spelt(part.words[-1].folded, mark, begins=True)
    own = Every(tuple(words) + (_pairs(part.words, part.begins) if part.phrase else ()))
    if not part.others:
        return own
    return Either(
        (own, *(Every(tuple(_of_word(word, mark, with_marks) for word in other) + _pairs(other)) for other in part.others)),
    )


def _of_word(word: Word, mark: str, with_marks: bool) -> Expression:
    return Token(f"{mark}{word.folded}={word.marked}") if with_marks and word.marked else Spelt(word.folded, mark)


def _pairs(words: Sequence[Word], begins: bool = False) -> tuple[Expression, ...]:
    pairs: list[Expression] = [Token(pair(one.folded, two.folded)) for one, two in itertools.pairwise(words)]
    if begins and pairs:
        pairs[-1] = Spelt(words[-1].folded, begins=True, beside=words[-2].folded)
    return tuple(pairs)


Synonyms = Mapping[tuple[str, ...], Sequence[tuple[Word, ...]]]


def parse(text: str, synonyms: Synonyms | None = None, *, typing: bool = False) -> Query:
    """Read what somebody typed. While she is `typing`, the last word may be only begun."""
    text = nfc(text.replace("\0", " "))[:LONGEST].translate(QUOTES)
    wanted: list[Part] = []
    unwanted: list[Part] = []
    room, shortened = MOST_WORDS, False
    for minus, quoted, bare in PIECE.findall(text):
        part = _part(quoted or bare, phrase=bool(quoted))
        if part is None:
            continue
        if len(part.words) > room:
            shortened = True
            continue
        room -= len(part.words)
        (unwanted if minus else wanted).append(part)
    if typing and wanted and text and text[-1].isalnum() and not wanted[-1].date:
        last = wanted.pop()
        # By one letter alone half of the index begins: it is waited for the next.
        if len(last.words[-1].folded) > 1 or not wanted:
            wanted.append(Part(last.words, last.phrase, begins=len(last.words[-1].folded) > 1))
    return Query(" ".join(text.split()), tuple(_with_others(wanted, synonyms or {})), tuple(unwanted), shortened)


def _part(piece: str, phrase: bool) -> Part | None:
    words = tuple(words_of(piece))
    if not words:
        return None
    begins = piece.endswith("*") and len(words[-1].folded) > 1
    if not phrase and ("/" in piece or piece.count("-") == 2):
        try:
            date = PartialDate.parse(piece.strip(".,;:()"))
        except ValueError:
            pass
        else:
            return Part(words, date=date.replace("-", ""))
    return Part(words, phrase=len(words) > 1, begins=begins)


def _with_others(parts: list[Part], synonyms: Synonyms) -> list[Part]:
    """The parts with the other ways of writing them; the longest run of words that has one counts as one part."""
    found: list[Part] = []
    place = 0
    while place < len(parts):
        for length in range(min(8, len(parts) - place), 0, -1):
            run = parts[place : place + length]
            words = tuple(word for part in run for word in part.words)
            others = synonyms.get(tuple(word.folded for word in words))
            if others and not any(part.date or part.begins or (part.phrase and length > 1) for part in run):
                found.append(Part(words, phrase=run[0].phrase, others=tuple(others)))
                place += length
                break
        else:
            found.append(parts[place])
            place += 1
    return found
