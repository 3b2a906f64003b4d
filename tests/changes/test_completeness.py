"""What is kept is what the record says, whichever row was written to and however: a hole in what nouns are said to show fails here."""

import contextlib
import datetime
import decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from articles.models import Correction, Edition, PhotoSubject, Placement, Withdrawal
from meetings.models import Attendance, Conference, Directive, Official, Participation, Post
from qcdc.changes.nouns import NOUNS, by_table
from qcdc.changes.settling import all_ids, faults, settle
from qcdc.changes.store import last
from tests import factories
from tests.api.world import World

pytestmark = pytest.mark.django_db

MODELS = sorted(by_table(), key=lambda model: model._meta.label)
SEALED = {Placement}


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


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A record that every test here changes and puts back: growing it takes longer than most of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World().grow(2)
        assert settle(1000)
        assert wrong() == []
        yield world
        transaction.set_rollback(True)


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
    if model is Withdrawal:
        world["articles"].withdraw(reason="Sai sự thật")
        assert settle(1000)
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
    assert tried or model in SEALED


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_a_row_that_is_taken_away_is_noticed(world, model):
    tried = 0
    for row in model._base_manager.order_by("-pk")[:3]:
        found = holds(row.delete)
        assert not found, (row, found)
        tried += found is not None


def deeds(world):
    """What the newsroom does to a record, each by name."""
    conference, article, official = world["conferences"], world["articles"], world["officials"]
    other = world.rows["officials"][-1]
    draft = Conference.objects.create(title="Bản nháp", date="2020")
    later = timezone.now() + datetime.timedelta(days=1)

    def new_edition(at=None):
        edition = article.open_draft()
        edition.headline = "Đầu đề mới"
        edition.save()
        article.publish(at)

    return {
        "unpublish a conference": conference.unpublish,
        "withdraw a conference": lambda: conference.withdraw("Nhầm"),
        "embargo a conference": lambda: Conference.objects.filter(pk=conference.pk).update(embargo_until=later),
        "schedule a conference": lambda: conference.publish(later),
        "unpublish every conference": lambda: Conference.objects.update(publication="draft"),
        "unpublish an article": article.unpublish,
        "withdraw an article": lambda: article.withdraw(reason="Nhầm"),
        "publish a new edition": new_edition,
        "schedule a new edition": lambda: new_edition(later),
        "let an article expire": lambda: type(article).objects.filter(pk=article.pk).update(expires_at=timezone.now()),
        "end an edition": lambda: Edition.objects.filter(article=article).update(live_until=timezone.now()),
        "merge an official": lambda: other.merge_into(official),
        "merge the other way": lambda: official.merge_into(other),
        "unmerge": lambda: Official.objects.update(merged_into=None),
        "nobody attends": lambda: Attendance.objects.all().delete(),
        "attend a draft": lambda: Attendance.objects.filter(official=official).update(conference=draft),
        "move directives to a draft": lambda: Directive.objects.update(conference=draft),
        "other provinces take part": lambda: Participation.objects.all().delete(),
        "other themes": lambda: world["directives"].themes.set(world.rows["themes"][1:]),
        "no addressees": lambda: world["directives"].addressee_provinces.clear(),
        "other members": lambda: world["clusters"].members.set(world.rows["provinces"]),
        "other roles": lambda: world["attendances"].roles.clear(),
        "no evidence": article.progress.clear,
        "nobody in the picture": lambda: PhotoSubject.objects.all().delete(),
        "a post of the merged": lambda: Post.objects.update(official=Official.objects.exclude(merged_into=None).first()),
        "a correction of tomorrow": lambda: Correction.objects.update(date=timezone.localdate() + datetime.timedelta(days=1)),
        "a new correction": lambda: factories.make_correction(article=article),
        **{
            f"official {pk} attends no more": lambda pk=pk: attendances_of(pk).delete()
            for pk in Official.objects.values_list("pk", flat=True)
        },
    }


def attendances_of(pk):
    return Attendance.objects.filter(models.Q(official=pk) | models.Q(official__merged_into=pk))


def test_every_deed_and_its_undoing_is_noticed(world, monkeypatch):
    """Each deed is done to the same record and undone; then two days pass, in which what was scheduled comes."""
    now = timezone.now
    for name, deed in deeds(world).items():
        for row in (row for rows in world.rows.values() for row in rows):
            row.refresh_from_db()
        sid = transaction.savepoint()
        deed()
        assert settle(1000)
        assert not wrong(), name
        with monkeypatch.context() as time:
            time.setattr(timezone, "now", lambda: now() + datetime.timedelta(days=2))
            assert settle(1000)
            assert not wrong(), (name, "two days later")
        transaction.savepoint_rollback(sid)


def test_what_time_alone_brings_is_noticed(world, monkeypatch):
    """Every date lies ahead, each on a day of its own; every day that passes is looked at."""
    now = timezone.now
    day = datetime.timedelta(days=1)
    conference, article = world["conferences"], world["articles"]
    Conference.objects.filter(pk=conference.pk).update(published_at=now() + day, embargo_until=now() + 2 * day)
    type(article).objects.filter(pk=article.pk).update(published_at=now() + 3 * day, expires_at=now() + 6 * day)
    Correction.objects.update(date=timezone.localdate() + 4 * day)
    Edition.objects.filter(article=article).update(live_until=now() + 5 * day)
    seen = []
    for passed in range(8):
        monkeypatch.setattr(timezone, "now", lambda passed=passed: now() + passed * day)
        before = last()[0]
        assert settle(1000)
        assert not wrong(), passed
        seen.append(last()[0] > before)
    assert seen == [True, False, True, True, True, True, False, False]
