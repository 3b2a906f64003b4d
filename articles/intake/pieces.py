"""A sentence seen as the pieces that lists of people are made of: honorifics, ranks, titles, names, verbs, groups, signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from articles.intake.gazetteer import Gazetteer
from articles.intake.lexicon import GROUP_HEADS, HEADS, HONORIFICS, NOT_VERBS, PLURAL, RANKS, SINGULAR, VERBS
from articles.intake.names import is_boundary, is_name_word, name_at
from articles.intake.report import Role
from articles.intake.titles import head_at, read_title
from articles.intake.tokens import Phrases, Token, keys, listed


class Shape(Enum):
    HONORIFIC = auto()
    RANK = auto()
    TITLE = auto()
    NAME = auto()
    VERB = auto()
    GROUP = auto()
    SIGN = auto()
    WORD = auto()


@dataclass(slots=True)
class Piece:
    """A piece of a sentence: its tokens [start, end) and what it is (which honorific, verb or sign)."""

    shape: Shape
    start: int
    end: int
    label: Role | str = ""


# Words in small letters that begin no phrase of these are of no concern; most words are.
TELLING = frozenset().union(*(each.starts for each in (GROUP_HEADS, HONORIFICS, HEADS, NOT_VERBS, RANKS, VERBS)))
SIGNS = frozenset(",;:()-–—.")
WITH_NAME = keys("ông bà anh chị ngài")
COUNTED = keys("đại biểu đồng chí cán bộ người học viên hội viên đảng viên đoàn viên")
THINGS = Phrases(
    listed(
        "lượt|cuộc|ý kiến|vụ|đơn|mô hình|văn bản|hội nghị|buổi|tỷ|triệu|nghìn|km|ha|m|%|năm|tháng|ngày|lớp|"
        "công trình|tập thể|dự án|kiến nghị"
    )
)
NOT_COUNTED = keys("năm tháng ngày nhiệm kỳ")
FOLLOWED = (Shape.HONORIFIC, Shape.RANK)


class Scanner:
    """Cuts one sentence into pieces, from left to right; what came before decides what may come next."""

    def __init__(self, tokens: Sequence[Token], gazetteer: Gazetteer) -> None:
        self.tokens = tokens
        self.gazetteer = gazetteer
        self.pieces: list[Piece] = []
        self.has_person = False
        self.is_led = False

    def scan(self) -> list[Piece]:
        place = 0
        while place < len(self.tokens):
            place = self.step(place)
        return self.pieces

    def step(self, place: int) -> int:
        token = self.tokens[place]
        if not token.is_word and not token.is_number:
            return self.add(Shape.SIGN if token.text in SIGNS else Shape.WORD, place, place + 1, token.text)
        if not token.is_capital and token.is_word and token.key not in TELLING:
            return self.add(Shape.SIGN if token.key in {"và", "cùng"} else Shape.WORD, place, place + 1, token.key)
        for reading in (self.group, self.honorific, self.rank, self.title, self.name, self.verb):
            if end := reading(place):
                return end
        return self.add(Shape.SIGN if token.key in {"và", "cùng"} else Shape.WORD, place, place + 1, token.key)

    def add(self, shape: Shape, start: int, end: int, label: Role | str = "") -> int:
        self.pieces.append(Piece(shape, start, end, label))
        return end

    @property
    def last(self) -> Shape | None:
        return self.pieces[-1].shape if self.pieces else None

    @property
    def in_list(self) -> bool:
        """Whether a name or a title in small letters may stand here."""
        return self.last in FOLLOWED or (self.last is Shape.SIGN and (self.has_person or self.is_led))

    def honorific(self, place: int) -> int:
        found = HONORIFICS.match(self.tokens, place)
        if found and self._is_addressed(place, found[0]):
            self.is_led = self.is_led or found[1] == PLURAL
            return self.add(Shape.HONORIFIC, place, place + found[0], found[1])
        if self.tokens[place].key == "các" and head_at(self.tokens, place + 1, in_list=False):
            self.is_led = True
            return self.add(Shape.HONORIFIC, place, place + 1, PLURAL)
        return 0

    def _is_addressed(self, place: int, length: int) -> bool:
        after = place + length
        if after >= len(self.tokens):
            return False
        following = self.tokens[after]
        if following.is_capital or following.text == ":" or VERBS.match(self.tokens, after):
            return not (self.tokens[place].key in {"anh", "chị"} and following.is_shout)
        return self.tokens[place].key not in WITH_NAME and bool(
            RANKS.match(self.tokens, after) or head_at(self.tokens, after, in_list=True)
        )

    def rank(self, place: int) -> int:
        found = RANKS.match(self.tokens, place)
        if not found or not self.tokens[place].is_capital:
            return 0
        self.has_person = True
        return self.add(Shape.RANK, place, place + found[0])

    def title(self, place: int) -> int:
        head = head_at(self.tokens, place, in_list=self.in_list)
        if not head and self.last is Shape.NAME and (bare := head_at(self.tokens, place, in_list=True)) > 1:
            head = bare
        if not head:
            return 0
        title = read_title(self.tokens, place, head, self.gazetteer, is_held=self._is_held())
        self.add(Shape.TITLE, place, title.end)
        if not title.name:
            return title.end
        self.has_person = True
        return self.add(Shape.NAME, title.name[0], title.name[1], "after title")

    def _is_held(self) -> bool:
        """Whether the person who holds the titles being read was named before them."""
        for piece in reversed(self.pieces):
            if piece.shape is Shape.NAME:
                return piece.label != "after title"
            if piece.shape not in (Shape.SIGN, Shape.TITLE, Shape.RANK) or piece.label == ";":
                return False
        return False

    def name(self, place: int) -> int:
        if not self.tokens[place].is_capital:
            return 0
        is_sure = self.last in FOLLOWED
        if self.last is Shape.HONORIFIC and is_name_word(self.tokens[place]) and is_boundary(self.tokens, place + 1):
            return self.add(Shape.NAME, place, place + 1)
        if not (is_sure or self.in_list or not self.pieces or (self.last is Shape.VERB and self.is_led)):
            return 0
        end = name_at(self.tokens, place, self.gazetteer, is_sure=is_sure or self._has_title_after(place))
        if not end or (not is_sure and not self._stands_free(place, end)):
            return 0
        self.has_person = True
        return self.add(Shape.NAME, place, end)

    def _has_title_after(self, place: int) -> bool:
        """Name, then a comma or dash, then the head of a title: that is a person whatever the family name."""
        end = place
        while end < len(self.tokens) and end - place < 6 and self.tokens[end].is_capital:
            end += 1
        return end + 1 < len(self.tokens) and self.tokens[end].text in ",-–" and bool(head_at(self.tokens, end + 1, in_list=True))

    def _stands_free(self, place: int, end: int) -> bool:
        """Without an honorific, a name at the start of a sentence needs a title or a verb behind it."""
        if self.pieces:
            return is_boundary(self.tokens, end)
        return self._has_title_after(place) or bool(VERBS.match(self.tokens, end))

    def verb(self, place: int) -> int:
        if kept := NOT_VERBS.match(self.tokens, place):
            return self.add(Shape.WORD, place, place + kept[0])
        found = VERBS.match(self.tokens, place)
        if not found:
            return 0
        if found[1] is Role.ATTENDEE or found[1] in (Role.CHAIR, Role.CO_CHAIR):
            self.is_led = True
        elif found[1] != "other":
            # What somebody says is no list of people any more.
            self.is_led = self.has_person = False
        return self.add(Shape.VERB, place, place + found[0], found[1])

    def group(self, place: int) -> int:
        tokens = self.tokens
        head = GROUP_HEADS.match(tokens, place)
        if tokens[place].is_number and place + 1 < len(tokens) and tokens[place + 1].key in {"đại", "đồng", "cán", "học", "hội", "đảng"}:
            head = head or (1, "number")
        if not head or not self._may_be_group(place, head[0]) or self._counts_things(place + head[0]) or self._is_called(place, head[0]):
            return 0
        return self.add(Shape.GROUP, place, self._group_end(place + head[0]), head[1])

    def _may_be_group(self, place: int, head: int) -> bool:
        """A group stands at the start, after a sign, or after "có"; a named person or a title for several people is none."""
        before = self.tokens[place - 1] if place else None
        if before is not None and not (before.text in ",;:" or before.key in {"và", "cùng", "có", "gồm", "là", "còn", "với"}):
            return False
        title = head_at(self.tokens, place, in_list=True) or head_at(self.tokens, place + 1, in_list=self.tokens[place].key == "các")
        if not title:
            title = self._title_after_honorific(place)
        if not title:
            return not self.tokens[place].is_capital or before is None or before.text == ";"
        start = place if head_at(self.tokens, place, in_list=True) else place + (3 if self.tokens[place + 1].key == "đồng" else 1)
        read = read_title(self.tokens, start, title, self.gazetteer)
        following = self.tokens[read.end].text if read.end < len(self.tokens) else ""
        if before is not None and before.text == ";" and not read.name and "các" in {token.key for token in self.tokens[start : read.end]}:
            return True
        if read.name or following == ":" or (start == place and (self.has_person or self.tokens[place].is_capital)):
            return False
        return not (following == "," and name_at(self.tokens, read.end + 1, self.gazetteer, is_sure=False))

    def _is_called(self, place: int, head: int) -> bool:
        """Các đồng chí trong Ban Thường vụ Tỉnh ủy: A, …; B, … — the people are named behind the colon."""
        if [token.key for token in self.tokens[place : place + 2]] != ["các", "đồng"]:
            return False
        for colon in range(place + head, min(place + head + 12, len(self.tokens) - 1)):
            if self.tokens[colon].text in {",", ";", "."}:
                return False
            if self.tokens[colon].text == ":":
                is_named = name_at(self.tokens, colon + 1, self.gazetteer, is_sure=True) and self._has_title_after(colon + 1)
                return bool(is_named or RANKS.match(self.tokens, colon + 1))
        return False

    def _counts_things(self, place: int) -> bool:
        """ "Hơn 18.253 lượt người" are visits, not people in the hall."""
        number = place if place < len(self.tokens) and self.tokens[place].is_number else place - 1
        if not self.tokens[number].is_number:
            return self.tokens[number].key in {"hơn", "trên", "gần", "khoảng"}
        return number + 1 < len(self.tokens) and bool(THINGS.match(self.tokens, number + 1))

    def _title_after_honorific(self, place: int) -> int:
        is_plural = [token.key for token in self.tokens[place : place + 3]] == ["các", "đồng", "chí"]
        return head_at(self.tokens, place + 3, in_list=True) if is_plural else 0

    def _group_end(self, place: int) -> int:
        tokens = self.tokens
        while place < len(tokens):
            token = tokens[place]
            if token.text in {";", ".", "…", "...", "./."} or self._person_begins(place):
                break
            found = VERBS.match(tokens, place)
            if found and isinstance(found[1], Role) and found[1] in ENDING and not NOT_VERBS.match(tokens, place):
                break
            place += 1
        while tokens[place - 1].text in {",", "và", "cùng", "đã", "đến", "tới", "cũng", ":"}:
            place -= 1
        return place

    def _person_begins(self, place: int) -> bool:
        if self.tokens[place].text == "," and place + 1 < len(self.tokens):
            following = self.tokens[place + 1]
            if following.key == "cùng" or (following.is_capital and self._titled(place + 1)):
                return True
        found = HONORIFICS.match(self.tokens, place)
        after = place + found[0] if found else 0
        if not found or after >= len(self.tokens):
            return False
        if found[1] == SINGULAR or self.tokens[after].text == ":":
            return self.tokens[after].text == ":" or bool(name_at(self.tokens, after, self.gazetteer, is_sure=True)) or self._titled(after)
        return bool(name_at(self.tokens, after, self.gazetteer, is_sure=True)) or self._titled(after)

    def _titled(self, place: int) -> bool:
        head = head_at(self.tokens, place, in_list=True)
        return bool(head and read_title(self.tokens, place, head, self.gazetteer).name)


ENDING = frozenset({Role.ATTENDEE, Role.CHAIR, Role.CO_CHAIR})
