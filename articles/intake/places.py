"""Provinces named in a text, lists of them, clusters, and where the conference met."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.intake.gazetteer import Gazetteer, Province
from articles.intake.papers import KNOWN
from articles.intake.source import Source
from articles.intake.tokens import Phrases, Sentence, Token, keys
from qcdc.vietnamese import fold

Where = tuple[int, int]
CLUSTER = re.compile(
    r"\b[Cc]ụm\s+(?!dân|công nghiệp|từ|xã|bản|tuyến|kinh tế|thôn|tiếp|cần|phải|đã|có|và|được|để|trong|này|"
    r"thực|trên)(?P<name>[^,.;:()“”\"\n]{3,90})"
)
CLUSTER_END = re.compile(
    r"\s+(?:\d+ tháng|gồm|bao gồm|tổ chức|năm \d|do |được|tại |diễn ra|tham |tiếp tục|về |có |đã|đều|trong|thời gian"
    r"|cần|phải|và chỉ|và triển|- Ảnh|triển khai|để|nhằm|ngày|là\b|lần|vừa|với|cho|cùng|của|chủ|đánh giá|"
    r"trao đổi|phát|thực hiện)"
)
LIST_LEADS = keys("gồm tỉnh thành phố và các địa phương là cụm ( : , với của")
BETWEEN = keys("và tỉnh thành phố tp. , - – ; cùng các")
VENUE = re.compile(r"\b[Tt]ại\s+(?P<name>[^,.;:()\n]{2,90})")
VENUE_END = re.compile(
    r"\s+(?:đã|diễn ra|tổ chức|ban chỉ đạo|Ban Chỉ đạo|Ban chỉ đạo|BCĐ|(?:Tỉnh|Huyện|Thành|Thị) (?:ủy|"
    r"uỷ)(?: \S+){0,3} (?:đã |phối|tổ)|UBND (?:tỉnh|huyện)\s+\S+\s+(?:đã|tổ)|nhằm|để|do |với|theo|dưới|có|"
    r"về |năm \d|sáng|chiều|ngày|được|vừa|và )"
)
# Towns that were the seat of a province of another name until districts ended on 1/7/2025.
SEATS = Phrases(
    {
        "Vinh": "Nghệ An",
        "Pleiku": "Gia Lai",
        "Buôn Ma Thuột": "Đắk Lắk",
        "Đà Lạt": "Lâm Đồng",
        "Gia Nghĩa": "Đắk Nông",
        "Nha Trang": "Khánh Hòa",
        "Tuy Hòa": "Phú Yên",
        "Quy Nhơn": "Bình Định",
        "Tam Kỳ": "Quảng Nam",
        "Đông Hà": "Quảng Trị",
        "Đồng Hới": "Quảng Bình",
        "Phan Rang": "Ninh Thuận",
        "Phan Thiết": "Bình Thuận",
        "Thủ Dầu Một": "Bình Dương",
        "Biên Hòa": "Đồng Nai",
        "Vũng Tàu": "Bà Rịa - Vũng Tàu",
        "Bà Rịa": "Bà Rịa - Vũng Tàu",
        "Đồng Xoài": "Bình Phước",
        "Tân An": "Long An",
        "Mỹ Tho": "Tiền Giang",
        "Cao Lãnh": "Đồng Tháp",
        "Long Xuyên": "An Giang",
        "Rạch Giá": "Kiên Giang",
        "Vị Thanh": "Hậu Giang",
        "Hạ Long": "Quảng Ninh",
        "Việt Trì": "Phú Thọ",
        "Vĩnh Yên": "Vĩnh Phúc",
        "Phủ Lý": "Hà Nam",
    }
)
SEATS_ENDED = datetime.date(2025, 7, 1)
NOT_VENUE = re.compile(
    r"^(?:hội nghị|buổi|cuộc họp|đây|điểm cầu|chỗ|cơ sở\b|các |nhiều|một số|địa phương|kỳ họp|hội thảo|"
    r"phiên|doanh nghiệp|khu dân cư|những|đại hội|Nghị|Chỉ thị|Hội nghị|Quyết|Thông|Kết luận|Luật|Khoản|"
    r"Điều)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A province named in the text."""

    where: Where
    units: tuple[Province, ...]
    token: int
    length: int
    before: str


