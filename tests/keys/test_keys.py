"""Keys of the API: made and shown once, used, limited, revoked; and who may do that."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from qcdc.keys.models import Key, fingerprint
from tests import factories
from tests.api.test_refusals import refused
from tests.desk import act_address, address_of, change_address, member, open_form, send_form, sign_in

pytestmark = pytest.mark.django_db

SECRET = re.compile(r"qcdc_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")


def ask(client, secret, address="/api/v1/themes/", **more):
    return client.get(address, headers={"Authorization": f"Bearer {secret}"} | more)


def make_at_the_desk(client, **fields):
    """Have a key made through its form; the page that shows it."""
    return send_form(client, Key, open_form(client, Key) | {"name": "Cổng thông tin"} | fields)


def test_a_key_is_shown_once_and_never_again(client):
    person = sign_in(client, "Administrator")
    page = make_at_the_desk(client)
    key = Key.objects.get()
    (secret,) = set(SECRET.findall(page.content.decode()))
    assert "no-store" in page["Cache-Control"]
    assert (key.owner, key.prefix, key.digest) == (person, secret[:13], fingerprint(secret))
    for address in (change_address(key), address_of("changelist", key), address_of("history", key, key.pk)):
        text = client.get(address).content.decode()
        assert secret not in text
        assert key.digest not in text
    assert not any("digest" in field.name for field in Key.history.model._meta.fields)
    assert ask(client, secret).status_code == 200


def test_a_key_lets_one_ask_more_often(client, settings):
    settings.API_THROTTLE = "1/minute"
    _key, secret = factories.make_key(per_minute=3)
    answers = [ask(client, secret) for _each in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"key";q=3;w=60'
    assert client.get("/api/v1/themes/").status_code == 200
    assert client.get("/api/v1/themes/", headers={"X-API-Key": factories.make_key()[1]}).status_code == 200


def test_what_is_answered_to_a_key_stays_out_of_shared_caches(client):
    answer = ask(client, factories.make_key()[1])
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "X-API-Key"} <= set(answer["Vary"].split(", "))
    assert answer.content == client.get("/api/v1/themes/").content


def revoked(key):
    key.revoke()


def expired(key):
    Key.objects.filter(pk=key.pk).update(expires_on=timezone.localdate() - datetime.timedelta(days=1))


def without_its_owner(key):
    key.owner.is_active = False
    key.owner.save()


@pytest.mark.parametrize("ending", [revoked, expired, without_its_owner])
def test_a_key_that_ended_opens_nothing(client, ending):
    key, secret = factories.make_key(expires_on=timezone.localdate())
    assert ask(client, secret).status_code == 200
    ending(key)
    for answer in (ask(client, secret), client.get("/api/v1/themes/", headers={"X-API-Key": secret})):
        refused(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer qcdc_aaaaaaaa_" + "x" * 43},
        {"Authorization": "Bearer " + "x" * 9000},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Authorization": "Token abc"},
        {"X-API-Key": ""},
        {"X-API-Key": "qcdc_\x00"},
        {"X-API-Key": "khóa"},
    ],
)
def test_a_wrong_key_is_refused_and_never_taken_for_nobody(client, headers):
    refused(client.get("/api/v1/themes/", headers=headers), 401)
    refused(client.get("/api/v1/themes/", headers=headers | {"Accept-Language": "vi"}), 401, "vi")


def test_who_guesses_keys_runs_into_the_limit_of_everybody(client, settings):
    settings.API_THROTTLE = "2/minute"
    assert [ask(client, "qcdc_x").status_code for _each in range(3)] == [401, 401, 429]


def test_a_key_remembers_the_day_and_takes_one_query(client, django_assert_num_queries):
    key, secret = factories.make_key()
    ask(client, secret, "/api/v1/nothing/")
    key.refresh_from_db()
    assert key.last_used_on == timezone.localdate()
    with django_assert_num_queries(1):
        ask(client, secret, "/api/v1/nothing/")
    assert key.history.count() == 1


def test_a_key_opens_no_page_of_the_newsroom(client):
    _key, secret = factories.make_key(owner=factories.make_user(is_superuser=True))
    assert ask(client, secret, "/admin/").status_code == 302


def test_a_key_is_revoked_after_asking_and_its_story_stays(client):
    sign_in(client, "Administrator")
    key, secret = factories.make_key()
    assert client.get(act_address(key, "revoke")).status_code == 200
    assert ask(client, secret).status_code == 200
    assert client.post(act_address(key, "revoke")).status_code == 302
    assert ask(client, secret).status_code == 401
    page = client.get(change_address(key)).content.decode()
    assert act_address(key, "revoke") not in page
    assert key.history.count() == 2
    assert key.history.first().history_user is not None
    assert client.post(address_of("delete", key, key.pk), {"post": "yes"}).status_code == 403


def test_the_reach_of_a_key_never_grows(client):
    sign_in(client, "Administrator")
    key, _secret = factories.make_key()
    send_form(client, key, open_form(client, key) | {"name": "Tên khác", "scope": "staff", "owner": "1"})
    key.refresh_from_db()
    assert (key.name, key.scope) == ("Tên khác", "read")


NONSENSE = [("per_minute", "0"), ("per_minute", "100001"), ("expires_on", "hôm qua"), ("scope", "admin"), ("name", "")]


@pytest.mark.parametrize(("field", "value"), NONSENSE)
def test_a_key_that_makes_no_sense_is_not_made(client, field, value):
    sign_in(client, "Administrator")
    assert make_at_the_desk(client, **{field: value}).status_code == 200
    assert not Key.objects.exists()


@pytest.mark.parametrize("group", ["Reporter", "Editor", "Publisher"])
def test_only_administrators_make_keys(client, group):
    client.force_login(member(group), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("admin:keys_key_add")).status_code == 403
    assert client.post(reverse("admin:keys_key_add"), {"name": "x"}).status_code == 403
