"""The pages of officials, provinces, bodies, clusters and themes, and the lists that readers narrow step by step."""

import csv
import io
import re
from html import unescape

import pytest

from meetings.charts import figure_charts
from meetings.models import Figure, Succession
from tests import factories
from tests.reading import words

pytestmark = pytest.mark.django_db


def read(client, address):
    """What a reader reads in the middle of a page."""
    page = words(client.get(address))
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split()).replace(" ,", ",")


@pytest.fixture
def units():
    """Two provinces that became one."""
    old = factories.make_province(name="An", slug="an-cu", valid_to="2025-07-01")
    gone = factories.make_province(name="Bình", slug="binh-cu", valid_to="2025-07-01")
    new = factories.make_province(name="An", slug="an", valid_from="2025-07-01", legal_act="Nghị quyết thử")
    for unit in (old, gone):
        Succession.objects.create(predecessor=unit, successor=new, kind="merged", date="2025-07-01", legal_act="Nghị quyết thử")
    return old, gone, new


@pytest.fixture
def directives(units):
    """Directives of two years, to one old unit, to both, and to the new one, on two themes, by a person and by a body."""
    old, gone, new = units
    body = factories.make_organisation(name="Ban Thử")
    early, late = factories.make_conference(date="2018-05-29"), factories.make_conference(date="2026-01-05")
    chair = factories.make_attendance("chair", conference=early, official=factories.make_official(name="Lê Thử"), organisation=body)
    rows = [
        factories.make_directive("mot", conference=early, issuer=chair, text="Gửi An"),
        factories.make_directive("mot", "hai", conference=early, issuer=chair, text="Gửi An và Bình"),
        factories.make_directive("hai", conference=early, issuing_organisation=body, text="Gửi Bình"),
        factories.make_directive("hai", conference=late, text="Gửi An mới"),
    ]
    for row, to in zip(rows, ([old], [old, gone], [gone], [new]), strict=True):
        row.addressee_provinces.set(to)
    factories.make_progress(directive=rows[0], state="done")
    hidden = factories.make_conference(date="2018-01-01", published=False)
    factories.make_directive("mot", conference=hidden, issuing_organisation=body).addressee_provinces.set([old])
    return rows


CHOSEN = [
    "",
    "?year=2018",
    "?province=an",
    "?province=an-cu&year=2018",
    "?theme=mot&state=none",
    "?official=le-thu",
    "?organisation=ban-thu&q=gui",
    "?year=1999",
]


@pytest.mark.parametrize("asked", CHOSEN)
def test_each_choice_leaves_as_many_directives_as_it_says(client, directives, asked):
    page = client.get(f"/chi-dao/{asked}")
    choices = [choice for facet in page.context["facets"] for choice in facet.choices]
    assert choices
    for choice in choices:
        left = client.get(f"/chi-dao/{choice.url}").context["page_obj"].paginator.count
        assert choice.chosen or left == choice.count > 0, choice


def test_a_facet_counts_among_what_the_others_leave(client, directives):
    def counted(asked, name):
        facet = next(facet for facet in client.get(f"/chi-dao/{asked}").context["facets"] if facet.name == name)
        return {choice.label: choice.count for choice in facet.choices if not choice.chosen}

    assert counted("", "year") == {"2026": 1, "2018": 3}
    assert counted("?theme=mot", "year") == {"2018": 2}
    assert counted("?year=2018", "year") == {"2026": 1}
    assert counted("", "province") == {"An": 4}
    assert counted("?year=2018", "province") == {"An": 2, "Bình": 2}
    assert counted("", "official") == {"Lê Thử": 2}
    assert counted("", "organisation") == {"Ban Thử": 3}
    assert counted("", "state") == {"Chưa có báo cáo": 3, "Đã thực hiện": 1}


