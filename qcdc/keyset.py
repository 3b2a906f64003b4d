"""Places in an ordered list, told by the keys of a row: a reader who goes on from one meets every row once, whatever comes and goes."""

import base64
import binascii
import datetime
import json
import zlib
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import OrderBy

LONGEST = 2_000
BIGGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Key:
    """One term of an order: what is compared, which way, and whether a row without it stands last."""

    path: str
    field: Any
    descending: bool
    nulls_last: bool

    @classmethod
    def of(cls, term: Any, model: type[models.Model]) -> Self:
        if isinstance(term, str):
            path = term.removeprefix("-")
            return cls(path, _field(model, path), term.startswith("-"), nulls_last=False)
        return cls(term.expression.name, _field(model, term.expression.name), term.descending, bool(term.nulls_last))

    def term(self, *, backwards: bool) -> OrderBy:
        """The term as the database is told it."""
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.nulls_last else {}
        return OrderBy(models.F(self.path), descending=self.descending != backwards, **nulls)

    def beyond(self, value: Any, *, backwards: bool) -> models.Q | None:
        """What stands strictly beyond a value; None where nothing can."""
        if value is None:
            return models.Q(**{f"{self.path}__isnull": False}) if backwards else None
        beyond = models.Q(**{f"{self.path}__{'lt' if self.descending != backwards else 'gt'}": value})
        return beyond | models.Q(**{f"{self.path}__isnull": True}) if self.nulls_last and not backwards else beyond

    def level(self, value: Any) -> models.Q:
        """What has the very value."""
        return models.Q(**{f"{self.path}__isnull": True}) if value is None else models.Q(**{self.path: value})

    def read(self, written: Any) -> Any:
        """The value that a cursor holds. Raises ValueError for what this key cannot have."""
        if written is None and self.nulls_last:
            return None
        if isinstance(self.field, models.DateField):
            kind = datetime.datetime if isinstance(self.field, models.DateTimeField) else datetime.date
            if kind is datetime.datetime and datetime.datetime.fromisoformat(str(written)).tzinfo is None:
                raise ValueError("a moment without its offset")
            return kind.fromisoformat(str(written))
        if isinstance(self.field, models.CharField) and isinstance(written, str) and "\x00" not in written:
            written.encode()
            return written
        if isinstance(self.field, models.IntegerField) and type(written) is int and abs(written) <= BIGGEST_NUMBER:
            return written
        raise ValueError("a value of another kind")


def _field(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path."""
    *relations, last = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    found: Any = model._meta.pk if last == "pk" else model._meta.get_field(last.removesuffix("_id") if last.endswith("_id") else last)
    return found.target_field if found.is_relation else found


class Order:
    """The order of a list: total, for its last key is the row's own id."""

    def __init__(self, rows: models.QuerySet[Any]) -> None:
        terms = rows.query.order_by or rows.model._meta.ordering
        self.keys = [Key.of(term, rows.model) for term in terms]
        own = {"pk", rows.model._meta.pk.name}
        if self.keys[-1].path not in own:
            raise TypeError(f"The order of {rows.model.__name__} is not total: its last key has to be the id.")
        text = ",".join(f"{key.path} {key.descending}" for key in self.keys)
        self.name = f"{zlib.crc32(f'{rows.model._meta.label} {text}'.encode()):08x}"

    @property
    def paths(self) -> list[str]:
        return [key.path for key in self.keys]

    def terms(self, *, backwards: bool) -> list[OrderBy]:
        """The order for the database, or the same from the end."""
        return [key.term(backwards=backwards) for key in self.keys]

    def beyond(self, place: tuple[Any, ...], *, backwards: bool = False, with_it: bool = False) -> models.Q:
        """The rows after a place, or before it, and with it the one that stands there."""
        rule, level = models.Q(pk__in=[]), models.Q()
        for key, value in zip(self.keys, place, strict=True):
            if beyond := key.beyond(value, backwards=backwards):
                rule |= level & beyond
            level &= key.level(value)
        if with_it:
            rule |= level
        first, value = self.keys[0], place[0]
        if value is None or first.nulls_last:
            return rule
        # Says no more than the rule does, but an index can follow it.
        return rule & models.Q(**{f"{first.path}__{'lte' if first.descending != backwards else 'gte'}": value})

    def cursor(self, place: tuple[Any, ...], *, with_it: bool = False) -> str:
        """A place as opaque text: what is asked for begins beyond it, or with the row that stands there."""
        written = [value.isoformat() if isinstance(value, datetime.date) else value for value in place]
        packed = json.dumps([self.name, int(with_it), *written], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    def place(self, cursor: str) -> tuple[tuple[Any, ...], bool]:
        """The place that a cursor tells, and whether its own row is meant. Raises ValueError for what is no cursor of this list."""
        if len(cursor) > LONGEST or not cursor.isascii():
            raise ValueError("not a cursor")
        try:
            packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            name, with_it, *written = json.loads(packed.decode())
            if name != self.name or len(written) != len(self.keys):
                raise ValueError("a cursor of another list")
            return tuple(key.read(value) for key, value in zip(self.keys, written, strict=True)), bool(with_it)
        except (TypeError, RecursionError, binascii.Error, ValidationError, OverflowError) as error:
            raise ValueError("not a cursor") from error


@dataclass(frozen=True)
class Page:
    """Some rows of a list that follow one another, by their ids, and the places at which the pages beside them begin."""

    ids: list[int]
    after: str | None
    before: str | None


def read(rows: models.QuerySet[Any], limit: int, *, after: str = "", before: str = "") -> Page:
    """The rows after a cursor, before one, or between two; the first ones where none is given. Raises ValueError for a bad cursor."""
    order = Order(rows)
    if after and before:
        rows = rows.filter(_rule(order, before, backwards=True))
    backwards = bool(before and not after)
    place = None
    chosen = rows
    if after or before:
        place, _ = order.place(after or before)
        chosen = rows.filter(_rule(order, after or before, backwards=backwards))
    found = list(chosen.order_by(*order.terms(backwards=backwards)).values_list("pk", *order.paths)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    first, last = (found[0][1:], found[-1][1:]) if found else (place, place)
    behind = False
    if place:
        edge = last if backwards else first
        behind = rows.filter(order.beyond(edge or place, backwards=not backwards, with_it=not found)).order_by().exists()
    has_next, has_before = (behind, more) if backwards else (more, behind)
    return Page(
        [row[0] for row in found],
        after=order.cursor(last, with_it=not found) if has_next and last else None,
        before=order.cursor(first, with_it=not found) if has_before and first else None,
    )


def _rule(order: Order, cursor: str, *, backwards: bool) -> models.Q:
    place, with_it = order.place(cursor)
    return order.beyond(place, backwards=backwards, with_it=with_it)
