"""The versions of an article's content. One that was published never changes again."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.rights import work_q
from articles.models.states import Stage, published_q
from meetings.models import Attendance, Directive, Figure, Progress
from qcdc.fields import AddressField, FoldedField, NFCCharField, NFCTextField, ProseField, matching
from qcdc.length import reading_minutes, word_count
from qcdc.prose import plain

CONTENT = (
    "kicker",
    "headline",
    "lead",
    "dateline_code",
    "dateline_place",
    "day_phrase",
    "body",
    "byline",
    "source",
    "source_url",
)


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self) -> Self:
        """The edition of each article that is in force now; whether the article may be seen is its own matter."""
        now = timezone.now()
        return self.filter(models.Q(live_until__isnull=True) | models.Q(live_until__gt=now), live_from__lte=now)

    def delete(self) -> Any:
        """Raises ValidationError where one of them is sealed."""
        if self.filter(live_from__isnull=False).exists():
            raise ValidationError(_("An edition that readers have seen is never erased."))
        return super().delete()

    # As Django marks its own: no template calls it, and no manager offers it for a whole table.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def for_reader(self, reader: Any) -> Self:
        """All editions of the articles whose work somebody may see; of other published articles those that readers have seen."""
        seen_by_all = published_q("article__") & models.Q(live_from__lte=timezone.now())
        return self.filter(work_q(reader, "article__") | seen_by_all)

    def in_work(self) -> Self:
        """Editions that the newsroom works on: neither published or scheduled, nor set aside."""
        return self.filter(live_from__isnull=True).exclude(stage=Stage.SET_ASIDE)

    def matching(self, words: str) -> Self:
        return matching(self, words)

    def with_photos(self) -> Self:
        """Load each edition's photos in their order, with who is in them."""
        return self.prefetch_related("placements__photo__subjects__official__merged_into")


