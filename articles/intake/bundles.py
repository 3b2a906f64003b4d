"""A folder or a zip of reports, one by one: what is unsafe or unreadable is refused with its reason, and the rest goes on.

Of a zip nothing is ever unpacked to disk; the sizes that it declares are checked first, and no member can give more than it declares.
"""

import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.intake.files import largest, refusal_of, suffix_of
from qcdc.syllables import is_syllable
from qcdc.vietnamese import nfc

LARGEST_ZIP = 200 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
LARGEST_DIRECTORY = 4 * 1024 * 1024
MOST_MEMBERS = 5_000
HIGHEST_RATIO, SMALL = 200, 256 * 1024
LONGEST_NAME = 300
ENCRYPTED, NAMED_IN_UTF8 = 0x1, 0x800
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
DRIVE = re.compile(r"[A-Za-z]:")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
WORD = re.compile(r"[^\W\d_]+")
FURNITURE = frozenset({"thumbs.db", "desktop.ini"})
END, END64, TAIL = b"PK\x05\x06", b"PK\x06\x07", 65_557


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a bundle by its name there, with the reason why it is not read, or a way to read it."""

    name: str
    refusal: str = ""
    open: Callable[[], bytes] = bytes

    def content(self) -> bytes:
        """Raises ValidationError where it cannot be read."""
        if self.refusal:
            raise ValidationError(self.refusal)
        return self.open()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def in_folder(folder: Path) -> list[Item]:
    """The files of a folder and of those in it, by name; links are not followed, hidden files are passed over."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if not _is_furniture(name):
                found.append(_file(path, path.relative_to(folder).as_posix()))
    return _named_once(found)


def _file(path: Path, name: str) -> Item:
    try:
        about = path.lstat()
    except OSError as error:
        return Item(_storable(name), _not_opened(error))
    if not stat.S_ISREG(about.st_mode):
        return Item(_storable(name), _("This is no file but a link to another place; links are not followed."))
    refused = _refused(name, about.st_size)
    return Item(_storable(name), refused, lambda: _read(path, name))


def _read(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(largest(name) + 1)
    except OSError as error:
        raise ValidationError(_not_opened(error), code="unreadable") from error


def _not_opened(error: OSError) -> str:
    return _("This file cannot be opened ({why}).").format(why=error.strerror or type(error).__name__)


class Bundle:
    """A zip of reports that is open."""

    def __init__(self, file: Any) -> None:
        """Raises ValidationError where the file is no zip, or one made to do harm as a whole."""
        _check(file)
        file.seek(0)
        try:
            self.archive = zipfile.ZipFile(file)
        except UnicodeDecodeError as error:
            raise ValidationError(_("The names in this zip are damaged. Pack the files anew."), code="names") from error
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError, ValueError, struct.error) as error:
            raise _no_zip() from error
        self.members = [each for each in self.archive.infolist() if not _passed_over(each)]
        if len(self.members) > MOST_MEMBERS:
            raise _too_many()

    def items(self) -> list[Item]:
        """Its reports in the order of the zip."""
        total, found = 0, []
        for member in self.members:
            name = name_of(member)
            refused = _unsafe(member, name)
            if not refused:
                total += member.file_size
                if total > LARGEST_UNPACKED:
                    refused = _("The files before it are so large together that this one was not opened. Pack fewer into one zip.")
            found.append(Item(_storable(name), refused, lambda member=member: self._read(member)))  # type: ignore[misc]
        return _named_once(found)

    def _read(self, member: zipfile.ZipInfo) -> bytes:
        damaged = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError, ValueError, struct.error)
        try:
            with self.archive.open(member) as file:
                return file.read(member.file_size)
        except damaged as error:
            raise ValidationError(_("This file is damaged in the zip and cannot be unpacked."), code="damaged") from error


