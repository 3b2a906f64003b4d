"""Whether a report prints one person with titles that cannot both be right: a deputy here and a chief there, two offices of one rank."""

from collections.abc import Iterator, Sequence

from articles.intake.lexicon import HEADS
from articles.intake.roll import Mention
from articles.intake.roster import Person, keys_of
from articles.intake.tokens import Token, keys

SHORT = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "bcđ": "ban chỉ đạo",
    "btv": "ban thường vụ",
    "bch": "ban chấp hành",
    "đbqh": "đại biểu quốc hội",
    "lđlđ": "liên đoàn lao động",
    "tw": "trung ương",
    "tư": "trung ương",
    "t.ư": "trung ương",
}
RANKED = keys("phó quyền nguyên")
HONORARY = keys("ủy uv uvbtv tuv tvtu huv đại thành thường")
SMALL = keys("tỉnh huyện xã thành phố ban sở")
MANY = 30


def titles_differ(person: Person) -> bool:
    """Whether any two mentions of a person give titles that contradict each other."""
    seen: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    for mention in person.mentions[:MANY]:
        told = list(_offices(mention))
        if any(_contradict(one, other) for one in told for other in seen):
            return True
        seen.extend(told)
    return False


def _offices(mention: Mention) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each title as rank (phó, quyền), office and body, abbreviations written out; seats on committees are left aside."""
    for title in (*mention.shared, *mention.titles):
        tokens: Sequence[Token] = mention.sentence.tokens[title[0] : title[1]]
        head = HEADS.match(tokens, 0)
        words = keys_of(mention.sentence, title)
        if not head or not words or words[0] in HONORARY:
            continue
        office = tuple(words[: head[0]])
        rank = office[0] if office[0] in RANKED else ""
        office = office[1:] if rank else office
        body = tuple(" ".join(SHORT.get(word, word) for word in words[head[0] :]).split())
        yield rank, office, body


def _contradict(one: tuple[str, tuple[str, ...], tuple[str, ...]], other: tuple[str, tuple[str, ...], tuple[str, ...]]) -> bool:
    if not one[1] or one[1] != other[1]:
        return False
    shorter, longer = sorted((one[2], other[2]), key=len)
    is_same_body = set(shorter) <= set(longer)
    if one[0] != other[0]:
        return is_same_body and bool(shorter)
    named, also = set(shorter) - SMALL, set(longer) - SMALL
    return bool(named and also) and not named & also
