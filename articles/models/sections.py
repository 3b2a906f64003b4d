"""Sections of the site (chuyên mục), and who works for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.conferences import Named
from qcdc.fields import SortKeyField


class Section(Named):
    """A section of the newspaper. Staff named here work on its articles alone."""

    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="sections",
        blank=True,
        verbose_name=_("limited to this section"),
        help_text=_("Whoever is named here works only on articles of the sections that name them, and on their own."),
    )
    sort_key = SortKeyField(of="name")

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