def _check(file: Any) -> None:
    """Look at the end of a zip, where its table of contents is described, before anything reads that table."""
    if file.size > LARGEST_ZIP:
        message = _("This zip is larger than {most} MB. Pack fewer reports into one.")
        raise ValidationError(message.format(most=LARGEST_ZIP // 1024 // 1024), code="too_large")
    if not file.size:
        raise ValidationError(_("This file is empty."), code="empty")
    file.seek(max(0, file.size - TAIL))
    tail = file.read(TAIL)
    place = tail.rfind(END)
    if place < 0 or len(tail) < place + 22:
        raise _no_zip()
    size = struct.unpack_from("<L", tail, place + 12)[0]
    if place >= 76 and tail[place - 20 : place - 16] == END64:
        size = struct.unpack_from("<Q", tail, place - 20 - 56 + 40)[0]
    if size > LARGEST_DIRECTORY:
        raise _too_many()


def _no_zip() -> ValidationError:
    return ValidationError(_("This is no zip, or a damaged one. Pack the reports anew and try again."), code="not_a_zip")


def _too_many() -> ValidationError:
    message = _("There are more than {most} files in this zip. Pack fewer into one.")
    return ValidationError(message.format(most=f"{MOST_MEMBERS:,}".replace(",", ".")), code="too_many")


def _passed_over(member: zipfile.ZipInfo) -> bool:
    """Folders, and what computers put into a zip beside its files."""
    parts = member.filename.replace("\\", "/").split("/")
    return member.is_dir() or "__MACOSX" in parts or _is_furniture(parts[-1])


def _is_furniture(name: str) -> bool:
    return name.startswith(".") or name.casefold() in FURNITURE


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a member in Vietnamese: many programs write it in UTF-8 or Windows-1258 and do not say so."""
    if member.flag_bits & NAMED_IN_UTF8 or member.orig_filename.isascii():
        return nfc(member.filename)
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return nfc(member.filename)
    for encoding in ("utf-8", "cp1258"):
        try:
            name = nfc(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        words = [word for word in WORD.findall(name) if not word.isascii()]
        if encoding == "utf-8" or (words and all(is_syllable(word) for word in words)):
            return name
    return nfc(member.filename)


def _unsafe(member: zipfile.ZipInfo, name: str) -> str:
    """Why a member is not unpacked; "" where it may be."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or DRIVE.match(name) or CONTROL.search(member.orig_filename):
        return _("Its name leads out of the zip; it was not opened.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return _("This is no file but a link to another place; links are not followed.")
    if member.flag_bits & ENCRYPTED:
        return _("This file has a password. Save it without one and try again.")
    if suffix_of(name) in ARCHIVES:
        return _("This is a packed file within the zip. Unpack it and put its files into the zip.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _("This file is packed in a way that is not read here. Pack it as an ordinary zip.")
    if member.file_size > SMALL and member.file_size > HIGHEST_RATIO * max(1, member.compress_size):
        return _("This file unpacks to far more than a report holds; it was not opened.")
    return _refused(name, member.file_size)


def _refused(name: str, size: int) -> str:
    refused = refusal_of(name, size)
    return " ".join(refused.messages) if refused else ""


def _storable(name: str) -> str:
    """A name that a table can hold and a page can show."""
    return CONTROL.sub("\ufffd", nfc(name))[-LONGEST_NAME:]


def _named_once(items: Iterable[Item]) -> list[Item]:
    return list(_numbered(items))


def _numbered(items: Iterable[Item]) -> Iterator[Item]:
    """The same with no name twice: of two files of one name only the first is read."""
    seen: dict[str, int] = {}
    for item in items:
        number = seen[item.name] = seen.get(item.name, 0) + 1
        if number == 1:
            yield item
            continue
        refused = item.refusal or _("Another file in the zip has the same name; only the first was read.")
        name = f"{item.name} ({number})"[-LONGEST_NAME:]
        seen[name] = seen.get(name, 0) + 1
        yield replace(item, name=name, refusal=refused)
