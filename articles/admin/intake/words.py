"""What the reader says of a report, in the language of the desk: its doubts with the place to mend each, and its reasons."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.intake.report import Doubt, Doubtful, Found, Origin, Report, Span

SURE = 0.75
"""A value read with less confidence is pointed out."""

# The field where each doubt is mended; a line of the form for those that name somebody.
FIELDS = {
    Doubtful.NO_HEADLINE: "article-headline",
    Doubtful.SPAM_WORDS: "article-body",
    Doubtful.NOT_VIETNAMESE: "article-body",
    Doubtful.PRINTED_TWICE: "article-body",
    **dict.fromkeys(
        (
            *(Doubtful.NO_DAY, Doubtful.NO_YEAR, Doubtful.YEAR_INFERRED, Doubtful.YEAR_UNCERTAIN, Doubtful.HEADER_AMBIGUOUS),
            *(Doubtful.HEADER_IMPOSSIBLE, Doubtful.DAY_IMPOSSIBLE, Doubtful.WEEKDAY_WRONG, Doubtful.DAY_AFTER_HEADER),
            Doubtful.DAY_IN_FUTURE,
        ),
        "conference-date",
    ),
    Doubtful.NO_ORGANISER: "conference-organisers",
    Doubtful.NO_TITLE: "conference-title",
    Doubtful.NO_PROVINCE: "conference-host_province",
    Doubtful.PROVINCE_INFERRED: "conference-host_province",
    Doubtful.CLUSTER_WITHOUT_MEMBERS: "conference-provinces",
    Doubtful.DIRECTIVES_CUT_OFF: "conference-directives_complete",
}
PARTS = {
    Doubtful.NOBODY_NAMED: "officials",
    Doubtful.NO_CHAIR: "officials",
    Doubtful.NO_DIRECTIVES: "directives",
    Doubtful.DIRECTIVES_BY_COMMAS: "directives",
    Doubtful.NO_ISSUER: "directives",
    Doubtful.ISSUER_UNNAMED: "directives",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A doubt as the screen says it, with the field to mend it at and the place in the text."""

    words: str
    field: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of one field: where its words stand, and whether they were worked out or are uncertain, and why."""

    words: str = ""
    spans: tuple[Span, ...] = ()
    is_inferred: bool = False
    is_unsure: bool = False

    @property
    def at(self) -> str:
        return places(self.spans)


def places(spans: Iterable[Span]) -> str:
    """Stretches of the text as a page carries them."""
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def note_of(*found: Found[Any] | None) -> Note:
    """What is to be said of a field that took these values."""
    values = [each for each in found if each is not None]
    inferred = [each for each in values if each.origin == Origin.INFERRED]
    unsure = [each for each in values if each.confidence < SURE]
    reasons = list(dict.fromkeys(_(each.reason.value) for each in inferred if each.reason))
    words = ""
    if inferred:
        words = _("Worked out, not printed: {reasons}.").format(reasons="; ".join(reasons) or "?")
    elif unsure:
        words = _("Not certain: compare it with the text.")
    return Note(words, tuple(each.span for each in values), bool(inferred), bool(unsure) and not inferred)


def sentence(doubt: Doubt) -> str:
    return _(doubt.code.value).format(**dict(doubt.params))


def said(report: Report, anchors: list[int], lines: dict[str, list[Any]]) -> list[Said]:
    """The doubts about a report, each with a link to where it is mended and to where it stands."""
    result = []
    for doubt in report.doubts:
        names = {value for name, value in doubt.params if name in {"name", "names"}}
        line = next((form.prefix for form in lines["officials"] if form.typed("name") in names), "") if names else ""
        field = line or (f"id_{FIELDS[doubt.code]}" if doubt.code in FIELDS else PARTS.get(doubt.code, ""))
        result.append(Said(capfirst(sentence(doubt)), field, _near(doubt.span, anchors)))
    return result


def _near(span: Span | None, anchors: list[int]) -> int | None:
    """Where in the marked text one can jump to, to see a stretch of it."""
    if span is None or not anchors:
        return None
    return anchors[max(0, bisect_right(anchors, span.start) - 1)]
