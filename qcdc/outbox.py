"""The outbox: letters that were written and wait until the mail server has taken them."""

import datetime
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone

from qcdc.models import Notice

logger = logging.getLogger(__name__)

MOST_TRIES = 6
MOST_AT_ONCE = 100
FIRST_WAIT = datetime.timedelta(minutes=2)


def due(notice: Notice, now: datetime.datetime) -> bool:
    """Whether a letter is to be tried now: after each try it waits longer, two minutes, four, eight …"""
    return notice.tried_at is None or now >= notice.tried_at + FIRST_WAIT * 2 ** (notice.tries - 1)


def waiting() -> models.QuerySet[Notice]:
    """Letters that were not sent and are not given up, the oldest first."""
    return Notice.objects.filter(sent_at__isnull=True, tries__lt=MOST_TRIES).order_by("created_at", "pk")


def send_waiting(*, also_not_due: bool = False) -> tuple[int, int]:
    """Send what is due; how many went, how many failed. Two senders at once send no letter twice."""
    now = timezone.now()
    went = [_send_one(notice) for notice in waiting()[:MOST_AT_ONCE] if also_not_due or due(notice, now)]
    return went.count(True), went.count(False)


def _send_one(notice: Notice) -> bool | None:
    """Send one letter unless another sender has it: True for sent, False for failed, None for somebody else's."""
    pk = notice.pk
    # Counting the try up first is the claim: of two senders only one finds the number that both read. The other comes back
    # after the waiting time, which is longer than the mail server is given to answer (EMAIL_TIMEOUT).
    claim = Notice.objects.filter(pk=pk, sent_at__isnull=True, tries=notice.tries)
    if not claim.update(tries=notice.tries + 1, tried_at=timezone.now()):
        return None
    try:
        EmailMessage(notice.subject, notice.body, settings.DEFAULT_FROM_EMAIL, [notice.to]).send()
    except Exception as error:  # noqa: BLE001 (whatever the mail server says, the letter is kept and tried again)
        logger.warning("Letter %s was not taken: %s", pk, error)
        Notice.objects.filter(pk=pk).update(error=f"{type(error).__name__}: {error}"[:300])
        return False
    Notice.objects.filter(pk=pk).update(sent_at=timezone.now(), error="")
    return True
