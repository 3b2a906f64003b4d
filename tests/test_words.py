"""Every page that an editor or a reader sees in Vietnamese, read for English that was left in it (tests/english.py says how)."""

import datetime
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition, Evidence, PreviewLink, Section
from articles.reports import REPORTS
from articles.workflow import TRANSITIONS, perform
from meetings.models import Beat, Conference, Official, Theme
from qcdc.models import KeptForm, Presence
from tests import factories
from tests.admin_forms import add_row, fields_of
from tests.desk import MODEL_BACKEND, act_address, address_of, change_address, drawn, form_id, member, open_form, send_form
from tests.doors import DETAILS, LISTS, make_record
from tests.english import Proofreader, english_in, texts_of
from tests.qcdc.test_legacy_text import IN_TCVN3
from tests.rights import ACTIONS, ASKS_TO_LOG_IN, DESKS
from tests.test_rights import MARKS, address_for, desks, make_rows, watched
from tests.test_steps import make_article
from tests.word_files import paragraph, picture, word_file

pytestmark = pytest.mark.django_db

PASSWORD = "mật khẩu thử 29/5"


def at_the_desk(*groups: str) -> tuple[Client, Any]:
    person = member(*groups)
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=MODEL_BACKEND)
    return client, person


def without_limits() -> Client:
    """A superuser's browser."""
    client = Client()
    client.force_login(factories.make_user(is_superuser=True), backend=MODEL_BACKEND)
    return client


@pytest.fixture
def office():
    """Somebody who edits, publishes and keeps the accounts, and rows on every desk."""
    client, person = at_the_desk("Editor", "Publisher", "Administrator")
    section, province = Section.objects.create(name="Dân vận"), factories.make_province()
    rows = make_rows(section, province, person)
    rows |= {"auth.group": Group.objects.get(name="Reporter"), "auth.user": member("Reporter")}
    change_in_every_way(rows)
    return SimpleNamespace(client=client, person=person, rows=rows, reader=Proofreader())


def change_in_every_way(rows: dict[str, Any]) -> None:
    """A second state of whatever keeps a history, so that the page of it has something to tell."""
    for row in rows.values():
        if hasattr(row, "history"):
            for field in row._meta.concrete_fields:
                if field.choices and field.name not in {"publication", "level"}:
                    setattr(row, field.name, [value for value, _label in field.flatchoices if value != getattr(row, field.name)][-1])
            with transaction.atomic():
                try:
                    row.save()
                except Exception:  # noqa: BLE001 (a change that the record does not allow is none)
                    transaction.set_rollback(True)


def undone(ask: Any, *given: Any) -> Any:
    """An answer whose effects are taken back."""
    with transaction.atomic():
        response = ask(*given)
        transaction.set_rollback(True)
    return response


def assert_vietnamese(reader: Proofreader, pages: int) -> None:
    assert reader.found() == []
    assert reader.pages >= pages


# The newsroom


def test_every_page_of_the_admin(office):
    above = without_limits()
    for name, address, route, rule in watched():
        at = address_for(name, address, route, rule, office.rows, office.person)
        client = above if rule.model.startswith("axes.") else office.client
        office.reader.read(undone(client.get, at), name)
    office.reader.read(office.client.get(change_address(office.person)), "her own account")
    assert_vietnamese(office.reader, 150)


def test_every_list_of_the_admin_without_rows():
    client, _person = at_the_desk("Editor", "Publisher", "Administrator")
    reader = Proofreader()
    for label, desk in desks().items():
        if not label.startswith("axes."):
            for query in ({}, {"q": "hoa", "e": "1"}):
                reader.read(client.get(address_of("changelist", desk.model), query), label)
    for page in (
        "",
        "articles/",
        "articles/article/schedule/",
        "articles/photo/upload/",
        *(f"articles/article/reports/{each}/" for each in REPORTS),
    ):
        reader.read(client.get(f"/admin/{page}"), page)
    reader.read(client.get("/admin/articles/article/reports/tac-gia/?start=2020-02-02&end=2019-01-01"), "period")
    assert_vietnamese(reader, 60)


