"""Words and signs of a text, its sentences, and tries that find phrases among them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

L = TypeVar("L")

TOKEN = re.compile(
    r"(?:UV|BT|TB)?T\.\s?[ƯUW]\b\.?|Tr\.Ư|TP\.?\s?HCM\b|T[Pp]\.|[GP]S?GS?\.\s?TS(?:KH)?\b|Th\.?S\b|[Đđ]/c\b|[Đđ]\.c\b|v\.v\.?"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"
    r"|\.\.\.+|\./\.|\S"
)
TONED = {
    f"{first}{second}": f"{moved}{plain}"
    for first, second, moved, plain in (
        *zip("ooooo", "àáảãạ", "òóỏõọ", "aaaaa", strict=True),
        *zip("ooooo", "èéẻẽẹ", "òóỏõọ", "eeeee", strict=True),
        *zip("uuuuu", "ỳýỷỹỵ", "ùúủũụ", "yyyyy", strict=True),
    )
}
FINAL_STOPS = frozenset({".", "!", "?", "…", "...", "./."})


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """A word as it is compared: lower case, the tone where the older spelling puts it (uỷ and ủy are one word)."""
    word = word.lower()
    if word.startswith("tp") and word.endswith("hcm"):
        return "tphcm"
    if word[-2:] in TONED and not word.startswith("qu"):
        word = word[:-2] + TONED[word[-2:]]
    return word


@dataclass(slots=True)
class Token:
    """A word, a number or a sign, and where it stands in the text as read."""

    text: str
    key: str
    start: int
    end: int
    is_word: bool
    is_capital: bool

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def is_shout(self) -> bool:
        """All capitals, like an abbreviation."""
        return self.is_word and len(self.text) > 1 and self.text.isupper()


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of text."""
    found = []
    for match in TOKEN.finditer(text, start, end):
        word = match.group()
        first = word[0]
        is_word = first.isalpha()
        found.append(Token(word, key(word) if is_word else word, match.start(), match.end(), is_word, is_word and first.isupper()))
    return found


@dataclass(slots=True)
class Sentence:
    """A sentence: its tokens and where it stands. `paragraph` counts the paragraphs of the body."""

    tokens: list[Token]
    paragraph: int = 0

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def sentences(text: str, start: int, end: int, paragraph: int = 0) -> list[Sentence]:
    """The sentences of a paragraph. A stop inside a number, an abbreviation or before a small letter ends nothing."""
    found: list[Sentence] = []
    current: list[Token] = []
    tokens = tokenise(text, start, end)
    for place, token in enumerate(tokens):
        current.append(token)
        if token.text in FINAL_STOPS and not (len(current) == 2 and current[0].is_number) and _ends(tokens, place):
            found.append(Sentence(current, paragraph))
            current = []
    if current:
        found.append(Sentence(current, paragraph))
    return found


def _ends(tokens: Sequence[Token], place: int) -> bool:
    if place + 1 >= len(tokens):
        return True
    following = tokens[place + 1]
    if following.text in '"”’)]»' or following.text in FINAL_STOPS:
        return False
    if place and tokens[place].text == "." and (tokens[place - 1].is_number and following.is_number):
        return False
    if not (following.is_capital or following.is_number or following.text in '"“‘«(-–—*•+'):
        return False
    before = tokens[place - 1].text if place else ""
    return not (tokens[place].text == "." and len(before) == 1 and before.isalpha() and before.isupper())


class Phrases(Generic[L]):
    """A trie of phrases: which of them, if any, stands at a token; the longest wins."""

    def __init__(self, phrases: Mapping[str, L]) -> None:
        self.starts: dict[str, list[tuple[tuple[str, ...], L]]] = {}
        for phrase, label in phrases.items():
            words = tuple(token.key for token in tokenise(phrase, 0, len(phrase)))
            if words:
                self.starts.setdefault(words[0], []).append((words, label))
        for offered in self.starts.values():
            offered.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: Sequence[Token], place: int) -> tuple[int, L] | None:
        """How many tokens the phrase at a place takes, and its label."""
        if place >= len(tokens):
            return None
        offered = self.starts.get(tokens[place].key)
        if offered is None:
            return None
        room = len(tokens) - place
        for words, label in offered:
            length = len(words)
            if length > room:
                continue
            for step in range(1, length):
                if tokens[place + step].key != words[step]:
                    break
            else:
                return length, label
        return None

    def first(self, tokens: Sequence[Token], start: int = 0, stop: int | None = None) -> tuple[int, int, L] | None:
        """The first phrase in a range of tokens: its place, its length, its label."""
        for place in range(start, len(tokens) if stop is None else min(stop, len(tokens))):
            if found := self.match(tokens, place):
                return place, *found
        return None


def listed(phrases: str) -> dict[str, str]:
    """Phrases written in one string, parted by bars, each its own label."""
    return {phrase.strip(): phrase.strip() for phrase in phrases.split("|") if phrase.strip()}


def keys(words: str) -> frozenset[str]:
    """A set of single words as they are compared."""
    return frozenset(key(word) for word in words.split())


def labelled(groups: Iterable[tuple[L, str]]) -> dict[str, L]:
    """Phrases parted by bars, under the label of their group."""
    return {phrase.strip(): label for label, phrases in groups for phrase in phrases.split("|") if phrase.strip()}
