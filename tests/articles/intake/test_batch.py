"""Many reports at once: each is a draft or has its reason, none is filed twice, and a run that was killed goes on."""

import csv
import datetime
import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.admin import intake_many
from articles.intake.batch import Batching
from articles.intake.bundles import Item, in_folder
from articles.models import Article, Batch, BatchLine, Edition, Intake, IntakeState, Outcome
from articles.models.intakes import fingerprint
from meetings.models import Attendance, Conference, Official, Organisation
from tests import factories
from tests.articles.intake.test_bundles import packed
from tests.articles.intake.world import REPORT, SECOND, small_register
from tests.desk import address_of, member, sign_in

ROOT = Path(__file__).parents[3]
UNDATED = REPORT.replace("Chiều 29/5/2018", "Vừa qua").replace("Ba tỉnh thử", "Mấy tỉnh thử")
TINY = """Xã thử số {number} họp về dân chủ

LSO-Sáng {day:%d/%m/%Y}, tại tỉnh Lạng Sơn, Ban Chỉ đạo xã Thử {number} tổ chức hội nghị tổng kết việc thực hiện quy chế dân chủ năm {year}.

Đồng chí Trần Văn Thử, Trưởng Ban Dân vận Trung ương chủ trì hội nghị.
"""


@pytest.fixture
def register(db):
    return small_register()


@pytest.fixture
def editor(register):
    return member("Editor")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "bai"
    place.mkdir()
    return place