def provinces_in(sentence: Sentence, gazetteer: Gazetteer) -> list[Named]:
    """The provinces named in a sentence, in the order of print."""
    found = []
    place, tokens = 0, sentence.tokens
    while place < len(tokens):
        match = gazetteer.province_at(tokens, place) if tokens[place].is_capital else None
        if match and not _is_other_name(tokens, place, match[0]):
            where = (tokens[place].start, tokens[place + match[0] - 1].end)
            before = " ".join(token.key for token in tokens[max(0, place - 2) : place])
            found.append(Named(where, match[1], place, match[0], before))
            place += match[0]
        else:
            place += 1
    return found


def _is_other_name(tokens: Sequence[Token], place: int, length: int) -> bool:
    """Part of a longer name: the Ho Chi Minh Youth Union, the thought of Ho Chi Minh, a person called Hà Nam Anh."""
    before = tokens[place - 1] if place else None
    after = tokens[place + length] if place + length < len(tokens) else None
    if [token.key for token in tokens[place : place + length]][-2:] == ["chí", "minh"]:
        is_titled = tokens[place].key in {"tp", "tp.", "thành", "tphcm"}
        return not is_titled and (before is None or before.key not in {"phố", "tp.", "tp", "tại"})
    return bool(before and before.is_capital and before.key in {"tây", "đông"} and after is None)


def seat_in(sentence: Sentence, gazetteer: Gazetteer, day: datetime.date | None) -> Named | None:
    """Tại TP. Vinh: the town that the first "tại" names was the seat of a province of another name."""
    tokens = sentence.tokens
    if day and day >= SEATS_ENDED:
        return None
    place = next((place for place, token in enumerate(tokens) if token.key == "tại"), len(tokens))
    for after in range(place + 1, min(place + 5, len(tokens))):
        seat = SEATS.match(tokens, after) if tokens[after - 1].key in {"phố", "tp.", "tp", "xã"} else None
        units = tuple(unit for unit in gazetteer.provinces if seat and unit.name == seat[1])
        if seat and units:
            return Named((tokens[after].start, tokens[after + seat[0] - 1].end), units, after, seat[0], tokens[after - 1].key)
    return None


def list_of_provinces(sentence: Sentence, gazetteer: Gazetteer) -> list[Named]:
    """The longest run of provinces that follow one another in a list."""
    named = provinces_in(sentence, gazetteer)
    best: list[Named] = []
    run: list[Named] = []
    for each in named:
        if run and not _joined(sentence.tokens, run[-1], each):
            run = []
        run.append(each)
        if len(run) > len(best):
            best = list(run)
    if not best:
        return []
    before = sentence.tokens[best[0].token - 1] if best[0].token else None
    is_led = before is not None and (before.key in LIST_LEADS or before.text in "(:")
    return best if len(best) >= 2 and is_led else []


def _joined(tokens: Sequence[Token], first: Named, second: Named) -> bool:
    between = tokens[first.token + first.length : second.token]
    return 0 < len(between) <= 4 and all(token.key in BETWEEN for token in between)


def find_cluster(source: Source, where: Where) -> Where | None:
    """The name of a cluster, from the word "cụm" on."""
    for match in CLUSTER.finditer(source.text, *where):
        end = CLUSTER_END.search(source.text, match.start("name"), match.end("name"))
        start, stop = source.strip(match.start(), end.start() if end else match.end())
        words = source.text[start:stop].split()
        if 2 <= len(words) <= 14:
            return start, stop
    return None


def find_venue(source: Source, where: Where) -> Where | None:
    """The words after "tại" that name a place."""
    for match in VENUE.finditer(source.text, *where):
        if NOT_VENUE.match(match.group("name")):
            continue
        end = VENUE_END.search(source.text, match.start("name"), match.end("name"))
        start, stop = source.strip(match.start("name"), end.start() if end else match.end("name"))
        if stop > start and len(source.text[start:stop].split()) <= 14:
            return start, stop
    return None


def home_of_paper(code: str, gazetteer: Gazetteer) -> str:
    """The province a newspaper belongs to, by its code or by a name such as Báo … or bao….vn; empty when unknown."""
    folded = fold(code)
    letters = re.sub(r"[^a-z0-9]", "", folded)
    for paper, province in (*gazetteer.papers, *KNOWN):
        if re.sub(r"[^a-z0-9]", "", fold(paper)) == letters:
            return province
    if not letters.startswith(("bao", "cong", "ptth", "dai")) and not folded.endswith((".vn", ".gov.vn")):
        return ""
    for unit in gazetteer.provinces:
        bare = re.sub(r"[^a-z0-9]", "", fold(unit.name))
        if len(bare) >= 5 and bare in letters:
            return unit.name
    return ""
