"""The states of an article, and the one rule by which anybody may see it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far an article has come. Published and dated in the future is what editors call scheduled."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    APPROVED = "approved", _("Approved")
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
