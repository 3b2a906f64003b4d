"""The picture with which a page is shared elsewhere: its title in the letters of the site, drawn from the fonts that the pages use."""

import io
from functools import cache, partial

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from PIL import Image, ImageDraw, ImageFont

from qcdc import vietnamese

WIDTH, HEIGHT, EDGE = 1200, 630, 80
PAPER, INK, SOFT, ACCENT = "#fcfaf6", "#211c18", "#5a524a", "#8f1d18"
TITLE_SIZES = (68, 60, 52, 44, 38)
MOST_LINES = 5
SERIF, SANS = "fonts/source-serif-4/source-serif-4-650.woff2", "fonts/be-vietnam-pro/be-vietnam-pro-600.woff2"


def share_image_response(title: str, above: str, below: str) -> HttpResponse:
    """A PNG of 1200 × 630 pixels, the size that the networks ask for."""
    return HttpResponse(draw(title, above, below), content_type="image/png")


def draw(title: str, above: str, below: str) -> bytes:
    """The picture: a small line, the title as large as it fits in a few lines, and a line at the foot."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 14), fill=ACCENT)
    small = face_of(SANS, 28)
    write = partial(canvas.text, anchor="ls")
    write((EDGE, 104), _shortened(small, above), font=small, fill=ACCENT)
    for size in TITLE_SIZES:
        face = face_of(SERIF, size)
        lines = _lines(face, title)
        if len(lines) <= MOST_LINES and len(lines) * size * 1.28 <= HEIGHT - 260:
            break
    lines = lines[:MOST_LINES] if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], _shortened(face, f"{lines[MOST_LINES - 1]} …")]
    for number, line in enumerate(lines):
        write((EDGE, 104 + 44 + size * (1 + 1.28 * number)), line, font=face, fill=INK)
    canvas.line((EDGE, HEIGHT - 108, WIDTH - EDGE, HEIGHT - 108), fill=SOFT, width=1)
    write((EDGE, HEIGHT - 52), "QCDC", font=face_of(SERIF, 40), fill=INK)
    foot = _shortened(small, below, WIDTH - 2 * EDGE - 180)
    canvas.text((WIDTH - EDGE, HEIGHT - 54), foot, font=small, fill=SOFT, anchor="rs")
    kept = io.BytesIO()
    image.quantize(64).save(kept, "PNG", optimize=True)
    return kept.getvalue()


@cache
def face_of(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A face of the site at a size in pixels."""
    return ImageFont.truetype(str(finders.find(file)), size)


def _lines(face: ImageFont.FreeTypeFont, text: str) -> list[str]:
    """Words in lines that fit; a word longer than a line is broken."""
    lines = [""]
    for word in vietnamese.nfc(text).split()[:120]:
        while face.getlength(word) > WIDTH - 2 * EDGE:
            cut = next(end for end in range(len(word), 0, -1) if face.getlength(word[:end]) <= WIDTH - 2 * EDGE)
            lines += [word[:cut], ""]
            word = word[cut:]
        joined = f"{lines[-1]} {word}".strip()
        if face.getlength(joined) <= WIDTH - 2 * EDGE:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line for line in lines if line]


def _shortened(face: ImageFont.FreeTypeFont, text: str, room: int = WIDTH - 2 * EDGE) -> str:
    text = " ".join(vietnamese.nfc(text).split())[:200]
    if face.getlength(text) <= room:
        return text
    words = text.split()
    while words and face.getlength(" ".join([*words, "…"])) > room:
        words.pop()
    return " ".join([*words, "…"])
