"""Titles as printed: where one begins, where it ends, and whether a name follows it without a comma."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.intake.districts import DISTRICTS
from articles.intake.gazetteer import Gazetteer
from articles.intake.lexicon import (
    BARE_HEADS,
    BODY_NOUNS,
    COMPOUNDS,
    GROUP_HEADS,
    HEADS,
    HONORIFICS,
    NOT_VERBS,
    PLACE_NOUNS,
    RANKS,
    SHORT_HEADS,
    VERBS,
)
from articles.intake.names import is_name_word, name_after_title, name_at
from articles.intake.surnames import HONOURED
from articles.intake.tokens import Phrases, Token, keys, listed

LONGEST = 34
SMALL_PLACES = keys("phường xã trấn thôn bản ấp khóm buôn làng")
PLACE_ENDS = SMALL_PLACES | keys("quận huyện phố tỉnh trường đường thpt thcs ủy ubnd hđnd mttq lđlđ đảng nữ")
BEFORE_HEAD = frozenset({"ban", "của", "cấp"})
WITH_FIELDS = keys("sở bộ ủy ban vụ phòng cục đồng tâm viện trường chi")
AFTER_TITLE = keys("nguyên đại cùng và thay nay phụ sau khi trong")
CALLING = Phrases(listed("tổ chức|họp|phối hợp|tiến hành|được tổ chức|đã được|diễn ra|đã họp|có buổi|mở hội nghị|khai mạc"))
OPENERS, CLOSERS = frozenset('“"«‘'), frozenset('”"»’')


@dataclass(slots=True)
class Title:
    """A title's tokens [start, end), and the name that follows directly, if one does."""

    start: int
    end: int
    name: tuple[int, int] | None = None


def head_at(tokens: Sequence[Token], place: int, *, in_list: bool) -> int:
    """How many tokens the head of a title takes here; 0 when none stands here. Small letters count only in a list of people."""
    found = HEADS.match(tokens, place) or (SHORT_HEADS.match(tokens, place) if in_list else None)
    if not found:
        return 0
    token = tokens[place]
    if not token.is_capital and not in_list:
        return 0
    if token.key in {"thường", "thành"} and found[0] == 2 and not (in_list and _is_title_of_body(tokens, place + 2)):
        return 0
    if token.key in {"trưởng", "phó"} and found[0] == 1:
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following is None or not (following.is_capital or (token.key == "phó" and token.is_capital and following.is_word)):
            return 0
    before = tokens[place - 1] if place else None
    if before is not None and token.key == "bí" and before.key == "ban":
        return 0
    return found[0]


