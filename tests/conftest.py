"""What every test may ask for."""

import os
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# A busy machine is no fault of the code; where nothing may be skipped, nothing is left to chance either.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=os.environ.get("REQUIRE_ALL") == "1"
)
hypothesis_settings.load_profile("house")

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The groups of the newsroom stand there before any test, as on every site: making them takes longer than most tests."""
    from qcdc.management.commands.create_groups import create_groups

    with django_db_blocker.unblock():
        create_groups()


@pytest.fixture(autouse=True)
def _as_in_a_new_process():
    """No test inherits another's cache, or the language of the last page that it opened."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield
