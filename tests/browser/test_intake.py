"""From a pasted report to complete drafts, as a person does it: few clicks, by keyboard alone, without scripts, on a small screen."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from articles.models import Article, Intake
from meetings.models import Conference, Directive
from tests import factories
from tests.articles.intake.world import PRINTED, REPORT, small_register
from tests.browser.test_access import AXE, LAPTOP, TELEPHONE, faults_of
from tests.desk import MODEL_BACKEND, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu thử 29/5"
MOST_STEPS = 25
FILE = ".intake__file"


@pytest.fixture
def desk(open_page, live_server):
    """Opens pages of an editor who is logged in, with a small register behind them."""
    small_register()
    user = member("Editor")
    user.set_password(PASSWORD)
    user.save()

    def opened(**options):
        client = Client()
        client.force_login(user, backend=MODEL_BACKEND)
        page = open_page(**{"viewport": LAPTOP} | options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    return opened


class Steps:
    """Counts what a hand does: clicks and keys."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, selector):
        self.page.click(selector)
        self.count += 1

    def keys(self, chord):
        self.page.keyboard.press(chord)
        self.count += len(chord.split("+"))

    def paste(self, text):
        self.page.keyboard.insert_text(text)
        self.count += 2


def read(page, text=REPORT):
    page.goto("/admin/articles/intake/add/")
    page.fill("#id_text", text)
    page.click(FILE)
    page.locator("#the-form").wait_for()


def filed(page):
    """Until the page of the article says that it is there."""
    page.wait_for_url("**/articles/article/*/change/")
    page.locator(".messagelist .success").wait_for()


def texts(page):
    return page.locator("textarea[name^=directives-][name$=-text]").evaluate_all("fields => fields.map((field) => field.value)")


def test_a_report_becomes_complete_drafts_in_a_few_steps(desk):
    page = desk()
    page.goto("/admin/")
    steps = Steps(page)
    steps.click(".quick-acts__main")
    page.wait_for_url("**/intake/add/")
    page.wait_for_load_state("load")
    steps.paste(PRINTED.read_text(encoding="utf-8") if PRINTED.exists() else REPORT)
    steps.keys("Control+Enter")
    page.locator("#the-form").wait_for()
    steps.click(".first--doubts li:first-child a" if PRINTED.exists() else "#row-article-headline textarea")
    expect(page.locator(".found.is-lit").first).to_be_visible()
    steps.keys("Control+Enter")
    filed(page)
    assert steps.count < MOST_STEPS
    article, conference = Article.objects.get(), Conference.objects.get()
    assert (article.conference, article.published_at, conference.publication) == (conference, None, "draft")
    assert conference.attendances.filter(official__isnull=False).count() == 2
    assert Directive.objects.count() == (9 if PRINTED.exists() else 3)
    assert str(conference.date) == "2018-05-29"
    assert page.locator(".messagelist .success a").count() == 2
    page.goto("/admin/articles/intake/add/")
    expect(page.locator("#keeping")).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert page.locator(".keeping__offer").count() == 0
    assert page.complaints == []


def test_text_and_form_show_one_another(desk):
    page = desk()
    read(page)
    page.locator("#directives-2 textarea[name$=-text]").focus()
    expect(page.locator(".found.is-lit").first).to_have_class("found is-directive is-lit")
    assert "giám sát" in " ".join(page.locator(".found.is-lit").all_text_contents())
    page.locator(".found.is-figure").first.hover()
    expect(page.locator("#figures-0.is-lit-field")).to_be_in_viewport()
    page.locator(".found.is-official a").first.click()
    expect(page.locator("#officials-0 :focus, #officials-1 :focus")).to_have_count(1)
    assert page.complaints == []


