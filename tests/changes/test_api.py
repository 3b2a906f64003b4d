"""Changes, tombstones and checksums at the door of the API."""

import hashlib
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Conference, Directive, Theme
from qcdc.api import COLLECTIONS
from qcdc.changes.cursors import begin_anew
from qcdc.changes.models import Change, Sequence
from qcdc.changes.nouns import NOUNS
from qcdc.changes.settling import settle
from tests import factories
from tests.api.test_refusals import refused
from tests.api.test_schema import check
from tests.api.world import World

pytestmark = pytest.mark.django_db

CHANGES, TOMBSTONES, CHECKSUMS = (f"/api/v1/{name}/" for name in ("changes", "tombstones", "checksums"))


def get(client, address, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200, response.content
    return response.json()


def walk(client, **asked):
    """Every event from somewhere on."""
    found, more = [], True
    while more:
        page = get(client, CHANGES, **asked)
        found, more, asked = found + page["results"], page["more"], asked | {"since": page["next"]}
    return found


def test_nouns_are_named_as_in_their_addresses():
    assert {noun.plural: name for name, noun in NOUNS.items()} == {name: noun for name, (noun, _) in COLLECTIONS.items()}
    assert all(reverse(f"api:{name}-list") == f"/api/v1/{noun.plural}/" for name, noun in NOUNS.items())


def test_from_the_beginning_every_record_comes_once_and_the_cursor_leads_on(client):
    World().grow(1)
    assert settle(1000)
    events = walk(client, limit=7)
    assert [event["seq"] for event in events] == sorted({event["seq"] for event in events})
    assert {event["state"] for event in events} == {"public"}
    for noun in COLLECTIONS:
        listed = {row["id"] for row in get(client, f"/api/v1/{noun}/", limit=200)["results"]}
        assert {event["id"] for event in events if event["noun"] == noun} == listed
    assert client.get(events[0]["url"]).status_code == 200
    end = get(client, CHANGES, since="now")
    assert end["results"] == []
    assert end["next"] == events[-1]["cursor"]
    assert get(client, CHANGES, since=end["next"]) == end
    theme = factories.make_theme("moi")
    page = get(client, CHANGES, since=end["next"])
    assert [(event["noun"], event["id"], event["action"]) for event in page["results"]] == [("themes", theme.pk, "create")]
    assert page["more"] is False
    assert client.get(page["next_url"]).json()["results"] == []


def test_there_is_more_as_long_as_what_was_written_is_not_numbered(client, monkeypatch):
    factories.make_theme()
    since = get(client, CHANGES)["next"]
    factories.make_theme("sau")
    with monkeypatch.context() as busy:
        busy.setattr("qcdc.changes_api.asked.settle", lambda: False)
        page = get(client, CHANGES, since=since)
        assert (page["next"], page["more"], page["results"]) == (since, True, [])
    page = get(client, CHANGES, since=page["next"])
    assert (page["more"], len(page["results"])) == (False, 1)


def test_a_noun_by_itself_and_the_cursor_passes_what_was_left_out(client):
    World().grow(1)
    assert settle(1000)
    events = walk(client, noun="conferences", limit=1)
    assert {event["noun"] for event in events} == {"conferences"}
    assert get(client, CHANGES, noun="series", since=get(client, CHANGES, since="now")["next"])["results"] == []
    assert get(client, CHANGES, noun="regions")["next"] == get(client, CHANGES, since="now")["next"]


def test_what_is_gone_is_told_with_its_reason_until_it_changes_again(client):
    conference = factories.make_conference()
    since = get(client, CHANGES)["next"]
    conference.withdraw("Hội nghị không diễn ra")
    event = next(event for event in walk(client, since=since) if event["noun"] == "conferences")
    assert (event["action"], event["state"], event["reason"]) == ("withdraw", "withdrawn", "Hội nghị không diễn ra")
    assert client.get(event["url"]).status_code == 410
    tombstone = get(client, TOMBSTONES)["results"][0]
    assert tombstone == {
        "noun": "conferences",
        "id": conference.pk,
        "state": "withdrawn",
        "since": event["at"],
        "version": event["seq"],
        "reason": "Hội nghị không diễn ra",
        "successor": None,
        "url": event["url"],
    }
    Conference.objects.filter(pk=conference.pk).update(withdrawal_notice="Nội dung đã sửa")
    told = [event["reason"] for event in walk(client, since=since) if event["noun"] == "conferences"]
    assert told == ["", "Nội dung đã sửa"]


def test_a_merged_official_answers_with_the_successor(client):
    meeting = factories.make_conference()
    one, other = (factories.make_attendance(conference=meeting, official=factories.make_official()).official for _ in range(2))
    get(client, CHANGES)
    one.merge_into(other)
    [tombstone] = get(client, TOMBSTONES, noun="officials")["results"]
    assert tombstone["state"] == "merged"
    assert tombstone["successor"] == {"id": other.pk, "url": f"http://testserver/api/v1/officials/{other.pk}/"}
    moved = client.get(tombstone["url"])
    assert (moved.status_code, moved["Location"]) == (301, tombstone["successor"]["url"])


def test_what_is_only_hidden_says_no_more_than_that(client):
    secret = factories.make_conference(title="Bí mật", withdrawal_notice="Bí mật")
    factories.make_directive(conference=secret)
    get(client, CHANGES)
    secret.unpublish()
    answers = [client.get(address).content.decode() for address in (CHANGES, TOMBSTONES, CHECKSUMS)]
    assert not any("Bí mật" in answer for answer in answers)
    gone = get(client, TOMBSTONES)["results"]
    assert {(row["noun"], row["state"], row["reason"]) for row in gone} == {("conferences", "hidden", ""), ("directives", "hidden", "")}
    assert client.get(gone[0]["url"]).status_code == 404
    secret.publish()
    assert get(client, TOMBSTONES)["results"] == []


def test_tombstones_come_in_pages(client):
    themes = [factories.make_theme(f"t-{number}") for number in range(5)]
    get(client, CHANGES)
    Theme.objects.all().delete()
    found, address = [], f"{TOMBSTONES}?limit=2"
    while address:
        page = client.get(address).json()
        found, address = found + [row["id"] for row in page["results"]], page["next"]
    assert sorted(found) == [theme.pk for theme in themes]
    assert len(get(client, TOMBSTONES, state="deleted")["results"]) == 5
    assert get(client, TOMBSTONES, state="merged")["results"] == []


def test_a_copy_kept_by_the_changes_comes_to_the_checksums(client):
    world = World().grow(2)
    assert settle(1000)
    copy = {(event["noun"], event["id"]): event["seq"] for event in walk(client)}
    since = get(client, CHANGES, since="now")["next"]
    Directive.objects.filter(pk=world["directives"].pk).update(text="Văn bản khác")
    world["conferences"].unpublish()
    for event in walk(client, since=since):
        if event["state"] == "public":
            copy[event["noun"], event["id"]] = event["seq"]
        else:
            copy.pop((event["noun"], event["id"]), None)
    answer = get(client, CHECKSUMS)
    assert [each["noun"] for each in answer["nouns"]] == sorted(COLLECTIONS)
    for each in answer["nouns"]:
        mine = sorted((pk, seq) for (noun, pk), seq in copy.items() if noun == each["noun"])
        lines = "".join(f"{pk}:{seq}\n" for pk, seq in mine).encode()
        assert (each["count"], each["checksum"]) == (len(mine), hashlib.sha256(lines).hexdigest())
        assert each["last_version"] == max((seq for _, seq in mine), default=0)
    assert answer["cursor"] == get(client, CHANGES, since="now")["next"]


def test_checksums_by_range_find_what_differs(client):
    themes = [factories.make_theme(f"t-{number}") for number in range(5)]
    ids = [theme.pk for theme in themes]
    asked = {"noun": "themes", "from": ids[0], "step": 2}
    before = get(client, CHECKSUMS, **asked)["ranges"]
    assert [each["count"] for each in before] == [2, 2, 1]
    Theme.objects.filter(pk=ids[2]).update(name="Khác")
    after = get(client, CHECKSUMS, **asked)["ranges"]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, True]
    assert get(client, CHECKSUMS, noun="themes", to=1 if ids[0] > 1 else ids[0])["ranges"][0]["count"] <= 1
    assert get(client, CHECKSUMS, noun="photos")["ranges"] == []
    far = get(client, CHECKSUMS, noun="themes", **{"from": ids[-1] + 1})
    assert (far["ranges"], far["next"]) == ([], None)


