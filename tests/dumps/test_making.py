"""A dump holds every public record of one moment, whole or not at all."""

import hashlib
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qcdc.api import COLLECTIONS
from qcdc.changes.models import Change, PublicRecord, Sequence
from qcdc.dumps import shelf, writing
from qcdc.spreadsheet import FORMULA_STARTS
from tests.dumps.shelf import ORIGIN, cursor_now, dump, lines, put, table, take_back

pytestmark = pytest.mark.django_db


def test_every_public_record_stands_in_it_as_the_api_answers_it():
    put("article", 7, headline="Hội nghị ở Hạ Long", more={"body": "<p>Một\u2028hai</p>"})
    put("article", 3, headline="Dân biết, dân bàn")
    put("article", 5, headline="Đã thu hồi")
    take_back("article", 5)
    made = dump()
    first, second = lines(made.folder, "articles")
    assert first == {
        "id": 3,
        "url": "https://testserver/api/v1/articles/3/",
        "headline": "Dân biết, dân bàn",
        "version": PublicRecord.objects.get(noun="article", object_id=3).version,
        "modified": first["modified"],
    }
    assert second["body"] == "<p>Một\u2028hai</p>"
    assert first["modified"].endswith("+07:00")
    assert made.nouns == tuple(COLLECTIONS)
    assert made.manifest["records"]["articles"] == 2
    assert made.manifest["records"]["regions"] == 0 == len(lines(made.folder, "regions"))


def test_the_table_has_flat_columns_and_no_formula():
    put(
        "conference",
        1,
        title="=HYPERLINK(1)",
        online=True,
        host_province={"id": 4, "name": "Lạng Sơn", "url": f"{ORIGIN}/api/v1/provinces/4/"},
        cluster=None,
        provinces=[{"id": 4, "name": "Lạng Sơn", "url": "x"}, {"id": 5, "name": "Cao Bằng", "url": "y"}],
        counts={"officials": 3, "figures": 0, "directives": 12},
    )
    (row,) = table(dump().folder, "conferences")
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["host_province.name"] == "Lạng Sơn"
    assert row["host_province.url"] == "https://testserver/api/v1/provinces/4/"
    assert (row["cluster.id"], row["provinces"], row["counts.directives"], row["online"]) == ("", "Lạng Sơn; Cao Bằng", "12", "true")
    assert row["version"]
    assert row["modified"]
    assert not any(value.startswith(FORMULA_STARTS) for value in row.values())


def test_the_manifest_proves_the_files_and_the_records():
    first, second = put("region", 1, name="Đông Bắc"), put("region", 2, name="Tây Bắc")
    made = dump()
    told = json.loads((made.folder / shelf.MANIFEST).read_bytes())
    assert told == made.manifest
    expected = f"1:{first.version}\n2:{second.version}\n".encode()
    assert told["checksums"]["regions"] == {
        "count": 2,
        "checksum": hashlib.sha256(expected).hexdigest(),
        "last_version": second.version,
    }
    assert told["cursor"] == cursor_now()
    assert told["changes"] == f"https://testserver/api/v1/changes/?since={cursor_now()}"
    assert {path.name for path in made.folder.iterdir()} == {shelf.MANIFEST, *(file["name"] for file in told["files"])}
    for file in told["files"]:
        content = (made.folder / file["name"]).read_bytes()
        assert (file["size"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_crash_leaves_the_dump_from_before_and_nothing_half_made(monkeypatch):
    put("region", 1, name="Đông Bắc")
    before = dump()

    def breaks(*args):
        raise OSError("no space left on the device")

    monkeypatch.setattr(writing, "_measured", breaks)
    with pytest.raises(CommandError, match="no space left"):
        dump()
    assert [each.folder for each in shelf.dumps()] == [before.folder]
    assert [path.name for path in shelf.shelf().iterdir() if path.name.startswith(shelf.UNFINISHED)] == []


def test_what_a_killed_process_left_behind_is_cleared_away_by_the_next():
    left = shelf.shelf() / f"{shelf.UNFINISHED}20260101T000000000Z"
    left.mkdir(parents=True)
    (left / "half").write_text("x")
    dump()
    assert not left.exists()


def test_only_the_newest_are_kept_and_those_of_some_nouns_by_themselves():
    whole = dump()
    regions = [dump("--noun", "regions", "--keep", "2") for _each in range(3)]
    assert [each.folder for each in shelf.dumps()] == [regions[2].folder, regions[1].folder, whole.folder]
    assert regions[2].nouns == ("regions",)
    for asked in (["--keep", "0"], ["--keep", "31"], ["--noun", "ministers"]):
        with pytest.raises(CommandError):
            dump(*asked)


def test_two_at_once_do_not_get_in_each_others_way():
    with shelf.alone(), pytest.raises(CommandError, match="Another process"):
        dump()
    dump()


def test_one_is_due_when_the_newest_is_old_or_closed(monkeypatch):
    def made(*asked):
        said = io.StringIO()
        call_command("dump", "--if-due", *asked, stdout=said)
        return "up to date" not in said.getvalue()

    put("region", 1, name="Đông Bắc")
    assert made()
    assert not made()
    put("region", 1, name="Đông Bắc Bộ")
    assert not made()
    take_back("region", 1, "delete")
    assert made()
    assert len(shelf.dumps()) == 1
    manifest = shelf.dumps()[0].folder / shelf.MANIFEST
    manifest.write_text(manifest.read_text().replace('"generated_at": "20', '"generated_at": "19'))
    assert made()


def test_a_sequence_that_began_anew_closes_what_was_made_before():
    put("region", 1, name="Đông Bắc")
    made = dump()
    assert made.is_open
    Sequence.objects.update(epoch="another")
    assert not made.is_open


def test_a_database_put_back_to_an_earlier_day_closes_what_was_made_since():
    put("region", 1, name="Đông Bắc")
    put("region", 2, name="Tây Bắc")
    made = dump()
    Change.objects.latest("seq").delete()
    assert not made.is_open


@pytest.mark.parametrize("address", ["https://*", "https://elsewhere.example", "testserver", "ftp://testserver"])
def test_a_site_without_an_address_is_told_what_to_set(settings, address):
    settings.SITE_ADDRESS = address
    with pytest.raises(CommandError, match="SITE_ADDRESS"):
        dump()
    assert shelf.dumps() == []


def test_a_dump_reads_in_a_fixed_number_of_queries():
    def queries():
        with CaptureQueriesContext(connection) as caught:
            dump("--keep", "1")
        return len(caught)

    put("article", 1, headline="Một")
    dump()
    few = queries()
    for pk in range(2, 30):
        put("article", pk, headline="Nhiều")
    assert queries() == few
    assert Change.objects.filter(noun="article", action="create").count() == 29
