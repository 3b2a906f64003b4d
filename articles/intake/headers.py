"""The date above a report: with a clock time it tells when the page was published; without one it is a print or crawl date."""

import datetime
import re
from dataclasses import dataclass

from articles.intake.report import Header, HeaderKind

LONGEST = 110
MOST_LETTERS = 24
WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
DATE = re.compile(r"(?<![\d/.-])(\d{1,2})(?: tháng |[/.-]| Tháng )(\d{1,2})(?:[/.-]| năm |, ?| )(\d{4})(?![\d/])", re.IGNORECASE)
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
TIME = re.compile(r"(?<![\d/])(\d{1,2})(?::| ?h ?|g| giờ )(\d{2})(?::(\d{2}))?(?: ?([AP]M|SA|CH)\b)?", re.IGNORECASE)
WEEKDAY = re.compile(r"\b(?:thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật))\b", re.IGNORECASE)
LABELS = re.compile(
    r"ngày đăng|đăng ngày|đăng lúc|ngày cập nhật|cập nhật(?: lúc| ngày| lần cuối)?|xuất bản(?: lúc)?|ngày "
    r"tạo|ngày xuất bản|đăng bởi|bởi|posted|published|updated"
    r"|last|on|date|gmt|utc|\+0?7(?::?00)?|ngày|lúc|giờ|phút|tháng|năm|hôm nay|lượt (?:xem|đọc)|thời gian|viết|tin|hà nội|in",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A header date as it stands in its line, and what is odd about it."""

    header: Header | None
    start: int
    end: int
    weekday: str = ""
    is_wrong_weekday: bool = False


def read_header(line: str) -> HeaderLine | None:
    """The date in a line that holds hardly anything else; None when the line is something else."""
    if len(line) > LONGEST:
        return None
    match = DATE.search(line) or ISO.search(line)
    if not match:
        return None
    clock = TIME.search(line)
    weekday = WEEKDAY.search(line)
    rest = line
    for found in (match, clock, weekday):
        if found:
            rest = rest.replace(found.group(), " ", 1)
    letters = len(re.findall(r"[^\W\d_]", LABELS.sub(" ", rest)))
    if letters > (MOST_LETTERS if clock and weekday else 6):
        return None
    places = [found.span() for found in (match, clock, weekday) if found]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    return _judge(match, clock, weekday, start, end)


def _judge(match: re.Match[str], clock: re.Match[str] | None, weekday: re.Match[str] | None, start: int, end: int) -> HeaderLine:
    parts = [int(part) for part in match.groups()]
    year, month, day = parts if match.re is ISO else parts[::-1]
    date, other = _date(year, month, day), None
    is_american = bool(clock and clock.group(4) and clock.group(4).upper() in {"AM", "PM"}) and match.re is DATE
    if is_american:
        other = _date(year, day, month)
    if date is None and other is None:
        return HeaderLine(None, start, end)
    time = _time(clock) if clock else None
    words = weekday.group() if weekday else ""
    if date and other and date != other:
        return HeaderLine(Header(date, HeaderKind.AMBIGUOUS, time, other), start, end, words)
    known = date or other
    assert known is not None  # noqa: S101 - one of the two is a date here
    kind = HeaderKind.PUBLICATION if time else HeaderKind.PRINT
    return HeaderLine(Header(known, kind, time), start, end, words, bool(weekday) and not is_weekday(words, known))


def is_weekday(words: str, date: datetime.date) -> bool:
    """Whether a date fell on the weekday named, such as "Thứ năm" or "Chủ nhật"."""
    name = words.lower().removeprefix("thứ").strip()
    return date.weekday() == WEEKDAYS.get(name, 6)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> datetime.time | None:
    hour, minute = int(match.group(1)), int(match.group(2))
    half = (match.group(4) or "").upper()
    if half in {"PM", "CH"} and hour < 12:
        hour += 12
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None
