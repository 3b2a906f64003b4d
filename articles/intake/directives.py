"""What somebody was told to do: which sentences direct, to whom, and where one item ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.intake.addressees import MODALS, OPENERS, STRONG, addressee_end
from articles.intake.roll import Mention, Saying
from articles.intake.source import Source
from articles.intake.tokens import Phrases, Sentence, Token, keys, listed

Where = tuple[int, int]
DIRECT = Phrases(listed("yêu cầu|đề nghị|giao cho|giao|giao nhiệm vụ cho|giao nhiệm vụ|phân công|kêu gọi|gợi ý"))
WEAK = Phrases(
    listed(
        "nhấn mạnh|chỉ đạo|lưu ý|mong muốn|mong|nêu rõ|khẳng định|cho rằng|chỉ rõ|xác "
        "định|thống nhất|đề ra|nêu|định hướng|tập trung|phương hướng"
        "|nêu bật|đưa ra|thời gian tới|trong thời gian tới"
    )
)
BODIES = Phrases(
    listed(
        "hội nghị|ban chỉ đạo|bcđ|ban thường vụ|btv|thường trực|tỉnh ủy|huyện ủy|thành ủy|thị ủy|quận ủy|đảng ủy|ban dân vận|ubnd|hđnd"
        "|đoàn kiểm tra|đoàn công tác|đoàn giám sát|đoàn|lãnh đạo|cấp ủy|đại hội|chủ tọa|ban thường trực|ban tổ chức|cuộc họp|tổ công tác"
    )
)
LINKS = Phrases(
    listed(
        "đồng thời|mặt khác|bên cạnh đó|ngoài ra|cùng với đó|trong đó|trước hết|trước mắt|thời gian tới|trong"
        " thời gian tới|tới đây|từ nay đến cuối năm|hơn nữa|song song với đó|đặc biệt|nhất là|cụ thể|theo đó|"
        "qua đó"
        "|một là|hai là|ba là|bốn là|năm là|sáu là|bảy là|tám là|chín là|thứ nhất|thứ hai|thứ ba|thứ tư|thứ "
        "năm|thứ sáu|thứ bảy|cuối cùng|tiếp đến|tiếp theo|năm tới|trong năm tới|và|cùng đó|trên cơ sở đó|do đó|vì vậy|do vậy|"
        "từ đó|đặc biệt là|trước tiên|vì thế|chính vì vậy|chính vì thế|bởi vậy|những tháng tiếp theo|về phía|mặt khác cần|muốn "
        "vậy|để làm được điều đó|6 tháng cuối năm|những tháng cuối năm"
    )
)
FRONTED = keys("để trong về sau từ trên trước nhằm bằng ngay với qua")
OBJECTS = keys("nhóm công hoạt phong chương đề những quy chỉ nghị kết quyết luật pháp thông như nhất nội vấn các")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.)/-]|[-–—•+*]|[a-zđ]\))\s*")
ENDED = re.compile(r"[”\"]?\s?(?:…|\.\.\.)")
NEW_SCENE = re.compile(
    r"^(?:Dịp này|Nhân dịp|Tại (?:hội nghị|buổi|cuộc|đây)|Hội nghị|Cũng tại|Kết thúc|Trước đó|Sau|Buổi|"
    r"Theo báo cáo|Báo cáo|Phát biểu|Thay mặt|Tiếp thu|Được biết|Năm \d|Trong năm|Qua |Đến nay|Hiện nay|"
    r"Chiều|Sáng|Ngày|Ảnh)",
)
BEFORE_LIST = re.compile(r"(?:sau|sau đây|nhiệm vụ|nội dung|giải pháp|vấn đề|trọng tâm|việc)\s*:\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One directive: where its words stand, with and without those who are to do it."""

    text: Where
    quote: Where
    addressee: Where | None = None
    is_inherited: bool = False
    is_by_comma: bool = False


@dataclass(slots=True)
class Speech:
    """One person's directives."""

    sentence: Sentence
    saying: Saying | None
    subjects: list[Mention] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    is_complete: bool = True


def find_speeches(source: Source, sentences: Sequence[Sentence], sayings: dict[int, list[Saying]]) -> list[Speech]:
    """Go through the body; a sentence that directs opens a speech, and those after it carry it on while they direct too."""
    speeches: list[Speech] = []
    place = 0
    heard: tuple[int, list[Mention]] = (-9, [])
    while place < len(sentences):
        said = sayings.get(id(sentences[place]), [])
        before = heard[1] if sentences[place].paragraph - heard[0] <= 1 else []
        opened = _open(sentences[place], said, before) or _open_by_link(sentences[place], said, before)
        heard = next(((sentences[place].paragraph, each.subjects) for each in reversed(said) if each.subjects), heard)
        if not opened:
            place += 1
            continue
        speech, start = opened
        place = _Collector(source, sentences, place, speech).collect(start)
        if speech.items:
            speeches.append(speech)
    return speeches


