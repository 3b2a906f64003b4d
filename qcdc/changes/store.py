"""What readers are given of the record: every public record as it is kept, and the number of the last change."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from qcdc.changes.models import Change, Note, PublicRecord, State
from qcdc.changes.settling import is_due, settle
from qcdc.changes.writing import ORIGIN, written

__all__ = ["Stored", "is_due", "last", "settle", "standing", "stored", "with_origin"]


@dataclass(frozen=True)
class Stored:
    """A public record: the number and moment of its last change, its JSON in lists, and the members that it has beside them."""

    version: int
    modified: datetime.datetime
    row: bytes
    more: bytes

    @property
    def whole(self) -> bytes:
        """The record as it is when asked for by itself."""
        if self.more == b"{}":
            return self.row
        return self.row[:-1] + b"," + self.more[1:]


def stored(noun: str, ids: Iterable[int], is_settled: bool = True, *, whole: bool = True) -> dict[int, Stored]:
    """Some public records by id, written anew where none is kept; all of them where `settle()` has left something over.

    What nobody may see is not among them. Without `whole`, what they have beside the members in lists may be left out.
    """
    wanted = list(ids)
    records = PublicRecord.objects.filter(noun=noun, object_id__in=wanted, state=State.PUBLIC)
    columns = ["object_id", "version", "modified", "row", *(["more"] if whole else [])]
    kept = {
        each: Stored(version, modified, bytes(row or b""), bytes(more[0] or b"") if more else b"{}")
        for each, version, modified, row, *more in records.values_list(*columns)
    }
    fresh = written(noun, [each for each in wanted if not is_settled or each not in kept])
    for each, now in fresh.items():
        before = kept.get(each)
        kept[each] = Stored(before.version if before else 0, before.modified if before else timezone.now(), now.row, now.more)
    return {each: kept[each] for each in wanted if each in fresh or (is_settled and each in kept)}


def last() -> tuple[int, datetime.datetime | None]:
    """The number and the moment of the last change; 0 and None before the first."""
    return Change.objects.order_by("-seq").values_list("seq", "at").first() or (0, None)


def standing() -> tuple[bool, tuple[int, datetime.datetime | None]]:
    """Whether nothing is left to look at, as `settle()` says, and then the last change: by one query where nothing was due."""
    due = models.Exists(Note.objects.filter(at__lte=timezone.now()))
    found = Change.objects.order_by("-seq").values_list("seq", "at", due).first()
    if found and not found[2]:
        return True, found[:2]
    return settle(), last()


def with_origin(data: bytes, origin: str) -> bytes:
    """JSON with scheme and host (`https://example.vn`) in every address."""
    return data.replace(ORIGIN.encode(), origin.encode())
