"""The guide for integrators is true: every line of it is run against the demo record, and prints what it says it prints."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from qcdc.api import COLLECTIONS, OTHERS
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)

GUIDE = Path(settings.BASE_DIR) / "docs" / "api.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PRINTS = re.compile(r"#\s+(\d{3})$")


def blocks(language):
    return [text for named, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")) if named == language]


def printed(text):
    """What the lines of a block say that they print: a status."""
    return [found[1] for line in text.splitlines() if (found := PRINTS.search(line))]


@pytest.fixture
def site(live_server, tmp_path, monkeypatch):
    """The demo record, served, and what a shell needs to know of it."""
    if not shutil.which("curl"):
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("curl is not installed, and REQUIRE_ALL=1 allows no skipping")
        pytest.skip("curl is not installed")
    call_command("load_reference", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("settle", verbosity=0, stdout=io.StringIO())
    _key, secret = factories.make_key(owner=factories.make_user(is_superuser=True), scope="staff")
    (tmp_path / "docs").symlink_to(GUIDE.parent)
    return {
        "cwd": tmp_path,
        "env": {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "API": f"{live_server.url}/api/v1", "KEY": secret},
        "text": True,
        "capture_output": True,
        "timeout": 300,
    }


def test_every_line_of_the_guide_works_as_written(site):
    assert sum(text.count("curl") for text in blocks("sh")) > 30
    for text in blocks("sh"):
        script = re.sub(r"^API=.*$", ":", text, flags=re.MULTILINE).replace("curl -s", "curl --show-error -s")
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], check=False, **site)
        assert done.returncode == 0, (text, done.stderr)
        assert "curl:" not in done.stderr, text
        assert re.findall(r"(?:^|\})(\d{3})$", done.stdout, re.MULTILINE) == printed(text), text
        if not printed(text):
            assert '"status":4' not in done.stdout, text
            assert '"status":5' not in done.stdout, text


def test_the_lines_find_something(site):
    """So that the test above cannot pass over an empty site."""
    done = subprocess.run(
        ["bash", "-c", 'curl -s $API/conferences/1/; curl -s "$API/directives/?theme=tuyen-truyen&province=lang-son"'], check=True, **site
    )
    assert "Lạng Sơn" in done.stdout
    assert '"count":0' not in done.stdout
    (client,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", client], check=True, **site)
    assert done.stdout.startswith("2018-05-29 Hội nghị")
    assert len(done.stdout.splitlines()) > 5


def test_the_guide_speaks_of_every_part():
    text = GUIDE.read_text(encoding="utf-8")
    for word in ("next", "fields", "expand", "as_of", "ETag", "since", "tombstones", "checksums", "dumps", "webhooks.md", "mirror.py"):
        assert word in text
    for part in OTHERS:
        assert part in text
    for noun in re.findall(r"\$API/([a-z]+)/", text):
        assert noun in {*COLLECTIONS, *OTHERS, "staff", "dumps"}