def spoilt(data: dict[str, Any], value: str) -> dict[str, Any]:
    """A form in which every field was emptied, or filled with nonsense, a line more of each kind included."""
    marks = {"csrfmiddlewaretoken", *MARKS, "form_base", "form_user"}
    for prefix in [name.removesuffix("-TOTAL_FORMS") for name in data if name.endswith("-TOTAL_FORMS")]:
        add_row(data, prefix)
    return {name: given if name in marks or name.endswith(("_FORMS", "-id")) else value for name, given in data.items()}


def test_every_form_that_is_refused(office):
    for label, desk in desks().items():
        row = office.rows[label]
        for target in (desk.model, row):
            address = address_of("add", row) if isinstance(target, type) else change_address(row)
            page = office.client.get(address)
            if page.status_code == 200 and "adminform" in page.context and 'type="submit"' in page.content.decode():
                for value in ("", "§"):
                    data = spoilt(fields_of(page, form_id(target)), value)
                    office.reader.read(undone(office.client.post, address, data), f"{label} {value}")
    assert_vietnamese(office.reader, 60)


def test_every_form_that_is_saved(office):
    client, reader = office.client, office.reader
    for label, row in office.rows.items():
        page = client.get(change_address(row))
        if page.status_code == 200 and 'name="_continue"' in page.content.decode():
            data = fields_of(page, form_id(row))
            reader.read(undone(client.post, change_address(row), data), label)
    for model, name in ((Theme, "Chủ đề mới"), (Official, "Trần Thị Thử"), (Section, "Chuyên mục mới")):
        for button in ("_save", "_continue", "_addanother"):
            data = open_form(client, model) | {"name": f"{name} {button.count('a')}", "slug": "", button: "1"}
            reader.read(client.post(address_of("add", model), data), f"{model} {button}")
    assert_vietnamese(reader, 25)


def test_every_deletion(office):
    for label, row in office.rows.items():
        page, chosen = address_of("delete", row, row.pk), {"action": "delete_selected", "_selected_action": [row.pk]}
        office.reader.read(undone(office.client.post, page, {"post": "yes"}), f"{label} deleted")
        office.reader.read(office.client.post(address_of("changelist", row), chosen), f"{label} chosen")
        if label in {"meetings.theme", "articles.article", "meetings.official"}:
            office.reader.read(undone(office.client.post, address_of("changelist", row), chosen | {"post": "yes"}), f"{label} deleted")
    assert_vietnamese(office.reader, 60)


def test_every_action_of_every_list(office):
    for label, actions in ACTIONS.items():
        row = office.rows[label]
        address = address_of("changelist", row)
        office.reader.read(office.client.post(address, {"action": next(iter(actions))}), f"{label} none")
        office.reader.read(office.client.post(address, {"action": "", "_selected_action": [row.pk]}), f"{label} no action")
        for name in actions:
            step = name.removeprefix("move_").replace("_", "-")
            for data in ({}, {"confirmed": step, "comment": "Lý do"}, {"confirmed": step, "comment": ""}):
                data |= {"action": name, "_selected_action": [row.pk]}
                office.reader.read(undone(office.client.post, address, data), f"{label} {name}")
    officials = [factories.make_official(), factories.make_official()]
    asked = {"action": "merge", "_selected_action": [each.pk for each in officials]}
    for more in ({}, {"stays": officials[0].pk, "confirmed": "yes", "post": "yes"}):
        office.reader.read(office.client.post(address_of("changelist", officials[0]), asked | more), "merge")
    assert_vietnamese(office.reader, 40)


# What scripts say (tests/browser/test_words.py reads what they wrote)


SCRIPT = re.compile(r"/static/([\w./-]+\.js)\b")
SAID = re.compile(r"""\bn?gettext\(\s*(["'`])((?:\\.|(?!\1).)+)\1""")


def source_of(script: str) -> str:
    """A script as it was written, before it was pressed together."""
    path = Path(finders.find(script))
    pressed = path.with_name(f"{path.name}.map")
    return "\n".join(filter(None, json.loads(pressed.read_text())["sourcesContent"])) if pressed.exists() else path.read_text()


