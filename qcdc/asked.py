"""What the address of a search asks: the words, what narrows them, the order. The page, the feed and the API read it alike."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.facets import MOST_CHOICES, Choice, Facet
from meetings.models import Official, Province, State, Theme
from qcdc.filters import YEARS, SlugField
from qcdc.search.finding import Found, search
from qcdc.search.kinds import KINDS

SORTS = [("", _("Best first")), ("date", _("Newest first"))]
# In the order in which a page shows them: the name in the address, the sign of the facet's tokens, and what it is called.
FACETS = [
    ("kind", "k", _("Kind")),
    ("year", "y", _("Year")),
    ("province", "p", _("Province")),
    ("official", "o", _("Official")),
    ("theme", "t", _("Theme")),
    ("state", "s", _("State of the conference")),
]


class SearchForm(forms.Form):
    """The words of the address of a search."""

    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    year = forms.IntegerField(required=False, label=_("Year"), validators=YEARS)
    province = SlugField(Province.objects.all(), to_field_name="slug", required=False, label=_("Province"))
    official = SlugField(Official.objects.none(), to_field_name="slug", required=False, label=_("Official"))
    theme = SlugField(Theme.objects.all(), to_field_name="slug", required=False, label=_("Theme"))
    state = forms.ChoiceField(required=False, choices=[("", ""), *State.choices], label=_("State of the conference"))
    sort = forms.ChoiceField(required=False, choices=SORTS, label=_("Order"))
    after = forms.CharField(required=False, max_length=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", ""), *((name, kind.label_many) for name, kind in KINDS.items())]
        officials: Any = self.fields["official"]
        officials.queryset = Official.objects.published()

    def tokens(self) -> list[list[str]]:
        """What an answer must carry: one token out of each group."""
        asked = self.cleaned_data
        found = [[f"#{sign}{asked[name]}"] for name, sign, _label in FACETS if sign in "kys" and asked.get(name)]
        found += [[f"#{sign}{asked[name].pk}"] for name, sign, _label in FACETS if sign in "ot" and asked.get(name)]
        if asked.get("province"):
            found.append([f"#p{unit}" for unit in asked["province"].lineage()])
        return found

    def search(self, **more: Any) -> Found:
        """The answers to what the address asks."""
        asked = self.cleaned_data
        given = {"facets": self.tokens(), "by_date": asked["sort"] == "date", "after": asked["after"]}
        return search(asked["q"], **given | more)


def facets_of(found: Found, form: SearchForm) -> list[Facet]:
    """The facets of some answers, each with the values that most of them carry; years run backwards."""
    result = []
    for name, sign, label in FACETS:
        counts = found.facets.get(sign)
        if not counts:
            continue
        ranked = sorted(counts, key=lambda key: (-counts[key], key))[: MOST_CHOICES * 2]
        known = _written(sign, ranked)
        choices = [_choice(form, name, *known[key], counts[key]) for key in ranked if key in known]
        if sign == "y":
            choices.sort(key=lambda choice: choice.label, reverse=True)
        result.append(Facet(name, str(label), tuple(sorted(choices, key=lambda choice: not choice.chosen))))
    return result


def _choice(form: SearchForm, name: str, value: str, label: str, count: int) -> Choice:
    """A value, with the same search narrowed by it, or without it where it is chosen."""
    asked = QueryDict(mutable=True)
    asked.update({key: given for key, given in form.data.items() if given and key in form.fields and key not in ("after", name)})
    chosen = form.data.get(name, "") == value
    if not chosen:
        asked[name] = value
    return Choice(label, f"?{asked.urlencode()}", count, chosen, value)


def _written(sign: str, keys: list[str]) -> dict[str, tuple[str, str]]:
    """How the address and how people write some values of a facet; what readers may not see is left out."""
    if sign == "k":
        return {key: (key, str(KINDS[key].label_many)) for key in keys}
    if sign == "s":
        return {key: (key, str(State(key).label)) for key in keys}
    if sign == "y":
        return {key: (key, key) for key in keys}
    rows: Any = {"p": Province.objects.published(), "o": Official.objects.published(), "t": Theme.objects.all()}[sign]
    return {str(row.pk): (row.slug, str(row)) for row in rows.filter(pk__in=keys)}
