"""The index: an entry for each thing that can be found, the words that were met, and what waits to be read again."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qcdc.fields import FoldedField, NFCCharField, binary_collation


class PlainField(models.CharField):
    """Text compared byte by byte on every database."""

    def db_parameters(self, connection: Any) -> Any:
        return binary_collation(super().db_parameters(connection), connection)


class Entry(models.Model):
    """Something that can be found, for as long as readers may see it: from `since` until `until`.

    `place` is its place in the order of time (storage.place_of). The words it is found by stand in a column (PostgreSQL)
    or table (SQLite) of their own, made by a migration and told by `id`, which no later entry is given again.
    """

    id = models.BigAutoField(primary_key=True)
    place = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    facets = models.TextField(default="")
    checksum = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["object_id"], name="entry_by_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Due(models.Model):
    """A row that was written to since the index last read it: noted by the database itself, whoever wrote it."""

    label = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.label} {self.object_id}"


class Term(models.Model):
    """A word as some entry spells it, folded and with its marks: what a word asked for without marks, begun or misspelt may mean."""

    spelling = PlainField(max_length=100, primary_key=True)
    folded = PlainField(max_length=40, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.spelling


class Synonym(models.Model):
    """Two ways of writing one thing, an abbreviation and its words: who asks for one finds the other."""

    short = NFCCharField(_("abbreviation"), max_length=40)
    whole = NFCCharField(pgettext_lazy("abbreviation", "stands for"), max_length=200)
    search_text = FoldedField(of=("short", "whole"))

    class Meta:
        ordering = ["short", "pk"]
        verbose_name = _("abbreviation of the search")
        verbose_name_plural = _("abbreviations of the search")
        constraints = [
            models.UniqueConstraint(
                fields=["short", "whole"], name="synonym_is_listed_once", violation_error_message=_("This pair is already listed.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.short} = {self.whole}"
