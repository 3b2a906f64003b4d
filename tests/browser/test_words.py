"""What scripts write on the pages of the newsroom once they have run: Vietnamese, like the rest (tests/test_words.py reads the pages)."""

import pytest
from django.http import HttpResponse

from tests import factories
from tests.desk import MODEL_BACKEND, big_conference, member
from tests.english import Proofreader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(open_page, client, live_server):
    """Somebody without limits, at her browser."""
    client.force_login(factories.make_user(is_superuser=True), backend=MODEL_BACKEND)
    page = open_page(viewport={"width": 1366, "height": 900})
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return page


# What stands in a field is data; a button that a script has pressed in stands on the page as it is.
SHOWN = """() => {
  const copy = document.documentElement.cloneNode(true);
  for (const each of copy.querySelectorAll(".ProseMirror[contenteditable], script")) each.remove();
  for (const each of copy.querySelectorAll(".material-icons")) each.textContent = "";
  return copy.outerHTML;
}"""


def read(reader, page, where):
    reader.read(HttpResponse(page.evaluate(SHOWN)), where)


def test_what_scripts_write_is_vietnamese(desk):
    conference = big_conference(1, 1, 1)
    article = factories.make_article(published=False, conference=conference)
    factories.place(factories.make_photo(), article)
    group = member("Reporter").groups.get()
    reader = Proofreader("chair welcome")
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator(".prose-menubar").first.wait_for()
    read(reader, desk, "article")
    for button in ("insert_link", "grid_on"):
        desk.locator(".ProseMirror[contenteditable]").first.press("Control+a")
        desk.locator(".prose-menubar__button", has_text=button).first.click()
        desk.locator(".prose-editor-dialog").wait_for()
        read(reader, desk, f"dialog of {button}")
        if button == "grid_on":
            desk.locator(".prose-editor-dialog select").select_option(index=0)
            desk.locator(".prose-editor-dialog button[type=submit]").click()
            assert desk.locator(".ProseMirror[contenteditable] th").count() > 0
        else:
            desk.locator(".prose-editor-dialog button[value=cancel]").click()
    desk.goto(f"/admin/meetings/conference/{conference.pk}/change/")
    desk.locator(".prose-menubar").first.wait_for()
    read(reader, desk, "conference")
    desk.locator(".select2-selection").first.click()
    desk.keyboard.type("qqq")
    desk.locator(".select2-results__message").wait_for()
    read(reader, desk, "a field to choose from")
    desk.goto(f"/admin/auth/group/{group.pk}/change/")
    read(reader, desk, "group")
    assert reader.found() == []
    assert desk.complaints == []
