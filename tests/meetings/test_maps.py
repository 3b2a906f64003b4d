"""The tile map: every unit of every day has a place of its own, and what was merged is counted where it went."""

import datetime
from itertools import pairwise

import pytest
from django.urls import reverse

from meetings.maps import FIRST_OF_34, places, tile_map
from meetings.models import Province
from meetings.reference import load
from tests import factories

pytestmark = pytest.mark.django_db

OLD_DAY = datetime.date(2018, 5, 29)
URL = "/ban-do/"


@pytest.fixture
def register():
    load()


@pytest.fixture
def anybody(client):
    return client.get(reverse("home")).wsgi_request.user


def test_every_unit_of_every_day_since_1990_has_a_tile_of_its_own(register):
    days = {day for unit in Province.objects.all() for day in (unit.valid_from, unit.valid_to) if day}
    for day in sorted({datetime.date(1990, 1, 1), OLD_DAY, *days}):
        layout = places("since-2025-07-01" if day >= FIRST_OF_34 else "before-2025-07-01")
        units = list(Province.objects.on(day))
        taken = [layout[unit.slug] for unit in units]
        assert len(set(taken)) == len(units), day


def test_neighbours_stand_side_by_side():
    old, new = places("before-2025-07-01"), places("since-2025-07-01")
    north_to_south = ["cao-bang", "lang-son", "bac-giang", "ha-noi", "thanh-hoa", "nghe-an", "ha-tinh", "quang-binh", "binh-dinh"]
    assert all(old[north][0] < old[south][0] for north, south in pairwise(["cao-bang", "lang-son", "bac-giang", "hai-duong"]))
    assert sorted(old[slug][0] for slug in north_to_south) == [old[slug][0] for slug in north_to_south]
    assert new["ha-noi"][0] < new["hue"][0] < new["ho-chi-minh"][0] < new["ca-mau"][0]


def test_a_conference_of_a_merged_unit_counts_once_for_the_one_that_carries_it_on(register, anybody):
    ha_giang, tuyen_quang = (Province.objects.get(slug=slug) for slug in ("ha-giang", "tuyen-quang-truoc-2025"))
    conference = factories.make_conference(date="2018-05-29", host_province=ha_giang)
    factories.take_part(conference, ha_giang, tuyen_quang)
    then = {unit.province.slug: unit.conferences for unit in tile_map(anybody, OLD_DAY).units}
    today = {unit.province.slug: unit.conferences for unit in tile_map(anybody).units}
    assert (then["ha-giang"], then["tuyen-quang-truoc-2025"]) == (1, 1)
    assert today["tuyen-quang"] == 1
    assert sum(today.values()) == 1


def test_each_tile_leads_to_what_it_counts(client, register):
    lao_cai = Province.objects.get(slug="lao-cai-truoc-2025")
    conference = factories.make_conference(date="2018-05-29", host_province=lao_cai)
    directive = factories.make_directive(conference=conference)
    directive.addressee_provinces.add(lao_cai)
    page = client.get(URL, {"by": "directives"})
    drawn = {tile.unit.province.slug: tile for tile in page.context["map"].tiles}
    assert drawn["lao-cai"].count == 1
    assert directive.text in client.get(drawn["lao-cai"].url).text
    assert drawn["ha-noi"].url == Province.objects.get(slug="ha-noi").get_absolute_url()
    assert (drawn["lao-cai"].step, drawn["ha-noi"].step) == (4, 0)


def test_drafts_are_not_counted(client, register):
    lang_son = Province.objects.get(slug="lang-son")
    factories.make_conference(published=False, date="2018-05-29", host_province=lang_son)
    page = client.get(URL)
    assert not any(unit.conferences for unit in page.context["map"].units)


def test_63_units_then_and_34_today(client, register):
    assert len(client.get(URL, {"on": "2018-05-29"}).context["map"].tiles) == 63
    assert len(client.get(URL, {"on": "2026-01-01"}).context["map"].tiles) == 34
    assert client.get(URL, {"on": "29/5/2018"}).context["map"].day == OLD_DAY


@pytest.mark.parametrize("query", [{"on": "không phải ngày"}, {"by": "gì đó"}, {"on": "9999999-01-01"}])
def test_what_makes_no_sense_is_refused_at_its_field(client, query):
    page = client.get(URL, query)
    assert page.status_code == 400
    assert 'class="filters__error"' in page.text


def test_the_queries_do_not_grow_with_the_rows(client, register, django_assert_max_num_queries):
    for unit in Province.objects.on(OLD_DAY)[:30]:
        conference = factories.make_conference(date="2018-05-29", host_province=unit)
        factories.make_directive(conference=conference).addressee_provinces.add(unit)
    with django_assert_max_num_queries(8):
        client.get(URL)
