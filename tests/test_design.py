"""What a reader's browser is given to draw a page with, and how little of it there is."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.loader import get_template

from qcdc.stylesheet import IMPORT, WHOLE, whole

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
READERS = [path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts]


def read(name: str) -> str:
    return (STATIC / name).read_text()


def test_the_style_sheet_stays_below_30_kb():
    assert sum(len(read(name).encode()) for name in style_sheets(WHOLE)) <= 30 * 1024


def style_sheets(name: str) -> list[str]:
    return [name, *(each for found in IMPORT.finditer(read(name)) for each in style_sheets(f"css/{found[1]}"))]


def test_the_scripts_of_readers_stay_below_15_kb():
    named = {name for path in READERS for name in re.findall(r"js/[\w-]+\.js", path.read_text())}
    assert named
    assert sum((STATIC / name).stat().st_size for name in named) <= 15 * 1024


def test_the_letters_of_a_first_view_are_four_files_below_72_kb():
    named = re.findall(r"fonts/[\w/-]+\.woff2", (ROOT / "templates/base.html").read_text())
    assert len(set(named)) == 4
    assert sum((STATIC / name).stat().st_size for name in named) <= 72 * 1024


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.name)
def test_no_template_of_readers_has_style_or_script_in_line(path):
    markup = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:\ssrc=|ld\+json))", markup)
    get_template(str(path.relative_to(ROOT / "templates")))


def test_every_component_has_its_style_sheet_imported_and_every_layer_its_place():
    sheets = style_sheets(WHOLE)
    on_disk = {f"css/components/{path.name}" for path in (STATIC / "css/components").glob("*.css")}
    assert on_disk == {name for name in sheets if "/components/" in name}
    layers = re.search(r"@layer ([\w, ]+);", read(WHOLE))[1].split(", ")
    named = [found[2] for found in IMPORT.finditer(read(WHOLE))]
    assert sorted(set(named), key=layers.index) == layers


def test_in_production_the_style_sheet_is_one_file(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "qcdc.stylesheet.Storage"}}
    for _ in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
    [sheet] = tmp_path.glob("css/main.*.css")
    text = sheet.read_text()
    assert "@import" not in text
    assert text.index("@layer reset") < text.index("@layer components {") < text.index("@media print {")
    assert text.count("{") == text.count("}")
    assert len(set(re.findall(r'url\("(../fonts/[^"]+\.[0-9a-f]{12}\.woff2)"\)', text))) == 5


def test_an_import_stands_in_its_layer_and_medium():
    sheets = {"a.css": '@import "b/c.css" layer(x) print;\n', "b/c.css": '@import "d.css";', "b/d.css": "p {}\n"}
    assert whole("a.css", sheets.__getitem__) == "@layer x {\n@media print {\np {}\n}\n}\n\n"
