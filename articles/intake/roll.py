"""The people of one sentence: who is named, with which titles, and what each does there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.intake.gazetteer import Gazetteer
from articles.intake.lexicon import PLURAL, SPEECH
from articles.intake.pieces import Piece, Scanner, Shape
from articles.intake.report import Reason, Role
from articles.intake.tokens import Sentence, Token, keys

Tokens = tuple[int, int]
SPEAKING = frozenset({Role.OPENING, Role.WELCOME, Role.REPORT, Role.SPEAKER, Role.CONCLUDING, Role.DIRECTING})
LEADING = frozenset({"có", "là", "gồm", ":", "của", "còn"})
ABOUT_MEETING = keys(
    "các và hội nghị buổi làm việc cuộc họp tại đối thoại lễ phiên về phía tỉnh trung ương đại biểu điểm cầu "
    "huyện thành phố sự chương trình còn tọa đàm"
)
OBLIQUE = keys("với cho về bởi của")
FAR = 9
NEAR = 8
WIDE = 120
CLOSE = 3
ABSENT = frozenset({"gửi", "ký", "ban"})
FRONT: dict[Role | str, int] = {Role.REPORT: 0, Role.ATTENDEE: 3, Role.CHAIR: 2, Role.CO_CHAIR: 2}
GATHERING = frozenset({Role.ATTENDEE, Role.CHAIR, Role.CO_CHAIR})


@dataclass(slots=True)
class Act:
    """A role taken on, or something said: the verb's tokens in its sentence."""

    role: Role | None
    sentence: Sentence
    verb: Tokens
    reason: Reason | None = None


@dataclass(slots=True)
class Mention:
    """Somebody as the text speaks of them once: by name, by title alone, or as "đồng chí"."""

    sentence: Sentence
    start: int
    end: int
    name: Tokens | None = None
    titles: list[Tokens] = field(default_factory=list)
    shared: list[Tokens] = field(default_factory=list)
    is_title_first: bool = False
    is_oblique: bool = False
    clause: int = 0
    acts: list[Act] = field(default_factory=list)
    borrowed: int = 0


@dataclass(slots=True)
class GroupMention:
    """People spoken of as a group, and in which role."""

    sentence: Sentence
    tokens: Tokens
    role: Role | None = None


@dataclass(slots=True)
class Saying:
    """A verb of speech with those who speak: what directives are introduced by."""

    sentence: Sentence
    verb: Tokens
    subjects: list[Mention]


@dataclass(slots=True)
class Roll:
    """What one sentence says about people."""

    mentions: list[Mention] = field(default_factory=list)
    groups: list[GroupMention] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)


def read_roll(sentence: Sentence, gazetteer: Gazetteer) -> Roll:
    """The people of a sentence, in the order of print."""
    return _Reader(sentence, Scanner(sentence.tokens, gazetteer).scan()).read()


