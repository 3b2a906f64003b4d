"""What the frame keeps beside the record: its own pages, who sits where, lists somebody likes, addresses that moved, mail to send."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from qcdc.fields import NFCCharField, NFCTextField, ProseField


class Revisioned(models.Model):
    """A row that several people edit: each save through a desk counts its revision up, so that a stale form is noticed.

    `saved_with` is the token of the form that saved last: the same form sent twice is one save.
    """

    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    saved_with = models.CharField(max_length=36, default="", blank=True, editable=False, db_index=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("last changed by"),
    )

    class Meta:
        abstract = True

    def touch(self, by: Any = None) -> None:
        """Count the revision up after a change made outside the form, so that a form opened before it is stale."""
        person = by if by and by.pk else None
        type(self)._base_manager.filter(pk=self.pk).update(revision=models.F("revision") + 1, changed_by=person, saved_with="")
        self.refresh_from_db(fields=["revision", "changed_by", "saved_with"])


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> Self:
        """All of them: what stands on such a page is for everybody."""
        return self.all()

    def for_reader(self, reader: Any) -> Self:
        return self.published()


class Page(Revisioned):
    """A page on which the site speaks of itself: what it is, how to reach the newsroom, the terms of use.

    Its address is part of the house; its words are the newsroom's. A site starts with those in `qcdc/first_words/`.
    """

    slug = models.SlugField(_("address"), unique=True, editable=False)
    title = NFCCharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    body = ProseField(_("text"))
    body_en = ProseField(_("text in English"), blank=True, help_text=_("Left empty, readers of the English pages get the Vietnamese text."))
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = PageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["revision", "saved_with", "changed_by"])

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page of the site")
        verbose_name_plural = _("pages of the site")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    @property
    def language(self) -> str:
        """The language in which a reader of this moment gets the page."""
        return "en" if get_language() == "en" and self.body_en else "vi"

    @property
    def shown_title(self) -> str:
        return self.title_en if self.language == "en" and self.title_en else self.title

    @property
    def shown_body(self) -> str:
        return self.body_en if self.language == "en" else self.body


class Presence(models.Model):
    """Somebody who has the form of a row open, as of the last sign of life from the browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    model = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    seen_at = models.DateTimeField(default=timezone.now)
    typing_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        indexes = [models.Index(fields=["model", "object_id", "seen_at"], name="presence_by_row")]
        constraints = [models.UniqueConstraint(fields=["user", "model", "object_id"], name="presence_is_one")]

    def __str__(self) -> str:
        return f"{self.user} · {self.model} {self.object_id}"


class KeptForm(models.Model):
    """What somebody has typed into a form and not yet saved: the fields as the browser would post them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    model = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    token = models.CharField(max_length=36, db_index=True)
    revision = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=list)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("unsaved form")
        verbose_name_plural = _("unsaved forms")
        indexes = [models.Index(fields=["user", "model", "object_id"], name="kept_form_by_row")]
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="kept_form_is_one")]

    def __str__(self) -> str:
        return f"{self.user} · {self.model} {self.object_id or '+'}"


class SavedFilter(models.Model):
    """A list of the admin as somebody likes to see it: its filters, its words, its order, under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    model = models.CharField(max_length=100)
    name = NFCCharField(_("name"), max_length=80)
    query = models.CharField(_("query"), max_length=2000)
    shared = models.BooleanField(_("shown to everybody"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "model", "name"],
                name="saved_filter_has_its_name",
                violation_error_message=_("You already have a filter of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FormerAddress(models.Model):
    """An address part that a row had before: what is asked for under it is led to where the row is now."""

    model = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["model", "slug"], name="former_address_leads_to_one")]
        indexes = [models.Index(fields=["model", "object_id"], name="former_address_by_row")]

    def __str__(self) -> str:
        return self.slug


class Notice(models.Model):
    """A letter to somebody concerned, kept until the mail server has taken it."""

    to = models.EmailField(pgettext_lazy("letter", "to"))
    subject = NFCCharField(_("subject"), max_length=250)
    body = NFCTextField(_("text"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [models.Index(fields=["sent_at", "created_at"], name="notice_to_send")]

    def __str__(self) -> str:
        return self.subject


def label_of(row: Any) -> str:
    """The name under which the rows of a model are remembered here: "articles.article"."""
    return str(row._meta.label_lower)
