"""Nothing is skipped, whoever writes at once, however long each takes to commit, and whoever is killed on the way."""

import random
import threading
import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client

from meetings.models import Directive, Theme
from qcdc.changes import settling
from qcdc.changes.models import Change, Note, PublicRecord
from qcdc.changes.nouns import NOUNS
from qcdc.changes.settling import settle
from tests import factories
from tests.changes.test_completeness import wrong

WRITERS = 4
DEEDS = 12


class Rolled(Exception):
    pass


class Reader(threading.Thread):
    """A system that copies the record from the changes alone, while others write."""

    def __init__(self):
        super().__init__()
        self.cursor, self.copy, self.seqs, self.done, self.fault = "", {}, [], threading.Event(), None

    def run(self):
        try:
            while not self.done.is_set():
                self.follow()
        except Exception as error:  # noqa: BLE001 - told by the test
            self.fault = error
        finally:
            connections.close_all()

    def follow(self):
        more = True
        while more:
            page = Client().get("/api/v1/changes/", {"limit": 5} | ({"since": self.cursor} if self.cursor else {})).json()
            for event in page["results"]:
                self.seqs.append(event["seq"])
                self.copy[event["noun"], event["id"]] = (event["state"], event["seq"])
            self.cursor, more = page["next"], page["more"]


def write(number, directive, faults):
    """What one of several editors does in her transactions, fast or slow, some of which fail."""
    chance = random.Random(number)
    try:
        for deed in range(DEEDS):
            try:
                with transaction.atomic():
                    kind = chance.choice(["add", "rename", "text", "erase", "bulk"])
                    if kind == "add":
                        Theme.objects.create(slug=f"w{number}-{deed}", name=f"Chủ đề {number} {deed}")
                    elif kind == "rename":
                        Theme.objects.filter(slug__startswith=f"w{number}-").update(name=f"Tên {deed}")
                    elif kind == "text":
                        Directive.objects.filter(pk=directive).update(text=f"Văn bản {number} {deed}")
                    elif kind == "erase":
                        Theme.objects.filter(slug__startswith=f"w{number}-").order_by("pk")[:1].get().delete()
                    else:
                        Theme.objects.bulk_create(Theme(slug=f"w{number}-{deed}-{n}", name=f"Loạt {n}") for n in range(7))
                    time.sleep(chance.choice([0, 0, 0.01, 0.05]))
                    if chance.random() < 0.2:
                        raise Rolled
            except (Rolled, Theme.DoesNotExist):
                pass
    except Exception as error:  # noqa: BLE001 - told by the test
        faults.append(error)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_reader_of_the_changes_misses_nothing_under_concurrent_writers():
    directive = factories.make_directive()
    settle(1000)
    reader, faults = Reader(), []
    writers = [threading.Thread(target=write, args=(number, directive.pk, faults)) for number in range(WRITERS)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    reader.done.set()
    reader.join()
    assert faults == []
    assert reader.fault is None
    settle(1000)
    reader.follow()
    assert reader.seqs == list(Change.objects.order_by("seq").values_list("seq", flat=True))
    kept = PublicRecord.objects.values_list("noun", "object_id", "state", "version")
    assert reader.copy == {(NOUNS[noun].plural, pk): (state, version) for noun, pk, state, version in kept}
    assert wrong() == []
    assert {pk for (noun, pk), (state, _) in reader.copy.items() if noun == "themes" and state == "public"} == set(
        Theme.objects.values_list("pk", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_that_began_first_is_numbered_when_it_commits():
    """The trap of numbers given at writing: the early writer commits last, when the reader has gone past its number."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            Theme.objects.create(slug="cham", name="Chậm")
            begun.set()
            go_on.wait(20)
        connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    assert begun.wait(20)
    Theme.objects.create(slug="nhanh", name="Nhanh")
    page = Client().get("/api/v1/changes/").json()
    assert [event["action"] for event in page["results"]] == ["create"]
    go_on.set()
    writer.join()
    [late] = Client().get("/api/v1/changes/", {"since": page["next"]}).json()["results"]
    assert late["id"] == Theme.objects.get(slug="cham").pk


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_between_the_commit_and_the_numbering_loses_nothing(monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(settling, "settle_some", lambda: (_ for _ in ()).throw(RuntimeError("killed")))
        theme = factories.make_theme("mat-dien")
    assert Note.objects.exists()
    assert Change.objects.count() == 0
    [event] = Client().get("/api/v1/changes/").json()["results"]
    assert (event["noun"], event["id"]) == ("themes", theme.pk)


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_while_numbering_leaves_all_to_the_next(monkeypatch):
    themes = [factories.make_theme(f"t-{number}") for number in range(3)]
    settle(1000)
    before = Change.objects.count()
    Theme.objects.update(name="Tên khác")
    with monkeypatch.context() as killed:
        killed.setattr(settling, "_note", lambda records: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            settle()
    assert Change.objects.count() == before
    settle(1000)
    assert Change.objects.count() == before + len(themes)


@pytest.mark.django_db(transaction=True)
def test_after_a_flush_the_sequence_has_another_name():
    factories.make_theme()
    first = Client().get("/api/v1/changes/").json()["next"]
    call_command("flush", interactive=False, verbosity=0)
    cache.clear()
    assert Client().get("/api/v1/changes/", {"since": first}).status_code == 410
    assert Client().get("/api/v1/changes/").json()["results"] == []
    factories.make_theme()
    assert len(Client().get("/api/v1/changes/").json()["results"]) == 1
