"""Who else has the form of a row open."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qcdc.models import Presence, label_of

STAYS = timedelta(seconds=60)
TYPES = timedelta(seconds=30)
MOST_SHOWN = 12


def be_present(user: Any, row: Any, *, typing: bool) -> None:
    """A sign of life from a browser that has the form of a row open."""
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - STAYS).delete()
    seen: dict[str, Any] = {"seen_at": now} | ({"typing_at": now} if typing else {})
    Presence.objects.update_or_create(user=user, model=label_of(row), object_id=row.pk, defaults=seen)


def leave(user: Any, row: Any) -> None:
    Presence.objects.filter(user=user, model=label_of(row), object_id=row.pk).delete()


def others_at(user: Any, row: Any) -> list[Presence]:
    """The other people who have the form of the row open, those who came first first."""
    there = Presence.objects.filter(model=label_of(row), object_id=row.pk, seen_at__gte=timezone.now() - STAYS).exclude(user=user)
    return list(there.select_related("user").order_by("pk")[:MOST_SHOWN])


def sentence(there: list[Presence]) -> str:
    """ "Open with: Lan (typing), Hùng — 16:50"; nothing where nobody else is there."""
    if not there:
        return ""
    now = timezone.now()
    names = [
        _("%(name)s (typing)") % {"name": name_of(each.user)} if each.typing_at and each.typing_at > now - TYPES else name_of(each.user)
        for each in there
    ]
    return _("Also open with: %(names)s — %(time)s") % {"names": ", ".join(names), "time": clock(now)}


def name_of(user: Any) -> str:
    return str(user.get_full_name() or user.get_username()) if user else _("somebody")


def clock(moment: datetime) -> str:
    """The time of day, with the day where it is not today."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else date_format(local, "SHORT_DATETIME_FORMAT")
