"""How the API says no: always a problem document, never a fault, whatever is asked."""

import pytest
from django.utils import timezone

from tests import factories
from tests.api.test_api import NOUNS

pytestmark = pytest.mark.django_db

TOO_BIG = ["99999999999999999999", "9223372036854775808"]


def refused(response, status, language="en"):
    """The problem document of an answer."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Language"] == language
    document = response.json()
    assert document["status"] == status
    assert document["type"] == "about:blank"
    assert document["title"]
    assert "Traceback" not in response.content.decode()
    return document


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("conferences/?year=abc", "year"),
        ("conferences/?year=1800", "year"),
        ("conferences/?year=2018.5", "year"),
        ("conferences/?year=NaN", "year"),
        ("conferences/?year=1e400", "year"),
        ("conferences/?kind=nonsense", "kind"),
        ("conferences/?state=draft", "state"),
        (f"conferences/?official={'a' * 121}", "official"),
        (f"conferences/?q={'a' * 201}", "q"),
        ("articles/?year=99999999999", "year"),
        ("articles/?conference=abc", "conference"),
        *((f"articles/?conference={number}", "conference") for number in TOO_BIG),
        *((f"figures/?conference={number}", "conference") for number in TOO_BIG),
        *((f"attendances/?conference={number}", "conference") for number in TOO_BIG),
        *((f"progress/?directive={number}", "directive") for number in TOO_BIG),
        *((f"photos/?article={number}", "article") for number in TOO_BIG),
        *((f"corrections/?article={number}", "article") for number in TOO_BIG),
        ("figures/?conference=-1", "conference"),
        ("figures/?conference=0", "conference"),
        ("figures/?conference=1.5", "conference"),
        (f"figures/?conference={'9' * 5000}", "conference"),
        ("provinces/?on=2018-13-01", "on"),
        ("provinces/?on=99999-01-01", "on"),
        ("posts/?on=hom-nay", "on"),
        ("themes/?page=2", "page"),
        ("themes/?nonsense=1", "nonsense"),
        ("themes/?q=a", "q"),
        ("conferences/?Year=2018", "Year"),
        ("conferences/?year=2018&year=2019", "year"),
        ("search/?q=a&nonsense=1", "nonsense"),
        ("?nonsense=1", "nonsense"),
        ("schema/?nonsense=1", "nonsense"),
        ("themes/?limit=0", "limit"),
        ("themes/?limit=201", "limit"),
        ("themes/?limit=all", "limit"),
        ("themes/?limit=99999999999999999999", "limit"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(client, query, field):
    document = refused(client.get(f"/api/v1/{query}"), 400)
    assert {error["field"] for error in document["errors"]} == {field}
    assert document["errors"][0]["detail"]
    assert document["instance"] == f"/api/v1/{query.split('?')[0]}"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("conferences/?province=khong-co", "province"),
        ("conferences/?province=%27%20OR%201=1--", "province"),
        ("articles/?theme=khong-co", "theme"),
        ("provinces/?region=khong-co", "region"),
        ("themes/?after=", "after"),
        ("themes/?before=", "before"),
        ("themes/?after=1", "after"),
        ("themes/?after=%E1%BB%87", "after"),
        ("themes/?after=W10", "after"),
        (f"themes/?after={'W1td' * 400}", "after"),
        (f"themes/?after={'a' * 2001}", "after"),
    ],
)
def test_a_parameter_that_names_nothing_is_named(client, query, field):
    document = refused(client.get(f"/api/v1/{query}"), 404)
    assert {error["field"] for error in document["errors"]} == {field}
    both = client.get(f"/api/v1/{query}&limit=0" if "themes" in query else f"/api/v1/{query}&year=abc&kind=x")
    assert both.status_code == 400


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(
    "key",
    [
        "987654",
        "999999999999999999999999",
        "9223372036854775808",
        "-1",
        "0",
        "khong-co",
        "a" * 5000,
        "1;drop",
        "%27",
        "%D9%A3",
        "1.5",
        "...",
    ],
)
def test_an_address_that_means_nothing_answers_404(client, noun, key):
    refused(client.get(f"/api/v1/{noun}/{key}/"), 404)


@pytest.mark.parametrize("address", ["nothing/", "conferences/1/2/", "articles.json"])
def test_an_address_that_is_not_there_answers_404(client, address):
    refused(client.get(f"/api/v1/{address}"), 404)


@pytest.mark.parametrize(
    "address",
    [
        "conferences/?q=%00",
        "conferences/?province=a%00b",
        "conferences/a%00b/",
        "conferences/?%00=1",
        "conferences/?q=%ff%fe",
        f"conferences/?q={'x' * 100_000}",
        f"conferences/?{'q=x&' * 30_000}",
    ],
)
def test_what_no_honest_client_sends_is_refused(client, address):
    refused(client.get(f"/api/v1/{address}"), 400)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("address", ["", "1/"])
def test_nothing_can_be_written(client, noun, address):
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(f"/api/v1/{noun}/{address}", {"title": "x"}, content_type="application/json")
        refused(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["", "schema/"])
def test_the_root_and_the_schema_take_no_other_method(client, address):
    refused(client.post(f"/api/v1/{address}"), 405)
    refused(client.generic("TRACE", f"/api/v1/{address}"), 405)


def test_head_and_options_answer_without_a_record(client):
    for address in ("/api/v1/", "/api/v1/conferences/", f"/api/v1/conferences/{factories.make_conference().pk}/"):
        head, options = client.head(address), client.options(address)
        assert (head.status_code, head.content) == (200, b"")
        assert options.status_code == 204
        assert options["Allow"] == "GET, HEAD, OPTIONS"
        assert head["Access-Control-Allow-Origin"] == options["Access-Control-Allow-Origin"] == "*"


def test_a_withdrawn_article_says_why(client):
    article = factories.make_article()
    article.withdraw(reason="Theo yêu cầu của cơ quan chủ quản", ordered_by="Người ra lệnh", order_number="12/QĐ")
    for key in (article.pk, article.slug):
        document = refused(client.get(f"/api/v1/articles/{key}/"), 410)
        assert document["detail"] == "Theo yêu cầu của cơ quan chủ quản"
        assert document["withdrawn_at"] == timezone.localtime(article.withdrawal.date).isoformat()
        assert "Người ra lệnh" not in str(document)
    assert client.get("/api/v1/articles/").json()["count"] == 0


def test_a_withdrawn_conference_says_why(client):
    told, silent = factories.make_conference(), factories.make_conference()
    told.withdraw("Biên bản có sai sót")
    silent.withdraw("")
    assert refused(client.get(f"/api/v1/conferences/{told.slug}/"), 410)["detail"] == "Biên bản có sai sót"
    assert refused(client.get(f"/api/v1/conferences/{silent.pk}/"), 410)["detail"] == "This record was withdrawn."
    figure = factories.make_figure(conference=told)
    refused(client.get(f"/api/v1/figures/{figure.pk}/"), 404)


def test_what_was_withdrawn_before_it_was_public_is_just_not_there(client):
    conference = factories.make_conference(publication="withdrawn", published_at=factories.moment(days=-1))
    refused(client.get(f"/api/v1/conferences/{conference.pk}/"), 404)