def test_ranges_are_bounded_and_lead_on(client, monkeypatch):
    monkeypatch.setattr("qcdc.changes_api.checksums.MOST_RANGES", 2)
    themes = [factories.make_theme(f"t-{number}") for number in range(5)]
    address, found = f"{CHECKSUMS}?noun=themes&step=1&from={themes[0].pk}", []
    while address:
        page = client.get(address).json()
        assert len(page["ranges"]) <= 2
        found, address = found + page["ranges"], page["next"]
    assert [each["first"] for each in found] == [theme.pk for theme in themes]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        *((f"changes/?since={text}", "since") for text in ("abc", "", "0", "abcdefabcdef.", "abcdefabcdef.-1", "ABCDEFABCDEF.1", "1.1")),
        (f"changes/?since=abcdefabcdef.{'9' * 30}", "since"),
        ("changes/?noun=article", "noun"),
        ("changes/?noun=", "noun"),
        ("changes/?limit=1001", "limit"),
        ("changes/?limit=0", "limit"),
        ("changes/?page=2", "page"),
        ("changes/?since=now&since=now", "since"),
        ("tombstones/?after=x", "after"),
        ("tombstones/?after=-1", "after"),
        ("tombstones/?after=99999999999999999999", "after"),
        ("tombstones/?state=public", "state"),
        ("tombstones/?noun=khong-co", "noun"),
        ("checksums/?step=5", "step"),
        ("checksums/?noun=themes&step=0", "step"),
        ("checksums/?noun=themes&step=1001", "step"),
        ("checksums/?noun=themes&from=0", "from"),
        ("checksums/?noun=themes&to=99999999999999999999", "to"),
        ("checksums/?nouns=themes", "nouns"),
    ],
)
def test_what_is_not_understood_is_refused(client, query, field):
    document = refused(client.get(f"/api/v1/{query}"), 400)
    assert [error["field"] for error in document["errors"]] == [field]


