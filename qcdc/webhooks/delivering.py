"""The sequence of changes, carried to every endpoint: in order, until it is received, and never twice by two carriers at once."""

import datetime
import json
import logging
import random
import time
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from qcdc.changes.cursors import cursor, here
from qcdc.changes.events import events
from qcdc.changes.models import Change
from qcdc.models import Notice
from qcdc.origin import origin
from qcdc.webhooks.models import Delivery, DeliveryState, Endpoint, Kind
from qcdc.webhooks.posting import SECONDS_IN_ALL, Answer, NotPosted, post
from qcdc.webhooks.signing import NoSecret, signature

logger = logging.getLogger(__name__)

MOST_EVENTS = 100
MOST_IN_A_ROW = 20
BUSY = datetime.timedelta(seconds=2 * SECONDS_IN_ALL)
FIRST_WAIT = datetime.timedelta(minutes=1)
LONGEST_WAIT = datetime.timedelta(hours=6)
LONGEST_FAILURE = datetime.timedelta(days=3)
GONE = 410
HISTORY = datetime.timedelta(days=30)
MOST_HISTORY = 500


def deliver() -> tuple[int, int]:
    """Tell every endpoint what it has not been told; how many deliveries were received, how many were not."""
    received = failed = 0
    for endpoint in Endpoint.objects.active():
        for _number in range(MOST_IN_A_ROW):
            outcome = _deliver_next(endpoint)
            received += outcome is True
            failed += outcome is False
            if outcome is not True:
                break
    return received, failed


def _deliver_next(endpoint: Endpoint) -> bool | None:
    """One delivery to an endpoint: True for received, False for failed, None where there is nothing to do now."""
    delivery = _head_of(endpoint) or _next_of(endpoint)
    if delivery is None or (delivery.due_at and delivery.due_at > timezone.now()):
        return None
    return attempt(delivery)


def _head_of(endpoint: Endpoint) -> Delivery | None:
    """The delivery that all others of an endpoint wait for; one of a sequence that is no more is given up."""
    delivery = endpoint.deliveries.waiting().first()
    if delivery and delivery.cursor.partition(".")[0] != here()[0]:
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.GIVEN_UP, due_at=None)
        return None
    return delivery


def _next_of(endpoint: Endpoint) -> Delivery | None:
    """A delivery of the changes that an endpoint was not told yet, or None; it is moved on past what it does not ask for."""
    try:
        return _take_next(endpoint)
    except IntegrityError:  # somebody else made the next one this very moment
        return None


def _take_next(endpoint: Endpoint) -> Delivery | None:
    epoch, last = here()
    if endpoint.epoch != epoch:
        kind, seqs, end = Kind.RESET, [], last
    else:
        ahead = endpoint.wanted().filter(seq__gt=endpoint.seq, seq__lte=last)
        seqs = list(ahead.values_list("seq", flat=True)[:MOST_EVENTS])
        kind, end = Kind.EVENTS, seqs[-1] if len(seqs) == MOST_EVENTS else last
    if kind == Kind.EVENTS and end == endpoint.seq:
        return None
    with transaction.atomic():
        # Moving the endpoint on is the claim: of two carriers only one finds it where both read it.
        claim = Endpoint.objects.active().filter(pk=endpoint.pk, epoch=endpoint.epoch, seq=endpoint.seq)
        if not claim.update(epoch=epoch, seq=end):
            return None
        endpoint.epoch, endpoint.seq = epoch, end
        if not seqs and kind == Kind.EVENTS:
            return None
        return endpoint.deliveries.create(kind=kind, changes=seqs, cursor=cursor(epoch, end))


def send_test(endpoint: Endpoint) -> Delivery:
    """Post a word of no consequence, once, so that whoever sets up a receiver sees whether it comes through."""
    epoch, seq = here()
    delivery = endpoint.deliveries.create(kind=Kind.TEST, cursor=cursor(epoch, seq))
    attempt(delivery)
    delivery.refresh_from_db()
    return delivery


def attempt(delivery: Delivery) -> bool | None:
    """Try a delivery once, unless somebody else does: True for received, False for failed, None for somebody else's."""
    now, tries = timezone.now(), delivery.tries + 1
    # Counting the try up is the claim, and being busy keeps others away until it must have ended.
    free = Q(busy_until=None) | Q(busy_until__lt=now)
    claim = Delivery.objects.filter(free, pk=delivery.pk, state=DeliveryState.WAITING, tries=delivery.tries)
    if delivery.kind != Kind.TEST:
        claim = claim.filter(endpoint__in=Endpoint.objects.active())
    if not claim.update(tries=tries, tried_at=now, busy_until=now + BUSY, due_at=now + wait_after(tries)):
        return None
    endpoint = delivery.endpoint
    with translation.override(settings.LANGUAGE_CODE):
        try:
            answer = post(endpoint.url, *_signed(delivery, int(time.time())))
        except NoSecret:
            _fail(delivery, error=_("There is no secret to sign with. Make a new one."))
            pause(endpoint, _("There is no secret to sign with. Make a new one."))
            return False
        except NotPosted as refusal:
            _fail(delivery, error=str(refusal))
            return False
        if not answer.is_received:
            _fail(delivery, answer, _refusal(answer))
            if answer.status == GONE and delivery.kind != Kind.TEST:
                pause(endpoint, _("The receiver answered that it is gone for good (410)."))
            return False
    sent = {"state": DeliveryState.SENT, "sent_at": timezone.now(), "due_at": None, "busy_until": None, "error": ""}
    Delivery.objects.filter(pk=delivery.pk).update(status=answer.status, milliseconds=answer.milliseconds, **sent)
    if delivery.kind != Kind.TEST:
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
    return True


