"""What has changed between two versions of a row, in the words of the record instead of those of its table."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorField
from simple_history.template_utils import HistoricalRecordContextHelper, ObjDiffDisplay

from qcdc.partial_dates import PartialDate
from qcdc.prose import plain


class _Shortened(ObjDiffDisplay):
    def shortened_str(self, prefix: str, num_skipped_chars: int, suffix: str) -> str:
        return f"{prefix} […] {suffix}"


class ChangesInWords(HistoricalRecordContextHelper):
    """The changes of a version as the page of the history shows them."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        prepared = super().prepare_delta_change_value(change, value)
        return ", ".join(str(each) for each in prepared) if isinstance(prepared, list) else in_words(field, prepared)

    def get_obj_diff_display(self) -> ObjDiffDisplay:
        return _Shortened(max_length=self.max_displayed_delta_change_chars)


def in_words(field: Any, value: Any) -> str:
    """The value of a field as an editor would say it."""
    if value is None or value == "":
        return "—"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, PartialDate):
        return value.label()
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(field, ProseEditorField):
        return plain(value)
    return str(localize(value))
