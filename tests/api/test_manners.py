"""What every answer of the API has: that any site may read it, how often one may ask, and its words in two languages."""

import pytest
from django.core.cache import cache

from qcdc.api import COLLECTIONS
from qcdc.manners.limits import Limit, count
from tests import factories
from tests.api.test_refusals import refused
from tests.api.world import World

pytestmark = pytest.mark.django_db

VIETNAMESE = {"Accept-Language": "vi,en;q=0.5"}


def is_open(response):
    """Whether a page of another site could read an answer, and what it needs of its headers."""
    shown = response["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"} <= set(shown)
    assert "Access-Control-Allow-Credentials" not in response
    assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))
    return response["Access-Control-Allow-Origin"] == "*"


@pytest.fixture
def answers(client):
    """One answer of every sort."""
    merged = factories.make_official(merged_into=factories.make_attendance().official)
    gone = factories.make_conference()
    gone.withdraw("Sai sót")
    first = client.get("/api/v1/themes/")
    return {
        200: first,
        301: client.get(f"/api/v1/officials/{merged.pk}/"),
        "301": client.get("/api/v1/themes"),
        304: client.get("/api/v1/themes/", headers={"If-None-Match": first["ETag"]}),
        400: client.get("/api/v1/conferences/?year=abc"),
        "400": client.get("/api/v1/conferences/?q=%00"),
        404: client.get("/api/v1/themes/99/"),
        "404": client.get("/api/v1/nothing/"),
        405: client.post("/api/v1/themes/"),
        410: client.get(f"/api/v1/conferences/{gone.pk}/"),
    }


def test_any_site_may_read_every_answer(answers):
    for status, response in answers.items():
        assert response.status_code == int(status)
        assert is_open(response), status


def test_every_answer_says_how_often_one_may_ask(answers):
    for status, response in answers.items():
        assert response["RateLimit-Policy"] == '"default";q=100000;w=60', status
        assert response["RateLimit"].startswith('"default";r=999'), status
    assert answers[410]["RateLimit"] < answers[301]["RateLimit"]


def test_pages_for_readers_are_left_as_they_are(client):
    response = client.get("/hoi-nghi/")
    assert "Access-Control-Allow-Origin" not in response
    assert "RateLimit" not in response


@pytest.mark.parametrize("address", ["", "themes/", "themes/1/", "search/", "schema/", "docs/"])
def test_a_browser_that_asks_ahead_is_let_through(client, address):
    ahead = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    response = client.options(f"/api/v1/{address}", headers=ahead)
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"
    assert {"Authorization", "If-None-Match", "X-API-Key"} <= set(response["Access-Control-Allow-Headers"].split(", "))
    assert "RateLimit" not in response


@pytest.mark.parametrize("address", ["", "themes/", "search/", "schema/", "docs/"])
def test_every_address_knows_head_and_refuses_to_be_written(client, address):
    assert client.head(f"/api/v1/{address}").status_code == 200
    assert client.options(f"/api/v1/{address}").status_code == 204
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
        response = client.generic(method, f"/api/v1/{address}")
        refused(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_nobody_learns_of_an_address_that_is_not_there(client):
    refused(client.options("/api/v1/nothing/"), 404)
    refused(client.post("/api/v1/nothing/"), 404)


def test_an_answer_travels_small(client):
    factories.make_conference(venue="Hội trường " * 20)
    response = client.get("/api/v1/conferences/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]


def test_who_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.API_THROTTLE = "2/minute"
    seen = [client.get(address) for address in ("/api/v1/", "/api/v1/nothing/", "/api/v1/conferences/")]
    assert [response.status_code for response in seen] == [200, 404, 429]
    assert [response["RateLimit"].split(";")[1] for response in seen] == ["r=1", "r=0", "r=0"]
    assert refused(seen[2], 429)["title"] == "Too Many Requests"
    assert 0 < int(seen[2]["Retry-After"]) <= 60
    assert seen[2]["Retry-After"] == seen[2]["RateLimit"].rpartition("t=")[2]
    assert is_open(seen[2])
    assert client.get("/api/v1/", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/hoi-nghi/").status_code == 200


def test_behind_a_proxy_each_reader_has_her_own_limit(client, settings):
    settings.API_THROTTLE, settings.PROXY_COUNT = "1/minute", 1
    first, second = ({"X-Forwarded-For": f"203.0.113.9, 192.0.2.{number}"} for number in (1, 2))
    assert [client.get("/api/v1/", headers=who).status_code for who in (first, second, first)] == [200, 200, 429]
    forged = {"X-Forwarded-For": "198.51.100.1, 192.0.2.1"}
    assert client.get("/api/v1/", headers=forged).status_code == 429


def test_a_window_passes(monkeypatch):
    limit, now = Limit.of("one", "3/hour"), 1_800_000_000
    monkeypatch.setattr("qcdc.manners.limits.time.time", lambda: now)
    standings = [count(limit, "somebody") for _ in range(4)]
    assert [standing.is_exceeded for standing in standings] == [False, False, False, True]
    assert 0 < standings[0].resets_in <= 3600
    assert not count(limit, "somebody else").is_exceeded
    now += standings[-1].resets_in + 1
    assert count(limit, "somebody").used == 1


def test_an_emptied_cache_forgets_and_refuses_nobody(monkeypatch):
    def lost(key):
        raise ValueError

    monkeypatch.setattr(cache, "incr", lost)
    assert not count(Limit.of("one", "1/s"), "somebody").is_exceeded


@pytest.mark.parametrize(
    ("address", "status", "title", "detail"),
    [
        ("conferences/?year=abc", 400, "Yêu cầu không hợp lệ", "Nhập một số."),
        ("themes/?limit=0", 400, "Yêu cầu không hợp lệ", "Giá trị này phải lớn hơn hoặc bằng 1."),
        ("themes/?limit=a", 400, "Yêu cầu không hợp lệ", "Phải là số nguyên hợp lệ."),
        ("themes/99/", 404, "Không tìm thấy", "Không tìm thấy"),
        ("nothing/", 404, "Không tìm thấy", ""),
    ],
)
def test_a_refusal_speaks_vietnamese_to_who_prefers_it(client, address, status, title, detail):
    document = refused(client.get(f"/api/v1/{address}", headers=VIETNAMESE), status, "vi")
    assert document["title"] == title
    told = document["errors"][0]["detail"] if "errors" in document else document.get("detail", "")
    assert told.startswith(detail)


@pytest.mark.parametrize("header", ["", "en", "en-GB,vi;q=0.9", "fr", "*", "fr,en;q=0.1,vi;q=0.05", ",;q=x", "a" * 3000])
def test_else_it_speaks_english(client, header):
    document = refused(client.get("/api/v1/conferences/?year=abc", headers={"Accept-Language": header}), 400)
    assert document["errors"] == [{"field": "year", "detail": "Enter a number."}]


def test_the_record_is_the_same_in_every_language(client):
    world = World().grow(2)
    for noun in COLLECTIONS:
        for address in (f"/api/v1/{noun}/", f"/api/v1/{noun}/{world[noun].pk}/"):
            assert client.get(address).content == client.get(address, headers=VIETNAMESE).content, address
    search = "/api/v1/search/?q=thu"
    assert client.get(search).content == client.get(search, headers=VIETNAMESE).content
