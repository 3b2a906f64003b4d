"""A key of the API. What is kept of it is its fingerprint: nobody can read the key itself out of the database."""

import hashlib
import re
import secrets
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from qcdc.fields import NFCCharField

WRITTEN = re.compile(r"qcdc_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")
MOST_PER_MINUTE = 100_000


class Scope(models.TextChoices):
    """How far a key reaches."""

    READ = "read", pgettext_lazy("key", "what anybody may read")
    STAFF = "staff", pgettext_lazy("key", "also what its owner sees in the newsroom")


def fingerprint(secret: str) -> str:
    """What is kept of a key. The key has 256 bits of chance in it, so a plain digest cannot be undone by guessing."""
    return hashlib.sha256(secret.encode()).hexdigest()


class KeyQuerySet(models.QuerySet["Key"]):
    def valid(self) -> Self:
        """Keys that open the door now: not revoked, not expired, of an account that is active."""
        unexpired = models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=timezone.localdate())
        return self.filter(unexpired, revoked_at__isnull=True, owner__is_active=True)

    def find(self, secret: str) -> "Key | None":
        """The valid key that somebody shows, or None."""
        if not WRITTEN.fullmatch(secret):
            return None
        return self.valid().select_related("owner").filter(digest=fingerprint(secret)).first()


class Key(models.Model):
    """A key that somebody of the newsroom made for a system that reads the API, and for which she answers."""

    name = NFCCharField(_("used by"), max_length=120, help_text=_("The system that uses the key, and whom to ask about it."))
    scope = models.CharField(pgettext_lazy("key", "reach"), max_length=5, choices=Scope, default=Scope.READ)
    per_minute = models.PositiveIntegerField(
        _("requests per minute"), default=6_000, validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_MINUTE)]
    )
    expires_on = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day. Left empty, until it is revoked."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys", editable=False, verbose_name=pgettext_lazy("key", "owner")
    )
    prefix = models.CharField(_("begins with"), max_length=13, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = KeyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["digest", "last_used_on"])

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="key_scope_is_known"),
            models.CheckConstraint(condition=models.Q(per_minute__gte=1), name="key_lets_ask"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def cut(self) -> str:
        """Give a new key its secret, which is told here once and never again."""
        self.prefix = f"qcdc_{''.join(secrets.choice('abcdefghijkmnpqrstuvwxyz23456789') for _each in range(8))}"
        secret = f"{self.prefix}_{secrets.token_urlsafe(32)}"
        self.digest = fingerprint(secret)
        return secret

    def revoke(self) -> None:
        """End the key, at once and for good."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

    def used(self) -> None:
        """Remember the day: which keys nobody uses any more is worth knowing, every request is not."""
        today = timezone.localdate()
        if self.last_used_on != today:
            Key.objects.filter(pk=self.pk).update(last_used_on=today)

    @property
    def is_valid(self) -> bool:
        expired = self.expires_on and self.expires_on < timezone.localdate()
        return not (self.revoked_at or expired or not self.owner.is_active)

    @property
    def reader(self) -> Any:
        """Whose eyes the key lends for what is not public; None where it lends nobody's."""
        return self.owner if self.scope == Scope.STAFF and self.owner.is_staff else None
