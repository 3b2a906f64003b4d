"""A confirmed record, filed as drafts: article, edition, conference, attendance, figures, directives, each with its evidence."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.intake.entering import Entering
from articles.intake.quoting import as_printed, place_in
from articles.intake.record import ArticlePart, CaptionLine, Record
from articles.intake.refusals import NotFiled, Refusals, Where, rows_by_pk
from articles.models import Article, Deed, Edition, Evidence, Intake, IntakeState, Photo, PhotoSubject, Placement, Section
from articles.models.intakes import tidy
from articles.models.rights import sections_of
from articles.workflow import record as note
from meetings.models import Conference

__all__ = ["Filed", "NotFiled", "Where", "file"]

TRIES = 3
CONTENT = ("kicker", "headline", "lead", "dateline_code", "dateline_place", "day_phrase", "byline", "source", "source_url")


@dataclass(frozen=True, slots=True)
class Filed:
    """What an intake became."""

    article: Article
    conference: Conference | None
    is_new: bool = True
    """Whether it was filed just now, and not by an earlier click."""
    held_back: tuple[tuple[str, int], ...] = ()
    """Part and number of the lines that were not entered, because the conference is public and readers would see them at once."""


def file(record: Record, intake: Intake, *, by: Any) -> Filed:
    """File a record as drafts in one transaction. The same intake is filed once, however often it is confirmed.

    Raises NotFiled where a value is refused or the person may not do it.
    """
    for _number in range(TRIES - 1):
        try:
            return _file(record, intake, by)
        except IntegrityError:
            continue  # another filing took the same address at the same moment
    return _file(record, intake, by)


@transaction.atomic
def _file(record: Record, intake: Intake, by: Any) -> Filed:
    locked = Intake.objects.select_for_update().get(pk=intake.pk)
    refusals = Refusals()
    if not Intake.objects.for_editor(by).filter(pk=locked.pk).exists() or not by.has_perm("articles.add_intake"):
        refusals.add("__all__", None, "__all__", _("This is not among your rights."))
        refusals.raise_any()
    if locked.article_id and locked.state == IntakeState.FILED:
        return Filed(Article.objects.get(pk=locked.article_id), locked.conference, is_new=False, held_back=_waiting(locked))
    if not locked.is_open:
        refusals.add("__all__", None, "__all__", _("This report was dropped. Take it up again before you file it."))
        refusals.raise_any()
    filing = _Filing(record, locked, by, refusals)
    filed = filing.file()
    _close(locked, filing, by)
    intake.refresh_from_db()
    return filed


def _waiting(intake: Intake) -> tuple[tuple[str, int], ...]:
    return tuple((part, number) for part, number in intake.held_back)


def _close(intake: Intake, filing: "_Filing", by: Any) -> None:
    intake.state, intake.filed_at, intake.filed_by = IntakeState.FILED, timezone.now(), by
    intake.article, intake.conference = filing.article, filing.entering.conference
    intake.captions = filing.captions_to_come
    intake.held_back = [list(each) for each in filing.entering.held_back]
    intake.save()
    intake.touch(by)


class _Filing:
    """One record on its way into the drafts."""

    article: Article
    edition: Edition

    def __init__(self, record: Record, intake: Intake, by: Any, refusals: Refusals) -> None:
        self.record, self.intake, self.by, self.refusals = record, intake, by, refusals
        self.entering = Entering(record, by, refusals, source=self._source())
        self.captions_to_come: list[dict[str, Any]] = []

    def file(self) -> Filed:
        if not self.by.has_perm("articles.add_article"):
            self.refusals.add("article", None, "__all__", _("This is not among your rights."))
        self.entering.enter()
        self._write_article()
        self.refusals.raise_any()
        self._bear_out()
        self._place_captions()
        note(
            self.article,
            Deed.CREATED,
            self.by,
            edition=self.edition,
            comment=str(_("Filed from a pasted report.")),
            details={"intake": self.intake.pk},
        )
        return Filed(self.article, self.entering.conference, held_back=tuple(self.entering.held_back))

    def _source(self) -> str:
        """Where a post is known from: the paper and the day."""
        article, conference = self.record.article, self.record.conference
        named = article.source or article.dateline_code or article.headline[:120]
        return tidy(", ".join(part for part in (named, conference.date if conference else "") if part))[:300]

    def _write_article(self) -> None:
        part, conference = self.record.article, self.entering.conference
        self.article = Article(created_by=self.by, changed_by=self.by, conference=conference, section=self._section(part))
        self.article.without_conference = self.record.conference is None
        self.edition = Edition(article=self.article, created_by=self.by, body=tidy(part.body))
        for name in CONTENT:
            setattr(self.edition, name, tidy(getattr(part, name)))
        whole = self.refusals.checks(self.edition, "article", but=["article"])
        unsaved = ["conference"] if conference and not conference.pk else []
        whole &= self.refusals.checks(self.article, "article", but=unsaved)
        if whole and not self.refusals.errors:
            self.article.slug = Article._meta.get_field("slug").unused(self.article, self.edition.headline)
            self.article.save()
            self.edition.save()

    def _section(self, part: ArticlePart) -> Section | None:
        """The section that was chosen; for somebody who works for one section alone, that one."""
        own = sections_of(self.by)
        if part.section is None:
            return Section.objects.get(pk=next(iter(own))) if len(own) == 1 else None
        found: Section | None = self.refusals.pick(rows_by_pk(Section.objects, [part.section]), part.section, "article", None, "section")
        if found and own and found.pk not in own:
            self.refusals.add("article", None, "section", _("You do not work for this section."))
        return found

    def _bear_out(self) -> None:
        """Hold for every fact the words that it was taken from, and where they stand in the edition."""
        body, text = self.edition.plain_body, self.intake.text
        rows = []
        for fact, row, line in self.entering.facts:
            quote = as_printed(text, line.span) or " ".join(tidy(line.quote).split())
            if not quote:
                continue
            where = place_in(body, quote, text, line.span) or (None, None)
            rows.append(Evidence(edition=self.edition, quote=quote, start=where[0], end=where[1], **{fact: row}))
        Evidence.objects.bulk_create(rows)

    def _place_captions(self) -> None:
        """Put photos that came with the report under their captions; keep the other captions until their photos come."""
        photos = rows_by_pk(Photo.objects.for_reader(self.by), [line.photo for line in self.record.captions])
        order = 0
        for line in self.record.captions:
            photo = photos.pop(line.photo, None) if line.photo else None
            officials = [self.entering.people[key] for key in dict.fromkeys(line.officials) if key in self.entering.people]
            if photo is None and not tidy(line.text):
                continue
            if photo is None:
                names = [{"pk": each.pk, "name": each.name} for each in officials]
                self.captions_to_come.append({"text": tidy(line.text), "credit": tidy(line.credit), "officials": names})
                continue
            order += 10
            self._place(photo, line, order)
            if not photo.subjects.exists():
                for number, official in enumerate(officials, start=1):
                    PhotoSubject.objects.create(photo=photo, official=official, order=10 * number)

    def _place(self, photo: Photo, line: CaptionLine, order: int) -> None:
        placement = Placement(edition=self.edition, photo=photo, order=order)
        placement.caption = tidy(line.text) if line.text != photo.caption else ""
        placement.credit = tidy(line.credit) if line.credit != photo.credit else ""
        try:
            placement.full_clean()
        except ValidationError as refusal:
            number = self.record.captions.index(line)
            self.refusals.add("captions", number, "text", *refusal.messages)
            self.refusals.raise_any()
        placement.save()
