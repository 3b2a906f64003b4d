"""Links by which somebody outside the newsroom may look at an article before it is published."""

import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qcdc.fields import NFCCharField

SALT = "articles.preview"


class PreviewLink(models.Model):
    """A signed address that shows an article's edition in work to whoever holds it, until it ends or is revoked."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="preview_links", verbose_name=_("article"))
    made_for = NFCCharField(_("for whom"), max_length=160, blank=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return self.made_for or str(self.pk)

    @property
    def token(self) -> str:
        """The signed part of the address: nobody can make one up."""
        return signing.Signer(salt=SALT).sign(str(self.pk))

    @property
    def is_open(self) -> bool:
        """Whether the link still shows something."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @classmethod
    def holding(cls, token: str) -> "PreviewLink | None":
        """The link with a token, if the signature is ours and the link is open."""
        try:
            pk = signing.Signer(salt=SALT).unsign(token)
        except signing.BadSignature:
            return None
        link = cls.objects.select_related("article").filter(pk=pk).first() if pk.isdigit() else None
        return link if link and link.is_open else None

    def get_absolute_url(self) -> str:
        return reverse("articles:preview", args=[self.token])

    @classmethod
    def make(cls, article: Any, *, by: Any, days: int, made_for: str = "") -> "PreviewLink":
        """A new link that is valid for some days."""
        return cls.objects.create(
            article=article, created_by=by, made_for=made_for, expires_at=timezone.now() + datetime.timedelta(days=days)
        )
