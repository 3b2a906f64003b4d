"""The people of a whole report: what is said of one person in several places comes together under the full name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.intake.gazetteer import Gazetteer
from articles.intake.lexicon import HEADS
from articles.intake.report import Found, Group, Official, Qualifier, Reason, Role
from articles.intake.roll import SPEAKING, Act, GroupMention, Mention, Roll
from articles.intake.source import Source
from articles.intake.surnames import SURNAMES
from articles.intake.tokens import Sentence

ORDER = list(Role)
QUALIFIERS = {"hơn": Qualifier.OVER, "trên": Qualifier.OVER, "gần": Qualifier.NEARLY, "khoảng": Qualifier.ABOUT}


@dataclass(slots=True)
class Person:
    """One person, with all the places where the report speaks of them."""

    name: str
    first: Mention
    mentions: list[Mention] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    @property
    def fullest(self) -> Mention:
        """The mention with the longest list of titles, the first of equals."""
        return max(self.mentions, key=lambda each: (len(each.shared) + len(each.titles), not each.borrowed))


def keys_of(sentence: Sentence, where: tuple[int, int]) -> tuple[str, ...]:
    """The words of a stretch of tokens as they are compared."""
    return tuple(token.key for token in sentence.tokens[where[0] : where[1]] if token.is_word)


class Roster:
    """Collects people from sentence after sentence, in the order of print."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.suffixes: dict[str, list[Person]] = {}
        self.heads: dict[tuple[str, ...], list[tuple[tuple[str, ...], Person]]] = {}
        self.groups: list[GroupMention] = []
        self.waiting: list[Mention] = []
        self.unnamed: list[Mention] = []
        self.who: dict[int, Person] = {}
        self.latest: Person | None = None
        self.latest_titled: Mention | None = None
        self.titled: dict[int, Mention] = {}

    def add(self, rolls: Iterable[Roll]) -> None:
        """Names first, then those spoken of by title or as "đồng chí": a title may be explained later in the text."""
        rolls = list(rolls)
        for roll in rolls:
            self._correct_chairs(roll)
            for mention in roll.mentions:
                if mention.name:
                    self._named(mention)
            self.groups.extend(each for each in roll.groups if each.role)
        for roll in rolls:
            for mention in roll.mentions:
                self._follow(mention)

    def _correct_chairs(self, roll: Roll) -> None:
        """Several people who chair together are co-chairs."""
        chairs: dict[int, list[Mention]] = {}
        for mention in roll.mentions:
            for act in mention.acts:
                if act.role is Role.CHAIR:
                    chairs.setdefault(id(act), []).append(mention)
        for mentions in chairs.values():
            if len(mentions) > 1:
                for mention in mentions:
                    mention.acts = [Act(Role.CO_CHAIR, act.sentence, act.verb) if act.role is Role.CHAIR else act for act in mention.acts]

    def _named(self, mention: Mention) -> None:
        assert mention.name is not None  # noqa: S101 - the caller asked
        name = " ".join(keys_of(mention.sentence, mention.name))
        words = name.split()
        if len(words) == 1 and "'" not in name:
            return
        person = self.people.get(name) or self._shortened(words, mention)
        if person is None:
            person = self.people[name] = Person(name, mention)
            for start in range(1, len(words)):
                self.suffixes.setdefault(" ".join(words[start:]), []).append(person)
        person.mentions.append(mention)
        person.acts.extend(mention.acts)
        self.who[id(mention)] = person
        for title in (*mention.shared, *mention.titles):
            title_keys = keys_of(mention.sentence, title)
            self.heads.setdefault(title_keys[:2], []).append((title_keys, person))

    def _shortened(self, words: Sequence[str], mention: Mention) -> Person | None:
        """A name without its family name ("Phương Thanh") is the one person whose full name ends so."""
        if mention.titles or words[0] in SURNAMES:
            return None
        found = self.suffixes.get(" ".join(words), [])
        return found[0] if len(found) == 1 else None

    def _follow(self, mention: Mention) -> None:
        """Find who is meant where no full name stands, and keep in mind who was spoken of last."""
        person = self.who.get(id(mention))
        reason: Reason | None = None
        if person is None and mention.name:
            found = self.suffixes.get(" ".join(keys_of(mention.sentence, mention.name)), [])
            person, reason = (found[0], Reason.PRONOUN) if len(found) == 1 else (None, None)
        elif person is None and mention.titles:
            person, reason = self.by_title(mention), Reason.TITLE_ONLY
        elif person is None:
            person, reason = self.latest, Reason.PRONOUN
        if person is None:
            self._unnamed(mention)
            return
        if reason:
            self.who[id(mention)] = person
            person.acts.extend(Act(act.role, act.sentence, act.verb, reason) for act in mention.acts)
        if mention.acts or not self.latest:
            self.latest, self.latest_titled = person, None

    def _unnamed(self, mention: Mention) -> None:
        """Somebody whom the text names nowhere: by title only, or as "đồng chí" after such a title."""
        self.unnamed.append(mention)
        if mention.titles:
            self.latest, self.latest_titled = None, mention
        elif not mention.name and self.latest_titled:
            self.titled[id(mention)] = self.latest_titled

    def by_title(self, mention: Mention) -> Person | None:
        """The one named person who holds a title like this one."""
        wanted = keys_of(mention.sentence, mention.titles[0])
        found: list[Person] = []
        for held, person in self.heads.get(wanted[:2], [])[:200]:
            shorter, longer = sorted((wanted, held), key=len)
            if longer[: len(shorter)] == shorter and person not in found:
                found.append(person)
        if len(found) > 1:
            exact = [person for held, person in self.heads[wanted[:2]][:200] if held == wanted]
            found = list({id(person): person for person in exact}.values()) or found
        return found[0] if len(found) == 1 else None


