"""A store of public records made by hand, and what a dump of it holds."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from qcdc.changes.models import Action, Change, PublicRecord, Sequence
from qcdc.changes.writing import ORIGIN
from qcdc.dumps import shelf


def put(noun: str, pk: int, *, action: str = Action.CREATE, more: dict[str, Any] | None = None, **row: Any) -> PublicRecord:
    """A public record as the store keeps it, with the change that brought it."""
    now = timezone.now()
    change = Change.objects.create(noun=noun, object_id=pk, action=action, at=now)
    told = {"id": pk, "url": f"{ORIGIN}/api/v1/{noun}s/{pk}/"} | row
    found, _made = PublicRecord.objects.update_or_create(
        noun=noun, object_id=pk, defaults={"version": change.seq, "modified": now, "row": _bytes(told), "more": _bytes(more or {})}
    )
    return found


def take_back(noun: str, pk: int, action: str = Action.WITHDRAW) -> None:
    """The record is no longer public."""
    change = Change.objects.create(noun=noun, object_id=pk, action=action, at=timezone.now())
    state = {"withdraw": "withdrawn", "hide": "hidden", "delete": "deleted"}[action]
    PublicRecord.objects.filter(noun=noun, object_id=pk).update(state=state, version=change.seq, row=None, more=None)


def dump(*asked: str) -> shelf.Dump:
    """The dump that the command makes."""
    call_command("dump", *asked, stdout=io.StringIO())
    return shelf.dumps()[0]


def member(folder: Path, name: str, form: str) -> bytes:
    """What stands in the one file of a zip."""
    (path,) = folder.glob(f"*-{name}.{form}.zip")
    with zipfile.ZipFile(path) as packed:
        assert packed.namelist() == [f"{name}.{form}"]
        assert packed.testzip() is None
        return packed.read(f"{name}.{form}")


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    text = member(folder, name, "jsonl")
    assert not text or text.endswith(b"\n")
    return [json.loads(line) for line in text.split(b"\n")[:-1]]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    text = member(folder, name, "csv").decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def cursor_now() -> str:
    last = Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    return f"{Sequence.objects.get().epoch}.{last}"


def _bytes(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
