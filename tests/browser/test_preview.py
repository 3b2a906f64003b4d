"""The preview beside the form, as a browser shows it."""

import pytest

from tests import factories
from tests.browser.test_desk import desk as desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def beside(desk):
    """The form of a draft with its preview opened beside it."""
    article = factories.make_article(published=False, headline="Bản nháp để xem", body="<p>Chữ <a href='/gioi-thieu/'>dẫn đi</a></p>")
    factories.place(factories.make_photo(), article)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator("[data-preview-open]").press("Enter")
    desk.article = article
    return desk


def headline_in(page):
    return page.frame_locator("[data-preview] iframe").locator("h1")


def test_the_saved_text_is_shown_beside_the_form_at_two_widths(beside):
    headline_in(beside).get_by_text("Bản nháp để xem").wait_for()
    assert beside.locator("[data-preview] iframe").bounding_box()["width"] < 400
    beside.locator("[data-preview-width=desktop]").press("Enter")
    assert beside.locator("[data-preview] iframe").bounding_box()["width"] > 1000
    frame = beside.locator("[data-preview] iframe").element_handle().content_frame()
    assert frame.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")
    assert beside.complaints == []


def test_the_frame_is_loaded_anew_when_something_was_saved(beside):
    headline_in(beside).get_by_text("Bản nháp để xem").wait_for()
    beside.article.editions.update(headline="Viết lại rồi")
    beside.evaluate("document.dispatchEvent(new CustomEvent('qcdc:saved'))")
    headline_in(beside).get_by_text("Viết lại rồi").wait_for()


def test_a_link_in_the_preview_opens_elsewhere_and_leaves_the_form_alone(beside):
    with beside.context.expect_page() as opened:
        beside.frame_locator("[data-preview] iframe").get_by_text("dẫn đi").click()
    opened.value.wait_for_url("**/gioi-thieu/")
    assert beside.url.endswith("/change/")
    headline_in(beside).get_by_text("Bản nháp để xem").wait_for()


def test_the_panel_closes_with_escape_and_gives_the_focus_back(beside):
    beside.locator("[data-preview-reload]").press("Escape")
    assert not beside.locator("#preview-body").is_visible()
    assert beside.evaluate("document.activeElement.matches('[data-preview-open]')")
