"""How people, bodies and provinces are found: by every name that they have or had."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.models import Attendance, Official, Organisation, Post, Province, ProvinceAlias, Publication, Succession
from meetings.models.provinces import SuccessionKind
from qcdc.search.kinds import Document, Kind
from qcdc.search.tokens import Text

ALWAYS = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


class Places:
    """All provinces of every time with their spellings and successions: a hundred rows, read once for many entries."""

    def __init__(self) -> None:
        self.names = dict(Province.objects.order_by().values_list("pk", "name"))
        self.spellings: dict[int, list[str]] = defaultdict(list)
        for province, name in ProvinceAlias.objects.order_by("pk").values_list("province", "name"):
            self.spellings[province].append(name)
        self.after: dict[int, set[int]] = defaultdict(set)
        self.before: dict[int, set[int]] = defaultdict(set)
        whole = Succession.objects.exclude(kind=SuccessionKind.PARTIAL).order_by()
        for old, new in whole.values_list("predecessor", "successor"):
            self.after[old].add(new)
            self.before[new].add(old)

    def reached(self, ids: Iterable[int], edges: dict[int, set[int]]) -> set[int]:
        """Some units and all that is reached from them, one succession after the other."""
        found: set[int] = set()
        ahead = set(ids)
        while ahead:
            found |= ahead
            ahead = {unit for each in ahead for unit in edges[each]} - found
        return found

    def family(self, ids: Iterable[int]) -> set[int]:
        """Some units, what they came from, and what carries them on."""
        return self.reached(ids, self.after) | self.reached(ids, self.before)

    def named(self, units: Iterable[int]) -> list[str]:
        """Every name and spelling of some units."""
        return [name for unit in sorted(units) if unit in self.names for name in (self.names[unit], *self.spellings[unit])]

    def names_for(self, units: Iterable[int]) -> list[str]:
        """The names by which something in some units is looked for: their own and those of the units that carry them on."""
        return self.named(self.reached(units, self.after))


def lines(text: str) -> list[str]:
    """The names in a field that takes one per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ProvinceKind(Kind):
    """Provinces of every time: an old name finds today's unit, and today's name the old ones."""

    name = "province"
    number = 7
    model = Province
    label = _("Province")
    label_many = _("Provinces")

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        places = Places()
        for province in Province.objects.filter(pk__in=ids).order_by("pk"):
            family = places.family([province.pk]) - {province.pk}
            text = Text(
                title=province.name,
                called=(*places.spellings[province.pk], province.full_name),
                names=(province.name_en, *places.named(family)),
                body=(province.legal_act, province.note),
                facets=frozenset({"#kprovince"}),
            )
            yield Document(province.pk, text, since=ALWAYS, day=province.valid_from if not province.valid_to else None)

    def rows(self, ids: Iterable[int]) -> Any:
        return Province.objects.published().filter(pk__in=ids)

    def texts(self, row: Any) -> list[str]:
        return [row.legal_act] if row.legal_act else []


class OrganisationKind(Kind):
    """Public bodies, by name, abbreviation and former names."""

    name = "organisation"
    number = 5
    model = Organisation
    label = _("Organisation")
    label_many = _("Organisations")

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        places = Places()
        for body in Organisation.objects.filter(pk__in=ids).order_by("pk"):
            text = Text(
                title=body.name,
                called=(*filter(None, [body.abbreviation]), *lines(body.aliases)),
                names=(body.name_en, *(places.names_for([body.province_id]) if body.province_id else [])),
                facets=frozenset({"#korganisation", *([f"#p{body.province_id}"] if body.province_id else [])}),
            )
            yield Document(body.pk, text, since=ALWAYS)

    def rows(self, ids: Iterable[int]) -> Any:
        return Organisation.objects.published().filter(pk__in=ids)

    def texts(self, row: Any) -> list[str]:
        return [" · ".join(filter(None, [row.abbreviation, *lines(row.aliases)]))]


class OfficialKind(Kind):
    """People whom a published conference names, by every spelling, merged records included."""

    name = "official"
    number = 6
    model = Official
    label = _("Official")
    label_many = _("Officials")

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        heads = Official.objects.filter(pk__in=ids, merged_into__isnull=True).prefetch_related("merged").order_by("pk")
        standing = {record.pk: head.pk for head in heads for record in (head, *head.merged.all())}
        seen = self._seen_since(standing)
        titles: dict[int, list[str]] = defaultdict(list)
        provinces: dict[int, set[int]] = defaultdict(set)
        for official, title, province in (
            Post.objects.filter(official__in=standing).order_by("pk").values_list("official", "title", "province")
        ):
            titles[standing[official]].append(title)
            provinces[standing[official]] |= {province} if province else set()
        for head in heads:
            if head.pk not in seen:
                continue
            called = [*lines(head.aliases), *(name for record in head.merged.all() for name in (record.name, *lines(record.aliases)))]
            facets = {"#kofficial", f"#o{head.pk}", *(f"#p{province}" for province in provinces[head.pk])}
            text = Text(head.name, called=tuple(called), body=tuple(titles[head.pk]), facets=frozenset(facets))
            yield Document(head.pk, text, since=seen[head.pk])

    @staticmethod
    def _seen_since(standing: dict[int, int]) -> dict[int, datetime.datetime]:
        """From when each is named by a conference that readers see."""
        seen: dict[int, datetime.datetime] = {}
        named = Attendance.objects.filter(official__in=standing, conference__publication=Publication.PUBLISHED).order_by()
        rows = named.values_list("official", "conference__published_at", "conference__embargo_until").distinct()
        for official, published_at, embargo in rows:
            since, head = max(filter(None, [published_at, embargo])), standing[official]
            seen[head] = min(since, seen.get(head, since))
        return seen

    def rows(self, ids: Iterable[int]) -> Any:
        return Official.objects.published().filter(pk__in=ids).prefetch_related("posts")

    def texts(self, row: Any) -> list[str]:
        return [" · ".join(row.latest_titles)]
