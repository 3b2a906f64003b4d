"""Whoever asks to be told is told everything, in order, signed, and once; whoever cannot be reached is tried until it is hopeless."""

import datetime
import hashlib
import hmac
import io
import re
import textwrap
import threading

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from qcdc.changes.models import Action, Change, Sequence
from qcdc.models import Notice
from qcdc.outbox import send_waiting
from qcdc.webhooks import delivering, signing
from qcdc.webhooks.delivering import attempt, deliver, forget_old, resume, send_now, send_test, wait_after
from qcdc.webhooks.models import Delivery, DeliveryState, Endpoint, Kind
from qcdc.webhooks.signing import new_secret, valid_secrets
from tests import factories
from tests.webhooks.receiver import hangs_up

pytestmark = pytest.mark.django_db


def happens(noun="article", pk=1, action=Action.UPDATE, times=1):
    return [Change.objects.create(noun=noun, object_id=pk, action=action, at=timezone.now()).seq for _each in range(times)]


def wait(**hours):
    """Let time pass for everything that waits."""
    ago = datetime.timedelta(**hours)
    for each in Delivery.objects.filter(due_at__isnull=False):
        Delivery.objects.filter(pk=each.pk).update(due_at=each.due_at - ago)
    for each in Endpoint.objects.filter(failing_since__isnull=False):
        Endpoint.objects.filter(pk=each.pk).update(failing_since=each.failing_since - ago)


def seqs(receiver):
    return [event["seq"] for told in receiver.told for event in told["events"]]


def is_signed(post, secret):
    """As docs/webhooks.md has a receiver find out."""
    headers = {name.lower(): value for name, value in post["headers"].items()}
    signed = f"{headers['qcdc-webhook-id']}.{headers['qcdc-webhook-timestamp']}.".encode() + post["body"]
    expected = "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(expected, given) for given in headers["qcdc-webhook-signature"].split(","))


def test_a_change_is_told_once_and_signed(endpoint, receiver, client):
    (seq,) = happens("conference", 12, Action.PUBLISH)
    assert deliver() == (1, 0)
    assert deliver() == (0, 0)
    (post,) = receiver.posts
    assert post["path"] == "/nhan?a=1"
    assert is_signed(post, endpoint.secret)
    assert not is_signed(post, "whsec_another")
    told = receiver.told[0]
    (event,) = told["events"]
    assert (event["seq"], event["noun"], event["id"], event["action"]) == (seq, "conferences", 12, "publish")
    assert event == client.get("/api/v1/changes/", HTTP_HOST="127.0.0.1:8000").json()["results"][-1]
    assert told["next"] == f"{Sequence.objects.get().epoch}.{seq}"
    assert re.fullmatch(r"[0-9a-f]{32}", told["delivery"])
    assert told["delivery"] == post["headers"]["QCDC-Webhook-Id"]
    assert post["headers"]["User-Agent"].startswith("QCDC-Webhooks/")


def test_the_lines_of_the_guide_tell_ours_from_others(endpoint, receiver):
    guide = (settings.BASE_DIR / "docs/webhooks.md").read_text()
    (lines,) = re.findall(r"^    import hashlib.*?\n\n(?=\S)", guide, re.DOTALL | re.MULTILINE)
    known = {}
    exec(textwrap.dedent(lines), known)
    send_test(endpoint)
    (post,) = receiver.posts
    assert known["is_ours"](post["headers"], post["body"], endpoint.secret)
    assert not known["is_ours"](post["headers"], post["body"] + b" ", endpoint.secret)
    assert not known["is_ours"](post["headers"], post["body"], "whsec_another")
    late = post["headers"] | {"QCDC-Webhook-Timestamp": "1764054000"}
    assert not known["is_ours"](late, post["body"], endpoint.secret)


def test_many_changes_come_in_order_and_in_bounded_pieces(endpoint, receiver):
    expected = happens(times=250)
    assert deliver() == (3, 0)
    assert seqs(receiver) == expected
    assert max(len(told["events"]) for told in receiver.told) == 100


def test_a_new_endpoint_is_told_nothing_of_the_past(endpoint, receiver):
    happens(times=3)
    endpoint.delete()
    late = Endpoint.objects.create(name="Sau", url=f"http://127.0.0.1:{receiver.port}/")
    new_secret(late)
    assert deliver() == (0, 0)
    expected = happens()
    deliver()
    assert seqs(receiver) == expected