def roles_of(person: Person, source: Source) -> list[Found[Role]]:
    """The roles of a person, the weightiest first; a general word for speaking adds nothing to a particular one."""
    found: dict[Role, Found[Role]] = {}
    for act in person.acts:
        if act.role is None:
            continue
        where = tokens_where(act.sentence, act.verb)
        role = source.found(act.role, where, 0.75 if act.reason else 0.93, act.reason)
        if act.role not in found or (found[act.role].reason and not act.reason):
            found[act.role] = role
    if Role.CHAIR in found and Role.CO_CHAIR in found:
        # The text comes before the captions; what it says first of how many chaired holds.
        found.pop(next(role for role in reversed(found) if role in (Role.CHAIR, Role.CO_CHAIR)))
    if {Role.CHAIR, Role.CO_CHAIR, Role.LINK_UP} & found.keys():
        found.pop(Role.ATTENDEE, None)
    if found.keys() & (SPEAKING - {Role.SPEAKER}):
        found.pop(Role.SPEAKER, None)
    return sorted(found.values(), key=lambda each: ORDER.index(each.value))


def tokens_where(sentence: Sentence, where: tuple[int, int]) -> tuple[int, int]:
    """Tokens of a sentence as offsets in the text as read."""
    return sentence.tokens[where[0]].start, sentence.tokens[where[1] - 1].end


def read_official(person: Person, source: Source, gazetteer: Gazetteer) -> Official | None:
    """A person as the editor sees them; None for somebody with neither title nor part in the conference."""
    fullest = person.fullest
    roles = roles_of(person, source)
    titles = [*fullest.shared, *fullest.titles]
    first = person.first
    assert first.name is not None  # noqa: S101 - people are collected by name
    tokens = first.sentence.tokens[first.name[0] : first.name[1]]
    known = gazetteer.people.match(tokens, 0)
    if known and known[0] != len(tokens):
        known = None
    if not titles and not roles and not known:
        return None
    has_surname = tokens[0].key in SURNAMES
    name_where = tokens_where(first.sentence, first.name)
    if not roles:
        roles = [source.found(Role.ATTENDEE, name_where, 0.4, Reason.NO_ROLE_PRINTED)]
    confidence = 0.98 if known else 0.93 if has_surname else 0.75
    name = source.found(" ".join(token.text for token in tokens), name_where, confidence)
    read = [_title(fullest, title, source) for title in titles]
    mentions = tuple(source.span(*tokens_where(each.sentence, (each.start, each.end))) for each in person.mentions)
    return Official(name, tuple(read), tuple(roles), _body(fullest, titles, source), known[1].id if known else "", mentions)


def _title(mention: Mention, title: tuple[int, int], source: Source) -> Found[str]:
    where = tokens_where(mention.sentence, title)
    if mention.borrowed and title in mention.titles[: mention.borrowed]:
        return source.quoted(where, 0.55, Reason.SHARED_TITLE)
    return source.quoted(where, 0.9)


def _body(mention: Mention, titles: Sequence[tuple[int, int]], source: Source) -> Found[str] | None:
    """The body a person stands for: the rest of the first title that is an office, not a seat on a committee."""
    for title in titles:
        tokens = mention.sentence.tokens[title[0] : title[1]]
        head = HEADS.match(tokens, 0)
        if not head or tokens[0].key.startswith(("ủy", "uv", "đại", "thành", "tuv")) or head[0] >= len(tokens):
            continue
        start = head[0] - 1 if tokens[head[0] - 1].key in {"ban", "đoàn", "phòng", "tổ"} else head[0]
        return source.quoted((tokens[start].start, tokens[-1].end), 0.7, Reason.CUE_WORDS)
    return None


def read_group(mention: GroupMention, source: Source) -> Group:
    """An unnamed group, with the number of people when one is printed."""
    tokens = mention.sentence.tokens[mention.tokens[0] : mention.tokens[1]]
    where = tokens_where(mention.sentence, mention.tokens)
    name = source.quoted(where, 0.85)
    for place, token in enumerate(tokens[:6]):
        if token.is_number and token.text.replace(".", "").isdigit() and place + 1 < len(tokens) and len(token.text) < 8:
            count = source.found(int(token.text.replace(".", "")), (token.start, token.end))
            qualifier = QUALIFIERS.get(tokens[place - 1].key) if place else None
            return Group(name, count, qualifier, mention.role or Role.ATTENDEE)
    return Group(name, role=mention.role or Role.ATTENDEE)
