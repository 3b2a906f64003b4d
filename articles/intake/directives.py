"""What somebody was told to do: where one item ends and the next begins, and to whom each is addressed."""

import re
from collections.abc import Sequence

from articles.intake.addressees import MODALS, OPENERS, STRONG, TELLING, addressee_end
from articles.intake.asking import LINKS, Item, Speech, after_front, first_verb, key_at, open_by_link, open_speech
from articles.intake.roll import Mention, Saying
from articles.intake.source import Source
from articles.intake.tokens import Sentence, Token, keys

Where = tuple[int, int]
ALL = keys("các mỗi từng mọi mttq mặt toàn đội cán")
# "Quan tâm, tạo điều kiện" is one thing to do, in two verbs.
PAIR = 4
OBJECTS = keys("nhóm công hoạt phong chương đề những quy chỉ nghị kết quyết luật pháp thông như nhất nội vấn các")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.)/-]|[-–—•+*]|[a-zđ]\))\s*")
ENDED = re.compile(r"[”\"]?\s?(?:…|\.\.\.)")
NEW_SCENE = re.compile(
    r"^(?:Dịp này|Nhân dịp|Tại (?:hội nghị|buổi|cuộc|đây)|Hội nghị|Cũng tại|Kết thúc|Trước đó|Sau|Buổi|"
    r"Thực hiện (?:Kế hoạch|Nghị|Chỉ thị|Chương trình|Quyết)|Tiếp tục chương trình|"
    r"Theo báo cáo|Báo cáo|Phát biểu|Thay mặt|Tiếp thu|Được biết|Năm \d|Trong năm|Qua |Đến nay|Hiện nay|"
    r"Chiều|Sáng|Ngày|Ảnh)",
)
BEFORE_LIST = re.compile(r"(?:sau|sau đây|nhiệm vụ|nội dung|giải pháp|vấn đề|trọng tâm|việc)\s*:\s*$", re.IGNORECASE)


def find_speeches(source: Source, sentences: Sequence[Sentence], sayings: dict[int, list[Saying]]) -> list[Speech]:
    """Go through the body; a sentence that directs opens a speech, and those after it carry it on while they direct too."""
    speeches: list[Speech] = []
    place = 0
    heard: tuple[int, list[Mention]] = (-9, [])
    while place < len(sentences):
        said = sayings.get(id(sentences[place]), [])
        before = heard[1] if sentences[place].paragraph - heard[0] <= 1 else []
        opened = open_speech(sentences[place], said, before) or open_by_link(sentences[place], said, before)
        heard = next(((sentences[place].paragraph, each.subjects) for each in reversed(said) if each.subjects), heard)
        if not opened:
            place += 1
            continue
        speech, start = opened
        place = _Collector(source, sentences, place, speech).collect(start)
        if speech.items:
            speeches.append(speech)
    return speeches


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
            elif tokens[place].text in ",:" or tokens[place].key in {"rằng", "là"} or _is_year(tokens, place):
                place += 1
            elif tokens[place].key in {"năm", "trong"} and place + 1 < len(tokens) and tokens[place + 1].is_number:
                place += 2
            elif after := after_front(tokens, place):
                place = after
            else:
                return place
        return place

    def _carries_on(self, sentence: Sentence, place: int) -> bool:
        """A sentence without a subject, or one whose subject is told to do something, goes on with the speech."""
        words = self.source.text[sentence.start : min(sentence.end, sentence.start + 60)]
        tokens = sentence.tokens
        if NEW_SCENE.match(words) or (first_verb(tokens[:30]) and _names_somebody(tokens)):
            return False
        before = self.sentences[place - 1]
        is_list = sentence.paragraph != before.paragraph
        start = self._after_number(sentence)
        linked = self._after_links(tokens, start)
        if is_list and not start and not BEFORE_LIST.search(self.source.text[before.start : before.end]) and linked == start:
            is_told = any(token.key in TELLING for token in tokens[:30])
            is_asked = tokens[linked].key in ALL and addressee_end(tokens, linked, needs_modal=True) is not None
            return is_asked or (not is_told and bool(OPENERS.match(tokens, linked)))
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
        last += last < len(tokens) and tokens[last].key in MODALS
        is_example = False
        comma = start
        for place in range(start, len(tokens)):
            is_example = is_example or tokens[place].key == "như"
            if tokens[place].text != ",":
                continue
            is_pair = place - comma <= PAIR and bool(OPENERS.match(tokens, comma + 1))
            comma = place
            if place - last < 6 or is_example or is_pair:
                continue
            after = self._after_links(tokens, place + 1) if LINKS.match(tokens, place + 1) else place + 1
            if (
                STRONG.match(tokens, after)
                and key_at(tokens, after + 2) != "trong"
                and not (tokens[after].key == "gắn" and key_at(tokens, after + 1) == "với")
                and _length(tokens, after) >= 5
                and not _in_quotes(tokens, start, place)
            ):
                cuts.append(place)
                last = place
        return cuts

    def _opens(self, tokens: Sequence[Token], place: int) -> bool:
        """After a semicolon: an item begins unless a law or a list inside quotation marks goes on."""
        if place >= len(tokens):
            return True
        if tokens[place].text in '“"' or re.match(r"Nghị|Chỉ thị|Quyết|Luật|Pháp|Kết|Thông", tokens[place].text):
            return False
        if (found := LINKS.match(tokens, place)) and found[1] in {"qua đó", "từ đó"}:
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


def _is_year(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].is_number and place > 0 and tokens[place - 1].key == "năm"


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
