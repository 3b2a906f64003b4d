"""An article's identity and public life; its words are in its editions."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.corrections import Correction, Withdrawal
from articles.models.editions import Edition
from articles.models.rights import beat_q, for_reader_q
from articles.models.sections import Section
from articles.models.states import Stage, State, Status, published_q
from articles.models.trail import AuditEntry
from meetings.models import Conference, Progress
from qcdc.addresses import Addressed, AddressedQuerySet
from qcdc.fields import AutoSlugField, matching
from qcdc.models import Revisioned


class ArticleQuerySet(AddressedQuerySet["Article"]):
    def published(self) -> Self:
        """Articles that anybody may see now."""
        return self.filter(published_q())

    def for_reader(self, reader: Any) -> Self:
        """Everything within their beat for those who may see drafts, their own for other staff, else what is published."""
        return self.filter(for_reader_q(reader))

    def for_editor(self, editor: Any) -> Self:
        """What somebody of the newsroom may change: her own, and with the right to see drafts everything within her beat."""
        own = models.Q(created_by=editor)
        return self.filter(own | beat_q(editor) if editor.has_perm("articles.see_drafts") else own)

    def with_status(self) -> Self:
        """Annotate each article with where the work on it stands, as `status` computes it."""
        now = timezone.now()
        work = Edition.objects.in_work().filter(article=models.OuterRef("pk")).order_by().values("stage")[:1]
        coming = Edition.objects.filter(article=models.OuterRef("pk"), live_from__gt=now)
        any_edition = Edition.objects.filter(article=models.OuterRef("pk"), live_from__isnull=False)
        return self.annotate(work_stage=models.Subquery(work)).annotate(
            status_now=models.Case(
                models.When(state=State.WITHDRAWN, then=models.Value(Status.WITHDRAWN.value)),
                models.When(work_stage__isnull=False, then=models.F("work_stage")),
                models.When(models.Q(models.Exists(coming), state=State.PUBLISHED), then=models.Value(Status.SCHEDULED.value)),
                models.When(state=State.PUBLISHED, then=models.Value(Status.PUBLISHED.value)),
                models.When(models.Exists(any_edition), then=models.Value(Status.APPROVED.value)),
                default=models.Value(Status.DRAFT.value),
                output_field=models.CharField(),
            )
        )

    def withdrawn(self) -> Self:
        """Articles that were public and were withdrawn: their address answers 410. What its embargo still hides stays hidden."""
        now = timezone.now()
        seen = models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=now)
        return self.filter(seen, state=State.WITHDRAWN, published_at__lte=now)

    def was_public(self) -> Self:
        """Articles that readers have seen, or that are set to be seen: an edition of theirs is sealed."""
        sealed = Edition.objects.filter(article=models.OuterRef("pk"), live_from__isnull=False)
        return self.filter(models.Q(published_at__isnull=False) | models.Exists(sealed))

    def delete(self) -> Any:
        """Erase drafts, each with a line in the trail. Raises ValidationError where one was public."""
        with transaction.atomic():
            if self.was_public().exists():
                raise ValidationError(Article.why_kept)
            for article in self.prefetch_related(None):
                AuditEntry.note_deletion(article)
            return super().delete()

    # As Django marks its own: no template calls it, and no manager offers it for a whole table.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def matching(self, words: str) -> Self:
        """Articles whose live edition holds every word, marks and case aside."""
        return self.filter(pk__in=matching(Edition.objects.live().order_by(), words).values("article"))

    def with_edition(self) -> Self:
        """Load each article's live edition with its photos, and whether it was corrected: what lists and pages show."""
        return self._with_live(Edition.objects.live().with_photos())

    def with_words(self) -> Self:
        """Load each article's live edition without its photos, and whether it was corrected: what a search shows."""
        return self._with_live(Edition.objects.live().defer("search_text"))

    def _with_live(self, editions: Any) -> Self:
        corrected = models.Exists(Correction.objects.due().filter(article=models.OuterRef("pk")))
        edition = models.Prefetch("editions", editions, to_attr="live_editions")
        return self.annotate(is_corrected=corrected).prefetch_related(edition)

    def with_corrections(self) -> Self:
        """Load what readers were told of each article's mistakes, the latest first."""
        return self.prefetch_related(models.Prefetch("corrections", Correction.objects.due(), to_attr="printed_corrections"))

    def with_conference(self, reader: Any = None) -> Self:
        """Load each article's conference where this reader (anybody, when not given) may see it, else None."""
        seen = Conference.objects.for_reader(reader) if reader else Conference.objects.published()
        return self.prefetch_related(models.Prefetch("conference", seen.select_related("host_province")))


