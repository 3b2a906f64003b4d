"""Words of a pasted text as they were printed, and where they stand in the text of an edition."""

from articles.intake.report import Span
from qcdc.vietnamese import INVISIBLE, nfc

CONTEXT = 60


def as_printed(text: str, span: Span | None) -> str:
    """The words at a span with one space between them; "" where the span lies outside the text."""
    if span is None or not 0 <= span.start < span.end <= len(text):
        return ""
    return " ".join(nfc(text[span.start : span.end]).translate(INVISIBLE).split())


def place_in(body: str, quote: str, text: str, span: Span | None) -> tuple[int, int] | None:
    """Where a quotation stands in the plain text of an edition; of several places the one with the same words before it."""
    line = body.replace("\n", " ")
    places: list[int] = []
    place = line.find(quote) if quote else -1
    while place >= 0 and len(places) < 100:
        places.append(place)
        place = line.find(quote, place + 1)
    if not places:
        return None
    before = as_printed(text, Span(max(0, span.start - 2 * CONTEXT), span.start))[-CONTEXT:] if span and span.start > 0 else ""
    best = max(places, key=lambda place: _shared_end(line[:place].rstrip(), before))
    return best, best + len(quote)


def _shared_end(one: str, other: str) -> int:
    """How many characters two texts share at their ends."""
    count = 0
    while count < min(len(one), len(other), CONTEXT) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
