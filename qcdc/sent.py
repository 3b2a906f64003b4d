"""A form as a browser sends it: the marks it carries, its fields, its lines, and what it started from.

The page of a guarded form holds a token (which opened form this is), the revision of the row it shows, whose form it is,
and the base: a short digest of every field as it was, from which one sees later who changed what.
"""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.models import BaseModelFormSet
from django.http import QueryDict
from django_prose_editor.widgets import ProseEditorWidget

from qcdc import prose
from qcdc.fields import one_newline
from qcdc.vietnamese import nfc

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,22}")
LARGEST_REVISION = 2_147_483_647
MARKS = ("form_token", "form_revision", "form_user", "form_base")
NOT_TYPED = {"csrfmiddlewaretoken", *MARKS}
CHOSEN = ("choose:", "slots:", "theirs:", "row:")
AUTO = "auto"
DIGEST = 8

Base = dict[str, dict[str, str]]
Slots = list[tuple[str, list[str]]]


def new_token() -> str:
    return secrets.token_urlsafe(16)


class Sent:
    """What a guarded form was sent with. Marks that are none are taken as missing."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        token = data.get("form_token", "")
        self.token = token if TOKEN.fullmatch(token) else ""
        revision = data.get("form_revision", "")
        known = revision.isascii() and revision.isdigit() and len(revision) < 11
        self.revision = int(revision) if known and int(revision) <= LARGEST_REVISION else None
        self.user = data.get("form_user", "")
        self.base = base_from(data.get("form_base", ""))

    def is_of(self, user: Any) -> bool:
        """Whether the form was opened by this user; a form that does not say is taken as hers."""
        return self.user in ("", str(user.pk))

    @property
    def fields(self) -> list[list[str]]:
        """What was typed and the marks, as they are kept: [name, value] in the order of the page."""
        kept = ((name, values) for name, values in self.data.lists() if name in MARKS or is_typed(name))
        return [[clean(name), clean(value)] for name, values in kept for value in values]

    @property
    def saved_mark(self) -> str:
        """What a row remembers of the form that saved it: the same form sent twice has the same."""
        if not self.token:
            return ""
        typed = sorted([name, value] for name, value in self.fields if name not in MARKS)
        digest = hashlib.blake2b(json.dumps(typed).encode(), digest_size=9).digest()
        return f"{self.token}:{base64.urlsafe_b64encode(digest).decode()}"

    @property
    def auto_mark(self) -> str:
        """What a row remembers of a form that saved itself while it was being typed into."""
        return f"{self.token}:{AUTO}" if self.token else ""

    def was_saved_by(self, row: Any) -> bool:
        """Whether this very form, with these very words, is what the row was saved with."""
        return bool(self.token) and row.saved_with == self.saved_mark

    def is_up_to_date(self, row: Any) -> bool:
        """Whether nobody else saved since; an answer to its own saving while typing may have been lost on the way."""
        return self.revision == row.revision or (bool(self.token) and row.saved_with == self.auto_mark)


def is_typed(name: str) -> bool:
    """Whether a field holds what somebody typed: buttons and what the admin adds begin with a line."""
    return name not in NOT_TYPED and not name.startswith("_")


def clean(text: str) -> str:
    """The text without what no database keeps."""
    return text.replace("\x00", "")


def as_data(fields: Iterable[Any]) -> QueryDict:
    """Kept fields as a form takes them; what is no pair of texts is left out."""
    data = QueryDict(mutable=True)
    for pair in fields:
        if isinstance(pair, (list, tuple)) and len(pair) == 2 and all(isinstance(each, str) for each in pair):
            data.appendlist(pair[0], pair[1])
    return data


# Fields as a browser posts them


def widget_of(field: Any) -> Any:
    widget = field.widget
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def slots_of(bound: Any) -> Slots:
    """What the browser would send of a field that nobody touched: its names with their values."""
    widget: Any = widget_of(bound.field)
    value, name = bound.value(), bound.html_name
    if isinstance(widget, forms.MultiWidget):
        parts: Any = value if isinstance(value, (list, tuple)) else widget.decompress(value)
        suffixes: list[str] = widget.widgets_names  # type: ignore[attr-defined]
        named = zip(suffixes, widget.widgets, parts, strict=False)
        return [(f"{name}{suffix}", [str(each.format_value(part) or "")]) for suffix, each, part in named]
    if isinstance(widget, forms.CheckboxInput):
        return [(name, ["on"] if widget.check_test(value) else [])]
    if isinstance(widget, forms.Select):
        chosen = [str(each) for each in widget.format_value(value)]
        return [(name, chosen if widget.allow_multiple_selected else chosen[:1] or [""])]
    return [(name, ["" if (shown := widget.format_value(value)) is None else str(shown)])]


def posted(slots: Slots, data: Any) -> Slots:
    """What was sent in the place of these slots."""
    return [(name, data.getlist(name) if len(was) != 1 or name in data else [""]) for name, was in slots]


def bare(field: Any, slots: Slots) -> list[list[str]]:
    """The values as they count when two are compared: Unicode in one form, lines ended in one way, rich text cleaned."""
    widget = widget_of(field)
    if isinstance(widget, forms.CheckboxInput):
        return [["on"] if any(value not in {"", "False", "false", "0"} for _name, values in slots for value in values) else []]
    tidy = prose.clean if isinstance(widget, ProseEditorWidget) else str.strip
    rows = [[tidy(one_newline(nfc(clean(value)))) for value in values] for _name, values in slots]
    several = isinstance(widget, forms.Select) and widget.allow_multiple_selected
    return [sorted(filter(None, row)) if several else row for row in rows]


def digest_of(field: Any, slots: Slots) -> str:
    text = json.dumps(bare(field, slots)).encode()
    return base64.urlsafe_b64encode(hashlib.blake2b(text, digest_size=6).digest()).decode()


# The base: what a form showed when it was opened


def typed_fields(form: Any, without: Iterable[str] = ()) -> Iterator[Any]:
    """The fields of a form that somebody types into, file fields aside: a browser cannot send those anew."""
    skipped = set(without)
    for name, field in form.fields.items():
        if name not in skipped and not isinstance(widget_of(field), forms.FileInput) and not field.disabled:
            yield form[name]


def inner_fields(formset: Any) -> set[str]:
    """The fields of lines that say what a line is, not what stands in it."""
    return {formset.model._meta.pk.name, formset.fk.name, "DELETE"}


def base_of(form: Any, formsets: Iterable[BaseModelFormSet]) -> Base:
    """The digests of a form's fields as they are, and of each line's by its id."""
    base: Base = {"": {"": _digests(typed_fields(form))}}
    for formset in formsets:
        inner = inner_fields(formset)
        base[str(formset.prefix)] = {str(line.instance.pk): _digests(typed_fields(line, inner)) for line in formset.initial_forms}
    return base


def _digests(fields: Iterable[Any]) -> str:
    return "".join(digest_of(bound.field, slots_of(bound)) for bound in fields)


def base_text(base: Base) -> str:
    return json.dumps(base, separators=(",", ":"))


def base_from(text: str) -> Base:
    """The base that a form was sent with; empty where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    lines = {prefix: each for prefix, each in found.items() if isinstance(each, dict)}
    return {prefix: {pk: text for pk, text in each.items() if isinstance(text, str)} for prefix, each in lines.items()}