def test_only_what_was_asked_for_is_told(endpoint, receiver):
    Endpoint.objects.update(nouns=["official", "article"], actions=["withdraw", "merge"])
    happens("conference", action=Action.WITHDRAW)
    happens("article", action=Action.UPDATE)
    expected = happens("article", action=Action.WITHDRAW) + happens("official", action=Action.MERGE)
    happens("theme", times=5)
    deliver()
    assert seqs(receiver) == expected
    endpoint.refresh_from_db()
    assert endpoint.seq == Change.objects.latest("seq").seq
    happens("theme")
    assert deliver() == (0, 0)
    assert len(receiver.posts) == 1


def test_what_is_not_received_is_tried_again_and_holds_up_the_rest(endpoint, receiver):
    receiver.answers = [500, hangs_up]
    first = happens()
    assert deliver() == (0, 1)
    second = happens()
    assert deliver() == (0, 0), "not before its time"
    wait(hours=1)
    assert deliver() == (0, 1)
    endpoint.refresh_from_db()
    assert endpoint.failing_since
    wait(hours=1)
    assert deliver() == (2, 0)
    assert [[event["seq"] for event in told["events"]] for told in receiver.told] == [first, first, first, second]
    assert len({told["delivery"] for told in receiver.told[:3]}) == 1, "a receiver can tell that it has had it"
    delivery = Delivery.objects.get(changes=first)
    assert (delivery.tries, delivery.status, delivery.state, delivery.error) == (3, 200, "sent", "")
    assert delivery.milliseconds is not None
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_each_wait_is_longer_than_the_one_before_and_none_is_endless():
    waits = [wait_after(tries) for tries in range(1, 40)]
    assert datetime.timedelta(seconds=48) <= waits[0] <= datetime.timedelta(seconds=72)
    assert waits[5] > 10 * waits[0]
    assert all(each <= 1.2 * delivering.LONGEST_WAIT for each in waits)
    assert len({wait_after(3) for _each in range(5)}) > 1


def test_a_redirect_is_a_failure_that_says_so(endpoint, receiver):
    receiver.answers = [302]
    happens()
    deliver()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.state) == (302, "waiting")
    assert "chuyển" in delivery.error
    assert len(receiver.posts) == 1


def test_after_three_days_the_endpoint_is_paused_with_one_letter(endpoint, receiver, settings):
    settings.NOTIFY_BY_EMAIL = True
    Endpoint.objects.update(owner=factories.make_user(email="a@example.vn"))
    receiver.answers = [500] * 50
    first = happens()
    for _each in range(12):
        deliver()
        wait(hours=7)
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert "500" in endpoint.closed_because
    assert Notice.objects.count() == 1
    send_waiting()
    assert (mail.outbox[0].to, endpoint.url in mail.outbox[0].body) == (["a@example.vn"], True)
    count = len(receiver.posts)
    second = happens()
    assert deliver() == (0, 0)
    assert len(receiver.posts) == count
    receiver.answers = []
    resume(endpoint)
    assert deliver() == (2, 0)
    assert [event["seq"] for told in receiver.told[-2:] for event in told["events"]] == first + second


def test_a_receiver_that_is_gone_is_paused_at_once_and_nobody_is_written_to_where_letters_are_off(endpoint, receiver):
    Endpoint.objects.update(owner=factories.make_user(email="a@example.vn"))
    receiver.answers = [410]
    happens()
    deliver()
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert not Notice.objects.exists()


def test_one_that_cannot_be_reached_holds_up_no_other(endpoint, receiver):
    other = Endpoint.objects.create(name="A trước", url=f"http://127.0.0.1:{receiver.port + 1}/")
    new_secret(other)
    expected = happens()
    assert deliver() == (1, 1)
    assert seqs(receiver) == expected


def test_a_sequence_that_began_anew_is_told(endpoint, receiver):
    receiver.answers = [500]
    happens()
    deliver()
    Change.objects.all().delete()
    Sequence.objects.update(epoch="anew")
    wait(hours=1)
    assert deliver() == (1, 0)
    told = receiver.told[-1]
    assert (told["kind"], told["events"], told["next"].partition(".")[0]) == ("reset", [], "anew")
    happens()
    deliver()
    assert receiver.told[-1]["kind"] == "events"
    assert Delivery.objects.filter(state=DeliveryState.GIVEN_UP).count() == 1


def test_a_test_is_posted_once_and_moves_nothing(endpoint, receiver):
    receiver.answers = [500]
    assert send_test(endpoint).state == DeliveryState.GIVEN_UP
    assert send_test(endpoint).state == DeliveryState.SENT
    assert receiver.told[0]["kind"] == "test"
    assert is_signed(receiver.posts[0], endpoint.secret)
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None
    wait(hours=1)
    assert deliver() == (0, 0)


