"""What a directive rests on and until when: the law or resolution it names, and the day or quarter by which it is due."""

import datetime
import re
from collections.abc import Iterator

Where = tuple[int, int]
NUMBER = r"\d{1,4}(?:/\d{4})?(?:[-/][A-ZĐƯ]{1,10}(?:[-/][\wĐƯ]{1,14}){0,3})?"
DATED = r"(?:,?\s+(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4})?"
KINDS = (
    r"Nghị quyết(?: liên tịch)?|Chỉ thị|Quyết định|Kết luận|Nghị định|Pháp lệnh|Thông tư|Thông tri|Thông báo|Hướng dẫn|Kế hoạch"
    r"|Công văn|Quy định|Đề án|Chương trình hành động|Luật"
)
NUMBERED = re.compile(rf"\b(?:{KINDS})\s+(?:số\s+|Trung ương\s+)?{NUMBER}{DATED}")
# A law goes by its name: capitals first, then the words of its name up to a sign or a verb.
LAW = re.compile(
    r"\b(?:Luật|Pháp lệnh)\s+(?:[A-ZĐ][^\s,.;:()]*)(?:\s+(?!(?:và|các|đến|trong|đối|tới|cho|nhằm|để|theo|của|tại|gắn|một|năm)\b)"
    r"[^\s,.;:()]+){0,9}(?:\s+năm \d{4})?"
)
RULES = re.compile(
    r"\bPháp lệnh\b|\bLuật\b|\bNghị|\bChỉ thị|\bQuyết|\bKết luận|\bThông|\bHướng|\bKế hoạch|\bCông văn|\bQuy định|\bĐề án|\bChương"
)
DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?|\d{1,2} tháng \d{1,2}(?:,? năm \d{4})?"
MONTH = r"tháng \d{1,2}(?:\s?[/.-]\s?\d{4}|,? năm \d{4})?"
QUARTER = r"quý (?:I{1,3}V?|IV|[1-4])\b(?:\s?[/.-]\s?\d{4}|,? năm \d{4})?"
YEAR = r"năm (?:\d{4}|nay|sau)"
QUARTERS = ("I", "II", "III", "IV", "1", "2", "3", "4")
UNTIL = r"(?:chậm nhất|muộn nhất)(?: là)?(?: trước| đến| vào| trong)?|trước|hạn cuối(?: là)?|thời hạn|đến hết|hết|cuối|(?:xong|thành) trong"
OF_MONTH = r"\d{1,2} (?:của |hằng |hàng )?tháng(?: cuối quý| sau| cuối năm)?"
DUE = re.compile(
    rf"\b(?:{UNTIL})\s+(?:ngày\s+(?:{DAY}|{OF_MONTH})|{DAY}|{MONTH}|{QUARTER}|{YEAR})"
    rf"|\b(?:trong|vào)\s+(?:{QUARTER}|{MONTH})"
    rf"|\btừ nay đến (?:hết|cuối) (?:{QUARTER}|{YEAR}|{MONTH}|năm)\b|\btrước khi hết (?:{QUARTER}|{YEAR})",
    re.IGNORECASE,
)


def laws_in(text: str, start: int, end: int) -> Iterator[Where]:
    """The laws and numbered documents named in a stretch, in the order of print."""
    if not RULES.search(text, start, end):
        return
    found = [match.span() for pattern in (NUMBERED, LAW) for match in pattern.finditer(text, start, end)]
    last = start
    for where in sorted(found):
        if where[0] >= last:
            last = where[1]
            yield where


def due_in(text: str, start: int, end: int) -> Where | None:
    """The first day, month or quarter by which something is due; the date of a document it names is none."""
    for match in DUE.finditer(text, start, end):
        if not re.search(r"/[A-ZĐ]{2}[\w-]*,?\s*$|\bsố\s*$", text[max(start, match.start() - 14) : match.start()]):
            return match.span()
    return None


def due_date(words: str, on: datetime.date | None) -> str:
    """The words of a term as a partial date (2021-09-30, 2021-09, 2021); the year, where none is printed, follows the event's day.

    Empty where neither the words nor the event tell the year, or where no day, month, quarter or year is named.
    """
    printed = re.search(r"\b((?:19|20)\d\d)\b", words)
    if day := re.search(r"\b(\d{1,2})(?:\s?[/.-]\s?| tháng )(\d{1,2})\b", words):
        return _dated(int(day[2]), int(day[1]), printed, on)
    if month := re.search(r"\btháng (\d{1,2})\b", words, re.IGNORECASE):
        return _dated(int(month[1]), 0, printed, on)
    if quarter := re.search(r"\bquý (I{1,3}V?|IV|[1-4])\b", words, re.IGNORECASE):
        return _dated(3 * QUARTERS.index(quarter[1].upper()) % 12 + 3, 0, printed, on)
    if printed:
        return printed[1]
    return str(on.year) if on and re.search(r"\bnăm(?: nay)?$", words, re.IGNORECASE) else ""


def _dated(month: int, day: int, printed: re.Match[str] | None, on: datetime.date | None) -> str:
    if not printed and on is None:
        return ""
    year = int(printed[1]) if printed else on.year + (month < on.month) if on else 0
    try:
        whole = datetime.date(year, month, day or 1)
    except ValueError:
        return ""
    return whole.isoformat() if day else f"{whole:%Y-%m}"
