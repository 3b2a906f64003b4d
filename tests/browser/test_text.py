"""The text of an article as it is typed, pasted and counted in a browser."""

import pytest
from django.contrib.auth.models import Group

from articles.models import Article
from qcdc.management.commands.create_groups import create_groups
from tests import factories
from tests.qcdc.test_word_markup import FROM_WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([editor, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def desk(open_page):
    create_groups()
    user = factories.make_user(username="bien-tap", password="mật khẩu thử 29/5")
    user.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    page = open_page(viewport={"width": 1366, "height": 900})
    page.goto("/admin/login/?next=/admin/articles/article/add/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "mật khẩu thử 29/5")
    page.keyboard.press("Enter")
    page.locator(".field-body [contenteditable=true]").wait_for()
    page.fill("#id_headline", "Tin thử")
    return page


def paste(page, html):
    editor = page.locator(".field-body [contenteditable=true]")
    editor.click()
    page.evaluate(PASTE, [editor.element_handle(), html])


def save(page):
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()


def test_what_is_pasted_from_word_is_clean_and_the_page_says_what_was_left_out(desk):
    paste(desk, FROM_WORD)
    report = desk.locator(".field-body .paste-report")
    report.locator("li").first.wait_for()
    said = report.inner_text()
    assert "(1)" in said
    assert len(report.locator("li").all()) >= 5
    assert report.get_attribute("role") == "status"
    save(desk)
    body = Article.objects.get().working.body
    assert body == (
        "<h2>Tiêu đề</h2><p><strong>Đậm</strong> và <em>nghiêng</em> <strong>nặng</strong>[1].</p>"
        "<ul><li><p>Một</p><ol><li><p>Một chấm một</p></li><li><p>Một chấm hai</p></li></ol></li><li><p>Hai</p></li></ul>"
        "<p>Sau danh sách</p><blockquote><p>Trích</p></blockquote>"
        "<table><tbody><tr><td><p>ô</p></td></tr></tbody></table><p>[1] Theo <strong>báo cáo</strong>.</p>"
    )
    assert desk.complaints == []


def test_the_report_of_a_paste_is_closed_by_its_button(desk):
    paste(desk, FROM_WORD)
    desk.locator(".paste-report button").click()
    assert desk.locator(".paste-report").inner_text() == ""


def test_what_is_pasted_from_elsewhere_brings_no_report(desk):
    paste(desk, "<p>Một <b>hai</b></p>")
    save(desk)
    assert Article.objects.get().working.body == "<p>Một <strong>hai</strong></p>"


def test_a_note_is_put_in_by_its_button_and_read_at_the_foot_of_the_page(desk):
    desk.locator(".field-body [contenteditable=true]").click()
    desk.keyboard.insert_text("Bảy tỉnh gặp nhau")
    desk.locator(".prose-menubar__button", has_text="[1]").click()
    desk.keyboard.insert_text("Theo báo cáo.")
    save(desk)
    article = Article.objects.get()
    assert article.working.body == "<p>Bảy tỉnh gặp nhau[1]</p><p>[1] Theo báo cáo.</p>"
    desk.goto(article.get_absolute_url())
    desk.locator(".note-reference").click()
    assert desk.url.endswith("#chu-thich-1")
    desk.locator(".note-back").click()
    assert desk.url.endswith("#tham-chieu-1")
    assert desk.complaints == []


def test_the_length_of_the_text_follows_the_typing(desk):
    shown = desk.locator("[data-counts]")
    before = shown.inner_text()
    desk.locator(".field-body [contenteditable=true]").click()
    desk.keyboard.insert_text("một hai ba – bốn")
    desk.wait_for_function("text => document.querySelector('[data-counts]').textContent !== text", arg=before)
    typed = shown.inner_text()
    assert typed.startswith("4 ")
    save(desk)
    desk.goto(f"/admin/articles/article/{Article.objects.get().pk}/change/")
    assert shown.inner_text() == typed


def test_a_misprint_is_kept_as_it_was_typed(desk):
    desk.locator(".field-body [contenteditable=true]").click()
    desk.keyboard.type("xay dung cuoc song -- 1/2 (c) ... 'x' \"y\"")
    save(desk)
    assert Article.objects.get().working.body == "<p>xay dung cuoc song -- 1/2 (c) ... 'x' \"y\"</p>"
