"""The register of what can be found: each app says what its things are found by, and what else changes with them."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from qcdc.search.tokens import Text

FOREVER = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Document:
    """What the index keeps of one thing for one span of time in which readers may see it."""

    object_id: int
    text: Text
    since: datetime.datetime
    until: datetime.datetime = FOREVER
    day: datetime.date | None = None
    source_id: int = 0
    """The row that the text comes from, where one thing has several in turn."""
    later: bool = False
    """Whether it takes over from another document of the same source."""


class Kind:
    """A kind of thing that can be found. Apps make one subclass for each."""

    name = ""
    number = 0
    """Among things of one day, the kind with the higher number stands first. At most 7."""
    model: type[models.Model]
    label: Any = ""
    label_many: Any = ""

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        """What the index is to hold of some rows: nothing of those that readers will never see as they are."""
        raise NotImplementedError

    def ids(self) -> Any:
        """The ids of all rows, to build the index from nothing."""
        rows: Any = self.model._base_manager
        return rows.order_by("pk").values_list("pk", flat=True)

    def rows(self, ids: Iterable[int]) -> Any:
        """The rows as results show them; only those that anybody may see."""
        raise NotImplementedError

    def title(self, row: Any) -> str:
        """What a result is headed with."""
        return str(row)

    def texts(self, row: Any) -> list[str]:
        """The plain texts in which the words asked for are shown."""
        return []

    def address(self, row: Any) -> str:
        """Where a result leads."""
        return str(row.get_absolute_url())

    def date(self, row: Any) -> str:
        """The date shown with a result."""
        return ""


@dataclass(frozen=True)
class Watched:
    """A table whose rows change what things are found by: `column` says which row of `label` to read again.

    `when`, in SQL about a row, leaves out rows that are found neither before nor after they are written: drafts.
    """

    model: type[models.Model]
    column: str
    label: str
    when: str = ""


Ripple = Callable[[set[int]], Iterable[tuple[str, Iterable[int]]]]

KINDS: dict[str, Kind] = {}
WATCHED: list[Watched] = []
RIPPLES: dict[str, Ripple] = {}
FOLLOWERS: dict[str, list[Ripple]] = {}


def register(kind: Kind) -> None:
    """Let a kind of thing be found."""
    KINDS[kind.name] = kind


def watch(label: str, *tables: tuple[type[models.Model], str] | tuple[type[models.Model], str, str], ripple: Ripple) -> None:
    """Read things again when rows of some tables change; `ripple` says which, from the ids of the rows that changed."""
    WATCHED.extend(Watched(model, column, label, *when) for model, column, *when in tables)
    RIPPLES[label] = ripple


def follow(kind: str, ripple: Ripple) -> None:
    """Read other things again whenever things of a kind are."""
    FOLLOWERS.setdefault(kind, []).append(ripple)
