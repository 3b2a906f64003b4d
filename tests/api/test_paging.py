"""Lists are read by places: a walk meets every row once, both ways, whatever comes and goes meanwhile."""

from itertools import chain

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models import Post, Province
from qcdc import keyset
from qcdc.api import COLLECTIONS
from qcdc.keyset import Order
from tests import factories
from tests.api.world import ROOT, World

pytestmark = pytest.mark.django_db

DATES = [None, "1945-09-02", "1975-05-02", "2025-07-01"]
rows_of = st.lists(st.tuples(st.sampled_from(["An", "Bắc", "Đà"]), st.sampled_from(DATES)), max_size=12)
changes = st.lists(
    st.tuples(st.sampled_from(["add", "drop", "none"]), st.integers(0, 20), st.sampled_from(["An", "Bắc", "Đà"]), st.sampled_from(DATES))
)


def add(name, begins):
    number = Province.objects.count()
    unit = Province(name=f"{name}", slug=f"t-{number}-{Province.objects.order_by('-pk').values_list('pk', flat=True).first() or 0}")
    unit.valid_from = begins
    unit.valid_to = "2026-01-01"
    return Province.objects.bulk_create([unit], ignore_conflicts=True)


def walk(limit, *, backwards, disturb):
    """The ids met from one end to the other, with something changed after each page."""
    met, place, steps = [], "", 0
    while True:
        page = keyset.read(Province.objects.all(), limit, **{"before" if backwards else "after": place})
        met = page.ids + met if backwards else met + page.ids
        place = page.before if backwards else page.after
        if not place:
            return met
        disturb(steps)
        steps += 1


@settings(deadline=None, max_examples=60)
@given(rows=rows_of, limit=st.integers(1, 4), happening=changes)
def test_a_walk_meets_every_row_that_stays_once_and_none_twice(rows, limit, happening):
    with transaction.atomic():
        Province.objects.all().delete()
        for name, begins in rows:
            add(name, begins)
        there = set(Province.objects.values_list("pk", flat=True))
        gone = set()

        def disturb(step):
            if step < len(happening):
                what, which, name, begins = happening[step]
                alive = sorted(Province.objects.values_list("pk", flat=True))
                if what == "add":
                    add(name, begins)
                elif what == "drop" and alive:
                    gone.add(alive[which % len(alive)])
                    Province.objects.filter(pk=alive[which % len(alive)]).delete()

        met = walk(limit, backwards=False, disturb=disturb)
        assert len(met) == len(set(met))
        assert there - gone <= set(met)
        assert [pk for pk in Province.objects.values_list("pk", flat=True) if pk in met] == [pk for pk in met if pk not in gone]

        last = keyset.read(Province.objects.all(), 1000).ids
        if len(last) > 1:
            end = Order(Province.objects.all())
            place = Province.objects.filter(pk=last[-1]).values_list(*end.paths).get()
            back = keyset.read(Province.objects.all(), limit, before=end.cursor(place, with_it=True))
            met = list(back.ids)
            while back.before:
                back = keyset.read(Province.objects.all(), limit, before=back.before)
                met = back.ids + met
            assert met == last
        transaction.set_rollback(True)


def follow(client, address, word):
    """The ids of every page from an address on, following one of its links."""
    met = []
    while address:
        response = client.get(address.removeprefix("http://testserver"))
        assert response.status_code == 200, address
        page = response.json()
        assert f'<{page["self"]}>; rel="self"' in response["Link"]
        for relation in ("next", "prev"):
            assert (f'<{page[relation]}>; rel="{relation}"' in response["Link"]) == bool(page[relation])
        met.append([row["id"] for row in page["results"]])
        last, address = page, page[word]
    return met, last


