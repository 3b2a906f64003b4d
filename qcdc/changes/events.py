"""Changes and gone records as other systems are told of them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from qcdc.changes.cursors import cursor
from qcdc.changes.models import Action, Change, PublicRecord, State
from qcdc.changes.nouns import NOUNS

STATES = {
    Action.HIDE: State.HIDDEN,
    Action.WITHDRAW: State.WITHDRAWN,
    Action.DELETE: State.DELETED,
    Action.MERGE: State.MERGED,
}


def events(changes: Iterable[Change], epoch: str, site: str) -> list[dict[str, Any]]:
    """Changes as they are told, `site` being scheme and host. Only the last change of a record says why: an older reason may be wrong."""
    some = list(changes)
    lists = {noun: reverse(f"api:{noun}-list") for noun in {change.noun for change in some}}
    last = set(PublicRecord.objects.filter(version__in=[change.seq for change in some]).values_list("version", flat=True))
    return [
        {
            "seq": change.seq,
            "cursor": cursor(epoch, change.seq),
            "noun": NOUNS[change.noun].plural,
            "id": change.object_id,
            "action": change.action,
            "state": STATES.get(Action(change.action), State.PUBLIC).value,
            "at": moment(change.at),
            "url": f"{site}{lists[change.noun]}{change.object_id}/",
            "reason": change.reason if change.seq in last else "",
            "successor": successor(site, change),
        }
        for change in some
    ]


def successor(site: str, row: Change | PublicRecord) -> dict[str, Any] | None:
    """The record that stands for one that is gone."""
    if row.successor_id is None:
        return None
    return {"id": row.successor_id, "url": address(site, row.noun, row.successor_id)}


def address(site: str, noun: str, pk: int) -> str:
    """The address of a record in the API."""
    return f"{site}{reverse(f'api:{noun}-detail', args=[pk])}"


def moment(at: Any) -> str:
    """A moment with the offset of Vietnam."""
    return timezone.localtime(at).isoformat()
