"""What was reported in numbers, with unit, qualifier, level, period, place and speaker."""

from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.attendance import Attendance, Qualifier
from meetings.models.conferences import Conference, Named, published_q
from meetings.models.provinces import Province
from meetings.models.rights import within_reach, within_sight
from qcdc.fields import NFCCharField, NFCTextField
from qcdc.partial_dates import PartialDateField

__all__ = ["Figure", "Indicator", "Level", "Qualifier"]


class Level(models.TextChoices):
    """The level of government a figure counts; districts ended on 1/7/2025 and stay in the record."""

    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Provincial level")
    DISTRICT = "district", _("District level")
    COMMUNE = "commune", _("Commune level")
    UNIT = "unit", _("Agencies and units")


class Indicator(Named):
    """A quantity that reports on grassroots democracy count."""

    unit = NFCCharField(_("unit"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source = NFCCharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")


class FigureQuerySet(models.QuerySet["Figure"]):
    def published(self) -> Self:
        """Figures reported at conferences that anybody may see."""
        return self.filter(published_q("conference__"))

    def for_reader(self, reader: Any) -> Self:
        return within_sight(self, reader) if reader.has_perm("meetings.see_drafts") else self.published()

    def for_editor(self, editor: Any) -> Self:
        return within_reach(self, editor)

    def with_context(self) -> Self:
        """Load each figure's indicator, province and speaker."""
        return self.select_related("indicator", "province", "said_by__official__merged_into")


class Figure(models.Model):
    """One reported number, kept with the words in which it was printed."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="figures", verbose_name=_("conference"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures", verbose_name=_("indicator"))
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = NFCCharField(_("unit"), max_length=40, blank=True, help_text=_("Left empty, the unit of the indicator holds."))
    percent = models.DecimalField(
        _("percentage"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    done = models.DecimalField(_("done"), max_digits=20, decimal_places=4, null=True, blank=True)
    plan = models.DecimalField(_("planned"), max_digits=20, decimal_places=4, null=True, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    period_start = PartialDateField(_("period"), blank=True, help_text=_("A year, a month or a day: 2017, 6/2018."))
    period_end = PartialDateField(_("to"), blank=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="figures", null=True, blank=True, verbose_name=_("province"))
    said_by = models.ForeignKey(Attendance, models.SET_NULL, related_name="figures", null=True, blank=True, verbose_name=_("said by"))
    quote = NFCTextField(_("words as printed"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = FigureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        indexes = [models.Index(fields=["indicator", "period_start"], name="figure_by_indicator")]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=["", *Level.values]), name="figure_level_is_known"),
            models.CheckConstraint(condition=models.Q(qualifier__in=["", *Qualifier.values]), name="figure_qualifier_is_known"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | models.Q(percent__isnull=False) | models.Q(done__isnull=False),
                name="figure_has_a_number",
                violation_error_message=_("A figure needs a value, a percentage, or what was done of what was planned."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gte=0),
                name="figure_percent_is_not_negative",
                violation_error_message=_("A percentage cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(plan__isnull=True) | models.Q(done__isnull=False),
                name="figure_plan_has_its_done",
                violation_error_message=_("Say what was done of what was planned."),
            ),
        ]

    def __str__(self) -> str:
        number = self.value if self.value is not None else self.percent if self.percent is not None else self.done
        return f"{self.indicator}: {Decimal(number or 0).normalize():f}"

    def clean(self) -> None:
        if self.said_by and self.said_by.conference_id != self.conference_id:
            raise ValidationError({"said_by": _("The speaker must be at the same conference.")})
        start, end = self.period_start, self.period_end
        if start and end and end[: len(start)] < start[: len(end)]:
            raise ValidationError({"period_end": _("A period cannot end before it begins.")})

    @property
    def unit_name(self) -> str:
        """The unit in which the value is counted."""
        return self.unit or self.indicator.unit
