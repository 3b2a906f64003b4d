"""On which day it happened, as far as the text says it: the day phrase, the part of the day, day and month, perhaps the year."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.intake.report import PartOfDay
from articles.intake.tokens import Sentence

Where = tuple[int, int]
NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
SEP = r"\s?[-–/.]\s?"
PART = r"sáng|trưa|chiều|tối|đêm"
WEEKDAY = r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),?\s*)?"
DAY = re.compile(
    rf"(?<![\w/.])(?<!\d-)(?P<all>(?:(?P<part>{PART})\s+)?(?:(?P<near>nay|qua|hôm nay|hôm qua|hôm kia)\b\s*,?\s*)?{WEEKDAY}"
    rf"(?P<open>\(\s*)?(?P<label>ngày\s+)?(?P<day>{NUMBER})(?:{SEP}|\s+tháng\s+)(?P<month>{MONTH})"
    rf"(?:(?:{SEP}|,?\s+năm\s+)(?P<year>(?:19|20)\d\d))?(?![\d/%]|[-.]\d)(?(open)\s*\)|))",
    re.IGNORECASE,
)
DAYS = re.compile(
    rf"(?<![\w/.])(?<!\d-)(?P<all>(?:trong\s+)?(?:(?:2|3|hai|ba|02|03)\s+ngày[,:]?\s*|từ\s+(?:ngày\s+)?|"
    rf"các\s+ngày\s+|ngày\s+)(?P<open>\(\s*)?(?:từ\s+)?(?:ngày\s+)?"
    rf"(?P<day>{NUMBER})(?:{SEP}(?P<first>{MONTH}))?\s*(?:,|và|đến|đến ngày|-|"
    rf"–)\s*(?:ngày\s+)?(?P<last>{NUMBER})(?:{SEP}|\s+tháng\s+)(?P<month>{MONTH})"
    rf"(?:(?:{SEP}|,?\s+năm\s+)(?P<year>(?:19|20)\d\d))?(?![\d/%])(?(open)\s*\)|))",
    re.IGNORECASE,
)
NEAR = re.compile(rf"(?<!\w)(?P<all>(?:(?P<part>{PART})\s+(?P<near>nay|qua|hôm nay|hôm qua)|(?P<bare>hôm nay|hôm qua))\b)", re.IGNORECASE)
VAGUE = re.compile(r"(?:^|(?<=[-–—] )|(?<=[-–—]))(?P<all>vừa qua|mới đây|trong tuần qua|tuần qua|những ngày qua)\b", re.IGNORECASE)
DOCUMENT = re.compile(
    r"(?:\bsố\b|\bNghị quyết|\bChỉ thị|\bQuyết định|\bKết luận|\bLuật\b|\bPháp lệnh|\bNghị định|\bKế hoạch"
    r"|\bHướng dẫn|\bCông văn|\bThông (?:tư|báo)|\bQuy định|/TW|/[A-ZĐ]{2})[^.;!?]{0,60}$"
)
AFTER_DOCUMENT = re.compile(r"\d[/-]\d{1,2}[/-]\d{4}\b[^.;!?]{0,70},\s*$")
NOT_EVENT = re.compile(
    r"(?:\btrước|\bđến|\bkể từ|\btính đến|\bhết|\bsinh|\bkỷ niệm|\bhiệu lực|\blịch sử|\bnhân|\bthành lập|"
    r"\bmốc|\bchậm nhất|\bmuộn nhất|\bhạn|\bnhất là|\bngày truyền thống)\s*(?:từ\s*)?$",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"hội nghị|tổ chức|diễn ra|họp\b|làm việc|đối thoại|tọa đàm|toạ đàm|tổng kết|sơ kết|kiểm tra|tập huấn|"
    r"giao ban|chủ trì|quán triệt|triển khai|khai mạc|hội thảo|đến thăm|gặp mặt|tiếp xúc|tiếp công dân",
    re.IGNORECASE,
)
PARTS = {
    "sáng": PartOfDay.MORNING,
    "trưa": PartOfDay.AFTERNOON,
    "chiều": PartOfDay.AFTERNOON,
    "tối": PartOfDay.EVENING,
    "đêm": PartOfDay.EVENING,
}
SOONEST = 8


@dataclass(frozen=True, slots=True)
class EventDay:
    """The day as printed: where the phrase stands, and what of the date it gives. `back` counts days before the header's day."""

    where: Where
    part: PartOfDay | None = None
    part_where: Where | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    back: int | None = None

    @property
    def printed(self) -> str:
        return f"{self.day}/{self.month}"

    def in_year(self, year: int) -> datetime.date | None:
        """The first day in a given year, if the calendar has it."""
        return _date(year, self.month, self.day)

    def last_in_year(self, year: int) -> datetime.date | None:
        return _date(year, self.last_month, self.last_day) if self.last_day else None


