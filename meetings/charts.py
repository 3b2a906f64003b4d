"""Figures over the years as small charts: numbers of one kind and unit beside one another, never of two."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from meetings.models import Figure, Level
from qcdc.charts import Chart, chart
from qcdc.words import named, number

MOST_CHARTS = 6
MOST_BARS = 16
PERCENT = "%"


def figure_charts(figures: Iterable[Figure], least: int = 2) -> list[Chart]:
    """Charts of each indicator in each of its units, the earliest period first.

    Where one level of government was counted in several periods, it has a chart of its own.
    """
    groups: dict[tuple[int, str], list[tuple[Figure, Decimal]]] = defaultdict(list)
    for figure in sorted(figures, key=lambda each: (each.period_start, each.pk)):
        for unit, amount in _measures(figure):
            groups[figure.indicator_id, unit].append((figure, amount))
    charts = []
    for (_indicator, unit), bars in groups.items():
        levels = {figure.level for figure, _amount in bars}
        again = [level for level in levels if len({figure.period_start for figure, _amount in bars if figure.level == level}) > 1]
        if again and len(levels) > 1:
            parts = [[bar for bar in bars if bar[0].level == level] for level in sorted(levels, key=_rank)]
        else:
            parts = [bars]
        charts += [_chart(part, unit) for part in parts if len(part) >= least]
    return charts[:MOST_CHARTS]


def _measures(figure: Figure) -> Iterable[tuple[str, Decimal]]:
    """What a figure says in numbers, each with its unit: a count, a share, or both."""
    amount = figure.value if figure.value is not None else figure.done
    if amount is not None:
        yield figure.unit_name, amount
    if figure.percent is not None and figure.unit_name != PERCENT:
        yield PERCENT, figure.percent


def _rank(level: str) -> int:
    return ["", *Level.values].index(level)


def _chart(bars: list[tuple[Figure, Decimal]], unit: str) -> Chart:
    first = bars[0][0]
    levels, places = ({getattr(figure, name) for figure, _amount in bars} for name in ("level", "province_id"))
    title = " · ".join(filter(None, [named(first.indicator), first.get_level_display() if len(levels) == 1 else ""]))
    drawn = bars[-MOST_BARS:]
    labels = [_label(figure, with_level=len(levels) > 1, with_place=len(places) > 1) for figure, _amount in drawn]
    rows = [
        (label if labels.count(label) == 1 else _told_at(label, figure), amount, _shown(figure, amount, unit))
        for label, (figure, amount) in zip(labels, drawn, strict=True)
    ]
    desc = _("One bar for each figure, the earliest period first: %(bars)s.") % {
        "bars": "; ".join(f"{label}: {shown}" for label, _amount, shown in rows)
    }
    return chart(f"{title} ({unit})" if unit else title, desc, rows, whole=100 if unit == PERCENT else None)


def _label(figure: Figure, *, with_level: bool, with_place: bool) -> str:
    parts: list[Any] = [figure.period_start.label() if figure.period_start else _("no period")]
    if with_level and figure.level:
        parts.append(figure.get_level_display())
    if with_place and figure.province:
        parts.append(figure.province.name)
    return " · ".join(str(part) for part in parts)


def _told_at(label: str, figure: Figure) -> str:
    """A label of which there are several, with the day on which this one was told."""
    return _("%(label)s, told on %(date)s") % {"label": label, "date": figure.conference.date.label()}


def _shown(figure: Figure, amount: Decimal, unit: str) -> str:
    qualifier = f"{figure.get_qualifier_display()} " if figure.qualifier else ""
    return f"{qualifier}{number(amount)} {unit}".strip()
