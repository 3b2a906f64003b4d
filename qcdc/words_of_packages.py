"""What the packages put on a page in English without asking for a translation, put into the words of the page."""

from typing import Any

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def yes_or_no(value: bool | None) -> SafeString:
    """The sign for yes, no or unknown in a list or a field to be seen only, with its word for whoever does not see it."""
    name, word = {True: ("yes", _("Yes")), False: ("no", _("No"))}.get(value, ("unknown", _("Unknown")))  # type: ignore[arg-type]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), word)


def attempt_in_words(attempt: Any) -> str:
    """Somebody who logged in, or tried to: the name that was typed, and when."""
    moment = date_format(timezone.localtime(attempt.attempt_time), "SHORT_DATETIME_FORMAT")
    return f"{attempt.username or '—'}, {moment}"


admin_list._boolean_icon = yes_or_no  # type: ignore[attr-defined]
for model in (AccessAttempt, AccessFailureLog, AccessLog):
    model.add_to_class("__str__", attempt_in_words)
AccessAttemptAdmin.status.short_description = gettext_lazy("state")
