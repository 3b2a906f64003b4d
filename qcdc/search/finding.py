"""Answers: which entries hold what was asked, the best first, counted, with their facets, page after page."""

import datetime
import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from qcdc.abbreviations import WHOLE
from qcdc.search import storage
from qcdc.search.keeping import BATCHES_OF_A_SEARCH, expected, work_off
from qcdc.search.kinds import KINDS, Kind
from qcdc.search.models import Entry, Synonym, Term
from qcdc.search.query import Either, Every, Expression, Query, Spelt, Synonyms, Token, parse
from qcdc.search.spelling import spelt_out
from qcdc.search.tokens import Word, folded_words, words_of

# Beyond so many answers nothing is counted.
MOST_COUNTED = 10_000
# Beyond so many nothing is sorted: of each tier the newest are taken, no more than the page needs.
MOST_SORTED = 1000
MOST_FACETED = 200
# By how many of so many newest entries answer, it is judged how common an answer is.
SAMPLE = 2000
# Of an answer that is more common than this the newest are counted, which is enough to reach the most.
COMMON = 0.25
# An answer that is less common than this is taken for one of few: they are fetched without being counted before.
SELDOM = 0.02
PAGE = 20
# Of so many answers each is looked at, whether it holds a phrase; of more, those shown.
EXACT = 20
NEAR = 20
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
    is_sampled: bool = False
    """Whether the facets count the newest answers alone."""
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
    narrowed = _groups(facets)
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
    (question,) = spelt_out([Every((query.tiers()[-1], *_groups(facets)))])
    with storage.by_index():
        newest = _newest(question, None, MOST_SORTED, now) if question else []
    ordered = Entry.objects.filter(place__in=newest).order_by("-since", "-place").values_list("place", flat=True)
    return list(_load([(0, place) for place in ordered[:size]]))


def _groups(facets: Iterable[Iterable[str]]) -> tuple[Expression, ...]:
    return tuple(Either(tuple(Token(token) for token in group)) for group in facets)


def _page(
    query: Query,
    narrowed: tuple[Expression, ...],
    by_date: bool,
    after: tuple[int, int] | None,
    size: int,
    counted: bool,
    now: datetime.datetime,
) -> Found:
    *better, widest = spelt_out([Every((tier, *narrowed)) for tier in query.tiers()])
    found = Found(query)
    if widest is None:
        return found
    tiers = [] if by_date else better
    few, found.count = _count(widest, now)
    if few and len(few) <= EXACT:
        few = _side_by_side(few, query)
        found.count = len(few)
    found.is_capped = found.count > MOST_COUNTED
    found.count = min(found.count, MOST_COUNTED)
    ranked = _walk([*tiers, widest], after, size + 1, now) if few is None else _sorted(few, tiers, after, now)
    page = ranked[:size]
    exact = {place for _, place in page} if few and len(few) <= EXACT else set(_side_by_side([place for _, place in page], query))
    found.hits = list(_load([each for each in page if each[1] in exact]))
    if len(ranked) > size:
        found.following = "{}.{}".format(*page[-1])
    if counted:
        found.is_sampled = few is None
        found.facets = _facets(_newest(widest, None, MOST_FACETED, now) if few is None else few)
    return found


def _count(question: Expression, now: datetime.datetime) -> tuple[list[int] | None, int]:
    """All answers where they are few, and how many there are, counted to a little more than the most."""
    share = 0.0
    if eras := storage.newest(SAMPLE):
        share = storage.count(question, now, limit=SAMPLE, eras=eras) / SAMPLE
        if share > COMMON and (eras := storage.newest(int(2 * MOST_COUNTED / share))):
            counted = storage.count(question, now, limit=MOST_COUNTED + 1, eras=eras)
            if counted > MOST_COUNTED:
                return None, counted
    if share < SELDOM:
        few = storage.places(question, now, limit=MOST_SORTED + 1)
        if len(few) <= MOST_SORTED:
            return few, len(few)
    total = storage.count(question, now, limit=MOST_COUNTED + 1)
    return (storage.places(question, now, limit=total) if total <= MOST_SORTED else None), total


def _side_by_side(places: list[int], query: Query) -> list[int]:
    """The entries whose texts hold each phrase asked for: the index knows of pairs alone, and of some wrongly."""
    phrases = query.phrases
    if not phrases:
        return places
    exact = set()
    rows = Entry.objects.filter(place__in=places).values_list("kind", "object_id")
    for name, ids in itertools.groupby(sorted(rows), key=lambda row: row[0]):
        for entry, document in expected(KINDS[name], {object_id for _, object_id in ids}):
            texts = list(folded_words(document.text))
            if all(any(way in text for way in ways for text in texts) for ways in phrases):
                exact.add(entry.place)
    return [place for place in places if place in exact]


