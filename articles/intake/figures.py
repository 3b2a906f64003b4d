"""Numbers that were reported: what was counted, how many, at which level, for which period, said by whom."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from articles.intake.gazetteer import Gazetteer, Indicator, unit_on
from articles.intake.places import Named, provinces_in
from articles.intake.report import Figure, Found, Level, PlaceName, Qualifier, Reason
from articles.intake.source import Source
from articles.intake.tokens import Sentence, key
from qcdc.vietnamese import fold

Where = tuple[int, int]
NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|\d{1,9}(?:,\d{1,4})?"
UNITS = (
    "cuộc đối thoại|cuộc kiểm tra|cuộc giám sát|cuộc tiếp xúc|cuộc họp|cuộc|lượt công dân|lượt người|lượt"
    " cán bộ|lượt|người lao động|người|vụ việc|vụ|đơn thư|đơn vị|đơn"
    "|ý kiến|kiến nghị|mô hình|hội nghị|lớp tập huấn|lớp|văn bản|đồng|m2|m²|mét vuông|ha|km|tập thể|cá "
    "nhân|ban thanh tra nhân dân|ban|đoàn kiểm tra|đoàn giám sát|đoàn|cơ quan"
    "|doanh nghiệp|điểm cầu|đại biểu|buổi|hộ dân|hộ gia đình|hộ|công trình|xã, phường, thị trấn|xã|phường"
    "|thôn|khu dân cư|huyện|tổ dân phố|trường hợp|thủ tục hành chính|thủ tục|dự án|nhà văn hóa|ngày công|"
    "chi bộ|bản|tổ chức|hương ước|quy ước|kế hoạch|nghị quyết|tỉnh|sở|trường học|trường|quyết định|báo "
    "cáo|tin bài|cán bộ"
)
COUNT = re.compile(
    rf"(?<![\w/.,\-–])(?:(?P<qualifier>hơn|trên|gần|khoảng|ít nhất|tối "
    rf"thiểu)\s+)?(?:(?P<done>\d{{1,5}})/(?P<plan>\d{{1,5}})|(?P<value>{NUM}))"
    rf"(?:\s?(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ))?\s{{0,3}}(?P<unit>{UNITS})(?!\w)",
    re.IGNORECASE,
)
SLASHED = re.compile(rf"(?<=/)(?P<value>{NUM})\s{{0,3}}(?P<unit>{UNITS})(?!\w)", re.IGNORECASE)
PERCENT = re.compile(rf"(?<![\w/.,\-–])(?:(?P<qualifier>hơn|trên|gần|khoảng)\s+)?(?P<percent>{NUM})\s?%", re.IGNORECASE)
SHARE = re.compile(
    rf"\s*[,(–-]?\s*(?:đã )?(?:đạt(?: tỷ lệ| tỉ lệ)?|chiếm(?: tỷ lệ| tỉ lệ)?|bằng|tương đương|tỷ lệ|=)?:?\s*(?P<percent>{NUM})\s?%",
    re.IGNORECASE,
)
SCALES = {"nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
QUALIFIERS = {"hơn": Qualifier.OVER, "trên": Qualifier.OVER, "gần": Qualifier.NEARLY, "khoảng": Qualifier.ABOUT}
NOT_COUNTED = re.compile(
    r"(?:\bnăm|\bkhóa|\bngày|\btháng|\bsố|\bĐiều|\bthứ|\bkhoản|\blần|\bchương|\btrong|\bkhu vực|\bQuân khu|\bquý|\bcấp)\s*$", re.IGNORECASE
)
LEVELS = re.compile(r"\bcấp (tỉnh|thành phố|huyện|quận|xã|cơ sở|phường|trung ương)\b", re.IGNORECASE)
LEVEL = {
    "tỉnh": Level.PROVINCE,
    "thành phố": Level.PROVINCE,
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "trung ương": Level.CENTRAL,
}
PERIOD = re.compile(
    r"(?:(?:6|9|3|sáu|chín|ba) tháng (?:đầu|cuối) năm(?: \d{4})?|quý [IV1-4]+(?:[/ ](?:năm )?\d{4})?|(?:từ"
    r" )?năm \d{4}(?: (?:đến|-|–) (?:năm )?\d{4})?|giai đoạn \d{4}\s?[-–]\s?\d{4}|\d{1,2} năm qua|năm qua)",
    re.IGNORECASE,
)
FEW = 400


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the body, with who speaks in it."""

    sentence: Sentence
    speaker: str


