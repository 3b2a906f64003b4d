"""For which months or years a figure counts, from the words of a report: "6 tháng đầu năm 2018", "giai đoạn 2015-2018"."""

import re

YEARS = re.compile(r"\b(?:19|20)\d{2}\b")
QUARTER = re.compile(r"\bquý ([IV]+|[1-4])\b", re.IGNORECASE)
MONTHS = re.compile(r"\b(6|9|3|sáu|chín|ba) tháng (đầu|cuối) năm\b", re.IGNORECASE)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
NUMBERS = {"ba": 3, "sáu": 6, "chín": 9}


def period(words: str, event: str = "") -> tuple[str, str]:
    """The first and the last month or year, as partial dates; empty where the words leave it open.

    A half-year without its year is that of the event.
    """
    years = YEARS.findall(words)
    if found := MONTHS.search(words):
        count = NUMBERS.get(found[1].lower()) or int(found[1])
        return _months(1 if found[2].lower() == "đầu" else 13 - count, count, years[0] if years else event[:4])
    if found := QUARTER.search(words):
        number = ROMAN.get(found[1].lower()) or (int(found[1]) if found[1].isdigit() else 0)
        return _months(3 * number - 2, 3, years[0] if years else event[:4]) if number else ("", "")
    if len(years) == 2 and years[0] < years[1]:
        return years[0], years[1]
    return (years[0], "") if len(years) == 1 else ("", "")


def _months(first: int, count: int, year: str) -> tuple[str, str]:
    return (f"{year}-{first:02d}", f"{year}-{first + count - 1:02d}") if year else ("", "")
