"""Photos, who is in them, and where in which edition they stand."""

import datetime
import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from imagefield.fields import ImageField, PPOIField

from articles.models.editions import Edition
from articles.models.states import State, published_q
from articles.renditions import prepare
from meetings.models import Official
from qcdc.fields import FoldedField, NFCCharField, matching
from qcdc.pictures import CROPS, PHOTO_FORMATS, WIDTHS

WORDS = ("caption", "alt", "credit")


class PhotoQuerySet(models.QuerySet["Photo"]):
    def published(self) -> Self:
        """Photos that stand in the live edition of an article that anybody may see."""
        return self.filter(models.Exists(Placement.objects.published().filter(photo=models.OuterRef("pk"))))

    def withdrawn(self) -> Self:
        """Photos that readers saw in an article that was withdrawn since; some may still stand in another."""
        now = timezone.now()
        embargo = models.Q(edition__article__embargo_until__isnull=True) | models.Q(edition__article__embargo_until__lte=now)
        placed = Placement.objects.filter(
            embargo,
            photo=models.OuterRef("pk"),
            edition__live_from__lte=now,
            edition__article__state=State.WITHDRAWN,
            edition__article__published_at__lte=now,
        )
        return self.filter(models.Exists(placed))

    def for_reader(self, reader: Any) -> Self:
        """All photos for the newsroom; those of sealed copies too for whoever may read those; else what is published."""
        if reader.has_perm("articles.view_photo"):
            return self
        return self.published() | self.withdrawn() if reader.has_perm("articles.view_withdrawal") else self.published()

    def matching(self, words: str) -> Self:
        return matching(self, words)

    def of_file(self, *fingerprints: str) -> Self:
        """Photos with these very bytes, as they were uploaded or as they are kept; the first use first."""
        same = models.Q(sha256__in=fingerprints) | models.Q(upload_sha256__in=fingerprints)
        return self.filter(same).order_by("pk")

    def lacking_words(self) -> Self:
        """Photos without a caption, a credit or a description of their own."""
        return self.filter(models.Q(caption="") | models.Q(credit="") | models.Q(alt=""))

    def in_no_article(self) -> Self:
        return self.filter(~models.Exists(Placement.objects.filter(photo=models.OuterRef("pk"))))


class Photo(models.Model):
    """A picture of the newsroom. The original stays private; readers get renditions without metadata."""

    if TYPE_CHECKING:
        file_width: int | None
        file_height: int | None

    file = ImageField(_("file"), upload_to="photos/%Y/%m", formats=PHOTO_FORMATS, auto_add_fields=True, ppoi_field="focus")
    focus = PPOIField(_("focal point"))
    original_name = NFCCharField(_("name of the file as uploaded"), max_length=200, blank=True, editable=False)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64, editable=False, db_index=True)
    upload_sha256 = models.CharField(
        _("fingerprint of the file as uploaded"), max_length=64, editable=False, blank=True, default="", db_index=True
    )
    alt = NFCCharField(_("description for those who cannot see it"), max_length=300, blank=True)
    caption = NFCCharField(_("caption"), max_length=500, blank=True, help_text=_("Taken over where an article gives none."))
    credit = NFCCharField(_("credit"), max_length=200, blank=True)
    officials = models.ManyToManyField(
        Official, through="PhotoSubject", related_name="photos", blank=True, verbose_name=_("who is in the picture")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    search_text = FoldedField(of=("caption", "alt", "credit", "original_name"))

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    instead_of_deletion = _("Take it out of the drafts that it stands in. What was published keeps its photos.")

    def __str__(self) -> str:
        return self.caption or self.alt or self.original_name or self.file.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self.sha256 = fingerprint(self.file)
        super().save(*args, **kwargs)
        transaction.on_commit(partial(prepare, self))

    @property
    def is_sealed(self) -> bool:
        """Whether it stands in an edition that was published or is scheduled: then its file stays as it is."""
        return self.placements.filter(edition__live_from__isnull=False).exists()

    # Set on the photos of a previewed page: the link through which somebody outside may load them.
    preview_token = ""

    def url(self, size: str = "w960") -> str:
        """The address of a rendition; it changes when the file does, and that of a crop when the focal point does."""
        if self.preview_token:
            return reverse("articles:preview-photo", args=[self.preview_token, self.pk, size])
        mark = hashlib.sha256(f"{self.sha256} {self.focus}".encode()).hexdigest() if size in CROPS else self.sha256
        return f"{reverse('articles:photo', args=[self.pk, size])}?v={mark[:8]}"

    @property
    def card_url(self) -> str:
        """The address of the crop that cards show."""
        return self.url("card")

    @property
    def thumbnail_url(self) -> str:
        """The address of the smallest rendition."""
        return self.url("w480")

    def fill_gaps(self, **words: str) -> None:
        """Take over words that were given for it elsewhere, where it has none of its own."""
        new = {name: text for name, text in words.items() if text and not getattr(self, name)}
        for name, text in new.items():
            setattr(self, name, text)
        if new:
            self.save(update_fields=[*new, "search_text"])

    def public_ends(self) -> list[datetime.datetime | None]:
        """For each place where anybody sees it, the moment when it ends there, None where it has no end; empty where nobody does."""
        places = self.placements.published().values_list("edition__article__expires_at", "edition__live_until")
        return [min(filter(None, ends), default=None) for ends in places]

    @property
    def whole_url(self) -> str:
        """The address of the largest rendition."""
        return self.url("w1600")

    @property
    def renditions(self) -> list[dict[str, Any]]:
        """Every rendition with its address and its size in pixels, smallest first."""
        width, height = self.file_width or 1, self.file_height or 1
        sizes = ((name, min(limit, width)) for name, limit in WIDTHS.items())
        return [{"name": name, "url": self.url(name), "width": wide, "height": round(height * wide / width)} for name, wide in sizes]

    @property
    def srcset(self) -> str:
        """The renditions as a browser chooses among them: each width once, for a small picture is not made larger."""
        by_width = {each["width"]: each["url"] for each in reversed(self.renditions)}
        return ", ".join(f"{by_width[width]} {width}w" for width in sorted(by_width))


def fingerprint(file: Any) -> str:
    """The SHA-256 of a file's content in hexadecimal."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class PhotoSubject(models.Model):
    """An official in a photo, counted from left to right."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="subjects", verbose_name=_("photo"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="photo_subjects", verbose_name=_("official"))
    order = models.PositiveSmallIntegerField(_("place from the left"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("person in the picture")
        verbose_name_plural = _("people in the picture, from left to right")
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "official"],
                name="official_is_in_the_photo_once",
                violation_error_message=_("This official is already named in the photo."),
            )
        ]

    def __str__(self) -> str:
        return str(self.official)


