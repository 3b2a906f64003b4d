"""The conference of a record with all that hangs on it, entered into the register; what is there already is left as it is."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.intake.lines import Lines
from articles.intake.people import People, noted
from articles.intake.record import ConferencePart, Record
from articles.intake.refusals import Refusals, rows_by_pk
from articles.intake.register import Register
from articles.intake.wording import wording
from articles.models.intakes import tidy
from meetings.models import Cluster, Conference, LinkUpPoint, Official, Organisation, Organiser, Participation, Province, Publication
from meetings.models.organisations import OrganisationKind, OrganisationLevel
from qcdc.partial_dates import PartialDate

KINDS = (
    ("ban chi dao", OrganisationKind.STEERING_COMMITTEE),
    ("mat tran to quoc", OrganisationKind.FRONT),
    ("uy ban nhan dan", OrganisationKind.GOVERNMENT),
    ("hoi dong nhan dan", OrganisationKind.COUNCIL),
    ("ban dan van", OrganisationKind.PARTY_BODY),
    ("ban tuyen giao", OrganisationKind.PARTY_BODY),
    ("ban to chuc", OrganisationKind.PARTY_BODY),
    ("tinh uy", OrganisationKind.PARTY_COMMITTEE),
    ("thanh uy", OrganisationKind.PARTY_COMMITTEE),
    ("huyen uy", OrganisationKind.PARTY_COMMITTEE),
    ("dang uy", OrganisationKind.PARTY_COMMITTEE),
    ("lien doan lao dong", OrganisationKind.ASSOCIATION),
    ("so ", OrganisationKind.AGENCY),
    ("hoi dong", OrganisationKind.OTHER),
    ("hoi ", OrganisationKind.ASSOCIATION),
    ("bo ", OrganisationKind.MINISTRY),
)
LEVELS = (
    ("trung uong", OrganisationLevel.CENTRAL),
    ("huyen", OrganisationLevel.DISTRICT),
    ("quan ", OrganisationLevel.DISTRICT),
    ("thi xa", OrganisationLevel.DISTRICT),
    ("xa ", OrganisationLevel.COMMUNE),
    ("phuong ", OrganisationLevel.COMMUNE),
    ("tinh", OrganisationLevel.PROVINCE),
    ("thanh uy", OrganisationLevel.PROVINCE),
    ("thanh pho", OrganisationLevel.PROVINCE),
    ("so ", OrganisationLevel.PROVINCE),
)


class Entering:
    """The conference of one record on its way into the register."""

    def __init__(self, record: Record, by: Any, refusals: Refusals, *, source: str = "") -> None:
        self.record, self.by, self.refusals = record, by, refusals
        self.conference: Conference | None = None
        self.named = People(record, by, refusals, source=source)
        self.lines = Lines(record, self.named, by, refusals)

    @property
    def people(self) -> dict[str, Official]:
        """The officials by the keys of their lines."""
        return self.named.officials

    @property
    def facts(self) -> list[tuple[str, Any, Any]]:
        return self.lines.facts

    @property
    def held_back(self) -> list[tuple[str, int]]:
        return self.lines.held_back

    def enter(self) -> None:
        """Check every line, and save the lines as long as nothing was refused."""
        part = self.record.conference
        if part is None:
            return
        is_new = part.existing is None
        self.conference = self._new(part) if is_new else self._existing(part)
        if self.conference is None:
            return
        self.named.load()
        self.lines.enter(self.conference, is_new=is_new)
        if self.lines.added and not is_new and not self.refusals.errors:
            self.conference.touch(self.by)

    def _existing(self, part: ConferencePart) -> Conference | None:
        seen = rows_by_pk(Conference.objects.for_reader(self.by), [part.existing])
        found: Conference | None = self.refusals.pick(seen, part.existing, "conference", None, "existing")
        if found is None:
            return None
        found = Conference.objects.select_for_update().get(pk=found.pk)
        hers = self.by.has_perm("meetings.change_conference") and Conference.objects.for_editor(self.by).filter(pk=found.pk).exists()
        # A record that readers see takes the article alone, which changes nothing of it.
        if found.publication != Publication.PUBLISHED and not hers:
            self.refusals.add("conference", None, "existing", _("This conference lies outside what you may change."))
        return found

    def _new(self, part: ConferencePart) -> Conference:
        if not self.by.has_perm("meetings.add_conference"):
            self.refusals.add("conference", None, "__all__", _("This is not among your rights."))
        self.provinces = rows_by_pk(Province.objects, [part.host_province, *part.provinces])
        self.bodies = rows_by_pk(Organisation.objects, part.organisers)
        conference = Conference(
            title=tidy(part.title),
            kind=part.kind,
            date=part.date,
            end_date=part.end_date,
            part_of_day=part.part_of_day,
            venue=tidy(part.venue),
            host_province=self._pick(self.provinces, part.host_province, "host_province"),
            online=part.online,
            cluster=self._pick(rows_by_pk(Cluster.objects, [part.cluster]), part.cluster, "cluster"),
            directives_complete=part.directives_complete,
            changed_by=self.by,
        )
        if self.refusals.checks(conference, "conference"):
            self._save(conference)
        self._call(conference, part)
        self._take_part(conference, part)
        for number, name in enumerate(filter(None, map(str.strip, tidy(part.link_ups).splitlines())), start=1):
            point = LinkUpPoint(conference=conference, name=name, order=10 * number)
            if self.refusals.checks(point, "conference", names={"name": "link_ups"}, but=["conference"]):
                self._save(point)
        return conference

    def _pick(self, rows: Any, key: Any, field: str) -> Any:
        return self.refusals.pick(rows, key, "conference", None, field)

    def _save(self, row: Any) -> None:
        """Save a row unless something was refused before: then nothing of the record is kept, and the rest is only checked."""
        if not self.refusals.errors:
            noted(row, self.by).save()

    def _call(self, conference: Conference, part: ConferencePart) -> None:
        """The bodies that called the conference; one that the register does not have yet is entered."""
        bodies = [self._pick(self.bodies, pk, "organisers") for pk in part.organisers]
        bodies += self._new_bodies(conference, part)
        for number, body in enumerate(dict.fromkeys(body for body in bodies if body and body.pk), start=1):
            self._save(Organiser(conference=conference, organisation=body, order=10 * number))

    def _new_bodies(self, conference: Conference, part: ConferencePart) -> list[Organisation]:
        """Bodies by their names: each of those entered meanwhile, or a new one."""
        names = {wording(name) or name: " ".join(tidy(name).split()) for name in part.new_organisers if tidy(name)}
        register = Register()
        day = conference.date.earliest if isinstance(conference.date, PartialDate) else timezone.localdate()
        known = ((name, register.organisation(name, on=day, province=conference.host_province)) for name in names.values())
        return [body or self._new_body(name, conference) for name, body in known]

    def _new_body(self, name: str, conference: Conference) -> Organisation:
        if not self.by.has_perm("meetings.add_organisation"):
            self.refusals.add("conference", None, "new_organisers", _("Adding organisations is not among your rights."))
        kind, level = kind_and_level(name)
        province = conference.host_province if level != OrganisationLevel.CENTRAL else None
        body = Organisation(name=name, kind=kind, level=level, province=province)
        if self.refusals.checks(body, "conference", names=dict.fromkeys(("name", "slug"), "new_organisers")):
            self._save(body)
        return body

    def _take_part(self, conference: Conference, part: ConferencePart) -> None:
        day = conference.date.earliest if isinstance(conference.date, PartialDate) else None
        for number, pk in enumerate(dict.fromkeys(part.provinces), start=1):
            province = self._pick(self.provinces, pk, "provinces")
            if province and self._existed(province, day, conference):
                self._save(Participation(conference=conference, province=province, order=10 * number))

    def _existed(self, province: Province, day: datetime.date | None, conference: Conference) -> bool:
        if day is None or province.exists_on(day):
            return True
        told = _("“%(name)s” did not exist on %(date)s; choose the unit of that time.")
        self.refusals.add("conference", None, "provinces", told % {"name": province, "date": conference.date.label()})
        return False


def kind_and_level(name: str) -> tuple[str, str]:
    """What a body is by the words of its name; the level of a body without such words is the centre's."""
    words = f"{wording(name)} "
    kind = next((kind for cue, kind in KINDS if words.startswith(cue) or (not cue.endswith(" ") and cue in words)), OrganisationKind.OTHER)
    level = next((level for cue, level in LEVELS if f" {cue}" in f" {words}"), OrganisationLevel.CENTRAL)
    return kind, level
