"""Nothing typed is lost, as a browser shows it: a killed server, an expired login, two editors, two clicks, eighty lines."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from articles.models import Article
from meetings.models import Conference
from qcdc.management.commands.create_groups import create_groups
from qcdc.models import KeptForm
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu thử 29/5"
ROOT = Path(__file__).parent.parent.parent
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('qcdc:copy:')).length"


@pytest.fixture
def newsroom(open_page):
    """Gives pages of people who have logged in, by name."""
    create_groups()

    def seated(name, page=None):
        user = factories.make_user(username=name, last_name=name.title(), password=PASSWORD)
        user.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
        page = page or open_page(viewport={"width": 1280, "height": 900})
        page.user = user
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/admin/login/?next=/admin/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.locator("#user-tools").wait_for()
        return page

    return seated


def address(row):
    if isinstance(row, type):
        return f"/admin/{row._meta.app_label}/{row._meta.model_name}/add/"
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def state(page):
    return page.locator("#keeping [data-role=state]")


def save(page):
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()


def write_body(page, text):
    page.locator(".field-body [contenteditable=true]").click()
    page.keyboard.insert_text(text)


def wait_for_a_copy(page):
    """Until the browser holds a copy of the form; the page's policy allows no polling in the page itself."""
    for _try in range(50):
        if page.evaluate(COPIES) == 1:
            return
        page.wait_for_timeout(100)
    pytest.fail("the browser holds no copy")


def no_complaints(page):
    """What the browser complained of, without the refusals that are the answer."""
    return [text for text in page.complaints if "409" not in text and "403" not in text]


# While it is typed


def test_a_draft_saves_itself_while_it_is_typed_into_without_a_page_load(newsroom):
    page, article = newsroom("mai"), factories.make_article(published=False, headline="Cũ", body="")
    page.goto(address(article))
    page.evaluate("window.samePage = true")
    page.fill("#id_headline", "Tự lưu")
    write_body(page, "Bảy tỉnh gặp nhau")
    expect(state(page)).to_contain_text("Đã lưu lúc", timeout=10_000)
    working = Article.objects.get().working
    assert (working.headline, working.body) == ("Tự lưu", "<p>Bảy tỉnh gặp nhau</p>")
    assert page.evaluate("window.samePage")
    assert page.evaluate(COPIES) == 0
    page.fill("#id_headline", "Tự lưu lần nữa")
    save(page)
    assert Article.objects.get().working.headline == "Tự lưu lần nữa"
    assert page.evaluate(COPIES) == 0
    assert page.complaints == []


def test_typing_into_a_published_article_opens_one_draft_and_readers_see_what_they_saw(newsroom):
    page, article = newsroom("mai"), factories.make_article(headline="Cũ")
    factories.place(factories.make_photo(), article, caption="một")
    page.goto(address(article))
    page.fill("#id_headline", "Mới")
    expect(state(page)).to_contain_text("Đã lưu lúc", timeout=10_000)
    page.fill("#id_placements-0-caption", "hai")
    save(page)
    fresh = Article.objects.get()
    assert (fresh.live.headline, fresh.working.headline, fresh.editions.count()) == ("Cũ", "Mới", 2)
    assert [each.caption for each in fresh.working.placements.all()] == ["hai"]
    assert page.complaints == []


@pytest.mark.parametrize("model", [Article, Conference])
def test_a_tab_that_was_closed_gives_back_what_was_typed(newsroom, model):
    page = newsroom("mai")
    official = factories.make_official(name="Trương Thị Thử")
    page.goto(address(model))
    field = "#id_headline" if model is Article else "#id_title"
    page.fill(field, "Chưa lưu")
    if model is Article:
        write_body(page, "Bảy tỉnh gặp nhau")
    else:
        page.locator("#attendances-group .add-row a").click()
        page.locator("#id_attendances-0-official + .select2-container .select2-selection").press("Enter")
        page.keyboard.type("truong thi")
        page.locator(".select2-results__option--highlighted", has_text=official.name).wait_for()
        page.keyboard.press("Enter")
    wait_for_a_copy(page)
    page.wait_for_timeout(300)
    context = page.context
    page.close(run_before_unload=False)
    KeptForm.objects.all().delete()  # only the browser's copy is left
    page = context.new_page()
    page.goto(address(model))
    page.locator(".keeping__offer a").click()
    expect(page.locator(field)).to_have_value("Chưa lưu")
    if model is Article:
        expect(page.locator(".field-body [contenteditable=true]")).to_have_text("Bảy tỉnh gặp nhau")
    else:
        expect(page.locator("#id_attendances-0-official option:checked")).to_have_text(official.name)
        page.fill("#id_date", "29/5/2018")
    save(page)
    assert model.objects.count() == 1
    assert page.evaluate(COPIES) == 0
    page.goto(address(model))
    page.wait_for_timeout(500)
    assert page.locator(".keeping__offer").count() == 0


