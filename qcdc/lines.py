"""The lines of the admin's long forms: in order, quick, and clear about clashes with a colleague."""

import itertools
from collections.abc import Callable
from typing import Any

from django.db import models
from django.forms import Media
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from qcdc.pickers import CarefulFields, QuickLabels, is_id, keep_held, quicken


class Lines(BaseInlineFormSet):
    """The lines of a long form. A new line without a number goes to the end; all labels are fetched at once."""

    ordering_field = "order"
    model: Any
    fk: Any
    _should_delete_form: Callable[[Any], bool]

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        self.orphans: list[int] = []
        if data is not None:
            prefix = kwargs.get("prefix") or self.get_default_prefix()
            data, self.orphans = without_orphans(data, prefix, self.fk.name, self._stored_ids(instance))
        super().__init__(data, files, instance=instance, **kwargs)
        for form in self.forms:
            for name, field in form.fields.items():
                widget = getattr(field.widget, "widget", field.widget)
                if isinstance(widget, QuickLabels):
                    value = form[name].value()
                    several = value if isinstance(value, (list, tuple)) else [value]
                    widget.chosen.wanted.update(str(each) for each in several if each)

    def _stored_ids(self, instance: Any) -> set[str]:
        if instance is None or not instance.pk:
            return set()
        return {str(pk) for pk in self.model._base_manager.filter(**{self.fk.name: instance}).values_list("pk", flat=True)}

    def clean(self) -> None:
        """Say at its field when a line names what another line, or a colleague meanwhile, has already named."""
        super().clean()
        for number in self.orphans:
            self.forms[number].add_error(None, _("A colleague deleted this line meanwhile. Save again to add it anew, or leave it out."))
        for constraint in self.model._meta.constraints:
            names = set(getattr(constraint, "fields", ()))
            if isinstance(constraint, models.UniqueConstraint) and self.fk.name in names and len(names) == 2 and not constraint.condition:
                self._check_unique((names - {self.fk.name}).pop(), constraint)

    def validate_unique(self) -> None:
        """What `clean()` says at the field needs no second message above the lines."""

    def _check_unique(self, name: str, constraint: Any) -> None:
        attribute = self.model._meta.get_field(name).attname
        held: dict[Any, Any] = {}
        if self.instance.pk:
            stored = self.model._base_manager.filter(**{self.fk.name: self.instance}).values_list(attribute, "pk")
            held = {value: pk for value, pk in stored if value}
        gone = {form.instance.pk for form in self.initial_forms if self._should_delete_form(form)}
        for form in self.forms:
            value = getattr(form.cleaned_data.get(name), "pk", None) if hasattr(form, "cleaned_data") else None
            if value is None or self._should_delete_form(form):
                continue
            holder = held.get(value)
            if holder is not None and holder not in gone and holder != (form.instance.pk or form):
                form.add_error(name, constraint.get_violation_error_message())
            else:
                held = {key: pk for key, pk in held.items() if pk != form.instance.pk} | {value: form.instance.pk or form}

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if not getattr(form.instance, self.ordering_field):
            setattr(form.instance, self.ordering_field, next(self._free_numbers))
        return super().save_new(form, commit=commit)

    @property
    def _free_numbers(self) -> Any:
        if not hasattr(self, "_counter"):
            used = [getattr(form.instance, self.ordering_field) or 0 for form in self.forms]
            self._counter = itertools.count(max(used, default=0) + 10, 10)
        return self._counter


def without_orphans(data: Any, prefix: str, parent: str, stored: set[str]) -> tuple[Any, list[int]]:
    """The posted lines with those whose row is gone put at the end, as new ones, and the places where they stand now.

    Django pairs posted lines with stored rows by their place; one row deleted meanwhile would cost the lines after it.
    """
    total, initial = (data.get(f"{prefix}-{name}_FORMS", "") for name in ("TOTAL", "INITIAL"))
    if not (is_id(total) and is_id(initial) and len(total) < 6 and int(initial) <= int(total)):
        return data, []
    rows = {number: data.get(f"{prefix}-{number}-id", "") for number in range(int(initial))}
    gone = [number for number, row in rows.items() if is_id(row) and row not in stored]
    if not gone:
        return data, []
    orphans = [number for number in gone if not data.get(f"{prefix}-{number}-DELETE")]
    kept = [number for number in rows if number not in gone]
    order = [*kept, *orphans, *range(int(initial), int(total))]
    places = {str(old): new for new, old in enumerate(order)}
    mended, moved = data.copy(), {}
    for key in [key for key in mended if key.startswith(f"{prefix}-")]:
        number, _dash, name = key.removeprefix(f"{prefix}-").partition("-")
        if is_id(number):
            values = mended.pop(key)
            if number in places:
                moved[f"{prefix}-{places[number]}-{name}"] = [""] if int(number) in gone and name in {"id", parent} else values
    for key, values in moved.items():
        mended.setlist(key, values)
    mended[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    mended[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    return mended, list(range(len(kept), len(kept) + len(orphans)))


class QuickInline(CarefulFields):
    """An inline whose queries do not grow with its lines."""

    formset: Any = Lines
    extra = 0
    prefetched: tuple[str, ...] = ()

    @property
    def media(self) -> Any:
        return super().media + Media(js=["js/lines.js"])  # type: ignore[misc]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related(*self.prefetched)  # type: ignore[misc]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        for name, field in formset.form.base_fields.items():
            quicken(field)
            if obj is not None and name in {each.name for each in formset.model._meta.fields if each.many_to_one}:
                keep_held(field, formset.model._base_manager.filter(**{formset.fk.name: obj.pk}), name)
        return formset
