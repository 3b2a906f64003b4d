"""A reader on a phone finds what was directed to whom, and the pages on which she does are for everybody."""

import pytest

from meetings.models import Succession
from tests import factories
from tests.browser.test_access import AXE, faults_at
from tests.doors import make_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOUGHT = "Giao Lào Cai năm 2018"


class Phone:
    """A telephone without scripts, which counts how often its owner has tapped since the home page."""

    def __init__(self, page):
        self.page, self.taps = page, 0
        page.goto("/")

    def follow(self, name, within, **exactly):
        link = self.page.locator(within).get_by_role("link", name=name, **exactly).first
        with self.page.expect_navigation():
            link.tap()
        self.taps += 1

    def open(self, summary):
        self.page.locator("summary", has_text=summary).first.tap()
        self.taps += 1

    def directives(self):
        return self.page.locator(".directive__text").all_inner_texts()


@pytest.fixture
def phone(open_page):
    old = factories.make_province(name="Lào Cai", slug="lao-cai-truoc-2025", valid_to="2025-07-01")
    other = factories.make_province(name="Yên Bái", valid_to="2025-07-01")
    new = factories.make_province(name="Lào Cai", slug="lao-cai", valid_from="2025-07-01")
    for unit in (old, other):
        Succession.objects.create(predecessor=unit, successor=new, kind="merged", date="2025-07-01")
    for year, unit, text in ((2018, old, SOUGHT), (2018, other, "Giao riêng Yên Bái"), (2019, old, "Giao Lào Cai năm sau")):
        conference = factories.make_conference(date=f"{year}-05-29", host_province=unit)
        factories.make_directive(conference=conference, text=text).addressee_provinces.set([unit])
    return Phone(open_page(java_script_enabled=False, has_touch=True, viewport={"width": 360, "height": 780}))


def test_what_was_directed_to_lao_cai_in_2018_is_four_taps_from_home(phone):
    phone.follow("Chỉ đạo", within=".masthead__list")
    phone.follow("2018", within=".facets")
    phone.open("Nơi nhận")
    phone.follow("Lào Cai", within=".facets")
    assert phone.directives() == [SOUGHT]
    assert phone.taps <= 4


def test_the_page_of_the_province_of_today_leads_there_too(phone):
    phone.follow("Tỉnh, thành phố", within=".masthead__list")
    phone.follow("Lào Cai", within="main", exact=True)
    phone.follow("2018 (2)", within="main")
    assert SOUGHT in phone.directives()
    assert phone.taps <= 4


def test_the_registers_have_no_fault(open_page):
    """What axe-core finds, light and dark, and what is out of reach on a laptop or a telephone."""
    record = make_record()
    page = open_page(viewport={"width": 1366, "height": 768}, bypass_csp=True)
    page.context.add_init_script(AXE)
    nouns = ("official", "province", "organisation", "cluster", "theme", "directive")
    lists = ("/can-bo/", "/tinh-thanh/", "/to-chuc/", "/cum/", "/chu-de/", "/chi-dao/?year=2018", "/so-lieu/?indicator=doi-thoai")
    assert faults_at(page, [*lists, *(getattr(record, noun).get_absolute_url() for noun in nouns)]) == {}
