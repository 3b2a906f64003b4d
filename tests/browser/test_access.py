"""The desks of the newsroom for everybody: no fault that axe-core finds at the levels A and AA of WCAG 2.2, light or dark,
and nothing out of reach on a small laptop or a telephone."""

from pathlib import Path

import axe_playwright_python
import pytest
from django.contrib.auth.models import Group

from articles.models import Article, Batch, Intake, Section
from articles.previews import make_link
from meetings.models import Conference, Succession
from qcdc.management.commands.create_groups import create_groups
from qcdc.models import Page
from tests import factories
from tests.articles.intake.world import REPORT, small_register
from tests.desk import address_of, big_conference, change_address
from tests.doors import make_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu thử 29/5"
LAPTOP = {"width": 1366, "height": 768}
TELEPHONE = {"width": 360, "height": 740}
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
OUT_OF_REACH = (Path(__file__).parent / "out-of-reach.js").read_text()
FAULTS = """async (only) => {
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  for (const motion of document.getAnimations()) motion.finish();
  const found = await axe.run({ runOnly: only, preload: false });
  return found.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 120)}`));
}"""
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}


@pytest.fixture
def visitor(open_page):
    """A page before the log-in; axe-core is brought in past the policy on scripts."""
    page = open_page(viewport=LAPTOP, bypass_csp=True)
    page.context.add_init_script(AXE)
    return page


@pytest.fixture
def desk(visitor):
    """A publisher who has just logged in, and who may do everything."""
    create_groups()
    user = factories.make_user(username="bien-tap", password=PASSWORD, is_superuser=True)
    user.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    visitor.user = user
    visitor.goto("/admin/login/?next=/admin/")
    log_in(visitor, PASSWORD)
    visitor.locator("#user-tools").wait_for()
    return visitor


def log_in(page, password):
    page.fill("#id_username", "bien-tap")
    page.fill("#id_password", password)
    page.keyboard.press("Enter")


