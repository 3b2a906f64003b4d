"""Who was at a conference: this person, holding this post that day, for this province, in these roles."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.conferences import Conference, Named, published_q
from meetings.models.officials import Official, Post
from meetings.models.organisations import Organisation
from meetings.models.provinces import Province
from meetings.models.rights import within_reach, within_sight
from qcdc.fields import NFCCharField, NFCTextField


class Qualifier(models.TextChoices):
    """The word before a number that says how exact it is, as reports print it."""

    OVER = "over", _("over")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")
    AT_LEAST = "at-least", _("at least")


class Role(Named):
    """What somebody does at a conference: chairs it, welcomes, reports, concludes, attends."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source = NFCCharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def published(self) -> Self:
        """Attendance at conferences that anybody may see."""
        return self.filter(published_q("conference__"))

    def for_reader(self, reader: Any) -> Self:
        return within_sight(self, reader) if reader.has_perm("meetings.see_drafts") else self.published()

    def for_editor(self, editor: Any) -> Self:
        return within_reach(self, editor)

    def of(self, official: Official) -> Self:
        """The appearances of a person, those under merged records included."""
        return self.filter(models.Q(official=official) | models.Q(official__merged_into=official))

    def with_people(self) -> Self:
        """Load each attendance's person, post, body, province and roles."""
        return self.select_related(
            "official__merged_into", "post", "province", "organisation", "stands_in_for__merged_into"
        ).prefetch_related("roles")


class Attendance(models.Model):
    """A named official, or an unnamed group, at a conference; the titles are frozen as printed that day."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="attendances", verbose_name=_("conference"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="attendances", null=True, blank=True, verbose_name=_("official"))
    group_name = NFCCharField(
        _("unnamed group"), max_length=500, blank=True, help_text=_("As printed, for those whom the report does not name.")
    )
    headcount = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    headcount_qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    roles = models.ManyToManyField(Role, related_name="attendances", blank=True, verbose_name=_("roles"))
    titles = NFCTextField(_("titles as printed"), blank=True, help_text=_("One per line, in the order of the report."))
    post = models.ForeignKey(Post, models.SET_NULL, related_name="attendances", null=True, blank=True, verbose_name=_("post held that day"))
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="attendances", null=True, blank=True, verbose_name=_("for the province")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="attendances", null=True, blank=True, verbose_name=_("for the organisation")
    )
    stands_in_for = models.ForeignKey(
        Official, models.PROTECT, related_name="represented", null=True, blank=True, verbose_name=_("stands in for")
    )
    quote = NFCTextField(_("words as printed"), blank=True)
    order = models.PositiveSmallIntegerField(_("order of precedence"), default=0)

    objects = AttendanceQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[roles])

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(official__isnull=False, group_name="") | (models.Q(official__isnull=True) & ~models.Q(group_name="")),
                name="attendance_is_a_person_or_a_group",
                violation_error_message=_("Choose an official or write an unnamed group: one of the two, not both."),
            ),
            models.UniqueConstraint(
                fields=["conference", "official"],
                name="official_attends_once",
                violation_error_message=_("This official is already listed; add the role to that line."),
            ),
            models.CheckConstraint(
                condition=models.Q(headcount_qualifier__in=["", *Qualifier.values]), name="attendance_qualifier_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(stands_in_for__isnull=True) | ~models.Q(stands_in_for=models.F("official")),
                name="attendance_stands_in_for_another",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.official) if self.official else self.group_name

    def clean(self) -> None:
        if self.post and self.post.official_id != self.official_id:
            raise ValidationError({"post": _("This post belongs to another official.")})

    @property
    def title_list(self) -> list[str]:
        """The titles as printed, one by one."""
        return [line.strip() for line in self.titles.splitlines() if line.strip()]

    @property
    def note(self) -> str:
        """For whom the person came, and in whose place, in words."""
        parts = [str(self.organisation or "") or (self.province.full_name if self.province else "")]
        if self.stands_in_for:
            parts.append(str(_("in place of {name}").format(name=self.stands_in_for.current)))
        return " · ".join(part for part in parts if part)
