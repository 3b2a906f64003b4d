"""Where a person's name stands among the words, and where it parts from the place or body printed before it."""

from collections.abc import Sequence

from articles.intake.districts import DISTRICTS
from articles.intake.gazetteer import Gazetteer
from articles.intake.lexicon import BODY_NOUNS, HEADS, HONORIFICS, PLACE_NOUNS, RANKS, VERBS
from articles.intake.surnames import COMMON, MIDDLES, NEVER, SURNAMES
from articles.intake.tokens import Phrases, Token, keys

LONGEST = 5
STOPS = frozenset(',;.:)(-–—…"”/') | {"./.", "..."}
TOWNS = Phrases({name: name for name in DISTRICTS})
GIVEN = frozenset({"anh", "chị", "ông", "bà"})
JOINERS = frozenset({"và", "cùng", "đã", "cũng", "vừa"})
NOT_IN_NAMES = keys("đảng ủy huyện tỉnh xã ubnd hđnd mttq")
TAILS = frozenset({"niên", "nữ", "dân", "binh", "động", "ương", "nghị", "chính", "tịch", "viên", "ban"})


def is_name_word(token: Token) -> bool:
    """A capitalised syllable; a letter alone (Y Quang) counts, an abbreviation does not."""
    return token.is_capital and not token.is_shout and token.text[-1] != "."


def run_end(tokens: Sequence[Token], place: int) -> int:
    """Where a run of name-like words ends; a title that follows without a comma ends it too."""
    end = place
    while end < len(tokens) and end - place < 9 and is_name_word(tokens[end]):
        if end > place + 1 and (HEADS.match(tokens, end) or (HONORIFICS.match(tokens, end) and tokens[end].key not in GIVEN)):
            break
        end += 1
    return end


def is_boundary(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name may end before this token."""
    if place >= len(tokens):
        return True
    token = tokens[place]
    if token.text in STOPS or token.key in JOINERS:
        return True
    if token.is_capital and token.key in GIVEN:
        return False
    return bool(VERBS.match(tokens, place) or HEADS.match(tokens, place) or HONORIFICS.match(tokens, place))


def is_place(tokens: Sequence[Token], start: int, end: int, gazetteer: Gazetteer) -> bool:
    found = gazetteer.province_at(tokens, start)
    return bool(found and start + found[0] == end)


def _fits(tokens: Sequence[Token], start: int, end: int, gazetteer: Gazetteer) -> bool:
    if end - start == 1 and "'" in tokens[start].text:
        return True
    if not 2 <= end - start <= LONGEST or is_place(tokens, start, end, gazetteer):
        return False
    if any(token.key in NOT_IN_NAMES for token in tokens[start + 1 : end]):
        return False
    return " ".join(token.key for token in tokens[start:end]) not in NEVER


def known_end(tokens: Sequence[Token], place: int, gazetteer: Gazetteer) -> int | None:
    """Where the name of a known official ends: a whole name only, since Bùi Thị Minh is not Bùi Thị Minh Hoài."""
    found = gazetteer.people.match(tokens, place)
    if not found or not tokens[place].is_capital:
        return None
    end = place + found[0]
    goes_on = end < len(tokens) and is_name_word(tokens[end]) and not HEADS.match(tokens, end)
    return None if goes_on else end


def name_at(tokens: Sequence[Token], place: int, gazetteer: Gazetteer, *, is_sure: bool) -> int | None:
    """Where the name beginning at a token ends. `is_sure`: an honorific or a list says that a name stands here."""
    if place >= len(tokens) or not is_name_word(tokens[place]):
        return None
    if known := known_end(tokens, place, gazetteer):
        return known
    end = run_end(tokens, place)
    if not _fits(tokens, place, end, gazetteer) or HEADS.match(tokens, place) or RANKS.match(tokens, place):
        return None
    if tokens[place].key in SURNAMES:
        if not is_sure and " ".join(token.key for token in tokens[place:end]) in DISTRICTS:
            return None
        return end if is_boundary(tokens, end) or (is_sure and tokens[end].key not in TAILS) else None
    return end if is_sure and tokens[place].key not in BODY_NOUNS else None


def name_after_title(tokens: Sequence[Token], place: int, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """The name at the end of a run of capitals that may begin with a place: (Tỉnh ủy) Lạng Sơn | Lâm Thị Phương Thanh."""
    if known := known_end(tokens, place, gazetteer):
        return place, known
    end = run_end(tokens, place)
    if not is_boundary(tokens, end):
        return None
    skipped = _place_length(tokens, place, end, gazetteer)
    starts = [place + skipped] if skipped else _starts(tokens, place, end)
    for start in starts:
        if start < end and tokens[start].key in SURNAMES and _fits(tokens, start, end, gazetteer):
            # Đại biểu Quốc hội Đoàn Quảng Ninh: the delegation of a province, nobody called so.
            return None if is_place(tokens, start + 1, end, gazetteer) else (start, end)
    return None


def _place_length(tokens: Sequence[Token], place: int, end: int, gazetteer: Gazetteer) -> int:
    """How many words at the front of the run are a known place that is not the name itself."""
    if tokens[place].key == "việt" and place + 1 < end and tokens[place + 1].key == "nam":
        return 2
    found = gazetteer.province_at(tokens, place)
    if found and place + found[0] < end:
        return found[0]
    is_place = place and (tokens[place - 1].key in PLACE_NOUNS or tokens[place - 1].key in {"ủy", "ubnd", "hđnd", "mttq", "phố"})
    town = TOWNS.match(tokens, place) if is_place else None
    return town[0] if town and place + town[0] + 1 < end else 0


def _starts(tokens: Sequence[Token], place: int, end: int) -> list[int]:
    """The places at which the name may begin, the likeliest first."""
    length = end - place
    before = tokens[place - 1].key if place else ""
    after_place_noun = before in PLACE_NOUNS or before in {"ủy", "phố", "xã", "trấn"}
    if tokens[place].key in SURNAMES and tokens[place + 1 if length > 1 else place].key in MIDDLES and length <= 4:
        return [place]
    later = [start for start in (place + 2, place + 1, place + 3) if end - start >= 2 and tokens[start].key in SURNAMES]
    later.sort(key=lambda start: (tokens[start].key not in COMMON, start != place + 2))
    if tokens[place].key not in SURNAMES or length > 4:
        return [*later, place]
    if length == 4 and after_place_noun and later and later[0] == place + 2 and tokens[place + 2].key in COMMON:
        return [*later, place]
    return [place, *later]