def test_what_scripts_say_is_in_the_catalogue_that_they_are_given(office):
    rows = (office.rows["articles.article"], office.rows["meetings.conference"], office.rows["auth.group"])
    pages = [*(change_address(row) for row in rows), "/admin/articles/article/", "/admin/articles/photo/add/"]
    client = without_limits()
    scripts = {script for page in pages for script in SCRIPT.findall(client.get(page).content.decode())}
    assert {"django_prose_editor/editor.js", "admin/js/SelectFilter2.js", "admin/js/actions.js", "js/photos.js"} <= scripts
    answer = office.client.get("/admin/jsi18n/").content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", answer, re.DOTALL)[1])
    said = {
        found[1].encode().decode("unicode_escape") if "\\" in found[1] else found[1]
        for each in scripts
        for found in SAID.findall(source_of(each))
    }
    assert len(said) > 60
    assert sorted(text for text in said if text not in catalogue) == []
    assert [text for text in said if office.reader.is_left(str(catalogue[text]).strip("[]'"))] == []


# The way of an article and of a conference


STATIONS = ("draft", "in-review", "approved", "scheduled", "published", "draft beside")


def steps_of(article: Article) -> dict[str, str]:
    later = timezone.localtime(timezone.now() + datetime.timedelta(days=2))
    correction = {"date": f"{timezone.localdate():%d/%m/%Y}", "kind": "dinh-chinh", "wrong": "Sai", "right": "Đúng", "place": "top"}
    return {"comment": "Lý do", "reason": "Theo lệnh", "at": f"{later:%d/%m/%Y %H:%M}"} | correction


def test_every_step_of_an_article(office):
    client, reader = office.client, office.reader
    colleague = member("Reporter")
    stations = [make_article(station, colleague, None, factories.make_conference()) for station in STATIONS]
    gone = make_article("published", colleague, None, None)
    gone.withdraw(reason="Theo lệnh")
    bare = factories.make_article(published=False, headline="TIN THỬ VIẾT HOA", lead="", body="")
    for article in (*stations, gone, bare):
        for page in ("change", "story", "preview", "preview_links"):
            reader.read(client.get(address_of(page, article, article.pk)), f"{page} {article.status}")
        for name, transition in TRANSITIONS.items():
            at = act_address(article, name)
            starts = transition.starts_from(article)
            if starts or article in {stations[0], gone}:
                reader.read(client.get(at), f"{name} {article.status}")
            if starts:
                reader.read(undone(client.post, at, {}), f"{name} without words")
                asked = reader.read(undone(client.post, at, steps_of(article)), f"{name} taken")
                if asked.context and asked.context.get("asks_again"):
                    again = steps_of(article) | {"confirmed": str(asked.context["button"])}
                    reader.read(undone(client.post, at, again), f"{name} confirmed")
    assert_vietnamese(reader, 100)


def test_the_story_of_an_article_that_went_every_way(office):
    reporter = member("Reporter")
    client, _reporter = at_the_desk("Reporter")
    article = make_article("draft", reporter, None, factories.make_conference())
    factories.make_photo()
    for step, by, given in (
        ("send", reporter, {"comment": "Xin duyệt"}),
        ("take-back", reporter, {}),
        ("send", reporter, {}),
        ("return", office.person, {"comment": "Thiếu nguồn"}),
        ("send", reporter, {}),
        ("approve-and-publish", office.person, {}),
        ("unpublish", office.person, {}),
    ):
        perform(article, step, by, **given)
    article = Article.objects.get(pk=article.pk)
    office.reader.read(office.client.get(address_of("story", article, article.pk)), "story")
    office.reader.read(office.client.get(address_of("story_csv", article, article.pk)), "story.csv")
    draft = article.open_draft(by=office.person)
    Edition.objects.filter(pk=draft.pk).update(headline="Khác", body="<p>Khác</p>")
    office.reader.read(office.client.get(address_of("compare", article, article.pk), {"a": 1, "b": 2}), "compare")
    office.reader.read(office.client.post(address_of("restore", article, article.pk, 1)), "restore")
    for page in ("change", "story", "send", "publish", "preview_links"):
        office.reader.read(client.get(address_of(page, article, article.pk)), f"a reporter at {page}")
    assert_vietnamese(office.reader, 9)


def test_every_step_of_a_conference(office):
    for state in ("draft", "published", "withdrawn"):
        conference = factories.make_conference(published=state != "draft")
        Conference.objects.filter(pk=conference.pk).update(publication=state)
        office.reader.read(office.client.get(change_address(conference)), state)
        for act in ("publish", "unpublish", "withdraw"):
            at = act_address(conference, act)
            office.reader.read(office.client.get(at), f"{act} {state}")
            for data in ({}, {"reason": "Theo lệnh"}, {"at": "§"}):
                office.reader.read(undone(office.client.post, at, data), f"{act} {state}")
    assert_vietnamese(office.reader, 30)