class PlacementQuerySet(models.QuerySet["Placement"]):
    def keep_words(self) -> None:
        """Write down the words that are shown, so that a later change of the photo's own leaves these as they are."""
        placements: list[Any] = list(self.select_related("photo"))
        for placement in placements:
            for name in WORDS:
                setattr(placement, name, placement.shown(name))
        self.bulk_update(placements, WORDS)

    def published(self) -> Self:
        """Photos where they stand in the live edition of an article that anybody may see."""
        now = timezone.now()
        return self.filter(
            published_q("edition__article__"),
            models.Q(edition__live_until__isnull=True) | models.Q(edition__live_until__gt=now),
            edition__live_from__lte=now,
        )

    def was_public(self) -> Self:
        """Photos in editions that are sealed: readers have seen them there, or are about to."""
        return self.filter(edition__live_from__isnull=False)

    def delete(self) -> Any:
        """Raises ValidationError where one stands in a sealed edition."""
        if self.was_public().exists():
            raise ValidationError(_("A published edition keeps its photos."))
        return super().delete()

    # As Django marks its own: no template calls it, and no manager offers it for a whole table.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Placement(models.Model):
    """A photo in an edition: its words there and its place in the order. Where a word is left out, the photo's own is shown."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="placements", verbose_name=_("edition"))
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="placements", verbose_name=_("photo"))
    caption = NFCCharField(_("caption"), max_length=500, blank=True, help_text=_("Left empty, the photo's own caption is shown."))
    alt = NFCCharField(_("description for those who cannot see it"), max_length=300, blank=True, default="")
    credit = NFCCharField(_("credit"), max_length=200, blank=True, default="")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("photo in the article")
        verbose_name_plural = _("photos in the article")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "photo"],
                name="photo_stands_once_in_an_edition",
                violation_error_message=_("This photo is already in the article."),
            )
        ]

    def __str__(self) -> str:
        return self.caption or str(self.photo)

    def shown(self, name: str) -> str:
        """One of the words in this article, or the photo's own."""
        return str(getattr(self, name) or getattr(self.photo, name))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ValidationError where it stands in a sealed edition."""
        if Placement.objects.filter(pk=self.pk).was_public().exists():
            raise ValidationError(_("A published edition keeps its photos."))
        return super().delete(*args, **kwargs)

    @property
    def shown_caption(self) -> str:
        return self.shown("caption")

    @property
    def shown_alt(self) -> str:
        return self.shown("alt")

    @property
    def shown_credit(self) -> str:
        return self.shown("credit")

    def copy_to(self, edition: Edition) -> "Placement":
        """The same photo with the same words in another edition."""
        words = {name: getattr(self, name) for name in WORDS}
        return Placement.objects.create(edition=edition, photo_id=self.photo_id, order=self.order, **words)
