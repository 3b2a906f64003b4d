"""What every desk of the newsroom's admin shares: search without marks, quick long forms, lines in order, acts with a confirmation."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from qcdc.fields import matching
from qcdc.numbers import NumberFormField
from qcdc.vietnamese import fold

MOST_FOLDED = 2_000


LARGEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}


class CarefulFields:
    """Form fields that refuse at the field what PostgreSQL would refuse at the table, on every database alike."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DecimalField):
            return db_field.formfield(form_class=NumberFormField)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        most = next((number for kind, number in LARGEST.items() if isinstance(db_field, kind)), None)
        if field and most:
            field.max_value = most
            field.validators.append(MaxValueValidator(most))
        return field


class Desk(CarefulFields, admin.ModelAdmin):
    """A desk of the admin that finds rows by words, marks and case aside, in lists and in fields to choose from."""

    search_fields = ["pk"]
    show_full_result_count = False
    list_per_page = 50
    save_on_top = False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.replace("\x00", " ").strip()
        if not words:
            return queryset, False
        if hasattr(queryset, "matching"):
            return queryset.matching(words), False
        if any(field.name == "search_text" for field in self.model._meta.get_fields()):
            return matching(queryset, words), False
        wanted = fold(words).split()
        found = [row.pk for row in queryset[:MOST_FOLDED] if all(word in fold(str(row)) for word in wanted)]
        return queryset.filter(pk__in=found), False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        for field in form.base_fields.values():
            make_safe(field)
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Give the scripts of the page their nonce: the rich-text editor brings an import map of its own."""
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """An old version is for reading: going back to it would bring back its state of publication and its merge."""
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, *args, **kwargs)  # type: ignore[misc]

    def render_history_view(self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any) -> Any:
        if "media" in context:
            context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_history_view(request, template, context, **kwargs)  # type: ignore[misc]


class ReadingDesk(Desk):
    """A desk for looking only: its rows are entered on the page of what they belong to."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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


class _QuickLabels(forms.Select):
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


class QuickSelect(_QuickLabels, AutocompleteSelect):
    pass


class QuickSelectMultiple(_QuickLabels, AutocompleteSelectMultiple):
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
    if isinstance(old, _QuickLabels) or not isinstance(old, (AutocompleteSelect, AutocompleteSelectMultiple)):
        return
    several = isinstance(old, AutocompleteSelectMultiple)
    kind = QuickSelectMultiple if several else QuickSelect
    new = kind(old.field, old.admin_site, attrs=old.attrs, choices=old.choices, using=old.db)
    new.is_required, new.chosen = old.is_required, Chosen()
    if holder:
        holder.widget = new
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
    elif holder and isinstance(widget, _QuickLabels):
        field.widget = QuickWrapper(widget, holder.rel, holder.admin_site, can_add_related=holder.can_add_related)
        if holder.can_add_related:
            meta = holder.rel.model._meta
            query = urlencode([(TO_FIELD_VAR, str(holder.rel.get_related_field().name)), (IS_POPUP_VAR, 1)])
            field.widget.add_url = f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_add')}?{query}"


class Lines(BaseInlineFormSet):
    """The lines of a long form. A new line without a number goes to the end; all labels are fetched at once."""

    ordering_field = "order"
    model: Any
    fk: Any
    _should_delete_form: Callable[[Any], bool]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self.forms:
            for name, field in form.fields.items():
                widget = getattr(field.widget, "widget", field.widget)
                if isinstance(widget, _QuickLabels):
                    value = form[name].value()
                    several = value if isinstance(value, (list, tuple)) else [value]
                    widget.chosen.wanted.update(str(each) for each in several if each)

    def clean(self) -> None:
        """Say at its field when a line names what another line, or a colleague meanwhile, has already named."""
        super().clean()
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


class QuickInline(CarefulFields):
    """An inline whose queries do not grow with its lines."""

    formset: Any = Lines
    extra = 0
    prefetched: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related(*self.prefetched)  # type: ignore[misc]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        for field in formset.form.base_fields.values():
            quicken(field)
        return formset


@dataclass(frozen=True)
class Act:
    """Something that is done to a row by a button, never by a field: publish, withdraw, merge.

    `do` takes the row, the request and the confirmed form; it may raise ValidationError to refuse.
    """

    name: str
    label: Any
    permission: str
    do: Callable[[Any, HttpRequest, Any], Any]
    applies: Callable[[Any], bool]
    explains: Any
    done: Any
    form: type[forms.Form] = forms.Form
    grave: bool = False


class ActsMixin:
    """Buttons on the page of a row; each leads to a page that says what will happen and asks for what is needed."""

    acts: tuple[Act, ...] = ()
    change_form_template: Any = "admin/change_form_with_acts.html"
    model: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        opts = self.model._meta
        return [
            *(
                path(
                    f"<int:pk>/{act.name}/",
                    self.admin_site.admin_view(self._view(act)),
                    name=f"{opts.app_label}_{opts.model_name}_{act.name}",
                )
                for act in self.acts
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def state_of(self, obj: Any) -> Any:
        """Where the row stands, in a sentence for the head of its page."""
        return ""

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        obj = self.get_object(request, object_id)  # type: ignore[attr-defined]
        offered = [act for act in self.acts if obj and request.user.has_perm(act.permission) and act.applies(obj)]
        opts = self.model._meta
        links = [{"act": act, "url": reverse(f"admin:{opts.app_label}_{opts.model_name}_{act.name}", args=[obj.pk])} for act in offered]
        more = {"acts": links, "state_of_row": self.state_of(obj) if obj else ""} | (extra_context or {})
        return super().change_view(request, object_id, form_url, more)  # type: ignore[misc]

    def _view(self, act: Act) -> Callable[..., HttpResponseBase]:
        def view(request: HttpRequest, pk: int) -> HttpResponseBase:
            return self.act_view(request, pk, act)

        return view

    def act_view(self, request: HttpRequest, pk: int, act: Act) -> HttpResponseBase:
        """The page that asks before an act, and does it when confirmed."""
        if not request.user.has_perm(act.permission):
            raise PermissionDenied
        obj = self.get_object(request, str(pk))  # type: ignore[attr-defined]
        if obj is None:
            raise Http404
        opts = self.model._meta
        back = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])
        if not act.applies(obj):
            messages.warning(request, _("Nothing was done: the record is no longer in the state for “%(act)s”.") % {"act": act.label})
            return HttpResponseRedirect(back)
        form = act.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                act.do(obj, request, form)
            except ValidationError as refusal:
                form.errors.setdefault("__all__", form.error_class()).extend(refusal.messages)
            else:
                self.log_change(request, obj, str(act.done))  # type: ignore[attr-defined]
                messages.success(request, f"{act.done} {obj}")
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "opts": opts,
            "original": obj,
            "act": act,
            "form": form,
            "back": back,
            "media": form.media,
        }
        return TemplateResponse(request, "admin/act.html", context)
