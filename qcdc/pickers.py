"""Fields of the admin that choose from a register: they survive any posted value, and long forms fetch what they chose together."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from qcdc.numbers import NumberFormField

LARGEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}


class CarefulFields:
    """Form fields that refuse at the field what PostgreSQL would refuse at the table, on every database alike."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DecimalField):
            return db_field.formfield(form_class=NumberFormField)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(db_field, models.TextField) and field and isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4
        most = next((number for kind, number in LARGEST.items() if isinstance(db_field, kind)), None)
        if field and most:
            field.max_value = most
            field.validators.append(MaxValueValidator(most))
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What may be chosen is what may be seen, where the desk of the other model says what that is."""
        limited = choosable(self.admin_site, db_field, request)  # type: ignore[attr-defined]
        if limited is not None:
            kwargs.setdefault("queryset", limited)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


def choosable(site: Any, db_field: Any, request: HttpRequest) -> Any:
    """The rows that somebody may choose from in a field, or None where she may choose any."""
    model = db_field.remote_field.model
    desk: Any = site.get_model_admin(model) if site.is_registered(model) else None
    return desk.choosable(request) if hasattr(desk, "choosable") else None


def keep_held(field: Any, rows: Any, name: str) -> None:
    """Have a field with limits accept what the rows of its form already hold: saving must not lose it."""
    queryset = getattr(field, "queryset", None)
    if queryset is not None and queryset.query.where:
        field.queryset = queryset | queryset.model._base_manager.filter(pk__in=rows.exclude(**{name: None}).values(name))


def is_id(value: Any) -> bool:
    """Whether some text can be the id of a row: databases stumble over anything else."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19


class Chosen:
    """Everything that is chosen in one column of a form with many lines, fetched together."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}
        self.wanted: set[str] = set()

    def row(self, field: Any, value: str) -> Any:
        """The row with an id, or None."""
        if value not in self.rows:
            asked = {each for each in {*self.wanted, value} - self.rows.keys() if is_id(each)}
            found = {str(row.pk): row for row in field.queryset.filter(pk__in=asked)} if asked else {}
            self.rows |= dict.fromkeys(asked) | found
            self.wanted.clear()
        return self.rows.get(value)

    def options(self, field: Any, values: Iterable[str]) -> list[tuple[str, str]]:
        """The chosen ids that exist, each with its label."""
        rows = ((value, self.row(field, value)) for value in values if value)
        return [(value, str(field.label_from_instance(row))) for value, row in rows if row is not None]


class _SharedChoice(forms.ModelChoiceField):
    """A choice whose row is fetched with those of the other lines."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, models.Model):
            return value or None
        row = chosen_of(self).row(self, str(value))
        if row is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return row


class _SafeChoices(forms.ModelMultipleChoiceField):
    """Several choices; an id that can be none is refused before a database sees it."""

    def clean(self, value: Any) -> Any:
        for each in value or []:
            if not is_id(each):
                raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": each})
        return super().clean(value)


def chosen_of(field: Any) -> Chosen:
    found: Chosen = getattr(field.widget, "widget", field.widget).chosen
    return found


class QuickLabels(forms.Select):
    """An autocomplete field that shares the labels of its column instead of asking for each line's own."""

    chosen: Chosen

    def use_required_attribute(self, initial: Any) -> bool:
        """The empty choice comes first; asking the register for its first row would be a query for each line."""
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field as the template of Django would write it, which takes ten times as long for hundreds of fields."""
        final = self.build_attrs(self.attrs, attrs) | ({"multiple": True} if self.allow_multiple_selected else {})
        choices: Any = self.choices
        options = [("", "")] if not self.is_required and not self.allow_multiple_selected else []
        chosen = self.chosen.options(choices.field, self.format_value(value))
        return format_html(
            '<select name="{}"{}>{}{}</select>',
            name,
            flatatt(final),
            format_html_join("", '<option value="{}">{}</option>', options),
            format_html_join("", '<option value="{}" selected>{}</option>', chosen),
        )


class QuickSelect(QuickLabels, AutocompleteSelect):
    pass


class QuickSelectMultiple(QuickLabels, AutocompleteSelectMultiple):
    pass


class QuickWrapper(RelatedFieldWidgetWrapper):
    """A choice from a register with a link to add to it; in a line there is no room to change or delete there."""

    add_url = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        inner = self.widget.render(name, value, attrs, renderer)
        if not self.add_url:
            return format_html('<div class="related-widget-wrapper">{}</div>', inner)
        return format_html(
            '<div class="related-widget-wrapper" data-model-ref="{}">{}'
            '<a class="related-widget-wrapper-link add-related" id="add_id_{}" data-popup="yes" href="{}" title="{}">'
            '<img src="{}" alt="{}" width="24" height="24"></a></div>',
            self.rel.model._meta.model_name,
            inner,
            name,
            self.add_url,
            _("Add another %(model)s") % {"model": self.rel.model._meta.verbose_name},
            static("admin/img/icon-addlink.svg"),
            _("Add"),
        )


class _PlainInput(Input):
    """An input written without a template: a long form has more than a thousand of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        given = {} if shown in (None, "") else {"value": str(shown)}
        return format_html('<input type="{}" name="{}"{}>', self.input_type, name, flatatt(given | self.build_attrs(self.attrs, attrs)))


class _PlainTextarea(forms.Textarea):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>', name, flatatt(self.build_attrs(self.attrs, attrs)), self.format_value(value) or ""
        )


def make_safe(field: Any) -> None:
    """Have an autocomplete survive any posted value, and share its labels."""
    holder = field.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else None
    old = holder.widget if holder else field.widget
    if isinstance(old, QuickLabels) or not isinstance(old, (AutocompleteSelect, AutocompleteSelectMultiple)):
        return
    several = isinstance(old, AutocompleteSelectMultiple)
    kind = QuickSelectMultiple if several else QuickSelect
    new = kind(old.field, old.admin_site, attrs=old.attrs, choices=old.choices, using=old.db)
    new.is_required, new.chosen = old.is_required, Chosen()
    if holder:
        holder.widget = new
        holder.can_delete_related = False
    else:
        field.widget = new
    field.__class__ = type(field.__class__.__name__, (_SafeChoices if several else _SharedChoice, field.__class__), {})


def quicken(field: Any) -> None:
    """Have a field of a long form written without templates, too."""
    make_safe(field)
    holder = field.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else None
    widget = holder.widget if holder else field.widget
    if isinstance(widget, Input) and not isinstance(widget, (forms.CheckboxInput, forms.FileInput)):
        widget.__class__ = type(widget.__class__.__name__, (_PlainInput, widget.__class__), {})
    elif isinstance(widget, forms.Textarea):
        widget.__class__ = type(widget.__class__.__name__, (_PlainTextarea, widget.__class__), {})
    elif holder and isinstance(widget, QuickLabels):
        field.widget = QuickWrapper(widget, holder.rel, holder.admin_site, can_add_related=holder.can_add_related)
        if holder.can_add_related:
            meta = holder.rel.model._meta
            query = urlencode([(TO_FIELD_VAR, str(holder.rel.get_related_field().name)), (IS_POPUP_VAR, 1)])
            field.widget.add_url = f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_add')}?{query}"
