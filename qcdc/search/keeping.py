"""The index held to the record: what was written to is read again, before anybody is answered from it.

The database notes each row written to, in the writer's own transaction (`watching`). Whoever wrote has the notes worked off
as soon as the transaction is through; should she be killed before that, the next search does it. So an answer is never stale.
"""

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from qcdc.search import storage
from qcdc.search.kinds import FOLLOWERS, KINDS, RIPPLES, WATCHED, Document, Kind
from qcdc.search.models import Due, Entry, Term
from qcdc.search.tokens import EDITION, spellings_of, tokens_of

AT_ONCE = 200
NOTES_AT_ONCE = 500
MOST_BATCHES = 20
BATCHES_OF_A_SEARCH = 2  # A reader does not wait for an import.
# Words that this process knows to be in the table of terms: a language has few, and only a flush takes them out.
_met: set[str] = set()


def forget_words_met(sender: Any, **kwargs: Any) -> None:
    """Take no word for known any more (a receiver of post_migrate): a flush has emptied the table of terms."""
    _met.clear()


def keep_up(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """Work off the notes once the writer's transaction is through, once for all that it wrote."""
    if raw or not any(watched.model is sender for watched in WATCHED):
        return
    if not any(waiting[1] is work_off for waiting in connection.run_on_commit):
        transaction.on_commit(work_off, robust=True)


def work_off(batches: int = MOST_BATCHES) -> None:
    """Read again what was written to. A flood of notes, as after an import, is left to `rebuild_index` from some point on."""
    if not Due.objects.exists():
        return
    for _ in range(batches):
        if _work_off_some() < NOTES_AT_ONCE:
            return


@transaction.atomic
def _work_off_some() -> int:
    storage.one_at_a_time()
    notes = storage.take_notes(NOTES_AT_ONCE)
    written: dict[str, set[int]] = defaultdict(set)
    for label, object_id in notes:
        written[label].add(object_id)
    again: dict[str, set[int]] = defaultdict(set)
    for label, ids in written.items():
        for kind, reached in RIPPLES[label](ids):
            again[kind].update(reached)
    for kind, ids in list(again.items()):
        for ripple in FOLLOWERS.get(kind, []):
            for follower, reached in ripple(ids):
                again[follower].update(reached)
    for name, ids in again.items():
        refresh(KINDS[name], ids)
    return len(notes)


def refresh(kind: Kind, ids: Iterable[int], anew: bool = False) -> None:
    """Make the index hold of some rows what it should; `anew`, even where it says that it does."""
    for some in batched(sorted(set(ids)), AT_ONCE):
        wanted = {entry.place: (entry, document) for entry, document in expected(kind, some)}
        there = dict(Entry.objects.filter(kind=kind.name, object_id__in=some).values_list("place", "checksum"))
        same = {place for place, (entry, _) in wanted.items() if not anew and there.get(place) == entry.checksum}
        if gone := there.keys() - same:
            storage.forget(gone)
        add([(entry, tokens_of(document.text)) for place, (entry, document) in wanted.items() if place not in same])


def add(entries: list[tuple[Entry, set[str]]]) -> None:
    """Take entries into the index, which holds none at their places."""
    if not entries:
        return
    storage.add(entries)
    spellings = spellings_of(token for _, tokens in entries for token in tokens) - _met
    new = [Term(spelling=spelling, folded=spelling.partition("=")[0]) for spelling in sorted(spellings)]
    Term.objects.bulk_create(new, batch_size=NOTES_AT_ONCE, ignore_conflicts=True)
    transaction.on_commit(lambda: _met.update(spellings))


def expected(kind: Kind, ids: Iterable[int]) -> list[tuple[Entry, Document]]:
    """What the index should hold of some rows, whatever language the reader of the moment has chosen."""
    with translation.override(settings.LANGUAGE_CODE):
        return [(entry_of(kind, document), document) for document in kind.documents(ids) if document.since < document.until]


def entry_of(kind: Kind, document: Document) -> Entry:
    """The entry of a document."""
    return Entry(
        place=storage.place_of(document.day, kind.number, document.source_id or document.object_id, document.later),
        kind=kind.name,
        object_id=document.object_id,
        since=document.since,
        until=document.until,
        facets=" ".join(sorted(document.text.facets)),
        checksum=_checksum(document),
    )


def _checksum(document: Document) -> int:
    text = document.text
    said = [EDITION, document.object_id, document.since.timestamp(), document.until.timestamp(), text.title, text.date]
    for several in (text.names, text.body, text.called, sorted(text.facets)):
        said += ["", *filter(None, several)]
    return int.from_bytes(hashlib.blake2s("\0".join(map(str, said)).encode(), digest_size=8).digest(), "big", signed=True)


def rebuild(kind: Kind) -> Iterator[int]:
    """Build the part of the index that is of one kind anew, while searches go on; yields how many rows have been read each time."""
    for some in batched(kind.ids().iterator(chunk_size=AT_ONCE), AT_ONCE):
        with transaction.atomic():
            storage.one_at_a_time()
            refresh(kind, some, anew=True)
        yield len(some)
    with transaction.atomic():
        storage.one_at_a_time()
        storage.forget(_gone(kind).values_list("place", flat=True))


def _gone(kind: Kind) -> Any:
    """Entries of rows that are no more."""
    return Entry.objects.filter(kind=kind.name).exclude(object_id__in=kind.ids().order_by())


def batched_faults(kind: Kind) -> Iterator[tuple[int, list[str]]]:
    """Where the index differs from what it should hold of one kind, so many rows at a time."""
    for some in batched(kind.ids().iterator(chunk_size=AT_ONCE), AT_ONCE):
        there = {
            place: (object_id, checksum)
            for place, object_id, checksum in Entry.objects.filter(kind=kind.name, object_id__in=some).values_list(
                "place", "object_id", "checksum"
            )
        }
        wrong = []
        for entry, _ in expected(kind, some):
            if there.pop(entry.place, (0, None))[1] != entry.checksum:
                wrong.append(f"{kind.name} {entry.object_id} is missing or differs")
        wrong += [f"{kind.name} {object_id} should not be there" for object_id, _ in there.values()]
        yield len(some), wrong
    yield 0, [f"{kind.name} {object_id} is no more" for object_id in _gone(kind).values_list("object_id", flat=True)]
    lost = storage.lost(kind.name)
    yield 0, [f"{kind.name}: {lost} entries have no words"] if lost else []


def batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Items in lists of some size."""
    ahead = iter(items)
    while some := list(itertools.islice(ahead, size)):
        yield some
