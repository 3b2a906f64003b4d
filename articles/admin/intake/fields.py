"""The fields of the intake's screen: written without templates, for there are hundreds, and usable without a script."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.intake.choices import Bodies, Offer

NONE = Offer({})


class ListWidget(forms.Select):
    offer = NONE

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        shown = self.offer.shown
        values = ["", *([chosen] if chosen and chosen not in shown else []), *shown]
        options = ((each, " selected" if each == chosen else "", self.offer.labels.get(each, each) if each else "—") for each in values)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


class Chips(forms.CheckboxSelectMultiple):
    """Small boxes to tick, or buttons to choose one, in a row; with `more`, those not ticked are folded away under its words."""

    offer = NONE
    kind = "checkbox"
    more: Any = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = [str(each) for each in (value if isinstance(value, (list, tuple)) else [value]) if each is not None]
        shown = self.offer.shown
        beyond = [each for each in chosen if each and each not in shown]
        final = self.build_attrs(self.attrs, attrs)
        own, described = str(final.get("id") or f"id_{name}"), final.get("aria-describedby")
        described_by = format_html(' aria-describedby="{}"', described) if described else ""
        every = [*beyond, *shown]
        places = {each: f"{own}_{number}" for number, each in enumerate(every)}

        def boxes(values: Iterable[str]) -> SafeString:
            return format_html_join(
                "",
                '<label class="chip" for="{}"><input type="{}" name="{}" value="{}" id="{}"{}{}> <span>{}</span>{}</label>',
                (
                    (
                        *(places[each], self.kind, name, each, places[each]),
                        " checked" if each in chosen else "",
                        described_by,
                        self.offer.labels.get(each, each),
                        format_html('<small class="chip__words">{}</small>', words) if (words := self.offer.words.get(each)) else "",
                    )
                    for each in values
                ),
            )

        if not self.more:
            return format_html('<div class="chips" id="{}" tabindex="-1">{}</div>', own, boxes(every))
        ticked = [each for each in every if each in chosen]
        rest = [each for each in every if each not in chosen]
        return format_html(
            '<div class="chips" id="{}" tabindex="-1">{}<details class="chips__more"><summary>{}</summary>'
            '<div class="chips">{}</div></details></div>',
            *(own, boxes(ticked), self.more, boxes(rest)),
        )


class Radios(Chips):
    """One of several, all of them seen."""

    kind = "radio"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)


class OneOf(forms.Field):
    """One value of an offer, or none."""

    widget: Any = ListWidget

    def __init__(self, *, number: bool = False, **kwargs: Any) -> None:
        self.number, self.offer = number, NONE
        super().__init__(required=kwargs.pop("required", False), **kwargs)

    def take(self, offer: Offer) -> None:
        self.offer = self.widget.offer = offer

    def clean(self, value: Any) -> Any:
        value = str(value or "")
        if not value:
            return None if self.number else ""
        if value not in self.offer.labels:
            raise ValidationError(_("This cannot be chosen here."), code="invalid_choice")
        return int(value) if self.number else value


class SeveralOf(OneOf):
    """Several values of an offer, in its order."""

    widget = Chips

    def clean(self, value: Any) -> Any:
        return tuple(dict.fromkeys(found for each in value or [] if (found := super(SeveralOf, self).clean(each)) not in ("", None)))


class Body(forms.CharField):
    """One body of the register, by its name."""

    bodies: Bodies

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=400, widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        found = self.bodies.find(name)
        if found is None:
            raise ValidationError(_("The register has no one body of this name; choose one of the list."), code="unknown")
        return found


class SeveralBodies(forms.CharField):
    """Bodies by their names, one on a line: those of the register, and the names that it does not have."""

    bodies: Bodies

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def clean(self, value: Any) -> tuple[tuple[int, ...], tuple[str, ...]]:
        found: list[int] = []
        new: list[str] = []
        for name in dict.fromkeys(each.strip() for each in super().clean(value).splitlines()):
            if not name:
                continue
            pk = self.bodies.find(name)
            if pk is None:
                new.append(name)
            elif pk not in found:
                found.append(pk)
        return tuple(found), tuple(new)
