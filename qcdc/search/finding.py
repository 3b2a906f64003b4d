"""Answers: which entries hold what was asked, the best first, counted, with their facets, page after page."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from qcdc.abbreviations import WHOLE
from qcdc.search import storage
from qcdc.search.keeping import BATCHES_OF_A_SEARCH, work_off
from qcdc.search.kinds import KINDS, Kind
from qcdc.search.models import Entry, Synonym, Term
from qcdc.search.query import Either, Every, Expression, Query, Token, parse
from qcdc.search.tokens import Word, words_of

# Beyond so many answers nothing is counted and nothing is sorted: the newest are walked one after the other.
MOST_COUNTED = 1000
MOST_FACETED = 200
PAGE = 20
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Hit:
    """One answer: what was found, how well it fits (0 is best), and its place in time."""

    kind: Kind
    row: Any
    tier: int
    place: int


@dataclass
class Found:
    """A page of answers."""

    query: Query
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    """Whether there are more than were counted."""
    following: str = ""
    """Where the next page goes on; empty on the last."""
    facets: dict[str, Counter[str]] = field(default_factory=dict)
    """How many of the answers counted carry each value, by the sign of the facet."""
    prefixed: bool = False
    """Whether nothing held the words as they stand, and what begins with the last one is shown instead."""
    meant: str = ""
    """What may have been meant, where nothing was found."""


def search(
    text: str,
    *,
    facets: Iterable[Iterable[str]] = (),
    by_date: bool = False,
    after: str = "",
    size: int = PAGE,
    typing: bool = False,
    counted: bool = True,
    now: datetime.datetime | None = None,
) -> Found:
    """Answer what somebody typed.

    `facets` are tokens that an answer must carry, one out of each group; `after` is where the page before ended. Nothing
    that may stand in `text` or `after` makes it raise.
    """
    work_off(BATCHES_OF_A_SEARCH)
    with storage.by_index():
        return _answer(text, facets, by_date, after, size, typing, counted, now or timezone.now())


def _answer(
    text: str,
    facets: Iterable[Iterable[str]],
    by_date: bool,
    after: str,
    size: int,
    typing: bool,
    counted: bool,
    now: datetime.datetime,
) -> Found:
    synonyms = known_synonyms()
    query = parse(text, synonyms, typing=typing)
    if query.is_empty:
        return Found(query)
    narrowed = tuple(Either(tuple(Token(token) for token in group)) for group in facets)
    found = _page(query, narrowed, by_date, _read_cursor(after), size, counted, now)
    if found.count or typing:
        return found
    begun = parse(query.text, synonyms, typing=True)
    if begun.tiers()[-1] != query.tiers()[-1]:
        wider = _page(begun, narrowed, by_date, _read_cursor(after), size, counted, now)
        if wider.count:
            wider.prefixed = True
            return wider
    found.meant = did_you_mean(query, now)
    return found


def latest(text: str, facets: Iterable[Iterable[str]], size: int) -> list[Hit]:
    """What readers came to see last among the answers, or among the newest of very many."""
    work_off(BATCHES_OF_A_SEARCH)
    now = timezone.now()
    query = parse(text, known_synonyms())
    if query.is_empty:
        return []
    narrowed = tuple(Either(tuple(Token(token) for token in group)) for group in facets)
    with storage.by_index():
        newest = storage.places(Every((query.tiers()[-1], *narrowed)), now, limit=MOST_COUNTED, newest_first=True)
    ordered = Entry.objects.filter(pk__in=newest).order_by("-since", "-place").values_list("place", flat=True)
    return list(_load([(0, place) for place in ordered[:size]]))


def _page(
    query: Query,
    narrowed: tuple[Expression, ...],
    by_date: bool,
    after: tuple[int, int] | None,
    size: int,
    counted: bool,
    now: datetime.datetime,
) -> Found:
    tiers = [Every((tier, *narrowed)) for tier in query.tiers()]
    few = storage.places(tiers[-1], now, limit=MOST_COUNTED + 1)
    found = Found(query, count=min(len(few), MOST_COUNTED), is_capped=len(few) > MOST_COUNTED)
    if found.is_capped:
        ranked = _walk(tiers[-1:] if by_date else tiers, after, size + 1, now)
    else:
        ranked = _sorted(few, [] if by_date else tiers[:-1], after, now)
    page = ranked[:size]
    found.hits = list(_load(page))
    if len(ranked) > size:
        found.following = "{}.{}".format(*page[-1])
    if counted:
        newest = few if not found.is_capped else storage.places(tiers[-1], now, limit=MOST_FACETED, newest_first=True)
        found.facets = _facets(newest)
    return found


def _sorted(few: list[int], tiers: list[Every], after: tuple[int, int] | None, now: datetime.datetime) -> list[tuple[int, int]]:
    """Few answers: all of them, each in the best tier that holds it, the newest of a tier first."""
    left = set(few)
    ranked: list[tuple[int, int]] = []
    for number, tier in enumerate(tiers):
        if not left:
            break
        held = left & set(storage.places(tier, now, limit=MOST_COUNTED + 1))
        left -= held
        ranked += [(number, place) for place in held]
    ranked += [(len(tiers), place) for place in left]
    ranked.sort(key=lambda each: (each[0], -each[1]))
    return [each for each in ranked if after is None or (each[0], -each[1]) > (after[0], -after[1])]


def _walk(tiers: list[Every], after: tuple[int, int] | None, wanted: int, now: datetime.datetime) -> list[tuple[int, int]]:
    """Many answers: tier by tier from the newest, no further than the page needs."""
    ranked: list[tuple[int, int]] = []
    for number, tier in enumerate(tiers):
        if after and number < after[0]:
            continue
        before = after[1] if after and number == after[0] else None
        question: Expression = Every((tier,), tuple(tiers[:number])) if number else tier
        ranked += [(number, place) for place in _newest(question, before, wanted - len(ranked), now)]
        if len(ranked) >= wanted:
            break
    return ranked


def _newest(question: Expression, before: int | None, wanted: int, now: datetime.datetime) -> list[int]:
    """The newest answers to a question. Few are fetched by the index and sorted here: walking would be long between them."""
    few = storage.places(question, now, limit=MOST_COUNTED + 1)
    if len(few) > MOST_COUNTED:
        return storage.places(question, now, limit=wanted, newest_first=True, before=before)
    return sorted((place for place in few if before is None or place < before), reverse=True)[:wanted]


def _read_cursor(text: str) -> tuple[int, int] | None:
    tier, dot, place = text.partition(".")
    if dot and tier.isascii() and tier.isdigit() and place.isascii() and place.isdigit() and len(tier) < 3 and len(place) < 20:
        return int(tier), min(int(place), 2**63 - 1)
    return None


def _load(ranked: list[tuple[int, int]]) -> Iterator[Hit]:
    """The rows of some answers, in their order; each kind is loaded at once, through what anybody may see."""
    entries = {entry.place: entry for entry in Entry.objects.filter(pk__in=[place for _, place in ranked]).only("kind", "object_id")}
    rows: dict[tuple[str, int], Any] = {}
    for name in {entry.kind for entry in entries.values()}:
        ids = [entry.object_id for entry in entries.values() if entry.kind == name]
        rows |= {(name, row.pk): row for row in KINDS[name].rows(ids)}
    for tier, place in ranked:
        entry = entries.get(place)
        row = rows.get((entry.kind, entry.object_id)) if entry else None
        if entry and row:
            yield Hit(KINDS[entry.kind], row, tier, place)


def _facets(places: list[int]) -> dict[str, Counter[str]]:
    """How many of some entries carry each value of each facet."""
    counts: dict[str, Counter[str]] = {}
    for facets in Entry.objects.filter(pk__in=places).values_list("facets", flat=True):
        for token in facets.split():
            counts.setdefault(token[1], Counter())[token[2:]] += 1
    return counts


def known_synonyms() -> dict[tuple[str, ...], list[tuple[Word, ...]]]:
    """Each way of writing something, folded, with the other ways: those of the house, and those that editors added."""
    found: dict[tuple[str, ...], list[tuple[Word, ...]]] = {}
    pairs = [*WHOLE.items(), *Synonym.objects.values_list("short", "whole")]
    for short, whole in pairs:
        one, two = tuple(words_of(short)), tuple(words_of(whole))
        for this, other in ((one, two), (two, one)):
            others = found.setdefault(tuple(word.folded for word in this), [])
            if other and other not in others:
                others.append(other)
    return found


def did_you_mean(query: Query, now: datetime.datetime) -> str:
    """The words asked for with the misspelt ones put right, where that finds something; empty where it does not."""
    fixed = []
    for word in query.words:
        if storage.places(Token(word.folded), now, limit=1):
            fixed.append(word.folded)
            continue
        near = Term.objects.filter(pk__in=_one_slip_away(word.folded)).order_by("pk").values_list("pk", flat=True)
        counted = [(len(storage.places(Token(term), now, limit=100)), term) for term in near[:20]]
        best = max(counted, key=lambda each: (each[0], each[1]), default=(0, ""))
        if not best[0]:
            return ""
        fixed.append(best[1])
    text = " ".join(fixed)
    return text if storage.places(parse(text).tiers()[-1], now, limit=1) else ""


def _one_slip_away(word: str) -> list[str]:
    """Words that differ in one letter more, less, other, or two that changed places."""
    if not 2 <= len(word) <= 20:
        return []
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    slips = {left + right[1:] for left, right in cuts if right}
    slips |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    slips |= {left + letter + right[1:] for left, right in cuts if right for letter in LETTERS}
    slips |= {left + letter + right for left, right in cuts for letter in LETTERS}
    return sorted(slips - {word})
