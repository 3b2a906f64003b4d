"""What a list can be narrowed by, each value with the number of rows that it would leave among the other choices."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Directive, Indicator, Level, Official, Organisation, ProgressState, Province, Theme
from meetings.models.provinces import lineages
from qcdc.words import named

SHOWN_FIRST = 8
MOST_CHOICES = 60

Counted = Iterable[tuple[str, str, int]]
"""Values with what they are called and how many rows each leaves."""


@dataclass(frozen=True)
class Choice:
    """A value to narrow a list by, and how many rows it would leave; that which is chosen can only be taken away."""

    label: str
    url: str
    count: int = 0
    chosen: bool = False
    value: str = ""


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list. What stands after the first choices, or beside the chosen one, is behind a word to open it."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    at_once: int = SHOWN_FIRST

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.chosen), None)

    @property
    def first(self) -> tuple[Choice, ...]:
        return self.choices[: 1 if self.chosen else self.at_once]

    @property
    def more(self) -> tuple[Choice, ...]:
        return self.choices[len(self.first) : MOST_CHOICES]


class Facets:
    """The facets of a list as its filters are chosen. The number of queries depends on the facets alone."""

    def __init__(self, filterset: Any) -> None:
        self.filterset = filterset
        self.chosen = filterset.form.cleaned_data

    def rows(self, without: str) -> Any:
        """The rows that all choices but one leave."""
        rows = self.filterset.queryset
        for name, value in self.chosen.items():
            if name != without:
                rows = self.filterset.filters[name].filter(rows, value)
        return rows.model._default_manager.filter(pk__in=rows.order_by().values("pk")).order_by()

    def facet(self, name: str, label: str, counted: Counted, at_once: int = SHOWN_FIRST) -> Facet:
        """A facet of some counted values; the chosen one stands first, even where nothing is left of it."""
        value, words = self._chosen(name)
        choices = [Choice(called, self._address(name, each), count) for each, called, count in counted if each != value]
        if value:
            called = {each: called for each, called, _count in counted}
            choices.insert(0, Choice(called.get(value, words), self._address(name, ""), chosen=True))
        return Facet(name, label, tuple(choices), at_once)

    def _chosen(self, name: str) -> tuple[str, str]:
        """The value that is chosen, as the address has it, and what it is called; empty where none is."""
        value = self.chosen.get(name)
        if hasattr(value, "slug"):
            return value.slug, named(value)
        field = self.filterset.form.fields[name]
        text = "" if value is None else str(value)
        return text, str(dict(getattr(field, "choices", [])).get(text, text))

    def _address(self, name: str, value: str) -> str:
        asked = self.filterset.request.GET.copy()
        asked[name] = value
        asked.pop("page", None)
        for empty in [key for key, each in asked.items() if not each]:
            del asked[empty]
        return f"?{asked.urlencode()}"

    def years(self, path: str) -> Counted:
        """The years of a partial date, the latest first."""
        rows = self.rows("year").filter(**{f"{path}__gt": ""}).annotate(of=Substr(path, 1, 4))
        return [(year, year, count) for year, count in rows.values_list("of").annotate(count=Count("pk")).order_by("-of")]

    def provinces(self, pairs: Any, counted: str) -> Counted:
        """The provinces of the chosen year, or of today, by name; `pairs` are rows with a `province` and with what is counted.

        What was recorded for a unit that was merged stands with the unit that carries it on, as the filter finds it.
        """
        year = self.chosen.get("year")
        units = list(Province.objects.on(datetime.date(int(year), 12, 31) if year else timezone.localdate()))
        pairs = pairs.filter(province__isnull=False).order_by()
        direct = dict(pairs.values_list("province").annotate(count=Count(counted, distinct=True)))
        own = {unit: parts & direct.keys() for unit, parts in lineages(unit.pk for unit in units).items()}
        merged = {
            f"unit_{unit}": Count(counted, distinct=True, filter=Q(province__in=parts)) for unit, parts in own.items() if len(parts) > 1
        }
        counts = {unit: direct[next(iter(parts))] for unit, parts in own.items() if len(parts) == 1}
        counts |= {int(unit.removeprefix("unit_")): count for unit, count in (pairs.aggregate(**merged) if merged else {}).items()}
        return [(unit.slug, unit.name, counts[unit.pk]) for unit in units if unit.pk in counts]


def beside_the_form(filterset: Any, facets_of: Callable[[Any], list[Facet]]) -> list[Facet]:
    """The facets of a list, whose form then keeps what they chose without asking for it; none where a filter makes no sense.

    Words of a name stay to be asked for while none are: they find more than the facet has room for.
    """
    if not filterset.is_valid():
        return []
    facets = facets_of(filterset)
    for facet in facets:
        field = filterset.form.fields[facet.name]
        if facet.chosen or not isinstance(field, forms.CharField):
            field.widget = forms.HiddenInput()
    return facets


def directive_facets(filterset: Any) -> list[Facet]:
    """Directives by year, addressee, theme, who issued them, and what became of them."""
    facets = Facets(filterset)
    addressed = Directive.addressee_provinces.through._default_manager.filter(directive__in=facets.rows("province").values("pk"))
    on_themes = Directive.themes.through._default_manager.filter(directive__in=facets.rows("theme").values("pk"))
    issuer = Coalesce("issuer__official__merged_into", "issuer__official")
    body = Coalesce("issuing_organisation", "issuer__organisation")
    states = dict(facets.rows("state").with_state().values_list("progress_state").annotate(count=Count("pk")))
    words = [("", "none", _("Nothing reported yet")), *((state.value, state.value, str(state.label)) for state in ProgressState)]
    return [
        facets.facet("year", _("Year"), facets.years("conference__date"), at_once=12),
        facets.facet("province", _("Addressed to"), facets.provinces(addressed, "directive"), at_once=MOST_CHOICES),
        facets.facet("theme", _("Theme"), _most(Theme, on_themes, F("theme"))),
        facets.facet("official", _("Issued by"), _most(Official, facets.rows("official"), issuer)),
        facets.facet("organisation", _("Issuing body"), _most(Organisation, facets.rows("organisation"), body)),
        facets.facet("state", _("State"), [(value, label, states[state]) for state, value, label in words if state in states]),
    ]


def figure_facets(filterset: Any) -> list[Facet]:
    """Figures by what was counted, at what level, in which year and province."""
    facets = Facets(filterset)
    levels = dict(facets.rows("level").values_list("level").annotate(count=Count("pk")))
    return [
        facets.facet("indicator", _("Indicator"), _most(Indicator, facets.rows("indicator"), F("indicator"))),
        facets.facet("level", _("Level"), [(level.value, str(level.label), levels[level]) for level in Level if level in levels]),
        facets.facet("year", _("Year"), facets.years("period_start"), at_once=12),
        facets.facet("province", _("Province"), facets.provinces(facets.rows("province"), "pk"), at_once=MOST_CHOICES),
    ]


def _most(register: Any, rows: Any, of: Any) -> Counted:
    """The entries of a register that most rows name, as many as are shown."""
    counts = rows.annotate(of=of).filter(of__isnull=False).order_by().values_list("of").annotate(count=Count("pk"))
    first = list(counts.order_by("-count", "of")[:MOST_CHOICES])
    entries = register.objects.published().in_bulk([pk for pk, _count in first])
    return [(entries[pk].slug, named(entries[pk]), count) for pk, count in first if pk in entries]
