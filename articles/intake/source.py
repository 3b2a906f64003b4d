"""The pasted text, made even enough to read, with the way back to every character as it was pasted."""

import re
import unicodedata
from dataclasses import dataclass, field

from articles.intake.report import Found, Origin, Reason, Span, T
from qcdc.vietnamese import LOOK_ALIKES

MARKS = "\u0300-\u036f"
INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f"
# A letter takes a few marks; a thousand marks on one letter are an attack on the normaliser, which sorts them slowly.
UNEVEN = re.compile(f"[^{MARKS}{INVISIBLE}\\s][{MARKS}]{{1,4}}|[{INVISIBLE}]|[{MARKS}]")
SURROGATES = re.compile("[\ud800-\udfff]")
SPACES = dict.fromkeys("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
BREAKS = dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n")
CONTROLS = dict.fromkeys((chr(code) for code in [*range(0x09), *range(0x0E, 0x1C), 0x1F, *range(0x7F, 0x85), *range(0x86, 0xA0)]), " ")
EVEN = LOOK_ALIKES | str.maketrans(SPACES | BREAKS | CONTROLS | {"ʼ": "'", "’": "'"})


@dataclass(frozen=True)
class Source:
    """The text as pasted (`given`) and as read (`text`); `origins` is empty when both have the same offsets."""

    given: str
    text: str
    origins: list[int] = field(default_factory=list, repr=False)

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the text as read stands in the text as pasted."""
        if self.origins:
            start, end = self.origins[start], self.origins[end]
        return Span(start, end)

    def words(self, start: int, end: int) -> str:
        """A stretch as a value: one space between words."""
        return " ".join(self.text[start:end].split())

    def strip(self, start: int, end: int, waste: str = " \n") -> tuple[int, int]:
        """The stretch without blanks (or other waste) at its ends."""
        while start < end and self.text[start] in waste:
            start += 1
        while end > start and self.text[end - 1] in waste:
            end -= 1
        return start, end

    def found(self, value: T, where: tuple[int, int], confidence: float = 0.9, reason: Reason | None = None) -> Found[T]:
        """A value read from a stretch, or inferred from it when there is a reason."""
        span = self.span(*self.strip(*where))
        origin = Origin.INFERRED if reason else Origin.READ
        return Found(value, span, self.given[span.start : span.end], confidence, origin, reason)

    def quoted(self, where: tuple[int, int], confidence: float = 0.9, reason: Reason | None = None) -> Found[str]:
        """The words of a stretch as a value."""
        return self.found(self.words(*where), where, confidence, reason)


def read_source(given: str) -> Source:
    """Even out spaces, line ends, look-alikes of Đ, apostrophes, invisible characters and letters with loose marks."""
    text = SURROGATES.sub("\ufffd", given).translate(EVEN)
    text = text.replace("\r", " " if "\n" in text else "\n")
    if not UNEVEN.search(text):
        return Source(given, text)
    parts: list[str] = []
    origins: list[int] = []
    last = 0
    for match in UNEVEN.finditer(text):
        parts.append(text[last : match.start()])
        origins.extend(range(last, match.start()))
        composed = _composed(match.group())
        parts.append(composed)
        origins.extend([match.start()] * len(composed))
        last = match.end()
    parts.append(text[last:])
    origins.extend(range(last, len(text) + 1))
    return Source(given, "".join(parts), origins)


def _composed(cluster: str) -> str:
    """A letter with its marks as few characters as possible; an invisible character, or a mark with no letter, is dropped."""
    if len(cluster) == 1:
        return ""
    return unicodedata.normalize("NFC", cluster)