def _is_title_of_body(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and (tokens[place].is_capital or tokens[place].key in {"ban", "đoàn", "hđnd", "ủy"})


def read_title(tokens: Sequence[Token], place: int, head: int, gazetteer: Gazetteer, *, is_held: bool = False) -> Title:
    """Follow a title from its head to where the grammar ends it. `is_held`: its holder was already named before it."""
    end = place + head
    is_bare = " ".join(token.key for token in tokens[place:end]) in BARE_HEADS
    while end < len(tokens) and end - place < LONGEST:
        token = tokens[end]
        if not token.is_word and not token.is_number:
            step = _over_sign(tokens, place, end, gazetteer, is_bare=is_bare)
            if not step:
                break
            end += step
        else:
            if found := COMPOUNDS.match(tokens, end):
                end += found[0]
                continue
            name = name_after_title(tokens, end, gazetteer) if is_name_word(token) else None
            if name and not _is_named_place(tokens, name, end, is_held=is_held):
                return Title(place, name[0], name)
            step = name[1] - end if name else _over_word(tokens, end, gazetteer)
            if not step:
                break
            end += step
        is_bare = False
    return Title(place, end)


def _is_named_place(tokens: Sequence[Token], name: tuple[int, int], place: int, *, is_held: bool) -> bool:
    """Phường Trần Phú, xã Cao Minh, Huyện ủy Lương Sơn: behind the word for a place, two syllables name it, not a second person."""
    before = tokens[place - 1].key
    if name[0] != place or before not in PLACE_ENDS:
        return False
    words = [token.key for token in tokens[name[0] : name[1]]]
    if " ".join(words) in HONOURED or " ".join(words) in DISTRICTS:
        return True
    return len(words) == 2 and (is_held or before in SMALL_PLACES)


def _over_word(tokens: Sequence[Token], place: int, gazetteer: Gazetteer) -> int:
    """How many words the title takes on from here; 0 ends it."""
    token = tokens[place]
    if token.is_number:
        return 1 if len(token.text) <= 3 else 0
    if token.key == "kiêm":
        return 1 + head_at(tokens, place + 1, in_list=True)
    if token.key == "và":
        return 0 if _starts_anew(tokens, place + 1, gazetteer) else 1
    if token.key in {"cùng", "gồm"} or HONORIFICS.match(tokens, place) or (token.is_capital and RANKS.match(tokens, place)):
        return 0
    if found := gazetteer.province_at(tokens, place):
        return found[0]
    if token.is_capital:
        return 1
    if NOT_VERBS.match(tokens, place) or (token.key == "chỉ" and tokens[place - 1].key == "ban"):
        return 2
    return 0 if VERBS.match(tokens, place) and not _is_inside(tokens, place) else 1


def _is_inside(tokens: Sequence[Token], place: int) -> bool:
    """Verbs that are part of a body's name: Ban Chỉ đạo triển khai, Ủy ban Kiểm tra, phụ trách."""
    before = {token.key for token in tokens[max(0, place - 2) : place]}
    return "đạo" in before and tokens[place].key in {"triển", "tổ", "phòng", "trong", "tham"}


def _starts_anew(tokens: Sequence[Token], place: int, gazetteer: Gazetteer) -> bool:
    """Whether what follows "và" is another person or group, not the rest of the title."""
    if HONORIFICS.match(tokens, place) or GROUP_HEADS.match(tokens, place) or RANKS.match(tokens, place):
        return True
    if place < len(tokens) and tokens[place].key in {"các", "một", "những", "phát", "chủ", "đại"} and not tokens[place].is_capital:
        return True
    if head_at(tokens, place, in_list=True) or (VERBS.match(tokens, place) and not NOT_VERBS.match(tokens, place)):
        return True
    return name_at(tokens, place, gazetteer, is_sure=False) is not None


def _over_sign(tokens: Sequence[Token], start: int, place: int, gazetteer: Gazetteer, *, is_bare: bool) -> int:
    """How many tokens from a sign on still belong to the title; 0 when the sign ends it."""
    sign = tokens[place].text
    if sign == ",":
        return 1 if _continues_after_comma(tokens, start, place + 1, gazetteer) else 0
    if sign in "-–":
        return 1 if _continues_after_dash(tokens, place + 1, gazetteer, is_bare=is_bare) else 0
    if sign == "(":
        return _brackets(tokens, place)
    if sign in OPENERS:
        return _quotation(tokens, place)
    return 1 if sign in {"/", "&"} else 0


def _continues_after_comma(tokens: Sequence[Token], start: int, place: int, gazetteer: Gazetteer) -> bool:
    """A comma stays inside a title before the body or place that the first part belongs to: Vụ …, Bộ Nội vụ; and inside a body's name."""
    if place >= len(tokens) or head_at(tokens, place, in_list=True) or RANKS.match(tokens, place):
        return False
    token = tokens[place]
    if token.key in PLACE_NOUNS or token.key in {"thành", "thị"}:
        ahead = place + (2 if token.key in {"thành", "thị"} else 1)
        return ahead < len(tokens) and tokens[ahead].is_capital and not HONORIFICS.match(tokens, place)
    if HONORIFICS.match(tokens, place) or GROUP_HEADS.match(tokens, place) or name_at(tokens, place, gazetteer, is_sure=False):
        return False
    if not token.is_capital or (token.is_shout and token.key not in BODY_NOUNS):
        return _is_inside_committee(tokens, start, place)
    if token.key not in BODY_NOUNS:
        return _is_listed_field(tokens, start, place, gazetteer)
    return not _opens_clause(tokens, place)


def _is_inside_committee(tokens: Sequence[Token], start: int, place: int) -> bool:
    """Ban Chỉ đạo xây dựng nông thôn mới, đô thị văn minh …: what a committee is for is listed in small letters."""
    if "chỉ" not in {token.key for token in tokens[start:place]} or tokens[place].key in AFTER_TITLE:
        return False
    for end in range(place, min(place + 8, len(tokens))):
        if tokens[end].text in {",", ";", "."}:
            return end - place >= 2
        if VERBS.match(tokens, end) or head_at(tokens, end, in_list=True):
            return False
    return False


def _is_listed_field(tokens: Sequence[Token], start: int, place: int, gazetteer: Gazetteer) -> bool:
    """Ủy ban Văn hóa, Giáo dục và Thanh niên: the fields of one body, the last of them after "và"."""
    if not any(token.is_capital and token.key in WITH_FIELDS for token in tokens[start:place]):
        return False
    for end in range(place, min(place + 14, len(tokens) - 1)):
        if tokens[end].key == "và":
            return tokens[end + 1].is_capital and not _starts_anew(tokens, end + 1, gazetteer)
        is_plain = tokens[end].text == "," or (tokens[end].is_word and not VERBS.match(tokens, end) and not HONORIFICS.match(tokens, end))
        if not is_plain or head_at(tokens, end, in_list=True):
            return False
    return False


def _opens_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether a body behind a comma is who called the meeting, not whom the title belongs to."""
    if tokens[place].key == "hội" and place + 1 < len(tokens) and tokens[place + 1].key in {"nghị", "thảo"}:
        return True
    for end in range(place, min(place + 24, len(tokens))):
        if not tokens[end].is_word and tokens[end].text not in "-–()":
            return False
        if not tokens[end].is_capital and CALLING.match(tokens, end):
            return True
    return False


def _continues_after_dash(tokens: Sequence[Token], place: int, gazetteer: Gazetteer, *, is_bare: bool) -> bool:
    """A dash stays inside Kinh tế - Ngân sách, HĐND - UBND and Phó Chủ tịch - Tổng Thư ký."""
    if place >= len(tokens) or not tokens[place].is_capital or HONORIFICS.match(tokens, place):
        return False
    if head_at(tokens, place, in_list=True):
        return is_bare
    if is_bare:
        return False
    return name_at(tokens, place, gazetteer, is_sure=False) is None


def _brackets(tokens: Sequence[Token], place: int) -> int:
    """An abbreviation in brackets, when the title goes on after it: Ban Chỉ đạo (BCĐ) Trung ương."""
    for end in range(place + 1, min(place + 5, len(tokens))):
        if tokens[end].text == ")":
            goes_on = end + 1 < len(tokens) and tokens[end + 1].is_word and not VERBS.match(tokens, end + 1)
            is_short = all(token.is_capital or not token.is_word for token in tokens[place + 1 : end])
            return end + 1 - place if goes_on and is_short else 0
    return 0


def _quotation(tokens: Sequence[Token], place: int) -> int:
    for end in range(place + 1, min(place + 9, len(tokens))):
        if tokens[end].text in CLOSERS:
            return end + 1 - place
    return 0
