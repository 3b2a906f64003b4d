"""The secrets of webhooks, and signatures made with them."""

import base64
import datetime
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from qcdc.webhooks.models import Endpoint, Secret

PREFIX = "whsec_"
OVERLAP = datetime.timedelta(days=1)


class NoSecret(Exception):
    """No secret of an endpoint can be made any more: the key that they came from is gone from the settings."""


def new_secret(endpoint: Endpoint) -> str:
    """Give an endpoint a new secret, told here once and never again; the one before stays valid for a day."""
    seed, now = secrets.token_urlsafe(32), timezone.now()
    secret = _secret(settings.SECRET_KEY, seed)
    with transaction.atomic():
        for old in list(endpoint.secrets.all())[1:]:
            old.delete()
        endpoint.secrets.filter(until=None).update(until=now + OVERLAP)
        endpoint.secrets.create(seed=seed, check_digest=_check(secret), made_at=now)
    return secret


def valid_secrets(endpoint: Endpoint) -> list[str]:
    """The secrets with which deliveries are signed now, the newest first."""
    found = endpoint.secrets.filter(Q(until=None) | Q(until__gt=timezone.now()))
    return [secret for each in found if (secret := _made_anew(each))]


def signature(endpoint: Endpoint, delivery: str, timestamp: str, body: bytes) -> str:
    """The value of the header QCDC-Webhook-Signature: one signature for each valid secret. Raises NoSecret."""
    valid = valid_secrets(endpoint)
    if not valid:
        raise NoSecret
    message = f"{delivery}.{timestamp}.".encode() + body
    return ",".join(f"v1={hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()}" for secret in valid)


def _made_anew(kept: Secret) -> str | None:
    """The secret as it was told, whichever of the site's keys it was made with."""
    tried = (_secret(key, kept.seed) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    return next((secret for secret in tried if hmac.compare_digest(_check(secret), kept.check_digest)), None)


def _secret(key: str, seed: str) -> str:
    digest = hmac.new(key.encode(), b"qcdc.webhooks." + seed.encode(), hashlib.sha256).digest()
    return PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _check(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:16]