def _sorted(few: list[int], tiers: list[Expression | None], after: tuple[int, int] | None, now: datetime.datetime) -> list[tuple[int, int]]:
    """Few answers: all of them, each in the best tier that holds it, the newest of a tier first."""
    best = storage.sort_out(tiers, now, limit=MOST_SORTED + 1) if few else {}
    ranked = [(best.get(place, len(tiers)), place) for place in few]
    ranked.sort(key=lambda each: (each[0], -each[1]))
    return [each for each in ranked if after is None or (each[0], -each[1]) > (after[0], -after[1])]


def _walk(tiers: list[Expression | None], after: tuple[int, int] | None, wanted: int, now: datetime.datetime) -> list[tuple[int, int]]:
    """Many answers: tier by tier from the newest, no further than the page needs."""
    ranked: list[tuple[int, int]] = []
    for number, tier in enumerate(tiers):
        if tier is None or (after and number < after[0]):
            continue
        before = after[1] if after and number == after[0] else None
        better = tuple(each for each in tiers[:number] if each)
        ranked += [(number, place) for place in _newest(Every((tier,), better), before, wanted - len(ranked), now)]
        if len(ranked) >= wanted:
            break
    return ranked


def _newest(question: Expression, before: int | None, wanted: int, now: datetime.datetime) -> list[int]:
    """The newest answers to a question: a common one is answered by the newest entries, of any other there are not many."""
    if eras := storage.newest(SAMPLE, before):
        found = storage.places(question, now, limit=wanted, newest_first=True, before=before, eras=eras)
        if len(found) == wanted:
            return found
    return storage.places(question, now, limit=wanted, newest_first=True, before=before)


def _read_cursor(text: str) -> tuple[int, int] | None:
    tier, dot, place = text.partition(".")
    if dot and tier.isascii() and tier.isdigit() and place.isascii() and place.isdigit() and len(tier) < 3 and len(place) < 20:
        return int(tier), min(int(place), 2**63 - 1)
    return None


def _load(ranked: list[tuple[int, int]]) -> Iterator[Hit]:
    """The rows of some answers, in their order; each kind is loaded at once, through what anybody may see."""
    found = Entry.objects.filter(place__in=[place for _, place in ranked]).values_list("place", "kind", "object_id")
    entries = {place: (kind, object_id) for place, kind, object_id in found}
    rows: dict[tuple[str, int], Any] = {}
    for name in {kind for kind, _ in entries.values()}:
        ids = [object_id for kind, object_id in entries.values() if kind == name]
        rows |= {(name, row.pk): row for row in KINDS[name].rows(ids)}
    for tier, place in ranked:
        entry = entries.get(place)
        if entry and (row := rows.get(entry)):
            yield Hit(KINDS[entry[0]], row, tier, place)


def _facets(places: list[int]) -> dict[str, Counter[str]]:
    """How many of some entries carry each value of each facet."""
    counts: dict[str, Counter[str]] = {}
    for facets in Entry.objects.filter(place__in=places).values_list("facets", flat=True):
        for token in facets.split():
            counts.setdefault(token[1], Counter())[token[2:]] += 1
    return counts


def known_synonyms() -> Synonyms:
    """Each way of writing something, folded, with the other ways: those of the house, and those that editors added."""
    return _synonyms(tuple(Synonym.objects.order_by("pk").values_list("short", "whole")))


@functools.lru_cache(maxsize=4)
def _synonyms(added: tuple[tuple[str, str], ...]) -> Synonyms:
    found: dict[tuple[str, ...], list[tuple[Word, ...]]] = {}
    for short, whole in [*WHOLE.items(), *added]:
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
        if _is_there(Spelt(word.folded), now):
            fixed.append(word.folded)
            continue
        near = Term.objects.filter(folded__in=_one_slip_away(word.folded)).order_by("folded").values_list("folded", flat=True).distinct()
        words = [folded for folded in near[:NEAR] if folded.isalpha()]
        asked = zip(words, spelt_out([Spelt(folded) for folded in words]), strict=True)
        counted = [(storage.count(question, now, limit=100), folded) for folded, question in asked if question]
        best = max(counted, default=(0, ""))
        if not best[0]:
            return ""
        fixed.append(best[1])
    text = " ".join(fixed)
    return text if _is_there(parse(text).tiers()[-1], now) else ""


def _is_there(question: Expression, now: datetime.datetime) -> bool:
    (spelt,) = spelt_out([question])
    return bool(spelt and storage.count(spelt, now, limit=1))


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
