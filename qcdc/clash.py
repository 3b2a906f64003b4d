"""Two people changed one row: what each of them wrote, field by field and line by line, and the form made of both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_prose_editor.widgets import ProseEditorWidget

from qcdc.differences import marked, marked_prose
from qcdc.pickers import QuickLabels, is_id
from qcdc.sent import (
    CHOSEN,
    Base,
    Sent,
    Slots,
    arrange,
    bare,
    base_digests,
    base_of,
    base_text,
    digest_of,
    inner_fields,
    is_typed,
    line_numbers,
    posted,
    slots_of,
    typed_fields,
    widget_of,
)

MINE, THEIRS = "mine", "theirs"


@dataclass
class Choice:
    """A field of which two texts are there. `picked` is the one taken unless the editor says otherwise; "" asks her to say."""

    name: str
    label: str
    mine: Any
    theirs: Any
    picked: str
    slots: Slots = field(default_factory=list)
    whole_line: bool = False

    @property
    def key(self) -> str:
        return f"row:{self.name}" if self.whole_line else f"choose:{self.name}"

    @property
    def slot_names(self) -> str:
        return " ".join(name for name, _values in self.slots)

    @property
    def stored(self) -> list[tuple[str, str]]:
        return [(f"theirs:{name}", value) for name, values in self.slots for value in values]


@dataclass
class Group:
    """The fields of the form itself, or of one of its lines."""

    title: str
    choices: list[Choice]


class Parts:
    """A form and its lines as the row stands now."""

    def __init__(self, desk: Any, request: HttpRequest, obj: Any) -> None:
        row = obj if obj is not None else desk.model()
        self.form = desk.form_for(request, obj)(instance=row)
        self.formsets: list[Any] = []
        self.read_only: set[str] = set()
        for formset_class, inline in desk.get_formsets_with_inlines(request, obj):
            formset = formset_class(instance=row, prefix=formset_class.get_default_prefix(), queryset=inline.get_queryset(request))
            self.formsets.append(formset)
            if not inline.has_change_permission(request, obj):
                self.read_only.add(formset.prefix)

    @property
    def base(self) -> Base:
        return base_of(self.form, self.formsets)

    @property
    def base_text(self) -> str:
        return base_text(self.base)


class Clash:
    """What was sent, beside what is stored."""

    def __init__(self, desk: Any, request: HttpRequest, obj: Any, sent: Sent) -> None:
        self.sent, self.parts = sent, Parts(desk, request, obj)
        self.base = sent.base
        self.groups: list[Group] = []
        self.added: list[Group] = []
        self.lines_to_add: list[Group] = []
        for formset in self.parts.formsets:
            recognise(sent.data, formset, self.base)
        self._share_labels()
        choices = [*self._choices(typed_fields(self.parts.form), self._digests("", "", self.parts.form))]
        self._add_group("", choices)
        for formset in self.parts.formsets:
            if formset.prefix not in self.parts.read_only:
                self._compare_lines(formset)

    @property
    def differs(self) -> bool:
        """Whether something was typed that is not stored, or stored that was not typed."""
        return bool(self.groups)

    @property
    def says_more(self) -> bool:
        """Whether something was typed that neither is stored nor stood in the form when it was opened."""
        return bool(self.lines_to_add) or any(choice.picked != THEIRS for group in self.groups for choice in group.choices)

    @property
    def theirs_is_what_she_saw(self) -> bool:
        """Whether the row still says, in every field and line, what the form had shown when it was opened."""
        return bool(self.base) and self.base == self.parts.base

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Everything that was sent, to be sent again."""
        names = ((name, values) for name, values in self.sent.data.lists() if is_typed(name) and not name.startswith(CHOSEN))
        return [(name, value) for name, values in names for value in values]

    def _digests(self, prefix: str, pk: str, form: Any, inner: Iterable[str] = ()) -> list[str] | None:
        return base_digests(self.base, prefix, pk, sum(1 for _bound in typed_fields(form, inner)))

    def _add_group(self, title: str, choices: list[Choice]) -> None:
        if choices:
            self.groups.append(Group(title, choices))

    # Fields

    def _choices(self, fields: Iterator[Any], digests: list[str] | None, name: Any = None, quiet: str = "") -> Iterator[Choice]:
        """A choice for each field that differs. `name` gives the names under which a line was sent."""
        for place, bound in enumerate(fields):
            theirs = slots_of(bound)
            sent_names = [(name(slot), values) for slot, values in theirs] if name else theirs
            mine = posted(sent_names, self.sent.data)
            if bare(bound.field, mine) == bare(bound.field, theirs) or self._means_the_same(bound, mine):
                continue
            began = digests[place] if digests else None
            own_name = name(bound.html_name) if name else bound.html_name
            if began == digest_of(bound.field, theirs):
                picked = MINE
            elif began == digest_of(bound.field, mine):
                picked = THEIRS
            else:
                picked = MINE if bound.name == quiet else ""
            if f"slots:{own_name}" in self.sent.data:
                picked = self._picked(f"choose:{own_name}")
            label = capfirst(str(bound.label))
            yield Choice(own_name, label, *_side_by_side(bound.field, mine, theirs), picked, sent_names)

    def _means_the_same(self, bound: Any, mine: Slots) -> bool:
        """Whether two ways to write a value, 29/5 and 29/05, are one to the field."""
        data = QueryDict(mutable=True)
        for (name, _values), (_sent_name, values) in zip(slots_of(bound), mine, strict=True):
            data.setlist(name, values)
        return not bound.field.has_changed(bound.initial, bound.field.widget.value_from_datadict(data, {}, bound.html_name))

    def _picked(self, key: str) -> str:
        value = self.sent.data.get(key, "")
        return value if value in (MINE, THEIRS) else ""

    # Lines

    def _compare_lines(self, formset: Any) -> None:
        inner = inner_fields(formset)
        stored = {str(line.instance.pk): line for line in formset.initial_forms}
        known = self.base.get(formset.prefix, {})
        kind = capfirst(str(formset.model._meta.verbose_name))
        seen = set()
        for number in line_numbers(self.sent.data, formset.prefix):
            pk = self.sent.data.get(f"{formset.prefix}-{number}-{formset.model._meta.pk.name}", "")
            seen.add(pk)
            if pk in stored:
                self._compare_line(formset, number, stored[pk], kind, inner)
            elif not pk:
                self._look_at_a_new_line(formset, number, kind, inner)
            elif pk in known and f"{formset.prefix}-{number}-DELETE" not in self.sent.data:
                self._ask_about_a_line_gone(formset, number, pk, kind, inner)
        for pk, line in stored.items():
            if pk not in seen and pk not in known:
                shown = format_html_join("; ", "{}", ((text,) for text in _line_texts(line, inner)))
                self.added.append(Group(f"{kind}: {line.instance}", [Choice("", "", "", shown, THEIRS)]))

    def _look_at_a_new_line(self, formset: Any, number: int, kind: str, inner: set[str]) -> None:
        quiet = getattr(formset, "ordering_field", "")
        fields = [bound for bound in typed_fields(formset.empty_form, inner) if bound.name != quiet]
        pairs = [(bound, slots_of(bound)) for bound in fields]
        mine = [
            posted([(slot.replace("__prefix__", str(number)), values) for slot, values in slots], self.sent.data) for _b, slots in pairs
        ]
        if any(bare(bound.field, sent) != bare(bound.field, slots) for (bound, slots), sent in zip(pairs, mine, strict=True)):
            texts = (shown(bound.field, sent) for bound, sent in zip(fields, mine, strict=True))
            line = format_html_join("; ", "{}", ((text,) for text in texts if text))
            self.lines_to_add.append(Group(kind, [Choice("", "", line, "", MINE)]))

    def _compare_line(self, formset: Any, number: int, line: Any, kind: str, inner: set[str]) -> None:
        digests = self._digests(formset.prefix, str(line.instance.pk), line, inner)
        before, after = f"{line.prefix}-", f"{formset.prefix}-{number}-"
        title = f"{kind}: {line.instance}"
        if f"{after}DELETE" in self.sent.data:
            fields = [*typed_fields(line, inner)]
            theirs_changed = digests is None or any(digests[at] != digest_of(each.field, slots_of(each)) for at, each in enumerate(fields))
            name = f"{formset.prefix}-{number}"
            picked = self._picked(f"row:{name}") if f"slots:{name}" in self.sent.data else "" if theirs_changed else MINE
            shown = format_html_join("; ", "{}", ((text,) for text in _line_texts(line, inner)))
            self._add_group(title, [Choice(name, _("Line"), _("Deleted"), shown, picked, whole_line=True)])
            return
        quiet = getattr(formset, "ordering_field", "")
        renamed = lambda slot: f"{after}{slot.removeprefix(before)}"  # noqa: E731
        self._add_group(title, [*self._choices(typed_fields(line, inner), digests, renamed, quiet)])

    def _ask_about_a_line_gone(self, formset: Any, number: int, pk: str, kind: str, inner: set[str]) -> None:
        """A colleague deleted a line that she has in her form: is it to be added anew?"""
        empty = formset.empty_form
        mine, digests = [], self._digests(formset.prefix, pk, empty, inner)
        fields = [*typed_fields(empty, inner)]
        for bound in fields:
            names = [(slot.replace("__prefix__", str(number)), values) for slot, values in slots_of(bound)]
            mine.append(posted(names, self.sent.data))
        untouched = digests is not None and all(
            digests[at] == digest_of(bound.field, values) for at, (bound, values) in enumerate(zip(fields, mine, strict=True))
        )
        name = f"{formset.prefix}-{number}"
        texts = (shown(bound.field, values) for bound, values in zip(fields, mine, strict=True))
        line = format_html_join("; ", "{}", ((text,) for text in texts if text))
        picked = self._picked(f"row:{name}") if f"slots:{name}" in self.sent.data else THEIRS if untouched else ""
        self._add_group(kind, [Choice(name, _("Line"), line, _("Deleted"), picked, whole_line=True)])

    def _share_labels(self) -> None:
        """Have the labels of all lines that were sent fetched together."""
        for formset in self.parts.formsets:
            for name, each in formset.empty_form.fields.items():
                widget = widget_of(each)
                if isinstance(widget, QuickLabels):
                    sent = (
                        self.sent.data.getlist(f"{formset.prefix}-{number}-{name}")
                        for number in line_numbers(self.sent.data, formset.prefix)
                    )
                    widget.chosen.wanted.update(value for values in sent for value in values if is_id(value))