def test_what_is_chosen_is_taken_away_by_its_own_link(client, directives):
    page = client.get("/chi-dao/?year=2018&theme=mot&page=1")
    chosen = {facet.name: facet.chosen.url for facet in page.context["facets"] if facet.chosen}
    assert chosen == {"year": "?theme=mot", "theme": "?year=2018"}
    assert 'type="hidden" name="year" value="2018"' in words(page)
    assert 'type="text" name="official"' in words(page)
    assert 'type="hidden" name="official" value="le-thu"' in words(client.get("/chi-dao/?official=le-thu"))


def test_a_province_says_what_was_directed_to_the_units_it_carries_on(client, directives, units):
    old, gone, new = units
    text = read(client, new.get_absolute_url())
    own, inherited = text.split("Nội dung giao cho các đơn vị tiền thân")
    assert "Gửi An mới" in own
    assert "Gửi Bình" not in own
    assert all(words in inherited for words in ("Gửi An", "Gửi An và Bình", "Gửi Bình", "An (trước 01/07/2025), Bình (trước 01/07/2025)"))
    assert "2018 (3)" in own
    assert "Nghị quyết thử" in own
    assert "Đơn vị kế tục hiện nay: Tỉnh An" in read(client, gone.get_absolute_url())
    assert "Nội dung giao cho các đơn vị tiền thân" not in read(client, old.get_absolute_url())


def test_a_province_counts_its_conferences_by_what_it_did(client, units):
    old, gone, new = units
    hosted = factories.make_conference(host_province=old, title="Họp tại An")
    factories.take_part(hosted, old, gone)
    factories.take_part(factories.make_conference(title="Họp nơi khác"), gone)
    text = read(client, new.get_absolute_url())
    assert "đăng cai 1 hội nghị" in text
    assert "tham dự 2 hội nghị" in text
    assert text.count("Họp tại An") == text.count("Họp nơi khác") == 1


def test_a_body_shows_its_parts_its_people_and_its_directives(client, directives):
    body = directives[2].issuing_organisation
    part = factories.make_organisation(name="Phòng Thử", parent=body)
    factories.organise(directives[0].conference, body)
    directives[3].addressee_organisations.add(body)
    text = read(client, body.get_absolute_url())
    assert all(words in text for words in ("Phòng Thử", "Lê Thử", directives[0].conference.title))
    gave, was_given = text.split("Nội dung chỉ đạo được giao")
    assert "Gửi Bình" in gave
    assert "Gửi An mới" not in gave
    assert "Gửi An mới" in was_given
    assert "Ban Thử" in read(client, part.get_absolute_url())
    for address in (f"/to-chuc/?parent={body.slug}", f"/can-bo/?organisation={body.slug}", f"/hoi-nghi/?organisation={body.slug}"):
        assert client.get(address).context["page_obj"].paginator.count == 1, address
    assert client.get(f"/chi-dao/?addressee={body.slug}").context["page_obj"].paginator.count == 1


def test_a_list_says_for_which_body_it_was_narrowed(client):
    body = factories.make_organisation(name="Ban Thử")
    factories.organise(factories.make_conference(), body)
    assert "Cơ quan, tổ chức: Ban Thử" in read(client, f"/hoi-nghi/?organisation={body.slug}")
    assert "Trực thuộc: Ban Thử" in read(client, f"/to-chuc/?parent={body.slug}")


def test_a_cluster_shows_who_usually_and_who_really_took_part(client, units):
    old, gone, _new = units
    cluster = factories.make_cluster(name="Cụm Thử", aliases="Cụm khác")
    cluster.members.add(old)
    for _ in range(2):
        factories.take_part(factories.make_conference(cluster=cluster), gone)
    factories.take_part(factories.make_conference(cluster=cluster, published=False), old)
    text = read(client, cluster.get_absolute_url())
    assert "An (trước 01/07/2025)" in text
    assert "Bình (2 lần)" in text
    assert "An (1 lần)" not in text
    assert "Cụm khác" in text
    assert "Cụm Thử" in read(client, "/cum/?q=cum+khac")


