"""Where somebody begins to say what is to be done: the verbs of asking, who may ask, and where the asking starts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.intake.addressees import MODALS, OPENERS, STRONG, addressee_end
from articles.intake.roll import Mention, Saying
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


def open_speech(sentence: Sentence, sayings: Sequence[Saying], heard: list[Mention]) -> tuple[Speech, int] | None:
    """The speech a sentence opens, and the token after its verb. Without a subject, whoever was `heard` last goes on."""
    tokens = sentence.tokens
    found = first_verb(tokens)
    if not found:
        return None
    place, after, needs_speaker = found
    saying = next((each for each in reversed(sayings) if each.verb[0] <= place), None)
    subjects = saying.subjects if saying else []
    if not subjects and _goes_on(tokens, place):
        subjects = heard
    is_to_come = tokens[0].key == "về" or tokens[place - 1].key in {"tới", "nghị"}
    if not subjects and ((needs_speaker and not is_to_come) or not _is_body_speaking(tokens, place)):
        return None
    return Speech(sentence, saying, list(subjects)), after


def open_by_link(sentence: Sentence, sayings: Sequence[Saying], heard: list[Mention]) -> tuple[Speech, int] | None:
    """ "Do đó, các cấp ủy cần …": what follows from what somebody has just stressed is asked for without a verb of asking."""
    found = LINKS.match(sentence.tokens, 0)
    if not found or not heard or sayings:
        return None
    after = found[0] + (key_at(sentence.tokens, found[0]) == ",")
    is_asked = addressee_end(sentence.tokens, after, needs_modal=True) is not None
    return (Speech(sentence, None, list(heard)), after) if is_asked else None


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """ "Đồng thời, đề nghị …", "Cùng với đó, mong muốn …": nothing but a connective stands before the verb."""
    found = LINKS.match(tokens, 0)
    after = found[0] if found else 0
    while after < place and (tokens[after].text == "," or tokens[after].key in {"cũng", "tiếp", "tục"}):
        after += 1
    return after == place


def first_verb(tokens: Sequence[Token]) -> tuple[int, int, bool] | None:
    """The verb that introduces directives: its place, the token after it, and whether only a person makes it do so."""
    ends_open = bool(tokens) and tokens[-1].text == ":"
    for place, token in enumerate(tokens):
        if token.key not in DIRECT.starts and token.key not in WEAK.starts:
            continue
        if (found := DIRECT.match(tokens, place)) and not _is_noun(tokens, place, found[0]):
            is_task = found[1].startswith(("giao", "phân"))
            if not is_task or addressee_end(tokens, place + found[0]) is not None:
                return place, place + found[0], is_task
            continue
        found = WEAK.match(tokens, place)
        if not found or token.is_capital or _is_noun(tokens, place, found[0]):
            continue
        if found[1] == "thống nhất" and place and tokens[place - 1].key == "đã":
            continue
        if ends_open and place < len(tokens) - 2:
            return place, place + found[0], False
        if stressed := _after_stress(tokens, place + found[0], is_wish=found[1] in {"mong", "mong muốn", "lưu ý", "chỉ đạo"}):
            return place, *stressed
    return None


def _after_stress(tokens: Sequence[Token], place: int, *, is_wish: bool) -> tuple[int, bool] | None:
    """Behind a verb that only stresses something: where what is to be done begins, and whether it takes a person to ask for it."""
    if listed_from := _list_start(tokens, place):
        return listed_from, False
    if _directs(tokens, place, is_wish=is_wish):
        return place, True
    after = _consequence(tokens, place)
    return (after, True) if after else None


def _consequence(tokens: Sequence[Token], place: int) -> int | None:
    """ "… nhấn mạnh năm nay là năm bản lề, do đó các cấp ủy cần …": where what is asked for begins."""
    for comma in range(place, min(place + 60, len(tokens) - 1)):
        if tokens[comma].text in {".", ";"}:
            return None
        found = LINKS.match(tokens, comma + 1) if tokens[comma].text == "," and tokens[comma + 1].key in {"do", "vì"} else None
        if found and addressee_end(tokens, comma + 1 + found[0], needs_modal=True) is not None:
            return comma + 1 + found[0]
    return None


def _list_start(tokens: Sequence[Token], place: int) -> int | None:
    """Behind the colon of "đề ra nhiệm vụ …: Tiếp tục …", or behind the "là" of "phương hướng trọng tâm là tăng cường …"."""
    for colon in range(place, min(place + 40, len(tokens) - 1)):
        if tokens[colon].text in {".", ";"}:
            return None
        if tokens[colon].text == ":" or tokens[colon].key == "là":
            named = {token.key for token in tokens[place:colon]} & {"nhiệm", "giải", "phương", "hướng"}
            after = colon + (2 if key_at(tokens, colon + 1) in {"như", "là"} else 1)
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
    if (tokens[place].key == "mong" and after == "chờ") or (after == "công" and key_at(tokens, place + length + 1) == "nhận"):
        return True
    return (
        tokens[place].key == "giao"
        and length == 1
        and (before in {"bàn", "nhiệm", "chuyển"} or after in {"ban", "lưu", "thông", "dịch", "bằng"})
    )


def key_at(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].key if place < len(tokens) else ""


def _is_body_speaking(tokens: Sequence[Token], place: int) -> bool:
    """Whether a committee or the conference itself asks; what many speakers or voters ask for goes the other way, upwards."""
    front = {token.key for token in tokens[:place]}
    if front & {"ông", "bà", "chí", "đ/c", "nhiều", "tri", "biểu", "kiến", "họ"}:
        return False
    return place < 2 or bool(BODIES.first(tokens, 0, min(place, 16)) or BODIES.first(tokens, max(0, place - 14), place))


def _directs(tokens: Sequence[Token], place: int, *, is_wish: bool = False) -> bool:
    """Whether what follows is something to be done: a modal or an opening verb, after at most an addressee."""
    while place < len(tokens) and (
        tokens[place].text in ":,“" or tokens[place].is_number or LINKS.match(tokens, place) or tokens[place].key in {"rằng", "là", "năm"}
    ):
        found = LINKS.match(tokens, place)
        place += found[0] if found else 1
    if place >= len(tokens):
        return False
    if after := after_front(tokens, place):
        place = after
    return (
        tokens[place].key in MODALS
        or bool(STRONG.match(tokens, place))
        or addressee_end(tokens, place, needs_modal=not is_wish) is not None
    )


def after_front(tokens: Sequence[Token], place: int) -> int | None:
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
