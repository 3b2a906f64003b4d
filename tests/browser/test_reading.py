"""The readers' pages as a browser shows them."""

from pathlib import Path

import pytest

from tests.doors import make_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAINT_TEXT = (Path(__file__).parent / "faint-text.js").read_text()
SHIFTS = """
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) window.moved += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
LISTS = [
    "/",
    "/hoi-nghi/",
    "/can-bo/",
    "/tinh-thanh/",
    "/ban-do/",
    "/ban-do/?on=2018-05-29",
    "/chi-dao/",
    "/chi-dao/?theme=tuyen-truyen&year=2018",
    "/chu-de/",
    "/to-chuc/",
    "/cum/",
    "/so-lieu/",
    "/so-lieu/?indicator=doi-thoai",
    "/tin-bai/",
    "/dinh-chinh/",
    "/gioi-thieu/",
    "/tim-kiem/?q=bi+mat",
    "/en/",
    "/api/v1/docs/",
]
NOUNS = ("conference", "official", "province", "organisation", "cluster", "theme", "directive", "article")


@pytest.mark.parametrize("width", [320, 360, 1280, 2560])
def test_every_page_fits_its_screen_and_asks_nobody_else(open_page, width):
    record = make_record()
    page = open_page(viewport={"width": width, "height": 800})
    details = [getattr(record, noun).get_absolute_url() for noun in NOUNS]
    of_the_article = [record.article.photo_page(1), f"{record.article.get_absolute_url()}lich-su/"]
    for address in [*LISTS, *details, *of_the_article]:
        assert page.goto(address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        broken = page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
        assert broken == [], address
    assert page.complaints == []
    assert page.context.cookies() == []


def test_nothing_moves_while_a_page_is_drawn(open_page):
    """CLS is to stay below 0.01, over a slow line with large pictures too."""
    record = make_record()
    page = open_page(viewport={"width": 360, "height": 740})
    page.add_init_script(SHIFTS)
    line = {"offline": False, "latency": 100, "downloadThroughput": 400_000, "uploadThroughput": 100_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    for address in ("/", record.conference.get_absolute_url(), record.article.get_absolute_url(), "/chi-dao/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.moved") < 0.01, address
    page.evaluate("document.querySelector('main').style.setProperty('padding-top', '300px')")
    page.wait_for_function("window.moved > 0.01")


def test_a_reader_without_javascript_filters_a_list_and_follows_a_link(open_page):
    record = make_record()
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto("/chi-dao/")
    page.locator(".filters > summary").click()
    page.locator("input[name=q]").last.fill("khong co gi nhu the")
    page.locator(".filters button[type=submit]").click()
    assert page.locator(".directive").count() == 0
    page.goto("/tim-kiem/")
    page.locator("main input[name=q]").fill("ngoc lam")
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name=record.official.name, exact=True).first.click()
    assert page.locator("h1").inner_text() == record.official.name


def test_the_keyboard_reaches_the_content_first(open_page):
    make_record()
    page = open_page()
    page.goto("/hoi-nghi/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(open_page, scheme):
    """WCAG 2.2 AA asks for 4.5 to 1."""
    record = make_record()
    page = open_page(color_scheme=scheme)
    for address in (
        "/",
        record.conference.get_absolute_url(),
        record.article.get_absolute_url(),
        "/chi-dao/?year=2018",
        "/so-lieu/",
        "/dinh-chinh/",
    ):
        page.goto(address)
        assert page.evaluate(FAINT_TEXT) == [], address


def test_the_measure_of_contrast_finds_faint_text(open_page):
    page = open_page()
    page.goto("/gioi-thieu/")
    page.evaluate("document.querySelector('h1').style.setProperty('color', 'oklch(80% 0.02 85)')")
    assert len(page.evaluate(FAINT_TEXT)) == 1
