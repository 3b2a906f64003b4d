"""A .docx before anything in it is believed: its size, its kind, how much it unpacks to, and what it holds that no text is.

A .docx is a zip of XML files. The checks refuse bombs (by the sizes that the zip declares, which unpacking never exceeds),
document types and entities (Word writes none), and nesting that would exhaust a parser.
"""

import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 150 * 1024 * 1024
LARGEST_XML = 24 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_ELEMENTS = 400_000
DEEPEST = 150
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "word/document.xml"
STYLES = "word/styles.xml"
LOOKED_AT = frozenset({MAIN, STYLES, "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"})
ENCRYPTED = 0x1


@dataclass
class Contents:
    """What stands in a file: how often each element does, which fonts are named, and how many parts of each kind there are."""

    elements: Counter[str] = field(default_factory=Counter)
    fonts: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)


def _refused(message: Any, code: str) -> ValidationError:
    return ValidationError(message, code=code)


def checked(file: Any) -> Contents:
    """What a file of Word holds. Raises ValidationError where it is none, too large, or made to do harm."""
    if file.size > LARGEST_FILE:
        raise _refused(
            _("This file is larger than 20 MB. Make its pictures smaller in Word (Compress Pictures) and try again."), "too_large"
        )
    file.seek(0)
    if file.read(8) == OLD_WORD:
        raise _refused(
            _("This is a file of an old Word (.doc) or one with a password. Open it in Word, save it as .docx and try again."),
            "old_word",
        )
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _looked_through(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise not_word() from error
    except (expat.ExpatError, LookupError) as error:
        raise damaged() from error


def not_word() -> ValidationError:
    return _refused(_("This is no Word file. Choose a file whose name ends in .docx."), "not_word")


def damaged() -> ValidationError:
    return _refused(_("This Word file is damaged and cannot be read. Open it in Word, save it anew, and try again."), "damaged")


def _looked_through(archive: zipfile.ZipFile) -> Contents:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise _refused(_("This file unpacks to far more than a report holds; it was not opened."), "bomb")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise _refused(_("This file has a password. Save it without one and try again."), "encrypted")
    names = {entry.filename for entry in entries}
    if not names >= {"[Content_Types].xml", MAIN}:
        raise not_word()
    contents = Contents()
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            if entry.file_size > LARGEST_XML:
                raise _refused(_("This file unpacks to far more than a report holds; it was not opened."), "bomb")
            _parse(archive.read(entry), contents, entry.filename)
    return contents


def _parse(markup: bytes, contents: Contents, name: str) -> None:
    """Walk through one XML file without building anything; count what the editor will be told about."""
    parser = expat.ParserCreate(namespace_separator=" ")
    open_elements: list[str] = []
    seen = 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        open_elements.append(element.rpartition(" ")[2])
        if seen > MOST_ELEMENTS or len(open_elements) > DEEPEST:
            raise _refused(_("This file unpacks to far more than a report holds; it was not opened."), "bomb")
        if name in LOOKED_AT and "Fallback" not in open_elements:
            _count(open_elements[-1], {key.rpartition(" ")[2]: value for key, value in attributes.items()}, contents, name)

    def end(_element: str) -> None:
        open_elements.pop()

    def refuse(*_given: Any) -> Any:
        raise _refused(_("This file holds definitions that Word never writes; it was not opened."), "entities")

    def text(data: str) -> None:
        if data.strip():
            contents.parts[name.removeprefix("word/").rstrip(".xml0123456789")] += 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = refuse
    if name.startswith(("word/header", "word/footer")):
        parser.CharacterDataHandler = text
    parser.Parse(markup, True)


def _count(element: str, given: dict[str, str], contents: Contents, name: str) -> None:
    """Count an element of the text, or a font that is named; the line above the notes is a note too, to Word, and none here."""
    if element == "rFonts":
        contents.fonts.update({given[key] for key in ("ascii", "hAnsi") if given.get(key)})
    switched_off = given.get("val") in {"none", "auto", "0", "false"}
    separator = element in {"footnote", "endnote"} and "type" in given
    if name != STYLES and not switched_off and not separator:
        contents.elements[element] += 1
