"""What the register was last told by the reference data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceRow(models.Model):
    """A row of a reference data file as it was last loaded, so that an editor's change can be told from an old value."""

    file = models.CharField(_("file"), max_length=40)
    key = models.CharField(_("key"), max_length=300)
    object_id = models.BigIntegerField(_("record"), null=True, blank=True)
    values = models.JSONField(_("values"), default=dict)

    class Meta:
        ordering = ["file", "key"]
        verbose_name = _("row of reference data")
        verbose_name_plural = _("rows of reference data")
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="reference_row_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.file}: {self.key}"
