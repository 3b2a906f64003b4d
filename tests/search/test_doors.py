"""The doors of the search: page, suggestions, feed, OpenSearch, API."""

from xml.etree import ElementTree

import pytest

from meetings.models import Official, Province
from qcdc.search.models import Synonym
from tests import factories
from tests.reading import words
from tests.search.world import moment

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def conference():
    province = factories.make_province(name="Tỉnh Sen", slug="sen")
    conference = factories.make_conference(title="Hội nghị Sen Hồng", slug="sen-hong", host_province=province)
    factories.make_attendance("chair", conference=conference, official=factories.make_official(name="Lê Thị Sen Trắng", slug="sen-trang"))
    factories.make_directive("doi-thoai", conference=conference, text="Trồng sen trong <hồ> làng")
    factories.make_article(headline="Sen nở", slug="sen-no", conference=conference)
    return conference


def test_a_reader_finds_the_conference_and_narrows_the_search_down(client, conference):
    page = client.get("/tim-kiem/", {"q": "sen hong 2018"})
    text = words(page)
    assert "Hội nghị <mark>Sen</mark> <mark>Hồng</mark>" in text
    assert f'href="{conference.get_absolute_url()}"' in text
    everything = client.get("/tim-kiem/", {"q": "sen"})
    assert everything.context["found"].count == 5
    text = words(everything)
    assert "&lt;hồ&gt;" in text
    for narrowed, count in [("kind=article", 1), ("official=sen-trang", 3), ("province=sen", 2), ("year=2018", 2), ("state=held", 1)]:
        assert f"q=sen&amp;{narrowed}" in text, narrowed
        page = client.get(f"/tim-kiem/?q=sen&{narrowed}")
        assert page.context["found"].count == count, narrowed
        assert 'aria-current="true"' in words(page)


WRONG = ["kind=x", "year=0", "province=nowhere", "official=nobody", "theme=none", "state=x", "sort=x", f"q={'x' * 201}"]

NOWHERE = ("province=nowhere", "official=nobody", "theme=none")


@pytest.mark.parametrize("query", WRONG)
def test_an_address_that_makes_no_sense_is_refused(client, query):
    address = f"/tim-kiem/?q=sen&{query}" if not query.startswith("q=") else f"/tim-kiem/?{query}"
    assert client.get(address).status_code == 400
    answer = client.get(address.replace("/tim-kiem/", "/api/v1/search/"))
    assert answer.status_code == (404 if query in NOWHERE else 400)
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]
    assert client.get(address.replace("/tim-kiem/", "/tim-kiem/moi.atom")).status_code == 404


def test_the_page_says_what_to_do_where_nothing_is_found(client, conference):
    text = words(client.get("/tim-kiem/", {"q": "sen hongg"}))
    assert 'href="/tim-kiem/?q=sen%20hong"' in text
    assert "search-help" in text
    assert "search-help" in words(client.get("/tim-kiem/"))
    assert "sen" not in words(client.get("/tim-kiem/", {"q": "-sen"})).partition("<main")[2].partition("empty")[0].replace("-sen", "")
    nowhere = words(client.get("/tim-kiem/", {"q": "sen", "kind": "organisation"}))
    assert 'href="/tim-kiem/?q=sen"' in nowhere


def test_the_number_of_answers_is_no_longer_counted_when_there_are_very_many(client, conference, monkeypatch):
    monkeypatch.setattr("qcdc.search.finding.MOST_COUNTED", 2)
    monkeypatch.setattr("qcdc.search.finding.MOST_SORTED", 2)
    monkeypatch.setattr("qcdc.search_views.MOST_COUNTED", 2)
    assert "Hơn 2 kết quả" in words(client.get("/tim-kiem/", {"q": "sen"}))


def test_pages_are_led_to_from_the_one_before(client, conference):
    for number in range(25):
        factories.make_directive(conference=conference, text=f"Tưới cây súng lần {number}")
    first = client.get("/tim-kiem/", {"q": "súng"})
    following = first.context["found"].following
    second = client.get("/tim-kiem/", {"q": "súng", "after": following})
    assert f"after={following}" in words(first)
    assert (len(first.context["results"]), len(second.context["results"])) == (20, 5)
    assert not {result["url"] for result in first.context["results"]} & {result["url"] for result in second.context["results"]}
    assert client.get("/tim-kiem/", {"q": "súng", "after": "nonsense"}).context["results"] == first.context["results"]