class Edition(models.Model):
    """One version of an article's content, in force from `live_from` until the next one takes over."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="editions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("edition"), default=1, editable=False)
    kicker = NFCCharField(_("kicker"), max_length=300, blank=True, help_text=_("The line above the headline."))
    headline = NFCCharField(_("headline"), max_length=500)
    lead = NFCTextField(_("lead"), blank=True)
    dateline_code = NFCCharField(_("agency code"), max_length=30, blank=True, help_text=_("For example LSO."))
    dateline_place = NFCCharField(_("place"), max_length=120, blank=True)
    day_phrase = NFCCharField(_("day as printed"), max_length=120, blank=True, help_text=_("For example “Chiều nay (29/5)”."))
    body = ProseField(_("text"), blank=True)
    byline = NFCCharField(_("byline"), max_length=200, blank=True)
    source = NFCCharField(_("source"), max_length=250, blank=True)
    source_url = AddressField(_("address of the source"), max_length=500, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    live_from = models.DateTimeField(_("live from"), null=True, blank=True, editable=False)
    live_until = models.DateTimeField(_("live until"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="editions",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search_text = FoldedField(of=("headline", "kicker", "lead", "plain_body", "byline"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes = [models.Index(fields=["article", "live_from", "live_until"], name="edition_by_life")]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_is_used_once"),
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(live_from__isnull=True) & ~models.Q(stage=Stage.SET_ASIDE),
                name="edition_in_work_is_one",
                violation_error_message=_("A draft edition of this article is already open."),
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(live_from__isnull=False, live_until__isnull=True),
                name="edition_in_force_is_one",
                violation_error_message=_("Another edition of this article is already live."),
            ),
            models.CheckConstraint(
                condition=models.Q(live_until__isnull=True) | models.Q(live_until__gte=models.F("live_from")),
                name="edition_life_runs_forward",
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="edition_stage_is_known"),
            models.CheckConstraint(
                condition=models.Q(live_from__isnull=True) | models.Q(stage=Stage.APPROVED),
                name="edition_live_was_approved",
                violation_error_message=_("Only an approved edition goes live."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was published; the database refuses it too (articles.seal)."""
        if self.pk and self.live_from is not None:
            stored = Edition.objects.filter(pk=self.pk, live_from__isnull=False).first()
            if stored and any(getattr(stored, name) != getattr(self, name) for name in CONTENT):
                raise ValidationError(_("A published edition never changes; open a new draft edition."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ValidationError where it is sealed."""
        if Edition.objects.filter(pk=self.pk, live_from__isnull=False).exists():
            raise ValidationError(_("An edition that readers have seen is never erased."))
        return super().delete(*args, **kwargs)

    @property
    def plain_body(self) -> str:
        """The text without its markup, for search, feeds and counts."""
        return plain(self.body)

    @property
    def word_count(self) -> int:
        """How many syllables the text has."""
        return word_count(self.plain_body)

    @property
    def reading_minutes(self) -> int:
        """In how many minutes the text is read."""
        return reading_minutes(self.word_count)

    @property
    def is_sealed(self) -> bool:
        """Whether it was published or is scheduled, and so can no longer be edited."""
        return self.live_from is not None

    def go_live(self, moment: datetime.datetime) -> None:
        """Put this edition in force from a moment on and end the one before it at the same moment."""
        for before in self.article.editions.filter(live_from__isnull=False, live_until__isnull=True).exclude(pk=self.pk):
            if before.live_from and before.live_from > moment:
                before.reschedule(moment)
            before.live_until = moment
            before.save(update_fields=["live_until"])
        if self.live_from is None:
            self.placements.keep_words()
        self.live_from, self.stage = moment, Stage.APPROVED
        self.save(update_fields=["live_from", "stage"])

    def take_off_schedule(self) -> None:
        """Let a coming edition wait again, approved; the one before it goes on. Raises ValidationError once readers have seen it."""
        if self.live_from is None or self.live_from <= timezone.now():
            raise ValidationError(_("Readers have seen this edition; it can no longer be taken off the schedule."))
        start, self.live_from = self.live_from, None
        self.save(update_fields=["live_from"])
        self.article.editions.filter(live_until=start).exclude(pk=self.pk).update(live_until=None)

    def reschedule(self, moment: datetime.datetime) -> None:
        """Move the coming start of an edition, and with it the end of the one before."""
        self.article.editions.filter(live_until=self.live_from).exclude(pk=self.pk).update(live_until=moment)
        self.live_from = moment
        self.save(update_fields=["live_from"])

    @transaction.atomic
    def copy_as_draft(self, by: Any = None) -> "Edition":
        """A new draft with this edition's content and photos, numbered after the newest one."""
        number = self.article.editions.aggregate(newest=models.Max("number"))["newest"] + 1
        draft = Edition.objects.create(
            article=self.article, number=number, created_by=by, **{name: getattr(self, name) for name in CONTENT}
        )
        for placement in self.placements.all():
            placement.copy_to(draft)
        return draft


class Evidence(models.Model):
    """The words of an edition from which a fact of the record was taken."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="evidence", verbose_name=_("edition"))
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="evidence", null=True, blank=True, verbose_name=_("attendance"))
    figure = models.ForeignKey(Figure, models.CASCADE, related_name="evidence", null=True, blank=True, verbose_name=_("figure"))
    directive = models.ForeignKey(Directive, models.CASCADE, related_name="evidence", null=True, blank=True, verbose_name=_("directive"))
    progress = models.ForeignKey(Progress, models.CASCADE, related_name="evidence", null=True, blank=True, verbose_name=_("progress"))
    quote = NFCTextField(_("words as printed"))
    start = models.PositiveIntegerField(_("first character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("character after the last"), null=True, blank=True)

    class Meta:
        ordering = ["edition", "start", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(attendance__isnull=False, figure__isnull=True, directive__isnull=True, progress__isnull=True)
                | models.Q(attendance__isnull=True, figure__isnull=False, directive__isnull=True, progress__isnull=True)
                | models.Q(attendance__isnull=True, figure__isnull=True, directive__isnull=False, progress__isnull=True)
                | models.Q(attendance__isnull=True, figure__isnull=True, directive__isnull=True, progress__isnull=False),
                name="evidence_is_of_one_fact",
                violation_error_message=_("Evidence belongs to exactly one fact."),
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="evidence_span_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.quote[:80]
