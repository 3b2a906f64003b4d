"""What hangs on the conference of a record: who was there, what was counted, what was directed; only what is not there yet."""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from articles.intake.coverage import Coverage
from articles.intake.people import People, noted
from articles.intake.record import DirectiveLine, FigureLine, GroupLine, OfficialLine, Record
from articles.intake.refusals import Refusals, rows_by_pk
from articles.models.intakes import tidy
from meetings.models import Attendance, Conference, Directive, Figure, Indicator, Organisation, Province, Publication, Role, Theme


class Lines:
    """The lines of one record on their way into a conference."""

    def __init__(self, record: Record, people: People, by: Any, refusals: Refusals) -> None:
        self.record, self.people, self.by, self.refusals = record, people, by, refusals
        self.attendances: dict[str, Attendance] = {}
        self.facts: list[tuple[str, Any, Any]] = []
        """Every fact with the line that it was taken from: the kind of fact, the row, the line."""
        self.held_back: list[tuple[str, int]] = []
        self.added = 0
        self._load()

    def _load(self) -> None:
        """Every row of the register that the lines name, each table in one query."""
        record = self.record
        told = [pk for each in record.directives for pk in each.addressee_provinces]
        lines: tuple[Any, ...] = (*record.officials, *record.groups, *record.figures)
        self.provinces = rows_by_pk(Province.objects, [*told, *(each.province for each in lines)])
        bodies = [pk for each in record.directives for pk in (*each.addressee_organisations, each.issuing_organisation)]
        self.organisations = rows_by_pk(Organisation.objects, [*bodies, *(each.organisation for each in record.officials)])
        self.indicators = rows_by_pk(Indicator.objects, [each.indicator for each in record.figures])
        self.roles = {each.slug: each for each in Role.objects.all()} if record.officials or record.groups else {}
        self.themes = {each.slug: each for each in Theme.objects.all()} if record.directives else {}

    def enter(self, conference: Conference, *, is_new: bool) -> None:
        """Check every line, and save it as long as nothing was refused. A public conference takes none: readers would see it at once."""
        self.conference = conference
        self.coverage = None if is_new else Coverage(conference)
        self.is_public = conference.publication == Publication.PUBLISHED
        self.last = {} if is_new else self._last()
        for number, official in enumerate(self.record.officials):
            self._attend(number, official)
        for number, group in enumerate(self.record.groups):
            self._attend_unnamed(number, group)
        for number, figure in enumerate(self.record.figures):
            self._count(number, figure)
        for number, directive in enumerate(self.record.directives):
            self._direct(number, directive)

    def _last(self) -> dict[str, int]:
        """The last number of each kind of line that the conference has."""
        found = {
            "attendance": self.conference.attendances.aggregate(last=Max("order"))["last"],
            "figure": self.conference.figures.aggregate(last=Max("order"))["last"],
            "directive": self.conference.directives.aggregate(last=Max("number"))["last"],
        }
        return {kind: last or 0 for kind, last in found.items()}

    def _next(self, kind: str, step: int = 10) -> int:
        self.last[kind] = self.last.get(kind, 0) + step
        return self.last[kind]

    def _add(self, kind: str, row: Any, line: Any, part: str, number: int, names: dict[str, str] | None = None) -> bool:
        """Check a row, and save it with what it was taken from; whether it was saved."""
        unsaved = [field.name for field in row._meta.fields if field.is_relation and _is_unsaved(row, field)]
        if not self.refusals.checks(row, part, number, names=names, but=unsaved) or self.refusals.errors:
            return False
        noted(row, self.by).save()
        self.facts.append((kind, row, line))
        self.added += 1
        return True

    def _waits(self, part: str, number: int) -> bool:
        """Whether a line that is not there yet must wait because the conference is public."""
        if self.is_public:
            self.held_back.append((part, number))
        return self.is_public

    def _pick(self, rows: Any, key: Any, part: str, number: int, field: str) -> Any:
        return self.refusals.pick(rows, key, part, number, field)

    def _picked(self, rows: Any, keys: Any, part: str, number: int, field: str) -> list[Any]:
        found = [self._pick(rows, key, part, number, field) for key in dict.fromkeys(keys)]
        return [row for row in found if row is not None]

    def _attend(self, number: int, line: OfficialLine) -> None:
        if there := self.coverage.official(line) if self.coverage else None:
            self._is_there(line.key, there, line)
            return
        if self._waits("officials", number):
            return
        part = "officials"
        official = self.people.official(number, line)
        if official is None:
            return
        province = self._pick(self.provinces, line.province, part, number, "province")
        body = self._pick(self.organisations, line.organisation, part, number, "organisation")
        attendance = Attendance(
            conference=self.conference,
            official=official,
            titles=self.people.titles(number, line, official),
            post=self.people.post(number, line, official, province=province, body=body),
            province=province,
            organisation=body,
            quote=tidy(line.quote),
            order=self._next("attendance"),
        )
        roles = self._picked(self.roles, line.roles, part, number, "roles")
        self.attendances[line.key] = attendance
        if self._add("attendance", attendance, line, part, number):
            attendance.roles.set(roles)

    def _is_there(self, key: str, attendance: Attendance, line: OfficialLine) -> None:
        """Somebody whom the conference lists already keeps her line as it is; the report bears it out once more."""
        self.attendances[key] = attendance
        if attendance.official:
            self.people.officials[key] = attendance.official.current
        self.facts.append(("attendance", attendance, line))

    def _attend_unnamed(self, number: int, line: GroupLine) -> None:
        if there := self.coverage.group(line) if self.coverage else None:
            self.facts.append(("attendance", there, line))
            return
        if self._waits("groups", number):
            return
        group = Attendance(
            conference=self.conference,
            group_name=tidy(line.name),
            headcount=line.headcount,
            headcount_qualifier=line.qualifier,
            province=self._pick(self.provinces, line.province, "groups", number, "province"),
            quote=tidy(line.quote),
            order=self._next("attendance"),
        )
        roles = self._picked(self.roles, line.roles, "groups", number, "roles")
        if not line.name.strip():
            self.refusals.add("groups", number, "name", _("Say who they were, or drop the line."))
            return
        if self._add("attendance", group, line, "groups", number, {"group_name": "name", "headcount_qualifier": "qualifier"}):
            group.roles.set(roles)

    def _speaker(self, key: str, part: str, number: int, field: str) -> Attendance | None:
        """The attendance of a line of the same record."""
        if not key or key in self.attendances:
            return self.attendances.get(key)
        waiting = {line.key for line in self.record.officials}
        if key not in waiting:
            self.refusals.add(part, number, field, _("Whoever said it is no longer among the people of this record."))
        return None

    def _count(self, number: int, line: FigureLine) -> None:
        if there := self.coverage.figure(line) if self.coverage else None:
            self.facts.append(("figure", there, line))
            return
        if self._waits("figures", number):
            return
        part = "figures"
        indicator: Indicator | None = self._pick(self.indicators, line.indicator, part, number, "indicator")
        if line.indicator is None:
            self.refusals.add(part, number, "indicator", _("Choose what is counted, or drop the line."))
        if indicator is None:
            return
        figure = Figure(
            conference=self.conference,
            indicator=indicator,
            qualifier=line.qualifier,
            value=line.value,
            unit=tidy(line.unit),
            percent=line.percent,
            done=line.done,
            plan=line.plan,
            level=line.level,
            period_start=line.period_start,
            period_end=line.period_end,
            province=self._pick(self.provinces, line.province, part, number, "province"),
            said_by=self._speaker(line.said_by, part, number, "said_by"),
            quote=tidy(line.quote),
            order=self._next("figure"),
        )
        self._add("figure", figure, line, part, number)

    def _direct(self, number: int, line: DirectiveLine) -> None:
        if there := self.coverage.directive(line) if self.coverage else None:
            self.facts.append(("directive", there, line))
            return
        if self._waits("directives", number):
            return
        part = "directives"
        directive = Directive(
            conference=self.conference,
            number=self._next("directive", 1),
            text=tidy(line.text),
            issuer=self._speaker(line.issuer, part, number, "issuer"),
            issuing_organisation=self._pick(self.organisations, line.issuing_organisation, part, number, "issuing_organisation"),
            addressees_printed=tidy(line.addressees_printed),
            legal_reference=tidy(line.legal_reference),
            due_date=line.due_date,
            due_by_next=line.due_by_next,
            quote=tidy(line.quote),
        )
        themes = self._picked(self.themes, line.themes, part, number, "themes")
        provinces = self._picked(self.provinces, line.addressee_provinces, part, number, "addressee_provinces")
        bodies = self._picked(self.organisations, line.addressee_organisations, part, number, "addressee_organisations")
        if self._add("directive", directive, line, part, number):
            directive.themes.set(themes)
            directive.addressee_provinces.set(provinces)
            directive.addressee_organisations.set(bodies)


def _is_unsaved(row: Any, field: Any) -> bool:
    """Whether a row points at another that was only checked, because something of the record was refused."""
    other = field.get_cached_value(row, default=None)
    return other is not None and other.pk is None