def _line_texts(line: Any, inner: set[str]) -> Iterator[Any]:
    for bound in typed_fields(line, inner):
        if text := shown(bound.field, slots_of(bound)):
            yield text


def shown(field_: Any, slots: Slots) -> Any:
    """What was sent or is stored in a field, in words."""
    values = [value for _name, values in slots for value in values]
    widget = widget_of(field_)
    if isinstance(widget, forms.CheckboxInput):
        return _("Yes") if bare(field_, slots) == [["on"]] else ""
    if isinstance(widget, QuickLabels):
        choices: Any = widget.choices
        return "; ".join(label for _value, label in widget.chosen.options(choices.field, [value for value in values if value]))
    if isinstance(widget, forms.Select):
        labels = {str(value): str(label) for value, label in _flat(field_.choices)}
        return "; ".join(labels.get(value, value) for value in values if value)
    return " ".join(filter(None, values))


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def _side_by_side(field_: Any, mine: Slots, theirs: Slots) -> tuple[SafeString, SafeString]:
    """Both texts with what is in one of them only marked."""
    if isinstance(widget_of(field_), ProseEditorWidget):
        old, new = theirs[0][1][0], mine[0][1][0]
        return marked_prose(old, new, "after"), marked_prose(old, new, "before")
    old, new = str(shown(field_, theirs)), str(shown(field_, mine))
    return marked(old, new, "after"), marked(old, new, "before")


