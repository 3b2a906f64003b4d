"""Chromium, started once for each process, with a new empty profile for each page."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if not path:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("Chromium is not installed, and REQUIRE_ALL=1 allows no skipping")
        # A fresh machine has no browser; `make test` says so at its end, and REQUIRE_ALL=1 fails above.
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """Opens pages of the site and gathers what the browser complains of and what it asks other hosts for."""
    contexts = []

    def opened(**options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.complaints.append(request.url) if _is_foreign(request.url, live_server.url) else None)
        return page

    yield opened
    for context in contexts:
        context.close()


def _is_foreign(url: str, home: str) -> bool:
    return not url.startswith((home, "data:", "blob:"))
