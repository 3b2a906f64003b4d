"""What a text is found by: its words, folded and with their marks, and pairs of neighbours. Pure Python, no database.

Each entry is a plain set of tokens, the same on both databases, and every question is a Boolean one:

    dan=dân0   a word, folded and as it is spelt    _𐀀         two neighbouring words, folded
    .dan=…     in the title                         :dan=…     in the title or among the names
    !4be1…     a whole title or name                !=4be1…    the same with its marks
    d201805    a month or a day                     #p12       a facet

Of neighbours there are millions, most of them met once, so they are told apart by `PAIR_BITS` alone: where the words of
two pairs all stand in one text, one of some hundreds may be taken for the other.
A word asked for without marks is one of all the spellings that were met (`spelling`), so that the folded word needs no token.
"""

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

from qcdc.vietnamese import compare_key, fold, nfc

WORD = re.compile(r"[^\W_]+")
# Mỹ and Mĩ, kỹ and kĩ are one word in two spellings (vietnamese.compare_key).
I_OR_Y = re.compile(r"^([hklmst]|qu)y$")
# Beyond this a text is found by its first words: no report is so long.
MOST_WORDS = 20_000
LONGEST_WORD = 40
PAIR_BITS = 17
FIRST_PAIR = 0x10000
# One more whenever other tokens are made of the same texts, so that what is indexed is read again.
EDITION = 1


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
        folded, marked = _spelt(found[0])
        if folded:
            yield Word(folded, marked, *found.span())


@functools.lru_cache(maxsize=50_000)
def _spelt(word: str) -> tuple[str, str]:
    """A word folded, and with its marks where it has some. A language has few words, so each is worked out once."""
    folded = I_OR_Y.sub(r"\1i", fold(word))
    if not folded.isalnum():
        return "", ""
    marked = "" if word.isascii() else compare_key(word)
    return folded[:LONGEST_WORD], "" if marked in (folded, f"{folded}0") else marked[:LONGEST_WORD]


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
    for name in filter(None, (text.title, *text.called)):
        found.update(whole(words_of(nfc(name))), _in_field(_spellings(name), "."))
    for name in (text.title, *text.called, *text.names):
        found |= _in_field(_spellings(name), ":")
    room = MOST_WORDS
    for part in (text.title, *text.called, *text.names, *text.body):
        spellings = _spellings(part)[:room]
        room -= len(spellings)
        found |= _in_field(spellings, "")
        folded = [spelling[0] for spelling in spellings]
        found.update(map(pair, folded, folded[1:]))
    return found


def pair(one: str, two: str) -> str:
    """The token of two neighbouring words, folded: a sign, and one letter for the number."""
    return "_" + chr(FIRST_PAIR + (crc32(f"{one} {two}".encode()) >> 32 - PAIR_BITS))


def number_of_pair(token: str) -> int:
    """The number in the token of a pair."""
    return ord(token[1]) - FIRST_PAIR


def _spellings(text: str) -> list[tuple[str, str]]:
    """The words of a text without where they stand, which takes a third of the time."""
    return [spelling for spelling in map(_spelt, WORD.findall(nfc(text))) if spelling[0]]


def folded_words(text: Text) -> Iterator[str]:
    """The words of each part of a text, folded, with a space before and after each."""
    for part in (text.title, *text.called, *text.names, *text.body):
        yield f" {' '.join(folded for folded, _ in _spellings(part))} "


def _in_field(spellings: Iterable[tuple[str, str]], mark: str) -> set[str]:
    return {f"{mark}{folded}={marked}" for folded, marked in spellings}


def spellings_of(tokens: Iterable[str]) -> set[str]:
    """The words among some tokens, wherever in the text they stand."""
    return {token.lstrip(".:") for token in tokens if "=" in token and token[0] != "!"}


def date_tokens(iso: str) -> set[str]:
    """The tokens of a date: its year as a word, its month and its day, as far as they are known."""
    parts = iso.split("-") if iso else []
    known = {f"{parts[0]}="} if parts else set()
    known |= {f"d{''.join(parts[:length])}" for length in range(2, len(parts) + 1)}
    return {f"{mark}{token}" for token in known for mark in ("", ":")}
