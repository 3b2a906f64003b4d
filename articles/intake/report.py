"""What the reader found in a pasted report: values with the words they came from, and what it is unsure of.

Nothing here decides anything: an editor sees the proposal beside the text, corrects it and confirms it.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def _(words: str) -> str:
    """Marks a sentence that the desk says in the editor's language; the reader itself knows none but English."""
    return words


class Origin(StrEnum):
    """Whether a value stands in the text, or was worked out from what stands there."""

    READ = "read"
    INFERRED = "inferred"


class Reason(StrEnum):
    """How an inferred value was found."""

    CLOCK_HEADER = _("the page header has a clock time, and the event lies at most a little before it")
    RELATIVE_DAY = _("the day is given as today or yesterday of the page header")
    YEAR_REVIEW = _("the title reviews one year and sets tasks for the next")
    HALF_YEAR = _("the title reviews the first half of the year")
    PART_OF_YEAR = _("the title reviews the part of the year that had just passed")
    MONTH_PRINTED = _("the month is printed with its year in the same sentence")
    PRINT_HEADER = _("the latest such day before the page header that agrees with the years the text speaks of")
    CITY = _("a town bears the name of its province")
    SEAT = _("the town is the seat of the province")
    ORGANISER = _("the organiser belongs to the province")
    PAPER = _("it is the home province of the newspaper")
    MENTIONS = _("no other province is spoken of")
    SHARED_TITLE = _("one title was printed for several people")
    TITLE_ONLY = _("the text gives only a title that one person in it holds")
    PRONOUN = _("the text says only “đồng chí”, “ông” or “bà”")
    CAPTION = _("a caption says so")
    CUE_WORDS = _("words of the text point to it")
    NO_ROLE_PRINTED = _("the text names the person and gives no role")
    PRINTED_TWICE = _("the same paragraph is printed twice")


class Role(StrEnum):
    """What somebody does at a conference; the values are those of the register."""

    CHAIR = "chair"
    CO_CHAIR = "co-chair"
    OPENING = "opening"
    WELCOME = "welcome"
    REPORT = "report"
    SPEAKER = "speaker"
    DIRECTING = "directing"
    CONCLUDING = "concluding"
    ATTENDEE = "attendee"
    LINK_UP = "link-up"


