"""What the register knows, loaded once for the reading, the matching and the filing of reports."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from articles.intake import gazetteer as told
from articles.intake.tokens import tokenise
from articles.intake.wording import wording
from meetings.models import Cluster, Indicator, Official, Organisation, Province, Role, Theme
from meetings.models.organisations import OrganisationKind, OrganisationLevel
from meetings.models.provinces import ProvinceKind
from qcdc.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the register with every name that leads here, those of merged records included."""

    pk: int
    name: str
    aliases: tuple[str, ...] = ()


class Register:
    """The rows of the register that reports speak of; each table is loaded when it is first asked for, in one query or two."""

    @cached_property
    def provinces(self) -> list[Province]:
        return list(Province.objects.prefetch_related("aliases"))

    @cached_property
    def clusters(self) -> list[Cluster]:
        return list(Cluster.objects.all())

    @cached_property
    def themes(self) -> list[Theme]:
        return list(Theme.objects.all())

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(Indicator.objects.all())

    @cached_property
    def roles(self) -> dict[str, Role]:
        return {role.slug: role for role in Role.objects.all()}

    @cached_property
    def organisations(self) -> list[Organisation]:
        return list(Organisation.objects.select_related("province"))

    @cached_property
    def people(self) -> list[Person]:
        """Everybody who stands for themselves; a merged record's names lead to the one it was merged into."""
        standing: dict[int, str] = {}
        others: dict[int, list[str]] = defaultdict(list)
        for pk, name, aliases, merged in Official.objects.order_by("pk").values_list("pk", "name", "aliases", "merged_into"):
            others[merged or pk].extend(_lines(aliases))
            if merged:
                others[merged].append(name)
            else:
                standing[pk] = name
        return [Person(pk, name, tuple(dict.fromkeys(others[pk]))) for pk, name in standing.items()]

    @cached_property
    def gazetteer(self) -> told.Gazetteer:
        """What the reader is told about the world."""
        return told.Gazetteer(
            provinces=tuple(_province(each) for each in self.provinces),
            clusters=tuple(told.Cluster(each.slug, each.name, _lines(each.aliases)) for each in self.clusters),
            themes=tuple(told.Theme(each.slug, _lines(each.cue_words)) for each in self.themes),
            indicators=tuple(told.Indicator(each.slug, each.name, each.unit) for each in self.indicators),
            officials=tuple(told.KnownOfficial(str(each.pk), each.name, each.aliases) for each in self.people),
            papers=tuple(self._papers()),
        )

    def _papers(self) -> Iterable[tuple[str, str]]:
        for body in self.organisations:
            if body.kind == OrganisationKind.PRESS and body.province:
                for name in (body.abbreviation, body.name, *_lines(body.aliases)):
                    if name:
                        yield name, body.province.name

    @cached_property
    def _province_by_slug(self) -> dict[str, Province]:
        return {each.slug: each for each in self.provinces}

    @cached_property
    def province_by_pk(self) -> dict[int, Province]:
        return {each.pk: each for each in self.provinces}

    def province(self, name: str, slug: str = "", *, on: datetime.date | None) -> Province | None:
        """The unit that a name, or the slug that the reader gave it, means on a day; None where two would do.

        With no day, the reader is believed: it gives a slug only to a name that was never given twice.
        """
        named = self._province_by_slug.get(slug)
        if named and (on is None or named.exists_on(on)):
            return named
        tokens = tokenise(name, 0, len(name))
        for place in range(len(tokens)):
            found = self.gazetteer.province_at(tokens, place)
            unit = told.unit_on(found[1], on) if found else None
            if unit:
                return self._province_by_slug[unit.slug]
        return None

    def provinces_in(self, words: str, *, on: datetime.date) -> list[Province]:
        """Every province that some words name, as the unit of that day, or as the only one that ever bore the name."""
        tokens, place, named = tokenise(words, 0, len(words)), 0, []
        while place < len(tokens):
            found = self.gazetteer.province_at(tokens, place)
            unit = (told.unit_on(found[1], on) or told.unit_on(found[1], None)) if found else None
            if unit:
                named.append(self._province_by_slug[unit.slug])
            place += found[0] if found else 1
        return named

    @cached_property
    def _bodies(self) -> dict[str, list[Organisation]]:
        named: dict[str, list[Organisation]] = defaultdict(list)
        for body in self.organisations:
            for name in {wording(name) for name in (body.name, body.abbreviation, *_lines(body.aliases)) if name}:
                named[name].append(body)
        return named

    def organisation(self, name: str, *, on: datetime.date, province: Province | None = None, central: bool = True) -> Organisation | None:
        """The body of a name, an alias or a short form on a day; of several, that of the province.

        A name that is printed without its place ("UBND tỉnh", "Sở Nội vụ") is that of this province and of no other.
        `central=False` leaves out bodies of the centre.
        """
        words = wording(name)
        if not words:
            return None
        if province:
            place = wording(province.name)
            for tried in (words, f"{words} {place}", f"{words} tinh {place}", f"{words} thanh pho {place}"):
                local = [body for body in self._on(tried, on) if body.province_id == province.pk]
                if len(local) == 1:
                    return local[0]
        found = [body for body in self._on(words, on) if (central if body.level == OrganisationLevel.CENTRAL else _says_where(body, words))]
        return found[0] if len(found) == 1 else None

    def _on(self, words: str, day: datetime.date) -> list[Organisation]:
        return [body for body in self._bodies.get(words, []) if _exists(body, day)]


def gazetteer() -> told.Gazetteer:
    """What the reader is told about the world, from the register as it is now."""
    return Register().gazetteer


def _province(row: Province) -> told.Province:
    spellings = tuple(alias.name for alias in row.aliases.all())
    return told.Province(row.slug, row.name, spellings, row.valid_from, row.valid_to, row.kind == ProvinceKind.CITY)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _says_where(body: Organisation, words: str) -> bool:
    """Whether a name in its wording tells of which province a body is, as far as the register knows that."""
    return body.province is None or f" {wording(body.province.name)} " in f" {words} "


def _exists(body: Organisation, day: datetime.date) -> bool:
    """Whether a body may have existed on a day, as exactly as its dates are known."""
    founded, dissolved = body.founded, body.dissolved
    begun = not isinstance(founded, PartialDate) or founded.earliest <= day
    return begun and (not isinstance(dissolved, PartialDate) or dissolved.latest >= day)