def test_what_waits_can_be_sent_at_once(endpoint, receiver):
    assert send_now(endpoint) is None
    receiver.answers = [500]
    happens()
    deliver()
    assert send_now(endpoint).state == DeliveryState.SENT


# Two carriers


def test_a_delivery_that_somebody_else_has_is_left_alone(endpoint, receiver):
    happens()
    delivery = delivering._next_of(endpoint)
    stale = Delivery.objects.get(pk=delivery.pk)
    assert attempt(delivery) is True
    assert attempt(stale) is None
    assert len(receiver.posts) == 1


def test_one_that_is_under_way_is_not_taken_up_even_when_it_is_sent_by_hand(endpoint, receiver):
    happens()
    delivery = delivering._next_of(endpoint)
    Delivery.objects.filter(pk=delivery.pk).update(tries=1, busy_until=timezone.now() + delivering.BUSY)
    assert send_now(endpoint).state == DeliveryState.WAITING
    assert receiver.posts == []
    Delivery.objects.update(busy_until=timezone.now() - delivering.BUSY)
    assert send_now(endpoint).state == DeliveryState.SENT, "whoever had it was killed"


def test_two_who_read_the_same_place_make_one_delivery(endpoint):
    happens(times=3)
    first, second = Endpoint.objects.get(), Endpoint.objects.get()
    assert delivering._next_of(first)
    assert delivering._next_of(second) is None
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_carriers_at_once_tell_nothing_twice(endpoint, receiver):
    expected = happens(times=450)
    failed = []

    def carry():
        try:
            for _each in range(6):
                deliver()
        except Exception as error:  # noqa: BLE001 (told to the test)
            failed.append(error)
        finally:
            connections.close_all()

    carriers = [threading.Thread(target=carry) for _each in range(3)]
    for carrier in carriers:
        carrier.start()
    for carrier in carriers:
        carrier.join()
    deliver()
    assert failed == []
    assert seqs(receiver) == expected


# Secrets


def test_for_a_day_both_secrets_are_valid(endpoint, receiver):
    old, new = endpoint.secret, new_secret(endpoint)
    send_test(endpoint)
    assert is_signed(receiver.posts[-1], old)
    assert is_signed(receiver.posts[-1], new)
    endpoint.secrets.filter(until__isnull=False).update(until=timezone.now())
    send_test(endpoint)
    assert not is_signed(receiver.posts[-1], old)
    assert is_signed(receiver.posts[-1], new)


def test_at_most_two_secrets_are_valid(endpoint):
    secrets = [new_secret(endpoint) for _each in range(4)]
    assert valid_secrets(endpoint) == [secrets[3], secrets[2]]


def test_the_secret_is_not_in_the_database_and_outlasts_a_new_key_of_the_site(endpoint, settings, receiver):
    kept = endpoint.secrets.get()
    assert endpoint.secret not in {str(value) for value in kept.__dict__.values()}
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert valid_secrets(endpoint) == [endpoint.secret]
    settings.SECRET_KEY_FALLBACKS = []
    happens()
    assert deliver() == (0, 1)
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert receiver.posts == []
    new = new_secret(endpoint)
    resume(endpoint)
    assert deliver() == (1, 0)
    assert is_signed(receiver.posts[0], new)


def test_no_secret_is_logged(endpoint, receiver, caplog):
    receiver.answers = [500]
    happens()
    deliver()
    send_test(endpoint)
    assert caplog.text
    assert endpoint.secret not in caplog.text
    assert endpoint.secrets.get().seed not in caplog.text
    assert signing.PREFIX not in caplog.text


# History, and the command


def test_old_deliveries_are_let_go_and_what_waits_never(endpoint, receiver, monkeypatch):
    monkeypatch.setattr(delivering, "MOST_HISTORY", 3)
    for _each in range(6):
        happens()
        deliver()
    receiver.answers = [500]
    happens()
    deliver()
    forget_old()
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 3
    Delivery.objects.update(created_at=timezone.now() - datetime.timedelta(days=40))
    forget_old()
    assert [each.kind for each in Delivery.objects.all()] == [Kind.EVENTS]
    assert Delivery.objects.get().state == DeliveryState.WAITING


def test_the_command_tells_everything_there_is(endpoint, receiver):
    expected = happens(times=2_150)
    said = io.StringIO()
    call_command("deliver_webhooks", stdout=said)
    assert "received: 22" in said.getvalue()
    assert seqs(receiver) == expected


def test_the_command_wants_to_know_the_address_of_the_site(settings):
    settings.SITE_ADDRESS = "https://*"
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("deliver_webhooks", stderr=said)
    assert "SITE_ADDRESS" in said.getvalue()
