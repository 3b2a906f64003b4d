"""The report in a file that somebody brings: plain text, a Word file or a saved web page, as text in Unicode."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.intake.encodings import Decoded, decoded
from articles.intake.webpage import charset_of, report_in
from articles.word.container import LARGEST_FILE as LARGEST_WORD
from articles.word.reader import Words, read_words
from qcdc.vietnamese import nfc

LARGEST_TEXT = 5 * 1024 * 1024
MEGABYTE = 1024 * 1024
TEXT, WEB, WORD = frozenset({".txt"}), frozenset({".html", ".htm"}), frozenset({".docx"})
SUFFIXES = TEXT | WEB | WORD
ACCEPT = ",".join(sorted(SUFFIXES))
"""For the field that chooses a file."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """What stands in a file, and what was done to read it, in the words of the desk."""

    text: str
    notes: tuple[str, ...] = ()
    words: Words | None = None
    """What else a Word file holds."""


def largest(name: str) -> int:
    """How many bytes a file of this name may have."""
    return LARGEST_WORD if suffix_of(name) in WORD else LARGEST_TEXT


def suffix_of(name: str) -> str:
    return PurePath(name.strip()).suffix.lower()


def refusal_of(name: str, size: int) -> ValidationError | None:
    """Why a file is not even opened, by its name and its size."""
    suffix = suffix_of(name)
    if suffix == ".doc":
        return ValidationError(_("This is a file of an old Word (.doc). Open it in Word, save it as .docx and try again."), code="suffix")
    if suffix not in SUFFIXES:
        message = _("Files of this kind ({suffix}) cannot be read. Take .txt, .docx or .html.")
        return ValidationError(message.format(suffix=suffix or _("no ending")), code="suffix")
    if size > largest(name):
        message = _("This file has {size} MB; at most {most} MB can be read. Take the one report out of it.")
        return ValidationError(message.format(size=-(-size // MEGABYTE), most=largest(name) // MEGABYTE), code="too_large")
    if not size:
        return ValidationError(_("This file is empty."), code="empty")
    return None


def read_upload(file: Any, name: str = "") -> ReadText:
    """The report in an uploaded file. Raises ValidationError, with its reason and a code, for what cannot be read."""
    name = name or file.name or ""
    if refused := refusal_of(name, file.size):
        raise refused
    suffix = suffix_of(name)
    words = read_words(file) if suffix in WORD else None
    found = _word(words) if words else _plain(file, is_page=suffix in WEB)
    text = nfc(found.text).strip("\ufeff\u200b \t\r\n")
    if not text:
        raise ValidationError(_("There is no text in this file."), code="empty")
    return ReadText(text, found.notes, words)


def _word(words: Words) -> Decoded:
    notes = (_("Converted from {encoding} to Unicode.").format(encoding=words.encoding.label),) if words.encoding else ()
    return Decoded(words.text, notes)


def _plain(file: Any, *, is_page: bool) -> Decoded:
    file.seek(0)
    content = file.read(LARGEST_TEXT + 1)
    if not is_page:
        return decoded(content)
    found = decoded(content, charset_of(content))
    return Decoded(report_in(found.text), found.notes)
