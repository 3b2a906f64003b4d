"""The shelf of dumps: a folder for each, whole or not there at all, the newest first.

A dump is handed out only while nothing that it holds was taken back. Once a record was hidden, withdrawn or deleted, each dump
from before is closed: its files answer 410, and the next dump that is made clears it away.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from qcdc.changes.models import Action, Change, Sequence

STAMP = re.compile(r"\d{8}T\d{9}Z")
FILE = re.compile(rf"qcdc-({STAMP.pattern})-([a-z]+\.(?:jsonl\.zip|csv\.zip)|manifest\.json)")
UNFINISHED = ".unfinished-"
MANIFEST = "manifest.json"
MOST_KEPT = 30
TAKEN_BACK = [Action.HIDE, Action.WITHDRAW, Action.DELETE]


class Busy(Exception):
    """Somebody else is making a dump."""


@dataclass(frozen=True)
class Dump:
    """A dump on the shelf."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def nouns(self) -> tuple[str, ...]:
        return tuple(self.manifest["records"])

    @property
    def is_open(self) -> bool:
        """Whether everything in it is still public, and its cursor still leads on."""
        epoch, _dot, text = self.manifest["cursor"].partition(".")
        seq = int(text)
        if not Sequence.objects.filter(epoch=epoch).exists() or (seq and not Change.objects.filter(seq=seq).exists()):
            return False
        return not Change.objects.filter(seq__gt=seq, action__in=TAKEN_BACK).exists()

    def file(self, name: str) -> dict[str, Any] | None:
        """What the manifest says of one of its files."""
        return next((file for file in self.manifest["files"] if file["name"] == name), None)


def shelf() -> Path:
    """The folder that holds the dumps."""
    return Path(settings.DATA_DIR) / "dumps"


def dumps() -> list[Dump]:
    """Every finished dump, the newest first."""
    try:
        names = sorted((entry.name for entry in os.scandir(shelf()) if STAMP.fullmatch(entry.name)), reverse=True)
    except FileNotFoundError:
        return []
    return [dump for name in names if (dump := _read(name))]


def open_dumps() -> list[Dump]:
    """The dumps that are handed out, the newest first: none that is older than a closed one can be open."""
    found = []
    for dump in dumps()[:MOST_KEPT]:
        if not dump.is_open:
            break
        found.append(dump)
    return found


def dump_of(name: str) -> Dump | None:
    """The dump to which a file of this name belongs."""
    known = FILE.fullmatch(name)
    return _read(known[1]) if known else None


def _read(stamp: str) -> Dump | None:
    folder = shelf() / stamp
    try:
        return Dump(folder, json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError):  # cleared away since it was listed, or no dump of ours
        return None


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one who makes or clears away dumps. Raises Busy; the lock ends with the process, however that ends."""
    shelf().mkdir(parents=True, exist_ok=True)
    with (shelf() / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield


@contextmanager
def new_folder(stamp: str) -> Iterator[Path]:
    """A folder that stands on the shelf once it is whole; where that fails, nothing of it is left."""
    unfinished = shelf() / f"{UNFINISHED}{stamp}"
    unfinished.mkdir()
    try:
        yield unfinished
        settle_on_disk(unfinished)
        unfinished.rename(shelf() / stamp)
        settle_on_disk(shelf())
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def clear_away(keep: int) -> int:
    """Remove what is closed, what a crash left behind, and all but the newest of the same nouns. How many dumps went."""
    for entry in shelf().glob(f"{UNFINISHED}*"):
        shutil.rmtree(entry, ignore_errors=True)
    kept: dict[tuple[str, ...], int] = {}
    gone = 0
    for dump in dumps():
        kept[dump.nouns] = kept.get(dump.nouns, 0) + 1
        if kept[dump.nouns] > keep or not dump.is_open:
            (dump.folder / MANIFEST).unlink(missing_ok=True)  # first of all, so that it is no longer a dump
            shutil.rmtree(dump.folder, ignore_errors=True)
            gone += 1
    return gone


def settle_on_disk(path: Path) -> None:
    """Have a file, or the names in a folder, outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
