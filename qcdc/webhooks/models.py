"""Who asked to be told, how far each was told, and every telling."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from qcdc.changes.cursors import here
from qcdc.changes.models import Change
from qcdc.fields import NFCCharField
from qcdc.webhooks.addresses import LONGEST, check_url


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def active(self) -> "EndpointQuerySet":
        """Those that are told; the others were paused, by somebody or by a long failure."""
        return self.filter(is_active=True)


class Endpoint(models.Model):
    """An address at which another system is told what happens to the record."""

    name = NFCCharField(_("name"), max_length=100, help_text=_("Whose system it is, for those who keep this list."))
    url = models.CharField(
        _("address"),
        max_length=LONGEST,
        unique=True,
        validators=[check_url],
        error_messages={"unique": _("This address is told already.")},
        help_text=_("A public address that begins with https://."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Gets a letter when the address has failed for too long."),
    )
    nouns = models.JSONField(_("kinds of record"), default=list, blank=True, help_text=_("None chosen: all."))
    actions = models.JSONField(_("what happened"), default=list, blank=True, help_text=_("None chosen: everything."))
    is_active = models.BooleanField(_("active"), default=True, editable=False)
    closed_because = models.CharField(_("paused because"), max_length=300, blank=True, editable=False)
    closed_at = models.DateTimeField(_("paused at"), null=True, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    epoch = models.CharField(max_length=12, editable=False)
    seq = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new one is told what happens from now on."""
        if self._state.adding and not self.epoch:
            self.epoch, self.seq = here()
        super().save(*args, **kwargs)

    def wanted(self) -> models.QuerySet[Change]:
        """The changes that it asks to be told, whenever they happened."""
        changes = Change.objects.order_by("seq")
        if self.nouns:
            changes = changes.filter(noun__in=self.nouns)
        return changes.filter(action__in=self.actions) if self.actions else changes


class Secret(models.Model):
    """What the deliveries to an endpoint are signed with: not the secret itself but a seed, from which the site's own key makes it.

    Whoever reads the database, or a copy of it, cannot sign. `check` tells which key it was made with.
    """

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="secrets")
    seed = models.CharField(max_length=64)
    check_digest = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]
        verbose_name = _("secret of a webhook")
        verbose_name_plural = _("secrets of webhooks")

    def __str__(self) -> str:
        return f"{self.endpoint_id} · {self.made_at:%d/%m/%Y}"


class Kind(models.TextChoices):
    """What a delivery tells."""

    EVENTS = "events", _("events")
    RESET = "reset", _("the sequence began anew")
    TEST = "test", _("test")


class DeliveryState(models.TextChoices):
    """Whether a delivery was received."""

    WAITING = "waiting", pgettext_lazy("delivery", "waiting")
    SENT = "sent", pgettext_lazy("delivery", "received")
    GIVEN_UP = "given-up", pgettext_lazy("delivery", "given up")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        """Those of the sequence that are still to be received, the oldest first. A test is tried once, when it is made."""
        return self.filter(state=DeliveryState.WAITING).exclude(kind=Kind.TEST).order_by("created_at", "pk")


class Delivery(models.Model):
    """One POST to an endpoint, tried until it is received: some changes in a row, or a word of its own."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.EVENTS)
    changes = models.JSONField(default=list)
    cursor = models.CharField(_("cursor"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last tried at"), null=True)
    busy_until = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(_("next try"), null=True, default=timezone.now)
    sent_at = models.DateTimeField(_("received at"), null=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), null=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["endpoint", "state", "created_at"], name="delivery_to_make")]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"],
                condition=models.Q(state=DeliveryState.WAITING) & ~models.Q(kind=Kind.TEST),
                name="delivery_waits_for_the_one_before",
            )
        ]

    def __str__(self) -> str:
        return f"{self.endpoint} · {timezone.localtime(self.created_at):%d/%m/%Y %H:%M:%S}"

    @property
    @admin.display(description=_("what it tells"))
    def told(self) -> str:
        """What it tells, in words."""
        if self.kind != Kind.EVENTS:
            return str(self.get_kind_display())
        return ngettext("%(count)s event", "%(count)s events", len(self.changes)) % {"count": len(self.changes)}

    @property
    @admin.display(description=_("answer"))
    def answered(self) -> str:
        """What came back, in words."""
        if self.state == DeliveryState.SENT:
            return str(_("%(status)s after %(time)s ms") % {"status": self.status, "time": self.milliseconds})
        return self.error