class _Reader:
    """Walks over the pieces once, keeping who the subject is and which role is still looking for its people."""

    def __init__(self, sentence: Sentence, pieces: Sequence[Piece]) -> None:
        self.sentence = sentence
        self.tokens: list[Token] = sentence.tokens
        self.pieces = pieces
        self.roll = Roll()
        self.current: Mention | None = None
        self.run: list[Tokens] = []
        self.shared: list[Tokens] = []
        self.subjects: list[Mention] = []
        self.pending: list[Act] = []
        self.is_leading = False
        self.is_plural = False
        self.is_verbed = False
        self.honorific: Piece | None = None
        self.place = 0
        self.clause = 0
        self.verb_end = 0
        self.reach = 0

    def read(self) -> Roll:
        for place, piece in enumerate(self.pieces):
            self.place = place
            getattr(self, f"on_{piece.shape.name.lower()}")(piece, place)
        self.close()
        self.settle()
        return self.roll

    def on_honorific(self, piece: Piece, place: int) -> None:
        self.close()
        if piece.label == PLURAL or (self.shared and self.subjects and self.subjects[-1].shared):
            self.shared = []
        self.is_plural = piece.label == PLURAL
        self.honorific = piece

    def on_rank(self, piece: Piece, place: int) -> None:
        ahead = place + 1
        while ahead < len(self.pieces) and (self.pieces[ahead].shape is Shape.RANK or self.pieces[ahead].label in {",", ".", "-", "–"}):
            ahead += 1
        leads_to_name = ahead < len(self.pieces) and self.pieces[ahead].shape is Shape.NAME
        if leads_to_name and self.current:
            self._make_room()
        self.run.append((piece.start, piece.end))

    def on_title(self, piece: Piece, place: int) -> None:
        following = self.pieces[place + 1] if place + 1 < len(self.pieces) else None
        if self._goes_on(place):
            self.current = self.roll.mentions[-1]
        if following and following.shape is Shape.NAME and self.current:
            self._make_room()
        self.run.append((piece.start, piece.end))

    def _goes_on(self, place: int) -> bool:
        """A, Bí thư Huyện ủy; Chủ tịch HĐND huyện; B, …: a semicolon printed between two titles of one person."""
        last = self.roll.mentions[-1] if self.roll.mentions else None
        if self.current or self.run or self.honorific or not place or self.pieces[place - 1].label != ";":
            return False
        if last is None or last not in self.subjects or not last.name or not last.titles or last.is_title_first:
            return False
        for ahead in range(place, min(place + 2 * FAR, len(self.pieces))):
            piece = self.pieces[ahead]
            if piece.shape is Shape.TITLE:
                is_others = "các" in {token.key for token in self.tokens[piece.start : piece.end]}
                if is_others or (ahead == place and place + 1 < len(self.pieces) and self.pieces[place + 1].shape is Shape.NAME):
                    return False
            elif piece.shape is Shape.VERB:
                return piece.label in SPEAKING or piece.label is Role.CHAIR
            elif piece.shape in (Shape.NAME, Shape.HONORIFIC):
                return True
            elif piece.shape is not Shape.RANK and piece.label not in {",", ";", "-", "–"}:
                return False
        return False

    def _make_room(self) -> None:
        """Before another person whose titles stand in front: those already read belong there, if the last one's stood so too."""
        waiting = self.run if self.current and self.current.is_title_first else []
        self.run = [] if waiting else self.run
        self.close()
        self.run = waiting

    def on_name(self, piece: Piece, place: int) -> None:
        if self.current:
            self.close()
        mention = self.begin(piece)
        mention.name = (piece.start, piece.end)
        mention.is_title_first = bool(self.run) and piece.label == "after title"
        mention.titles, self.run = self.run, []
        if not mention.titles and self.is_plural and not self.shared and len(self.subjects) > 1 and self.subjects[-2].is_title_first:
            self._borrow(mention)
        mention.shared = list(self.shared)
        self.current = mention

    def _borrow(self, mention: Mention) -> None:
        """Các đồng chí Phó Chủ tịch UBND tỉnh A, B: the title stands before the first name and serves all."""
        giver = self.subjects[-2]
        if giver.clause == self.clause:
            mention.titles = list(giver.titles)
            mention.borrowed = len(mention.titles)
            mention.is_title_first = True

    def begin(self, piece: Piece) -> Mention:
        start = self.honorific.start if self.honorific else self.run[0][0] if self.run else piece.start
        self.honorific = None
        if self.is_verbed:
            self.subjects, self.is_verbed = [], False
        mention = Mention(self.sentence, start, piece.end, clause=self.clause)
        before = self.tokens[start - 1].key if start else ""
        mention.is_oblique = before in OBLIQUE and not self.is_leading
        self.roll.mentions.append(mention)
        self.subjects.append(mention)
        return mention

    def close(self, *, is_before_verb: bool = False) -> None:
        """End the person being read: the titles read since the name are theirs, or stand for somebody without a name."""
        if self.current:
            self.current.titles.extend(self.run)
            if self.run:
                self.current.end = self.run[-1][1]
        elif (self.run or self.honorific) and is_before_verb:
            last = self.run[-1] if self.run else (0, self.honorific.end if self.honorific else 0)
            mention = self.begin(Piece(Shape.TITLE, last[0], last[1]))
            mention.titles = self.run
        elif self.run and self.honorific and self.is_plural and any(act.role in GATHERING for act in self.pending):
            where = (self.honorific.start, self.run[-1][1])
            self.roll.groups.append(GroupMention(self.sentence, where, self.pending[0].role))
        self.current, self.run = None, []

    def on_sign(self, piece: Piece, place: int) -> None:
        if piece.label == ":" and self.is_plural and self.run and not self.current:
            self.shared, self.run, self.honorific = self.run, [], None
        elif piece.label == ";":
            self.close()
            self.clause += 1
        elif piece.label == ":":
            self.honorific = None

    def on_word(self, piece: Piece, place: int) -> None:
        is_sense = self.tokens[piece.start].is_word
        if is_sense:
            self.close()
            self.honorific = None

    def on_group(self, piece: Piece, place: int) -> None:
        self.close()
        self.honorific = None
        role = next((act.role for act in self.pending if act.role in GATHERING), None) if self.is_leading else None
        verb = next((each.label for each in self.pieces[place + 1 : place + 4] if each.shape is Shape.VERB), None)
        if role is None and verb is Role.ATTENDEE:
            role = Role.ATTENDEE
        if role is None and self.roll.groups and self.roll.groups[-1].role and self.tokens[piece.start - 1].text == ";":
            role = self.roll.groups[-1].role
        self.roll.groups.append(GroupMention(self.sentence, (piece.start, piece.end), role))
        self.reach = piece.end

    def on_verb(self, piece: Piece, place: int) -> None:
        self.close(is_before_verb=True)
        self.honorific = None
        if piece.label == "other":
            if self.tokens[piece.start].key in ABSENT:
                self.subjects = []
            elif self.tokens[piece.start].key == "thư":
                self.settle()
            return
        role = self._role_of(piece)
        act = Act(role, self.sentence, (piece.start, piece.end))
        subjects = self._subjects_of(piece)
        if isinstance(piece.label, Role) and subjects and not self._belongs(piece, subjects):
            return
        if isinstance(piece.label, Role) and (not subjects or self._leads(piece)):
            if self._leads(piece) or piece.start <= FRONT.get(piece.label, FAR):
                self._lead(piece, act)
            return
        self.settle(keep=True)
        if role is not None:
            for each in subjects:
                each.acts.append(act)
        if piece.label == SPEECH or piece.label in SPEAKING:
            self.roll.sayings.append(Saying(self.sentence, (piece.start, piece.end), list(subjects)))
        self.is_verbed = bool(subjects)
        self.verb_end = piece.end

    def _role_of(self, piece: Piece) -> Role | None:
        if not isinstance(piece.label, Role):
            return Role.SPEAKER
        if piece.label in (Role.CHAIR, Role.CO_CHAIR) and self._is_link_up(piece):
            return Role.LINK_UP
        return piece.label

    def _is_link_up(self, piece: Piece) -> bool:
        """Chairing at a link-up point is not chairing the meeting; the central point is the meeting."""
        around = [token.key for token in self.tokens[max(0, piece.start - WIDE) : piece.end + 12]]
        for place, word in enumerate(around[:-1]):
            if word == "điểm" and around[place + 1] == "cầu":
                return not {"chính", "trung"} & set(around[place + 2 : place + 5])
        return False

    def _subjects_of(self, piece: Piece) -> list[Mention]:
        subjects = [each for each in self.subjects if not each.is_oblique]
        if subjects and piece.start - max(subjects[-1].end, self.reach) > FAR and not self.is_verbed:
            return []
        if self.is_leading and self.pending and subjects:
            if piece.start - subjects[-1].end > CLOSE:
                return []
            return [each for each in subjects if each.clause == subjects[-1].clause][-1:]
        return subjects

    def _belongs(self, piece: Piece, subjects: Sequence[Mention]) -> bool:
        """Whether a role is what the subject does, not a word further on in what the subject says."""
        if self._leads(piece):
            return True
        before = self.verb_end if self.is_verbed else max(subjects[-1].end, self.reach)
        return piece.start - before <= (1 if piece.label is Role.REPORT and self.is_verbed else NEAR)

    def _leads(self, piece: Piece) -> bool:
        """Whether the people of a role follow it: "Dự hội nghị có …", "dưới sự chủ trì của …"."""
        following = self.pieces[self.place + 1] if self.place + 1 < len(self.pieces) else None
        if piece.label is Role.CHAIR and following and following.shape is Shape.NAME:
            return True
        for place in range(piece.end, min(piece.end + 12, len(self.tokens))):
            token = self.tokens[place]
            if token.key in LEADING:
                return True
            if token.key not in ABOUT_MEETING and not token.is_capital and not token.is_number:
                return False
        return False

    def _lead(self, piece: Piece, act: Act) -> None:
        if self.subjects:
            self.settle()
            self.subjects = []
        self.is_verbed = False
        self.is_leading = self._leads(piece)
        if act.role is not None:
            self.pending.append(act)

    def settle(self, *, keep: bool = False) -> None:
        """Give the roles that waited for their people to the people read since."""
        subjects = [each for each in self.subjects if not each.is_oblique]
        if self.pending and subjects:
            for each in subjects:
                each.acts.extend(self.pending)
            self.pending = []
            self.is_leading = False
        if not keep:
            self.subjects = []
