"""Places in the sequence of changes, as clients keep them: the name of the sequence, and the number up to which it was read."""

import re

from qcdc.changes.models import Change, Sequence

CURSOR = re.compile(r"([0-9a-f]{12})\.([0-9]{1,18})")


class Malformed(ValueError):
    """What was given is no cursor."""


class Lost(LookupError):
    """The cursor is of a sequence that is no more: what happened since cannot be told."""


def cursor(epoch: str, seq: int) -> str:
    """A place in a sequence as text."""
    return f"{epoch}.{seq}"


def here() -> tuple[str, int]:
    """Where the sequence stands: its name, and the number of its last change."""
    epoch = Sequence.objects.values_list("epoch", flat=True).first() or Sequence.objects.get_or_create(pk=1)[0].epoch
    return epoch, Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def read(text: str, epoch: str, last: int) -> int:
    """The number at which a cursor stands. Raises Malformed or Lost."""
    found = CURSOR.fullmatch(text)
    if not found:
        raise Malformed(text)
    if found[1] != epoch or int(found[2]) > last:
        raise Lost(text)
    return int(found[2])


def begin_anew() -> str:
    """Give the sequence another name, so that no cursor given out before is taken for a place in it."""
    Sequence.objects.all().delete()
    return Sequence.objects.create(pk=1).epoch
