"""Many reports at once: each is read, matched and filed as drafts in a transaction of its own, or left to an editor, with the reason.

A batch may be stopped between any two reports, or killed in the middle of one: what was taken stays, and the rest is taken later.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.intake.bundles import Item, digest_of
from articles.intake.files import ReadText, read_upload
from articles.intake.filing import Filed, NotFiled, file
from articles.intake.matching import BY_NAME, Matches, match
from articles.intake.parser import parse
from articles.intake.proposal import propose
from articles.intake.record import Record
from articles.intake.register import Register
from articles.intake.report import Doubtful, Report
from articles.intake.twins import EXACT_DAY, Twins, twins
from articles.models import Article, Batch, BatchLine, Intake, IntakeState, Outcome
from articles.models.intakes import fingerprint
from articles.piles import newest_headline
from qcdc.turns import wait_for

NEEDED = ("articles.add_intake", "articles.add_article", "meetings.add_conference")
"""The rights of somebody who brings reports."""
TO_BE_SEEN = frozenset(
    (
        *(Doubtful.NOTHING_TO_READ, Doubtful.TOO_LONG, Doubtful.LEGACY_FONT, Doubtful.NOT_VIETNAMESE, Doubtful.SPAM_WORDS),
        *(Doubtful.NO_HEADLINE, Doubtful.NO_DAY, Doubtful.NO_YEAR, Doubtful.YEAR_UNCERTAIN, Doubtful.DAY_IMPOSSIBLE),
        *(Doubtful.WEEKDAY_WRONG, Doubtful.DAY_AFTER_HEADER, Doubtful.DAY_IN_FUTURE, Doubtful.NO_TITLE),
    )
)
"""Doubts of the reader that an editor settles before anything is filed."""
REPEATABLE = frozenset((Outcome.DUPLICATE, Outcome.DOUBTFUL, Outcome.UNREADABLE))
PERHAPS_THE_SAME = EXACT_DAY + 2
READ_ANEW_AFTER = 50
LONGEST_REASON = 2000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one report."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    intake: Intake | None = None


class Batching:
    """A batch at work. `again` takes up once more what was not filed before; `is_fixed` says that its files cannot have changed."""

    def __init__(self, batch: Batch, items: Iterable[Item], *, by: Any, again: bool = False, is_fixed: bool = False) -> None:
        self.batch, self.by, self.again, self.is_fixed = batch, by, again, is_fixed
        self.items = list(items)
        self.register = Register()
        self.read_with_register = 0

    def waiting(self) -> list[Item]:
        """The reports that were not taken yet, or are to be taken again."""
        lines = {line.name: line for line in self.batch.lines.only("name", "outcome", "digest")}
        return [item for item in self.items if self._waits(lines.get(item.name), item)]

    def _waits(self, line: BatchLine | None, item: Item) -> bool:
        if line is None or (self.again and line.outcome in REPEATABLE):
            return True
        return not self.is_fixed and not item.refusal and _digest(item) != line.digest

    def go_on(self) -> Iterator[BatchLine]:
        """Take the reports that wait, one after the other; who asks for no more of them stops the batch."""
        for item in self.waiting():
            yield self.take(item)
        self.finish()

    def finish(self) -> None:
        self.batch.total, self.batch.finished_at = len(self.items), timezone.now()
        self.batch.save(update_fields=["total", "finished_at"])

    def take(self, item: Item) -> BatchLine:
        """Take one report: filed, or kept for an editor, or refused. All of it is written, or nothing."""
        read, refusal, digest = _read(item)
        try:
            return self._taken(item, digest, read, refusal)
        except OperationalError:
            raise
        except Exception as error:  # One report that cannot be worked out must not hold up a thousand others.
            log.exception("A report of batch %s could not be worked out: %s", self.batch.pk, item.name)
            self.register = Register()
            why = _("Working this report out failed ({error}). Check it by hand.").format(error=type(error).__name__)
            return self._taken(item, digest, read, refusal, failed=why)

    @transaction.atomic
    def _taken(self, item: Item, digest: str, read: ReadText | None, refusal: str, failed: str = "") -> BatchLine:
        Batch.objects.select_for_update().get(pk=self.batch.pk)
        line = self.batch.lines.select_related("intake").filter(name=item.name).first()
        if line and line.digest == digest and not (self.again and line.outcome in REPEATABLE):
            return line
        if read is None:
            taken = Taken(Outcome.UNREADABLE, (refusal,))
        else:
            held = line.intake if line and line.digest == digest and line.outcome == Outcome.DOUBTFUL else None
            taken = self._of_text(item, read, held, failed)
            taken = replace(taken, reasons=(*taken.reasons, *read.notes))
        line = line or BatchLine(batch=self.batch, name=item.name)
        line.digest, line.outcome, line.intake = digest, taken.outcome, taken.intake
        line.reason = Truncator(" ".join(capfirst(each) for each in taken.reasons)).chars(LONGEST_REASON)
        line.save()
        return line

    def _of_text(self, item: Item, read: ReadText, held: Intake | None, failed: str) -> Taken:
        wait_for(fingerprint(read.text))
        others = Intake.objects.of_text(read.text).exclude(pk=held.pk if held else 0).select_related("article")
        if other := min(others, key=lambda each: (each.article_id is None, each.pk), default=None):
            return Taken(Outcome.DUPLICATE, (_there_already(other),), other)
        if held and not held.is_open:
            return Taken(Outcome.DUPLICATE, (_there_already(held),), held)
        intake = held or Intake.keep(read.text, by=self.by, source_name=item.name[-200:])
        if failed:
            return Taken(Outcome.DOUBTFUL, (failed,), intake)
        if intake.draft:
            return Taken(Outcome.DOUBTFUL, (_("An editor is working on this report."),), intake)
        return self._filed(intake)

    def _filed(self, intake: Intake) -> Taken:
        if self.read_with_register >= READ_ANEW_AFTER:
            self._forget_register()
        self.read_with_register += 1
        report = parse(intake.text, self.register.gazetteer, pasted_on=intake.pasted_on)
        on = report.event_date.value if report.event_date else intake.pasted_on
        matches = match(report, on=on, register=self.register)
        record = propose(report, on=on, matches=matches)
        there = twins(intake.text, record, by=self.by, but=intake)
        if reasons := [*doubts_of(report, record), *_of_register(matches, there, record)]:
            return Taken(Outcome.DOUBTFUL, tuple(reasons), intake)
        sure = [each.conference for each in there.conferences if each.is_sure]
        if sure and record.conference:
            record = replace(record, conference=replace(record.conference, existing=sure[0].pk))
        record, left_out = _without_choices(record)
        try:
            filed = file(record, intake, by=self.by)
        except NotFiled as refusal:
            return Taken(Outcome.DOUBTFUL, (_("It was not filed:"), *_refused(refusal)), intake)
        if any(line.official is None for line in record.officials):
            self._forget_register()
        return _outcome_of(filed, intake, is_coverage=bool(sure), left_out=left_out)

    def _forget_register(self) -> None:
        self.register, self.read_with_register = Register(), 0


def _read(item: Item) -> tuple[ReadText | None, str, str]:
    """The text of a report, or why there is none, and the fingerprint of its file."""
    digest = ""
    try:
        content = item.content()
        digest = digest_of(content)
        name = item.name.rpartition("/")[2]
        read = read_upload(SimpleUploadedFile(name, content), name)
    except ValidationError as refusal:
        return None, " ".join(refusal.messages), digest
    if not any(char.isalpha() for char in read.text):
        return None, _("There is no text in this file."), digest
    return read, "", digest


def _digest(item: Item) -> str:
    try:
        return digest_of(item.content())
    except ValidationError:
        return ""


def _there_already(other: Intake) -> str:
    if other.state == IntakeState.DROPPED:
        return _("The same words were put aside by an editor.")
    if other.article_id:
        return _("The same words were filed before.")
    return _("The same words wait for an editor already.")


def doubts_of(report: Report, record: Record) -> Iterator[str]:
    """What an editor has to settle before the record of a report may be filed."""
    said = {doubt.code for doubt in report.doubts}
    for doubt in report.doubts:
        if doubt.code in TO_BE_SEEN:
            yield _(doubt.code.value).format(**dict(doubt.params))
    if not record.article.headline and Doubtful.NO_HEADLINE not in said:
        yield _(Doubtful.NO_HEADLINE.value)
    if record.conference is None:
        yield _("No conference was found in it.")
    elif not record.conference.date and not said & {Doubtful.NO_DAY, Doubtful.NO_YEAR, Doubtful.YEAR_UNCERTAIN}:
        yield _(Doubtful.NO_DAY.value)


def _of_register(matches: Matches, there: Twins, record: Record) -> Iterator[str]:
    """Where the register leaves open whom or what the report means."""
    for official in matches.officials:
        if official.choice is None and any(each.basis in BY_NAME for each in official.candidates):
            yield _("{name} may be somebody of the register, or another person of that name.").format(name=official.name)
    sure = [each for each in there.conferences if each.is_sure]
    perhaps = [each for each in there.conferences if each.strength >= PERHAPS_THE_SAME]
    if len(sure) > 1:
        yield _("It may belong to several conferences: {titles}.").format(titles="; ".join(str(each.conference) for each in sure))
    elif perhaps and not sure:
        yield _("It may be about a conference that is there already: {title}.").format(title=perhaps[0].conference)
    if there.articles and not sure:
        yield _("An article has this headline already: {headline}.").format(headline=record.article.headline)


def _refused(refusal: NotFiled) -> Iterator[str]:
    for messages in refusal.errors.values():
        yield from messages


def _without_choices(record: Record) -> tuple[Record, list[str]]:
    """The record without what only an editor may choose to enter, and what is said of that.

    A body that the register lacks would be public at once; a figure needs to be told what it counts.
    """
    said = []
    conference = record.conference
    if conference and conference.new_organisers:
        names = "; ".join(conference.new_organisers)
        said.append(_("Organisers that the register lacks were left out: {names}.").format(names=names))
        record = replace(record, conference=replace(conference, new_organisers=()))
    counted = tuple(line for line in record.figures if line.indicator)
    if left_out := len(record.figures) - len(counted):
        words = ngettext(
            "{count} figure was left out: what it counts is not in the register.",
            "{count} figures were left out: what they count is not in the register.",
            left_out,
        )
        said.append(words.format(count=left_out))
    return replace(record, figures=counted), said


def _outcome_of(filed: Filed, intake: Intake, *, is_coverage: bool, left_out: list[str]) -> Taken:
    reasons = [f"{filed.conference}.", *left_out] if is_coverage else left_out
    if filed.held_back:
        count = len(filed.held_back)
        words = ngettext(
            "{count} line was not entered: the conference is public.", "{count} lines were not entered: the conference is public.", count
        )
        reasons = [*reasons, words.format(count=count)]
    return Taken(Outcome.COVERAGE if is_coverage else Outcome.FILED, tuple(reasons), intake)


def header() -> list[str]:
    """The heads of the table of results."""
    heads = (_("name of the file"), _("outcome"), _("reason"), _("article"), _("address of the article"), _("pasted report"))
    return [str(capfirst(head)) for head in heads]


def headlines_of(intakes: Any, *, by: Any) -> dict[int, str]:
    """The headlines of the articles that some intakes became, as far as this person may see them."""
    articles = Article.objects.for_reader(by).filter(pk__in=intakes.order_by().values("article")).order_by()
    return dict(articles.values_list("pk", newest_headline("pk", by)))


def rows(batch: Batch, *, by: Any) -> Iterator[list[str]]:
    """The table of results for a file, with what this person may open."""
    seen = set(Intake.objects.for_editor(by).filter(batch_lines__batch=batch).order_by().values_list("pk", flat=True))
    headlines = headlines_of(Intake.objects.filter(batch_lines__batch=batch), by=by)
    for line in batch.lines.select_related("intake"):
        intake = line.intake
        article = intake.article_id if intake and intake.article_id in headlines else None
        yield [
            line.name,
            str(Outcome(line.outcome).label),
            line.reason,
            (headlines[article] or "") if article else "",
            reverse("admin:articles_article_change", args=[article]) if article else "",
            f"#{intake.pk}" if intake and intake.pk in seen else "",
        ]