def write(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def tiny(number):
    day = datetime.date(2012, 1, 1) + datetime.timedelta(days=number)
    return TINY.format(number=number, day=day, year=day.year - 1)


def run(folder, by, *more):
    """What the command said, and whether it says that all is well."""
    out = io.StringIO()
    try:
        call_command("import_reports", str(folder), "--by", by.username, *more, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return f"{out.getvalue()}{error}", False
    return out.getvalue(), True


def outcomes():
    return {line.name.removesuffix(".txt"): line.outcome for line in BatchLine.objects.all()}


def counts():
    return [model.objects.count() for model in (Article, Conference, Attendance, Official, Intake)]


def test_reports_become_drafts_and_nothing_is_published(editor, folder):
    write(folder, a=REPORT)
    said, well = run(folder, editor)
    assert well, said
    (article,) = Article.objects.all()
    assert article.conference.date == "2018-05-29"
    assert not Article.objects.published().exists()
    assert not Conference.objects.published().exists()
    intake = article.intakes.get()
    assert (intake.source_name, intake.pasted_by, intake.filed_by) == ("a.txt", editor, editor)


def test_a_body_that_the_register_lacks_is_named_and_not_made_public(editor, folder):
    before = Organisation.objects.count()
    write(folder, a=tiny(1))
    run(folder, editor)
    assert Organisation.objects.count() == before
    line = BatchLine.objects.get()
    assert line.outcome == Outcome.FILED
    assert "Ban Chỉ đạo xã Thử 1" in line.reason


def test_each_report_has_its_outcome_and_its_reason(editor, folder, tmp_path):
    write(folder, a=REPORT, b=SECOND, c=f"  {REPORT.upper()}\n", d=UNDATED, e="")
    (folder / "f.pdf").write_bytes(b"%PDF")
    said, well = run(folder, editor, "--report", str(tmp_path / "bang.csv"))
    assert not well
    assert outcomes() == {"a": "filed", "b": "coverage", "c": "duplicate", "d": "doubtful", "e": "unreadable", "f.pdf": "unreadable"}
    assert Article.objects.count() == 2
    assert Conference.objects.count() == 1
    waiting = Intake.objects.get(state=IntakeState.OPEN)
    assert waiting.source_name == "d.txt"
    with (tmp_path / "bang.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.pdf"]
    assert all(row[2] for row in rows[2:])
    assert "Ba tỉnh thử trao đổi kinh nghiệm dân chủ" in rows[1]
    assert "d.txt" in said


def test_a_second_run_does_nothing_twice(editor, folder):
    write(folder, a=REPORT, d=UNDATED, e="")
    run(folder, editor)
    before = counts()
    run(folder, editor)
    assert (counts(), BatchLine.objects.count(), Batch.objects.count()) == (before, 3, 1)


def test_a_folder_that_was_moved_is_not_filed_twice(editor, folder):
    write(folder, a=REPORT, d=UNDATED)
    run(folder, editor)
    before = counts()
    run(folder.rename(folder.with_name("khac")), editor)
    assert counts() == before
    assert [line.outcome for line in Batch.objects.first().lines.all()] == ["duplicate", "duplicate"]


def test_a_file_that_was_mended_is_taken_again(editor, folder):
    write(folder, e="")
    run(folder, editor)
    write(folder, e=REPORT)
    _said, well = run(folder, editor)
    assert well
    assert outcomes() == {"e": "filed"}


def test_again_takes_up_what_was_doubtful_without_a_second_copy(editor, register, folder):
    write(folder, a=REPORT)
    namesake = factories.make_official(name="Trần Văn Thử")
    factories.make_post(official=namesake, title="Chủ tịch xã Khác", start="2010", end="")
    run(folder, editor)
    assert outcomes() == {"a": "doubtful"}
    factories.make_post(official=namesake, title="Trưởng Ban Dân vận Trung ương", start="2016", end="")
    run(folder, editor)
    assert outcomes() == {"a": "doubtful"}
    run(folder, editor, "--again")
    assert outcomes() == {"a": "filed"}
    assert Intake.objects.get().state == IntakeState.FILED


def test_again_leaves_alone_what_an_editor_works_at(editor, folder):
    write(folder, d=UNDATED)
    run(folder, editor)
    Intake.objects.update(draft={"fields": [["x", "y"]]})
    run(folder, editor, "--again")
    assert Intake.objects.get().draft == {"fields": [["x", "y"]]}
    assert outcomes() == {"d": "doubtful"}


def test_what_an_editor_put_aside_stays_put_aside(editor, folder):
    Intake.keep(REPORT, by=editor)
    Intake.objects.update(state=IntakeState.DROPPED)
    write(folder, a=REPORT)
    run(folder, editor)
    assert outcomes() == {"a": "duplicate"}
    assert not Article.objects.exists()


def test_another_report_under_the_same_headline_waits_for_an_editor(editor, folder):
    write(folder, a=REPORT, b=REPORT.replace("29/5/2018", "12/6/2018").replace("năm 2017", "năm nay"))
    run(folder, editor)
    assert outcomes() == {"a": "filed", "b": "doubtful"}


def test_a_public_conference_is_not_changed_and_that_is_said(editor, folder):
    write(folder, a=REPORT)
    run(folder, editor)
    Conference.objects.get().publish()
    before = Attendance.objects.count()
    write(folder, b=SECOND)
    run(folder, editor)
    line = BatchLine.objects.get(name="b.txt")
    assert (line.outcome, Attendance.objects.count()) == (Outcome.COVERAGE, before)
    assert str(len(line.intake.held_back)) in line.reason


def test_a_report_that_is_broken_off_leaves_nothing(editor, monkeypatch):
    """As Ctrl-C does it: after everything is filed, before its line is written."""
    batch = Batch.objects.create(name="bai", started_by=editor)
    batching = Batching(batch, [Item("a.txt", open=REPORT.encode)], by=editor)
    before = counts()
    with monkeypatch.context() as broken:
        broken.setattr(BatchLine, "save", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            list(batching.go_on())
    assert counts() == before
    assert [line.outcome for line in batching.go_on()] == ["filed"]


def test_the_same_report_taken_twice_at_one_time_is_filed_once(editor):
    """As two windows do it, each with its own list of what waits."""
    batch, item = Batch.objects.create(name="bai", started_by=editor), Item("a.txt", open=REPORT.encode)
    first, second = (Batching(batch, [item], by=editor) for _window in range(2))
    assert first.take(item) == second.take(item)
    assert Article.objects.count() == BatchLine.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_batches_that_bring_one_report_at_one_moment_file_it_once():
    small_register()
    by = member("Editor")
    batches = [Batch.objects.create(name=name, started_by=by) for name in ("sáng", "chiều")]
    start, found = threading.Barrier(2), []

    def take(batch):
        start.wait()
        try:
            found.append(Batching(batch, [], by=by).take(Item("a.txt", open=REPORT.encode)).outcome)
        finally:
            connection.close()

    windows = [threading.Thread(target=take, args=(batch,)) for batch in batches]
    for each in windows:
        each.start()
    for each in windows:
        each.join()
    assert sorted(found) == ["duplicate", "filed"]
    assert Article.objects.count() == Intake.objects.count() == 1


def test_a_report_that_cannot_be_worked_out_does_not_hold_up_the_others(editor, monkeypatch, caplog):
    def stumbles(self, intake, filed=Batching._filed):
        if "SECOND" in intake.source_name:
            raise ZeroDivisionError
        return filed(self, intake)

    monkeypatch.setattr(Batching, "_filed", stumbles)
    batch = Batch.objects.create(name="bai", started_by=editor)
    found = list(Batching(batch, [Item("SECOND.txt", open=SECOND.encode), Item("a.txt", open=REPORT.encode)], by=editor).go_on())
    assert [line.outcome for line in found] == ["doubtful", "filed"]
    assert found[0].intake.is_open
    assert "ZeroDivisionError" in found[0].reason


def test_a_thousand_reports_need_no_more_queries_each_than_the_first(editor):
    """The twentieth report asks the database as often as the third; a register full of officials changes nothing."""
    batch = Batch.objects.create(name="bai", started_by=editor)
    batching = Batching(batch, [Item(f"{number}.txt", open=tiny(number).encode) for number in range(1, 1001)], by=editor)
    needed = []
    for item in batching.items[:20]:
        with CaptureQueriesContext(connection) as captured:
            line = batching.take(item)
        assert line.outcome == Outcome.FILED, line.reason
        needed.append(len(captured))
    assert max(needed[10:]) <= max(needed[1:5])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["/nowhere-at-all", "--by", "editor"], "is no folder"),
        ([".", "--by", "nobody-of-that-name"], "There is no account"),
        ([".", "--by", "reader"], "may not bring reports"),
        (["."], "--by USER"),
        ([".", "--by", "editor", "--report", "/nowhere-at-all/x.csv"], "There is no folder for"),
    ],
)
def test_the_command_says_what_it_lacks(db, arguments, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    factories.make_user(username="reader")
    for name in ("editor", "another"):
        factories.make_user(username=name, is_superuser=True)
    with pytest.raises(CommandError, match=says):
        call_command("import_reports", *arguments, stdout=io.StringIO())


def test_a_zip_on_disk_is_taken_as_a_folder_is(editor, tmp_path):
    place = tmp_path / "bai.zip"
    place.write_bytes(packed(("a.txt", REPORT.encode()), ("../b.txt", SECOND.encode())))
    _said, well = run(place, editor)
    assert not well
    assert [line.outcome for line in BatchLine.objects.all()] == ["filed", "unreadable"]
    place.write_bytes(b"no zip")
    with pytest.raises(CommandError):
        call_command("import_reports", str(place), "--by", editor.username, stdout=io.StringIO())


def command(folder, by):
    """The command in a process of its own, on the database of this test."""
    settings = connection.settings_dict
    name = settings["NAME"]
    login = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}"
    address = f"postgres://{login}/{name}" if connection.vendor == "postgresql" else f"sqlite:///{name}"
    surroundings = os.environ | {"DATABASE_URL": address, "SECRET_KEY": "only-for-tests", "READ_ENV_FILE": "0"}
    surroundings |= {"DJANGO_SETTINGS_MODULE": "qcdc.settings", "CACHE_URL": "locmemcache://"}
    arguments = [sys.executable, "manage.py", "import_reports", str(folder), "--by", by.username]
    return subprocess.Popen(arguments, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@pytest.mark.django_db(transaction=True)
def test_a_run_that_was_killed_goes_on_where_it_was(folder):
    """No half report, none twice, none lost."""
    editor = small_register() and member("Editor")
    whole = 12
    write(folder, **{f"{number:02}": tiny(number) for number in range(1, whole + 1)})
    process = command(folder, editor)
    until = time.monotonic() + 60
    while BatchLine.objects.count() < 3 and process.poll() is None and time.monotonic() < until:
        connection.close()
    process.send_signal(signal.SIGKILL)
    said = process.communicate()[0].decode()
    assert process.returncode == -signal.SIGKILL, said
    taken = BatchLine.objects.count()
    assert 3 <= taken < whole
    assert Intake.objects.filter(state=IntakeState.FILED).count() == Intake.objects.count() == Article.objects.count() == taken
    assert Edition.objects.count() == Conference.objects.count() == taken
    run(folder, editor)
    assert set(BatchLine.objects.values_list("outcome", flat=True)) == {Outcome.FILED}
    assert BatchLine.objects.count() == Article.objects.count() == Intake.objects.count() == whole
    assert len({each.sha256 for each in Intake.objects.all()} | {fingerprint(tiny(1))}) == whole


# The desk


def bring(client, *members, name="bài.zip"):
    return client.post(address_of("add", Batch), {"file": SimpleUploadedFile(name, packed(*members))})


def work_through(client, batch):
    """Press the button until there is none, as somebody without scripts does."""
    address = address_of("change", batch, batch.pk)
    for _number in range(20):
        page = client.get(address)
        if not page.context["goes_on"]:
            return page
        assert client.post(address).status_code == 302
    raise AssertionError("it never ends")


def test_a_zip_is_worked_through_some_reports_at_a_time(client, register, monkeypatch):
    monkeypatch.setattr(intake_many, "MOST_AT_ONCE", 2)
    editor = sign_in(client, "Editor")
    members = [("a.txt", REPORT), ("b.txt", SECOND), ("c.txt", REPORT), ("d.txt", UNDATED), ("../e.txt", REPORT)]
    response = bring(client, *((name, text.encode()) for name, text in members))
    batch = Batch.objects.get()
    assert response.url == address_of("change", batch, batch.pk)
    assert (batch.name, batch.total, batch.started_by, BatchLine.objects.count()) == ("bài.zip", 5, editor, 0)
    kept = batch.file
    client.post(response.url)
    page = client.get(response.url)
    assert BatchLine.objects.count() == 2
    assert '<progress aria-labelledby="taken" max="5" value="2">' in page.content.decode()
    assert "goes-on.js" in page.content.decode()
    assert "goes-on.js" not in client.get(f"{response.url}?wait=1").content.decode()
    page = work_through(client, batch)
    assert [each["line"].outcome for each in page.context["lines"]] == ["filed", "coverage", "duplicate", "doubtful", "unreadable"]
    article = Article.objects.order_by("pk").first()
    assert address_of("change", article, article.pk) in page.content.decode()
    assert Intake.objects.get(state=IntakeState.OPEN).get_absolute_url() in page.content.decode()
    batch.refresh_from_db()
    assert batch.finished_at
    assert not default_storage.exists(kept)
    assert not Article.objects.published().exists()
    only = client.get(f"{response.url}?outcome=doubtful").context["lines"]
    assert [each["line"].name for each in only] == ["d.txt"]
    table = b"".join(client.get(f"{address_of('csv', batch, batch.pk)}").streaming_content).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(table))][1:] == ["a.txt", "b.txt", "c.txt", "d.txt", "../e.txt"]


