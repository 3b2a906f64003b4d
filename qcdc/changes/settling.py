"""The record held to what is written: what was noted is looked at again, and every real change is numbered.

Numbers are given after the writers have committed, by one transaction at a time that holds a lock until its own commit. So the
order of the numbers is the order in which changes can be seen, and whoever has read up to a number has missed nothing before it.
"""

import datetime
import functools
import itertools
import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from qcdc.changes.models import Action, Change, Note, PublicRecord, State
from qcdc.changes.nouns import NOUNS, Gone, Noun, by_table, heeding, next_moments, reached, watched_moments
from qcdc.changes.writing import Written, written

NOTES_AT_ONCE = 1000
RECORDS_AT_ONCE = 200
READERS_WAIT = 0.5  # Seconds. Nobody waits for an import to be worked off.
WRITERS_WAIT = 2.0
LONGEST_WAIT = 5
TRY_AGAIN = datetime.timedelta(minutes=10)
logger = logging.getLogger(__name__)

ACTIONS = {
    State.HIDDEN: Action.HIDE,
    State.WITHDRAWN: Action.WITHDRAW,
    State.DELETED: Action.DELETE,
    State.MERGED: Action.MERGE,
}


def is_due() -> bool:
    """Whether something was written to, or a date has come, that was not looked at yet."""
    return Note.objects.filter(at__lte=timezone.now()).exists()


def settle(seconds: float = READERS_WAIT) -> bool:
    """Look at what is due, for so long; says whether nothing is left.

    What a flood leaves over, or another process is busy with, is done by the next call: nothing is lost by leaving it.
    """
    until = time.monotonic() + seconds
    try:
        while is_due():
            if time.monotonic() >= until:
                return False
            settle_some()
    except OperationalError:
        logger.warning("Changes are numbered later: the database is busy.", exc_info=True)
        return False
    return True


def settle_all() -> Iterator[int]:
    """Look at all that is due, however long it takes; yields how many records were compared each time."""
    while is_due():
        yield settle_some()


