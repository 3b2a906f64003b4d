"""The desks of the newsroom for everybody: no fault that axe-core finds at the levels A and AA of WCAG 2.2."""

from pathlib import Path

import axe_playwright_python
import pytest
from django.contrib.auth.models import Group

from articles.models import Article
from meetings.models import Conference
from qcdc.management.commands.create_groups import create_groups
from tests import factories
from tests.desk import big_conference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu thử 29/5"
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
FAULTS = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run({ runOnly: { type: "tag", values: tags } });
  return found.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 120)}`));
}"""


@pytest.fixture
def desk(open_page):
    """A publisher who has just logged in; axe-core is brought in past the policy on scripts."""
    create_groups()
    user = factories.make_user(username="bien-tap", password=PASSWORD)
    user.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    page = open_page(viewport={"width": 1366, "height": 768}, bypass_csp=True)
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()
    return page


def faults_of(page):
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    page.evaluate(AXE)
    return page.evaluate(FAULTS)


def test_the_desks_of_articles_and_conferences_have_no_fault(desk):
    conference = big_conference(2, 2, 2)
    article = factories.make_article(conference=conference)
    factories.place(factories.make_photo(), article)
    article.open_draft()
    row = f"/admin/articles/article/{article.pk}"
    pages = ["/admin/", "/admin/articles/article/", "/admin/articles/article/add/", f"{row}/change/", f"{row}/send/", f"{row}/withdraw/"]
    pages += [f"{row}/story/", f"{row}/compare/?a=1&b=2", "/admin/articles/article/schedule/", "/admin/articles/article/reports/"]
    pages += ["/admin/articles/article/word/", "/admin/meetings/conference/", f"/admin/meetings/conference/{conference.pk}/change/"]
    found = {}
    for address in pages:
        assert desk.goto(address).status == 200, address
        if faults := faults_of(desk):
            found[address] = faults[:5]
    assert found == {}
    assert (Article.objects.count(), Conference.objects.count()) == (1, 1)


def test_axe_finds_a_fault_where_there_is_one(desk):
    desk.evaluate("document.body.append(document.createElement('button'))")
    assert [fault.split(":")[0] for fault in faults_of(desk)] == ["button-name"]
