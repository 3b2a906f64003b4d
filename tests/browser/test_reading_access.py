"""Every kind of page for every reader: no fault that axe-core finds at the levels A and AA of WCAG 2.2, light or dark, on a
screen, a telephone or at twice the size; and a keyboard that comes to everything and shows where it is."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import factories
from tests.browser.test_access import ALL, AXE, CONTRAST, FAULTS, OUT_OF_REACH
from tests.doors import make_record
from tests.test_html import refusals

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WALK = (Path(__file__).parent / "walk.js").read_text()
SCREEN, TELEPHONE, TWICE = ({"width": width, "height": height} for width, height in ((1280, 800), (360, 740), (640, 400)))
LISTS = [
    *("/", "/hoi-nghi/", "/chi-dao/", "/tin-bai/", "/dinh-chinh/", "/can-bo/", "/tinh-thanh/", "/to-chuc/", "/cum/", "/chu-de/"),
    *("/so-lieu/", "/so-lieu/?indicator=doi-thoai", "/ban-do/", "/tim-kiem/?q=bi+mat", "/lich/2018/", "/lich/2018/05/", "/luu-tru/"),
]
OWN = ["/so-do/", "/gioi-thieu/", "/lien-he/", "/dieu-khoan/", "/luu-tru/2018/", "/khong-co-trang-nay/", "/chi-dao/?year=abc", "/en/"]
API = [
    "/api/v1/",
    "/api/v1/conferences/",
    "/api/v1/conferences/?year=abc",
    "/api/v1/articles/?year=1999",
    "/api/v1/khong-co/",
    "/api/v1/search/?q=bi+mat",
]
NOUNS = ["conference", "article", "official", "province", "directive", "organisation", "cluster", "theme"]
# Chromium stops at each frame that scrolls, too.
FRAMES = 5


@pytest.fixture
def reader(open_page):
    """Somebody who reads, with axe-core brought in past the policy on scripts."""
    page = open_page(viewport=SCREEN, bypass_csp=True, reduced_motion="reduce")
    page.context.add_init_script(AXE)
    return page


def details_of(record):
    found = [getattr(record, noun).get_absolute_url() for noun in NOUNS]
    return [*found, record.article.photo_page(1), f"{record.article.get_absolute_url()}lich-su/"]


def faults_at(page, addresses):
    """By address, what is wrong with the pages in either scheme of colour, at each width."""
    found = {}
    for address in addresses:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(SCREEN)
        page.goto(address)
        faults = page.evaluate(FAULTS, ALL)
        page.emulate_media(color_scheme="dark")
        faults += [f"dark: {each}" for each in page.evaluate(FAULTS, CONTRAST)]
        for name, size in (("telephone", TELEPHONE), ("twice", TWICE)):
            page.set_viewport_size(size)
            faults += [f"{name}: {each}" for each in page.evaluate(OUT_OF_REACH, False)]
        page.set_viewport_size(TELEPHONE)
        faults += [f"telephone: {each}" for each in page.evaluate(FAULTS, ALL)]
        if faults:
            found[address] = faults[:6]
    return found


def test_no_list_has_a_fault(reader):
    make_record()
    assert faults_at(reader, LISTS) == {}


def test_no_page_of_the_api_has_a_fault(reader):
    record = make_record()
    assert faults_at(reader, [*API, f"/api/v1/articles/{record.article.pk}/"]) == {}


def test_no_page_of_one_thing_has_a_fault(reader):
    assert faults_at(reader, details_of(make_record())) == {}


def test_no_page_of_the_sites_own_has_a_fault(reader):
    make_record()
    gone = factories.make_article()
    gone.withdraw(reason="Theo lệnh")
    texts = {f"/thu/{number}/": text for number, (name, text) in enumerate(refusals().items()) if name.startswith("vi")}

    def answer(route):
        route.fulfill(body=texts[urlsplit(route.request.url).path], content_type="text/html")

    reader.route("**/thu/*/", answer)
    assert faults_at(reader, [*OWN, *texts, gone.get_absolute_url()]) == {}


def test_the_keyboard_comes_to_everything_and_is_seen(reader):
    record = make_record()
    found = {}
    for address in [*LISTS, *details_of(record), *OWN[:2], "/khong-co-trang-nay/"]:
        reader.goto(address)
        for _ in range(reader.evaluate(WALK) + FRAMES):
            reader.keyboard.press("Tab")
        if faults := reader.evaluate("walked()"):
            found[address] = faults[:6]
    assert found == {}


def test_the_walk_finds_what_is_wrong(reader):
    reader.goto("/gioi-thieu/")
    reader.evaluate("document.querySelector('main').append(Object.assign(document.createElement('a'), {href: '/', innerText: 'Ẩn'}))")
    reader.evaluate("document.querySelector('main > a').style.outline = 'none'")
    for _ in range(reader.evaluate(WALK) - 1):
        reader.keyboard.press("Tab")
    assert [fault.split(":")[0] for fault in reader.evaluate("walked()")] == ["no outline", "not reached"]
