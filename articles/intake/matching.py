"""Whom and what of the register a report speaks of: candidates with the reason for each, never a silent choice between two."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q

from articles.intake.register import Person, Register
from articles.intake.report import Found, Official, PlaceName, Report
from articles.intake.wording import without_place, wording
from meetings.models import Attendance, Organisation, Post, Province
from qcdc.vietnamese import compare_key, fold, nfc

MOST_CANDIDATES = 8
HOLDERS = 3
"""A title that more people than this hold at one time (member of a committee) points to nobody."""


class Basis(StrEnum):
    """Why a person of the register may be the one in the report, the strongest first."""

    EXACT = "exact"
    SAME_TONES = "same-tones"
    ALIAS = "alias"
    FOLDED = "folded"
    POST = "post"


ORDER = {basis: place for place, basis in enumerate(Basis)}
BY_NAME = frozenset({Basis.EXACT, Basis.SAME_TONES, Basis.ALIAS})


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that somebody of the register may have held on the day."""

    pk: int
    title: str
    organisation: int | None = None
    province: int | None = None
    start: str = ""
    end: str = ""
    official: int | None = None
    """The record that it was entered under; another than the candidate's where that one was merged."""
    is_printed: bool = False
    """Whether a title of the report is this one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register who may be the person in the report."""

    official: int
    name: str
    basis: Basis
    posts: tuple[HeldPost, ...] = ()
    """Held on the day, those whose titles are printed first."""
    fits: bool = False
    """A post or an earlier attendance has a title that is printed, or is of a province that the titles name."""
    differ: bool = False
    """Posts of that day are known, and a title that is printed is not among them."""
    unknown: tuple[str, ...] = ()
    """The titles printed that no post of that day has."""


@dataclass(frozen=True, slots=True)
class OfficialMatch:
    """A named person of the report and who of the register that may be; no `choice` means a new official."""

    name: str
    candidates: tuple[Candidate, ...] = ()
    choice: int | None = None

    @property
    def chosen(self) -> Candidate | None:
        """The candidate that is proposed."""
        return next((each for each in self.candidates if each.official == self.choice), None)


@dataclass(frozen=True, slots=True)
class Matches:
    """What of the register each part of a report is; the officials in the order of the report."""

    officials: tuple[OfficialMatch, ...] = ()
    organisers: tuple[int | None, ...] = ()
    """For each organiser of the report a body of the register, or None."""
    host: int | None = None
    provinces: tuple[int | None, ...] = ()
    """For each province of the report the unit of that day, or None where that is not certain."""
    register: Register = field(default_factory=Register, compare=False, repr=False)


def match(report: Report, *, on: datetime.date, register: Register | None = None) -> Matches:
    """Match a report to the register as it was on the day of the event (`on`), in a number of queries that does not grow."""
    register = register or Register()
    day = on if report.event_date else None
    host = _unit(report.host_province, register, day)
    return Matches(
        officials=tuple(_Officials(report, register, on, host).match()),
        organisers=tuple(
            body.pk if (body := register.organisation(each.value, on=on, province=host)) else None for each in report.organisers
        ),
        host=_pk(host),
        provinces=tuple(_pk(_unit(each, register, day)) for each in report.provinces),
        register=register,
    )


def _unit(place: Found[PlaceName] | None, register: Register, on: datetime.date | None) -> Province | None:
    return register.province(place.value.name, place.value.slug, on=on) if place else None


def _pk(row: Organisation | Province | None) -> int | None:
    return row.pk if row else None


