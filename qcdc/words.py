"""How the values of the record are put into words on a page."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from qcdc import vietnamese
from qcdc.partial_dates import PartialDate

register = template.Library()

register.filter("initials", vietnamese.initials)


@register.filter
def partial(value: Any) -> SafeString | str:
    """A date known to the day, month or year, as precisely as it is known."""
    if not isinstance(value, PartialDate):
        return str(value or "")
    return format_html('<time datetime="{}">{}</time>', str(value), value.label())


@register.filter
def moment(value: Any) -> str:
    """A moment as `<time>` takes it, to the second and with the offset of the place: 2018-05-29T15:30:00+07:00."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""


@register.filter
def number(value: Any) -> str:
    """A number without idle zeros, with the separators of the page's language."""
    if value is None or value == "":
        return ""
    amount = Decimal(value)
    whole = amount == amount.to_integral_value()
    text = amount.quantize(Decimal(1)) if whole else amount.normalize()
    return str(formats.number_format(text, use_l10n=True, force_grouping=True))


@register.filter
def named(thing: Any) -> str:
    """The name of a register's row in the language of the page: its English name on English pages, where it has one."""
    english = getattr(thing, "name_en", "") if get_language() == "en" else ""
    return english or str(thing)
