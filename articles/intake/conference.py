"""The conference itself: who called it, what it was called, of which kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.intake.report import Kind
from articles.intake.source import Source
from articles.intake.tokens import Sentence

Where = tuple[int, int]
MEETING = (
    r"[Hh]ội nghị|HỘI NGHỊ|[Bb]uổi (?:đối thoại|làm việc|tọa đàm|toạ đàm|giám sát|kiểm tra|họp|sơ kết|tổng"
    r" kết)|[Cc]uộc họp|[Tt]ọa đàm|[Tt]oạ đàm|[Ll]ớp (?:tập huấn|bồi dưỡng)|[Pp]hiên họp|[Hh]ội thảo|"
    r"[Dd]iễn đàn"
)
DEED = (
    r"tổng kết|sơ kết|giao ban|tập huấn|đối thoại|kiểm tra|giám sát|tọa đàm|toạ đàm|quán triệt|triển khai|"
    r"đánh giá|rút kinh nghiệm|làm việc với|có buổi làm việc"
)
ORGANISE = re.compile(
    rf"\s(?:(?:đã|vừa|cùng|đồng|long trọng|trang trọng|cũng)\s+)*(?:(?P<with>phối hợp (?:với|"
    rf"cùng)\s+(?P<partner>[^;:]{{3,200}}?)\s+)(?:đã\s+)?)?(?P<verb>(?:chủ trì\s+)?tổ chức|mở|họp|tiến hành"
    rf"|khai mạc|triệu tập|có buổi|có cuộc|{DEED})\b"
)
HAPPENED = re.compile(rf"(?:đã\s+)?diễn ra\s+(?P<title>{MEETING})")
BY = re.compile(r"\bdo\s+(?P<who>[^,.;:]{4,160}?)\s+(?:phối hợp (?:với|cùng)\s+(?P<partner>[^,.;:]{3,140}?)\s+)?(?:chủ trì\s+)?tổ chức\b")
TITLE = re.compile(rf"(?P<title>{MEETING})\b")
TITLE_END = re.compile(
    r",?\s+(?:gồm(?=[:\s])|bao gồm)|,\s+(?:do|dưới|với sự|nhằm|có sự|tham dự|tới dự|đến dự|dự|đồng chí|các"
    r" đồng chí|đ/c|ông|bà|theo hình thức|kết nối|để|qua đó|trong đó|với các|với hình thức|trực tuyến|"
    r"với)\b"
    r"|\s+(?:do [A-ZĐ][^,;.]{2,90}? (?:tổ chức|chủ trì)|do (?:đồng chí|các đồng chí|ông|bà|đ/c)|dưới sự|với sự (?:tham|có|chủ)|nhằm|để\s|"
    r"diễn ra|bằng hình thức|theo hình thức|qua hình thức|được tổ chức|đã diễn ra|có sự tham)"
    rf"|;(?!\s*(?:{DEED}))|:|\s[-–]\s(?=[A-ZĐ])|\s*\((?!QCDC|BCĐ|NĐ|QC|[A-ZĐ]{{2,8}}\)|[Kk]h(?:óa|oá)\s)|[.…](?=\s|$)"
)
TAIL_PLACE = re.compile(r",?\s+tại\s+(?!(?:các\s|cơ sở|doanh nghiệp|cơ quan|xã, phường|cộng đồng|nơi))[^,]{2,80}$")
NOUN_BEFORE = re.compile(
    r"(?:buổi|cuộc|phòng|hội nghị|các|những|của|được|cấp|một số|công tác|việc|về|qua|quả|đoàn|và|lớp|dự|sau)\s$", re.IGNORECASE
)
IN_A_NAME = re.compile(r"[Hh]ội nghị\s(?:(?:trực tuyến|trực tiếp|toàn quốc|toàn tỉnh|toàn ngành|cán bộ|chuyên đề)\s){1,3}$")
NAMED_MEETING = re.compile(
    rf"\s+(?:{DEED}|trực tuyến|chuyên đề|toàn quốc|về\s|lần thứ|giữa|cán bộ|công bố|học tập|phổ biến|hướng dẫn|bàn|nghe)", re.IGNORECASE
)
ASIDE = re.compile(
    r"\s\((?:tỉnh|thành phố|TP)[^)]*\)$|\s+(?:bao )?gồm[:\s].*$|,?\s+do (?:đồng chí|các đồng chí|ông|bà|đ/c)\s.*$"
    r"|,?\s+do\s.{4,200}? (?:làm|là) (?:trưởng đoàn|tổ trưởng).*$",
    re.DOTALL | re.IGNORECASE,
)
PEOPLE = re.compile(
    r"đồng chí|đ/c|\b[ôÔ]ng\s|\bbà\s|chủ trì|tham dự|phát biểu|bí thư|phó trưởng|trưởng ban|[ủu]ỷ? viên|uỷ viên|ủy viên|chủ tịch"
    r"|;",
    re.IGNORECASE,
)
BODY = re.compile(
    r"^(?:Ban|BCĐ|Tỉnh|Thành|Huyện|Thị|Quận|Đảng|UBND|HĐND|Ủy|Uỷ|Thường|MTTQ|UBMTTQ|Ủy|Bộ|Sở|Liên|Hội|Công"
    r"|Văn|Chi|Trường|Đoàn|Tổng|Quân|Trung|Cụm|Khối|Tổ|Xã|Phường|Thị|Chính|Cục|Vụ|Viện|Tòa|Toà|Mặt|LĐLĐ|"
    r"BTV|BCH|TT|Cơ|BDV|Phòng|Đài|Báo|Học|Hạt|BHXH|Bảo|Kho|Ngân|Bệnh|TP|Khu|Phó|Lãnh|Nhà|VKSND|TAND|Quốc|"
    r"Đại)\b"
)
KINDS = (
    (Kind.INSPECTION_REVIEW, r"kết quả kiểm tra|rút kinh nghiệm (?:công tác )?kiểm tra"),
    (Kind.INTERIM_REVIEW, r"sơ kết"),
    (Kind.REVIEW, r"tổng kết"),
    (Kind.BRIEFING, r"giao ban"),
    (Kind.TRAINING, r"tập huấn|bồi dưỡng"),
    (Kind.STUDY, r"quán triệt|phổ biến|học tập"),
    (Kind.DIALOGUE, r"đối thoại"),
    (Kind.SEMINAR, r"tọa đàm|toạ đàm|hội thảo|diễn đàn"),
    (Kind.INSPECTION, r"kiểm tra|giám sát"),
    (Kind.ROLL_OUT, r"triển khai|nhiệm vụ"),
)


@dataclass(slots=True)
class Conference:
    """Where the organisers and the title stand, as offsets in the text as read."""

    organisers: list[Where]
    title: Where | None = None
    sentence: Sentence | None = None


def find_conference(source: Source, sentences: Sequence[Sentence], day_sentence: Sentence | None, day_end: int) -> Conference:
    """Read the sentence that tells of the event: after the day phrase comes the organiser, then the verb, then the title."""
    candidates = [*([day_sentence] if day_sentence else []), *(each for each in sentences[:10] if each is not day_sentence)]
    best = Conference([])
    for sentence in candidates:
        start = day_end if sentence is day_sentence else sentence.start
        found = _read(source, sentence, start, is_day=sentence is day_sentence)
        if start > sentence.start and not found.title:
            found = _read(source, sentence, sentence.start, is_day=False)
        if found.title and not best.title:
            best.title, best.sentence = found.title, sentence
        if found.organisers and not best.organisers:
            best.organisers = found.organisers
        if (best.title and best.organisers) or (best.title and sentence is day_sentence):
            break
    return best


def _read(source: Source, sentence: Sentence, start: int, *, is_day: bool) -> Conference:
    text, end = source.text, sentence.end
    if happened := HAPPENED.search(text, start, end):
        return Conference(_by(source, start, end), _title(source, happened.start("title"), end), sentence)
    is_in_name = False
    for verb in ORGANISE.finditer(text, start, end):
        is_deed = bool(re.fullmatch(DEED, verb.group("verb")))
        is_in_name = is_in_name or (is_deed and bool(IN_A_NAME.search(text, start, verb.start() + 1)))
        if (is_deed and is_in_name) or _is_noun(text, start, verb):
            continue
        organisers = _organisers(source, start, verb)
        title = _title_after(source, verb, end) if organisers or is_day or verb.group("verb") == "tổ chức" else None
        if title:
            return Conference(organisers or _by(source, start, end), title, sentence)
    for meeting in TITLE.finditer(text, start, end):
        if NAMED_MEETING.match(text, meeting.end()):
            return Conference(_by(source, start, end), _title(source, meeting.start(), end), sentence)
    return Conference(_by(source, start, end))


def _is_noun(text: str, start: int, verb: re.Match[str]) -> bool:
    """ "Buổi đối thoại", "đoàn kiểm tra": the word is no verb there, unless "đã" stands before it."""
    if verb.group().lstrip().startswith(("đã", "vừa")):
        return False
    return bool(NOUN_BEFORE.search(text, max(start, verb.start() - 14), verb.start() + 1))


def _by(source: Source, start: int, end: int) -> list[Where]:
    """The organiser of "Hội nghị … do … tổ chức"."""
    found = BY.search(source.text, start, end)
    if not found or not BODY.match(found.group("who")):
        return []
    return [found.span("who"), *([found.span("partner")] if found.group("partner") else [])]


def _organisers(source: Source, start: int, verb: re.Match[str]) -> list[Where]:
    where = source.strip(start, verb.start() + 1, " ,\n-–—:")
    where = _after_place(source, where)
    if cut := ASIDE.search(source.text, *where):
        where = source.strip(where[0], cut.start(), " ,")
    if (
        where[1] - where[0] < 3
        or where[1] - where[0] > 260
        or not BODY.match(source.text[where[0] : where[1]])
        or PEOPLE.search(source.text, *where)
    ):
        return []
    partner = [source.strip(*verb.span("partner"))] if verb.group("partner") else []
    return [where, *partner]


def _after_place(source: Source, where: Where) -> Where:
    """What stands after "tại Lạng Sơn," or another clause at the front."""
    start, end = where
    text = source.text
    for _ in range(4):
        words = text[start:end]
        lead = re.match(
            r"(?:[Tt]ại|[Tt]rong khuôn khổ|[Tt]hực hiện|[Nn]hằm|[Tt]heo|[Đđ]ược sự|[Nn]hân|[Ss]au|[Tt]iếp tục|[Tt]rong)\s", words
        )
        comma = words.rfind(", ") if lead and not words.startswith(("tại", "Tại")) else words.find(", ")
        if lead and comma < 0:
            inner = re.search(
                r"\s(?=(?:Ban [Cc]hỉ đạo|BCĐ|Tỉnh [ủu]|Huyện [ủu]|Thành [ủu]|UBND|Đảng ủy|Ban Dân vận|Ban Thường vụ|"
                r"Thường trực|Ủy ban|Bộ ))",
                words,
            )
            if not inner:
                return end, end
            start += inner.end()
            continue
        if lead or (comma > 0 and not BODY.match(words)):
            if comma < 0:
                return end, end
            start, end = source.strip(start + comma + 1, end, " ,\n")
            continue
        return start, end
    return start, end


def _title_after(source: Source, verb: re.Match[str], end: int) -> Where | None:
    text = source.text
    word = verb.group("verb")
    start = verb.start("verb") if re.fullmatch(DEED, word) else verb.end("verb")
    start, _ = source.strip(start, end)
    if verb.group("verb") not in {"họp"} and re.match(rf"(?:{MEETING}|{DEED}|[Ll]ễ|[Hh]ọp)\b", text[start : start + 60]):
        return _title(source, start, end)
    meeting = TITLE.search(text, start, min(end, start + 120))
    if meeting:
        return _title(source, meeting.start(), end)
    return _title(source, verb.start("verb"), end) if word == "họp" else None


def _title(source: Source, start: int, end: int) -> Where | None:
    stop = TITLE_END.search(source.text, start + 10, end)
    start, end = source.strip(start, stop.start() if stop else end, " \n,.")
    if tail := TAIL_PLACE.search(source.text[start:end]):
        end = start + tail.start()
    words = source.text[start:end].split()
    return (start, end) if 2 <= len(words) <= 120 else None


def kind_of(title: str) -> Kind:
    """The kind of a conference by the first telling words of its title."""
    found = [(match.start(), kind) for kind, words in KINDS if (match := re.search(words, title, re.IGNORECASE))]
    if found:
        return min(found, key=lambda each: each[0])[1]
    return Kind.INTERIM_REVIEW if re.search(r"6 tháng đầu năm|giữa năm", title) else Kind.OTHER
