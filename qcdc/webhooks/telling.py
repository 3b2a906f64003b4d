"""An event as a webhook tells it: the same as at /api/v1/changes/."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from qcdc.changes.models import Change


def event(change: Change, site: str) -> dict[str, Any]:
    """One change of one record; what the record says now is at its address."""
    return {
        "seq": change.seq,
        "noun": change.noun,
        "id": change.object_id,
        "action": change.action,
        "at": timezone.localtime(change.at).isoformat(),
        "url": f"{site}{reverse(f'api:{change.noun}-detail', args=[change.object_id])}",
        "reason": change.reason,
    }