def test_suggestions_come_as_browsers_take_them(client, conference):
    answer = client.get("/tim-kiem/goi-y/", {"q": "sen ho"})
    assert answer["Content-Type"] == "application/x-suggestions+json"
    typed, titles, notes, addresses = answer.json()
    assert (typed, titles[0], notes[0]) == ("sen ho", "Hội nghị Sen Hồng", "Hội nghị · 29/05/2018")
    assert addresses[0] == f"http://testserver{conference.get_absolute_url()}"
    assert client.get("/tim-kiem/goi-y/").json() == ["", [], [], []]


def test_any_search_can_be_followed_as_a_feed(client, conference):
    old = factories.make_article(headline="Sen xưa", slug="sen-xua", at=moment("2019-01-01"))
    feed = ElementTree.fromstring(client.get("/tim-kiem/moi.atom", {"q": "sen"}).content)
    titles = [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")]
    assert titles[-1] == "Sen xưa"
    assert sorted(titles) == ["Hội nghị Sen Hồng", "Sen nở", "Sen xưa", "Trồng sen trong <hồ> làng"]
    ids = [entry.find(f"{ATOM}id").text for entry in feed.findall(f"{ATOM}entry")]
    assert ids[-1] == f"http://testserver/api/v1/articles/{old.pk}/"
    assert all(entry.find(f"{ATOM}updated").text for entry in feed.findall(f"{ATOM}entry"))
    narrowed = ElementTree.fromstring(client.get("/tim-kiem/moi.atom", {"q": "sen", "kind": "article"}).content)
    assert len(narrowed.findall(f"{ATOM}entry")) == 2
    assert not ElementTree.fromstring(client.get("/tim-kiem/moi.atom").content).findall(f"{ATOM}entry")


def test_browsers_are_told_how_to_search_here(client):
    page = words(client.get("/"))
    assert 'rel="search" type="application/opensearchdescription+xml"' in page
    answer = client.get("/tim-kiem/opensearch.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    addresses = [each.get("template") for each in ElementTree.fromstring(answer.content).iter() if each.tag.endswith("Url")]
    assert "http://testserver/tim-kiem/?q={searchTerms}" in addresses
    assert client.get("/en/tim-kiem/opensearch.xml").status_code == 200


def test_machines_get_typed_answers_and_facets(client, conference):
    answer = client.get("/api/v1/search/", {"q": "sen", "limit": "2"}).json()
    assert (answer["count"], answer["capped"], len(answer["results"])) == (5, False, 2)
    first = answer["results"][0]
    assert first["kind"] == "article"
    assert client.get(first["url"]).json()["id"] == first["id"]
    assert client.get(first["web"]).status_code == 200
    assert {"value": "sen-trang", "name": "Lê Thị Sen Trắng", "count": 3} in answer["facets"]["official"]
    rest, address = [first["id"]], answer["next"]
    while address:
        page = client.get(address).json()
        rest += page["results"]
        address = page["next"]
    assert len(rest) == 4
    assert client.get("/api/v1/search/", {"q": "sen", "limit": "0"}).status_code == 400
    assert client.get("/api/v1/search/").json()["results"] == []


def test_abbreviations_that_editors_add_are_understood(admin_client, conference):
    factories.make_article(headline="Hội Sinh vật cảnh họp", slug="svc")
    assert admin_client.get("/tim-kiem/", {"q": "SVC"}).context["found"].count == 0
    answer = admin_client.post("/admin/search/synonym/add/", {"short": "SVC", "whole": "sinh vật cảnh"})
    assert answer.status_code == 302
    assert Synonym.objects.count() == 1
    assert [result["url"] for result in admin_client.get("/tim-kiem/", {"q": "SVC"}).context["results"]] == ["/tin-bai/svc/"]


def test_the_number_of_queries_does_not_grow_with_the_answers(client, conference, django_assert_max_num_queries):
    for _ in range(19):
        factories.make_article(headline="Sen nở", conference=conference)
        factories.make_attendance("chair", conference=conference, official=factories.make_official(name="Lê Sen"))
    client.get("/tim-kiem/", {"q": "sen"})
    with django_assert_max_num_queries(45):
        assert len(client.get("/tim-kiem/", {"q": "sen"}).context["results"]) == 20
    assert Official.objects.count() == 20
    assert Province.objects.count() == 1