def _signed(delivery: Delivery, timestamp: int) -> tuple[bytes, dict[str, str]]:
    """What is posted: the body, and the headers that prove it ours."""
    told: dict[str, Any] = {"delivery": delivery.key.hex, "kind": delivery.kind, "next": delivery.cursor}
    site = origin()
    changes = Change.objects.filter(seq__in=delivery.changes).order_by("seq")
    told["events"] = events(changes, delivery.cursor.partition(".")[0], site)
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return body, {
        "Content-Type": "application/json",
        "User-Agent": f"QCDC-Webhooks/1 (+{site})",
        "QCDC-Webhook-Id": delivery.key.hex,
        "QCDC-Webhook-Timestamp": str(timestamp),
        "QCDC-Webhook-Signature": signature(delivery.endpoint, delivery.key.hex, str(timestamp), body),
    }


def wait_after(tries: int) -> datetime.timedelta:
    """How long a delivery rests after so many tries: a minute, two, four … six hours, each a little more or less than the last time."""
    return min(FIRST_WAIT * 2 ** min(tries - 1, 20), LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311 (spreads the load)


def _refusal(answer: Answer) -> str:
    if 300 <= answer.status < 400:
        return _("Redirects are not followed. Enter the address itself.")
    return _("The receiver answered %(status)s.") % {"status": answer.status}


def _fail(delivery: Delivery, answer: Answer | None = None, error: str = "") -> None:
    """Note a try that failed; an endpoint that has failed for days is paused."""
    logger.warning("Delivery %s was not received: %s", delivery.key.hex, error)
    told = {"status": answer and answer.status, "milliseconds": answer and answer.milliseconds, "error": error[:300], "busy_until": None}
    if delivery.kind == Kind.TEST:
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.GIVEN_UP, due_at=None, **told)
        return
    Delivery.objects.filter(pk=delivery.pk).update(**told)
    now = timezone.now()
    Endpoint.objects.filter(pk=delivery.endpoint_id, failing_since=None).update(failing_since=now)
    since = Endpoint.objects.values_list("failing_since", flat=True).get(pk=delivery.endpoint_id)
    if since and now - since > LONGEST_FAILURE:
        pause(delivery.endpoint, _("Nothing was received for three days. Last: %(error)s") % {"error": error})


def pause(endpoint: Endpoint, because: str) -> None:
    """Stop telling an endpoint; whoever looks after it gets one letter."""
    running = Endpoint.objects.active().filter(pk=endpoint.pk)
    if not running.update(is_active=False, closed_at=timezone.now(), closed_because=because[:300]):
        return
    owner = endpoint.owner
    if settings.NOTIFY_BY_EMAIL and owner and owner.is_active and owner.email:
        body = _(
            "%(address)s is not told any more what happens to the record.\n\n%(because)s\n\n"
            "Once it answers again, resume it in the newsroom: it is then told everything since.\n"
        )
        Notice.objects.create(
            to=owner.email,
            subject=_("The webhook “%(name)s” was paused") % {"name": endpoint.name},
            body=body % {"address": endpoint.url, "because": because},
        )


def resume(endpoint: Endpoint) -> None:
    """Tell an endpoint again, everything since it was last told."""
    Endpoint.objects.filter(pk=endpoint.pk).update(is_active=True, closed_at=None, closed_because="", failing_since=None)
    endpoint.deliveries.waiting().update(due_at=timezone.now())


def send_now(endpoint: Endpoint) -> Delivery | None:
    """Try at once what waits for its next try; None where nothing waits."""
    delivery = endpoint.deliveries.waiting().first()
    if delivery:
        attempt(delivery)
        delivery.refresh_from_db()
    return delivery


def forget_old() -> None:
    """Let go of deliveries that are done: those of a month ago, and what is beyond the last five hundred of an endpoint."""
    done = Delivery.objects.exclude(state=DeliveryState.WAITING, kind__in=[Kind.EVENTS, Kind.RESET])
    done.filter(created_at__lt=timezone.now() - HISTORY).delete()
    for endpoint in Endpoint.objects.all():
        newest_first = done.filter(endpoint=endpoint).order_by("-created_at").values_list("created_at", flat=True)
        for moment in newest_first[MOST_HISTORY : MOST_HISTORY + 1]:
            done.filter(endpoint=endpoint, created_at__lte=moment).delete()