def test_a_theme_leads_to_its_directives_by_year(client, directives):
    address = directives[0].themes.get().get_absolute_url()
    page = words(client.get(address))
    assert 'href="/chi-dao/?theme=mot&amp;year=2018"' in page
    assert "Gửi An mới" not in page
    assert "2 nội dung" in read(client, "/chu-de/")


def test_an_official_appears_with_the_office_of_that_day(client):
    official = factories.make_official(name="Trần Thử", aliases="Trần Thứ")
    body = factories.make_organisation(name="Tỉnh ủy Thử")
    post = factories.make_post(official=official, title="Phó Bí thư", organisation=body, start="2015", end="2018-10")
    factories.make_attendance("chair", official=official, post=post, titles="Phó Bí thư Thường trực")
    text = read(client, official.get_absolute_url())
    assert "2015 – 10/2018" in text
    assert "Chức danh đăng hôm đó: Phó Bí thư Thường trực" in text
    assert "Chức vụ ngày hôm đó: Phó Bí thư, Tỉnh ủy Thử" in text
    assert "Trần Thứ" in text
    for _ in range(26):
        factories.make_attendance(official=official)
    page = client.get(official.get_absolute_url()).context["page_obj"]
    assert (len(page), page.paginator.count) == (25, 27)


def test_figures_are_drawn_once_an_indicator_is_chosen(client, units):
    old, _gone, _new = units
    conference = factories.make_conference()
    for year, value in (("2016", 7), ("2017", 9)):
        factories.make_figure(conference=conference, province=old, period_start=year, value=value)
    factories.make_figure(conference=conference, indicator=factories.make_indicator("khac"), period_start="2017")
    assert "<svg role" not in words(client.get("/so-lieu/"))
    page = client.get("/so-lieu/?indicator=doi-thoai&province=an")
    (chart,) = page.context["charts"]
    assert chart.rows == [("2016", "7 cuộc"), ("2017", "9 cuộc")]
    assert "<desc" in words(page)
    for facet in page.context["facets"]:
        for choice in facet.choices:
            left = client.get(f"/so-lieu/{choice.url}").context["page_obj"].paginator.count
            assert choice.chosen or left == choice.count, choice
    exported = words(client.get("/so-lieu/so-lieu.csv?indicator=doi-thoai&province=an"))
    assert len(list(csv.reader(io.StringIO(exported)))) == 3


def test_a_chart_never_mixes_units_nor_levels_over_the_years():
    conference = factories.make_conference()
    for year in ("2016", "2017"):
        for level in ("province", "commune"):
            factories.make_figure(conference=conference, period_start=year, level=level, percent="50.5")
    factories.make_figure(conference=conference, unit="lượt")
    charts = figure_charts(Figure.objects.select_related("indicator", "province", "conference"))
    assert len(charts) == 4
    assert all(len(chart.rows) == 2 for chart in charts)
    assert {chart.title.rpartition("(")[2] for chart in charts} == {"cuộc)", "%)"}


def test_the_list_of_provinces_is_taken_away_as_it_is_shown(client, units):
    page = client.get("/tinh-thanh/")
    shown = [unit.name for unit in page.context["page_obj"]]
    links = [unescape(link) for link in re.findall(r'href="(/[^"]*tinh-thanh\.csv[^"]*|/api/v1/provinces/\?[^"]*)"', words(page))]
    assert len(links) == 2
    rows = list(csv.reader(io.StringIO(words(client.get(links[0])).removeprefix("\ufeff"))))
    assert [row[2] for row in rows[1:]] == shown == ["An"]
    assert [unit["name"] for unit in client.get(links[1]).json()["results"]] == shown


def test_officials_are_taken_away_with_their_posts(client):
    attendance = factories.make_attendance()
    factories.make_post(official=attendance.official, title="Bí thư", start="2015", end="2018-10")
    factories.make_official(name="Người Chưa Ai Thấy")
    text = words(client.get("/can-bo/can-bo.csv"))
    assert "Bí thư (2015 – 10/2018)" in text
    assert "Người Chưa Ai Thấy" not in text
