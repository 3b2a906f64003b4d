"""The Vietnamese of the site is complete, compiled and faithful. Reads the catalogues itself: a fresh machine has no gettext tools."""

import ast
import gettext
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils import translation
from django.utils.translation import trim_whitespace

from meetings.models.provinces import ProvinceKind

ROOT = Path(__file__).parent.parent.parent
OURS = ROOT / "qcdc/locale/vi/LC_MESSAGES/django.po"
OF_PACKAGES = ROOT / "qcdc/locale_of_packages/vi/LC_MESSAGES"
CATALOGUES = [OURS, OF_PACKAGES / "django.po", OF_PACKAGES / "djangojs.po"]

PLACEHOLDERS = re.compile(r"%\(\w+\)[\d.]*[a-z]|%[sd]|\{[\w:]*\}|%%")
TAGS = re.compile(r"<[^>]+>|&\w+;")

LITERAL = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
TRANSLATED_TAG = re.compile(rf"{{%-?\s*trans(?:late)?\s+({LITERAL})(.*?)%}}", re.DOTALL)
TRANSLATED_VALUE = re.compile(rf"\b_\(({LITERAL})\)")
TRANSLATED_BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b(.*?)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
CONTEXT = re.compile(rf"\bcontext\s+({LITERAL})")
PLURAL = re.compile(r"{%\s*plural\s*%}")

# Where each function's texts stand among its arguments: the context, then the singular.
FUNCTIONS = {
    name + lazy: places
    for name, places in {"_": (None, 0), "gettext": (None, 0), "ngettext": (None, 0), "pgettext": (0, 1), "npgettext": (0, 1)}.items()
    for lazy in ("", "_lazy")
}


