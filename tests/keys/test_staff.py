"""What a key that lends eyes shows: what its owner sees in the newsroom, and to nobody else, and no longer than she does."""

import pytest

from articles.models import Section
from meetings.models import Beat
from tests import factories
from tests.api.test_refusals import refused
from tests.desk import member

pytestmark = pytest.mark.django_db

PLACES = ["/api/v1/staff/articles/", "/api/v1/staff/conferences/"]
SECRET = "Ngọc Lam Bí Mật"


@pytest.fixture
def drafts():
    conference = factories.make_conference(title=f"Hội nghị {SECRET}", published=False)
    article = factories.make_article(headline=f"Bài {SECRET}", published=False, conference=conference)
    factories.make_article(headline="Bài công khai", conference=factories.make_conference(title="Hội nghị công khai"))
    return article, conference


def ask(client, address, owner, scope="staff", **more):
    _key, secret = factories.make_key(owner=owner, scope=scope)
    return client.get(address, headers={"Authorization": f"Bearer {secret}"} | more)


@pytest.mark.parametrize("address", PLACES)
def test_without_a_key_there_is_nothing_to_see(client, drafts, address):
    response = client.get(address)
    refused(response, 401)
    assert response["WWW-Authenticate"] == 'Bearer realm="QCDC"'
    client.force_login(factories.make_user(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    refused(client.get(address), 401)
    refused(client.get(address, headers={"Accept-Language": "vi"}), 401, "vi")


@pytest.mark.parametrize("address", PLACES)
def test_a_key_for_reading_reaches_no_further(client, drafts, address):
    refused(ask(client, address, member("Editor"), scope="read"), 403)
    refused(ask(client, address, factories.make_user("articles.see_drafts", is_staff=False)), 403)


@pytest.mark.parametrize(("group", "sees"), [("Editor", True), ("Publisher", True), ("Reporter", False)])
def test_a_key_shows_the_articles_that_its_owner_sees(client, drafts, group, sees):
    response = ask(client, PLACES[0], member(group))
    rows = {row["headline"]: row for row in response.json()["results"]}
    assert rows.keys() == {"Bài công khai"} | ({f"Bài {SECRET}"} if sees else set())
    public = rows["Bài công khai"]
    assert (public["status"], public["is_public"], public["conference"]["name"]) == ("published", True, "Hội nghị công khai")
    if sees:
        assert (rows[f"Bài {SECRET}"]["status"], rows[f"Bài {SECRET}"]["is_public"]) == ("draft", False)
        assert rows[f"Bài {SECRET}"]["desk"].startswith("http://testserver/admin/articles/article/")
    assert response["Cache-Control"] == "private, no-store"
    assert {"Authorization", "X-API-Key"} <= set(response["Vary"].split(", "))


def test_somebody_with_limits_lends_no_more_than_she_has(client, drafts):
    article, conference = drafts
    mine, other = factories.make_province(), Section.objects.create(name="Khác")
    person = member("Editor")
    Beat.objects.create(user=person).provinces.add(mine)
    assert SECRET not in ask(client, PLACES[1], person).content.decode()
    factories.take_part(conference, mine)
    assert SECRET in ask(client, PLACES[1], person).content.decode()
    person = member("Editor")
    other.staff.add(person)
    assert SECRET not in ask(client, PLACES[0], person).content.decode()
    article.section = other
    article.save()
    assert SECRET in ask(client, PLACES[0], person).content.decode()


def test_a_right_that_is_taken_away_is_taken_from_the_key(client, drafts):
    person = member("Editor")
    _key, secret = factories.make_key(owner=person, scope="staff")
    asked = {"headers": {"X-API-Key": secret}}
    assert SECRET in client.get(PLACES[1], **asked).content.decode()
    person.groups.clear()
    assert SECRET not in client.get(PLACES[1], **asked).content.decode()
    person.is_staff = False
    person.save()
    refused(client.get(PLACES[1], **asked), 403)
    person.is_active = False
    person.save()
    refused(client.get(PLACES[1], **asked), 401)


def test_what_anybody_may_read_is_the_same_with_such_a_key(client, drafts):
    for noun, draft in zip(("articles", "conferences"), drafts, strict=True):
        address = f"/api/v1/{noun}/"
        assert ask(client, address, member("Editor")).json() == client.get(address).json()
        refused(ask(client, f"{address}{draft.pk}/", member("Editor")), 404)


@pytest.mark.parametrize("address", PLACES)
def test_such_a_list_has_pages_and_costs_the_same_for_more_rows(client, drafts, address, django_assert_num_queries):
    person = member("Editor")
    _key, secret = factories.make_key(owner=person, scope="staff")
    asked = {"headers": {"Authorization": f"Bearer {secret}"}}
    page = client.get(f"{address}?limit=1", **asked).json()
    following = client.get(page["next"].removeprefix("http://testserver"), **asked).json()
    assert page["results"][0]["id"] != following["results"][0]["id"]
    assert following["next"] is None
    refused(client.get(f"{address}?limit=0", **asked), 400)
    refused(client.get(f"{address}?year=2018", **asked), 400)
    before = len(queries(client, address, asked))
    for _each in range(5):
        factories.make_article(conference=factories.make_conference(published=False), published=False)
    assert len(queries(client, address, asked)) == before


def queries(client, address, asked):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, **asked).status_code == 200
    return captured
