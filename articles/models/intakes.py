"""Reports as they were pasted, kept from the first second until they are filed, and after."""

import datetime
import hashlib
import re
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.articles import Article
from articles.models.rights import sees_everything
from meetings.models import Conference
from qcdc.fields import NFCCharField, NFCTextField, one_newline
from qcdc.models import Revisioned
from qcdc.vietnamese import fold, nfc

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
WORDS = re.compile(r"\w+")


class IntakeState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a pasted report", "Open")
    FILED = "filed", _("Filed")
    DROPPED = "dropped", _("Dropped")


class IntakeQuerySet(models.QuerySet["Intake"]):
    def for_editor(self, editor: Any) -> Self:
        """Her own; all of them with the right to change intakes, within her beat where she has one."""
        own = models.Q(pasted_by=editor)
        if not editor.has_perm("articles.change_intake"):
            return self.filter(own)
        if sees_everything(editor):
            return self
        return self.filter(own | models.Q(article__in=Article.objects.for_editor(editor).order_by().values("pk")))

    def of_text(self, text: str) -> Self:
        """Intakes of the same words, whatever their spaces, signs, marks and case."""
        return self.filter(sha256=fingerprint(text))


class Intake(Revisioned):
    """A newspaper report that somebody pasted, with what was corrected in its proposal, and what it became."""

    text = NFCTextField(_("pasted text"))
    sha256 = models.CharField(_("fingerprint of the words"), max_length=64, editable=False, db_index=True)
    source_name = NFCCharField(_("name of the file"), max_length=200, blank=True)
    pasted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="intakes",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("pasted by"),
    )
    pasted_at = models.DateTimeField(_("pasted at"), auto_now_add=True)
    pasted_on = models.DateField(_("pasted on"), default=timezone.localdate, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=IntakeState, default=IntakeState.OPEN, editable=False)
    problem = NFCTextField(_("why it could not be read"), blank=True, editable=False)
    draft = models.JSONField(_("proposal as corrected so far"), default=dict, blank=True, editable=False)
    photos = models.JSONField(_("photos that came in the file"), default=list, blank=True, editable=False)
    """Each as its key and the paragraph that stood under it."""
    captions = models.JSONField(_("captions whose photos are to come"), default=list, blank=True, editable=False)
    held_back = models.JSONField(_("lines that wait because the record is public"), default=list, blank=True, editable=False)
    article = models.ForeignKey(
        Article, models.SET_NULL, related_name="intakes", null=True, blank=True, editable=False, verbose_name=_("article")
    )
    conference = models.ForeignKey(
        Conference, models.SET_NULL, related_name="intakes", null=True, blank=True, editable=False, verbose_name=_("conference")
    )
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False, verbose_name=_("filed by")
    )

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-pasted_at", "-pk"]
        verbose_name = _("pasted report")
        verbose_name_plural = _("pasted reports")
        indexes = [models.Index(fields=["state", "-pasted_at"], name="intake_by_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=IntakeState.values), name="intake_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=IntakeState.FILED, filed_at__isnull=False)
                | (~models.Q(state=IntakeState.FILED) & models.Q(filed_at__isnull=True)),
                name="intake_filed_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text.strip().partition("\n")[0]).chars(80) or self.source_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = fingerprint(self.text)
        super().save(*args, **kwargs)

    @classmethod
    def keep(cls, text: str, *, by: Any = None, on: datetime.date | None = None, source_name: str = "", problem: str = "") -> "Intake":
        """Keep a pasted text as it came, before anything is read from it; spans count in `intake.text`."""
        return cls.objects.create(
            text=storable(text),
            pasted_by=by if by and by.pk else None,
            pasted_on=on or timezone.localdate(),
            source_name=source_name[:200],
            problem=problem,
        )

    def get_absolute_url(self) -> str:
        return reverse("admin:articles_intake_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it may still be corrected and filed; one whose draft was erased since may be filed again."""
        return self.state == IntakeState.OPEN or (self.state == IntakeState.FILED and self.article_id is None)


def storable(text: str) -> str:
    """Text as a database takes it, its lines ended by one character, as forms do not."""
    return one_newline(UNSTORABLE.sub("\ufffd", nfc(text)))


def tidy(text: str) -> str:
    """A value as a row keeps it: storable, without blanks around it."""
    return storable(text).strip()


def fingerprint(text: str) -> str:
    """The same for two copies of the same words, whatever their spaces, signs, marks and case."""
    return hashlib.sha256(" ".join(WORDS.findall(fold(text))).encode()).hexdigest()
