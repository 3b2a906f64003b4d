"""The bytes of a file as text: Unicode in its forms, Windows-1258, and the old encodings TCVN3 and VNI, which are converted."""

import codecs
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qcdc.legacy_text import Encoding, convert, detect
from qcdc.syllables import is_syllable
from qcdc.vietnamese import nfc

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
WORD = re.compile(r"[^\W\d_]+")
MARKED = re.compile(b"[\xc2-\xf4][\x80-\xbf]+")
ENOUGH_SURE = 0.75
LOOKED_AT = 200_000
MOST_CONTROLS = 0.005
HALF = 2
KNOWN_FORMATS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"PK\x03\x04", "ZIP, DOCX"),
    (b"\xd0\xcf\x11\xe0", "DOC, XLS"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in Unicode, with what was done to get there."""

    text: str
    notes: tuple[str, ...] = ()


def decoded(content: bytes, declared: str = "") -> Decoded:
    """The text of a file. `declared` is the encoding that the file itself names. Raises ValidationError for what is no text."""
    for start, name in KNOWN_FORMATS:
        if content.startswith(start):
            message = _("This is no text but a file of another kind ({kind}). Copy the text out of it, or save it as .docx.")
            raise ValidationError(message.format(kind=name), code="binary")
    for mark, encoding in BOMS:
        if content.startswith(mark) and not content.startswith(UTF32):
            return _in_unicode(_strictly(content[len(mark) :], encoding))
    if wide := _wide(content):
        return _in_unicode(_strictly(content, wide))
    try:
        return _in_unicode(_no_binary(content.decode()))
    except UnicodeDecodeError as error:
        _refuse_mixed(content, error)
    return _of_one_byte(content, declared)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return _no_binary(content.decode(encoding))
    except UnicodeDecodeError as error:
        message = _("This file begins as {encoding} and goes on as something else. Open it, save it as UTF-8 and try again.")
        raise ValidationError(message.format(encoding=encoding.upper()), code="mixed_encodings") from error


def _no_binary(text: str) -> str:
    controls = len(CONTROL.findall(text[:LOOKED_AT]))
    if controls > 1 and controls > MOST_CONTROLS * len(text[:LOOKED_AT]):
        raise ValidationError(_("This is no text: the file is full of signs that nobody can read."), code="binary")
    return text


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: every second byte of plain letters and blanks is nought."""
    head = content[:4096]
    half = len(head) // HALF
    if half < HALF or b"\x00" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.3 and odd < half * 0.05 else ""


def _refuse_mixed(content: bytes, error: UnicodeDecodeError) -> None:
    """Refuse text that is UTF-8 in one place and something else in another: guessing would spoil half of it."""
    good = sum(1 for each in MARKED.finditer(content[:LOOKED_AT]) if _is_utf8(each[0]))
    strange = len(re.findall(b"[\x80-\xff]+", content[:LOOKED_AT]))
    if good and good >= strange * 0.2:
        line = content[: error.start].count(b"\n") + 1
        message = _("Two encodings are mixed in this file (line {line}). Open it, mend that place, save it as UTF-8 and try again.")
        raise ValidationError(message.format(line=line), code="mixed_encodings") from error


def _is_utf8(content: bytes) -> bool:
    """Whether some bytes are Vietnamese letters or printers' signs in UTF-8: chance seldom makes one."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return all("\u00c0" <= char <= "\u01b0" or "\u1ea0" <= char <= "\u1ef9" or "\u2010" <= char <= "\u2026" for char in text)


def _of_one_byte(content: bytes, declared: str) -> Decoded:
    """Text of one byte a letter, in the encoding in which its words are Vietnamese."""
    found: list[tuple[float, Decoded]] = []
    try:
        text = nfc(content.decode("cp1258"))
        found.append((_share(text), Decoded(text, (_("Converted from Windows-1258 to Unicode."),))))
    except UnicodeDecodeError:
        pass
    western = _western(content)
    if old := detect(western):
        text = convert(western, old.encoding)
        found.append((_share(text), Decoded(text, (_converted(old.encoding),))))
    sure, best = max(found, key=lambda each: each[0], default=(0.0, None))
    if best is None or sure < ENOUGH_SURE or CONTROL.search(best.text):
        _no_binary(western)
        message = _("The encoding of this file is not known{declared}. Open it, save it as UTF-8 and try again.")
        raise ValidationError(message.format(declared=f" ({declared})" if declared else ""), code="encoding")
    return best


def _western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _share(text: str) -> float:
    """How many of the words with marks are Vietnamese syllables."""
    words = {word for word in WORD.findall(text[:LOOKED_AT]) if not word.isascii()}
    return sum(is_syllable(word) for word in words) / len(words) if words else 0.0


def _in_unicode(text: str) -> Decoded:
    """Text that is Unicode by its bytes, but perhaps the letters of an old font."""
    old = detect(text)
    return Decoded(convert(text, old.encoding), (_converted(old.encoding),)) if old else Decoded(text)


def _converted(encoding: Encoding) -> str:
    return _("Converted from {encoding} to Unicode.").format(encoding=encoding.label)