class Article(Revisioned, Addressed):
    """A piece of reporting: one address for as long as it lives, through all its editions."""

    slug = AutoSlugField(_("address"), of="headline", help_text=_("Left empty, it is made from the headline."))
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="articles", null=True, blank=True, verbose_name=_("conference"))
    without_conference = models.BooleanField(
        _("belongs to no conference"), default=False, help_text=_("Tick it where no conference stands behind the article.")
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", null=True, blank=True, verbose_name=_("section"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, db_index=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    expires_at = models.DateTimeField(_("shown until"), null=True, blank=True)
    progress = models.ManyToManyField(Progress, related_name="articles", blank=True, verbose_name=_("evidence of progress on directives"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="articles",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("see_drafts", _("Can see every unpublished article")),
            ("review_article", _("Can review, approve and return articles")),
            ("publish_article", _("Can publish and unpublish articles")),
            ("withdraw_article", _("Can withdraw and correct articles")),
        ]
        indexes = [models.Index(fields=["state", "-published_at", "-id"], name="article_by_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="article_state_is_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.PUBLISHED, State.WITHDRAWN]) | models.Q(published_at__isnull=False),
                name="article_published_has_a_date",
                violation_error_message=_("A published article needs a publication date."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(published_at__isnull=True)
                | models.Q(expires_at__gt=models.F("published_at")),
                name="article_expires_after_publication",
                violation_error_message=_("An article cannot vanish before it appears."),
            ),
            models.CheckConstraint(
                condition=models.Q(conference__isnull=True) | models.Q(without_conference=False),
                name="article_has_a_conference_or_none",
                violation_error_message=_("Either choose a conference or say that there is none, not both."),
            ),
        ]

    # Whether it is shown to somebody who may see of it what readers see, and nothing of the work on it.
    hides_work = False

    why_kept = _("Readers have seen this article, or are about to: it is never erased.")
    instead_of_deletion = _("Withdraw the article, or take it back into the drafts.")

    def __str__(self) -> str:
        return self.headline or self.slug

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Erase a draft that nobody has seen, and note it in the trail. Raises ValidationError where it was public."""
        return self.delete_by(None, *args, **kwargs)

    @transaction.atomic
    def delete_by(self, user: Any, *args: Any, **kwargs: Any) -> Any:
        """Erase a draft in somebody's name; what is written in the trail stays there."""
        if Article.objects.select_for_update().filter(pk=self.pk).was_public().exists():
            raise ValidationError(self.why_kept)
        AuditEntry.note_deletion(self, by=user)
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    def photo_page(self, place: int) -> str:
        """The address at which one photo of the article is seen by itself, counted in their order from 1."""
        return reverse("articles:photo-page", args=[self.slug, place])

    @property
    def live(self) -> Any:
        """The edition that readers see now, or None."""
        if not hasattr(self, "live_editions"):
            self.live_editions = list(self.editions.live()) if self.pk else []
        return self.live_editions[0] if self.live_editions else None

    @property
    def working(self) -> Any:
        """The edition in work; where none is open, the newest that was published or scheduled; None before the first."""
        if not self.pk:
            return None
        if self.hides_work:
            return self.live
        return self.draft or self.editions.filter(live_from__isnull=False).order_by("-number").first()

    @property
    def draft(self) -> Any:
        """The edition that the newsroom works on, in whatever stage, or None."""
        return self.editions.in_work().first() if self.pk and not self.hides_work else None

    @property
    def has_draft(self) -> bool:
        """Whether an edition is in work that readers have not seen."""
        return not self.hides_work and self.editions.in_work().exists()

    @property
    def coming(self) -> Any:
        """The edition that is scheduled to take over, or None."""
        if not self.pk or self.hides_work:
            return None
        return self.editions.filter(live_from__gt=timezone.now()).order_by("live_from").first()

    @property
    def status(self) -> Status:
        """Where the work on the article stands."""
        if self.state == State.WITHDRAWN:
            return Status.WITHDRAWN
        if draft := self.draft:
            return Status(draft.stage)
        if self.state == State.PUBLISHED:
            return Status.SCHEDULED if self.coming else Status.PUBLISHED
        return Status.APPROVED if self.working else Status.DRAFT

    @property
    def edition(self) -> Any:
        """What to show of the article: its live edition, else the one in work."""
        return self.live or self.working

    @property
    def first_placement(self) -> Any:
        """The first place among the photos of the edition shown, or None."""
        placements = list(self.edition.placements.all()) if self.edition else []
        return placements[0] if placements else None

    @property
    def first_photo(self) -> Any:
        """The photo that stands first in the edition shown, or None."""
        first = self.first_placement
        return first.photo if first else None

    @property
    def headline(self) -> str:
        """The headline of the edition shown; that of the newest where a list of the newsroom has annotated it."""
        if annotated := getattr(self, "newest_headline", ""):
            return str(annotated)
        return self.edition.headline if self.edition else ""

    @property
    def is_published(self) -> bool:
        """Whether anybody may see it now."""
        now = timezone.now()
        return bool(
            self.state == State.PUBLISHED
            and self.published_at
            and self.published_at <= now
            and (not self.embargo_until or self.embargo_until <= now)
            and (not self.expires_at or self.expires_at > now)
        )

    @property
    def is_scheduled(self) -> bool:
        """Whether it will appear by itself at a coming moment."""
        return bool(self.state == State.PUBLISHED and self.published_at and self.published_at > timezone.now())

    def open_draft(self, by: Any = None) -> Any:
        """The edition to work on: the open draft, or a new one copied from the newest edition.

        Readers go on seeing the live edition until the draft is published.
        """
        newest = self.working
        if newest is None or newest.live_from is None:
            return newest
        return newest.copy_as_draft(by=by)

    @transaction.atomic
    def publish(self, at: datetime.datetime | None = None) -> None:
        """Let readers see the newest edition, now or from a moment on; the one before stays until then.

        Raises ValidationError where there is nothing to publish or the article was withdrawn.
        """
        locked = Article.objects.select_for_update().get(pk=self.pk)
        if locked.state == State.WITHDRAWN:
            raise ValidationError(_("This article was withdrawn; it cannot be published again."))
        newest = locked.working
        if newest is None:
            raise ValidationError(_("There is no edition to publish."))
        now = timezone.now()
        moment = max(at, now) if at else now
        if newest.live_from is None:
            newest.go_live(moment)
        elif newest.live_from > now:
            newest.reschedule(moment)
        if locked.state != State.PUBLISHED or locked.published_at is None or locked.published_at > now:
            locked.published_at = moment
        if locked.expires_at and locked.expires_at <= moment:
            locked.expires_at = None
        locked.state = State.PUBLISHED
        locked.save(update_fields=["state", "published_at", "expires_at", "updated_at"])
        self.refresh_from_db()

    @transaction.atomic
    def unschedule(self) -> None:
        """Let the coming edition wait again, approved and unpublished; what readers see now goes on."""
        locked = Article.objects.select_for_update().get(pk=self.pk)
        coming = locked.coming
        if coming is None:
            raise ValidationError(_("Nothing is scheduled for this article."))
        coming.take_off_schedule()
        if locked.published_at and locked.published_at > timezone.now():
            locked.state, locked.published_at = State.DRAFT, None
            locked.save(update_fields=["state", "published_at", "updated_at"])
        self.refresh_from_db()

    @transaction.atomic
    def restore(self, edition: Edition, by: Any = None) -> Edition:
        """A new draft with the words and photos of an older edition; a draft that is open is set aside, not lost."""
        locked = Article.objects.select_for_update().get(pk=self.pk)
        if locked.state == State.WITHDRAWN:
            raise ValidationError(_("This article was withdrawn; nothing of it can be restored."))
        locked.set_draft_aside()
        restored = edition.copy_as_draft(by=by)
        self.refresh_from_db()
        return restored

    def set_draft_aside(self) -> Any:
        """Keep the open draft to look at, out of the way; gives it, or None where no draft is open."""
        draft = self.draft
        if draft:
            draft.stage = Stage.SET_ASIDE
            draft.save(update_fields=["stage"])
        return draft

    @transaction.atomic
    def unpublish(self) -> None:
        """Take the article off the site and back into the drafts; its published editions stay as they were."""
        locked = Article.objects.select_for_update().get(pk=self.pk)
        if locked.state != State.PUBLISHED:
            raise ValidationError(_("Only a published article can be unpublished."))
        locked.state = State.DRAFT
        locked.save(update_fields=["state", "updated_at"])
        self.refresh_from_db()

    @transaction.atomic
    def withdraw(self, *, reason: str, ordered_by: str = "", order_number: str = "", by: Any = None) -> Withdrawal:
        """Replace a public article by a notice that says why; what was published stays sealed in the record."""
        locked = Article.objects.select_for_update().get(pk=self.pk)
        if locked.state != State.PUBLISHED or locked.is_scheduled:
            raise ValidationError(_("Only a published article can be withdrawn."))
        locked.state = State.WITHDRAWN
        locked.save(update_fields=["state", "updated_at"])
        withdrawal = Withdrawal.objects.create(
            article=locked, reason=reason, ordered_by=ordered_by, order_number=order_number, created_by=by
        )
        self.refresh_from_db()
        return withdrawal

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("live_editions", None)
        super().refresh_from_db(*args, **kwargs)
