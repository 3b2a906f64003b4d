"""The reference data of the register: read from CSV files, verified, and merged without undoing editors' work.

A field is merged three ways: it is overwritten only while the register still holds what was last loaded.
"""

import csv
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from meetings import models as nouns
from qcdc.vietnamese import nfc

FOLDER = Path(__file__).parent / "data"


class BrokenData(Exception):
    """The data cannot be loaded: one line for each problem, with its file and line."""


@dataclass(frozen=True)
class Table:
    """A data file: what its rows become, what makes a row the same row over time, and how other files point at it."""

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    handle: str = ""

    @cached_property
    def fields(self) -> dict[str, Any]:
        return {each.name: each for each in self.model._meta.concrete_fields if each.editable and not each.primary_key}

    @cached_property
    def links(self) -> dict[str, str]:
        """The columns that point at rows of a file, with the name of that file."""
        files = {table.model: table.name for table in TABLES}
        return {name: files[each.related_model] for name, each in self.fields.items() if each.is_relation}


TABLES = [
    Table("regions", nouns.Region, ("code",), "code"),
    Table("provinces", nouns.Province, ("name", "valid_from"), "slug"),
    Table("successions", nouns.Succession, ("predecessor", "successor", "date")),
    Table("province_aliases", nouns.ProvinceAlias, ("province", "name")),
    Table("clusters", nouns.Cluster, ("slug",), "slug"),
    Table("cluster_members", nouns.Cluster.members.through, ("cluster", "province")),
    Table("themes", nouns.Theme, ("slug",), "slug"),
    Table("indicators", nouns.Indicator, ("slug",), "slug"),
    Table("roles", nouns.Role, ("slug",), "slug"),
    Table("organisations", nouns.Organisation, ("slug",), "slug"),
]


@dataclass
class Row:
    """A line of a data file, in values plain enough for JSON, and the record it is about."""

    where: str
    values: dict[str, Any]
    key: str = ""
    record: Any = None


