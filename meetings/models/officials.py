"""The people of the record and the posts they held, each dated as exactly as is known."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from imagefield.fields import ImageField
from simple_history.models import HistoricalRecords

from meetings.models.conferences import published_q
from meetings.models.organisations import Organisation
from meetings.models.provinces import Province
from qcdc import vietnamese
from qcdc.addresses import Addressed, AddressedQuerySet
from qcdc.fields import AutoSlugField, FoldedField, NFCCharField, NFCTextField, SortKeyField, matching
from qcdc.partial_dates import PartialDateField, known_by, open_on
from qcdc.pictures import PORTRAIT_FORMATS


class OfficialQuerySet(AddressedQuerySet["Official"]):
    def published(self) -> Self:
        """Officials whom a published conference names; one entered for a draft stays unseen with it."""
        named = Official.objects.order_by().filter(published_q("attendances__conference__"))
        merged = named.filter(merged_into__isnull=False)
        return self.filter(models.Q(pk__in=named.values("pk")) | models.Q(pk__in=merged.values("merged_into")), merged_into__isnull=True)

    def for_reader(self, reader: Any) -> Self:
        return self.filter(merged_into__isnull=True) if reader.has_perm("meetings.see_drafts") else self.published()

    def matching(self, words: str) -> Self:
        """Officials found by name or alias, in any order of the words, marks and case aside."""
        return matching(self, words)


class Official(Addressed):
    """A person in public office. Merging two records keeps both: the merged one points to the other."""

    slug = AutoSlugField(_("address"), of="name", help_text=_("Left empty, it is made from the name."))
    name = NFCCharField(_("full name"), max_length=120)
    aliases = NFCTextField(_("other spellings"), blank=True, help_text=_("One per line."))
    portrait = ImageField(_("portrait"), upload_to="portraits/%Y/%m", blank=True, auto_add_fields=True, formats=PORTRAIT_FORMATS)
    portrait_credit = NFCCharField(_("credit of the portrait"), max_length=200, blank=True)
    note = NFCTextField(_("note for editors"), blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, verbose_name=pgettext_lazy("official", "merged into")
    )
    sort_key = SortKeyField(of="name", by=vietnamese.name_sort_key)
    search_text = FoldedField(of=("name", "aliases"))

    objects = OfficialQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sort_key", "search_text"])

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("pk")),
                name="official_is_not_merged_into_itself",
                violation_error_message=_("An official cannot be merged into the same record."),
            ),
        ]

    instead_of_deletion = _("Merge the record into that of the same person.")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A merge points straight at a record that stands: no chains, no circles."""
        if self.merged_into and self.merged_into.merged_into_id:
            raise ValidationError({"merged_into": _("That record was itself merged; choose the one it was merged into.")})
        if self.merged_into and self.pk and self.merged.exists():
            raise ValidationError({"merged_into": _("Other records were merged into this one; move them first.")})

    def get_absolute_url(self) -> str:
        return reverse("meetings:official-detail", args=[self.slug])

    @transaction.atomic
    def merge_into(self, other: "Official") -> None:
        """Let another record stand for this one and for all that were merged into it; nothing is moved.

        Raises ValidationError where the other is this record, or was itself merged.
        """
        self.merged_into = other.current
        for follower in self.merged.all():
            follower.merged_into = other.current
            follower.save()
        self.full_clean()
        self.save()

    def unmerge(self) -> None:
        """Let this record stand for itself again."""
        self.merged_into = None
        self.save()

    @property
    def current(self) -> "Official":
        """The record that stands for this person."""
        return self.merged_into or self

    @property
    def latest_titles(self) -> list[str]:
        """The titles of the posts begun last, two at most, for a line in a list."""
        return [post.title for post in list(self.posts.all())[:2]]

    @property
    def portrait_url(self) -> str:
        """The address of the portrait as readers get it; empty where there is none."""
        return reverse("meetings:portrait", args=[self.pk, "w320"]) if self.portrait else ""


class PostQuerySet(models.QuerySet["Post"]):
    def published(self) -> Self:
        """Posts of officials whom anybody may see, those entered under merged records included."""
        return self._of_any(Official.objects.published())

    def for_reader(self, reader: Any) -> Self:
        return self._of_any(Official.objects.for_reader(reader))

    def _of_any(self, officials: OfficialQuerySet) -> Self:
        people = officials.order_by().values("pk")
        return self.filter(models.Q(official__in=people) | models.Q(official__merged_into__in=people))

    def of(self, official: Official) -> Self:
        """The posts of a person, those under merged records included."""
        return self.filter(models.Q(official=official) | models.Q(official__merged_into=official))

    def held_on(self, day: datetime.date) -> Self:
        """Posts that may have been held on a day, as exactly as their dates are known."""
        return self.filter(known_by("start", day), open_on("end", day))

    def matching(self, words: str) -> Self:
        """Posts found by their title and the name of who held them."""
        return matching(self, words, "search_text", "official__search_text")


class Post(models.Model):
    """An office that an official held, for whom, where, and from when to when."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="posts", verbose_name=_("official"))
    title = NFCCharField(pgettext_lazy("post", "title"), max_length=250)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="posts", null=True, blank=True, verbose_name=_("organisation")
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="posts", null=True, blank=True, verbose_name=_("province"))
    start = PartialDateField(_("from"), blank=True)
    end = PartialDateField(_("until"), blank=True, help_text=_("Empty while the post is held or when the end is not known."))
    source = NFCCharField(_("source"), max_length=300, blank=True)
    search_text = FoldedField(of=("title",))

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["-start", "pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return f"{self.official} — {self.title}"

    def clean(self) -> None:
        if self.start and self.end and self.end[: len(self.start)] < self.start[: len(self.end)]:
            raise ValidationError({"end": _("A post cannot end before it begins.")})

    @property
    def span(self) -> str:
        """From when to when, as exactly as is known: "2015 – 04/2021", "2015 –"."""
        ends = [value.label() if value else "" for value in (self.start, self.end)]
        return " – ".join(ends).strip() if any(ends) else ""