def find_figures(
    source: Source, told: Sequence[Told], gazetteer: Gazetteer, taken: Sequence[Where], day: datetime.date | None = None
) -> list[Figure]:
    """The figures of the body, in the order of print; `taken` are stretches whose numbers count people at the conference,
    `day` tells which of two provinces of one name is meant."""
    reader = _Reader(source, gazetteer, taken, day)
    figures: list[Figure] = []
    for each in told:
        figures.extend(reader.read(each))
        if len(figures) > FEW:
            break
    return figures


class _Reader:
    def __init__(self, source: Source, gazetteer: Gazetteer, taken: Sequence[Where], day: datetime.date | None) -> None:
        self.source = source
        self.gazetteer = gazetteer
        self.day = day
        self.named: list[Named] = []
        self.indicators = [(indicator, _words(indicator), _unit(indicator)) for indicator in gazetteer.indicators]
        self.taken = taken
        self.paragraph = -1
        self.period: Where | None = None

    def read(self, told: Told) -> list[Figure]:
        sentence = told.sentence
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.period = sentence.paragraph, None
        text, end = self.source.text, sentence.end
        self.named = provinces_in(sentence, self.gazetteer)
        found: list[Figure] = []
        place = sentence.start
        while match := self._next(text, place, end):
            share = SHARE.match(text, match.end(), end) if "percent" not in match.groupdict() else None
            last = share.end() if share else match.end()
            if self._counts(match, sentence):
                found.append(self._figure(match, share, sentence, told.speaker))
            place = last
        if period := _period(text, sentence.start, end):
            self.period = period
        return found

    def _next(self, text: str, place: int, end: int) -> re.Match[str] | None:
        found = [match for pattern in (COUNT, SLASHED, PERCENT) if (match := pattern.search(text, place, end))]
        return min(found, key=lambda match: match.start()) if found else None

    def _counts(self, match: re.Match[str], sentence: Sentence) -> bool:
        before = self.source.text[max(sentence.start, match.start() - 14) : match.start()]
        if NOT_COUNTED.search(before) and not match.groupdict().get("qualifier"):
            return False
        return not any(start <= match.start() < end for start, end in self.taken)

    def _figure(self, match: re.Match[str], share: re.Match[str] | None, sentence: Sentence, speaker: str) -> Figure:
        source, groups = self.source, match.groupdict()
        clause = _clause(source.text, sentence, match.start(), share.end() if share else match.end())
        value = _number(source, match, "value", _scale(groups)) if groups.get("value") else None
        percent = _number(source, match, "percent") if groups.get("percent") else _number(source, share, "percent") if share else None
        unit = source.quoted(match.span("unit")) if groups.get("unit") else None
        level = _last(LEVELS, source.text, *clause)
        period = _period(source.text, sentence.start, match.start()) or self.period
        return Figure(
            quote=source.quoted(clause, 0.85),
            value=value,
            unit=unit,
            qualifier=QUALIFIERS.get((groups.get("qualifier") or "").lower(), Qualifier.AT_LEAST if groups.get("qualifier") else None),
            percent=percent,
            done=_number(source, match, "done") if groups.get("done") else None,
            plan=_number(source, match, "plan") if groups.get("plan") else None,
            indicator=self._indicator(unit, clause, sentence),
            level=source.found(_level(source.text[slice(*level)]), level) if level else None,
            period=source.quoted(period, 0.7) if period else None,
            place=self._place(clause),
            said_by=speaker,
        )

    def _place(self, clause: Where) -> Found[PlaceName] | None:
        """The province named in the clause, else the one that alone is spoken of before it in the sentence."""
        inside = [each for each in self.named if clause[0] <= each.where[0] < clause[1]]
        before = [each for each in self.named if each.where[1] <= clause[0]]
        named = inside[-1] if inside else before[-1] if len({each.units for each in before}) == 1 else None
        if named is None:
            return None
        unit = unit_on(named.units, self.day)
        name = PlaceName((unit or named.units[0]).name, unit.slug if unit else "")
        return self.source.found(name, named.where, 0.8 if inside else 0.6)

    def _indicator(self, unit: Found[str] | None, clause: Where, sentence: Sentence) -> Found[str] | None:
        """The register's quantity that shares the unit and the most words with the clause, else with the sentence."""
        wanted = fold(unit.value) if unit else "%"
        near = set(re.findall(r"\w+", fold(self.source.text[clause[0] : min(clause[1] + 60, sentence.end)])))
        wide = set(re.findall(r"\w+", fold(self.source.text[max(sentence.start, clause[0] - 400) : clause[1]])))
        best: tuple[float, Indicator] | None = None
        for indicator, words, counted_in in self.indicators:
            if not _same_unit(wanted, counted_in) or not words:
                continue
            score = 2.0 * len(words & near) / len(words) + len(words & wide) / len(words)
            if best is None or score > best[0]:
                best = (score, indicator)
        shared = sum(_same_unit(wanted, counted_in) for _, _, counted_in in self.indicators)
        if best is None or best[0] < (0.9 if shared > 1 else 0.3):
            return None
        return self.source.found(best[1].slug, clause, min(0.9, 0.3 * best[0] + 0.1), Reason.CUE_WORDS)