def _open(sentence: Sentence, sayings: Sequence[Saying], heard: list[Mention]) -> tuple[Speech, int] | None:
    """The speech a sentence opens, and the token after its verb. Without a subject, whoever was `heard` last goes on."""
    tokens = sentence.tokens
    found = _first_verb(tokens)
    if not found:
        return None
    place, after, needs_speaker = found
    saying = next((each for each in reversed(sayings) if each.verb[0] <= place), None)
    subjects = saying.subjects if saying else []
    if not subjects and _goes_on(tokens, place):
        subjects = heard
    if not subjects and (needs_speaker or not _is_body_speaking(tokens, place)):
        return None
    return Speech(sentence, saying, list(subjects)), after


def _open_by_link(sentence: Sentence, sayings: Sequence[Saying], heard: list[Mention]) -> tuple[Speech, int] | None:
    """ "Do đó, các cấp ủy cần …": what follows from what somebody has just stressed is asked for without a verb of asking."""
    found = LINKS.match(sentence.tokens, 0)
    if not found or not heard or sayings:
        return None
    after = found[0] + (_key(sentence.tokens, found[0]) == ",")
    is_asked = addressee_end(sentence.tokens, after, needs_modal=True) is not None
    return (Speech(sentence, None, list(heard)), after) if is_asked else None


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """ "Đồng thời, đề nghị …", "Cùng với đó, mong muốn …": nothing but a connective stands before the verb."""
    found = LINKS.match(tokens, 0)
    after = found[0] if found else 0
    while after < place and (tokens[after].text == "," or tokens[after].key in {"cũng", "tiếp", "tục"}):
        after += 1
    return after == place


def _first_verb(tokens: Sequence[Token]) -> tuple[int, int, bool] | None:
    """The verb that introduces directives: its place, the token after it, and whether only a person makes it do so."""
    ends_open = bool(tokens) and tokens[-1].text == ":"
    for place, token in enumerate(tokens):
        if token.key not in DIRECT.starts and token.key not in WEAK.starts:
            continue
        if (found := DIRECT.match(tokens, place)) and not _is_noun(tokens, place, found[0]):
            if not found[1].startswith(("giao", "phân")):
                return place, place + found[0], False
            if addressee_end(tokens, place + found[0]) is not None:
                return place, place + found[0], True
            continue
        found = WEAK.match(tokens, place)
        if not found or token.is_capital or _is_noun(tokens, place, found[0]):
            continue
        if ends_open and place < len(tokens) - 2:
            return place, place + found[0], False
        if listed_from := _list_start(tokens, place + found[0]):
            return place, listed_from, False
        if _directs(tokens, place + found[0], is_wish=found[1] in {"mong", "mong muốn", "lưu ý"}):
            return place, place + found[0], True
    return None


def _list_start(tokens: Sequence[Token], place: int) -> int | None:
    """Behind the colon of "đề ra nhiệm vụ …: Tiếp tục …", or behind the "là" of "phương hướng trọng tâm là tăng cường …"."""
    for colon in range(place, min(place + 40, len(tokens) - 1)):
        if tokens[colon].text in {".", ";"}:
            return None
        if tokens[colon].text == ":" or tokens[colon].key == "là":
            named = {token.key for token in tokens[place:colon]} & {"nhiệm", "giải", "phương", "hướng"}
            after = colon + (2 if _key(tokens, colon + 1) in {"như", "là"} else 1)
            if named and OPENERS.match(tokens, after):
                return after
            if tokens[colon].text == ":":
                return None
    return None


def _is_noun(tokens: Sequence[Token], place: int, length: int) -> bool:
    """ "Ban Chỉ đạo", "những đề nghị của", "phát biểu chỉ đạo hội nghị", "được yêu cầu" direct nothing."""
    before = tokens[place - 1].key if place else ""
    after = tokens[place + length].key if place + length < len(tokens) else ""
    if before in {"ban", "những", "các", "được", "theo", "số", "biểu", "lãnh", "sát", "nhiều", "mọi", "đáp", "bị", "để", "trình", "đơn"}:
        return True
    if after in {"của", "được", "và", "về", "nhiệm", "đặt", "mới"} or (tokens[place].key == "chỉ" and after in {"hội", "thông", "tại"}):
        return True
    if (tokens[place].key == "mong" and after == "chờ") or (after == "công" and _key(tokens, place + length + 1) == "nhận"):
        return True
    return (
        tokens[place].key == "giao"
        and length == 1
        and (before in {"bàn", "nhiệm", "chuyển"} or after in {"ban", "lưu", "thông", "dịch", "bằng"})
    )


