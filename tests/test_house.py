"""The house has no door that nobody watches."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from articles.word import container
from qcdc import uploads
from tests.doors import DETAILS, LISTS, SILENT

ROOT = Path(__file__).parent.parent
MEGABYTE = 1024 * 1024


def public_routes(resolver: Any = None, namespace: str = "", prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            route = prefix + str(pattern.pattern)
            if not route.startswith("admin/"):
                inside = ":".join(filter(None, [namespace, pattern.namespace]))
                yield from public_routes(pattern, inside, route)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"a route without a name: {prefix}{pattern.pattern}"
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name


def test_every_public_route_is_in_the_register_of_doors():
    watched = {*DETAILS, *LISTS, *SILENT}
    routes = set(public_routes())
    assert routes - watched == set(), "doors that no test watches"
    assert watched - routes == set(), "doors that are no longer there"


def test_no_door_is_registered_twice():
    assert not (DETAILS.keys() & LISTS.keys()) | (DETAILS.keys() & SILENT) | (LISTS.keys() & SILENT)


def test_the_top_level_holds_what_it_should():
    """Exactly the rooms of the house, and dotfiles."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    top = {name.split("/")[0] for name in listed if name and not name.startswith(".")}
    assert top <= {
        *("manage.py", "pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "LICENSE"),
        *("requirements", "qcdc", "articles", "meetings", "templates", "static", "tests", "docs", "deploy", "bench"),
    }


def test_the_pins_name_no_host_and_no_index():
    for pins in (ROOT / "requirements").glob("*.txt"):
        lines = pins.read_text().splitlines()
        assert "://" not in "".join(lines)
        assert all(line.startswith(("    --hash=sha256:", "#")) or "==" in line for line in lines if line)


def test_a_form_may_carry_what_its_page_promises():
    (nginx,) = re.findall(r"client_max_body_size (\d+)m;", (ROOT / "deploy/nginx.conf").read_text())
    assert uploads.LARGEST_FORM < int(nginx) * MEGABYTE < 1.05 * uploads.LARGEST_FORM
    assert max(uploads.LARGEST_FILE, container.LARGEST_FILE) < uploads.LARGEST_FORM
    promised = f"each up to {uploads.LARGEST_FILE // MEGABYTE} MB, all together up to {uploads.LARGEST_FORM // MEGABYTE} MB"
    page = (ROOT / "templates/admin/articles/photo_upload.html").read_text()
    assert f"{promised} and {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files" in page


def test_the_example_of_the_environment_lists_every_name_that_the_settings_read():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "qcdc/settings.py").read_text()))
    listed = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == listed
