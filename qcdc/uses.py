"""What else uses some rows, and what would go with them: read from the relations of their model, whatever model it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.text import capfirst

from qcdc.addresses import Addressed


@dataclass(frozen=True)
class Relation:
    """A way from other rows to those in question: the relation's last step, and the whole path of it."""

    rel: ForeignObjectRel
    path: str

    @property
    def model(self) -> Any:
        return self.rel.related_model

    @property
    def goes_along(self) -> bool:
        """Whether the rows at the other end are parts that are erased too."""
        return getattr(self.rel, "on_delete", None) is models.CASCADE

    @property
    def forbids(self) -> bool:
        """Whether the database refuses to erase what is used this way."""
        return getattr(self.rel, "on_delete", None) in (models.PROTECT, models.RESTRICT)

    @property
    def label(self) -> str:
        """The kind of the rows; with the name of the field where the rows may point there in several ways."""
        name = capfirst(str(self.model._meta.verbose_name_plural))
        several = sum(other.related_model is self.model and _counts(other) for other in self.rel.model._meta.related_objects) > 1
        return f"{name} ({self.rel.field.verbose_name})" if several else name

    def rows(self, used: Any) -> Any:
        """The rows at the other end."""
        return self.model._base_manager.filter(pk__in=self.model._base_manager.filter(**{f"{self.path}__in": used}).values("pk"))

    def used_by(self, rows: Any, used: Any) -> set[Any]:
        """Which of the rows in question some rows at the other end use."""
        found = self.model._base_manager.filter(pk__in=rows.order_by().values("pk"), **{f"{self.path}__in": used})
        return set(found.order_by().values_list(self.path, flat=True).distinct())


def relations(model: Any, path: str = "", above: tuple[Any, ...] = ()) -> Iterator[Relation]:
    """Every relation that leads to the rows of a model or to their parts, nearest first."""
    for rel in model._meta.related_objects:
        if not _counts(rel):
            continue
        relation = Relation(rel, f"{rel.field.name}__{path}" if path else rel.field.name)
        yield relation
        if relation.goes_along and rel.related_model not in (*above, model):
            yield from relations(rel.related_model, relation.path, (*above, model))


def _counts(rel: ForeignObjectRel) -> bool:
    """Leave out copies kept by the history, what the system notes by itself, and pairs that have rows of their own."""
    if getattr(rel, "on_delete", None) is models.DO_NOTHING or not rel.field.editable:
        return False
    through = getattr(rel, "through", None)
    return through is None or bool(through._meta.auto_created)


def owner_of(model: Any, besides: str = "") -> Any:
    """The field that says what the rows of a model are parts of, if they are; other than the one named."""
    fields = (field for field in model._meta.fields if field.many_to_one and field.name != besides)
    return next((field for field in fields if field.remote_field.on_delete is models.CASCADE), None)


def public_among(rows: Any) -> Any:
    """Those of some rows that readers see or have seen: by the word of their own model, else by what they are parts of."""
    manager = rows.model._default_manager
    for verb in ("was_public", "published"):
        if hasattr(manager, verb):
            return rows.filter(pk__in=getattr(manager, verb)().order_by().values("pk"))
    if owner := owner_of(rows.model):
        owners = public_among(owner.related_model._default_manager.all())
        return rows.filter(**{f"{owner.name}__in": owners.order_by().values("pk")})
    return rows if issubclass(rows.model, Addressed) else rows.none()


@dataclass(frozen=True)
class Use:
    """Other rows that use some rows: of what kind, which, and whether they stand in the way of erasing."""

    relation: Relation
    rows: Any
    blocks: bool


def parts(used: Any) -> list[tuple[Relation, Any]]:
    """What would be erased together with some rows."""
    found = ((relation, relation.rows(used)) for relation in relations(used.model) if relation.goes_along)
    return [(relation, rows) for relation, rows in found if rows.exists()]


def uses(used: Any) -> list[Use]:
    """What uses some rows or their parts from outside, and whether it is in the way: by rule, or because readers see it."""
    inside = {used.model: [used]}
    for relation, rows in parts(used):
        inside.setdefault(relation.model, []).append(rows)
    found = []
    for relation in relations(used.model):
        if relation.goes_along:
            continue
        rows = relation.rows(used)
        for own in inside.get(relation.model, []):
            rows = rows.exclude(pk__in=own.order_by().values("pk"))
        if rows.exists():
            found.append(Use(relation, rows, relation.forbids or public_among(rows).exists()))
    return found


def to_show(found: list[Use]) -> list[Use]:
    """Uses without those by way of a part whose rows use the whole as well: each row is told of once."""
    told: list[Use] = []
    for use in sorted(found, key=lambda each: each.relation.path.count("__")):
        rest = use.rows
        for before in told:
            if before.relation.model is use.relation.model and before.relation.path.count("__") < use.relation.path.count("__"):
                rest = rest.exclude(pk__in=before.rows.order_by().values("pk"))
        if rest is use.rows or rest.exists():
            told.append(Use(use.relation, rest, use.blocks))
    return told


def in_use(used: Any) -> dict[Any, list[Relation]]:
    """For each of some rows that may not be erased, the relations that are in the way; asked for all of them together."""
    found: dict[Any, list[Relation]] = {}
    for use in uses(used):
        in_the_way = use.rows if use.relation.forbids else public_among(use.rows)
        if use.blocks:
            for pk in use.relation.used_by(in_the_way, used):
                found.setdefault(pk, []).append(use.relation)
    return found
