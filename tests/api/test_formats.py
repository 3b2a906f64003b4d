"""The forms of an answer beside JSON: CSV, ninjs, Popolo, iCalendar; which is given for what was asked, and how it is refused."""

import csv
import io
import json

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from articles.models import PhotoSubject
from qcdc.api import COLLECTIONS, description
from qcdc.changes.store import settle
from tests import factories
from tests.api.test_refusals import refused
from tests.api.world import World

pytestmark = pytest.mark.django_db

PLACES = {"csv": list(COLLECTIONS), "ninjs": ["articles"], "popolo": ["officials", "organisations"], "ics": ["conferences"]}
TYPES = {
    "csv": "text/csv",
    "ninjs": "application/vnd.iptc.ninjs+json",
    "popolo": "application/vnd.popolo+json",
    "ics": "text/calendar",
}


def body(response):
    assert response.status_code == 200
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def table(response):
    text = body(response)
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:])))


@pytest.mark.parametrize("noun", COLLECTIONS)
def test_every_list_can_be_had_as_a_table(client, noun):
    World().grow(2)
    listed = client.get(f"/api/v1/{noun}/").json()["results"]
    response = client.get(f"/api/v1/{noun}/?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{noun}.csv"'
    rows = table(response)
    assert [row["id"] for row in rows] == [str(row["id"]) for row in listed]
    assert {name.partition(".")[0] for name in rows[0]} == set(listed[0])


def test_a_table_holds_the_whole_list_and_what_narrows_it(client):
    for number in range(230):
        factories.make_region(name=f"Vùng {number}")
    assert len(table(client.get("/api/v1/regions/?format=csv"))) == 230
    assert len(table(client.get("/api/v1/regions/?format=csv&limit=100"))) == 230
    factories.make_conference(date="2019-01-01", title="=1+1")
    factories.make_conference(date="2018-01-01")
    (row,) = table(client.get("/api/v1/conferences/?year=2019&format=csv"))
    assert row["title"] == "'=1+1"
    assert table(client.get("/api/v1/conferences/?year=2001&format=csv")) == []
    (row, _other) = table(client.get("/api/v1/conferences/?fields=id,host_province,version&format=csv"))
    assert list(row) == ["id", "host_province.id", "host_province.name", "host_province.url", "version"]


@pytest.mark.parametrize("form", ["csv", "ninjs", "ics"])
def test_an_unchanged_form_travels_once(client, form):
    World().grow(1)
    address = f"/api/v1/{PLACES[form][0] if form != 'csv' else 'conferences'}/"
    plain, first = client.get(address), client.get(f"{address}?format={form}")
    body(first)
    assert first["ETag"] != plain["ETag"]
    again = client.get(f"{address}?format={form}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    assert client.get(f"{address}?format={form}", headers={"If-None-Match": plain["ETag"].replace('"', '"x', 1)}).status_code == 200


def test_a_table_takes_as_many_queries_for_few_rows_as_for_many(client, django_assert_num_queries):
    """Only a further page costs more."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        while not settle():
            pass
        with CaptureQueriesContext(connection) as captured:
            table(client.get("/api/v1/conferences/?format=csv&limit=200"))
        return len(captured)

    World().grow(1)
    one = count()
    World().grow(8)
    assert count() == one


@pytest.mark.parametrize("form", PLACES)
def test_a_form_is_had_by_name_and_by_its_type(client, form):
    World().grow(1)
    for noun in PLACES[form]:
        by_name = client.get(f"/api/v1/{noun}/?format={form}")
        by_type = client.get(f"/api/v1/{noun}/", headers={"Accept": f"{TYPES[form]}, application/json;q=0.5"})
        assert by_name["Content-Type"].startswith(TYPES[form])
        assert body(by_name) == body(by_type)
        assert "Accept" in by_type["Vary"].split(", ")
        assert by_name["Access-Control-Allow-Origin"] == "*"
        head = client.head(f"/api/v1/{noun}/?format={form}")
        assert (head.status_code, head["Content-Type"]) == (200, by_name["Content-Type"])


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/json", "application/*", "text/xml, */*;q=0.1", "application/problem+json", "a/b, , ;q=x, */*"]
)
def test_json_is_given_to_who_takes_anything(client, accept):
    for address in ("/api/v1/articles/", "/api/v1/articles/?format=json", "/api/v1/", "/api/v1/search/?q=a"):
        assert client.get(address, headers={"Accept": accept})["Content-Type"] == "application/json"
    assert client.get("/api/v1/articles/")["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        ("articles/", "image/png"),
        ("articles/", "application/json;q=0"),
        ("themes/", TYPES["ninjs"]),
        ("articles/1/", "text/csv"),
        ("search/?q=a", "text/csv"),
    ],
)
def test_what_cannot_be_had_is_refused_with_what_can(client, address, accept):
    document = refused(client.get(f"/api/v1/{address}", headers={"Accept": accept}), 406)
    assert "application/json" in document["detail"]
    refused(client.get(f"/api/v1/{address}", headers={"Accept": accept, "Accept-Language": "vi"}), 406, "vi")


@pytest.mark.parametrize("query", ["format=xml", "format=", "format=csv&format=csv", "format=ninjs", "format=%00", "format=html"])
def test_a_form_that_is_not_known_is_named(client, query):
    document = refused(client.get(f"/api/v1/themes/?{query}"), 400)
    assert document["errors"][0]["field"] == "format"
    assert "csv" in document["errors"][0]["detail"]
    refused(client.get(f"/api/v1/themes/1/?{query.replace('ninjs', 'csv')}"), 400)


@pytest.mark.parametrize("form", ["csv", "ninjs"])
def test_a_refusal_is_a_problem_document_in_any_form(client, form):
    refused(client.get(f"/api/v1/articles/?year=abc&format={form}"), 400)
    refused(client.get(f"/api/v1/articles/?nothing=1&format={form}"), 400)
    refused(client.get("/api/v1/articles/987654/?format=ninjs"), 404)
    article = factories.make_article()
    article.withdraw(reason="Sai")
    refused(client.get(f"/api/v1/articles/{article.pk}/?format=ninjs"), 410)


def test_a_moved_record_is_led_to_in_its_form(client):
    merged = factories.make_official(merged_into=factories.make_attendance().official)
    assert client.get(f"/api/v1/officials/{merged.pk}/?format=popolo")["Location"].endswith("/?format=popolo")


# ninjs

TEXTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value"],
        "properties": {"role": {"type": "string"}, "contentType": {"type": "string"}, "value": {"type": "string"}},
        "additionalProperties": False,
    },
}
TEXT, URI, MOMENT = {"type": "string"}, {"type": "string", "format": "uri"}, {"type": "string", "format": "date-time"}


def array(**properties):
    return {"type": "array", "items": {"type": "object", "properties": properties, "additionalProperties": False}}


MEMBERS = {
    "uri": URI,
    "standard": array(name=TEXT, version={"const": "3.1"}, schema=URI)["items"],
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    **dict.fromkeys(["profile", "version", "copyrightHolder", "edNote", "language", "title", "by", "slugline", "located"], TEXT),
    **dict.fromkeys(["firstCreated", "versionCreated"], MOMENT),
    **dict.fromkeys(["descriptions", "bodies", "headlines"], TEXTS),
    "people": array(name=TEXT, rel=TEXT, uri=URI),
    "events": array(id=TEXT, name=TEXT, rel=TEXT, uri=URI),
    "infoSources": array(name=TEXT, role=TEXT, uri=URI),
    "altIds": array(role=TEXT, value=TEXT),
    "renditions": array(name=TEXT, href=URI, contentType=TEXT, width={"type": "integer"}, height={"type": "integer"}),
}
ASSOCIATION = {
    "type": "object",
    "required": ["uri", "name"],
    "properties": MEMBERS | {"name": TEXT, "rel": TEXT},
    "additionalProperties": False,
}
NINJS = {
    "type": "object",
    "required": ["uri"],
    "properties": MEMBERS | {"associations": {"type": "array", "items": ASSOCIATION}},
    "additionalProperties": False,
}


def assert_ninjs(item):
    """The rules of the schema of ninjs 3.1 for the members that are written."""
    errors = list(Draft202012Validator(NINJS, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(item))
    assert not errors, (errors[0].json_path, errors[0].message)


def test_an_article_is_a_news_object(client):
    conference = factories.make_conference()
    article = factories.make_article(
        conference=conference,
        headline="Tiêu đề",
        kicker="Dân vận",
        lead="Mở đầu",
        body="<p>Một</p>",
        source="Báo Thử",
        source_url="https://bao.example/1",
    )
    photo = factories.make_photo(credit="Ảnh: Thử")
    person = factories.make_attendance(conference=conference).official
    PhotoSubject.objects.create(photo=photo, official=person)
    factories.place(photo, article, caption="Chú thích")
    record = client.get(f"/api/v1/articles/{article.pk}/").json()
    item = json.loads(body(client.get(f"/api/v1/articles/{article.slug}/?format=ninjs")))
    assert_ninjs(item)
    assert (item["uri"], item["type"], item["representationType"], item["language"]) == (record["url"], "text", "full", "vi")
    assert {each["role"]: each["value"] for each in item["headlines"]} == {"kicker": "Dân vận", "main": "Tiêu đề"}
    assert item["bodies"][0] == {"role": "main", "contentType": "text/html", "value": "<p>Một</p>"}
    assert item["events"][0]["uri"] == record["conference"]["url"]
    assert item["infoSources"] == [{"name": "Báo Thử", "role": "source", "uri": "https://bao.example/1"}]
    assert [each["name"] for each in item["people"]] == [person.name]
    (picture,) = item["associations"]
    assert (picture["type"], picture["by"], len(picture["renditions"])) == ("picture", "Ảnh: Thử", 3)


def test_a_list_of_news_objects_is_partial_and_has_its_pages(client):
    World().grow(3)
    page = json.loads(body(client.get("/api/v1/articles/?format=ninjs&limit=2")))
    assert len(page["items"]) == 2
    for item in page["items"]:
        assert_ninjs(item)
        assert item["representationType"] == "partial"
    assert page["next"].startswith("http://testserver/api/v1/articles/?limit=2&after=")


# Popolo


def test_an_official_is_a_person_with_memberships(client):
    body_of = factories.make_organisation(name="Ban Thử")
    official = factories.make_attendance(official=factories.make_official(name="Trần Thử", aliases="Anh Thử")).official
    post = factories.make_post(
        official=official, organisation=body_of, title="Trưởng ban", start="2015-03", end="", source="https://nguon.example/"
    )
    person = json.loads(body(client.get(f"/api/v1/officials/{official.pk}/?format=popolo")))
    assert (person["id"], person["name"], person["other_names"]) == (str(official.pk), "Trần Thử", [{"name": "Anh Thử"}])
    (membership,) = person["memberships"]
    assert membership == {
        "id": str(post.pk),
        "label": "Trưởng ban",
        "role": "Trưởng ban",
        "person_id": str(official.pk),
        "organization_id": str(body_of.pk),
        "organization": {"id": str(body_of.pk), "name": "Ban Thử"},
        "start_date": "2015-03",
        "links": [{"url": f"http://testserver/api/v1/posts/{post.pk}/", "note": "API"}],
        "sources": [{"url": "https://nguon.example/"}],
    }
    (listed,) = json.loads(body(client.get("/api/v1/officials/?format=popolo")))["items"]
    assert listed["id"] == person["id"]


def test_a_body_is_an_organization(client):
    parent = factories.make_organisation(name="Cấp trên")
    row = factories.make_organisation(
        name="Ban Thử", name_en="Test Board", abbreviation="BT", parent=parent, founded="1998-02", kind="other"
    )
    found = json.loads(body(client.get(f"/api/v1/organisations/{row.slug}/?format=popolo")))
    assert (found["id"], found["parent_id"], found["founding_date"], found["classification"]) == (
        str(row.pk),
        str(parent.pk),
        "1998-02",
        "other",
    )
    assert [each["name"] for each in found["other_names"]] == ["Test Board", "BT"]
    assert "dissolution_date" not in found


# iCalendar


def test_conferences_are_events(client):
    whole = factories.make_conference(title="Hội nghị có ngày", date="2018-05-29")
    factories.make_conference(title="Hội nghị chỉ biết tháng", date="2018-05")
    calendar = Calendar.from_ical(body(client.get("/api/v1/conferences/?format=ics&limit=1")))
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Hội nghị có ngày"]
    (event,) = Calendar.from_ical(body(client.get(f"/api/v1/conferences/{whole.pk}/?format=ics"))).walk("VEVENT")
    assert str(event["url"]) == f"http://testserver{whole.get_absolute_url()}"
    same = client.get("/api/v1/conferences/?format=ics", headers={"Accept-Language": "en"})
    assert body(same) == body(client.get("/api/v1/conferences/?format=ics", headers={"Accept-Language": "vi"}))


# What the description says


def test_the_description_names_every_form_where_it_can_be_had():
    paths = description()["paths"]
    for form, nouns in PLACES.items():
        for noun in COLLECTIONS:
            for tail in ("", "{id}/"):
                operation = paths[f"/api/v1/{noun}/{tail}"]["get"]
                is_there = noun in nouns and (form != "csv" or tail == "")
                assert (TYPES[form] in operation["responses"]["200"]["content"]) == is_there
                (names,) = [each["schema"]["enum"] for each in operation["parameters"] if each["name"] == "format"] or [[]]
                assert (form in names) == is_there
    assert all("401" in operations["get"]["responses"] for operations in paths.values())