def base_digests(base: Base, prefix: str, pk: str, count: int) -> list[str] | None:
    """The digests of one form or line, or None where they are not known."""
    text = base.get(prefix, {}).get(pk)
    if text is None or len(text) != DIGEST * count:
        return None
    return [text[place : place + DIGEST] for place in range(0, len(text), DIGEST)]


# Lines


def line_numbers(data: Any, prefix: str) -> range:
    """The numbers of the lines that were sent under a prefix."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return range(min(int(total), 2000)) if total.isascii() and total.isdigit() and len(total) < 6 else range(0)


def arrange(data: Any, prefix: str, lines: list[tuple[int, bool]], inner: Iterable[str]) -> None:
    """Number the lines anew in this order; of each is said whether it is one that is stored, else it becomes a new one."""
    moved: dict[str, list[str]] = {}
    inside: dict[int, dict[str, list[str]]] = {}
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        number, _dash, name = key.removeprefix(f"{prefix}-").partition("-")
        if number.isascii() and number.isdigit() and len(number) < 6:
            inside.setdefault(int(number), {})[name] = data.pop(key)
    ordered = [*(each for each in lines if each[1]), *(each for each in lines if not each[1])]
    for place, (number, stored) in enumerate(ordered):
        for name, values in inside.get(number, {}).items():
            if stored or name != "DELETE":
                moved[f"{prefix}-{place}-{name}"] = values if stored or name not in inner else [""]
    for key, values in moved.items():
        data.setlist(key, values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(ordered))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(stored for _number, stored in ordered))
