"""Making a dump: every public record, read at one moment and written row by row, so that its size costs no memory."""

import csv
import hashlib
import io
import json
import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone

from qcdc.changes.cursors import cursor, here
from qcdc.changes.models import PublicRecord, State
from qcdc.changes.settling import settle_all
from qcdc.changes.store import with_origin
from qcdc.dumps import shelf
from qcdc.dumps.snapshot import one_moment
from qcdc.flat import row_of
from qcdc.origin import origin
from qcdc.spreadsheet import csv_cell

ROWS_AT_ONCE = 200
BEYOND_THE_ROW = ["version", "modified"]
LICENCE = (
    "Anybody may read, quote and reuse it, as long as the source is named with its address and nothing is distorted. "
    "Photos belong to those named under them. The whole terms are at the address in `terms`."
)


@dataclass(frozen=True)
class Table:
    """A noun as it is dumped: the name of its files, and the columns of its table."""

    noun: str
    name: str
    columns: list[str]


class Summary:
    """What a copy of a noun must come to: how many records, and the checksum that /api/v1/checksums/ gives."""

    def __init__(self) -> None:
        self.count, self.last, self.digest = 0, 0, hashlib.sha256()

    def add(self, record: PublicRecord) -> None:
        self.count += 1
        self.last = max(self.last, record.version)
        self.digest.update(f"{record.object_id}:{record.version}\n".encode())

    def told(self) -> dict[str, Any]:
        return {"count": self.count, "checksum": self.digest.hexdigest(), "last_version": self.last}


def make_dump(tables: list[Table]) -> shelf.Dump:
    """Write a new dump and put it on the shelf; one reader at a time (`shelf.alone`)."""
    deque(settle_all(), maxlen=0)
    site, now = origin(), timezone.now()
    stamp = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z"
    with shelf.new_folder(stamp) as folder:
        with one_moment():
            place = cursor(*here())
            summaries = {table.name: _write_table(table, folder, f"qcdc-{stamp}-{table.name}", site) for table in tables}
        files = [
            {"name": path.name, "noun": table.name, "format": form, "records": summaries[table.name].count} | _measured(path)
            for table in tables
            for form in ("jsonl", "csv")
            for path in [folder / f"qcdc-{stamp}-{table.name}.{form}.zip"]
        ]
        manifest = {
            "generated_at": timezone.localtime(now).isoformat(timespec="seconds"),
            "cursor": place,
            "name": f"qcdc-{stamp}-{shelf.MANIFEST}",
            "records": {name: summary.count for name, summary in summaries.items()},
            "checksums": {name: summary.told() for name, summary in summaries.items()},
            "files": files,
            "changes": f"{site}{reverse('api:root')}changes/?since={place}",
            "schema": f"{site}{reverse('api:schema')}",
            "licence": LICENCE,
            "terms": f"{site}{reverse('page', args=['dieu-khoan'])}",
        }
        with _on_disk(folder / shelf.MANIFEST) as file:
            file.write(json.dumps(manifest, ensure_ascii=False, indent=2).encode())
    return shelf.Dump(shelf.shelf() / stamp, manifest)


def _write_table(table: Table, folder: Path, stem: str, site: str) -> Summary:
    """Both files of a noun, in one reading."""
    summary = Summary()
    header = [*table.columns, *BEYOND_THE_ROW]
    with ExitStack() as stack:
        lines = stack.enter_context(_packed(folder / f"{stem}.jsonl.zip", f"{table.name}.jsonl"))
        packed = stack.enter_context(_packed(folder / f"{stem}.csv.zip", f"{table.name}.csv"))
        text = stack.enter_context(io.TextIOWrapper(packed, encoding="utf-8", newline="", write_through=True))
        text.write("\ufeff")
        rows = csv.writer(text)
        rows.writerow(header)
        for record in _public(table.noun):
            summary.add(record)
            told = _told(record)
            row, more = (with_origin(bytes(part or b"{}"), site) for part in (record.row, record.more))
            lines.write(_joined(row, more, told) + b"\n")
            listed = json.loads(row) | told
            rows.writerow([csv_cell(value) for value in row_of(listed, header)])
    return summary


def _public(noun: str) -> Iterator[PublicRecord]:
    found = PublicRecord.objects.filter(noun=noun, state=State.PUBLIC).order_by("object_id")
    return found.only("object_id", "version", "modified", "row", "more").iterator(chunk_size=ROWS_AT_ONCE)


def _told(record: PublicRecord) -> dict[str, Any]:
    return {"version": record.version, "modified": timezone.localtime(record.modified).isoformat()}


def _joined(row: bytes, more: bytes, told: dict[str, Any]) -> bytes:
    """One JSON object of the members of three."""
    parts = [row[1:-1], more[1:-1], json.dumps(told, separators=(",", ":"))[1:-1].encode()]
    return b"{" + b",".join(part for part in parts if part) + b"}"


@contextmanager
def _on_disk(path: Path) -> Iterator[Any]:
    """A file of which everything is on the disk when it is closed."""
    with path.open("wb") as file:
        yield file
        file.flush()
        # What has a name on the shelf must have its content too, even when the power fails.
        shelf.settle_on_disk(path)


@contextmanager
def _packed(path: Path, member: str) -> Iterator[Any]:
    """The one member of a new zip file."""
    now = timezone.localtime()
    info = zipfile.ZipInfo(member, date_time=now.timetuple()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    with _on_disk(path) as file, zipfile.ZipFile(file, "w") as packed, packed.open(info, "w", force_zip64=True) as inside:
        yield inside


def _measured(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
