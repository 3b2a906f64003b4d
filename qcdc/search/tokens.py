"""What a text is found by: its words, folded and with their marks, and pairs of neighbours. Pure Python, no database.

Each entry is a plain set of tokens, the same on both databases, and every question is a Boolean one:

    dan        the folded word, anywhere            _dan_chu   two neighbouring words
    =dân0      the word with its marks              !4be1…     a whole title or name, !=… with its marks
    .dan .=…   in the title                         :dan :=…   in the title or among the names
    d201805    a month or a day                     #p12       a facet
"""

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from qcdc.vietnamese import compare_key, fold, nfc

WORD = re.compile(r"[^\W_]+")
# Mỹ and Mĩ, kỹ and kĩ are one word in two spellings (vietnamese.compare_key).
I_OR_Y = re.compile(r"^([hklmst]|qu)y$")
# Beyond this a text is found by its first words: no report is so long.
MOST_WORDS = 20_000
LONGEST_WORD = 40


@dataclass(frozen=True)
class Word:
    """A word, folded; with its marks where it has some; and where it stands in the text."""

    folded: str
    marked: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Text:
    """What one entry says, by weight."""

    title: str
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    """Other names by which the whole is called, as good as its title."""
    date: str = ""
    """The day, month or year it is of, as ISO text."""
    facets: frozenset[str] = field(default=frozenset())


def words_of(text: str) -> Iterator[Word]:
    """The words of a text, which is NFC, in their order."""
    for found in WORD.finditer(text):
        folded = I_OR_Y.sub(r"\1i", fold(found[0]))
        if not folded.isalnum():
            continue
        marked = "" if found[0].isascii() else compare_key(found[0])
        yield Word(folded[:LONGEST_WORD], "" if marked in (folded, f"{folded}0") else marked[:LONGEST_WORD], *found.span())


def whole(words: Iterable[Word]) -> tuple[str, str]:
    """The tokens of a title as a whole: folded, and with its marks."""
    known = list(words)
    folded = " ".join(word.folded for word in known)
    marked = " ".join(word.marked or word.folded for word in known)
    return f"!{_digest(folded)}", f"!={_digest(marked)}"


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


def tokens_of(text: Text) -> set[str]:
    """Every token that an entry is found by."""
    found = {*text.facets, *date_tokens(text.date)}
    for name in (text.title, *text.called):
        words = list(words_of(nfc(name)))
        found.update(whole(words), _in_field(words, "."))
    for name in (text.title, *text.called, *text.names):
        found |= _in_field(list(words_of(nfc(name))), ":")
    room = MOST_WORDS
    for part in (text.title, *text.called, *text.names, *text.body):
        words = list(words_of(nfc(part)))[:room]
        room -= len(words)
        found |= _in_field(words, "")
        found.update(f"_{one.folded}_{two.folded}" for one, two in itertools.pairwise(words))
    return found


def _in_field(words: Iterable[Word], mark: str) -> set[str]:
    found = set()
    for word in words:
        found.add(f"{mark}{word.folded}")
        if word.marked:
            found.add(f"{mark}={word.marked}")
    return found


def date_tokens(iso: str) -> set[str]:
    """The tokens of a date: its year as a word, its month and its day, as far as they are known."""
    parts = iso.split("-") if iso else []
    known = {parts[0]} if parts else set()
    known |= {f"d{''.join(parts[:length])}" for length in range(2, len(parts) + 1)}
    return {f"{mark}{token}" for token in known for mark in ("", ":")}
