"""What the fields of the intake's screen offer: loaded once for a page, however many lines it has."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from articles.intake.register import Register
from articles.models import Section
from meetings.models import Organisation
from qcdc.vietnamese import fold

MOST_BODIES = 3_000


@dataclass(frozen=True)
class Offer:
    """What may be chosen, by value; `shown` are the values that a list shows, others are taken where they are chosen already."""

    labels: dict[str, Any]
    shown: list[str] = field(default_factory=list)
    words: dict[str, Any] = field(default_factory=dict)
    """A second, quieter line below some of them."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[Any, Any]]) -> "Offer":
        labels = {str(value): label for value, label in pairs}
        return cls(labels, list(labels))

    def only(self, values: Iterable[str]) -> "Offer":
        """The same with fewer of them shown."""
        return Offer(self.labels, [value for value in values if value in self.labels], self.words)


class Bodies:
    """The bodies of the register by what they are called; a name that two bear is written with its province."""

    def __init__(self, rows: Iterable[Organisation]) -> None:
        self.labels: dict[int, str] = {}
        self.known: dict[str, set[int]] = {}
        for row in rows:
            label = row.name
            if label in self.labels.values():
                label = f"{row.name} ({row.province})" if row.province else f"{row.name} [{row.pk}]"
            self.labels[row.pk] = label
            for name in (label, row.name, row.abbreviation, *row.aliases.splitlines()):
                if name.strip():
                    self.known.setdefault(fold(name), set()).add(row.pk)
        self.by_label = {label: pk for pk, label in self.labels.items()}

    def find(self, name: str) -> int | None:
        """The body of a name, where only one bears it."""
        if name in self.by_label:
            return self.by_label[name]
        found = self.known.get(fold(name), set())
        return next(iter(found)) if len(found) == 1 else None


class Choices:
    """The register as it was on the day of the event."""

    def __init__(self, register: Register, on: datetime.date) -> None:
        self.register, self.on = register, on

    @cached_property
    def provinces(self) -> Offer:
        rows = self.register.provinces
        labels = {str(row.pk): row.name if row.exists_on(self.on) else str(row) for row in rows}
        return Offer(labels, [str(row.pk) for row in rows if row.exists_on(self.on)])

    @cached_property
    def bodies(self) -> Bodies:
        return Bodies(self.register.organisations[:MOST_BODIES])

    @cached_property
    def clusters(self) -> Offer:
        return Offer.of((each.pk, each.name) for each in self.register.clusters)

    @cached_property
    def sections(self) -> Offer:
        return Offer.of(Section.objects.values_list("pk", "name"))

    @cached_property
    def indicators(self) -> Offer:
        return Offer.of((each.pk, each.name) for each in self.register.indicators)

    @cached_property
    def roles(self) -> Offer:
        return Offer.of((each.slug, each.name) for each in self.register.roles.values())

    @cached_property
    def themes(self) -> Offer:
        return Offer.of((each.slug, each.name) for each in self.register.themes)


def offered(choices: Any) -> Offer:
    """The values of an enumeration, as a field offers them."""
    return Offer.of(choices.choices)
