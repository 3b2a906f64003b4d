"""Text in the encodings of before Unicode: TCVN3 (fonts .VnTime …) and VNI. Found, and converted when an editor says so.

Such text reads "Héi nghÞ" or "Hoäi nghò" as soon as its font is gone. Pure Python, no database.

Sources: TCVN 5712:1993, table VN3 (its lower-case letters are those of `iconv -f TCVN5712-1`, which a test asks);
VNI: a vowel followed by a sign of its own for the mark and the tone, as the VNI-Windows fonts show them.
"""

import html
import re
from dataclasses import dataclass
from enum import StrEnum

from qcdc.syllables import is_syllable
from qcdc.vietnamese import nfc


class Encoding(StrEnum):
    """The two encodings that old files of Vietnamese newsrooms are in."""

    TCVN3 = "tcvn3"
    VNI = "vni"

    @property
    def label(self) -> str:
        """What editors call it; a name in every language."""
        return {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI (VNI-Times)"}[self.value]


@dataclass(frozen=True)
class Found:
    """That a text is in an old encoding, and how sure that is: the share of its marked words that make sense so."""

    encoding: Encoding
    sure: float
    words: int


# TCVN3, byte by byte from 0xA1; a blank is a code that the ABC fonts leave out. The capitals with a tone are the small
# letters in a font of capitals (.VnTimeH): the text alone does not say that they are capitals.
_TCVN3_ROWS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {chr(first + place): letter for first, row in _TCVN3_ROWS.items() for place, letter in enumerate(row)}
TCVN3["Đ"] = TCVN3["Ð"]  # The register puts every Ð right as Đ (qcdc.vietnamese.nfc), also where it stood for é.

_VNI_MARKS = {  # The sign after a vowel, and what it makes of that vowel: marks of the letter and of the tone.
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_TONES = "ùøûõï"
_VNI_TAKES = {"a": _VNI_MARKS, "e": _VNI_TONES + "âáàåãä", "o": _VNI_TONES + "âáàåãä", "u": _VNI_TONES, "y": _VNI_TONES}
_VNI_TAKES |= {"ô": _VNI_TONES, "ö": _VNI_TONES}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    """Every group of characters that VNI has for a letter, in both cases; a capital may be followed by a small sign."""
    table = dict(_VNI_ALONE)
    for vowel, signs in _VNI_TAKES.items():
        for sign in signs:
            table[vowel + sign] = nfc(_VNI_ALONE.get(vowel, vowel) + _VNI_MARKS[sign])
    capitals = {}
    for group, letter in table.items():
        for written in {group.upper(), group[0].upper() + group[1:]}:
            capitals[written] = letter.upper()
    return table | capitals


VNI = _vni_table()
_TABLES = {Encoding.TCVN3: TCVN3, Encoding.VNI: VNI}
_GROUPS = {
    encoding: re.compile("|".join(re.escape(group) for group in sorted(table, key=len, reverse=True)))
    for encoding, table in _TABLES.items()
}

TAG = re.compile(r"""(<(?:[^<>"]|"[^"]*")*>)""")
# Letters that only Unicode has: a line that holds one is not in an old encoding. Đ and đ are missing, see above.
UNICODE_ONLY = re.compile("[ăĂơƠưƯ\u0128\u0129\u0168\u0169\u1ea0-\u1ef9]")
WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}<>\"“”‘’'/\\|*=+\u2013\u2014-]+")
PRIVATE = {0xF000 + code: code for code in range(0xA0, 0x100)}  # Where Word puts the characters of a symbol font.
ENOUGH_WORDS, ENOUGH_SURE = 3, 0.75
MOST_INITIALS = 3
# A word without small plain letters whose second letter or a later one is a plain capital.
SHOUTED = re.compile(r"(?<![^\W\d_])(?=[^\Wa-z\d_]+[A-Z])[^\Wa-z\d_]+(?![^\W\d_])")
FONTS = (
    (re.compile(r"\.?vn[a-z]", re.IGNORECASE), Encoding.TCVN3),
    (re.compile(r"vni[- ]", re.IGNORECASE), Encoding.VNI),
)
FONTS_OF_CAPITALS = re.compile(r"\.vn\w+h\b", re.IGNORECASE)


def of_font(name: str) -> Encoding | None:
    """The encoding that a font was drawn for: .VnTime is TCVN3, VNI-Times is VNI."""
    if not name or name.lower().startswith("vntime new"):
        return None
    return next((encoding for pattern, encoding in reversed(FONTS) if pattern.match(name)), None)


def detect(text: str) -> Found | None:
    """Which old encoding some text is in, or None: what is Unicode, French or English is never taken for an old one."""
    lines = [line for line in text.translate(PRIVATE).splitlines() if not UNICODE_ONLY.search(line)]
    marked = {word for line in lines for word in WORD.findall(line) if not word.isascii()}
    judged = [found for encoding in Encoding if (found := _judge(marked, encoding))]
    return max(judged, key=lambda found: (found.sure, found.words), default=None)


def _judge(marked: set[str], encoding: Encoding) -> Found | None:
    """A word speaks for an encoding where it is no syllable as it stands and is one when converted; against it, the other way round.

    What can be read either way ("cô" is "cơ" in VNI) says nothing.
    """
    for_it = against = 0
    for word in marked:
        if not is_syllable(_converted(word, encoding)):
            against += 1
        elif not _reads_well(word):
            for_it += 1
    sure = for_it / (for_it + against) if for_it else 0.0
    return Found(encoding, round(sure, 2), for_it) if for_it >= ENOUGH_WORDS and sure >= ENOUGH_SURE else None


def _reads_well(word: str) -> bool:
    """Whether a word can stand in Unicode text as it is: a syllable in sensible case, or an abbreviation like NĐ."""
    abbreviation = word.isupper() and word.replace("Đ", "D").isascii()
    return abbreviation or (is_syllable(word) and (word.istitle() or word.islower() or word.isupper()))


def convert(text: str, encoding: Encoding) -> str:
    """The text in Unicode; a line that holds letters which only Unicode has was never in the old encoding, and stays."""
    return "".join(line if UNICODE_ONLY.search(line) else _converted(line, encoding) for line in text.splitlines(keepends=True))


def convert_markup(markup: str, encoding: Encoding) -> str:
    """Some HTML with its words in Unicode; its tags stay as they are."""
    parts = TAG.split(markup)
    return "".join(part if part.startswith("<") else html.escape(convert(html.unescape(part), encoding), quote=False) for part in parts)


def _converted(line: str, encoding: Encoding) -> str:
    table = _TABLES[encoding]
    converted = nfc(_GROUPS[encoding].sub(lambda found: table[found[0]], line.translate(PRIVATE)))
    return _in_capitals(line, converted) if encoding == Encoding.TCVN3 else converted


def _in_capitals(line: str, converted: str) -> str:
    """TCVN3 has no capitals with a tone: they are put back where the plain letters beside them are capitals ("TØNH")."""
    plain = [char for char in line if char.isascii() and char.isalpha()]
    if len(plain) > MOST_INITIALS and all(char.isupper() for char in plain):
        return converted.upper()
    return SHOUTED.sub(lambda found: found[0].upper(), converted)
