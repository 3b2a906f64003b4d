"""Records of the API as rows of a table: which columns the serializer of a noun has, and what stands in each."""

import json
from typing import Any

from rest_framework import serializers

from qcdc.links import Link

LINK = ("id", "name", "url")
BETWEEN = "; "


def columns_of(serializer: Any) -> list[str]:
    """The columns of a table of such records; what is nested stands as `host_province.name`, what is many in one cell."""
    found: list[str] = []
    for name, field in (serializer() if isinstance(serializer, type) else serializer).fields.items():
        if isinstance(field, Link):
            found += [f"{name}.{part}" for part in LINK]
        elif isinstance(field, serializers.Serializer):
            found += [f"{name}.{part}" for part in columns_of(field)]
        else:
            found.append(name)
    return found


def row_of(record: dict[str, Any], columns: list[str]) -> list[Any]:
    """A record's values in the order of the columns."""
    return [_cell(_at(record, column)) for column in columns]


def _at(record: Any, column: str) -> Any:
    for part in column.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if all(isinstance(each, dict) and "name" in each for each in value):
            return BETWEEN.join(str(each["name"]) for each in value)
        if not any(isinstance(each, (dict, list)) for each in value):
            return BETWEEN.join(str(each) for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