# What is never lost


def test_the_pages_that_keep_what_was_typed(office):
    client, reader = office.client, office.reader
    colleague, _person = at_the_desk("Editor")
    article, conference = factories.make_article(published=False, headline="Cũ"), factories.make_conference(published=False)
    for row, field in ((article, "headline"), (conference, "title")):
        data = open_form(client, row)
        send_form(colleague, row, open_form(colleague, row) | {field: "Của đồng nghiệp"})
        for name in ("keep", "presence"):
            reader.read(client.post(address_of(name, row, row.pk), data | {field: "Của tôi", "typing": "1"}), name)
        clash = reader.read(send_form(client, row, data | {field: "Của tôi"}), "clash")
        assert clash.status_code == 409
        reader.read(client.post(change_address(row), fields_of(clash)), "settled")
        reader.read(client.get(change_address(row)), "kept forms are offered")
        reader.read(client.post(change_address(row), data | {"form_user": "999999"}), "of somebody else")
        reader.read(client.post(address_of("keep", row, row.pk), {}), "no form")
        Presence.objects.create(user=member("Editor"), model=row._meta.label_lower, object_id=row.pk, seen_at=timezone.now())
        reader.read(client.post(address_of("presence", row, row.pk), data), "two at once")
        reader.read(Client().post(change_address(row), data), "expired")
        reader.read(Client().post(change_address(row), data | {"log_in_username": "hoa", "log_in_password": "hoa"}), "wrong password")
        type(row).objects.filter(pk=row.pk).delete() if row is conference else None
        reader.read(client.post(change_address(row), data), "gone")
    assert KeptForm.objects.exists()
    assert {name.rpartition("_")[2] for name in ASKS_TO_LOG_IN} == {"add", "change"}
    assert_vietnamese(reader, 20)


# Files


def test_the_ways_in_for_files(office):
    client, reader = office.client, office.reader
    article = factories.make_article(published=False)
    file = word_file(
        paragraph("Tên bài", style="Title"), paragraph("Chiều nay.", style="Odd"), picture(1, "Hội trường"), pictures=(drawn("PNG"),)
    )
    for address in ("/admin/articles/article/word/", f"/admin/articles/article/{article.pk}/word/"):
        reader.read(client.post(address, {}), "no file")
        reader.read(client.post(address, {"file": SimpleUploadedFile("thu.docx", b"x")}), "no Word file")
        file.seek(0)
        page = reader.read(client.post(address, {"file": file}), "preview of a Word file")
        reader.read(client.post(address, fields_of(page) | {"headline": ""}), "confirmed")
    Edition.objects.filter(article=article).update(body=f"<p>{IN_TCVN3}</p>")
    reader.codes |= {*IN_TCVN3.split()}
    for page in ("change", "unicode"):
        reader.read(client.get(address_of(page, article, article.pk)), "old encoding")
    pictures = [SimpleUploadedFile(f"anh-{n}.jpg", content) for n, content in enumerate((drawn("JPEG"), drawn("JPEG"), b"<html>", b""))]
    for headers in ({}, {"Accept": "application/json"}):
        for chosen in (pictures, [], *([each] for each in pictures)):
            for each in chosen:
                each.seek(0)
            reader.read(client.post("/admin/articles/photo/upload/", {"files": chosen}, headers=headers), "photos")
    links = f"/admin/articles/article/{article.pk}/preview-links/"
    PreviewLink.make(article, by=office.person, days=1, made_for="Ban Dân vận")
    for data in ({}, {"days": "1"}, {"days": "999"}):
        reader.read(client.post(address_of("preview_links", article, article.pk), data), links)
    assert_vietnamese(reader, 20)


# Accounts, and pages of refusal


