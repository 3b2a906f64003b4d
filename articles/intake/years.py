"""In which year it happened, when the day is printed without one. Every rule says how it knows; without one the year stays empty."""

import datetime
import re
from dataclasses import dataclass

from articles.intake.days import EventDay
from articles.intake.report import Header, HeaderKind, Reason

SPOKEN = re.compile(r"\bnăm\s+(?:[^\W\d_]+\s+){0,4}((?:19|20)\d\d)\b(?!\s?[-–/]\s?\d)", re.IGNORECASE)
TASKS = re.compile(
    r"(?:nhiệm vụ|phương hướng|kế hoạch|chương trình|giải pháp|công tác)[^.;]{0,60}?\bnăm\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
REVIEWED = re.compile(r"(?:tổng kết|kết quả|đánh giá)[^.;]{0,160}?\bnăm\s+((?:19|20)\d\d)\b", re.IGNORECASE)
MONTH = re.compile(r"(?<!ngày )\btháng\s+(\d{1,2})(?:\s?[/.-]\s?|\s+năm\s+)((?:19|20)\d\d)\b", re.IGNORECASE)
HALF = re.compile(r"(?:6|06|sáu) tháng (?:đầu|cuối)(?: của)? năm,?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
PARTS = (
    (re.compile(r"(?:9|09|chín) tháng(?: đầu)?(?: của)? năm,?\s+((?:19|20)\d\d)\b", re.IGNORECASE), range(9, 12)),
    (re.compile(r"\bquý (?:I|1|một)(?: của)?(?: năm|[/-]| )\s?((?:19|20)\d\d)\b", re.IGNORECASE), range(3, 6)),
    (re.compile(r"\bquý (?:III|3|ba)(?: của)?(?: năm|[/-]| )\s?((?:19|20)\d\d)\b", re.IGNORECASE), range(9, 12)),
)
"""Parts of a year that are reviewed, each with the months in which that is done."""
DISTANT = re.compile(r"\b(?:đến|tới|tầm nhìn|từ|trước|giai đoạn|nhiệm kỳ|so với|ban hành|tháng \d{1,2})\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Year:
    """The year found, where it was read (offsets), why, and which other years would fit."""

    value: int
    where: tuple[int, int]
    confidence: float
    reason: Reason | None = None
    others: tuple[int, ...] = ()


def find_year(text: str, day: EventDay, header: Header | None, header_at: tuple[int, int], heading: tuple[int, int]) -> Year | None:
    """The year of a day and month: printed, from a header with a clock, from the title, from a print date, or none.

    `heading` is the stretch from the headline to the end of the sentence that holds the day.
    """
    if day.year:
        return Year(day.year, day.where, 0.98)
    if header and header.kind is HeaderKind.PUBLICATION and (year := _latest(day, header.date)):
        gap = (header.date - (day.in_year(year) or header.date)).days
        return Year(year, header_at, 0.95 if gap <= 3 else 0.8 if gap <= 31 else 0.5, Reason.CLOCK_HEADER)
    if header and header.kind is HeaderKind.AMBIGUOUS and (year := _of_two(day, header)):
        return Year(year, header_at, 0.6, Reason.CLOCK_HEADER)
    if found := _from_month(text, day, heading) or _from_title(text, day, heading):
        return found
    if header and header.kind is HeaderKind.PRINT:
        return _from_print(text, day, header, header_at)
    return None


def _latest(day: EventDay, limit: datetime.date) -> int | None:
    """The last year in which the day does not lie after the limit."""
    for year in range(limit.year, limit.year - 9, -1):
        date = day.in_year(year)
        if date and date <= limit:
            return year
    return None


def _of_two(day: EventDay, header: Header) -> int | None:
    """Of two readings of a header, the one that the day lies shortly before, if the other does not fit as well."""
    fitting = set()
    for date in (header.date, header.other):
        for year in (date.year, date.year - 1) if date else ():
            event = day.in_year(year)
            if event and date and 0 <= (date - event).days <= 3:
                fitting.add(year)
    return fitting.pop() if len(fitting) == 1 else None


def _from_month(text: str, day: EventDay, heading: tuple[int, int]) -> Year | None:
    """ "Ngày 30/5 … họp phiên thường kỳ tháng 5/2023": the month of the day is printed with its year beside it."""
    years = {int(match.group(2)): match for match in MONTH.finditer(text, *heading) if int(match.group(1)) == day.month}
    if len(years) != 1:
        return None
    (year, match), *_ = years.items()
    return Year(year, match.span(), 0.85, Reason.MONTH_PRINTED)


def _from_title(text: str, day: EventDay, heading: tuple[int, int]) -> Year | None:
    month = day.month or 0
    if (half := HALF.search(text, *heading)) and 6 <= month <= 8:
        return Year(int(half.group(1)), half.span(), 0.9, Reason.HALF_YEAR)
    for part, months in PARTS:
        if month in months and (found := part.search(text, *heading)):
            return Year(int(found.group(1)), found.span(), 0.85, Reason.PART_OF_YEAR)
    reviewed, tasks = REVIEWED.search(text, *heading), TASKS.search(text, *heading)
    if tasks and reviewed and int(tasks.group(1)) == int(reviewed.group(1)):
        tasks = next((each for each in TASKS.finditer(text, *heading) if int(each.group(1)) == int(reviewed.group(1)) + 1), None)
    if tasks and reviewed and int(tasks.group(1)) != int(reviewed.group(1)) + 1:
        return None
    known = tasks or reviewed
    if not known or not (month <= 3 or month == 12):
        return None
    coming = int(tasks.group(1)) if tasks else int(known.group(1)) + 1
    return Year(coming if month <= 3 else coming - 1, known.span(1), 0.9 if tasks and reviewed else 0.75, Reason.YEAR_REVIEW)


def spoken_years(text: str) -> tuple[set[int], set[int]]:
    """The years a text speaks of, and those of them it speaks of only as something to come."""
    coming = {int(match.group(1)) for match in TASKS.finditer(text)}
    years: set[int] = set()
    for match in SPOKEN.finditer(text):
        if not DISTANT.search(text[max(0, match.start() - 20) : match.start()]):
            years.add(int(match.group(1)))
    return years, coming - {int(match.group(1)) for match in REVIEWED.finditer(text)}


def _from_print(text: str, day: EventDay, header: Header, header_at: tuple[int, int]) -> Year | None:
    latest = _latest(day, header.date)
    if latest is None:
        return None
    years, coming = spoken_years(text)
    newest = max((year for year in years - coming if year <= header.date.year), default=None)
    if newest is None:
        return Year(latest, header_at, 0.5, Reason.PRINT_HEADER, (latest - 1,))
    fitting = [year for year in (newest + 1, newest) if year <= latest]
    if not fitting:
        return None
    chosen = newest if _is_present(text, newest) else fitting[0]
    others = tuple(year for year in fitting if year != chosen)
    return Year(chosen, header_at, 0.6 if others else 0.75, Reason.PRINT_HEADER, others)


def _is_present(text: str, year: int) -> bool:
    """Whether the text speaks of a year as the one it is in."""
    return bool(re.search(rf"(?:năm nay|từ đầu năm|tháng (?:đầu|cuối) năm|[“\"][^”\"]{{0,60}}){'.{0,12}'}{year}", text, re.IGNORECASE))
