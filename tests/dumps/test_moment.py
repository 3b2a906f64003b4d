"""A dump is of one moment, and makes no writer wait."""

import threading

import pytest
from django.core.management import CommandError
from django.db import connection, connections

from qcdc.changes.models import PublicRecord, Sequence
from qcdc.dumps import shelf, writing
from tests.dumps.shelf import cursor_now, dump, lines, put, take_back

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _begun(transactional_db):
    """A flush between tests takes the sequence with it."""
    Sequence.objects.get_or_create()


def in_another_process(do):
    """Do something over a connection of its own, and wait for it."""
    failed = []

    def run():
        try:
            do()
        except Exception as error:  # noqa: BLE001 (told to the test)
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(8)
    assert not thread.is_alive(), "the writer has to wait for the dump"
    assert not failed


def meanwhile(monkeypatch, change, times=1):
    """Have others change something once the first noun of a dump was written."""
    write, left = writing._write_table, [times]

    def changed_first(table, *args):
        if table.name == "regions" and left[0]:
            left[0] -= 1
            in_another_process(change)
        return write(table, *args)

    monkeypatch.setattr(writing, "_write_table", changed_first)


def names(made):
    return [(row["id"], row["name"]) for row in lines(made.folder, "regions")]


def test_what_is_written_meanwhile_is_in_the_next_dump_and_the_writer_does_not_wait(monkeypatch):
    for pk in (1, 2, 3):
        put("article", pk, headline="Trước")
        put("region", pk, name="Trước")
    cursor = cursor_now()

    def change():
        put("region", 2, name="Sau", action="update")
        put("region", 9, name="Sau")

    meanwhile(monkeypatch, change)
    made = dump()
    assert made.manifest["cursor"] == cursor
    assert names(made) == [(1, "Trước"), (2, "Trước"), (3, "Trước")]
    assert names(dump()) == [(1, "Trước"), (2, "Sau"), (3, "Trước"), (9, "Sau")]


def test_a_dump_in_which_something_was_taken_back_meanwhile_is_made_once_more(monkeypatch):
    for pk in (1, 2, 3):
        put("region", pk, name="Trước")
    meanwhile(monkeypatch, lambda: take_back("region", 2))
    made = dump()
    assert names(made) == [(1, "Trước"), (3, "Trước")]
    assert [each.folder for each in shelf.dumps()] == [made.folder]


def test_a_dump_that_is_never_whole_is_none(monkeypatch):
    put("region", 1, name="Trước")
    meanwhile(monkeypatch, lambda: take_back("region", 1), times=3)
    with pytest.raises(CommandError, match="quiet moment"):
        dump()
    assert shelf.dumps() == []


def test_the_connection_can_write_again_after_a_dump_and_after_a_failed_one(monkeypatch):
    put("region", 1, name="Một")
    dump()
    put("region", 2, name="Hai")

    def breaks(*args):
        raise ZeroDivisionError

    monkeypatch.setattr(writing, "_write_table", breaks)
    with pytest.raises(ZeroDivisionError):
        dump()
    put("region", 3, name="Ba")
    assert PublicRecord.objects.count() == 3
    assert not connection.in_atomic_block
