"""Which members are asked for, and what a client that has the answer is told: the same bytes whichever way they are made."""

import datetime
import json

import pytest
from django.utils import timezone
from django.utils.http import http_date

from meetings.models import Conference, Province
from qcdc.api import COLLECTIONS
from qcdc.changes import store
from qcdc.changes.models import Change, PublicRecord
from tests import factories
from tests.api.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client):
    def get(address, status=200, **headers):
        response = client.get(f"/api/v1/{address}", headers=headers)
        assert response.status_code == status, (address, response.content)
        return response

    return get


def test_what_is_kept_is_what_the_serializers_say(get, monkeypatch):
    world = World().grow(2)
    addresses = [f"{noun}/{tail}" for noun in COLLECTIONS for tail in ("?limit=200", f"{world[noun].pk}/")]
    kept = {address: get(address).json() for address in addresses}
    assert all(kept[f"{noun}/?limit=200"]["results"] for noun in COLLECTIONS)
    PublicRecord.objects.update(row=b'{"id":0}', more=b"{}")
    assert get("regions/").json()["results"][0]["id"] == 0
    monkeypatch.setattr(store, "standing", lambda: (False, (0, None)))
    assert {address: get(address).json() for address in addresses} == kept


@pytest.mark.parametrize("noun", COLLECTIONS)
def test_every_record_says_when_it_changed_last(get, noun):
    world = World().grow(1)
    record = get(f"{noun}/{world[noun].pk}/").json()
    change = Change.objects.get(pk=record["version"])
    assert (change.object_id, change.at) == (record["id"], datetime.datetime.fromisoformat(record["modified"]))
    assert record["modified"].endswith("+07:00")
    assert next(row for row in get(f"{noun}/").json()["results"] if row["id"] == record["id"])["version"] == record["version"]


def test_only_what_is_asked_for_is_given(get):
    conference = factories.make_conference(title="Hội nghị")
    for address in (f"conferences/{conference.pk}/", "conferences/"):
        found = get(f"{address}?fields=title,id,version").json()
        row = found if "title" in found else found["results"][0]
        assert list(row) == ["id", "title", "version"]
    whole = get(f"conferences/{conference.pk}/").json()
    assert get(f"conferences/{conference.pk}/?fields={','.join(whole)}").json() == whole


def test_a_list_gives_more_of_each_record_where_that_is_asked_for(get):
    world = World().grow(2)
    whole = get(f"conferences/{world['conferences'].pk}/").json()
    rows = {
        asked: next(row for row in get(f"conferences/?{asked}").json()["results"] if row["id"] == whole["id"])
        for asked in ("expand=all", "expand=figures,directives", "fields=id,directives", "fields=id&expand=figures", "fields=id,version")
    }
    assert rows["expand=all"] == whole
    plain = get("conferences/").json()["results"][0].keys()
    assert rows["expand=figures,directives"] == {name: whole[name] for name in [*plain, "figures", "directives"]}
    assert rows["fields=id,directives"] == {name: whole[name] for name in ("id", "directives")}
    assert rows["fields=id&expand=figures"] == {name: whole[name] for name in ("id", "figures")}


def test_a_page_of_expanded_records_is_short(get):
    factories.make_conference()
    Conference.objects.bulk_create(
        Conference(title=f"Số {number}", slug=f"so-{number}", date="2018", publication="published", published_at=timezone.now())
        for number in range(60)
    )
    assert len(get("conferences/?limit=200").json()["results"]) == 61
    for asked in ("expand=all", "expand=figures", "fields=figures"):
        page = get(f"conferences/?limit=200&{asked}").json()
        assert len(page["results"]) == 50
        assert len(get(page["next"].partition("/api/v1/")[2]).json()["results"]) == 11


