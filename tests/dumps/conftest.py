import pytest


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path):
    """Every test has a shelf of its own, and a site that knows its address."""
    settings.DATA_DIR = tmp_path
    settings.SITE_ADDRESS = "https://testserver"
