"""What a conference directed, to whom, and what became of it from one conference to the next."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.attendance import Attendance
from meetings.models.conferences import Conference, Named, published_q
from meetings.models.organisations import Organisation
from meetings.models.provinces import Province
from meetings.models.rights import within_reach, within_sight
from qcdc import vietnamese
from qcdc.fields import FoldedField, NFCCharField, NFCTextField, matching
from qcdc.partial_dates import PartialDateField, over_by


class Theme(Named):
    """A subject of directives, with the words by which it is recognised in a report."""

    cue_words = NFCTextField(_("cue words"), blank=True, help_text=_("One per line."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source = NFCCharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_absolute_url(self) -> str:
        return reverse("meetings:theme-detail", args=[self.slug])


class ProgressState(models.TextChoices):
    NOT_STARTED = "not-started", _("Not started")
    IN_PROGRESS = "in-progress", _("In progress")
    DONE = "done", _("Done")
    NOT_DONE = "not-done", _("Not done")


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def published(self) -> Self:
        """Directives of conferences that anybody may see."""
        return self.filter(published_q("conference__"))

    def for_reader(self, reader: Any) -> Self:
        return within_sight(self, reader) if reader.has_perm("meetings.see_drafts") else self.published()

    def for_editor(self, editor: Any) -> Self:
        return within_reach(self, editor)

    def matching(self, words: str) -> Self:
        return matching(self, words)

    def newest_first(self) -> Self:
        """Directives of the latest conference first, in the order in which each conference gave them."""
        return self.order_by("-conference__date", "-conference_id", "number", "pk")

    def addressed_to(self, *provinces: Province | int) -> Self:
        """Directives that name one of some provinces among their addressees."""
        named = Directive.addressee_provinces.through._default_manager.filter(province__in=provinces)
        return self.filter(pk__in=named.values("directive"))

    def issued_for(self, organisation: Organisation) -> Self:
        """Directives that a body issued, or somebody who stood for it."""
        return self.filter(models.Q(issuing_organisation=organisation) | models.Q(issuer__organisation=organisation))

    def by_year(self) -> list[tuple[str, int]]:
        """The years in which the directives were given, the latest first, each with how many."""
        years = self.order_by().annotate(year=models.functions.Substr("conference__date", 1, 4)).values_list("year")
        return list(years.annotate(count=models.Count("pk", distinct=True)).order_by("-year"))

    def with_state(self, day: datetime.date | None = None) -> Self:
        """Annotate each directive with the state that was reported last, empty when nothing was; on a day, as was known then."""
        progress = Progress.objects.published().known_on(day) if day else Progress.objects.published()
        latest = progress.filter(directive=models.OuterRef("pk")).order_by("-date", "-pk")
        return self.annotate(progress_state=models.functions.Coalesce(models.Subquery(latest.values("state")[:1]), models.Value("")))

    def with_addressees(self) -> Self:
        """Load what a directive is shown with: its conference, issuer, addressees and themes."""
        return self.select_related("conference", "issuer__official__merged_into", "issuing_organisation").prefetch_related(
            "themes", "addressee_provinces", "addressee_organisations"
        )


class Directive(models.Model):
    """One thing that a conference told somebody to do."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="directives", verbose_name=_("conference"))
    number = models.PositiveSmallIntegerField(_("number"), default=0)
    text = NFCTextField(_("text"))
    issuer = models.ForeignKey(Attendance, models.SET_NULL, related_name="directives", null=True, blank=True, verbose_name=_("issued by"))
    issuing_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="directives", null=True, blank=True, verbose_name=_("issued by the body")
    )
    addressee_provinces = models.ManyToManyField(
        Province, related_name="directives", blank=True, verbose_name=_("addressed to the provinces")
    )
    addressee_organisations = models.ManyToManyField(
        Organisation, related_name="directives_received", blank=True, verbose_name=_("addressed to the organisations")
    )
    addressees_printed = NFCCharField(_("addressees as printed"), max_length=500, blank=True)
    themes = models.ManyToManyField(Theme, related_name="directives", blank=True, verbose_name=_("themes"))
    legal_reference = NFCCharField(_("legal reference"), max_length=300, blank=True)
    due_date = PartialDateField(_("due by"), blank=True)
    due_by_next = models.BooleanField(_("due by the next conference"), default=False)
    quote = NFCTextField(_("words as printed"), blank=True)
    search_text = FoldedField(of=("text", "quote", "addressees_printed", "legal_reference"))

    objects = DirectiveQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"], m2m_fields=[addressee_provinces, addressee_organisations, themes])

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        indexes = [models.Index(fields=["conference", "number"], name="directive_by_number")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issuer__isnull=True) | models.Q(issuing_organisation__isnull=True),
                name="directive_has_one_issuer",
                violation_error_message=_("A directive is issued by a person or by a body, not by both."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_date="") | models.Q(due_by_next=False),
                name="directive_has_one_due_date",
                violation_error_message=_("Give a due date or “by the next conference”, not both."),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)

    def clean(self) -> None:
        if self.issuer and self.issuer.conference_id != self.conference_id:
            raise ValidationError({"issuer": _("The issuer must be at the same conference.")})

    def get_absolute_url(self) -> str:
        return reverse("meetings:directive-detail", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of the address; the id before it is what counts."""
        return vietnamese.slug(self.text, max_length=60) or "chi-dao"

    @property
    def issued_by(self) -> Any:
        """The official or the body that gave it, or None when the report names neither."""
        if self.issuer:
            return self.issuer.official.current if self.issuer.official else self.issuer
        return self.issuing_organisation

    @property
    def due(self) -> str:
        """When it is due, in words; empty when no day was set."""
        if self.due_by_next:
            return str(_("by the next conference"))
        return self.due_date.label() if self.due_date else ""

    @property
    def progress_label(self) -> str:
        """The state annotated by `with_state()`, in words."""
        state = getattr(self, "progress_state", "")
        return str(ProgressState(state).label) if state else str(_("Nothing reported yet"))


class ProgressQuerySet(models.QuerySet["Progress"]):
    def published(self) -> Self:
        """Progress on directives that anybody may see, unless it was reported at a conference still unseen."""
        return self.filter(
            published_q("directive__conference__"),
            models.Q(reported_at__isnull=True) | published_q("reported_at__"),
        )

    def for_reader(self, reader: Any) -> Self:
        return within_sight(self, reader, "directive__conference") if reader.has_perm("meetings.see_drafts") else self.published()

    def for_editor(self, editor: Any) -> Self:
        return within_reach(self, editor, "directive__conference")

    def known_on(self, day: datetime.date) -> Self:
        """What was known of progress on a day: nothing that may have happened, or was reported, later."""
        return self.filter(over_by("date", day), models.Q(reported_at__isnull=True) | over_by("reported_at__date", day))

    def with_place(self) -> Self:
        return self.select_related("province", "organisation", "reported_at")


class Progress(models.Model):
    """What a province or body did about a directive, as known on a date."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="progress", verbose_name=_("directive"))
    province = models.ForeignKey(Province, models.PROTECT, related_name="progress", null=True, blank=True, verbose_name=_("province"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="progress", null=True, blank=True, verbose_name=_("organisation")
    )
    date = PartialDateField(_("date"))
    state = models.CharField(_("state"), max_length=12, choices=ProgressState)
    note = NFCTextField(_("note"), blank=True)
    reported_at = models.ForeignKey(
        Conference, models.SET_NULL, related_name="progress_reported", null=True, blank=True, verbose_name=_("reported at")
    )

    objects = ProgressQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ProgressState.values), name="progress_state_is_known"),
            models.CheckConstraint(
                condition=~models.Q(date=""), name="progress_has_a_date", violation_error_message=_("Progress needs a date.")
            ),
            models.CheckConstraint(
                condition=models.Q(province__isnull=True) | models.Q(organisation__isnull=True),
                name="progress_is_of_one",
                violation_error_message=_("Progress is that of a province or of an organisation, not of both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.date})"