def _date(year: int, month: int | None, day: int | None) -> datetime.date | None:
    try:
        return datetime.date(year, month or 0, day or 0)
    except ValueError:
        return None


def find_day(text: str, sentences: Sequence[Sentence]) -> tuple[EventDay, Sentence] | None:
    """The day of the event: the first day phrase that opens a sentence or stands beside words for a meeting."""
    late: tuple[EventDay, Sentence] | None = None
    for sentence in sentences[:40]:
        words = text[sentence.start : sentence.end]
        for day, start in _days(text, sentence):
            if start - sentence.start < SOONEST and (day.part or start == sentence.start or "ngày" in words[:24].lower()):
                return day, sentence
            if late is None and EVENT.search(words):
                late = day, sentence
    return late or _vague(text, sentences[:12])


def _days(text: str, sentence: Sentence) -> Iterator[tuple[EventDay, int]]:
    start, end = sentence.start, sentence.end
    for pattern, make in ((DAYS, _several), (DAY, _single), (NEAR, _near)):
        for match in pattern.finditer(text, start, end):
            if _is_event(text, match, start) and (day := make(match)):
                yield day, match.start("all")


def _is_event(text: str, match: re.Match[str], start: int) -> bool:
    groups = match.groupdict()
    is_marked = groups.get("part") or groups.get("near") or groups.get("label") or groups.get("bare") or match.re is DAYS
    if not is_marked and match.start("all") != start:
        return False
    before = text[max(start, match.start("all") - 90) : match.start("all")]
    is_of_document = groups.get("part") is None and DOCUMENT.search(before) and not AFTER_DOCUMENT.search(before)
    return not is_of_document and not NOT_EVENT.search(before)


def _part(match: re.Match[str]) -> tuple[PartOfDay | None, Where | None]:
    part = match.groupdict().get("part")
    return (PARTS[part.lower()], match.span("part")) if part else (None, None)


def _single(match: re.Match[str]) -> EventDay:
    part, where = _part(match)
    near = (match.group("near") or "").lower()
    back = None if not near else 0 if near.endswith("nay") else 1
    year = int(match.group("year")) if match.group("year") else None
    return EventDay(match.span("all"), part, where, int(match.group("day")), int(match.group("month")), year, back=back)


def _several(match: re.Match[str]) -> EventDay | None:
    day, last, month = int(match.group("day")), int(match.group("last")), int(match.group("month"))
    first = int(match.group("first") or month)
    if (first, day) >= (month, last):
        return None
    year = int(match.group("year")) if match.group("year") else None
    return EventDay(match.span("all"), PartOfDay.ALL_DAY, match.span("all"), day, first, year, last, month)


def _near(match: re.Match[str]) -> EventDay:
    part, where = _part(match)
    near = (match.group("near") or match.group("bare")).lower()
    return EventDay(match.span("all"), part, where, back=0 if near.endswith("nay") else 1)


def _vague(text: str, sentences: Sequence[Sentence]) -> tuple[EventDay, Sentence] | None:
    for sentence in sentences:
        if match := VAGUE.search(text, sentence.start, min(sentence.end, sentence.start + 40)):
            return EventDay(match.span("all")), sentence
        opening = re.compile(r"vừa qua|mới đây", re.IGNORECASE).match(text, sentence.start)
        if opening:
            return EventDay(opening.span()), sentence
    return None
