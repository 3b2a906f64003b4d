"""What the reader says of each field and line of the form, and where their words stand in the text."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from articles.admin.intake.forms import span_of
from articles.admin.intake.marks import Mark
from articles.admin.intake.words import Note, note_of
from articles.intake.report import Found, Official, Report, Span

ARTICLE = {
    "headline": ["headline"],
    "kicker": ["kicker"],
    "lead": ["lead"],
    "dateline_code": ["dateline_code"],
    "dateline_place": ["dateline_place"],
    "day_phrase": ["day_phrase"],
    "byline": ["bylines"],
    "source": ["source"],
}
CONFERENCE = {
    "title": ["title"],
    "kind": ["kind"],
    "date": ["event_date", "event_day", "header"],
    "end_date": ["event_end"],
    "part_of_day": ["part_of_day"],
    "venue": ["venue"],
    "host_province": ["host_province"],
    "link_ups": ["link_ups"],
    "organisers": ["organisers"],
    "cluster": ["cluster"],
    "provinces": ["provinces"],
}
"""Which values of the report each field takes."""
OF_KIND = {"date": "day", "end_date": "day", "part_of_day": "day", "day_phrase": "day"} | dict.fromkeys(
    ("host_province", "link_ups", "cluster", "provinces", "dateline_place"), "place"
)
NOT_MARKED = {"kind"}
KIND_OF_LINES = {"officials": "official", "groups": "group", "figures": "figure", "directives": "directive", "captions": "caption"}

KEYS: dict[str, Any] = {
    "groups": lambda value: [value.name],
    "figures": lambda value: [value.quote],
    "directives": lambda value: [value.text, value.quote],
    "captions": lambda value: [value.text],
}
"""By which of its values a line of the form is known again."""
NOTED: dict[str, dict[str, Any]] = {
    "officials": {
        "name": lambda value: [value.name],
        "titles": lambda value: value.titles,
        "roles": lambda value: value.roles,
        "organisation": lambda value: [value.body],
    },
    "groups": {"name": lambda value: [value.name]},
    "figures": {
        "quote": lambda value: [value.quote],
        **{name: attrgetter(name) for name in ("value", "unit", "percent", "done", "plan", "indicator", "level")},
        "period_start": attrgetter("period"),
        "province": attrgetter("place"),
    },
    "directives": {
        "text": lambda value: [value.text],
        "issuer": lambda value: value.issuers,
        "addressees_printed": lambda value: value.addressees,
    },
    "captions": {"text": lambda value: [value.text], "credit": attrgetter("credit")},
}
"""Which values of a line's part of the report stand in which field."""


def _annotate(form: Any, prefix: str, value: Any) -> None:
    """What the reader says of a line."""
    for name, values in NOTED[prefix].items():
        found = [each for each in _each(values(value)) if each is not None]
        if found:
            form.note(name, note_of(*found))
    if prefix == "officials":
        form.spans = tuple(dict.fromkeys((*form.spans, value.name.span, *_spans(value.titles), *value.mentions)))


def _each(value: Any) -> Iterable[Found[Any]]:
    return value if isinstance(value, (tuple, list)) else [value] if value is not None else []


def _spans(found: Iterable[Found[Any]]) -> list[Span]:
    return [each.span for each in found]


def _key(found: Found[Any]) -> tuple[int, int]:
    return found.span.start, found.span.end


def take_notes(
    report: Report, article: Any, conference: Any, lines: dict[str, list[Any]], person: Callable[[Span | None, str], Official | None]
) -> None:
    """Say of every field what the reader says of the value in it. An empty field only shows where its words would stand."""
    for form, fields in ((article, ARTICLE), (conference, CONFERENCE)):
        for name, sources in fields.items():
            note = note_of(*(each for source in sources for each in _each(getattr(report, source))))
            if form.typed(name):
                form.note(name, note)
            elif note.spans:
                form.note(name, Note("", note.spans))
    found = {prefix: {_key(value): each for each in getattr(report, prefix) for value in values(each)} for prefix, values in KEYS.items()}
    for prefix, forms in lines.items():
        for form in forms:
            span = span_of(form.typed("span"))
            form.spans = (span,) if span else ()
            if prefix == "officials":
                value: Any = person(span, form.typed("name"))
            else:
                value = found[prefix].get((span.start, span.end)) if span else None
            if value is not None:
                _annotate(form, prefix, value)


def marks_of(report: Report, article: Any, conference: Any, lines: dict[str, list[Any]]) -> list[Mark]:
    """The stretches of the text that stand in a field."""
    found = [Mark(span.start, span.end, "furniture", "intake-left-out") for span in _spans(report.furniture)]
    for form, fields, kind in ((article, ARTICLE, "article"), (conference, CONFERENCE, "conference")):
        for name in fields.keys() - NOT_MARKED:
            note = form.notes.get(name)
            target = f"row-{form.prefix}-{name}"
            found += [Mark(span.start, span.end, OF_KIND.get(name, kind), target) for span in (note.spans if note else ())]
    for prefix, forms in lines.items():
        for form in forms:
            if not form.typed("drop"):
                found += [Mark(span.start, span.end, KIND_OF_LINES[prefix], form.prefix) for span in form.spans]
    return found
