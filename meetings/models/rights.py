"""What hangs on a conference is seen and changed by those who may see and change the conference."""

from typing import Any, TypeVar

from django.db import models

from meetings.models.beats import provinces_of
from meetings.models.conferences import Conference, changes_everything

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


def within_sight(rows: Rows, reader: Any, path: str = "conference") -> Rows:
    """The rows of conferences that somebody who may see drafts sees, within her provinces where she has such a limit."""
    return rows.filter(**{f"{path}__in": Conference.objects.for_reader(reader).order_by().values("pk")}) if provinces_of(reader) else rows


def within_reach(rows: Rows, editor: Any, path: str = "conference") -> Rows:
    """The rows of conferences that somebody may change."""
    return (
        rows
        if changes_everything(editor)
        else rows.filter(**{f"{path}__in": Conference.objects.for_editor(editor).order_by().values("pk")})
    )
