"""How the API writes values: dates as exactly as they are known, numbers without idle zeros, clean HTML, lines as lists."""

from decimal import Decimal
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from qcdc import prose

PARTIAL_DATE = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2018", "2018-05", "2018-05-29"]}
NUMBER = {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["54", "28.77"]}


class _Written(serializers.Field):
    """A value that is only ever read."""

    def __init__(self, **kwargs: Any) -> None:
        known = ("source", "label", "help_text", "allow_null")
        super().__init__(read_only=True, **{name: kwargs[name] for name in known if name in kwargs})


@extend_schema_field(PARTIAL_DATE)
class PartialDateValue(_Written):
    """A day, a month or a year in ISO 8601; null where it is not known."""

    def to_representation(self, value: Any) -> str | None:
        return str(value) or None


class PrecisionValue(_Written):
    """How exactly the partial date beside it is known; null where there is none."""

    def __init__(self, source: str, *, allow_null: bool = True) -> None:
        super().__init__(source=source, allow_null=allow_null, help_text=f"How exactly `{source}` is known.")

    def to_representation(self, value: Any) -> str | None:
        return value.precision if value else None


class PrecisionSchema(OpenApiSerializerFieldExtension):
    """One name in the schema for the three precisions, whichever date they go with."""

    target_class = "qcdc.values.PrecisionValue"

    def get_name(self) -> str:
        return "PrecisionEnum"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        return {"type": "string", "enum": ["year", "month", "day"]}


@extend_schema_field(NUMBER)
class NumberValue(_Written):
    """An exact number as a string, without idle zeros: "54", "28.77"."""

    def to_representation(self, value: Decimal) -> str:
        text = f"{Decimal(value):f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


class ChoiceValue(serializers.ChoiceField):
    """One of a fixed set of values; null where nothing was chosen."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


@extend_schema_field(OpenApiTypes.STR)
class ProseValue(_Written):
    """Rich text as HTML, cleaned once more on its way out."""

    def to_representation(self, value: str) -> str:
        return prose.clean(value or "")


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class LinesValue(_Written):
    """A text of one entry a line, as a list."""

    def to_representation(self, value: str) -> list[str]:
        return [line.strip() for line in value.splitlines() if line.strip()]