def test_a_cursor_of_another_sequence_is_told_how_to_begin_anew(client):
    factories.make_theme()
    good = get(client, CHANGES)["next"]
    epoch = Sequence.objects.get().epoch
    assert re.fullmatch(r"[0-9a-f]{12}\.\d+", good)
    assert good.startswith(epoch)
    for lost in (f"{epoch}.{Change.objects.latest('seq').seq + 1}", "0123456789ab.1"):
        document = refused(client.get(CHANGES, {"since": lost}), 410)
        assert document["restart"] == "http://testserver/api/v1/changes/"
    begin_anew()
    refused(client.get(CHANGES, {"since": good}), 410)
    assert get(client, CHANGES, since=get(client, CHANGES)["next"])["results"] == []


@pytest.mark.parametrize("address", [CHANGES, TOMBSTONES, CHECKSUMS])
def test_an_answer_is_known_again_until_something_changes(client, address):
    factories.make_theme("mot")
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    factories.make_theme("hai")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    before = client.get(address)["ETag"]
    begin_anew()
    assert client.get(address, headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("query", ["changes/", "changes/?since=now", "tombstones/", "checksums/", "checksums/?noun=conferences"])
def test_answers_are_as_the_schema_says(client, query):
    world = World().grow(1)
    get(client, CHANGES)
    world["conferences"].withdraw("Nhầm")
    factories.make_attendance(official=world["officials"], conference=factories.make_conference())
    get(client, CHANGES)
    world["officials"].merge_into(factories.make_official())
    path = f"/api/v1/{query.partition('/')[0]}/"
    check(path, 200, "application/json", client.get(f"/api/v1/{query}").json())
    check(path, 400, "application/problem+json", client.get(f"{path}?x=1").json())
    assert client.head(f"/api/v1/{query}").status_code == 200
    assert client.post(f"/api/v1/{query}").status_code == 405


@pytest.mark.parametrize("query", ["changes/?limit=1000", "tombstones/?limit=1000", "checksums/", "checksums/?noun=themes"])
def test_the_number_of_queries_does_not_grow(client, query, django_assert_num_queries):
    def grown(name):
        for number in range(5):
            factories.make_theme(f"{name}-{number}")
        get(client, CHANGES)
        Theme.objects.filter(slug__endswith="-1").delete()
        get(client, CHANGES)
        client.get(f"/api/v1/{query}")

    grown("a")
    with CaptureQueriesContext(connection) as first:
        client.get(f"/api/v1/{query}")
    queries = len(first)
    grown("b")
    with django_assert_num_queries(queries):
        client.get(f"/api/v1/{query}")