def test_leaving_with_unsaved_text_is_warned_of_and_saving_is_not(newsroom):
    page, conference = newsroom("mai"), factories.make_conference(title="Cũ")
    warned = []
    page.on("dialog", lambda dialog: warned.append(dialog.type))
    home = page.locator("#site-name a")
    page.goto(address(conference))
    home.click()
    page.locator("#content-start .dashboard, .dashboard").first.wait_for()
    assert warned == []
    page.goto(address(conference))
    page.locator("#id_title").click()
    page.keyboard.type("Mới")
    home.click()
    page.locator("#content-start .dashboard, .dashboard").first.wait_for()
    assert warned == ["beforeunload"]
    page.goto(address(conference))
    page.locator("#id_title").click()
    page.keyboard.type("Mới")
    save(page)
    assert warned == ["beforeunload"]


def test_logging_out_leaves_no_copy_behind(newsroom):
    page, conference = newsroom("mai"), factories.make_conference(title="Cũ")
    page.goto(address(conference))
    page.fill("#id_title", "Mới")
    wait_for_a_copy(page)
    page.locator("#logout-form button").click()
    page.locator("#content h1").wait_for()
    assert page.evaluate(COPIES) == 0


# An expired login


def log_in_in_the_dialog(page, password=PASSWORD):
    page.locator("#log-in-password").fill(password)
    page.locator("#log-in-password").press("Enter")


def test_a_login_that_expires_while_one_types_is_renewed_in_a_dialog_and_the_saving_goes_on(newsroom):
    page, article = newsroom("mai"), factories.make_article(published=False, headline="Cũ")
    page.goto(address(article))
    Session.objects.all().delete()
    page.locator("#id_headline").press("End")
    page.keyboard.type(" và mới")
    page.locator("dialog[open]").wait_for()
    log_in_in_the_dialog(page, "sai")
    expect(page.locator("dialog [role=alert]")).not_to_be_empty()
    log_in_in_the_dialog(page)
    expect(state(page)).to_contain_text("Đã lưu lúc", timeout=10_000)
    assert Article.objects.get().working.headline == "Cũ và mới"
    save(page)
    assert no_complaints(page) == []


@pytest.mark.parametrize("noun", ["article", "conference"])
def test_a_login_that_expired_before_the_save_is_renewed_in_a_dialog_and_the_save_goes_on(newsroom, noun):
    page = newsroom("mai")
    row = factories.make_article(published=False) if noun == "article" else factories.make_conference()
    page.goto(address(row))
    page.fill("#id_headline" if noun == "article" else "#id_title", "Đã gõ")
    Session.objects.all().delete()
    page.locator("input[name=_save]").click()
    page.locator("dialog[open]").wait_for()
    log_in_in_the_dialog(page)
    page.locator(".messagelist .success").wait_for()
    fresh = type(row).objects.get()
    assert (fresh.working.headline if noun == "article" else fresh.title) == "Đã gõ"
    assert no_complaints(page) == []


def test_a_token_that_another_tab_has_renewed_does_not_cost_the_form(newsroom):
    page, conference = newsroom("mai"), factories.make_conference(title="Cũ")
    page.goto(address(conference))
    page.fill("#id_title", "Đã gõ")
    page.context.clear_cookies(name="csrftoken")
    save(page)
    assert Conference.objects.get().title == "Đã gõ"


