"""Numbers as Vietnamese offices write them: a dot parts the thousands, a comma the decimals (DOMAIN: 18.253; 28,77 %)."""

import re
from decimal import Decimal
from typing import Any

from django import forms

THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?")


class NumberFormField(forms.DecimalField):
    """Takes 18.253 for eighteen thousand, 28,77 and 28.77 alike, and shows what it keeps in the same way."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "size": "12"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0]", "", value)
            if THOUSANDS.fullmatch(value):
                value = value.replace(".", "")
            value = value.replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
