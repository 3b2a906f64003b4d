"""What a copy must come to: for the records of a noun, whole or by range of ids, how many there are and a checksum over them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import models

from qcdc.changes.models import Change, PublicRecord, State

KEPT_FOR = 24 * 3600
ROWS_AT_ONCE = 5000


@dataclass(frozen=True)
class Checksum:
    """How many records, the SHA-256 of a line `id:version` for each in the order of their ids, and the last change of any."""

    count: int
    checksum: str
    last_version: int


def whole(noun: str, epoch: str) -> Checksum:
    """The checksum of all public records of a noun; reckoned once after each change of one of them."""
    last = _last(noun)
    key = f"changes:checksum:{epoch}:{noun}:{last}"
    if known := cache.get(key):
        return Checksum(*known)
    found = _checksum(_lines(PublicRecord.objects.filter(noun=noun, state=State.PUBLIC)))
    if _last(noun) == last:
        cache.set(key, (found.count, found.checksum, found.last_version), KEPT_FOR)
    return found


def _last(noun: str) -> int:
    return Change.objects.filter(noun=noun).order_by("-seq").values_list("seq", flat=True).first() or 0


def by_range(noun: str, first: int, last: int, step: int) -> list[tuple[int, int, Checksum]]:
    """The checksum of each range of ids from one to another, the empty ones included: first and last id, and the checksum."""
    rows = PublicRecord.objects.filter(noun=noun, state=State.PUBLIC, object_id__range=(first, last))
    ranges: dict[int, list[tuple[int, int]]] = {}
    for pk, version in _lines(rows):
        ranges.setdefault((pk - first) // step, []).append((pk, version))
    return [
        (begins, min(begins + step - 1, last), _checksum(iter(ranges.get(number, []))))
        for number, begins in enumerate(range(first, last + 1, step))
    ]


def highest(noun: str) -> int:
    """The highest id of a public record."""
    found: int | None = PublicRecord.objects.filter(noun=noun, state=State.PUBLIC).aggregate(last=models.Max("object_id"))["last"]
    return found or 0


def _lines(rows: Any) -> Iterator[tuple[int, int]]:
    found: Iterator[tuple[int, int]] = rows.order_by("object_id").values_list("object_id", "version").iterator(chunk_size=ROWS_AT_ONCE)
    return found


def _checksum(lines: Iterator[tuple[int, int]]) -> Checksum:
    count, last, digest = 0, 0, hashlib.sha256()
    for pk, version in lines:
        digest.update(b"%d:%d\n" % (pk, version))
        count, last = count + 1, max(last, version)
    return Checksum(count, digest.hexdigest(), last)
