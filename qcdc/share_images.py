"""The picture with which a page is shared elsewhere: its title in the letters of the site, drawn from the fonts that the pages use."""

import io
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from PIL import Image, ImageDraw, ImageFont

from qcdc import vietnamese

WIDTH, HEIGHT, EDGE = 1200, 630, 80
PAPER, INK, SOFT, ACCENT = "#fcfaf6", "#211c18", "#5a524a", "#8f1d18"
TITLE_SIZES = (68, 60, 52, 44, 38)
MOST_LINES = 5
SERIF, SANS = "fonts/source-serif-4/source-serif-4-{}-wght-normal.woff2", "fonts/be-vietnam-pro/be-vietnam-pro-{}-600-normal.woff2"
# The letters that the fonts keep in a file of their own, as the style sheet names them too.
RANGES = "102-103 110-111 128-129 168-169 1A0-1A1 1AF-1B0 300-301 303-304 308-309 323-323 329-329 1EA0-1EF9 20AB-20AB"
VIETNAMESE = {code for first, last in (pair.split("-") for pair in RANGES.split()) for code in range(int(first, 16), int(last, 16) + 1)}


class Lettering:
    """One face at one size, over the files that hold its letters."""

    def __init__(self, family: str, size: int) -> None:
        self.latin, self.marked = (_font(family.format(part), size) for part in ("latin", "vietnamese"))

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text))

    def draw(self, canvas: ImageDraw.ImageDraw, place: tuple[float, float], text: str, fill: str) -> None:
        x, y = place
        for font, run in self._runs(text):
            canvas.text((x, y), run, font=font, fill=fill, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> list[tuple[Any, str]]:
        runs: list[tuple[Any, str]] = []
        for letter in text:
            font = self.marked if ord(letter) in VIETNAMESE else self.latin
            if runs and runs[-1][0] is font:
                runs[-1] = (font, runs[-1][1] + letter)
            else:
                runs.append((font, letter))
        return runs


def share_image_response(title: str, above: str, below: str) -> HttpResponse:
    """A PNG of 1200 × 630 pixels, the size that the networks ask for."""
    return HttpResponse(draw(title, above, below), content_type="image/png")


def draw(title: str, above: str, below: str) -> bytes:
    """The picture: a small line, the title as large as it fits in a few lines, and a line at the foot."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 14), fill=ACCENT)
    small = lettering(SANS, 28)
    small.draw(canvas, (EDGE, 104), _shortened(small, above), ACCENT)
    for size in TITLE_SIZES:
        face = lettering(SERIF, size)
        lines = _lines(face, title)
        if len(lines) <= MOST_LINES and len(lines) * size * 1.28 <= HEIGHT - 260:
            break
    lines = lines[:MOST_LINES] if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], _shortened(face, f"{lines[MOST_LINES - 1]} …")]
    for number, line in enumerate(lines):
        face.draw(canvas, (EDGE, 104 + 44 + size * (1 + 1.28 * number)), line, INK)
    canvas.line((EDGE, HEIGHT - 108, WIDTH - EDGE, HEIGHT - 108), fill=SOFT, width=1)
    lettering(SERIF, 40).draw(canvas, (EDGE, HEIGHT - 52), "QCDC", INK)
    foot = _shortened(small, below, WIDTH - 2 * EDGE - 180)
    small.draw(canvas, (WIDTH - EDGE - small.width(foot), HEIGHT - 54), foot, SOFT)
    kept = io.BytesIO()
    image.quantize(64).save(kept, "PNG", optimize=True)
    return kept.getvalue()


@cache
def lettering(family: str, size: int) -> Lettering:
    return Lettering(family, size)


@cache
def _font(name: str, size: int) -> Any:
    font = ImageFont.truetype(str(finders.find(name)), size)
    if "wght" in name:
        font.set_variation_by_axes([600])
    return font


def _lines(face: Lettering, text: str) -> list[str]:
    """Words in lines that fit; a word longer than a line is broken."""
    lines = [""]
    for word in vietnamese.nfc(text).split()[:120]:
        while face.width(word) > WIDTH - 2 * EDGE:
            cut = next(end for end in range(len(word), 0, -1) if face.width(word[:end]) <= WIDTH - 2 * EDGE)
            lines += [word[:cut], ""]
            word = word[cut:]
        joined = f"{lines[-1]} {word}".strip()
        if face.width(joined) <= WIDTH - 2 * EDGE:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line for line in lines if line]


def _shortened(face: Lettering, text: str, room: int = WIDTH - 2 * EDGE) -> str:
    text = " ".join(vietnamese.nfc(text).split())[:200]
    if face.width(text) <= room:
        return text
    words = text.split()
    while words and face.width(" ".join([*words, "…"])) > room:
        words.pop()
    return " ".join([*words, "…"])
