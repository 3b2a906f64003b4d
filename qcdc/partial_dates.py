"""Dates known to the day, the month or only the year, kept as they are known.

Stored as ISO 8601 reduced-precision text ("2018", "2018-05", "2018-05-29"), which Popolo and
schema.org use for the same purpose, and which sorts by plain comparison.
"""

import calendar
import contextlib
import datetime
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from qcdc.fields import binary_collation

ISO = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$", re.ASCII)
WRITTEN = re.compile(r"^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$", re.ASCII)


class PartialDate(str):
    """A day, a month or a year of the calendar, as ISO text that still compares and sorts as text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ISO ("2018-05") or Vietnamese ("5/2018", "29/5/2018") writing.

        Raises ValueError for anything that is no day, month or year of the calendar.
        """
        text = str(text).strip()
        if found := ISO.match(text):
            year, month, day = found.groups()
        elif found := WRITTEN.match(text):
            day, month, year = found.groups()
        else:
            raise ValueError(f"not a date, month or year: {text[:40]!r}")
        datetime.date(int(year), int(month or 1), int(day or 1))
        parts = [year, *(part.zfill(2) for part in (month, day) if part)]
        return cls("-".join(parts))

    @property
    def precision(self) -> str:
        """How exactly the date is known: "year", "month" or "day"."""
        return {4: "year", 7: "month"}.get(len(self), "day")

    @property
    def year(self) -> int:
        """The calendar year, always known."""
        return int(self[:4])

    @property
    def earliest(self) -> datetime.date:
        """The first day that this may be."""
        return datetime.date(self.year, int(self[5:7] or 1), int(self[8:10] or 1))

    @property
    def latest(self) -> datetime.date:
        """The last day that this may be."""
        month = int(self[5:7] or 12)
        return datetime.date(self.year, month, int(self[8:10] or calendar.monthrange(self.year, month)[1]))

    def label(self) -> str:
        """The date as Vietnamese text writes it: 29/05/2018, 05/2018 or 2018."""
        return "/".join(reversed(self.split("-")))


def known_by(field: str, day: datetime.date) -> models.Q:
    """Rows whose partial date has begun on `day` at the latest: what may have started by then counts."""
    return models.Q(**{f"{field}__lte": day.isoformat()})


def open_on(field: str, day: datetime.date) -> models.Q:
    """Rows whose partial end date is empty or not wholly past on `day`."""
    iso = day.isoformat()
    return models.Q(**{field: ""}) | models.Q(**{f"{field}__gte": iso}) | models.Q(**{f"{field}__in": [iso[:4], iso[:7]]})


def over_by(field: str, day: datetime.date) -> models.Q:
    """Rows whose partial date lies on `day` at the latest, however inexactly it is known: what may have come later does not count."""
    iso = day.isoformat()
    is_last_of_month = (day + datetime.timedelta(days=1)).month != day.month if day < datetime.date.max else True
    open_still = [*([] if is_last_of_month else [iso[:7]]), *([] if iso[5:] == "12-31" else [iso[:4]])]
    return models.Q(**{f"{field}__lte": iso}) & ~models.Q(**{f"{field}__in": open_still})


class PartialDateFormField(forms.CharField):
    """Takes dd/mm/yyyy, mm/yyyy, yyyy or ISO; gives a PartialDate, or "" when left empty."""

    default_error_messages = {"invalid": _("Enter a day (29/5/2018), a month (5/2018) or a year (2018).")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = 20
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("placeholder", _("dd/mm/yyyy, mm/yyyy or yyyy"))
        self.widget.attrs.setdefault("size", "14")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        return value.label() if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self._iso(initial), self._iso(data))

    @staticmethod
    def _iso(value: Any) -> str:
        try:
            return PartialDate.parse(value or "")
        except ValueError:
            return str(value or "")

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        if not value:
            return ""
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class _ParsedOnAssignment(DeferredAttribute):
    """Turns whatever is assigned into a PartialDate; what is no date is left for full_clean() to refuse."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if value and isinstance(value, (str, datetime.date)) and not isinstance(value, PartialDate):
            with contextlib.suppress(ValueError):
                value = PartialDate.parse(value.isoformat() if isinstance(value, datetime.date) else value)
        instance.__dict__[self.field.attname] = "" if value is None else value


class PartialDateField(models.CharField):
    """A column of partial dates; empty text means not known or still open."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: PartialDate

    descriptor_class = _ParsedOnAssignment
    description = "A day, a month or a year"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_parameters(self, connection: Any) -> Any:
        return binary_collation(super().db_parameters(connection), connection)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | str:
        return PartialDate(value) if value else ""

    def to_python(self, value: Any) -> Any:
        if not value:
            return ""
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(value.isoformat() if isinstance(value, datetime.date) else str(value))
        except ValueError as error:
            raise ValidationError(PartialDateFormField.default_error_messages["invalid"], code="invalid") from error

    def get_prep_value(self, value: Any) -> str:
        return str(self.to_python(value))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})
