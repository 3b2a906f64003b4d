"""The register of what other systems copy: each app says of its nouns what they show, so that it is known what changes with what."""

import datetime
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from qcdc.changes.models import State


@dataclass(frozen=True)
class Gone:
    """Why a record that was public no longer is, as far as readers are told, and which record stands for it now."""

    state: State = State.HIDDEN
    reason: str = ""
    successor_id: int | None = None


def _only_hidden(ids: set[int]) -> dict[int, Gone]:
    return {}


@dataclass(frozen=True)
class Noun:
    """A kind of record that the API hands out.

    `shows` names the rows beside its own that it is written from, as lookups; every row on the way counts, too.
    `heeds` names the records that it shows only as long as they are public themselves, as lookups, each with its noun.
    `gone` says which of some records were withdrawn or merged; `corrects` is the member in which corrections are told;
    `many` is the plural where it is not the name with an s.
    """

    name: str
    model: type[models.Model]
    collection: str
    shows: tuple[str, ...] = ()
    heeds: tuple[tuple[str, str], ...] = ()
    gone: Callable[[set[int]], dict[int, Gone]] = _only_hidden
    is_published: bool = False
    corrects: str = ""
    many: str = ""

    @property
    def plural(self) -> str:
        """What the noun is called in the addresses of the API."""
        return self.many or f"{self.name}s"

    @property
    def rows(self) -> Any:
        """All rows of the noun, hidden ones included."""
        return self.model._base_manager.order_by()

    @property
    def view(self) -> Any:
        """The collection of the API."""
        return import_string(self.collection)


@dataclass(frozen=True)
class Moments:
    """The dates of a table at which time alone changes what anybody may see."""

    model: type[models.Model]
    fields: tuple[str, ...]


NOUNS: dict[str, Noun] = {}
MOMENTS: list[Moments] = []


def register(*nouns: Noun) -> None:
    """Let other systems copy some nouns. Those that others heed come first, so that whoever looks at all looks at most once."""
    known = NOUNS | {noun.name: noun for noun in nouns}
    heeded = {name for noun in known.values() for _, name in noun.heeds}
    NOUNS.clear()
    NOUNS.update(sorted(known.items(), key=lambda item: item[0] not in heeded))
    columns.cache_clear()


def register_moments(model: type[models.Model], *fields: str) -> None:
    """Look again at what is written from a table when one of these dates of a row has come."""
    MOMENTS.append(Moments(model, fields))


@dataclass(frozen=True)
class Column:
    """A column whose values are noted when a row is written to."""

    model: type[models.Model]
    name: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.db_table}.{self.name}"


Reaches = dict[str, tuple[Column, set[tuple[str, str]]]]


@functools.cache
def columns() -> Reaches:
    """Every column to watch by its label, with the nouns that a value in it leads to: each by a lookup, empty for the record's own id."""
    found: Reaches = {}

    def watch(column: Column, noun: str, lookup: str) -> None:
        found.setdefault(column.label, (column, set()))[1].add((noun, lookup))

    for noun in NOUNS.values():
        watch(_key(noun.model), noun.name, "")
        for path in noun.shows:
            for column, lookup in _steps(noun.model, path):
                watch(column, noun.name, lookup)
    return found


def _key(model: type[models.Model]) -> Column:
    return Column(model, str(model._meta.pk.column))


def _steps(model: type[models.Model], path: str) -> Iterator[tuple[Column, str]]:
    """The columns along a path. Where rows point this way, what they point at is noted: a row that is gone says it no more."""
    before = ""
    for name in path.split("__"):
        field: Any = model._meta.get_field(name)
        lookup = f"{before}__{name}".lstrip("_")
        if field.many_to_many:
            forward = field.field if field.auto_created else field
            through: Any = forward.remote_field.through
            yield Column(through, forward.m2m_reverse_name() if field.auto_created else forward.m2m_column_name()), before
        elif field.auto_created:
            yield Column(field.related_model, field.field.column), before
        model = field.related_model
        if field.many_to_many or not field.auto_created:
            yield _key(model), lookup
        before = lookup


def reached(label: str, values: Iterable[int]) -> Iterator[tuple[str, set[int]]]:
    """The records that may have changed where a row with some values in a column was written to."""
    values = list(values)
    _, leads = columns().get(label, (None, set()))
    for noun, lookup in leads:
        yield noun, set(values) if not lookup else _ids(noun, lookup, values)


def heeding(noun: str, ids: Iterable[int]) -> Iterator[tuple[str, set[int]]]:
    """The records that show some others only as long as these are public."""
    ids = list(ids)
    for other in NOUNS.values():
        for lookup, heeded in other.heeds:
            if heeded == noun:
                yield other.name, _ids(other.name, lookup, ids)


def _ids(noun: str, lookup: str, values: list[int]) -> set[int]:
    return set(NOUNS[noun].rows.filter(**{f"{lookup}__in": values}).values_list("pk", flat=True))


def next_moments(label: str, values: Iterable[int] | None, now: datetime.datetime) -> dict[int, datetime.datetime]:
    """For some values in a column, or all, the next moment at which time alone changes one of the rows that have them."""
    column, _ = columns()[label]
    found: dict[int, datetime.datetime] = {}
    for moments in MOMENTS:
        if moments.model is not column.model:
            continue
        ahead = [models.Q(**{f"{name}__gt": _comparable(moments.model, name, now)}) for name in moments.fields]
        rows = moments.model._base_manager.order_by().filter(functools.reduce(models.Q.__or__, ahead))
        attribute = next(field.attname for field in moments.model._meta.concrete_fields if field.column == column.name)
        if values is not None:
            rows = rows.filter(**{f"{attribute}__in": list(values)})
        for value, *dates in rows.values_list(attribute, *moments.fields):
            for moment in filter(None, map(_moment, dates)):
                if value is not None and moment > now:
                    found[value] = min(moment, found.get(value, moment))
    return found


def _comparable(model: type[models.Model], name: str, now: datetime.datetime) -> Any:
    is_moment = isinstance(model._meta.get_field(name), models.DateTimeField)
    return now if is_moment else timezone.localtime(now).date()


def _moment(date: Any) -> datetime.datetime | None:
    """When a date begins."""
    if date is None or isinstance(date, datetime.datetime):
        return date
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time.min))


def watched_moments() -> set[str]:
    """The labels of the columns whose rows have dates."""
    dated = {moments.model for moments in MOMENTS}
    return {label for label, (column, _) in columns().items() if column.model in dated}


def by_table() -> dict[type[models.Model], list[Column]]:
    """The columns to watch, table by table."""
    found: dict[type[models.Model], list[Column]] = defaultdict(list)
    for _, (column, _leads) in sorted(columns().items()):
        found[column.model].append(column)
    return found
