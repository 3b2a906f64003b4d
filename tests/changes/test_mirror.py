"""The reference client ends with the very record, whatever happens meanwhile to the site and to itself."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from meetings.models import Conference, Directive, Official, Province, Theme
from qcdc.changes.cursors import begin_anew
from qcdc.changes.models import PublicRecord, State
from qcdc.changes.nouns import NOUNS
from qcdc.changes.settling import settle
from tests import factories
from tests.api.world import World

pytestmark = pytest.mark.django_db(transaction=True)

MIRROR = Path(settings.BASE_DIR) / "docs" / "examples" / "mirror.py"


@pytest.fixture
def mirror(live_server, tmp_path):
    """Start the client; `kill_after` seconds it is killed, else it is waited for."""
    path = tmp_path / "copy.sqlite3"

    def run(kill_after=None):
        process = subprocess.Popen(
            [sys.executable, str(MIRROR), f"{live_server.url}/api/v1/", str(path)], stderr=subprocess.PIPE, text=True
        )
        if kill_after is not None:
            time.sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        _, told = process.communicate(timeout=240)
        return process.returncode, told

    run.path = path
    return run


def rows(path, sql):
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql).fetchall()


def same(path, site):
    """The copy record by record, held against what the site answers for each."""
    settle(1000)
    kept = {(noun, pk): (version, json.loads(text)) for noun, pk, version, text in rows(path, "SELECT noun, id, version, json FROM record")}
    public = PublicRecord.objects.filter(state=State.PUBLIC).values_list("noun", "object_id", "version")
    assert {key: version for key, (version, _) in kept.items()} == {(NOUNS[noun].plural, pk): version for noun, pk, version in public}
    for (noun, pk), (_, record) in kept.items():
        with urllib.request.urlopen(f"{site}/api/v1/{noun}/{pk}/") as answer:
            assert json.load(answer) == record, (noun, pk)


def changes(world):
    """What editors do while the copy is made."""
    yield lambda: Directive.objects.update(text="Văn bản khác")
    yield lambda: world["conferences"].withdraw("Nhầm")
    yield lambda: world.grow(1)
    yield lambda: Province.objects.filter(pk=world["provinces"].pk).update(note="Ghi chú")
    yield lambda: Theme.objects.create(name="Mới", slug="moi")
    yield lambda: Theme.objects.filter(slug="moi").delete()
    yield lambda: world.rows["articles"][-1].unpublish()
    yield lambda: Official.objects.filter(pk=world["officials"].pk).update(name="Tên Khác")


def test_the_copy_is_whole_after_changes_and_kills(live_server, mirror):
    world = World().grow(2)
    for number, change in enumerate(changes(world)):
        code, told = mirror(kill_after=0.15 + 0.2 * number)
        assert code in (-signal.SIGKILL, 0), told
        change()
    code, told = mirror()
    assert code == 0, told
    same(mirror.path, live_server.url)
    gone = {(noun, pk): (state, reason) for noun, pk, state, reason in rows(mirror.path, "SELECT noun, id, state, reason FROM gone")}
    assert gone.get(("conferences", world["conferences"].pk)) in (None, ("withdrawn", "Nhầm"))
    code, told = mirror()
    assert (code, told) == (0, "The copy is whole.\n")


def test_a_copy_that_was_damaged_is_mended_by_the_checksums(live_server, mirror):
    World().grow(1)
    assert mirror()[0] == 0
    with closing(sqlite3.connect(mirror.path)) as file, file:
        file.execute("UPDATE record SET version = version + 1, json = '{}' WHERE noun = 'themes'")
        file.execute("DELETE FROM record WHERE noun = 'provinces' AND id = (SELECT max(id) FROM record WHERE noun = 'provinces')")
        file.execute("INSERT INTO record VALUES ('articles', 987654, 5, '{}')")
    code, told = mirror()
    assert code == 0, told
    for noun in ("themes", "provinces", "articles"):
        assert f"{noun}: the copy differs" in told
    same(mirror.path, live_server.url)


def test_a_sequence_that_was_begun_anew_is_noticed(live_server, mirror):
    world = World().grow(1)
    assert mirror()[0] == 0
    begin_anew()
    Conference.objects.filter(pk=world["conferences"].pk).update(title="Tên khác")
    factories.make_theme("moi")
    code, told = mirror()
    assert code == 0, told
    assert "begun anew" in told
    same(mirror.path, live_server.url)
