"""What a page offers beyond reading: larger text, a copied address, a printed sheet, a voice; and all of it gone without scripts."""

import pytest

from tests.doors import make_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VOICES = """(languages) => {
  const voices = languages.map(([lang, localService]) => ({ lang, localService }));
  speechSynthesis.getVoices = () => voices;
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  speechSynthesis.speak = (utterance) => window.said.push(utterance.text);
}"""


def test_larger_text_stays_on_every_page_and_fits_the_smallest_screen(open_page):
    record = make_record()
    page = open_page(viewport={"width": 320, "height": 700})
    page.goto("/")
    for _ in range(5):
        page.click("[data-text-size-step='1']")
    for address in ("/chi-dao/", record.conference.get_absolute_url(), record.article.get_absolute_url()):
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    for _ in range(5):
        page.click("[data-text-size-step='-1']")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"
    assert page.context.cookies() == []
    assert page.complaints == []


def test_the_address_and_the_citation_are_copied(open_page):
    record = make_record()
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(record.conference.get_absolute_url())
    page.click("[data-copy-text]")
    page.locator("output", has_text="Đã chép").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.click("[data-copy-from]")
    page.locator("section output", has_text="Đã chép").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.inner_text("#trich-dan-chu")


def test_an_article_is_read_aloud_only_by_a_vietnamese_voice_of_the_device(open_page):
    record = make_record()
    draft = record.article.open_draft()
    draft.body, draft.stage = "<p>UBND họp ngày 29/5/2018 với 18.253 đại biểu.</p>", "approved"
    draft.save()
    record.article.publish()
    page = open_page()
    for voices, offered in (([["en-US", True], ["vi-VN", False]], False), ([["vi-VN", True]], True)):
        page.goto(record.article.get_absolute_url())
        page.evaluate(VOICES, voices)
        page.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
        assert page.locator("[data-listen]").is_visible() is offered
    page.click("[data-listen]")
    assert page.evaluate("window.said")[-1] == "Ủy ban nhân dân họp ngày 29 tháng 5 năm 2018 với 18253 đại biểu."


def test_without_scripts_no_button_is_there_that_would_do_nothing(open_page):
    record = make_record()
    page = open_page(java_script_enabled=False)
    for address in ("/", record.conference.get_absolute_url(), record.article.get_absolute_url()):
        page.goto(address)
        visible = [button.get_attribute("type") for button in page.locator("button").all() if button.is_visible()]
        assert set(visible) == {"submit"}, address


def test_a_printed_sheet_holds_the_words_and_the_address_and_nothing_to_click(open_page):
    record = make_record()
    page = open_page()
    page.emulate_media(media="print")
    page.goto(record.article.get_absolute_url())
    assert f"In từ {page.url}" in page.inner_text("footer")
    for gone in ("nav", "form", "button", ".aside", ".page-tools"):
        assert [each for each in page.locator(gone).all() if each.is_visible()] == [], gone
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {"rgb(255, 255, 255)", "oklch(1 0 0)"}


def test_a_photo_opens_and_leads_on_by_plain_links(open_page):
    record = make_record()
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto(record.article.get_absolute_url())
    page.click(".photo a")
    assert page.url.endswith(record.article.photo_page(1))
    assert page.locator(".photo figcaption").is_visible()
    page.get_by_role("link", name="Quay lại bài viết").click()
    assert page.url.endswith(record.article.get_absolute_url())
