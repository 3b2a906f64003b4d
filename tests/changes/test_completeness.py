"""What is kept is what the record says, whichever row was written to and however: a hole in what nouns are said to show fails here."""

import contextlib
import datetime
import decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from qcdc.changes.nouns import NOUNS, by_table
from qcdc.changes.settling import all_ids, faults, settle
from tests.api.world import World

pytestmark = pytest.mark.django_db

MODELS = sorted(by_table(), key=lambda model: model._meta.label)


class Undone(Exception):
    pass


def wrong():
    """Where what is kept differs from the record, all nouns and all rows compared."""
    return [fault for noun in NOUNS.values() for ids in all_ids(noun) for fault in faults(noun, ids)]


def holds(deed):
    """Do something, settle, say what is wrong afterwards, and undo it all. None where the database does not allow it."""
    found = None
    with contextlib.suppress(Undone, DatabaseError, ValidationError, models.ProtectedError), transaction.atomic():
        deed()
        assert settle(1000)
        found = wrong()
        raise Undone
    return found


@pytest.fixture
def world():
    world = World().grow(2)
    assert settle(1000)
    assert wrong() == []
    return world


def other_value(field, value):
    """Something else that the field may hold, or the same where nothing comes to mind."""
    if field.is_relation:
        return field.related_model._base_manager.exclude(pk=value).order_by("-pk").values_list("pk", flat=True).first()
    if field.choices:
        return next((choice for choice, _ in field.flatchoices if choice != value), value)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)) + datetime.timedelta(days=3650)
    if isinstance(field, models.DateField):
        return (value or datetime.date(2020, 1, 1)) + datetime.timedelta(days=3650)
    if isinstance(field, (models.IntegerField, models.DecimalField)):
        return (value or 0) + (decimal.Decimal("1.5") if isinstance(field, models.DecimalField) else 1)
    if "date" in type(field).__name__.lower():
        return "2019" if value != "2019" else "2018"
    return f"{value}-khac" if isinstance(value, str) else value


def told(field):
    """Whether another value of a field changes what is said of a row, and not whether it is said."""
    return isinstance(field, (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.DecimalField)) and not (
        field.choices or field.is_relation or "date" in type(field).__name__.lower()
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_whatever_is_written_to_a_row_is_noticed(world, model):
    """The first and the last row are given other values, by SQL alone: no signal tells of it."""
    tried = 0
    keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
    for pk in {keys.first(), keys.last()}:
        row = model._base_manager.filter(pk=pk)
        fields = [field for field in model._meta.concrete_fields if not field.primary_key and not isinstance(field, models.FileField)]
        before = row.values().get()
        others = {field.attname: other_value(field, before[field.attname]) for field in fields}
        together = {field.attname: others[field.attname] for field in fields if told(field)}
        for values in (together, *({name: value} for name, value in others.items() if name not in together)):
            found = holds(lambda row=row, values=values: row.update(**values)) if values else None
            assert not found, (values, found)
            tried += found is not None
    assert tried


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_a_row_that_is_taken_away_is_noticed(world, model):
    tried = 0
    for row in model._base_manager.order_by("-pk")[:3]:
        found = holds(row.delete)
        assert not found, (row, found)
        tried += found is not None
