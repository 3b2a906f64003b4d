"""Conferences on grassroots democracy: when and where they met, who called them, which provinces took part."""

import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.beats import provinces_of
from meetings.models.organisations import Organisation
from meetings.models.provinces import Province
from qcdc.addresses import Addressed, AddressedQuerySet
from qcdc.fields import AutoSlugField, FoldedField, NFCCharField, NFCTextField, ProseField, SortKeyField, matching
from qcdc.models import Revisioned
from qcdc.partial_dates import PartialDateField
from qcdc.prose import plain


class Kind(models.TextChoices):
    """Kinds of conference, by the words of their titles (DOMAIN glossary)."""

    REVIEW = "tong-ket", _("Final review")
    INTERIM_REVIEW = "so-ket", _("Interim review")
    BRIEFING = "giao-ban", _("Briefing")
    INSPECTION_REVIEW = "danh-gia-kiem-tra", _("Review of inspections and exchange of experience")
    ROLL_OUT = "trien-khai", _("Roll-out of tasks")
    TRAINING = "tap-huan", _("Training")
    STUDY = "quan-triet", _("Study of resolutions")
    DIALOGUE = "doi-thoai", _("Dialogue")
    INSPECTION = "kiem-tra", _("Inspection")
    SEMINAR = "toa-dam", _("Seminar")
    OTHER = "khac", _("Other")


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class Publication(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")
    ALL_DAY = "all-day", _("All day")


class NamedQuerySet(AddressedQuerySet[Any]):
    def published(self) -> Self:
        """Entries of a register are public facts: anybody may see all of them."""
        return self.all()

    def for_reader(self, reader: object) -> Self:
        return self.all()


class Named(Addressed):
    """A register entry with a name in Vietnamese order and a readable address."""

    slug = AutoSlugField(_("address"), of="name", help_text=_("Left empty, it is made from the name."))
    name = NFCCharField(_("name"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ClusterQuerySet(NamedQuerySet):
    def matching(self, words: str) -> Self:
        """Clusters found by name or alias, marks and case aside."""
        return matching(self, words)


class Cluster(Named):
    """A named group of provinces; its default members are only a proposal for a conference."""

    aliases = NFCTextField(_("other names"), blank=True, help_text=_("One per line."))
    note = NFCTextField(_("note"), blank=True)
    source = NFCCharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    members = models.ManyToManyField(Province, related_name="clusters", blank=True, verbose_name=_("usual members"))
    sort_key = SortKeyField(of="name")
    search_text = FoldedField(of=("name", "aliases"))

    objects: ClassVar[Any] = ClusterQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sort_key", "search_text"], m2m_fields=[members])

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("cluster of provinces")
        verbose_name_plural = _("clusters of provinces")

    def get_absolute_url(self) -> str:
        return reverse("meetings:cluster-detail", args=[self.slug])


class Series(Named):
    """Conferences that follow one another, such as the yearly reviews of one committee."""

    sort_key = SortKeyField(of="name")

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("series of conferences")
        verbose_name_plural = _("series of conferences")


CHANGE_PUBLIC = "meetings.change_public_conference"


def published_q(prefix: str = "") -> models.Q:
    """The condition under which anybody may see a conference, seen from a row that points at it by `prefix`."""
    now = timezone.now()
    return models.Q(
        models.Q(**{f"{prefix}embargo_until__isnull": True}) | models.Q(**{f"{prefix}embargo_until__lte": now}),
        **{f"{prefix}publication": Publication.PUBLISHED, f"{prefix}published_at__lte": now},
    )


def changes_everything(person: Any) -> bool:
    """Whether there is no conference that somebody who changes conferences may not change."""
    return bool(person.has_perm(CHANGE_PUBLIC) and not provinces_of(person))


class ConferenceQuerySet(AddressedQuerySet["Conference"]):
    def published(self) -> Self:
        """Conferences whose record anybody may see now."""
        return self.filter(published_q())

    def for_reader(self, reader: Any) -> Self:
        """Everything within their provinces for those who may see drafts; what is published for everyone else."""
        if not reader.has_perm("meetings.see_drafts"):
            return self.published()
        return self.filter(published_q() | self._of_beat(reader)) if provinces_of(reader) else self

    def for_editor(self, editor: Any) -> Self:
        """What somebody of the newsroom may change: drafts, or what readers see too; within the provinces of her beat, or begun by her."""
        rows = self if editor.has_perm(CHANGE_PUBLIC) else self.filter(publication=Publication.DRAFT)
        return rows.filter(self._of_beat(editor)) if provinces_of(editor) else rows

    def _of_beat(self, person: Any) -> models.Q:
        within = Conference.objects.in_provinces(provinces_of(person)).order_by().values("pk")
        begun = Conference.history.filter(history_type="+", history_user=person).order_by().values("id")
        return models.Q(pk__in=within) | models.Q(changed_by=person) | models.Q(pk__in=begun)

    def in_provinces(self, provinces: Any) -> Self:
        """Conferences that one of some provinces hosted or took part in."""
        taking_part = Participation.objects.filter(province__in=provinces, conference=models.OuterRef("pk"))
        return self.filter(models.Q(host_province__in=provinces) | models.Exists(taking_part))

    def withdrawn(self) -> Self:
        """Conferences that were public and no longer are: their address answers 410."""
        return self.filter(publication=Publication.WITHDRAWN, published_at__lte=timezone.now())

    def was_public(self) -> Self:
        """Conferences whose record readers have seen, or that is set to be seen."""
        return self.filter(published_at__isnull=False)

    def delete(self) -> Any:
        """Raises ValidationError where one of them was public."""
        if self.was_public().exists():
            raise ValidationError(Conference.why_kept)
        return super().delete()

    # As Django marks its own: no template calls it, and no manager offers it for a whole table.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def in_year(self, year: int) -> Self:
        return self.filter(date__startswith=f"{year:04d}")

    def matching(self, words: str) -> Self:
        return matching(self, words)

    def lacking(self, what: str) -> Self:
        """Conferences that were held and of which something is not there yet: directives, figures, photos or articles."""
        rows = {"photos": "articles__editions__placements"}.get(what, what)
        return self.filter(~models.Q(**{f"{rows}__isnull": False}), state=State.HELD)

    def with_place(self) -> Self:
        """Load what a list row shows: host, cluster, organisers and provinces taking part."""
        return self.select_related("host_province", "cluster", "series").prefetch_related(
            models.Prefetch("organisers", Organiser.objects.select_related("organisation")),
            models.Prefetch("participations", Participation.objects.select_related("province")),
        )

    def with_counts(self) -> Self:
        """Count each conference's named officials, figures and directives."""
        return self.annotate(
            attendance_count=self._count("attendances", official__isnull=False),
            figure_count=self._count("figures"),
            directive_count=self._count("directives"),
        )

    def _count(self, rows: str, **rule: Any) -> Any:
        model: Any = self.model._meta.get_field(rows).related_model
        counted = model.objects.filter(conference=models.OuterRef("pk"), **rule).order_by().values("conference")
        return Coalesce(models.Subquery(counted.annotate(count=models.Count("pk")).values("count")), 0)


class Conference(Revisioned, Addressed):
    """A conference, from its announcement to the follow-up of what it directed."""

    slug = AutoSlugField(_("address"), of="title", help_text=_("Left empty, it is made from the title."))
    title = NFCCharField(_("title"), max_length=500)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    date = PartialDateField(_("date"))
    end_date = PartialDateField(_("last day"), blank=True, help_text=_("Only when it lasted longer than a day."))
    part_of_day = models.CharField(_("part of the day"), max_length=10, choices=PartOfDay, blank=True)
    venue = NFCCharField(_("venue"), max_length=250, blank=True)
    host_province = models.ForeignKey(
        Province, models.PROTECT, related_name="hosted", null=True, blank=True, verbose_name=_("host province")
    )
    online = models.BooleanField(_("online or hybrid"), default=False)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="conferences", null=True, blank=True, verbose_name=_("cluster"))
    series = models.ForeignKey(Series, models.PROTECT, related_name="conferences", null=True, blank=True, verbose_name=_("series"))
    provinces = models.ManyToManyField(
        Province, through="Participation", related_name="conferences", blank=True, verbose_name=_("provinces taking part")
    )
    organising = models.ManyToManyField(
        Organisation, through="Organiser", related_name="conferences", blank=True, verbose_name=_("organisers")
    )
    summary = ProseField(_("summary"), blank=True)
    directives_complete = models.BooleanField(
        _("list of directives is complete"), default=True, help_text=_("Untick it where the report breaks off with “…”.")
    )
    publication = models.CharField(_("publication"), max_length=10, choices=Publication, default=Publication.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, db_index=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    withdrawal_notice = NFCTextField(_("notice of withdrawal"), blank=True, help_text=_("What readers are told in place of the record."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search_text = FoldedField(of=("title", "venue", "plain_summary"))

    objects = ConferenceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text", "revision", "saved_with", "changed_by"])

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        permissions = [
            ("see_drafts", _("Can see unpublished conferences")),
            ("publish_conference", _("Can publish and withdraw conferences")),
            ("change_public_conference", _("Can change conferences that readers see")),
        ]
        indexes = [
            models.Index(fields=["-date", "-id"], name="conference_by_date"),
            models.Index(fields=["publication", "-date", "-id"], name="conference_by_publication"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="conference_kind_is_known"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="conference_state_is_known"),
            models.CheckConstraint(condition=models.Q(part_of_day__in=["", *PartOfDay.values]), name="conference_part_of_day_is_known"),
            models.CheckConstraint(condition=models.Q(publication__in=Publication.values), name="conference_publication_is_known"),
            models.CheckConstraint(
                condition=models.Q(publication=Publication.DRAFT) | models.Q(published_at__isnull=False),
                name="conference_published_has_a_date",
                violation_error_message=_("A published conference needs a publication date."),
            ),
            models.CheckConstraint(
                condition=~models.Q(date=""),
                name="conference_has_a_date",
                violation_error_message=_("A conference needs a date, even if only the year is known."),
            ),
        ]

    why_kept = _("Readers have seen this record, or are about to: it is never erased.")
    instead_of_deletion = _("Withdraw the record, or take it back into the drafts.")

    def __str__(self) -> str:
        return self.title

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ValidationError where the record was public."""
        if Conference.objects.filter(pk=self.pk).was_public().exists():
            raise ValidationError(self.why_kept)
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        if self.date and self.end_date and self.end_date[: len(self.date)] < self.date[: len(self.end_date)]:
            raise ValidationError({"end_date": _("A conference cannot end before it begins.")})
        first_day = getattr(self.date, "earliest", None)
        if first_day and self.host_province and not self.host_province.exists_on(first_day):
            raise ValidationError(
                {
                    "host_province": _("“%(name)s” did not exist on %(date)s; choose the unit of that time.")
                    % {"name": self.host_province, "date": self.date.label()}
                }
            )

    def get_absolute_url(self) -> str:
        return reverse("meetings:conference-detail", args=[self.year, self.slug])

    @property
    def year(self) -> int:
        """The year it was held in, the first part of its address."""
        return int(self.date[:4])

    @property
    def plain_summary(self) -> str:
        """The summary without its markup, for search and previews."""
        return plain(self.summary)

    @property
    def is_published(self) -> bool:
        """Whether anybody may see it now."""
        now = timezone.now()
        return bool(
            self.publication == Publication.PUBLISHED
            and self.published_at
            and self.published_at <= now
            and (not self.embargo_until or self.embargo_until <= now)
        )

    def publish(self, at: datetime.datetime | None = None) -> None:
        """Show the record to anybody, now or from a moment on."""
        now = timezone.now()
        self.publication = Publication.PUBLISHED
        self.published_at = at or min(self.published_at or now, now)
        self.save(update_fields=["publication", "published_at", "updated_at"])

    def unpublish(self) -> None:
        """Take the record back into the drafts, as if it had not been published."""
        self.publication = Publication.DRAFT
        self.save(update_fields=["publication", "updated_at"])

    def withdraw(self, notice: str) -> None:
        """Replace the public record by a notice."""
        self.publication, self.withdrawal_notice = Publication.WITHDRAWN, notice
        self.published_at = self.published_at or timezone.now()
        self.save(update_fields=["publication", "withdrawal_notice", "published_at", "updated_at"])

    def number_directives(self) -> None:
        """Number the directives 1, 2, 3 … in the order in which they stand."""
        for number, directive in enumerate(self.directives.order_by("number", "pk"), start=1):
            if directive.number != number:
                directive.number = number
                directive.save(update_fields=["number"])


class Organiser(models.Model):
    """A body that called a conference, in the order in which the report names it."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="organisers", verbose_name=_("conference"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="organised", verbose_name=_("organisation"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organisation"],
                name="organiser_is_listed_once",
                violation_error_message=_("This organisation is already among the organisers."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Participation(models.Model):
    """A province that took part in a conference, as the unit it was that day."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="participations", verbose_name=_("conference"))
    province = models.ForeignKey(Province, models.PROTECT, related_name="participations", verbose_name=_("province"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("province taking part")
        verbose_name_plural = _("provinces taking part")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "province"],
                name="province_takes_part_once",
                violation_error_message=_("This province is already listed."),
            )
        ]

    def __str__(self) -> str:
        return str(self.province)


class LinkUpPoint(models.Model):
    """A place from which people joined an online conference (điểm cầu)."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="link_up_points", verbose_name=_("conference"))
    name = NFCCharField(_("name"), max_length=250)
    province = models.ForeignKey(Province, models.PROTECT, related_name="link_up_points", null=True, blank=True, verbose_name=_("province"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("link-up point")
        verbose_name_plural = _("link-up points")

    def __str__(self) -> str:
        return self.name