@lru_cache(maxsize=512)
def _words(indicator: Indicator) -> frozenset[str]:
    """The words by which a quantity is known, its unit aside."""
    unit = set(fold(indicator.unit).split())
    words = frozenset(
        word for word in re.findall(r"\w+", fold(indicator.name)) if word not in {"da", "duoc", "ty", "le", "to", "chuc", "co", "va"}
    )
    return words - unit or words


@lru_cache(maxsize=512)
def _unit(indicator: Indicator) -> str:
    return fold(indicator.unit)


def _same_unit(printed: str, wanted: str) -> bool:
    return bool(wanted) and (
        printed == wanted or printed.split()[0] == wanted.split()[0] or (wanted == "m²" and printed in {"m2", "met vuong"})
    )


def _scale(groups: dict[str, str | None]) -> int:
    return SCALES.get(key(groups.get("scale") or ""), 1)


def _number(source: Source, match: re.Match[str], group: str, scale: int = 1) -> Found[Decimal]:
    """A number as it is written in Vietnam: dots between thousands, a comma before decimals."""
    number = Decimal(match.group(group).replace(".", "").replace(",", ".")) * scale
    return source.found(number, match.span(group), 0.95)


def _level(words: str) -> Level:
    return LEVEL.get(key(words.split(maxsplit=1)[1]), Level.COMMUNE)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> Where | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match.span()
    return found


def _period(text: str, start: int, end: int) -> Where | None:
    """The last period spoken of, but not the one that is only compared with."""
    found = None
    for match in PERIOD.finditer(text, start, end):
        if not text[max(start, match.start() - 12) : match.start()].rstrip().endswith(("so với", "cùng kỳ", "hơn")):
            found = match.span()
    return found


def _clause(text: str, sentence: Sentence, start: int, end: int) -> Where:
    """From the sign before a number to the end of what belongs to it."""
    begin = max(text.rfind(sign, sentence.start, start) for sign in (", ", "; ", ": ", " và "))
    if begin < 0:
        return sentence.start, end
    begin += 3 if text[begin : begin + 4] == " và " else 1
    while begin < start and text[begin] in " \n":
        begin += 1
    return begin, end