# The form made of both


def undecided(data: QueryDict) -> bool:
    """Whether the page of two texts came back with a choice that was not made."""
    asked = (key.partition(":")[2] for key in data if key.startswith("slots:"))
    return any(f"choose:{name}" not in data and f"row:{name}" not in data for name in asked)


def merged(data: QueryDict) -> QueryDict:
    """What was sent with the fields replaced of which the editor chose the stored text, and without the lines she left out."""
    result = data.copy()
    left_out: dict[str, set[int]] = {}
    for key, value in data.items():
        name = key.partition(":")[2]
        if key.startswith("choose:") and value == THEIRS:
            for slot in data.get(f"slots:{name}", "").split():
                result.setlist(slot, data.getlist(f"theirs:{slot}"))
                if not data.getlist(f"theirs:{slot}"):
                    result.pop(slot, None)
        elif key.startswith("row:") and value == THEIRS:
            prefix, _dash, number = name.rpartition("-")
            if number.isascii() and number.isdigit() and len(number) < 6:
                left_out.setdefault(prefix, set()).add(int(number))
    for key in [key for key in result if key.startswith(CHOSEN)]:
        del result[key]
    for prefix, numbers in left_out.items():
        _leave_out(result, prefix, numbers)
    return result


def _leave_out(data: QueryDict, prefix: str, numbers: set[int]) -> None:
    initial = data.get(f"{prefix}-INITIAL_FORMS", "")
    stored = int(initial) if initial.isascii() and initial.isdigit() and len(initial) < 6 else 0
    arrange(data, prefix, [(number, number < stored) for number in line_numbers(data, prefix) if number not in numbers], ())


