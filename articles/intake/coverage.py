"""Which lines of a record a conference of the register has already, so that a second report adds only what is new."""

from typing import Any

from articles.intake.record import DirectiveLine, FigureLine, GroupLine, OfficialLine, Record
from articles.intake.twins import alike
from articles.intake.wording import wording
from meetings.models import Attendance, Conference, Directive, Figure, Official
from qcdc.vietnamese import compare_key

SAME_DIRECTIVE = 0.8


class Coverage:
    """What stands in a conference's record now; loaded in three queries."""

    def __init__(self, conference: Conference) -> None:
        self.attendances = list(conference.attendances.select_related("official"))
        self.figures = list(conference.figures.all())
        self.directives = list(conference.directives.all())

    def official(self, line: OfficialLine) -> Attendance | None:
        """The attendance of the same person; of somebody new to the register, that of the same name."""
        for each in self.attendances:
            if each.official and _is(each.official, line):
                return each
        return None

    def group(self, line: GroupLine) -> Attendance | None:
        return next((each for each in self.attendances if each.group_name and wording(each.group_name) == wording(line.name)), None)

    def figure(self, line: FigureLine) -> Figure | None:
        """A figure of the same indicator with the same numbers, level, period and place."""
        return next((each for each in self.figures if _numbers(each) == _numbers(line)), None)

    def directive(self, line: DirectiveLine) -> Directive | None:
        """A directive of the same words, or nearly: papers shorten them."""
        texts = [text for text in (line.text, line.quote) if text]
        for each in self.directives:
            if any(alike(text, other, SAME_DIRECTIVE) for text in texts for other in (each.text, each.quote) if other):
                return each
        return None


def already(record: Record, conference: Conference) -> frozenset[tuple[str, int]]:
    """The part and the number of every line that the conference has already."""
    coverage = Coverage(conference)
    parts: tuple[tuple[str, Any, Any], ...] = (
        ("officials", record.officials, coverage.official),
        ("groups", record.groups, coverage.group),
        ("figures", record.figures, coverage.figure),
        ("directives", record.directives, coverage.directive),
    )
    return frozenset((part, number) for part, lines, find in parts for number, line in enumerate(lines) if find(line))


def _is(official: Official, line: OfficialLine) -> bool:
    if line.official is None:
        return compare_key(official.name) == compare_key(line.name)
    return line.official in (official.pk, official.merged_into_id)


def _numbers(figure: Figure | FigureLine) -> tuple[Any, ...]:
    if isinstance(figure, Figure):
        indicator, province = figure.indicator_id, figure.province_id
    else:
        indicator, province = figure.indicator or 0, figure.province
    return (
        indicator,
        province,
        *(figure.value, figure.percent, figure.done, figure.plan),
        *(figure.level, str(figure.period_start), str(figure.period_end)),
    )
