"""Beats: staff whose work is limited to some provinces."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.provinces import Province


class Beat(models.Model):
    """The provinces that somebody of the newsroom works for; without a beat, or with an empty one, there is no limit."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="beat", verbose_name=_("user"))
    provinces = models.ManyToManyField(Province, related_name="beats", blank=True, verbose_name=_("provinces"))

    class Meta:
        verbose_name = _("beat")
        verbose_name_plural = _("beats")

    def __str__(self) -> str:
        return str(self.user)


def provinces_of(person: Any) -> frozenset[int]:
    """The provinces that somebody is limited to; none where there is no limit."""
    if person.is_superuser or not person.pk:
        return frozenset()
    if not hasattr(person, "_provinces_of_beat"):
        person._provinces_of_beat = frozenset(Province.objects.filter(beats__user=person).values_list("pk", flat=True))
    return person._provinces_of_beat