def _key(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].key if place < len(tokens) else ""


def _is_body_speaking(tokens: Sequence[Token], place: int) -> bool:
    """Whether a committee or the conference itself asks; what many speakers or voters ask for goes the other way, upwards."""
    front = {token.key for token in tokens[:place]}
    if front & {"ông", "bà", "chí", "đ/c", "nhiều", "tri", "biểu", "kiến", "họ"}:
        return False
    return place < 6 or BODIES.first(tokens, 0, min(place, 16)) is not None


def _directs(tokens: Sequence[Token], place: int, *, is_wish: bool = False) -> bool:
    """Whether what follows is something to be done: a modal or an opening verb, after at most an addressee."""
    while place < len(tokens) and (
        tokens[place].text in ":,“" or tokens[place].is_number or LINKS.match(tokens, place) or tokens[place].key in {"rằng", "là", "năm"}
    ):
        found = LINKS.match(tokens, place)
        place += found[0] if found else 1
    if place >= len(tokens):
        return False
    return (
        tokens[place].key in MODALS
        or bool(STRONG.match(tokens, place))
        or addressee_end(tokens, place, needs_modal=not is_wish) is not None
    )


class _Collector:
    """Cuts the sentences of one speech into items."""

    def __init__(self, source: Source, sentences: Sequence[Sentence], place: int, speech: Speech) -> None:
        self.source = source
        self.sentences = sentences
        self.place = place
        self.speech = speech
        self.addressee: Where | None = None
        self.is_alone = False

    def collect(self, start: int) -> int:
        """Read from a token of the opening sentence to the end of the speech; return the sentence after it."""
        first = self.sentences[self.place]
        following = self.place + 1
        self.is_alone = following >= len(self.sentences) or not self._carries_on(self.sentences[following], following)
        self.cut(first, start)
        self.place += 1
        while self.place < len(self.sentences) and self._carries_on(self.sentences[self.place], self.place):
            sentence = self.sentences[self.place]
            self.cut(sentence, self._after_links(sentence.tokens, self._after_number(sentence)))
            self.place += 1
        if self.speech.items:
            end = self.speech.items[-1].quote[1]
            self.speech.is_complete = not ENDED.match(self.source.text[end : end + 6])
        return self.place

    def _after_number(self, sentence: Sentence) -> int:
        found = NUMBERED.match(self.source.text[sentence.start : min(sentence.end, sentence.start + 12)])
        if not found:
            return 0
        stop = sentence.start + found.end()
        return next((place for place, token in enumerate(sentence.tokens) if token.start >= stop), len(sentence.tokens))

    def _after_links(self, tokens: Sequence[Token], place: int) -> int:
        while place < len(tokens):
            found = LINKS.match(tokens, place)
            if found:
                place += found[0]
            elif tokens[place].text in ",:" or tokens[place].key in {"rằng", "là"}:
                place += 1
            elif tokens[place].key in {"năm", "trong"} and place + 1 < len(tokens) and tokens[place + 1].is_number:
                place += 2
            elif after := self._after_front(tokens, place):
                place = after
            else:
                return place
        return place

    def _after_front(self, tokens: Sequence[Token], place: int) -> int | None:
        """Behind the comma of "Để làm tốt việc này, …", when something to be done follows it."""
        if tokens[place].key not in FRONTED:
            return None
        for comma in range(place + 2, min(place + 40, len(tokens) - 1)):
            if tokens[comma].text in {".", ";", ":"}:
                return None
            if tokens[comma].text != ",":
                continue
            after = comma + 1
            if tokens[after].key in MODALS or addressee_end(tokens, after) is not None or STRONG.match(tokens, after):
                return after
        return None

    def _carries_on(self, sentence: Sentence, place: int) -> bool:
        """A sentence without a subject, or one whose subject is told to do something, goes on with the speech."""
        words = self.source.text[sentence.start : min(sentence.end, sentence.start + 60)]
        tokens = sentence.tokens
        if NEW_SCENE.match(words) or (_first_verb(tokens[:30]) and _names_somebody(tokens)):
            return False
        before = self.sentences[place - 1]
        is_list = sentence.paragraph != before.paragraph
        start = self._after_number(sentence)
        linked = self._after_links(tokens, start)
        if is_list and not start and not BEFORE_LIST.search(self.source.text[before.start : before.end]) and linked == start:
            return False
        if OPENERS.match(tokens, linked) or (linked < len(tokens) and tokens[linked].key in MODALS):
            return True
        return addressee_end(tokens, linked) is not None

    def cut(self, sentence: Sentence, start: int) -> None:
        tokens = sentence.tokens
        start = self._after_links(tokens, self._after_preface(tokens, self._after_links(tokens, start)))
        pieces = self._pieces(tokens, start)
        for number, (begin, end, is_by_comma) in enumerate(pieces):
            self._item(tokens, begin, end, is_by_comma=is_by_comma, is_first=number == 0)

    def _after_preface(self, tokens: Sequence[Token], start: int) -> int:
        """ "Các cấp ủy thực hiện tốt một số nội dung sau: Một là …" — the list begins behind the colon; the addressee stands before."""
        for place in range(start, min(start + 30, len(tokens))):
            if tokens[place].text == ";":
                break
            if tokens[place].text != ":":
                continue
            if place == len(tokens) - 1 or BEFORE_LIST.search(self.source.text[tokens[start].start : tokens[place].end]):
                end = addressee_end(tokens, start)
                if end is not None:
                    self.addressee = (tokens[start].start, tokens[end - 1].end)
                return place + 1
        return start

    def _pieces(self, tokens: Sequence[Token], start: int) -> list[tuple[int, int, bool]]:
        """The items between semicolons; where there is none, those that commas part and an opening verb begins."""
        cuts = [place for place in range(start, len(tokens)) if tokens[place].text == ";" and self._opens(tokens, place + 1)]
        is_by_comma = not cuts and self.is_alone
        if is_by_comma:
            cuts = self._comma_cuts(tokens, start)
        pieces = []
        for cut in [*cuts, len(tokens)]:
            pieces.append((start, cut, is_by_comma and bool(cuts)))
            start = cut + 1
        return pieces

    def _comma_cuts(self, tokens: Sequence[Token], start: int) -> list[int]:
        cuts: list[int] = []
        last = addressee_end(tokens, start) or start
        for place in range(start, len(tokens)):
            if tokens[place].text != "," or place - last < 6:
                continue
            after = self._after_links(tokens, place + 1) if LINKS.match(tokens, place + 1) else place + 1
            if STRONG.match(tokens, after) and _length(tokens, after) >= 5 and not _in_quotes(tokens, start, place):
                cuts.append(place)
                last = place
        return cuts

    def _opens(self, tokens: Sequence[Token], place: int) -> bool:
        """After a semicolon: an item begins unless a law or a list inside quotation marks goes on."""
        if place >= len(tokens):
            return True
        if tokens[place].text in '“"' or re.match(r"Nghị|Chỉ thị|Quyết|Luật|Pháp|Kết|Thông", tokens[place].text):
            return False
        if tokens[place].key in OBJECTS and not OPENERS.match(tokens, place) and not LINKS.match(tokens, place):
            return addressee_end(tokens, place) is not None or _has_modal(tokens, place)
        return not _in_quotes(tokens, 0, place)

    def _item(self, tokens: Sequence[Token], begin: int, end: int, *, is_by_comma: bool, is_first: bool) -> None:
        begin = self._after_links(tokens, begin)
        while end > begin and (tokens[end - 1].text in ".;,:…/" or tokens[end - 1].text in {"...", "./."}):
            end -= 1
        if end - begin < 3:
            return
        quote = begin
        stop = addressee_end(tokens, begin)
        addressee = None
        if stop is not None and stop < end:
            last = stop
            while last > begin + 1 and tokens[last - 1].text in ",:":
                last -= 1
            first = begin + 2 if tokens[begin].key == "đối" else begin
            addressee = (tokens[min(first, last - 1)].start, tokens[last - 1].end)
            begin = stop
        while begin < end and (tokens[begin].key in MODALS or tokens[begin].text in ",:"):
            begin += 1
        if end - begin < 2:
            return
        if addressee and is_first:
            self.addressee = addressee
        item = Item(
            (tokens[begin].start, tokens[end - 1].end),
            (tokens[quote].start, tokens[end - 1].end),
            addressee or self.addressee,
            addressee is None,
            is_by_comma,
        )
        self.speech.items.append(item)


def _names_somebody(tokens: Sequence[Token]) -> bool:
    return any(token.key in {"chí", "ông", "bà", "hội", "đ/c"} for token in tokens[:8])


def _has_modal(tokens: Sequence[Token], place: int) -> bool:
    """Whether something must or should be done before the next semicolon."""
    while place < len(tokens) and tokens[place].text != ";":
        if tokens[place].key in MODALS:
            return True
        place += 1
    return False


def _length(tokens: Sequence[Token], start: int) -> int:
    place = start
    while place < len(tokens) and tokens[place].text not in {",", ";", "."}:
        place += 1
    return place - start


def _in_quotes(tokens: Sequence[Token], start: int, place: int) -> bool:
    signs = [token.text for token in tokens[start:place] if token.text in '“”"']
    return bool(signs) and (signs[-1] == "“" or (signs[-1] == '"' and signs.count('"') % 2 == 1))
