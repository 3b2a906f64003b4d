"""A confirmed record, filed as drafts: article, edition, conference, attendance, figures, directives, each with its evidence."""

from dataclasses import dataclass
from typing import Any

from articles.intake.record import Record
from articles.models import Article, Intake
from meetings.models import Conference

Where = tuple[str, int | None, str]
"""A part of the record ("article", "officials" …), the line in it from 0 (None where it has no lines), the field or "__all__"."""


class NotFiled(Exception):
    """Why a record was not filed, at the fields where it has to be mended. Nothing of it was kept."""

    def __init__(self, errors: dict[Where, list[str]]) -> None:
        self.errors = errors
        super().__init__("; ".join(message for messages in errors.values() for message in messages))


@dataclass(frozen=True, slots=True)
class Filed:
    """What an intake became."""

    article: Article
    conference: Conference | None
    is_new: bool = True
    """Whether it was filed just now, and not by an earlier click."""


def file(record: Record, intake: Intake, *, by: Any) -> Filed:
    """File a record as drafts in one transaction. The same intake is filed once, however often it is confirmed.

    Raises NotFiled where a value is refused or the person may not do it.
    """
    raise NotImplementedError
