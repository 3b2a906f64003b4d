"""What the filters of pages and API share: words to look for, and years."""

import re
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from qcdc.addresses import now_at

BIGGEST_ID = 2**63 - 1
UNKNOWN = "unknown"
YEARS = [MinValueValidator(1945), MaxValueValidator(2100)]


class WordsFilter(django_filters.CharFilter):
    """Rows that match some words, through the queryset's own `matching()`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "search", "maxlength": "200"})
        super().__init__(label=_("Words"), max_length=200, widget=widget, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        return qs.matching(value) if value else qs


class SlugField(django_filters.fields.ModelChoiceField):
    """A row by its slug, or by one that it had before: links to lists outlive a change of slug as links to rows do."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if moved := now_at(self.queryset, str(value)):
                return moved
            raise forms.ValidationError(self.error_messages["invalid_choice"], UNKNOWN, {"value": value}) from None


class SlugFilter(django_filters.ModelChoiceFilter):
    """Rows that go with a row chosen by its slug."""

    field_class = SlugField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"to_field_name": "slug"} | kwargs)


class IdFilter(django_filters.NumberFilter):
    """Rows of the record with an id; what no id can be is refused before it meets the database."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        # Readers come to such a list by a link; nobody types an id.
        super().__init__(min_value=1, max_value=BIGGEST_ID, widget=forms.HiddenInput, **kwargs)

    def get_max_validator(self) -> None:
        return None


class NumberInput(forms.NumberInput):
    """A field for a number, which shows none but a number: browsers would leave out anything else, and it is no HTML."""

    def format_value(self, value: Any) -> str | None:
        text = super().format_value(value)
        return text if text and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


class YearFilter(django_filters.NumberFilter):
    """Rows of a year, by a partial date (text that begins with the year)."""

    def __init__(self, *, on_moment: bool = False, **kwargs: Any) -> None:
        self.on_moment = on_moment
        widget = NumberInput(attrs={"min": "1945", "max": "2100", "inputmode": "numeric"})
        super().__init__(label=_("Year"), decimal_places=0, max_digits=4, validators=YEARS, widget=widget, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        if value is None:
            return qs
        lookup = "year" if self.on_moment else "startswith"
        return qs.filter(**{f"{self.field_name}__{lookup}": int(value) if self.on_moment else f"{int(value):04d}"})