def faults_of(page):
    """What axe-core finds in both schemes of colour, and what cannot be reached at both widths."""
    page.wait_for_load_state("load")
    found = page.evaluate(FAULTS, ALL) + [f"laptop: {each}" for each in page.evaluate(OUT_OF_REACH, True)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in page.evaluate(FAULTS, CONTRAST)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(TELEPHONE)
    found += [f"telephone: {each}" for each in page.evaluate(OUT_OF_REACH, False)]
    page.set_viewport_size(LAPTOP)
    return found


def faults_at(page, addresses):
    """By address, what is found on the pages; all of them have to be there."""
    found = {}
    for address in addresses:
        assert page.goto(address).status == 200, address
        if faults := faults_of(page):
            found[address] = faults[:5]
    return found


def refuse(page, address):
    """Send a form that lacks everything."""
    page.goto(address)
    page.locator("input[name=_save]").click()
    page.locator(".errornote").wait_for()
    return page


def test_the_desks_of_articles_and_conferences_have_no_fault(desk):
    conference = big_conference(2, 2, 2)
    article = factories.make_article(conference=conference)
    factories.place(factories.make_photo(), article)
    article.open_draft()
    row = f"/admin/articles/article/{article.pk}"
    pages = ["/admin/", "/admin/articles/article/", "/admin/articles/article/add/", f"{row}/change/", f"{row}/send/", f"{row}/withdraw/"]
    pages += [f"{row}/story/", f"{row}/compare/?a=1&b=2", f"{row}/restore/1/", "/admin/articles/article/schedule/"]
    pages += [
        "/admin/articles/article/reports/",
        "/admin/articles/article/word/",
        "/admin/meetings/conference/",
        change_address(conference),
    ]
    pages += [address_of("history", conference, conference.pk), address_of("delete", conference, conference.pk)]
    assert faults_at(desk, pages) == {}
    assert faults_of(refuse(desk, address_of("add", Article))) == []
    assert faults_of(refuse(desk, address_of("add", Conference))) == []
    assert (Article.objects.count(), Conference.objects.count()) == (1, 1)


def test_what_opens_in_a_form_has_no_fault(desk):
    article = factories.make_article(published=False)
    desk.goto(change_address(article))
    desk.locator("#id_conference + .select2-container .select2-selection").press("Enter")
    desk.locator(".select2-results__message").wait_for()
    assert faults_of(desk) == []
    desk.keyboard.press("Escape")
    desk.locator("#placements-group .add-row a").click()
    desk.locator("[data-preview-open]").press("Enter")
    desk.frame_locator("[data-preview] iframe").locator("h1").wait_for()
    assert faults_of(desk) == []
    desk.locator(".field-body [data-name=table]").first.press("Enter")
    desk.locator("dialog[open]").wait_for()
    assert faults_of(desk) == []


def test_a_pasted_report_and_many_at_once_have_no_fault(desk):
    small_register()
    pages = [address_of(page, model) for model in (Batch, Intake) for page in ("changelist", "add")]
    assert faults_at(desk, pages) == {}
    desk.fill("[name=text]", REPORT)
    desk.evaluate("document.querySelector('#intake_form').requestSubmit()")
    desk.wait_for_url("**/change/")
    assert faults_of(desk) == []


def test_the_desks_of_photos_and_registers_have_no_fault(desk):
    record = make_record()
    before, after = factories.make_province(), factories.make_province()
    succession = Succession.objects.create(predecessor=before, successor=after, kind="merged", date="2020-01-01")
    rows = [record.photo, record.official, record.province, record.directive, factories.make_organisation()]
    more = [record.post, record.progress, factories.make_series(), factories.make_cluster(), Section.objects.create(name="Thử"), succession]
    pages = [address_of("upload", record.photo), *(address_of("changelist", row) for row in rows)]
    pages += [address_of("add", row) for row in rows if row != record.directive]
    pages += [change_address(row) for row in [*rows, *more]]
    pages += [address_of(page, record.directive, record.directive.pk) for page in ("history", "delete")]
    assert faults_at(desk, pages) == {}


def test_accounts_and_passwords_have_no_fault(desk):
    user, group = desk.user, Group.objects.earliest("pk")
    pages = [address_of("changelist", user), address_of("add", user), change_address(user), f"/admin/auth/user/{user.pk}/password/"]
    pages += [address_of("changelist", group), change_address(group), "/admin/password_change/"]
    pages += [address_of("changelist", Page), change_address(Page.objects.get(slug="lien-he"))]
    assert faults_at(desk, pages) == {}
    desk.locator("#logout-form button").click()
    desk.wait_for_url("**/logout/")
    assert faults_of(desk) == []
    assert faults_at(desk, ["/admin/login/"]) == {}
    log_in(desk, "sai")
    desk.locator(".errornote").wait_for()
    assert faults_of(desk) == []


def test_what_is_shown_outside_and_two_texts_side_by_side_have_no_fault(desk):
    article = factories.make_article(published=False)
    link = make_link(article, by=desk.user, days=3)
    address = change_address(article)
    assert faults_at(desk, [address_of("preview_links", article, article.pk), link.get_absolute_url()]) == {}
    desk.goto(address)
    article.draft.headline = "Của người khác"
    article.draft.save()
    article.touch(by=factories.make_user())
    desk.fill("#id_headline", "Của tôi")
    desk.locator("input[name=_save]").click()
    desk.locator(".clash").wait_for()
    assert faults_of(desk) == []


def test_axe_and_the_ruler_find_a_fault_where_there_is_one(desk):
    desk.evaluate("document.querySelector('#content').append(document.createElement('button'), document.querySelector('#logout-form'))")
    desk.evaluate("document.querySelector('#content #logout-form').style.marginLeft = '350px'")
    assert {fault.split(":")[0] for fault in faults_of(desk)} >= {"button-name", "telephone"}
