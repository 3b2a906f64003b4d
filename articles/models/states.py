"""The states of an article, the stages of its edition in work, and the one rule by which anybody may see it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The public life of an article. Published and dated in the future is what editors call scheduled."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Stage(models.TextChoices):
    """How far an edition has come in the newsroom. What goes live was approved; what was set aside is kept to look at."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    APPROVED = "approved", _("Approved")
    SET_ASIDE = "set-aside", _("Set aside")


class Status(models.TextChoices):
    """Where the work on an article stands: what its buttons, lists and letters speak of. Computed, never stored."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def published_q(prefix: str = "") -> models.Q:
    """The condition under which anybody may see an article, seen from a row that points at it by `prefix`."""
    now = timezone.now()
    embargo, expiry = f"{prefix}embargo_until", f"{prefix}expires_at"
    return models.Q(
        models.Q(**{f"{embargo}__isnull": True}) | models.Q(**{f"{embargo}__lte": now}),
        models.Q(**{f"{expiry}__isnull": True}) | models.Q(**{f"{expiry}__gt": now}),
        **{f"{prefix}state": State.PUBLISHED, f"{prefix}published_at__lte": now},
    )