def test_somebody_else_does_not_log_in_to_save_the_form(newsroom):
    page, conference = newsroom("mai"), factories.make_conference(title="Cũ")
    factories.make_user(username="hùng", password="mật khẩu khác")
    page.goto(address(conference))
    page.fill("#id_title", "Đã gõ")
    Session.objects.all().delete()
    page.locator("input[name=_save]").click()
    page.locator("dialog[open]").wait_for()
    page.evaluate("document.querySelector('#log-in-username').value = 'hùng'")
    log_in_in_the_dialog(page, "mật khẩu khác")
    expect(page.locator("dialog [role=alert]")).not_to_be_empty()
    assert Conference.objects.get().title == "Cũ"
    page.locator("[data-do=close]").click()
    expect(page.locator("#id_title")).to_have_value("Đã gõ")
    assert page.locator("input[name=_save]").is_enabled()


# Two editors


@pytest.mark.parametrize("noun", ["article", "conference"])
def test_two_editors_are_named_to_each_other_and_choose_field_by_field(newsroom, noun):
    mai, lan = newsroom("mai"), newsroom("lan")
    make = {"article": lambda: factories.make_article(published=False, headline="Cũ", lead="Đầu"), "conference": None}[noun]
    row = make() if make else factories.make_conference(title="Cũ", venue="Đầu")
    one, other = ("#id_headline", "#id_lead") if noun == "article" else ("#id_title", "#id_venue")
    lan.goto(address(row))
    mai.goto(address(row))
    expect(mai.locator("[data-role=others]")).to_contain_text("Lan")
    lan.fill(one, "Của Lan")
    save(lan)
    mai.fill(one, "Của Mai")
    mai.fill(other, "Chỉ Mai sửa")
    expect(mai.locator("[data-role=changed]")).to_contain_text("Lan", timeout=10_000)
    mai.locator("[data-do=compare]").click()
    mai.locator(".clash").wait_for()
    assert mai.locator("ins", has_text="Mai").first.is_visible()
    assert mai.locator("del", has_text="Lan").first.is_visible()
    mai.locator("input[type=submit].default").click()  # the browser asks for the choice that is missing
    assert mai.locator(".clash").is_visible()
    mai.locator("fieldset", has_text="Của").locator("input[value=theirs]").first.check()
    mai.locator("input[type=submit].default").click()
    mai.locator(".messagelist .success").wait_for()
    fresh = type(row).objects.get()
    fresh = fresh.working if noun == "article" else fresh
    values = tuple(getattr(fresh, name.removeprefix("#id_")) for name in (one, other))
    assert values == ("Của Lan", "Chỉ Mai sửa")
    assert no_complaints(mai) == []
    assert mai.evaluate(COPIES) == 0


def test_whoever_leaves_is_no_longer_named(newsroom):
    mai, lan = newsroom("mai"), newsroom("lan")
    conference = factories.make_conference()
    lan.goto(address(conference))
    lan.wait_for_timeout(300)
    lan.goto("/admin/")
    lan.wait_for_timeout(300)
    mai.goto(address(conference))
    mai.wait_for_timeout(500)
    expect(mai.locator("[data-role=others]")).to_be_empty()


# Sent once


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_a_page_that_adds_sent_twice_adds_one(newsroom, key):
    page = newsroom("mai")
    page.goto(address(Article))
    page.fill("#id_headline", "Một lần")
    if key == "click":
        page.locator("input[name=_save]").dblclick()
    else:
        page.locator("#id_headline").press("Enter")
        with contextlib.suppress(Error):
            page.locator("#id_headline").press("Enter", timeout=500)
    page.locator(".messagelist .success").wait_for()
    assert Article.objects.count() == 1
    assert Article.objects.get().editions.count() == 1


def test_a_page_that_changes_sent_twice_is_one_save(newsroom):
    page, conference = newsroom("mai"), factories.make_conference(title="Cũ")
    page.goto(address(conference))
    page.fill("#id_title", "Mới")
    page.locator("input[name=_save]").dblclick()
    page.locator(".messagelist .success").wait_for()
    page.wait_for_timeout(300)
    assert (Conference.objects.get().title, Conference.objects.get().revision) == ("Mới", 1)


def test_back_again_on_the_form_the_buttons_are_there(newsroom):
    page, conference = newsroom("mai"), factories.make_conference(title="Cũ")
    page.goto(address(conference))
    page.fill("#id_title", "Mới")
    save(page)
    page.go_back()
    page.fill("#id_title", "Mới hơn")
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success, .clash").first.wait_for()