@pytest.mark.parametrize("noun", COLLECTIONS)
def test_every_collection_is_walked_both_ways_in_its_order(client, noun):
    World().grow(3)
    whole = [row["id"] for row in client.get(f"/api/v1/{noun}/?limit=200").json()["results"]]
    pages, last = follow(client, f"/api/v1/{noun}/?limit=2", "next")
    assert list(chain.from_iterable(pages)) == whole
    assert last["next"] is None
    backwards, first = follow(client, last["self"], "prev")
    assert list(chain.from_iterable(reversed(backwards))) == whole
    assert first["prev"] is None


def test_a_filter_stays_on_every_page(client):
    province = factories.make_province()
    for _ in range(3):
        factories.make_conference(host_province=province)
        factories.make_conference()
    pages, _ = follow(client, f"/api/v1/conferences/?province={province.slug}&limit=1", "next")
    assert [len(page) for page in pages] == [1, 1, 1]


def test_the_first_page_says_where_it_stands(client):
    for number in range(3):
        factories.make_region(order=number)
    response = client.get("/api/v1/regions/?limit=2")
    page = response.json()
    assert (page["count"], page["capped"], page["prev"]) == (3, False, None)
    assert page["self"] == f"{ROOT}regions/?limit=2"
    assert f'<{ROOT}regions/?limit=2>; rel="first"' in response["Link"]


def test_a_page_whose_rows_are_gone_leads_back(client):
    posts = [factories.make_post(start=str(year)) for year in (2018, 2017, 2016)]
    for post in posts:
        factories.make_attendance(official=post.official)
    page = client.get("/api/v1/posts/?limit=2").json()
    Post.objects.filter(pk=posts[2].pk).delete()
    beyond = client.get(page["next"]).json()
    assert (beyond["results"], beyond["next"]) == ([], None)
    assert [row["id"] for row in client.get(beyond["prev"]).json()["results"]] == [posts[0].pk, posts[1].pk]


def test_a_list_is_read_between_two_places(client):
    regions = [factories.make_region(order=number).pk for number in range(6)]
    after = client.get("/api/v1/regions/?limit=1").json()["next"]
    last = client.get("/api/v1/regions/?limit=5").json()["next"]
    before = client.get(last).json()["prev"].partition("before=")[2]
    pages, end = follow(client, f"{after}&before={before}".replace("limit=1", "limit=2"), "next")
    assert pages == [regions[1:3], regions[3:5]]
    assert end["prev"] is None


def test_a_long_list_is_counted_up_to_a_bound(client, monkeypatch):
    monkeypatch.setattr("qcdc.pagination.MOST_COUNTED", 2)
    for number in range(3):
        factories.make_region(order=number)
    page = client.get("/api/v1/regions/").json()
    assert (page["count"], page["capped"], len(page["results"])) == (2, True, 3)


def test_the_place_of_another_list_is_refused(client):
    for number in range(2):
        factories.make_region(order=number)
        factories.make_theme(f"theme-{number}")
    place = client.get("/api/v1/regions/?limit=1").json()["next"].partition("after=")[2]
    response = client.get(f"/api/v1/themes/?after={place}")
    assert response.status_code == 404
    assert response.json()["errors"][0]["field"] == "after"


def test_an_unknown_parameter_is_answered_with_the_word_that_was_meant(client):
    for asked, told in {
        "conferences/?provinc=a": "`province`",
        "conferences/?page=2": "`next`",
        "conferences/?ordering=date": "These are known",
        "articles/1/?nonsense=1": "These are known: fields.",
    }.items():
        assert told in client.get(f"/api/v1/{asked}").json()["errors"][0]["detail"], asked


@given(text=st.text(max_size=60))
def test_no_text_is_a_place_by_chance(text):
    with pytest.raises(ValueError):
        Order(Province.objects.all()).place(text)


@given(
    place=st.lists(st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5), st.integers(), st.lists(st.none())), max_size=4)
)
def test_a_place_that_somebody_made_up_is_refused_or_harmless(place):
    order = Order(Province.objects.all())
    try:
        told = order.place(order.cursor(tuple(place)))
    except ValueError:
        return
    assert len(told[0]) == 3