class PartOfDay(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ALL_DAY = "all-day"


class Kind(StrEnum):
    """Kinds of conference; the values are those of the register."""

    REVIEW = "tong-ket"
    INTERIM_REVIEW = "so-ket"
    BRIEFING = "giao-ban"
    INSPECTION_REVIEW = "danh-gia-kiem-tra"
    ROLL_OUT = "trien-khai"
    TRAINING = "tap-huan"
    STUDY = "quan-triet"
    DIALOGUE = "doi-thoai"
    INSPECTION = "kiem-tra"
    SEMINAR = "toa-dam"
    OTHER = "khac"


class HeaderKind(StrEnum):
    """What the date above a report is the date of."""

    PUBLICATION = "publication"
    PRINT = "print"
    AMBIGUOUS = "ambiguous"


class Level(StrEnum):
    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    UNIT = "unit"


class Qualifier(StrEnum):
    OVER = "over"
    NEARLY = "nearly"
    ABOUT = "about"
    AT_LEAST = "at-least"


class Doubtful(StrEnum):
    """What the reader may be unsure of; the value is the plain English sentence, with its parameters in braces."""

    NOTHING_TO_READ = _("There is no text to read.")
    TOO_LONG = _("The text is longer than a report; only the first {characters} characters were read closely.")
    LEGACY_FONT = _("Many letters look like an old font (TCVN3 or VNI); convert the text first.")
    NOT_VIETNAMESE = _("{share} of 100 words are no Vietnamese syllables; foreign words may have been copied in.")
    SPAM_WORDS = _("These words do not seem to belong to the report: {words}.")
    NO_HEADLINE = _("No headline was found.")
    NO_DAY = _("The text does not say on which day it happened.")
    NO_YEAR = _("The day {day} is printed without a year, and nothing tells the year.")
    YEAR_INFERRED = _("The year of {day} was worked out: {year}.")
    YEAR_UNCERTAIN = _("Several years fit the day {day}: {years}.")
    HEADER_AMBIGUOUS = _("The date {date} above the report may mean two days.")
    HEADER_IMPOSSIBLE = _("The date {date} above the report does not exist.")
    DAY_IMPOSSIBLE = _("The day {day} does not exist.")
    WEEKDAY_WRONG = _("{date} was no {weekday}.")
    DAY_AFTER_HEADER = _("The event ({day}) lies after the date above the report.")
    DAY_IN_FUTURE = _("The event ({day}) lies after the day of pasting.")
    NO_ORGANISER = _("The text does not say who called the conference.")
    NO_TITLE = _("No title of a conference was found.")
    NO_PROVINCE = _("No province was found.")
    PROVINCE_INFERRED = _("The host province {province} is not printed as the place; it was worked out.")
    CLUSTER_WITHOUT_MEMBERS = _("The provinces of {cluster} are not listed.")
    NOBODY_NAMED = _("Nobody is named.")
    NO_CHAIR = _("The text does not say who chaired.")
    ROLE_MISSING = _("No role is printed for {name}.")
    NO_TITLES = _("No title is printed for {name}.")
    SHARED_TITLE = _("The title {title} may belong to several people: {names}.")
    TITLES_DIFFER = _("{name} is printed with different titles.")
    SIMILAR_NAMES = _("{name} and {other} may be one person.")
    NO_DIRECTIVES = _("No directives were found.")
    DIRECTIVES_CUT_OFF = _("The list of directives ends with “…”; it may not be complete.")
    DIRECTIVES_BY_COMMAS = _("The directives are parted only by commas; check where each ends.")
    NO_ISSUER = _("The text does not say who gave the directives.")
    ISSUER_UNNAMED = _("The directives were given by someone the text does not name: {printed}.")
    PRINTED_TWICE = _("A paragraph is printed twice.")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text as it was pasted: text[start:end]."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the words it came from; `printed` is exactly what stands at `span` in the pasted text."""

    value: T
    span: Span
    printed: str
    confidence: float
    origin: Origin = Origin.READ
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something an editor should look at, with the values that its sentence names."""

    code: Doubtful
    params: tuple[tuple[str, str], ...] = ()
    span: Span | None = None

    @property
    def words(self) -> str:
        """The doubt in plain English."""
        return self.code.value.format(**dict(self.params))


@dataclass(frozen=True, slots=True)
class Header:
    """The date above a report; `other` is the second reading of an ambiguous one."""

    date: datetime.date
    kind: HeaderKind
    time: datetime.time | None = None
    other: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A province or cluster by its name as the gazetteer writes it; `slug` is empty when it could not be resolved."""

    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """A named person at the conference, with titles in the order of print and all roles, the weightiest first."""

    name: Found[str]
    titles: tuple[Found[str], ...] = ()
    roles: tuple[Found[Role], ...] = ()
    body: Found[str] | None = None
    known_as: str = ""
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """People at the conference whom the report does not name."""

    name: Found[str]
    headcount: Found[int] | None = None
    qualifier: Qualifier | None = None
    role: Role = Role.ATTENDEE


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported number, with the clause it stands in."""

    quote: Found[str]
    value: Found[Decimal] | None = None
    unit: Found[str] | None = None
    qualifier: Qualifier | None = None
    percent: Found[Decimal] | None = None
    done: Found[Decimal] | None = None
    plan: Found[Decimal] | None = None
    indicator: Found[str] | None = None
    level: Found[Level] | None = None
    period: Found[str] | None = None
    place: Found[PlaceName] | None = None
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """One thing somebody was told to do: `text` without its addressee, `quote` with everything as printed."""

    number: int
    text: Found[str]
    quote: Found[str]
    addressees: tuple[Found[str], ...] = ()
    issuers: tuple[Found[str], ...] = ()
    themes: tuple[str, ...] = ()
    is_complete: bool = True
    legal_reference: Found[str] | None = None
    due: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """Words under a photo."""

    text: Found[str]
    credit: Found[str] | None = None
    officials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything read from one pasted report."""

    text: str
    header: Found[Header] | None = None
    kicker: Found[str] | None = None
    headline: Found[str] | None = None
    lead: Found[str] | None = None
    dateline_code: Found[str] | None = None
    dateline_place: Found[str] | None = None
    day_phrase: Found[str] | None = None
    part_of_day: Found[PartOfDay] | None = None
    event_day: Found[str] | None = None
    event_date: Found[datetime.date] | None = None
    event_end: Found[datetime.date] | None = None
    title: Found[str] | None = None
    kind: Found[Kind] | None = None
    organisers: tuple[Found[str], ...] = ()
    venue: Found[str] | None = None
    host_province: Found[PlaceName] | None = None
    link_ups: tuple[Found[str], ...] = ()
    cluster: Found[PlaceName] | None = None
    provinces: tuple[Found[PlaceName], ...] = ()
    officials: tuple[Official, ...] = ()
    groups: tuple[Group, ...] = ()
    figures: tuple[Figure, ...] = ()
    directives: tuple[Directive, ...] = ()
    captions: tuple[Caption, ...] = ()
    bylines: tuple[Found[str], ...] = ()
    source: Found[str] | None = None
    furniture: tuple[Found[str], ...] = ()
    body: tuple[Found[str], ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def found(self) -> Iterator[Found[Any]]:
        """Every value with its span, wherever it stands in the report."""
        yield from _found(self)


def _found(value: Any) -> Iterator[Found[Any]]:
    if isinstance(value, Found):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _found(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _found(getattr(value, field.name))