def test_the_keyboard_does_it_all(desk):
    page = desk()
    read(page)
    one, two, three = texts(page)
    field = page.locator("#directives-0 textarea[name$=-text]")
    field.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".found.is-directive a:focus")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found a:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#directives-1 textarea[name$=-text]")).to_be_focused()
    assert texts(page) == [two, one, three]
    page.locator("#directives-1 textarea[name$=-text]").evaluate("field => field.setSelectionRange(9, 9)")
    page.locator("#directives-1 button[value$=':split']").press("Enter")
    expect(page.locator("#directives .line")).to_have_count(4)
    assert texts(page) == [two, one[:9].strip(), one[9:].strip(), three]
    page.locator("#directives-2 button[value$=':join']").press("Space")
    expect(page.locator("#directives .line")).to_have_count(3)
    page.locator("#directives-1 .line__drop input").press("Space")
    page.keyboard.press("Control+Enter")
    filed(page)
    assert [each.text for each in Directive.objects.order_by("number")] == [two, three]
    assert page.complaints == []


def test_without_scripts_it_is_a_plain_form(desk):
    page = desk(java_script_enabled=False)
    read(page)
    one, two, three = texts(page)
    page.click("#directives-0 button[value$=':down']")
    assert texts(page) == [two, one, three]
    page.fill("#directives-2 textarea[name$=-text]", three.replace("nâng cao", "\n\nnâng cao"))
    page.click(".intake__foot button[name=_keep]")
    assert len(texts(page)) == 4
    page.fill("#id_article-headline", "")
    page.click(FILE)
    page.click("#faults a")
    assert page.url.endswith("#id_article-headline")
    page.fill("#id_article-headline", "Tiêu đề không cần script")
    page.click(FILE)
    assert page.locator(".messagelist .success a").count() == 2
    assert Article.objects.get().working.headline == "Tiêu đề không cần script"
    assert Directive.objects.count() == 4


def test_a_file_that_is_dropped_on_the_page_is_read(desk):
    page = desk()
    page.goto("/admin/articles/intake/add/")
    page.wait_for_load_state("load")
    page.evaluate(
        """(text) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], "bai-bao.txt", { type: "text/plain" }));
          document.querySelector("h1").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        REPORT,
    )
    page.keyboard.press("Control+Enter")
    page.locator("#the-form").wait_for()
    assert Intake.objects.get().source_name == "bai-bao.txt"
    page.check("#id_conference-which_1")
    expect(page.locator("#directives")).to_be_hidden()
    page.click("h1")
    page.keyboard.press("Control+Enter")
    filed(page)
    assert page.complaints == []


def test_what_is_typed_keeps_itself_and_outlives_an_expired_login(desk):
    page = desk()
    read(page)
    page.fill("#id_article-headline", "Tự giữ")
    expect(page.locator("#keeping [data-role=state]")).to_contain_text("Đã giữ lúc", timeout=10_000)
    assert ["article-headline", "Tự giữ"] in Intake.objects.get().draft["fields"]
    Session.objects.all().delete()
    page.fill("#id_article-headline", "Gõ khi đã hết phiên")
    page.keyboard.press("Control+Enter")
    page.locator("#log-in[open]").wait_for()
    page.fill("#log-in-password", PASSWORD)
    page.keyboard.press("Enter")
    filed(page)
    assert Article.objects.get().working.headline == "Gõ khi đã hết phiên"


def test_every_page_of_it_fits_and_has_no_fault(desk):
    page = desk(bypass_csp=True)
    page.context.add_init_script(AXE)
    factories.make_official(name="Trần Văn Thử")
    found = {}

    def look(name):
        if faults := faults_of(page):
            found[name] = faults
        page.set_viewport_size(TELEPHONE)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > TELEPHONE["width"]:
            found[f"{name} is wider than a telephone"] = width
        page.set_viewport_size(LAPTOP)

    page.goto("/admin/articles/intake/add/")
    look("paste")
    read(page)
    page.eval_on_selector_all("details", "all => all.forEach((each) => { each.open = true; })")
    look("screen")
    page.fill("#id_article-headline", "")
    page.click(FILE)
    page.locator("#faults").wait_for()
    look("faults")
    page.fill("#id_article-headline", "Có tiêu đề")
    page.click(FILE)
    filed(page)
    page.goto(f"/admin/articles/intake/{Intake.objects.get().pk}/change/")
    look("filed")
    page.goto("/admin/articles/intake/")
    look("list")
    assert found == {}