class _Officials:
    """The people of one report beside the people of the register."""

    def __init__(self, report: Report, register: Register, on: datetime.date, host: Province | None) -> None:
        self.report, self.register, self.on, self.host = report, register, on, host
        self.named: dict[str, list[tuple[Person, str]]] = defaultdict(list)
        for person in register.people if report.officials else ():
            for name in dict.fromkeys((person.name, *person.aliases)):
                self.named[fold(name)].append((person, name))
        self.found = [self._by_name(each) for each in report.officials]
        self.merged_into: dict[int, int] = {}
        self.posts = self._posts()
        self.attended = self._attended()

    def match(self) -> Iterable[OfficialMatch]:
        for official, found in zip(self.report.officials, self.found, strict=True):
            candidates = [self._candidate(official, person, basis) for person, basis in (*found.values(), *self._by_post(official, found))]
            candidates.sort(key=lambda each: (ORDER[each.basis], not each.fits, each.official))
            yield OfficialMatch(official.name.value, tuple(candidates[:MOST_CANDIDATES]), self._choice(candidates))

    def _by_name(self, official: Official) -> dict[int, tuple[Person, Basis]]:
        """Whoever bears the name, or one that differs from it in marks and tones alone, with the strongest reason for each."""
        printed, found = nfc(official.name.value), dict[int, tuple[Person, Basis]]()
        for person, name in self.named.get(fold(printed), []):
            basis = _basis(printed, name, person)
            if person.pk not in found or ORDER[basis] < ORDER[found[person.pk][1]]:
                found[person.pk] = (person, basis)
        return found

    def _posts(self) -> dict[int, list[Post]]:
        """The posts of everybody in question, and of whoever held on the day a post that is printed, by who stands for them."""
        titles = {tried for each in self.report.officials for title in each.titles for tried in self._spellings(title.value)}
        people = {pk for found in self.found for pk in found}
        if not titles and not people:
            return {}
        theirs = Q(official__in=people) | Q(official__merged_into__in=people)
        same = Q(pk__in=Post.objects.held_on(self.on).filter(search_text__in=titles).order_by().values("pk"))
        posts: dict[int, list[Post]] = defaultdict(list)
        for post in Post.objects.filter(theirs | same).select_related("official"):
            posts[post.official.merged_into_id or post.official_id].append(post)
        return posts

    def _spellings(self, title: str) -> tuple[str, ...]:
        """A title as the register may have it, with and without the province of the conference."""
        printed = fold(title)
        if not self.host:
            return (printed,)
        place = fold(self.host.name)
        return printed, printed.removesuffix(f" {place}"), f"{printed} {place}", f"{printed} tinh {place}"

    def _attended(self) -> dict[int, list[Attendance]]:
        """Where those in question were named before: for people without posts, that is all that tells them apart."""
        people = {pk for found in self.found for pk in found}
        attended: dict[int, list[Attendance]] = defaultdict(list)
        if people:
            rows = Attendance.objects.filter(Q(official__in=people) | Q(official__merged_into__in=people)).order_by("-pk")
            for row in rows.select_related("official")[:2000]:
                assert row.official is not None  # noqa: S101 - the query asked for one
                attended[row.official.merged_into_id or row.official.pk].append(row)
        return attended

    def _by_post(self, official: Official, found: dict[int, tuple[Person, Basis]]) -> list[tuple[Person, Basis]]:
        """Whoever held that day a post that is printed, under a name that differs by a syllable at most: a misprint perhaps."""
        people = {person.pk: person for person in self.register.people}
        near = []
        for pk, posts in self.posts.items():
            if pk in found or pk not in people or not _nearly_same(official.name.value, people[pk].name):
                continue
            if any(self._held(post) and self._is_printed(official, post) for post in posts):
                near.append((people[pk], Basis.POST))
        return near if len(near) <= HOLDERS else []

    def _candidate(self, official: Official, person: Person, basis: Basis) -> Candidate:
        held = [post for post in self.posts.get(person.pk, []) if self._held(post)]
        held.sort(key=lambda post: self._place_in_print(official, post))
        unknown = tuple(title.value for title in official.titles if not any(self._same(title.value, post) for post in held))
        return Candidate(
            official=person.pk,
            name=person.name,
            basis=basis,
            posts=tuple(self._held_post(official, post) for post in held),
            fits=self._fits(official, person),
            differ=bool(held and unknown),
            unknown=unknown,
        )

    def _held_post(self, official: Official, post: Post) -> HeldPost:
        return HeldPost(
            pk=post.pk,
            title=post.title,
            organisation=post.organisation_id,
            province=post.province_id,
            start=str(post.start),
            end=str(post.end),
            official=post.official_id,
            is_printed=self._is_printed(official, post),
        )

    def _held(self, post: Post) -> bool:
        """Whether a post may have been held on the day, as exactly as its dates are known."""
        started = not post.start or post.start.earliest <= self.on
        return started and (not post.end or post.end.latest >= self.on)

    def _same(self, printed: str, post: Post) -> bool:
        """Whether a title is that of a post; printed without a province it is that of the one where the conference was held."""
        one, other = wording(printed), wording(post.title)
        host = wording(self.host.name) if self.host else ""
        province = self.register.province_by_pk.get(post.province_id or 0)
        if province is None:
            return one == other or without_place(one, host) == without_place(other, host)
        place = wording(province.name)
        is_meant = one.endswith(f" {place}") or host in ("", place)
        return is_meant and without_place(one, place) == without_place(other, place)

    def _place_in_print(self, official: Official, post: Post) -> int:
        """The place of a post among the titles printed; behind them where it is not."""
        places = (number for number, title in enumerate(official.titles) if self._same(title.value, post))
        return next(places, len(official.titles))

    def _is_printed(self, official: Official, post: Post) -> bool:
        return any(self._same(title.value, post) for title in official.titles)

    def _fits(self, official: Official, person: Person) -> bool:
        """Whether anything that the register knows of a person agrees with what is printed: a title, or the province it names."""
        titles = [title.value for title in official.titles]
        places = {unit.pk for title in titles for unit in self.register.provinces_in(title, on=self.on)}
        posts, attended = self.posts.get(person.pk, []), self.attended.get(person.pk, [])
        if any(self._is_printed(official, post) or post.province_id in places for post in posts):
            return True
        host = wording(self.host.name) if self.host else ""
        before = {without_place(wording(line), host) for row in attended for line in row.title_list}
        return any(without_place(wording(title), host) in before for title in titles) or any(row.province_id in places for row in attended)

    def _choice(self, candidates: Sequence[Candidate]) -> int | None:
        """The one that is proposed: alone with the very name and nothing known against it, or alone in fitting."""
        by_name = [each for each in candidates if each.basis in BY_NAME]
        fitting = [each for each in by_name if each.fits] or [each for each in candidates if each.basis is Basis.FOLDED and each.fits]
        if len(fitting) == 1:
            return fitting[0].official
        if len(by_name) == 1 and not fitting and not self._is_known(by_name[0].official):
            return by_name[0].official
        return None

    def _is_known(self, pk: int) -> bool:
        """Whether anything is known of a person by which another of the same name could be told apart."""
        return bool(self.posts.get(pk) or self.attended.get(pk))


def _basis(printed: str, name: str, person: Person) -> Basis:
    if compare_key(name) != compare_key(printed):
        return Basis.FOLDED
    if name != person.name:
        return Basis.ALIAS
    return Basis.EXACT if name == printed else Basis.SAME_TONES


def _nearly_same(one: str, other: str) -> bool:
    """Whether two names of three syllables or more differ in one of them."""
    words, others = fold(one).split(), fold(other).split()
    if min(len(words), len(others)) < 2 or abs(len(words) - len(others)) > 1 or max(len(words), len(others)) < 3:
        return False
    left = list(others)
    for word in words:
        if word in left:
            left.remove(word)
    return len(others) - len(left) >= max(len(words), len(others)) - 1
