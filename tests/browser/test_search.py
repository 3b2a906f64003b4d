"""A reader on a phone finds the conference of Lạng Sơn by typing, with scripts and without them."""

import pytest
from django.core.management import call_command

from articles.demo import load_demo
from tests.browser.test_access import AXE, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def demo():
    call_command("load_reference", verbosity=0)
    return load_demo().conference


def test_lang_son_2018_on_a_phone(open_page, demo):
    page = open_page(**PHONE)
    page.add_init_script(AXE)
    page.goto("/")
    page.locator(".masthead__find").tap()
    box = page.locator("#page-search")
    box.press_sequentially("lang so")
    page.wait_for_selector("#page-search-suggestions [role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    chosen = page.locator("#page-search-suggestions [aria-selected=true]")
    assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
    assert chosen.inner_text().startswith("Lạng Sơn")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.fill("lang son 2018")
    box.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=lang*")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert faults_of(page) == []
    page.locator("main h2 a").first.tap()
    page.wait_for_url(f"**{demo.get_absolute_url()}")
    assert page.complaints == []


def test_without_scripts_the_box_is_a_form(open_page, demo):
    page = open_page(java_script_enabled=False, **PHONE)
    page.goto("/tim-kiem/")
    page.fill("#page-search", "lang son 2018")
    page.press("#page-search", "Enter")
    page.wait_for_url("**/tim-kiem/?q=lang*")
    page.locator("main h2 a").first.click()
    page.wait_for_url(f"**{demo.get_absolute_url()}")