@pytest.mark.parametrize(
    ("address", "field", "told"),
    [
        ("conferences/?fields=titel", "fields", "`title`"),
        ("conferences/?fields=", "fields", "There is no ``"),
        ("conferences/?fields=id,id", "fields", "more than once"),
        ("conferences/?fields=conference.name", "fields", "There is no"),
        ("conferences/?expand=figure", "expand", "`figures`"),
        ("conferences/?expand=title", "expand", "There is no"),
        ("themes/?expand=all", "expand", "no such parameter"),
        ("conferences/1/?expand=all", "expand", "no such parameter"),
        ("themes/1/?fields=body", "fields", "There is no"),
    ],
)
def test_a_member_that_is_not_there_is_named(get, address, field, told):
    (error,) = get(address, status=400).json()["errors"]
    assert error["field"] == field
    assert told in error["detail"]


def test_whoever_has_the_answer_is_told_so(client, get, django_assert_max_num_queries):
    conference = factories.make_conference()
    for address in ("conferences/", "conferences/?year=2018", f"conferences/{conference.pk}/"):
        first = get(address)
        assert first["Cache-Control"] == "no-cache"
        with django_assert_max_num_queries(5):
            same = get(address, status=304, **{"If-None-Match": first["ETag"]})
        assert same.content == b""
        assert (same["ETag"], same["Access-Control-Allow-Origin"]) == (first["ETag"], "*")
        assert client.head(f"/api/v1/{address}")["ETag"] == first["ETag"]


def test_a_change_is_told_at_once(get):
    conference, other = factories.make_conference(), factories.make_conference()
    tags = {address: get(address)["ETag"] for address in ("conferences/", f"conferences/{conference.pk}/", f"conferences/{other.pk}/")}
    Conference.objects.filter(pk=conference.pk).update(venue="Nơi khác")
    assert get("conferences/", **{"If-None-Match": tags["conferences/"]}).json()["results"]
    assert get(f"conferences/{conference.pk}/", **{"If-None-Match": tags[f"conferences/{conference.pk}/"]}).json()["venue"] == "Nơi khác"
    get(f"conferences/{other.pk}/", status=304, **{"If-None-Match": tags[f"conferences/{other.pk}/"]})


def test_the_moment_of_the_last_change_is_told_once_its_second_is_over(get):
    conference = factories.make_conference()
    for address in ("conferences/", f"conferences/{conference.pk}/"):
        assert "Last-Modified" not in get(address)
    before = timezone.now() - datetime.timedelta(minutes=5)
    Change.objects.update(at=before)
    PublicRecord.objects.update(modified=before)
    for address in ("conferences/", f"conferences/{conference.pk}/"):
        assert get(address)["Last-Modified"] == http_date(before.timestamp())
        get(address, status=304, **{"If-Modified-Since": http_date(before.timestamp())})
        get(address, **{"If-Modified-Since": http_date(before.timestamp() - 60)})
    conference.withdraw("")
    get("conferences/", **{"If-Modified-Since": http_date(before.timestamp())})
    get(f"conferences/{conference.pk}/", status=410, **{"If-Modified-Since": http_date(before.timestamp())})


def test_a_list_stays_true_when_what_left_it_vanishes(get):
    first, second = factories.make_conference(), factories.make_conference()
    tag = get("conferences/")["ETag"]
    Conference.objects.filter(pk=second.pk).update(publication="draft")
    assert [row["id"] for row in get("conferences/", **{"If-None-Match": tag}).json()["results"]] == [first.pk]


def test_an_address_in_a_text_stays_as_it_was_typed(get):
    """What stands for the origin in what is kept may be typed by an editor as well."""
    province = factories.make_province(name="Tỉnh \ue000/a")
    found = get(f"provinces/{province.pk}/").json()
    assert found["name"] == "Tỉnh \ue000/a"
    assert found["url"] == f"http://testserver/api/v1/provinces/{province.pk}/"
    Province.objects.filter(pk=province.pk).update(note="http://testserver")
    assert json.loads(get(f"provinces/{province.pk}/").content)["note"] == "http://testserver"