class Entry(NamedTuple):
    context: str
    text: str
    plural: str
    translations: list[str]
    flags: set[str]

    @property
    def key(self) -> str:
        """The text as compiled catalogues name it."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


def entries(path: Path) -> Iterator[Entry]:
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        flags: set[str] = set()
        name = ""
        for line in paragraph.splitlines():
            if line.startswith("#,"):
                flags |= {flag.strip() for flag in line[2:].split(",")}
            elif found := re.fullmatch(r'(?:(msg\w+(?:\[\d\])?) )?(".*")', line):
                name = found[1] or name
                fields[name] = fields.get(name, "") + ast.literal_eval(found[2])
        if fields:
            translations = [text for name, text in fields.items() if name.startswith("msgstr")]
            yield Entry(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""), translations, flags)


def texts(path: Path) -> list[Entry]:
    return [entry for entry in entries(path) if entry.text]


def header(path: Path) -> Entry:
    return next(entry for entry in entries(path) if not entry.text)


def used_in_template(source: str) -> Iterator[tuple[str, str]]:
    for literal, options in TRANSLATED_TAG.findall(source):
        context = CONTEXT.search(options)
        yield ast.literal_eval(context[1]) if context else "", ast.literal_eval(literal)
    for literal in TRANSLATED_VALUE.findall(source):
        yield "", ast.literal_eval(literal)
    for options, body in TRANSLATED_BLOCK.findall(source):
        context = CONTEXT.search(options)
        singular = PLURAL.split(body)[0].replace("%", "%%")
        singular = re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", singular)
        trimmed = re.search(r"\btrimmed\b", options)
        yield ast.literal_eval(context[1]) if context else "", trim_whitespace(singular) if trimmed else singular


def used_in_code(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        context, text = FUNCTIONS.get(getattr(node.func, "id", getattr(node.func, "attr", "")), (None, None))
        if text is None or len(node.args) <= text:
            continue
        given = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
        if isinstance(given[text], str):
            yield given[context] if context is not None else "", given[text]


def used() -> Iterator[tuple[str, str, Path]]:
    for folder in ("qcdc", "meetings", "articles"):
        for path in (ROOT / folder).rglob("*.py"):
            yield from ((*text, path) for text in used_in_code(path.read_text(encoding="utf-8")))
    for folder in ("templates", "qcdc", "meetings", "articles"):
        for path in [*(ROOT / folder).rglob("*.html"), *(ROOT / folder).rglob("*.txt")]:
            yield from ((*text, path) for text in used_in_template(path.read_text(encoding="utf-8")))


@pytest.fixture(params=CATALOGUES, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def catalogue(request):
    return request.param


def test_every_catalogue_is_watched():
    assert {*ROOT.glob("qcdc/locale*/**/*.po"), *ROOT.glob("meetings/**/*.po"), *ROOT.glob("articles/**/*.po")} == set(CATALOGUES)


def test_nothing_is_left_untranslated(catalogue):
    assert texts(catalogue)
    assert [entry.text for entry in texts(catalogue) if not entry.translations or not all(entry.translations)] == []


def test_nothing_is_guessed(catalogue):
    assert [entry.text for entry in entries(catalogue) if "fuzzy" in entry.flags] == []


def test_a_number_changes_no_vietnamese_word(catalogue):
    assert "nplurals=1; plural=0;" in header(catalogue).translations[0]
    assert [entry.text for entry in texts(catalogue) if len(entry.translations) != 1] == []


def test_no_text_is_translated_twice(catalogue):
    keys = [entry.key for entry in texts(catalogue)]
    assert len(keys) == len(set(keys))


def test_what_is_compiled_is_what_is_written(catalogue):
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        shipped = dict(gettext.GNUTranslations(compiled)._catalog)
    shipped.pop("", None)
    written = {(entry.key, 0) if entry.plural else entry.key: entry.translations[0] for entry in texts(catalogue)}
    assert shipped == written, "run make messages"


def test_every_placeholder_comes_through(catalogue):
    for entry in texts(catalogue):
        for given in filter(None, [entry.text, entry.plural]):
            assert set(PLACEHOLDERS.findall(entry.translations[0])) == set(PLACEHOLDERS.findall(given)), entry.text


def test_every_tag_comes_through(catalogue):
    for entry in texts(catalogue):
        assert sorted(TAGS.findall(entry.translations[0])) == sorted(TAGS.findall(entry.text)), entry.text


def test_the_spaces_at_the_ends_come_through(catalogue):
    for entry in texts(catalogue):
        translated = entry.translations[0]
        assert translated.startswith((" ", "\n")) == entry.text.startswith((" ", "\n")), entry.text
        assert translated.endswith((" ", "\n")) == entry.text.endswith((" ", "\n")), entry.text


def test_vietnamese_is_composed(catalogue):
    for entry in texts(catalogue):
        assert unicodedata.is_normalized("NFC", entry.translations[0]), entry.text


def test_the_tone_stands_where_the_record_puts_it(catalogue):
    """Hòa, ủy, thủy, khỏe: on the first vowel where no consonant follows."""
    newer = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
    assert [entry.translations[0] for entry in texts(catalogue) if newer.search(entry.translations[0])] == []


def test_every_text_of_the_site_is_in_the_catalogue():
    known = {(entry.context, entry.text) for entry in texts(OURS)}
    missing = {f"{path.relative_to(ROOT)}: {text}" for context, text, path in used() if (context, text) not in known}
    assert sorted(missing) == [], "run make messages and translate what is new"


def test_the_walk_over_the_site_sees_what_makemessages_sees():
    """Else the test above could pass by looking nowhere."""
    seen = {(context, text) for context, text, path in used()}
    assert [entry.text for entry in texts(OURS) if (entry.context, entry.text) not in seen] == []


def test_the_site_speaks_what_the_catalogue_says():
    with translation.override("vi"):
        for entry in texts(OURS):
            if entry.plural:
                assert translation.ngettext(entry.text, entry.plural, 2) == entry.translations[0]
            elif entry.context:
                assert translation.pgettext(entry.context, entry.text) == entry.translations[0]
            else:
                assert translation.gettext(entry.text) == entry.translations[0]


def test_a_province_is_named_with_its_kind_before_it():
    with translation.override("vi"):
        assert [str(kind.label) for kind in ProvinceKind] == ["Tỉnh", "Thành phố"]


def test_english_stays_english():
    with translation.override("en"):
        assert translation.gettext("Conferences") == "Conferences"
