"""Corrections and withdrawals: how a newsroom owns up to what it published."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.editions import Edition
from articles.models.rights import for_reader_q
from articles.models.states import published_q
from qcdc.fields import FoldedField, NFCCharField, NFCTextField, matching


class CorrectionKind(models.TextChoices):
    """Kinds of correction in the words of the press law."""

    CORRECTION = "dinh-chinh", _("Correction")
    RECTIFICATION = "cai-chinh", _("Rectification")
    APOLOGY = "xin-loi", _("Apology")


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def published(self) -> Self:
        """Corrections of articles that anybody may see, from their own day on."""
        return self.filter(published_q("article__"), date__lte=timezone.localdate())

    def for_reader(self, reader: Any) -> Self:
        """Those of published articles; for the newsroom, those of every article that it may see."""
        return self.filter(for_reader_q(reader, "article__")) if reader.has_perm("articles.change_article") else self.published()

    def due(self) -> Self:
        """Those whose day has come; whether their article may be seen is its own matter."""
        return self.filter(date__lte=timezone.localdate())

    def matching(self, words: str) -> Self:
        """Corrections that hold every word, and those of articles whose live edition does, marks and case aside."""
        own = matching(self.model._base_manager.order_by(), words).values("pk")
        of_articles = matching(Edition.objects.live().order_by(), words).values("article")
        return self.filter(models.Q(pk__in=own) | models.Q(article__in=of_articles))

    def with_article(self) -> Self:
        """Load each correction's article as anybody sees it; one without an edition in force has nothing to stand on."""
        articles: Any = self.model._meta.get_field("article").related_model
        in_force = Edition.objects.live().order_by().values("article")
        return self.filter(article__in=in_force).prefetch_related(models.Prefetch("article", articles.objects.published().with_edition()))


class Place(models.TextChoices):
    """Where in the article a correction stands."""

    TOP = "top", _("at the top")
    FOOT = "foot", _("at the foot")


class Correction(models.Model):
    """What a published article had wrong, and what is right, said openly."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="corrections", verbose_name=_("article"))
    date = models.DateField(_("date"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=12, choices=CorrectionKind, default=CorrectionKind.CORRECTION)
    wrong = NFCTextField(_("what was wrong"))
    right = NFCTextField(_("what is right"))
    place = models.CharField(_("shown"), max_length=4, choices=Place, default=Place.TOP)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, null=True)
    search_text = FoldedField(of=("wrong", "right"))

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CorrectionKind.values), name="correction_kind_is_known"),
            models.CheckConstraint(condition=models.Q(place__in=Place.values), name="correction_place_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.date:%d/%m/%Y})"

    def get_absolute_url(self) -> str:
        """The place in its article where it stands."""
        return f"{self.article.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its name within the page of its article."""
        return f"dinh-chinh-{self.pk}"

    @property
    def printed_at(self) -> datetime.datetime:
        """The moment from which readers see it: when it was entered, or the beginning of a later day that it is dated."""
        begins = timezone.make_aware(datetime.datetime.combine(self.date, datetime.time.min))
        return max(self.created_at or begins, begins)


class Withdrawal(models.Model):
    """Why and by whose order a published article is no longer shown."""

    article = models.OneToOneField("articles.Article", models.PROTECT, related_name="withdrawal", verbose_name=_("article"))
    date = models.DateTimeField(_("date"), default=timezone.now)
    reason = NFCTextField(_("reason"))
    ordered_by = NFCCharField(_("by order of"), max_length=250, blank=True)
    order_number = NFCCharField(_("number of the order"), max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("created by"),
    )

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return str(self.article)

    @property
    def order(self) -> str:
        """By whose order, in words, as far as it is known; empty where the newsroom decided by itself."""
        known = {"body": self.ordered_by, "number": self.order_number}
        if self.ordered_by and self.order_number:
            return str(_("By order of %(body)s, No. %(number)s") % known)
        if self.ordered_by:
            return str(_("By order of %(body)s") % known)
        return str(_("Order No. %(number)s") % known) if self.order_number else ""