def keep_up(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """Have what was written looked at once the writer's transaction is through, once for all that it wrote."""
    if raw or sender not in _watched():
        return
    if not any(waiting[1] is settle_behind for waiting in connection.run_on_commit):
        transaction.on_commit(settle_behind, robust=True)


def settle_behind() -> None:
    """Look at what somebody has just committed."""
    settle(WRITERS_WAIT)


@functools.cache
def _watched() -> frozenset[Any]:
    return frozenset(by_table())


@transaction.atomic
def settle_some() -> int:
    """Look at some of what is due; gives how many records were compared."""
    _one_at_a_time()
    now = timezone.now()
    notes = list(Note.objects.filter(at__lte=now).order_by("at", "pk")[:NOTES_AT_ONCE])
    noted: dict[str, set[int]] = defaultdict(set)
    for note in notes:
        noted[note.label].add(note.object_id)
    records: dict[str, set[int]] = {noun: noted.pop(noun, set()) for noun in NOUNS}
    led_to: dict[str, set[int]] = defaultdict(set)
    for label, values in noted.items():
        for noun, ids in reached(label, values):
            led_to[noun] |= ids
        if label in watched_moments():
            _look_ahead(label, values, now)
    Note.objects.filter(pk__in=[note.pk for note in notes]).delete()
    if len(notes) < NOTES_AT_ONCE:
        records = {noun: ids | led_to[noun] for noun, ids in records.items()}
    else:
        # A flood: what all of it leads to is gathered first, so that a conference is compared once, not with each of its rows.
        _note({noun: sorted(ids) for noun, ids in led_to.items()})
    here, later = _divided(records)
    _note(later)
    _note(_heeding(compare(here)))
    return sum(map(len, here.values()))


def _one_at_a_time() -> None:
    """Let only one transaction at a time give numbers; the others wait. SQLite never has two writers."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}s'")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('qcdc.changes'))")


def _look_ahead(label: str, values: set[int], now: datetime.datetime) -> None:
    """Note for later when a date of some rows comes."""
    Note.objects.filter(label=label, object_id__in=values, at__gt=now).delete()
    Note.objects.bulk_create(Note(label=label, object_id=value, at=at) for value, at in next_moments(label, values, now).items())


def _divided(records: dict[str, set[int]]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The records to compare at once, and those to be noted again: what one row leads to may be without end."""
    here: dict[str, list[int]] = {}
    later: dict[str, list[int]] = {}
    room = RECORDS_AT_ONCE
    for noun in NOUNS:
        ids = sorted(records.get(noun, ()))
        here[noun], later[noun] = ids[:room], ids[room:]
        room -= len(here[noun])
    return here, later


def _note(records: dict[str, list[int]]) -> None:
    """Note records that are to be looked at, unless they are noted already."""
    for noun, ids in records.items():
        for start in range(0, len(ids), 1000):
            some = ids[start : start + 1000]
            there = set(Note.objects.filter(label=noun, object_id__in=some).values_list("object_id", flat=True))
            Note.objects.bulk_create(Note(label=noun, object_id=each) for each in some if each not in there)


def _heeding(flipped: dict[str, list[int]]) -> dict[str, list[int]]:
    """The records that show others which have become public, or no longer are."""
    found: dict[str, set[int]] = defaultdict(set)
    for noun, ids in flipped.items():
        for other, reached_ids in heeding(noun, ids) if ids else ():
            found[other] |= reached_ids
    return {noun: sorted(ids) for noun, ids in found.items()}


def compare(records: dict[str, list[int]]) -> dict[str, list[int]]:
    """Number every change of some records since they were last looked at; gives those that became public or no longer are."""
    changed: list[tuple[PublicRecord, Action]] = []
    flipped: dict[str, list[int]] = {}
    for name, ids in records.items():
        found = list(_changes_that_can_be_written(NOUNS[name], ids)) if ids else []
        flipped[name] = [record.object_id for record, was_public, _ in found if was_public != (record.state == State.PUBLIC)]
        changed += [(record, action) for record, _, action in found]
    _number(changed)
    return flipped


def _changes_that_can_be_written(noun: Noun, ids: list[int]) -> Iterator[tuple[PublicRecord, bool, Action]]:
    """As `_changes`; a record that the API itself cannot write stays as it was, holds up no other, and is tried again later."""
    try:
        with transaction.atomic():
            found = list(_changes(noun, ids))
    except DatabaseError:
        raise
    except Exception:
        if len(ids) > 1:
            for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
                yield from _changes_that_can_be_written(noun, half)
            return
        logger.exception("%s %s cannot be written.", noun.name, ids[0])
        Note.objects.create(label=noun.name, object_id=ids[0], at=timezone.now() + TRY_AGAIN)
        return
    yield from found


def _changes(noun: Noun, ids: list[int]) -> Iterator[tuple[PublicRecord, bool, Action]]:
    """The records that differ from what is kept of them, each with whether it was public, and what happened to it."""
    now = written(noun.name, ids)
    known = {record.object_id: record for record in PublicRecord.objects.filter(noun=noun.name, object_id__in=ids)}
    gone = _gone(noun, {each for each in known if each not in now})
    for each in ids:
        record = known.get(each) or PublicRecord(noun=noun.name, object_id=each, state=State.HIDDEN)
        was = (State(record.state), record.reason, record.successor_id, _kept(record))
        if each in now:
            record.state, record.reason, record.successor_id = State.PUBLIC, "", None
            record.row, record.more = now[each].row, now[each].more
            action = _action(noun, each in known, was[0] == State.PUBLIC, was[3], now[each])
        elif each in gone:
            why = gone[each]
            record.state, record.reason, record.successor_id = why.state, why.reason, why.successor_id
            record.row = record.more = None
            action = ACTIONS[why.state]
        else:
            continue
        if was != (State(record.state), record.reason, record.successor_id, _kept(record)):
            yield record, was[0] == State.PUBLIC, action


def _kept(record: PublicRecord) -> Written | None:
    return None if record.row is None or record.more is None else Written(bytes(record.row), bytes(record.more))


def _gone(noun: Noun, ids: set[int]) -> dict[int, Gone]:
    """Why some records are no longer public."""
    there = set(noun.rows.filter(pk__in=ids).values_list("pk", flat=True))
    told = noun.gone(there) if there else {}
    return {each: told.get(each, Gone()) if each in there else Gone(State.DELETED) for each in ids}


def _action(noun: Noun, is_known: bool, was_public: bool, before: Written | None, now: Written) -> Action:
    if not was_public:
        return Action.PUBLISH if noun.is_published or is_known else Action.CREATE
    if noun.corrects and before and _member(before, noun.corrects) != _member(now, noun.corrects):
        return Action.CORRECT
    return Action.UPDATE


def _member(record: Written, name: str) -> Any:
    return (json.loads(record.row) | json.loads(record.more)).get(name)


def _number(changed: list[tuple[PublicRecord, Action]]) -> None:
    """Give each change the next number, and keep what the record says from now on."""
    if not changed:
        return
    last = Change.objects.order_by("-seq").values_list("at", flat=True).first()
    at = max(filter(None, [last, timezone.now()]))
    changes = Change.objects.bulk_create(
        [
            Change(
                noun=record.noun,
                object_id=record.object_id,
                action=action,
                at=at,
                reason=record.reason,
                successor_id=record.successor_id,
            )
            for record, action in changed
        ]
    )
    for (record, _), change in zip(changed, changes, strict=True):
        record.pk, record.version, record.modified = None, change.seq, at
    PublicRecord.objects.bulk_create(
        [record for record, _ in changed],
        update_conflicts=True,
        unique_fields=["noun", "object_id"],
        update_fields=["state", "version", "modified", "reason", "successor_id", "row", "more"],
    )


def faults(noun: Noun, ids: list[int]) -> list[str]:
    """Where what is kept of some records differs from what they are now, once nothing is due."""
    return [f"{noun.name} {record.object_id} is {record.state} and differs" for record, _, _ in _changes(noun, ids)]


def all_ids(noun: Noun) -> Iterator[list[int]]:
    """The ids of all records that are or were there, so many at a time."""
    for rows in (noun.rows.order_by("pk").values_list("pk", flat=True), _no_more(noun)):
        ahead = rows.iterator(chunk_size=RECORDS_AT_ONCE)
        while some := list(itertools.islice(ahead, RECORDS_AT_ONCE)):
            yield some


def _no_more(noun: Noun) -> Any:
    """Ids of which something is kept and that no row has."""
    kept = PublicRecord.objects.filter(noun=noun.name).exclude(object_id__in=noun.rows.values("pk"))
    return kept.order_by("object_id").values_list("object_id", flat=True)
