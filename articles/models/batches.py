"""Many reports brought at once, a zip or a folder, and what became of each."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.intakes import Intake
from articles.models.rights import sees_everything
from qcdc.fields import NFCCharField, NFCTextField


class Outcome(models.TextChoices):
    """What became of one report of a batch."""

    FILED = "filed", pgettext_lazy("report of a batch", "Filed")
    COVERAGE = "coverage", _("Added to a conference")
    DUPLICATE = "duplicate", _("There already")
    DOUBTFUL = "doubtful", _("To be checked")
    UNREADABLE = "unreadable", _("Not readable")


class BatchQuerySet(models.QuerySet["Batch"]):
    def for_editor(self, editor: Any) -> Self:
        """Her own; everybody's for those who see every draft and may change what was pasted."""
        if editor.has_perm("articles.change_intake") and sees_everything(editor):
            return self
        return self.filter(started_by=editor)


class Batch(models.Model):
    """A zip or a folder of reports on its way into the drafts; it may stop at any report and go on later."""

    name = NFCCharField(_("name"), max_length=200, editable=False)
    file = models.CharField(max_length=200, blank=True, editable=False)
    source = models.CharField(max_length=500, blank=True, editable=False, db_index=True)
    total = models.PositiveIntegerField(_("reports"), default=0, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, editable=False, verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("batch of reports")
        verbose_name_plural = _("batches of reports")
        constraints = [
            models.UniqueConstraint(fields=["source", "started_by"], condition=~models.Q(source=""), name="batch_of_a_place_is_one")
        ]

    def __str__(self) -> str:
        return self.name

    def counts(self) -> dict[str, int]:
        """How many reports had each outcome, in the order of the outcomes."""
        found = dict(self.lines.order_by().values_list("outcome").annotate(models.Count("pk")))
        return {outcome: found.get(outcome, 0) for outcome in Outcome.values}


class BatchLine(models.Model):
    """One report of a batch, and what became of it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines", editable=False)
    name = NFCCharField(_("name of the file"), max_length=320, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, editable=False)
    reason = NFCTextField(_("reason"), blank=True, editable=False)
    intake = models.ForeignKey(
        Intake, models.SET_NULL, related_name="batch_lines", null=True, editable=False, verbose_name=_("pasted report")
    )

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = _("report of a batch")
        verbose_name_plural = _("reports of a batch")
        constraints = [
            models.UniqueConstraint(fields=["batch", "name"], name="batch_line_is_one"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="batch_line_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
