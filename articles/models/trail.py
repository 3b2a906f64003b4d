"""The audit trail: who did what to an article, when and why. Rows are added, never changed or erased."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.editions import Edition
from articles.models.rights import sees_everything, work_q
from articles.models.states import published_q
from qcdc.fields import NFCCharField, NFCTextField


class Deed(models.TextChoices):
    """What can happen to an article in the newsroom."""

    CREATED = "created", _("created")
    EDITED = "edited", _("edited")
    DRAFT_OPENED = "draft-opened", _("new draft opened")
    RESTORED = "restored", _("old edition restored as a draft")
    SET_ASIDE = "set-aside", _("draft set aside")
    SENT = "sent", _("sent for review")
    TAKEN_BACK = "taken-back", _("taken back")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    UNSCHEDULED = "unscheduled", _("schedule cancelled")
    PUBLISHED = "published", _("published")
    UNPUBLISHED = "unpublished", _("back to the drafts")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MOVED = "moved", _("address changed")
    LINK_MADE = "link-made", _("preview link made")
    LINK_REVOKED = "link-revoked", _("preview link revoked")
    DELETED = "deleted", _("deleted")


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def for_reader(self, reader: Any) -> Self:
        """The trail of the articles whose work somebody of the newsroom may see; of other published ones that of what readers have seen."""
        if not reader.has_perm("articles.view_article"):
            return self.none()
        of_deleted = models.Q(article__isnull=True) if sees_everything(reader) else models.Q(article__isnull=True, by=reader)
        its_own = Edition.objects.filter(article=models.OuterRef("article"), number=models.OuterRef("edition_number")).order_by()
        public = its_own.filter(live_from__lte=timezone.now())
        return self.filter(work_q(reader, "article__") | (published_q("article__") & models.Exists(public)) | of_deleted)

    def delete(self) -> NoReturn:
        raise ValidationError(_("The audit trail is never erased."))


class AuditEntry(models.Model):
    """One step in the life of an article, as it was when it happened."""

    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, related_name="trail", null=True, blank=True, editable=False, verbose_name=_("article")
    )
    article_number = models.PositiveBigIntegerField(_("number of the article"), editable=False, db_index=True)
    edition_number = models.PositiveIntegerField(_("edition"), null=True, blank=True, editable=False)
    headline = NFCCharField(_("headline"), max_length=500, blank=True, editable=False)
    deed = models.CharField(_("what happened"), max_length=16, choices=Deed, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False, verbose_name=_("by")
    )
    by_name = NFCCharField(_("name"), max_length=160, blank=True, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False, db_index=True)
    comment = NFCTextField(_("why"), blank=True, editable=False)
    moment = models.DateTimeField(_("set for"), null=True, blank=True, editable=False)
    details = models.JSONField(_("details"), default=dict, blank=True, editable=False)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("entry of the audit trail")
        verbose_name_plural = _("audit trail")
        indexes = [models.Index(fields=["article", "-at", "-id"], name="trail_by_article")]
        constraints = [models.CheckConstraint(condition=models.Q(deed__in=Deed.values), name="deed_is_known")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} · {self.by_name or '—'} · {timezone.localtime(self.at):%d/%m/%Y %H:%M}"

    @classmethod
    def note_deletion(cls, article: Any, by: Any = None) -> "AuditEntry":
        """Write down that a draft which no reader ever saw was erased, under its last headline."""
        working = article.working
        return cls.objects.create(
            article_number=article.pk,
            edition_number=working.number if working else None,
            headline=working.headline if working else article.slug,
            deed=Deed.DELETED,
            by=by,
            by_name=name_of(by),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was written; the database refuses it too (articles.seal)."""
        if not self._state.adding:
            raise ValidationError(_("The audit trail is never changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(_("The audit trail is never erased."))


def name_of(user: Any) -> str:
    """What a colleague is called in the trail: the full name, else the login."""
    return (user.get_full_name() or user.get_username()) if user and user.pk else ""