@pytest.mark.parametrize("content", [b"", b"no zip", packed(), packed(("__MACOSX/x", b"x"))])
def test_what_is_no_zip_of_reports_is_refused_at_its_field(client, register, content):
    sign_in(client, "Editor")
    response = client.post(address_of("add", Batch), {"file": SimpleUploadedFile("bai.zip", content)})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Batch.objects.exists()


def test_a_batch_goes_on_in_the_name_of_whoever_began_it_alone(client, register):
    sign_in(client, "Reporter")
    bring(client, ("a.txt", REPORT.encode()))
    batch = Batch.objects.get()
    sign_in(client, "Reporter")
    assert client.get(address_of("change", batch, batch.pk)).status_code == 404
    assert client.get(address_of("csv", batch, batch.pk)).status_code == 404
    sign_in(client, "Editor")
    page = client.get(address_of("change", batch, batch.pk))
    assert page.status_code == 200
    assert not page.context["goes_on"]
    assert client.post(address_of("change", batch, batch.pk)).status_code == 403
    assert not Article.objects.exists()


def test_a_batch_that_is_stopped_lets_its_zip_go_and_keeps_what_was_filed(client, register, monkeypatch):
    monkeypatch.setattr(intake_many, "MOST_AT_ONCE", 1)
    sign_in(client, "Editor")
    address = bring(client, ("a.txt", REPORT.encode()), ("b.txt", UNDATED.encode())).url
    client.post(address)
    kept = Batch.objects.get().file
    assert default_storage.exists(kept)
    client.post(address, {"_stop": "1"})
    client.post(address)
    assert outcomes() == {"a": "filed"}
    assert not default_storage.exists(kept)
    assert not client.get(address).context["goes_on"]


