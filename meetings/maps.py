"""A map of the provinces as tiles, one for each unit of a day: where each lies by its neighbours, without outlines of territory."""

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Conference, Directive, Participation, Province
from meetings.models.provinces import lineages

FILE = Path(__file__).parent / "tiles.csv"
FIRST_OF_34 = datetime.date(2025, 7, 1)
SIDE, GAP = 52, 4
LINE, LETTERS = 12, 8
STEPS = 4


class MapForm(forms.Form):
    """Which day's provinces are shown, and what is counted for each."""

    on = forms.DateField(label=_("On the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    by = forms.ChoiceField(
        label=_("Counted"), required=False, choices=[("conferences", _("Conferences")), ("directives", _("Directives received"))]
    )


@dataclass(frozen=True, slots=True)
class Unit:
    """A province of the day with what the record holds of it and of the units that it carries on."""

    province: Province
    conferences: int
    directives: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit where it stands on the map; `step` says how much there is, from 0 (nothing) to STEPS (most)."""

    unit: Unit
    count: int
    step: int
    x: int
    y: int
    url: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles of one day with the measures of the drawing, and all units for the table beside it."""

    day: datetime.date
    by: str
    tiles: tuple[Tile, ...]
    units: tuple[Unit, ...]
    width: int
    height: int
    steps: tuple[tuple[int, int, int], ...]
    """The legend: step, least and greatest count in it."""

    side: int = SIDE


@cache
def places(layout: str) -> dict[str, tuple[int, int]]:
    """Row and column of each province's tile, by slug. The places were chosen by hand so that neighbours stay neighbours."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {row["province"]: (int(row["row"]), int(row["column"])) for row in csv.DictReader(stream) if row["layout"] == layout}


def tile_map(reader: Any, day: datetime.date | None = None, by: str = "") -> TileMap:
    """The map of a day (today when not given), counted by conferences or by directives that a reader may see."""
    day, by = day or timezone.localdate(), by or "conferences"
    units = tuple(_units(reader, day))
    layout = places("since-2025-07-01" if day >= FIRST_OF_34 else "before-2025-07-01")
    shown = [unit for unit in units if unit.province.slug in layout]
    bounds = _bounds([getattr(unit, by) for unit in shown])
    tiles = []
    for unit in sorted(shown, key=lambda unit: layout[unit.province.slug]):
        row, column = layout[unit.province.slug]
        count = getattr(unit, by)
        step = next((step for step, least, most in bounds if least <= count <= most), 0)
        x, y = (column - 1) * (SIDE + GAP), (row - 1) * (SIDE + GAP)
        tiles.append(Tile(unit, count, step, x, y, _url(unit.province, by, count), _lines(unit.province.name)))
    edge = [(tile.x + SIDE, tile.y + SIDE) for tile in tiles] or [(SIDE, SIDE)]
    return TileMap(day, by, tuple(tiles), units, max(x for x, _y in edge), max(y for _x, y in edge), tuple(bounds))


def _units(reader: Any, day: datetime.date) -> Iterable[Unit]:
    provinces = list(Province.objects.on(day).select_related("region"))
    carried = lineages(province.pk for province in provinces)
    met: dict[int, set[int]] = defaultdict(set)
    seen = Conference.objects.for_reader(reader).order_by()
    for province, conference in seen.filter(host_province__isnull=False).values_list("host_province", "pk"):
        met[province].add(conference)
    for province, conference in Participation.objects.filter(conference__in=seen.values("pk")).values_list("province", "conference"):
        met[province].add(conference)
    told: dict[int, set[int]] = defaultdict(set)
    links = Directive.addressee_provinces.through._base_manager
    directives = Directive.objects.for_reader(reader).order_by().values("pk")
    for province, directive in links.filter(directive__in=directives).values_list("province", "directive"):
        told[province].add(directive)
    for unit in provinces:
        own = carried[unit.pk]
        yield Unit(unit, len(set().union(*(met[each] for each in own))), len(set().union(*(told[each] for each in own))))


def _bounds(counts: list[int]) -> list[tuple[int, int, int]]:
    """Steps of equally many different counts, as (step, least, greatest); what has nothing is in none."""
    kinds = sorted({count for count in counts if count})
    steps = min(STEPS, len(kinds))
    cut = [kinds[len(kinds) * step // steps : len(kinds) * (step + 1) // steps] for step in range(steps)]
    # Few different counts take the darkest steps too, so that one conference does not look like none.
    return [(STEPS - steps + place + 1, part[0], part[-1]) for place, part in enumerate(cut)]


def _url(province: Province, by: str, count: int) -> str:
    """Where a tile leads: to the list of what it counts, or to the province where there is nothing to list."""
    if not count:
        return province.get_absolute_url()
    name = "meetings:conference-list" if by == "conferences" else "meetings:directive-list"
    return f"{reverse(name)}?{urlencode({'province': province.slug})}"


def _lines(name: str) -> tuple[tuple[int, str], ...]:
    """A name broken into lines that fit a tile, each with its height in it."""
    lines: list[str] = []
    for word in name.replace("-", " ").split():
        if lines and len(f"{lines[-1]} {word}") <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple((14 + LINE * number, line) for number, line in enumerate(lines))
