"""The office enters who is to be told, sees how it goes, and reads a secret once."""

import pytest
from django.urls import reverse

from qcdc.changes.models import Action, Change
from qcdc.webhooks.delivering import deliver, pause
from qcdc.webhooks.models import Delivery, Endpoint
from qcdc.webhooks.signing import PREFIX, valid_secrets
from tests.desk import sign_in
from tests.webhooks.test_delivering import happens

pytestmark = pytest.mark.django_db
LIST = "/admin/webhooks/endpoint/"


@pytest.fixture
def office(client):
    sign_in(client, "Administrator")
    return client


def act(client, endpoint, name, **given):
    return client.post(f"{LIST}{endpoint.pk}/{name}/", given)


def text(response):
    return response.content.decode()


def test_a_new_one_is_entered_and_its_secret_shown_once(office, db):
    form = text(office.get(f"{LIST}add/"))
    assert "Hội nghị" in form
    assert "thu hồi" in form
    given = {"name": "Cổng tin", "url": "https://example.vn/nhan", "nouns": ["conference"], "actions": ["publish", "withdraw"]}
    response = office.post(f"{LIST}add/", given)
    assert response.status_code == 200
    made = Endpoint.objects.get()
    (secret,) = valid_secrets(made)
    assert secret in text(response)
    assert "no-store" in response["Cache-Control"]
    assert (made.nouns, made.actions, made.is_active) == (["conference"], ["publish", "withdraw"], True)
    for page in (f"{LIST}{made.pk}/change/", LIST, f"{LIST}{made.pk}/history/", f"{LIST}{made.pk}/secret/"):
        answer = office.get(page)
        assert answer.status_code == 200
        assert PREFIX not in text(answer)
        assert made.secrets.get().seed not in text(answer)
    again = office.post(f"{LIST}add/", given)
    assert PREFIX not in text(again)
    assert "đã có trong danh sách" in text(again)


@pytest.mark.parametrize("url", ["http://example.vn/", "https://10.0.0.1/", "https://a:b@example.vn/", "https://example.vn:25/", "x"])
def test_an_address_inside_the_house_is_refused_at_its_field(office, url):
    response = office.post(f"{LIST}add/", {"name": "Thử", "url": url})
    assert response.context["adminform"].form.errors.keys() == {"url"}
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("given", [{"nouns": ["minister"]}, {"actions": ["explode"]}])
def test_what_nobody_can_ask_for_is_refused(office, given):
    response = office.post(f"{LIST}add/", {"name": "Thử", "url": "https://example.vn/"} | given)
    assert response.context["adminform"].form.errors.keys() == given.keys()


def test_the_secret_is_changed_with_both_valid_for_a_day(office, endpoint):
    assert "một ngày" in text(office.get(f"{LIST}{endpoint.pk}/secret/"))
    response = act(office, endpoint, "secret")
    new, old = valid_secrets(endpoint)
    assert old == endpoint.secret
    assert new in text(response)
    assert old not in text(response)
    assert "ngày mai" in text(response)


def test_a_test_says_whether_it_came_through(office, endpoint, receiver):
    receiver.answers = [503]
    failed = act(office, endpoint, "test")
    assert "Bên nhận trả lời 503." in text(failed)
    passed = act(office, endpoint, "test")
    assert passed.status_code == 302
    page = text(office.get(passed["Location"]))
    assert "Đã nhận tin gửi thử" in page
    assert "gửi thử" in page


def test_what_waits_is_sent_by_hand(office, endpoint, receiver):
    receiver.answers = [500]
    happens()
    deliver()
    page = text(office.get(f"{LIST}{endpoint.pk}/change/"))
    assert "Bên nhận trả lời 500." in page
    assert f"{LIST}{endpoint.pk}/retry/" in page
    act(office, endpoint, "retry")
    assert Delivery.objects.get().state == "sent"
    assert f"{LIST}{endpoint.pk}/retry/" not in text(office.get(f"{LIST}{endpoint.pk}/change/"))


def test_it_is_paused_and_resumed(office, endpoint, receiver):
    act(office, endpoint, "pause")
    happens()
    assert deliver() == (0, 0)
    assert "Tạm dừng từ" in text(office.get(f"{LIST}{endpoint.pk}/change/"))
    act(office, endpoint, "resume")
    assert deliver() == (1, 0)


def test_the_list_of_deliveries_is_readable_and_bounded(office, endpoint, receiver, django_assert_max_num_queries):
    happens(times=3)
    deliver()
    page = text(office.get("/admin/webhooks/delivery/"))
    assert "3 sự kiện" in page
    assert "200 sau" in page
    one = office.get(reverse("admin:webhooks_delivery_change", args=[Delivery.objects.get().pk]))
    assert "Cổng thông tin" in text(one)
    with django_assert_max_num_queries(25):
        office.get(f"{LIST}{endpoint.pk}/change/")
    for _each in range(30):
        happens()
        deliver()
    with django_assert_max_num_queries(25):
        response = office.get(f"{LIST}{endpoint.pk}/change/")
    assert len(response.context["deliveries"]) == 20


def test_it_is_erased_with_its_deliveries(office, endpoint, receiver):
    happens()
    deliver()
    assert office.post(f"{LIST}{endpoint.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


def test_whoever_paused_it_is_named(office, endpoint):
    pause(endpoint, "Thử")
    assert "Thử" in text(office.get(f"{LIST}{endpoint.pk}/change/"))
    assert Change.objects.filter(action=Action.HIDE).count() == 0
