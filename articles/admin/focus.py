"""The focal point of a photo: two numbers that anybody can type, and a picture to point at where there is JavaScript."""

import re
from typing import Any

from django import forms
from django.forms import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

STORED = re.compile(r"(\d(?:\.\d+)?)x(\d(?:\.\d+)?)")


class FocusWidget(forms.MultiWidget):
    """How far from the left and from the top, in hundredths."""

    template_name = "admin/articles/focus.html"

    class Media:
        js = [Script("js/photo-page.js", type="module")]
        css = {"all": ["css/photo-desk.css"]}

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"x": forms.NumberInput(), "y": forms.NumberInput()}, attrs)
        self.preview = ""

    def decompress(self, value: str | None) -> list[int]:
        stored = STORED.fullmatch(value or "")
        return [round(100 * float(part)) for part in stored.groups()] if stored else [50, 50]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"preview": self.preview}

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """Its template is one of the site's; the renderer of forms knows only those of Django."""
        return render_to_string(template_name, context)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class FocusField(forms.MultiValueField):
    """A focal point as the model keeps it: 0.5x0.25 is halfway across and a quarter down."""

    widget = FocusWidget

    def __init__(self, **kwargs: Any) -> None:
        part = {"min_value": 0, "max_value": 100, "required": False}
        options = {
            "label": _("focal point"),
            "help_text": _("What must not be cut off where a card shows only a part: in hundredths from the left and from the top."),
            "required": False,
        }
        super().__init__(fields=[forms.IntegerField(**part), forms.IntegerField(**part)], **options | kwargs)  # type: ignore[arg-type]

    def compress(self, data_list: Any) -> str:
        across, down = [50 if part is None else part for part in data_list or [None, None]]
        return f"{across / 100:g}x{down / 100:g}"
