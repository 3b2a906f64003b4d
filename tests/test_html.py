"""Every kind of page as the Nu HTML Checker reads it: no error, on the readers' pages, on those that refuse, at the log-in.

The checker is a Java program: VNU_JAR names it (the npm package `vnu-jar` holds it). One process reads all pages.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.shortcuts import render
from django.test import RequestFactory
from django.utils import translation

from qcdc.views import csrf_failure, forbidden, server_error
from tests import factories
from tests.doors import DETAILS, LISTS, make_record
from tests.reading import finish, words

pytestmark = pytest.mark.django_db

JAR = os.environ.get("VNU_JAR", "")
HEAD = '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>Thử</title></head>'
BROKEN = HEAD + '<body><p id="a"><i id="a">Thử</i></p></body></html>'
MORE = [
    *("/gioi-thieu/", "/lien-he/", "/dieu-khoan/", "/so-do/", "/luu-tru/", "/luu-tru/1999/", "/lich/1999/01/", "/lich/1999/"),
    *("/tim-kiem/", "/tim-kiem/?q=khong+co+gi", "/chi-dao/?year=abc", "/hoi-nghi/?q=khong+co", "/api/v1/docs/", "/admin/login/"),
    *("/en/", "/en/so-do/", "/en/lich/", "/en/chi-dao/", "/can-bo/ngoc-lam-bi-met/"),
]


@pytest.fixture
def check(tmp_path):
    """Says what is wrong with each of some pages, by the address of the page."""
    missing = "java is not installed" if not shutil.which("java") else "VNU_JAR names no file" if not Path(JAR).is_file() else ""
    if missing and os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{missing}, and REQUIRE_ALL=1 allows no skipping")
    if missing:
        # A fresh machine has no checker; `make test` says so at its end, and REQUIRE_ALL=1 fails above.
        pytest.skip(f"{missing}: the Nu HTML Checker cannot run")

    def checked(pages: dict[str, str]) -> list[str]:
        addresses = list(pages)
        for number, address in enumerate(addresses):
            (tmp_path / f"{number}.html").write_text(pages[address], encoding="utf-8")
        command = ["java", "-Xss4m", "-jar", JAR, "--errors-only", "--exit-zero-always", "--format", "json", str(tmp_path)]
        answer = subprocess.run(command, capture_output=True, check=True, text=True, timeout=300)
        found = json.loads(answer.stderr or answer.stdout)["messages"]
        return [f"{addresses[int(Path(each['url']).stem)]}: {each['message']} {each.get('extract', '')[:160]!r}" for each in found]

    return checked


def test_no_page_has_an_error(client, check):
    record = make_record()
    for state in ("planned", "cancelled"):
        factories.make_conference(state=state, title="Hội nghị chỉ có ngày")
    gone = factories.make_article()
    gone.withdraw(reason="Theo lệnh")
    addresses = [address(record) for doors in (LISTS, DETAILS) for several in doors.values() for address in several]
    pages = {}
    for address in [*addresses, *MORE, gone.get_absolute_url()]:
        response = client.get(address, follow=True)
        if response["Content-Type"].startswith("text/html"):
            pages[address] = words(response)
        else:
            finish(response)
    assert len(pages) > 50
    pages |= refusals() | {"broken": BROKEN}
    found = check(pages)
    assert [fault for fault in found if fault.startswith("broken: Duplicate ID")], "the checker finds an error where there is one"
    faults = [fault for fault in found if not fault.startswith("broken: ")]
    assert not faults, "\n".join(faults)


def refusals() -> dict[str, str]:
    """The pages that say what went wrong, as they stand in each language."""
    request = RequestFactory().get("/thu/")
    request.user = factories.make_user()
    pages = {}
    for language in ("vi", "en"):
        with translation.override(language):
            found = [forbidden(request), csrf_failure(request), server_error(request)]
            found += [render(request, f"{code}.html", status=code) for code in (400, 404, 410, 429)]
            pages |= {f"{language} {response.status_code} {number}": words(response) for number, response in enumerate(found)}
    return pages