def test_a_batch_whose_zip_is_gone_says_so(client, register):
    sign_in(client, "Editor")
    address = bring(client, ("a.txt", REPORT.encode())).url
    default_storage.delete(Batch.objects.get().file)
    page = client.post(address, follow=True)
    assert not page.context["goes_on"]
    assert len(page.context["messages"]) == 1


def test_the_table_needs_no_more_queries_for_more_reports(client, register):
    editor = sign_in(client, "Editor")
    few, many = (Batch.objects.create(name="bai", started_by=editor) for _each in range(2))
    for batch, numbers in ((few, range(1, 2)), (many, range(2, 6))):
        list(Batching(batch, [Item(f"{each}.txt", open=tiny(each).encode) for each in numbers], by=editor).go_on())
    client.get(address_of("change", few, few.pk))
    asked = []
    for batch in (few, many):
        with CaptureQueriesContext(connection) as captured:
            client.get(address_of("change", batch, batch.pk))
            b"".join(client.get(address_of("csv", batch, batch.pk)).streaming_content)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_names_in_folders_are_kept_apart(editor, folder):
    for name in ("mot", "hai"):
        (folder / name).mkdir()
    (folder / "mot" / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "hai" / "a.txt").write_text(SECOND, encoding="utf-8")
    assert [item.name for item in in_folder(folder)] == ["hai/a.txt", "mot/a.txt"]
    run(folder, editor)
    assert outcomes() == {"hai/a": "filed", "mot/a": "coverage"}
