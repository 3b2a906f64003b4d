"""The record that a report proposes, in the order of the form: what an editor corrects beside the text and what is then filed.

Plain values only, so that it can be kept as JSON and rebuilt from a form. Rows of the register are named by their primary keys.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from articles.intake.report import Span


class Titles(StrEnum):
    """What is done with titles that differ from the register's on that day."""

    AS_PRINTED = "as-printed"
    AS_REGISTERED = "as-registered"
    NEW_POST = "new-post"


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """The article that comes of the report."""

    headline: str
    kicker: str = ""
    lead: str = ""
    dateline_code: str = ""
    dateline_place: str = ""
    day_phrase: str = ""
    body: str = ""
    """Paragraphs as safe HTML."""
    byline: str = ""
    source: str = ""
    source_url: str = ""
    section: int | None = None


@dataclass(frozen=True, slots=True)
class ConferencePart:
    """The conference behind it: one of the register, or a new one. Dates are ISO 8601, as exact as known."""

    existing: int | None = None
    title: str = ""
    kind: str = "khac"
    date: str = ""
    end_date: str = ""
    part_of_day: str = ""
    venue: str = ""
    host_province: int | None = None
    online: bool = False
    link_ups: str = ""
    cluster: int | None = None
    organisers: tuple[int, ...] = ()
    new_organisers: tuple[str, ...] = ()
    """Names of bodies that the register does not have yet."""
    provinces: tuple[int, ...] = ()
    directives_complete: bool = True
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class OfficialLine:
    """A named person at the conference. `official` is empty for somebody the register does not have yet."""

    key: str
    """By which figures, directives and captions of the same record point here."""
    name: str
    official: int | None = None
    titles: tuple[str, ...] = ()
    titles_choice: Titles = Titles.AS_PRINTED
    post: int | None = None
    roles: tuple[str, ...] = ()
    """Slugs of the register's roles."""
    province: int | None = None
    organisation: int | None = None
    quote: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """People at the conference whom the report does not name."""

    name: str
    headcount: int | None = None
    qualifier: str = ""
    roles: tuple[str, ...] = ("attendee",)
    province: int | None = None
    quote: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A reported number. Without an indicator it cannot be filed."""

    quote: str
    indicator: int | None = None
    value: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    percent: Decimal | None = None
    done: Decimal | None = None
    plan: Decimal | None = None
    level: str = ""
    period_start: str = ""
    period_end: str = ""
    province: int | None = None
    said_by: str = ""
    """The key of an official's line."""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """One thing that the conference told somebody to do."""

    text: str
    quote: str = ""
    issuer: str = ""
    """The key of an official's line; empty where a body or nobody is named."""
    issuing_organisation: int | None = None
    addressees_printed: str = ""
    addressee_provinces: tuple[int, ...] = ()
    addressee_organisations: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()
    """Slugs of the register's themes."""
    legal_reference: str = ""
    due_date: str = ""
    due_by_next: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """Words under a photo that is not here yet, or, with `photo`, one that came in the file."""

    text: str
    credit: str = ""
    officials: tuple[str, ...] = ()
    """Keys of officials' lines, from left to right as far as the words tell."""
    photo: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that one report becomes once an editor has confirmed it."""

    article: ArticlePart
    conference: ConferencePart | None = None
    officials: tuple[OfficialLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    directives: tuple[DirectiveLine, ...] = ()
    captions: tuple[CaptionLine, ...] = field(default=())
