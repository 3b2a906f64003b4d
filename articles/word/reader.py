"""A Word file as an article sees it: clean text, pictures, a guess at the headline, and the list of what was left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import mammoth
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from mammoth.documents import Run, Text
from mammoth.transforms import element_of_type

from articles.word.container import Contents, checked, damaged
from qcdc.legacy_text import FONTS_OF_CAPITALS, Encoding, Found, convert_markup, detect, of_font
from qcdc.prose import clean, plain
from qcdc.uploads import checked_upload
from qcdc.vietnamese import nfc

MOST_PICTURES = 60
LONGEST_HEADLINE = 300
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh > em
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p:unordered-list(1) => ul > li:fresh > p:fresh
p:unordered-list(2) => ul|ol > li > ul > li:fresh > p:fresh
p:unordered-list(3) => ul|ol > li > ul|ol > li > ul > li:fresh > p:fresh
p:unordered-list(4) => ul|ol > li > ul|ol > li > ul|ol > li > ul > li:fresh > p:fresh
p:unordered-list(5) => ul|ol > li > ul|ol > li > ul|ol > li > ul|ol > li > ul > li:fresh > p:fresh
p:ordered-list(1) => ol > li:fresh > p:fresh
p:ordered-list(2) => ul|ol > li > ol > li:fresh > p:fresh
p:ordered-list(3) => ul|ol > li > ul|ol > li > ol > li:fresh > p:fresh
p:ordered-list(4) => ul|ol > li > ul|ol > li > ul|ol > li > ol > li:fresh > p:fresh
p:ordered-list(5) => ul|ol > li > ul|ol > li > ul|ol > li > ul|ol > li > ol > li:fresh > p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='List Paragraph'] => p:fresh
p[style-name='No Spacing'] => p:fresh
p[style-name='Normal (Web)'] => p:fresh
p[style-name='Body Text'] => p:fresh
r[style-name='Emphasis'] => em
r[style-name='Hyperlink'] =>
"""
# Signs of the private area that go through the reading and come out again: capitals by font, and the place of a picture.
CAPITALS = re.compile("\ue000([^\ue001]*)\ue001")
PLACE = re.compile("\ue002(\\d+)\ue003")
CAPTIONED = re.compile('<p>((?:\\s*\ue002\\d+\ue003\\s*)+)</p>\\s*<p class="caption">(.*?)</p>', re.DOTALL)
NOTE_PLACE = re.compile(r'<sup>\s*<a href="#(?:foot|end)note-\d+" id="[^"]*">(\[\d+\])</a>\s*</sup>')
NOTES = re.compile(r'<ol>((?:<li id="(?:foot|end)note-[^"]*">.*?</li>)+)</ol>\Z', re.DOTALL)
NOTE = re.compile(r'<li id="(?:foot|end)note-[^"]*">(.*?)(?:<p>)?\s*<a href="#(?:foot|end)note-ref-[^"]*">↑</a>\s*</p></li>', re.DOTALL)
EMPTY = re.compile(r"<p>\s*</p>")
FIRST_BLOCK = re.compile(r"\s*<(h2|h3|p)>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Picture:
    """A picture of the file that an article can take, as it stands there: it is cleaned when it becomes a photo."""

    file: SimpleUploadedFile
    alt: str
    caption: str = ""

    @property
    def words(self) -> dict[str, str]:
        """What the file says of it."""
        return {"alt": self.alt, "caption": self.caption}


@dataclass(frozen=True)
class Words:
    """The words of a file alone, in Unicode, with what they were in before; its pictures are opened when they are asked for."""

    text: str
    encoding: Encoding | None
    images: tuple[tuple[bytes, str, str], ...]
    below: dict[int, str]
    """The paragraph under each picture."""

    def pictures(self) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
        """Its pictures, each with the paragraph under it as the caption, and a sentence for each that cannot be taken."""
        return _pictures(self.images, self.below)


@dataclass(frozen=True)
class WordText:
    """What was read from a file."""

    body: str
    pictures: tuple[Picture, ...]
    dropped: tuple[str, ...]
    encoding: Encoding | None
    headline: str = ""

    def with_headline_taken(self) -> "WordText":
        """The same with its first line as the headline, where that looks like one, and no longer in the text."""
        found = FIRST_BLOCK.match(self.body)
        words = plain(found[0]) if found else ""
        if not found or not words or len(words) > LONGEST_HEADLINE or not _looks_like_a_headline(found[1], found[2].strip(), words):
            return self
        return replace(self, headline=words.replace("\n", " "), body=self.body[found.end() :].lstrip())


def read(file: Any, *, convert: bool = False) -> WordText:
    """Read an uploaded .docx; `convert` turns an old encoding that was found into Unicode. Raises ValidationError."""
    images: list[tuple[bytes, str, str]] = []
    result, contents = _converted(file, images)
    markup, captions = _captions(nfc(result.value))
    found = _encoding(plain(clean(CAPITALS.sub(r"\1", markup))), contents)
    markup = _in_unicode(markup, found if convert else None)
    captions = {number: _in_unicode(text, found if convert else None) for number, text in captions.items()}
    pictures, refused = _pictures(images, captions)
    body = clean(_with_notes(EMPTY.sub("", PLACE.sub("", markup))))
    messages = [message.message for message in result.messages]
    return WordText(body, pictures, (*_left_out(contents, messages), *refused), found)


def read_words(file: Any) -> Words:
    """The words of a .docx, a paragraph a line and captions where they stand."""
    images: list[tuple[bytes, str, str]] = []
    result, contents = _converted(file, images)
    markup = EMPTY.sub("", nfc(result.value))
    found = _encoding(plain(clean(CAPITALS.sub(r"\1", PLACE.sub("", markup)))), contents)
    lines: list[str] = []
    below: dict[int, str] = {}
    above: list[str] = []
    for line in plain(clean(_with_notes(_in_unicode(markup, found)))).split("\n"):
        above += PLACE.findall(line)
        words = PLACE.sub("", line)
        if words.strip():
            lines.append(words)
            below |= {int(number): words.strip() for number in above[-1:]}
            above = []
    return Words("\n\n".join(lines), found, tuple(images), below)


def _converted(file: Any, images: list[tuple[bytes, str, str]]) -> tuple[Any, Contents]:
    """The file as HTML with what it holds besides; its pictures are put into `images`. Raises ValidationError."""
    contents = checked(file)
    file.seek(0)
    try:
        result = mammoth.convert_to_html(
            file,
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            transform_document=element_of_type(Run, _marked_capitals),
            convert_image=lambda image: _kept(image, images),
        )
    except ValidationError:
        raise
    except Exception as error:  # A made-up file can make the library stumble anywhere; the editor is told all the same.
        raise damaged() from error
    return result, contents


def _marked_capitals(run: Any) -> Any:
    """A run in a font of capitals (.VnTimeH), marked: its letters are small ones to the file."""
    if not FONTS_OF_CAPITALS.match(run.font or ""):
        return run
    return run.copy(
        children=[child.copy(value=f"\ue000{child.value}\ue001") if isinstance(child, Text) else child for child in run.children]
    )


def _kept(image: Any, images: list[tuple[bytes, str, str]]) -> list[Any]:
    """Keep the picture aside, and leave a sign in its place."""
    number = len(images)
    try:
        with image.open() as file:
            content = file.read()
    except KeyError:
        content = b""
    images.append((content, image.alt_text or "", image.content_type or ""))
    return [mammoth.html.text(f"\ue002{number}\ue003")]


def _captions(markup: str) -> tuple[str, dict[int, str]]:
    """The markup without the captions that Word put under pictures, and the captions by the number of their picture."""
    captions: dict[int, str] = {}

    def take(found: re.Match[str]) -> str:
        captions[int(PLACE.findall(found[1])[-1])] = found[2]
        return ""

    return CAPTIONED.sub(take, markup), captions


def _encoding(text: str, contents: Contents) -> Encoding | None:
    """The old encoding of the text: by its letters, or by its fonts where there are too few letters to tell."""
    found: Found | None = detect(text)
    if found:
        return found.encoding
    by_font = {encoding for font in contents.fonts if (encoding := of_font(font))}
    return next((each for each in by_font if convert_markup(text, each) != text), None)


def _in_unicode(markup: str, encoding: Encoding | None) -> str:
    if not encoding:
        return CAPITALS.sub(r"\1", markup)
    return CAPITALS.sub(lambda found: found[1].upper(), convert_markup(markup, encoding))


def _with_notes(markup: str) -> str:
    """Word's footnotes and endnotes as notes of the house: signs in the text, paragraphs at its end."""
    markup = NOTE_PLACE.sub(r"\1", markup)
    found = NOTES.search(markup)
    if not found:
        return markup
    notes = []
    for number, text in enumerate(NOTE.findall(found[1]), start=1):
        words = re.sub(r"\s*</p>\s*<p>\s*", "<br>", text.strip().removeprefix("<p>").removesuffix("</p>").strip())
        notes.append(f"<p>[{number}] {words}</p>")
    return markup[: found.start()] + "".join(notes)


def _pictures(images: Iterable[tuple[bytes, str, str]], captions: dict[int, str]) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """The pictures that are fit to print, and a sentence for each that is not."""
    kept: dict[bytes, Picture] = {}
    refused = []
    for number, (content, alt, kind) in enumerate(images):
        if content in kept:
            continue
        if len(kept) == MOST_PICTURES:
            refused.append(_("Pictures after the first %(most)d were left out.") % {"most": MOST_PICTURES})
            break
        extension = kind.rpartition("/")[2][:8] or "bin"
        file = SimpleUploadedFile(f"word-{number + 1}.{extension}", content)
        try:
            checked_upload(file)
        except ValidationError as error:
            refused.append(_("Picture %(number)d was left out: %(why)s") % {"number": number + 1, "why": " ".join(error.messages)})
            continue
        file.seek(0)
        kept[content] = Picture(file, nfc(alt)[:300].strip(), plain(captions.get(number, ""))[:500])
    return tuple(kept.values()), tuple(refused)


def _left_out(contents: Contents, messages: list[str]) -> list[str]:
    """A sentence for everything that the text of an article does not carry."""
    said = []
    for names, sentence in _sentences():
        number = sum(contents.elements[name] for name in names)
        if number:
            said.append(sentence % {"count": number})
    for part, sentence in (("header", _("Headers of the pages were left out.")), ("footer", _("Footers of the pages were left out."))):
        if contents.parts[part]:
            said.append(sentence)
    styles = {found[1] for message in messages if (found := re.search(r"Unrecognised \w+ style: '?([^'(]+?)'? \(", message))}
    if styles:
        named = ", ".join(sorted(styles)[:8])
        said.append(
            _("Styles of the file that the page does not know: %(styles)s. Their text is kept.") % {"styles": Truncator(named).chars(200)}
        )
    if any("external" in message for message in messages):
        said.append(_("Pictures that the file only links to were left out."))
    return said


def _sentences() -> list[tuple[tuple[str, ...], str]]:
    """Elements of Word, and what becomes of them."""
    return [
        (("footnote", "endnote"), _("Footnotes (%(count)d) became notes at the end of the text.")),
        (("txbxContent",), _("Text boxes (%(count)d): their text stands after the paragraph they belong to.")),
        (("comment",), _("Comments (%(count)d) were left out.")),
        (("ins", "moveTo"), _("Tracked insertions (%(count)d) were taken as accepted.")),
        (("del", "moveFrom"), _("Tracked deletions (%(count)d) were taken as accepted; the deleted text is left out.")),
        (("OLEObject", "object"), _("Embedded objects (%(count)d) were left out.")),
        (("chart", "relIds"), _("Charts and diagrams (%(count)d) were left out; put them in as pictures.")),
        (("oMath",), _("Formulas (%(count)d) were left out.")),
        (("u",), _("Underlining (%(count)d) was left out.")),
        (("strike", "dstrike"), _("Struck-out text (%(count)d) is shown without the line.")),
        (("color", "highlight"), _("Colours (%(count)d) were left out.")),
        (("caps", "smallCaps"), _("Capitals by format (%(count)d) are shown as they were typed.")),
    ]


def _looks_like_a_headline(tag: str, markup: str, words: str) -> bool:
    """Whether a first line is a heading, all bold, or all capitals."""
    bold = re.fullmatch(r"(?:<em>)?<strong>(?:(?!</strong>).)*</strong>(?:</em>)?", markup, re.DOTALL)
    return tag != "p" or bool(bold) or (words.isupper() and len(words) > 10)
