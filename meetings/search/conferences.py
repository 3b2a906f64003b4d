"""How conferences and what they directed are found."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from meetings.models import Attendance, Conference, Directive, Official, Organisation, Organiser, Participation, Publication
from meetings.search.registers import Places, lines
from qcdc.search.kinds import Document, Kind
from qcdc.search.tokens import Text


def seen_since(conference: Conference) -> datetime.datetime:
    """From when readers see a published conference."""
    return max(filter(None, [conference.published_at, conference.embargo_until]))


def names_of_official(official: Official) -> list[str]:
    """Every name of a person, under whichever record she was entered."""
    current = official.current
    return list(dict.fromkeys([official.name, current.name, *lines(official.aliases), *lines(current.aliases)]))


def names_of_body(body: Organisation) -> list[str]:
    return [body.name, *filter(None, [body.abbreviation]), *lines(body.aliases)]


class ConferenceKind(Kind):
    """Conferences, by title, place, day, provinces, bodies and people."""

    name = "conference"
    number = 4
    model = Conference
    label = _("Conference")
    label_many = _("Conferences")

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        places = Places()
        loaded = (
            Conference.objects.filter(pk__in=ids, publication=Publication.PUBLISHED)
            .select_related("cluster", "series")
            .prefetch_related(
                Prefetch("participations", Participation.objects.order_by("order", "pk")),
                Prefetch("organisers", Organiser.objects.select_related("organisation")),
                Prefetch("attendances", Attendance.objects.select_related("official__merged_into", "organisation")),
                Prefetch("directives", Directive.objects.prefetch_related("themes")),
            )
            .order_by("pk")
        )
        for conference in loaded:
            provinces = self._provinces(conference)
            people = [each for each in conference.attendances.all() if each.official]
            officials = [each.official for each in people if each.official]
            names = [
                *places.names_for(provinces),
                *(name for official in officials for name in names_of_official(official)),
                *(name for each in conference.organisers.all() for name in names_of_body(each.organisation)),
                *(str(named) for named in (conference.cluster, conference.series) if named),
            ]
            said = [each.titles or each.group_name for each in conference.attendances.all()]
            text = Text(
                title=conference.title,
                names=tuple(dict.fromkeys(names)),
                body=(conference.venue, conference.get_kind_display(), conference.plain_summary, *said),
                date=conference.date,
                facets=self.facets(conference) | {"#kconference", f"#s{conference.state}"},
            )
            yield Document(conference.pk, text, since=seen_since(conference), day=conference.date.earliest)

    @staticmethod
    def _provinces(conference: Conference) -> set[int]:
        taking_part = {each.province_id for each in conference.participations.all()}
        return taking_part | ({conference.host_province_id} if conference.host_province_id else set())

    def facets(self, conference: Conference) -> frozenset[str]:
        """The facets of a conference, which its articles have too: year, provinces, people, themes."""
        people = {each.official.current.pk for each in conference.attendances.all() if each.official}
        themes = {theme.pk for directive in conference.directives.all() for theme in directive.themes.all()}
        return frozenset(
            {f"#y{conference.year}"}
            | {f"#p{province}" for province in self._provinces(conference)}
            | {f"#o{official}" for official in people}
            | {f"#t{theme}" for theme in themes}
        )

    def rows(self, ids: Iterable[int]) -> Any:
        return Conference.objects.published().filter(pk__in=ids).select_related("host_province")

    def texts(self, row: Any) -> list[str]:
        return [row.plain_summary, " · ".join(filter(None, [row.venue, str(row.host_province or "")]))]

    def date(self, row: Any) -> str:
        return str(row.date.label())


class DirectiveKind(Kind):
    """Directives, by their words, whom they are addressed to and who gave them."""

    name = "directive"
    number = 2
    model = Directive
    label = _("Directive")
    label_many = _("Directives")

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        places = Places()
        loaded = (
            Directive.objects.filter(pk__in=ids, conference__publication=Publication.PUBLISHED)
            .select_related("conference", "issuer__official__merged_into", "issuing_organisation")
            .prefetch_related("themes", "addressee_provinces", "addressee_organisations")
            .order_by("pk")
        )
        for directive in loaded:
            conference = directive.conference
            official = directive.issuer.official if directive.issuer else None
            bodies = [*directive.addressee_organisations.all(), *filter(None, [directive.issuing_organisation])]
            names = [
                directive.addressees_printed,
                *places.names_for([province.pk for province in directive.addressee_provinces.all()]),
                *(name for body in bodies for name in names_of_body(body)),
                *(names_of_official(official) if official else []),
                *(theme.name for theme in directive.themes.all()),
            ]
            facets = {"#kdirective", f"#y{conference.year}", *(f"#t{theme.pk}" for theme in directive.themes.all())}
            facets |= {f"#p{province.pk}" for province in directive.addressee_provinces.all()}
            facets |= {f"#o{official.current.pk}"} if official else set()
            text = Text(
                title="",
                names=tuple(dict.fromkeys(names)),
                body=(directive.text, directive.quote, directive.legal_reference, conference.title),
                date=conference.date,
                facets=frozenset(facets),
            )
            yield Document(directive.pk, text, since=seen_since(conference), day=conference.date.earliest)

    def rows(self, ids: Iterable[int]) -> Any:
        return Directive.objects.published().filter(pk__in=ids).select_related("conference")

    def texts(self, row: Any) -> list[str]:
        return [row.text, row.addressees_printed, row.conference.title]

    def date(self, row: Any) -> str:
        return str(row.conference.date.label())