def settle_lines(data: QueryDict, formsets: Iterable[Any]) -> None:
    """Number the lines as they are stored; those whose row is gone become new ones."""
    for formset in formsets:
        prefix, inner, pk_name = str(formset.prefix), inner_fields(formset), formset.model._meta.pk.name
        stored = {str(line.instance.pk) for line in formset.initial_forms}
        numbers = line_numbers(data, prefix)
        ids = {number: data.get(f"{prefix}-{number}-{pk_name}", "") for number in numbers}
        gone = {number for number in numbers if ids[number] and ids[number] not in stored}
        lines = [(number, ids[number] in stored) for number in numbers if not (number in gone and f"{prefix}-{number}-DELETE" in data)]
        initial = data.get(f"{prefix}-INITIAL_FORMS", "")
        if numbers and (gone or initial != str(sum(is_stored for _number, is_stored in lines))):
            arrange(data, prefix, lines, inner)


def recognise(data: QueryDict, formset: Any, base: Base) -> None:
    """Take new lines that this very form has stored already, before it was sent again, as the stored ones."""
    prefix, pk_name = formset.prefix, formset.model._meta.pk.name
    inner = inner_fields(formset) | {getattr(formset, "ordering_field", "")}
    known = base.get(prefix, {})
    since = [line for line in formset.initial_forms if str(line.instance.pk) not in known]
    for number in line_numbers(data, prefix) if since else ():
        if data.get(f"{prefix}-{number}-{pk_name}"):
            continue
        for line in since:
            theirs = [(bound.field, slots_of(bound)) for bound in typed_fields(line, inner)]
            named = [
                (each, [(f"{prefix}-{number}-{slot.removeprefix(f'{line.prefix}-')}", values) for slot, values in slots])
                for each, slots in theirs
            ]
            if all(bare(each, posted(slots, data)) == bare(each, slots) for each, slots in named):
                data[f"{prefix}-{number}-{pk_name}"] = str(line.instance.pk)
                data[f"{prefix}-{number}-{formset.fk.name}"] = ""
                quiet = getattr(formset, "ordering_field", "")
                if quiet in line.fields:
                    data.setlist(f"{prefix}-{number}-{quiet}", slots_of(line[quiet])[0][1])
                since.remove(line)
                break