def test_eighty_lines_are_typed_in_and_saved(newsroom):
    page = newsroom("mai")
    page.goto(address(Conference))
    page.fill("#id_title", "Hội nghị")
    page.fill("#id_date", "29/5/2018")
    page.evaluate("for (let n = 0; n < 80; n++) document.querySelector('#attendances-group .add-row a').click()")
    page.evaluate("for (let n = 0; n < 80; n++) document.querySelector(`#id_attendances-${n}-group_name`).value = `Đại biểu ${n}`")
    page.fill("#id_attendances-79-group_name", "Người cuối")
    expect(state(page)).to_contain_text("Đã giữ", timeout=15_000)
    page.locator("input[name=_save]").dblclick()
    page.locator(".messagelist .success").wait_for()
    lines = Conference.objects.get().attendances.order_by("order")
    assert lines.count() == 80
    assert lines.last().group_name == "Người cuối"
    assert page.complaints == []


def test_a_refused_form_keeps_everything(newsroom):
    page = newsroom("mai")
    page.goto(address(Article))
    page.fill("#id_lead", "Lời dẫn")
    write_body(page, "Bảy tỉnh gặp nhau")
    page.locator("input[name=_save]").click()
    page.locator(".errornote").wait_for()
    expect(page.locator("#id_lead")).to_have_value("Lời dẫn")
    expect(page.locator(".field-body [contenteditable=true]")).to_have_text("Bảy tỉnh gặp nhau")
    page.fill("#id_headline", "Tít")
    save(page)
    assert Article.objects.get().working.lead == "Lời dẫn"
    assert page.evaluate(COPIES) == 0


# A killed server


class Server:
    """The site as `manage.py runserver` runs it, on a database of its own; killed and started again."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CACHE_URL"}} | {
            "READ_ENV_FILE": "0",
            "DEBUG": "1",
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "qcdc.settings",
        }
        self.process = None

    def manage(self, *words):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def start(self):
        words = ["manage.py", "runserver", str(self.port), "--noreload"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.environment, **quiet)
        for _try in range(150):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
                return
            time.sleep(0.2)
        pytest.fail("the server did not start")

    def kill(self):
        if self.process:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.manage("migrate", "--verbosity", "0")
    server.manage(
        "shell",
        "-c",
        "from django.contrib.auth import get_user_model as model; from articles.models import Article, Edition;"
        f"user = model().objects.create_superuser('mai', password={PASSWORD!r});"
        "article = Article.objects.create(slug='thu', created_by=user);"
        "Edition.objects.create(article=article, headline='Cũ', body='<p>cũ</p>')",
    )
    server.start()
    yield server
    server.kill()


@pytest.mark.parametrize("where", ["/admin/articles/article/1/change/", "/admin/articles/article/add/"])
def test_a_server_killed_while_one_types_costs_no_word(chromium, server, where):
    context = chromium.new_context(base_url=server.url)
    page = context.new_page()
    page.goto(f"/admin/login/?next={where}")
    page.fill("#id_username", "mai")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#keeping").wait_for(state="attached")
    page.fill("#id_headline", "Trước khi tắt")
    expect(state(page)).to_contain_text("lúc", timeout=15_000)
    server.kill()
    page.fill("#id_headline", "Sau khi tắt")
    write_body(page, "Bảy tỉnh gặp nhau ")
    expect(state(page)).to_contain_text("Mất kết nối", timeout=15_000)
    page.locator("input[name=_save]").click()
    expect(state(page)).to_contain_text("Mất kết nối", timeout=15_000)
    expect(page.locator("#id_headline")).to_have_value("Sau khi tắt")
    page.close(run_before_unload=False)
    server.start()
    page = context.new_page()
    page.goto(where)
    page.locator(".keeping__offer a").first.click()
    expect(page.locator("#id_headline")).to_have_value("Sau khi tắt")
    expect(page.locator(".field-body [contenteditable=true]")).to_contain_text("Bảy tỉnh gặp nhau")
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()
    assert page.evaluate(COPIES) == 0
    context.close()