def test_logging_in_and_out_and_what_is_refused(office, settings):
    client, reader = office.client, office.reader
    for address in ("/admin/password_change/", f"/admin/auth/user/{office.rows['auth.user'].pk}/password/"):
        for new, again in (("", ""), ("1", "2"), ("1", "1"), ("password", "password"), (office.person.username, office.person.username)):
            data = {"old_password": "hoa", "new_password1": new, "new_password2": again, "password1": new, "password2": again}
            reader.read(client.post(address, data | {"usable_password": "true"}), address)
    for data in ({}, {"username": "x", "password1": "1", "password2": "2"}, {"username": "Bà Lan", "password1": "a", "password2": "a"}):
        reader.read(client.post("/admin/auth/user/add/", data), "new account")
    for address in (
        "/admin/password_change/done/",
        "/admin/articles/article/999999/change/",
        "/admin/meetings/series/x/change/",
        "/admin/x/",
    ):
        reader.read(client.get(address), address)
    reader.read(at_the_desk("Reporter")[0].get("/admin/auth/user/"), "403")
    reader.read(client.post("/admin/logout/"), "logout")
    stranger = Client(enforce_csrf_checks=True)
    reader.read(stranger.get("/admin/"), "login")
    reader.read(stranger.post("/admin/login/", {}), "no token")
    for data in ({}, {"username": "x", "password": "y"}):
        reader.read(Client().post("/admin/login/", data), "refused login")
        reader.read(Client().post("/admin/log-in-again/", data), "refused login of a form")
    outsider = Client()
    outsider.force_login(factories.make_user(is_staff=False), backend=MODEL_BACKEND)
    reader.read(outsider.get("/admin/"), "no staff")
    assert_vietnamese(reader, 25)


# Readers


def test_every_page_of_the_readers(client):
    record = make_record()
    factories.make_article().withdraw(reason="Theo lệnh")
    for state in ("planned", "postponed", "cancelled"):
        factories.make_conference(state=state)
    reader = Proofreader("lam mat ngoc truong")  # words searched for without marks
    for doors in (DETAILS, LISTS):
        for name, addresses in doors.items():
            if not name.startswith("api:"):
                for address in addresses:
                    reader.read(client.get(address(record)), name)
    for name in ("home", "search"):
        reader.read(client.get(reverse(name)), name)
    for address in (
        *("/gioi-thieu/", "/lien-he/", "/dieu-khoan/", "/hoi-nghiep/", "/lich/2019/", "/lich/2019/01/"),
        "/hoa/",
        "/chi-dao/?year=hoa",
        "/tinh-thanh/?on=hoa",
        "/tim-kiem/?q=hoa",
        Article.objects.get(state="withdrawn").get_absolute_url(),
    ):
        reader.read(client.get(address), address)
    assert_vietnamese(reader, 40)


def test_every_list_of_the_readers_without_rows(client):
    reader = Proofreader("truong")
    for name in LISTS:
        if not name.startswith(("api:", "sitemap")) and not any(word in name for word in ("export", "detail", "year", "month")):
            reader.read(client.get(reverse(name)), name)
    assert_vietnamese(reader, 10)


# The proofreader itself


@pytest.mark.parametrize(
    "page",
    [
        "<p>Published</p>",
        "<p>Hội nghị planned lần này</p>",
        '<a title="Close">×</a>',
        '<img alt="True">',
        '<input type="submit" value="Save">',
        '<input placeholder="Search …">',
        "<select><option>Withdrawn</option></select>",
        '<div data-words="You may close this">.</div>',
        '<div data-inline=\'{"options": {"addText": "Add another thing"}}\'>.</div>',
        '<meta name="description" content="The public record">',
        '<p lang="vi">Tỉnh <b>Historical</b></p>',
        "<title>No</title>",
    ],
)
def test_an_english_word_on_a_page_is_found(page):
    reader = Proofreader()
    reader.read(HttpResponse(page), "planted")
    assert len(reader.found()) == 1


@pytest.mark.parametrize(
    "page",
    [
        "<p>Hội nghị toàn quốc năm 2018, thu hoạch, không phải In</p>",
        '<p lang="en">English</p>',
        "<script>const english = true</script>",
        "<p>Tải CSV, XLSX hoặc tệp Word (.docx) về</p>",
        '<p>Viết cho <a href="/x/">lan@example.org</a></p>',
        '<input type="text" value="entered">',
        "<textarea>entered</textarea>",
        '<div data-words="{n} trên {total} ảnh">.</div>',
    ],
)
def test_what_is_no_english_is_let_stand(page):
    assert [text for _where, text in texts_of(page) if english_in(text)] == []


def test_the_desks_that_are_read_are_all_there_are():
    assert desks().keys() == DESKS.keys()
    assert {Beat, Evidence} <= {desk.model for desk in desks().values()}
