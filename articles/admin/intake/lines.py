"""The form as it is posted, as lists of lines: put in order, split, joined, added, left out; and the form that a record gives."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from articles.admin.intake.choices import Choices
from articles.admin.intake.forms import NEW, NONE, PARAGRAPH, as_text, span_of
from articles.admin.intake.line_forms import LINES
from articles.intake.record import ConferencePart, Record
from articles.intake.report import Span
from qcdc.numbers import NumberFormField
from qcdc.partial_dates import PartialDate
from qcdc.sent import line_numbers

MOST_LINES = 200
ACT = re.compile(r"([a-z]{1,20}):(?:([0-9]{1,3}):)?(up|down|join|split|add)")
SPLIT = {"directives": "text", "groups": "name", "captions": "text"}
"""Of which lines one field is split at an empty line, and which."""
JOINED = {
    "directives": {"text": "; ", "quote": " ", "addressees_printed": "; "},
    "groups": {"name": "; ", "quote": " "},
    "captions": {"text": "\n", "quote": " "},
    "officials": {"titles": "\n", "quote": " "},
}
SHOW = NumberFormField().prepare_value

Line = dict[str, list[str]]


def is_whole(data: QueryDict) -> bool:
    """Whether a form came with every list that it has: one that was cut off on its way is not taken for the truth."""
    return all(data.get(f"{prefix}-TOTAL_FORMS", "").isdigit() for prefix in LINES) and "article-headline" in data


def taken(data: QueryDict, prefix: str) -> list[Line]:
    """The lines of one kind in the order that they say, or as they stand."""
    lines: list[Line] = []
    lines += ({} for _number in line_numbers(data, prefix)[:MOST_LINES])
    for name, values in data.lists():
        kind, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if kind == prefix and number.isascii() and number.isdigit() and len(number) < 5 and int(number) < len(lines):
            lines[int(number)][field] = values
    return sorted(lines, key=_place)


def _place(line: Line) -> int:
    text = line.get("order", [""])[-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 99_999


def put(data: QueryDict, prefix: str, lines: list[Line]) -> None:
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del data[name]
    data[f"{prefix}-TOTAL_FORMS"] = str(len(lines))
    for number, line in enumerate(lines):
        for field, values in (line | {"order": [str(number + 1)]}).items():
            data.setlist(f"{prefix}-{number}-{field}", values)


def settled(data: QueryDict, text: str, act: str = "") -> QueryDict:
    """The form with its lines in order and split at their empty lines, after what a button asked for (`directives:3:up`)."""
    result = data.copy()
    asked = ACT.fullmatch(act)
    for prefix in LINES:
        lines = taken(result, prefix)
        if asked and asked[1] == prefix:
            lines = _done(lines, prefix, asked[3], int(asked[2] or 0), text)
        lines = [part for line in lines for part in _parts(line, prefix, text)]
        if prefix == "officials":
            _name_new(lines)
        put(result, prefix, lines[:MOST_LINES])
    return result


def _done(lines: list[Line], prefix: str, what: str, number: int, text: str) -> list[Line]:
    if what == "add":
        return [*lines, {"roles": ["attendee"], "official": [NEW]} if prefix in {"officials", "groups"} else {}]
    other = number - 1 if what in {"up", "join"} else number + 1
    if what == "split" or not (0 <= number < len(lines) and 0 <= other < len(lines)):
        return lines
    if what == "join":
        if prefix in JOINED:
            lines[other] = _joined(lines[other], lines.pop(number), prefix, text)
    else:
        lines[number], lines[other] = lines[other], lines[number]
    return lines


def _joined(one: Line, other: Line, prefix: str, text: str) -> Line:
    result = dict(one)
    for field, between in JOINED[prefix].items():
        parts = [part for line in (one, other) if (part := line.get(field, [""])[-1].strip())]
        result[field] = [between.join(dict.fromkeys(part.rstrip(";") if between == "; " else part for part in parts))]
    for field in ("roles", "themes", "addressee_provinces", "officials"):
        if field in one or field in other:
            result[field] = list(dict.fromkeys([*one.get(field, []), *other.get(field, [])]))
    first, second = (span_of(line.get("span", [""])[-1]) for line in (one, other))
    if first and second:
        start, end = min(first.start, second.start), max(first.end, second.end)
        result["span"], result["quote"] = [f"{start}-{end}"], [text[start:end]]
    return result


def _parts(line: Line, prefix: str, text: str) -> list[Line]:
    """The line, or one for each part that an empty line sets off."""
    field = SPLIT.get(prefix, "")
    words = line.get(field, [""])[-1].replace("\r\n", "\n")
    parts = [part.strip() for part in PARAGRAPH.split(words) if part.strip()]
    if len(parts) < 2:
        return [line]
    span = span_of(line.get("span", [""])[-1])
    return [line | {field: [part]} | _where(part, span, text) for part in parts]


def _where(part: str, span: Span | None, text: str) -> Line:
    """Where a part of a line stands in the text: its first and last words are looked for."""
    if span is None:
        return {}
    inside = text[span.start : span.end]
    start = inside.find(part.strip(" .;…")[:40])
    end = inside.find(part.strip(" .;…")[-40:], max(start, 0))
    if start < 0 or end < 0:
        return {}
    start, end = span.start + start, span.start + end + len(part.strip(" .;…")[-40:])
    return {"span": [f"{start}-{end}"], "quote": [text[start:end]]}


def _name_new(lines: list[Line]) -> None:
    known = {line.get("key", [""])[-1] for line in lines}
    number = 0
    for line in lines:
        if not line.get("key", [""])[-1]:
            while (key := f"new{number}") in known:
                number += 1
            line["key"] = [key]
            known.add(key)


# From a record


def fields_of(record: Record, choices: Choices) -> list[list[str]]:
    """A record as its form would be posted."""
    fields = _Fields(choices.bodies.labels)
    fields.add("article", **_plain(record.article) | {"body": as_text(record.article.body)})
    fields.add_conference(record.conference)
    for prefix in LINES:
        lines = getattr(record, prefix)[:MOST_LINES]
        fields.add(prefix, TOTAL_FORMS=str(len(lines)))
        for number, line in enumerate(lines):
            fields.add_line(f"{prefix}-{number}", line, number + 1)
    return fields.pairs


class _Fields:
    """The fields of a form, as they are filled from a record."""

    def __init__(self, names: dict[int, str]) -> None:
        self.names = names
        self.pairs: list[list[str]] = []

    def add(self, prefix: str, **values: Any) -> None:
        for name, value in values.items():
            several = isinstance(value, tuple)
            texts = [_text(each) for each in (value if several else [value])]
            self.pairs.extend([f"{prefix}-{name}", text] for text in texts if text or not several)

    def add_conference(self, part: ConferencePart | None) -> None:
        if part is None:
            self.add("conference", which=NONE)
            return
        values = _plain(part, "existing", "new_organisers") | {"which": part.existing or NEW}
        values["organisers"] = self._bodies(part.organisers, part.new_organisers)
        self.add("conference", **values | _dates(part, "date", "end_date"))

    def add_line(self, prefix: str, line: Any, order: int) -> None:
        values = _plain(line) | {"order": order}
        if "official" in values:
            values |= {"official": values["official"] or NEW, "titles": "\n".join(values["titles"])}
        for name in {"organisation", "issuing_organisation"} & values.keys():
            values[name] = self._bodies([values[name]])
        if "addressee_organisations" in values:
            values["addressee_organisations"] = self._bodies(values["addressee_organisations"])
        self.add(prefix, **values | _dates(line, "period_start", "period_end", "due_date"))

    def _bodies(self, keys: Iterable[int | None], more: Iterable[str] = ()) -> str:
        return "\n".join([*(self.names[key] for key in keys if key in self.names), *more])


def _plain(part: Any, *but: str) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__ if name not in but}


def _dates(part: Any, *names: str) -> dict[str, str]:
    """Partial dates as they are typed."""
    return {name: PartialDate.parse(value).label() for name in names if (value := getattr(part, name, ""))}


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, Span):
        return f"{value.start}-{value.end}"
    return str(SHOW(value))
