"""A chosen file outlives a form that was refused for something else: it need not be chosen again."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qcdc.uploads import LARGEST_FILE

FOLDER = "kept-uploads"
LASTS = datetime.timedelta(days=1)
SALT = "qcdc.kept_files"


class KeepsFile(forms.FileInput):
    """A file field that takes the file of the refused form before, unless another is chosen."""

    kept: tuple[str, str] | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        return chosen if chosen is not None else taken_up(data.get(f"{name}-kept", ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}-kept" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        return self.kept is None and super().use_required_attribute(initial)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = super().render(name, value, attrs, renderer)
        if self.kept is None:
            return shown
        token, filename = self.kept
        note = _("“%(name)s” is kept; choose another file only to replace it.") % {"name": filename}
        return format_html('<input type="hidden" name="{}-kept" value="{}"><p class="kept-file">{}</p>{}', name, token, note, shown)


def keep_chosen(field: Any) -> None:
    """Have a file field of a desk's form outlive a refusal."""
    widget = field.widget
    if isinstance(widget, forms.FileInput) and not isinstance(widget, KeepsFile) and not widget.allow_multiple_selected:
        widget.__class__ = type(widget.__class__.__name__, (KeepsFile, widget.__class__), {})


def keep_files(form: Any) -> None:
    """Put the files of a refused form aside, those that were checked and found good."""
    for name, field in form.fields.items():
        if not isinstance(field.widget, KeepsFile) or not isinstance(getattr(form, "cleaned_data", {}).get(name), UploadedFile):
            continue
        file = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        if file and file.size <= LARGEST_FILE:
            field.widget.kept = (getattr(file, "kept_token", "") or _put_aside(file), file.name)


def _put_aside(file: Any) -> str:
    today = timezone.localdate()
    _throw_away_old(today)
    file.seek(0)
    path = default_storage.save(f"{FOLDER}/{today.isoformat()}/{uuid.uuid4().hex}", file)
    return signing.dumps([path, file.name, file.content_type or ""], salt=SALT, compress=True)


def taken_up(token: str) -> SimpleUploadedFile | None:
    """The file that was put aside under a token, or None."""
    try:
        path, name, kind = signing.loads(token, salt=SALT, max_age=LASTS)
        with default_storage.open(path) as stored:
            file = SimpleUploadedFile(name, stored.read(), content_type=kind)
    except (signing.BadSignature, OSError, ValueError, TypeError):
        return None
    file.kept_token, file.kept_path = token, path  # type: ignore[attr-defined]
    return file


def forget_files(form: Any) -> None:
    """What was put aside is saved now."""
    for name, field in form.fields.items():
        if isinstance(field.widget, KeepsFile):
            file = taken_up(form.data.get(f"{form.add_prefix(name)}-kept", ""))
            if file:
                default_storage.delete(file.kept_path)  # type: ignore[attr-defined]


def _throw_away_old(today: datetime.date) -> None:
    if not default_storage.exists(FOLDER):
        return
    oldest = (today - LASTS).isoformat()
    for day in default_storage.listdir(FOLDER)[0]:
        if day < oldest:
            for name in default_storage.listdir(f"{FOLDER}/{day}")[1]:
                default_storage.delete(f"{FOLDER}/{day}/{name}")
            default_storage.delete(f"{FOLDER}/{day}")