@dataclass
class Tally:
    """What became of the rows of one file; `problems` names each row written, for a check to complain of."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    kept: int = 0
    problems: list[str] = field(default_factory=list)


def read_tables(folder: Path | None = None) -> dict[str, list[Row]]:
    """Read and verify the data files. Raises BrokenData with everything that is wrong."""
    problems: list[str] = []
    tables = {table.name: list(_rows(table, (folder or FOLDER) / f"{table.name}.csv", problems)) for table in TABLES}
    if problems := problems or list(_wrong_links(tables)) or list(_wrong_provinces(tables)):
        raise BrokenData("\n".join(problems))
    return tables


def _rows(table: Table, path: Path, problems: list[str]) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if wrong := {*(reader.fieldnames or [])} ^ {"source", "confirmed", *table.fields}:
                problems.append(f"{path.name}, line 1: columns missing or unknown: {', '.join(sorted(wrong))}")
                return
            for cells in reader:
                row = Row(f"{path.name}, line {reader.line_num}", {})
                if None in cells or None in cells.values():
                    problems.append(f"{row.where}: {len(reader.fieldnames or [])} cells are expected")
                    continue
                for column, text in cells.items():
                    try:
                        row.values[column] = _value(table, column, nfc(text.strip()))
                    except ValidationError as error:
                        problems.append(f"{row.where}: {column}: {' '.join(error.messages)}")
                yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(f"{path.name}: {error}")


def _value(table: Table, column: str, text: str) -> Any:
    known = table.fields.get(column)
    if not text and (column in ("source", table.handle) or (known and column in table.links and not known.null)):
        raise ValidationError("must not be empty.")
    if column == "confirmed" and text not in ("yes", "no"):
        raise ValidationError("must be yes or no.")
    if known is None or column in table.links or (known.null and not text):
        return text or None
    text = text.replace("|", "\n") if isinstance(known, models.TextField) else text
    return text == "yes" if column == "confirmed" else _plain(known.clean(text, None))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else str(value) if isinstance(value, str) else value


def _joined(values: Iterable[Any]) -> str:
    return "|".join(str(_plain(value) or "") for value in values)


def _wrong_links(tables: dict[str, list[Row]]) -> Iterator[str]:
    handles: dict[str, set[str]] = {table.name: set() for table in TABLES}
    for table in TABLES:
        keys = set()
        for row in tables[table.name]:
            for column, target in table.links.items():
                if (to := row.values.get(column)) and to not in handles[target]:
                    yield f"{row.where}: {column}: {target}.csv has no {to!r} (above, if it is the same file)"
            key, handle = tuple(row.values[column] for column in table.key), row.values.get(table.handle, "")
            if key in keys or (handle and handle in handles[table.name]):
                yield f"{row.where}: the same row stands above"
            keys.add(key)
            handles[table.name].add(handle)


def _wrong_provinces(tables: dict[str, list[Row]]) -> Iterator[str]:
    """Units of one name must follow one another, and what ended must be carried on by what exists that day."""
    units = {row.values["slug"]: row.values for row in tables["provinces"]}
    carried_on = {row.values["predecessor"] for row in tables["successions"] if row.values["kind"] != "partial"}
    ends: dict[str, str] = {}
    for row in tables["provinces"]:
        slug, name, start, end = (row.values[column] or "" for column in ("slug", "name", "valid_from", "valid_to"))
        if (end and end <= start) or (name in ends and not "" < ends[name] <= start):
            yield f"{row.where}: {name} must begin before it ends, and after the {name} of the line above has ended"
        if end and slug not in carried_on:
            yield f"{row.where}: {slug} has ended, and successions.csv does not say what carries it on"
        ends[name] = end
    for row in tables["successions"]:
        old, new, day = units[row.values["predecessor"]], units[row.values["successor"]], row.values["date"]
        if (row.values["kind"] != "partial" and old["valid_to"] != day) or not (new["valid_from"] or "") <= day < (new["valid_to"] or "9"):
            yield f"{row.where}: on {day} {old['slug']} must end and {new['slug']} must exist"


def load(folder: Path | None = None, *, force: bool = False, check: bool = False) -> dict[str, Tally]:
    """Merge the data files into the register, all or nothing; with `check`, say what would change and undo it."""
    tables = read_tables(folder)
    with transaction.atomic():
        run = _Run(force)
        report = {table.name: run.merge(table, tables[table.name]) for table in TABLES}
        transaction.set_rollback(check)
    return report


class _Run:
    """One run over the register; what was loaded before is held in memory."""

    def __init__(self, force: bool) -> None:
        self.force = force
        self.ids: dict[str, dict[str, int]] = {table.name: {} for table in TABLES}
        self.before: dict[str, dict[str, nouns.ReferenceRow]] = {table.name: {} for table in TABLES}
        for each in nouns.ReferenceRow.objects.filter(file__in=self.before):
            self.before[each.file][each.key] = each

    def merge(self, table: Table, rows: list[Row]) -> Tally:
        tally = Tally(rows=len(rows))
        before = self.before[table.name]
        into = {each.object_id: each for each in before.values()}
        self._find(table, rows)
        for row in rows:
            linked = self._linked(table, row)
            hangs = any(linked[column] is None and not table.fields[column].null for column in table.links)
            memory = before.get(row.key) or (into.get(row.record.pk) if row.record else None)
            if hangs or (memory and not row.record and not self.force):
                tally.kept += 1  # An editor deleted it, or what it hangs on.
                continue
            memory = memory or nouns.ReferenceRow(file=table.name)
            was = (memory.key, memory.object_id, memory.values)
            row.record = row.record or table.model()
            self._write(row, {table.fields[name].attname: linked[name] for name in linked if name in table.fields}, memory, tally)
            self.ids[table.name][row.values.get(table.handle, "")] = row.record.pk
            memory.key, memory.object_id = row.key, row.record.pk
            if was != (memory.key, memory.object_id, memory.values):
                memory.save()
        return tally

    def _linked(self, table: Table, row: Row) -> dict[str, Any]:
        """The values of a row, with ids for what it points at; None for what is not in the register."""
        return row.values | {name: self.ids[target].get(row.values[name]) for name, target in table.links.items()}

    def _find(self, table: Table, rows: list[Row]) -> None:
        """Give each row the record it was loaded into, or else the one with its key, or else the one with its address."""
        held = {each.pk: each for each in table.model._default_manager.all()}
        loaded = {key: held.get(each.object_id) for key, each in self.before[table.name].items()}
        alike = {_joined(getattr(each, table.fields[name].attname) for name in table.key): each for each in held.values()}
        addressed: dict[Any, Any] = {getattr(each, table.handle): each for each in held.values()} if table.handle else {}
        taken = set()
        for records in (loaded, alike, addressed):
            for row in rows:
                row.key = _joined(self._linked(table, row)[name] for name in table.key)
                record = records.get(row.values.get(table.handle, "") if records is addressed else row.key)
                if record and record.pk not in taken and not row.record:
                    row.record = record
                    taken.add(record.pk)

    def _write(self, row: Row, wanted: dict[str, Any], memory: nouns.ReferenceRow, tally: Tally) -> None:
        """Write what no editor has touched: what is as it was loaded, or was never loaded and is empty."""
        new = row.record.pk is None
        held, loaded = {name: _plain(getattr(row.record, name)) for name in wanted}, memory.values
        differs = {name for name in wanted if new or held[name] != wanted[name]}
        free = {name for name in differs if new or self.force or held[name] in ([loaded[name]] if name in loaded else ["", None])}
        memory.values = loaded | {name: wanted[name] for name in wanted if name in free or name not in differs}
        tally.kept += differs != free
        if not free:
            return
        tally.created += new
        tally.updated += not new
        tally.problems.append(f"{row.where}: the register " + ("lacks it" if new else f"has another {', '.join(sorted(free))}"))
        for name in free:
            setattr(row.record, name, row.record._meta.get_field(name).to_python(wanted[name]))
        row.record._change_reason = "load_reference"
        try:
            if isinstance(row.record, nouns.Cluster.members.through):
                row.record.cluster.members.add(row.record.province)  # So that the history of the cluster knows it.
                row.record = type(row.record).objects.get(**wanted)
            else:
                row.record.save()
        except IntegrityError as error:
            raise BrokenData(f"{row.where}: {error}") from error
