"""Where the words asked for stand: a piece of the original text, with its marks, and the words marked in it."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from qcdc.search.tokens import Word, words_of
from qcdc.vietnamese import nfc

WORDS_SHOWN = 36
Runs = list[tuple[tuple[str, ...], bool]]


def marked(text: str, runs: Runs) -> SafeString:
    """A whole text as HTML, with what was asked for marked."""
    text = nfc(text)
    return _html(text, _spans(list(words_of(text)), runs), 0, len(text))


def snippet(texts: Iterable[str], runs: Runs) -> SafeString:
    """The piece of the texts that holds most of what was asked for; the beginning of the first where none holds any."""
    best: tuple[int, str, int, int, list[tuple[int, int]]] | None = None
    for text in map(nfc, texts):
        words = list(words_of(text))
        if not words:
            continue
        spans = _spans(words, runs)
        start, held = _window(words, spans)
        if best is None or held > best[0]:
            end = min(start + WORDS_SHOWN, len(words)) - 1
            from_, to = (words[start].start if start else 0), (words[end].end if end < len(words) - 1 else len(text))
            best = (held, text, from_, to, spans)
    if best is None:
        return SafeString("")
    _, text, from_, to, spans = best
    before, after = ("… " if from_ else ""), (" …" if to < len(text) else "")
    return format_html("{}{}{}", before, _html(text, spans, from_, to), after)


def _spans(words: list[Word], runs: Runs) -> list[tuple[int, int]]:
    """Where runs of words stand in a text, from the first letter of the first to the last of the last."""
    by_first: dict[str, Runs] = {}
    begun = [(run, begins) for run, begins in runs if begins and len(run) == 1]
    for run, begins in runs:
        if run:
            by_first.setdefault(run[0], []).append((run, begins))
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        fitting = [run for run, begins in by_first.get(words[place].folded, []) if _stands(words, place, run, begins)]
        length = max(map(len, fitting), default=0) or int(any(words[place].folded.startswith(run[0]) for run, _ in begun))
        if length:
            spans.append((words[place].start, words[place + length - 1].end))
        place += length or 1
    return spans


def _stands(words: list[Word], place: int, run: tuple[str, ...], begins: bool) -> bool:
    there = [word.folded for word in words[place : place + len(run)]]
    if begins and len(there) == len(run):
        return there[:-1] == list(run[:-1]) and there[-1].startswith(run[-1])
    return there == list(run)


def _window(words: list[Word], spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The first word of the piece that holds the most marked runs, a little before the first of them; and how many it holds."""
    number = {word.start: place for place, word in enumerate(words)}
    starts = [number[start] for start, _ in spans]
    best, held = 0, 0
    for first in starts:
        here = sum(first <= start < first + WORDS_SHOWN - 6 for start in starts[:200])
        if here > held:
            best, held = first, here
    return (max(0, min(best - 6, len(words) - WORDS_SHOWN)) if held else 0), held


def _html(text: str, spans: list[tuple[int, int]], start: int, end: int) -> SafeString:
    pieces: list[tuple[SafeString | str]] = []
    here = start
    for from_, to in spans:
        if from_ < start or to > end:
            continue
        pieces += [(text[here:from_],), (format_html("<mark>{}</mark>", text[from_:to]),)]
        here = to
    return format_html_join("", "{}", [*pieces, (text[here:end],)])
