"""The page of one conference: who spoke, who came for whom, what was reported and directed, and the way to the next."""

import re
from html import unescape

import pytest

from meetings.conference_page import charts
from meetings.models import Figure
from tests import factories
from tests.reading import words

pytestmark = pytest.mark.django_db


def parts(client, address: str) -> dict[str, str]:
    """The sections of a page by their anchors, each as the text that a reader sees."""
    page = unescape(words(client.get(address)))
    found = re.findall(
        r'<(?:section|nav) class="section" aria-labelledby="([\w-]+)">(.*?)(?=<(?:section|nav) class="section"|</main>)', page, re.S
    )
    return {name: " ".join(re.sub(r"<[^>]*>", " ", text).split()) for name, text in found}


def test_those_who_spoke_stand_first_and_the_rest_with_their_provinces(client):
    conference = factories.make_conference()
    lam_son, tan_hoa = (factories.make_province(name=name) for name in ("Lam Sơn", "Tân Hòa"))
    factories.take_part(conference, lam_son)
    people = [("Bùi Chủ Trì", "chair", None, 1), ("Cao Đi Dự", "attendee", lam_son, 2), ("Đỗ Đi Dự", "attendee", tan_hoa, 3)]
    for name, role, province, order in [*people, ("Hà Khách Mời", "attendee", None, 4)]:
        official = factories.make_official(name=name)
        factories.make_attendance(role, conference=conference, official=official, province=province, order=order, titles=f"Chức của {name}")
    found = parts(client, conference.get_absolute_url())
    assert "Bùi Chủ Trì Chức của Bùi Chủ Trì" in found["phat-bieu"]
    assert "Cao Đi Dự" not in found["phat-bieu"]
    assert found["doan-tinh"].endswith("Lam Sơn Cao Đi Dự Chức của Cao Đi Dự Tân Hòa Đỗ Đi Dự Chức của Đỗ Đi Dự")
    assert "Hà Khách Mời" in found["nguoi-du"]


def test_a_conference_with_nothing_but_a_year_has_a_page(client):
    conference = factories.make_conference(title="Hội nghị trơ trọi", date="2017")
    page = words(client.get(conference.get_absolute_url()))
    assert "Bản tin không nêu tên ai." in page
    assert "QCDC. “Hội nghị trơ trọi”. 2017. http://testserver/hoi-nghi/2017/" in page
    assert "<svg role" not in page
    assert "None" not in page


def test_figures_of_a_kind_are_drawn_and_the_table_holds_them_all(client):
    conference = factories.make_conference()
    for percent in (54, "88.5"):
        factories.make_figure(conference=conference, value=None, percent=percent)
    factories.make_figure(conference=conference, value=18253)
    page = words(client.get(conference.get_absolute_url()))
    assert page.count('<svg role="img"') == 1
    for number in ("54 %", "88,5 %"):
        assert page.count(number) == 2
    assert page.count("18.253") == 1
    assert 'width="42.12%"' in page


def test_what_was_done_of_a_plan_is_drawn_as_a_share_and_units_are_kept_apart():
    conference = factories.make_conference()
    factories.make_figure(conference=conference, value=None, done=30, plan=40)
    factories.make_figure(conference=conference, value=None, percent=50)
    for value, unit in ((10, "cuộc"), (40, "cuộc"), (7, "lượt")):
        factories.make_figure(conference=conference, value=value, unit=unit)
    drawn = charts(list(Figure.objects.with_context()))
    assert [[bar.shown for bar in each.bars] for each in drawn] == [["75 %", "50 %"], ["10 cuộc", "40 cuộc"]]
    assert [bar.width for bar in drawn[1].bars] == ["19.50%", "78.00%"]


def test_a_chart_says_once_what_its_figures_share_and_at_each_bar_what_tells_them_apart():
    conference, province = factories.make_conference(), factories.make_province(name="Lam Sơn")
    for level in ("district", "commune"):
        factories.make_figure(conference=conference, level=level, province=province, period_start="2017")
    [drawn] = charts(list(Figure.objects.with_context()))
    assert drawn.title == "Các số liệu được báo cáo (cuộc): Chỉ tiêu doi-thoai · Lam Sơn · 2017"
    assert [bar.label for bar in drawn.bars] == ["Cấp huyện", "Cấp xã"]


def test_each_directive_has_its_place_on_the_page_and_its_own_address(client):
    conference = factories.make_conference()
    for _ in range(2):
        directive = factories.make_directive(conference=conference)
    page = words(client.get(conference.get_absolute_url()))
    assert re.findall(r'id="chi-dao-(\d+)"', page) == ["1", "2"]
    assert 'href="#chi-dao-2"' in page
    assert f'href="{directive.get_absolute_url()}"' in page


def test_the_series_leads_back_and_on_to_what_anybody_may_see(client):
    series = factories.make_series(name="Hằng năm")
    dates = {"2016": True, "2017-12": True, "2018-05-29": True, "2019": False, "2020-01": True}
    made = {
        date: factories.make_conference(title=f"Hội nghị {date}", date=date, series=series, published=published)
        for date, published in dates.items()
    }
    found = parts(client, made["2018-05-29"].get_absolute_url())["cung-chuoi"]
    assert "Hội nghị 2017-12" in found
    assert "Hội nghị 2020-01" in found
    assert "2016" not in found
    assert "2019" not in found
    assert "Hội nghị sau" not in parts(client, made["2020-01"].get_absolute_url())["cung-chuoi"]


def test_the_gallery_shows_the_photos_of_public_coverage_once(client):
    conference = factories.make_conference()
    shared = factories.make_photo(alt="Ảnh chung")
    for _ in range(2):
        factories.place(shared, factories.make_article(conference=conference))
    article = factories.make_article(conference=conference, published=False)
    factories.place(factories.make_photo(alt="Ảnh chưa đăng"), article)
    page = words(client.get(conference.get_absolute_url()))
    assert page.count('alt="Ảnh chung"') == 1
    assert "Ảnh chưa đăng" not in page
    assert re.search(r'href="/tin-bai/[\w-]+/anh/1/"', page)


def test_the_tables_of_one_conference_hold_that_one_alone(client):
    conference, other = factories.make_conference(), factories.make_conference()
    for each, text in ((conference, "Việc của hội nghị này"), (other, "Việc của hội nghị kia")):
        factories.make_directive(conference=each, text=text)
    table = words(client.get(f"/chi-dao/chi-dao.csv?conference={conference.pk}"))
    assert "Việc của hội nghị này" in table
    assert "Việc của hội nghị kia" not in table
    assert f"/chi-dao/chi-dao.csv?conference={conference.pk}" in words(client.get(conference.get_absolute_url()))
