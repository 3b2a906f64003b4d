"""What every test may ask for."""

import os

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


@pytest.fixture(autouse=True)
def _as_in_a_new_process():
    """No test inherits another's cache, or the language of the last page that it opened."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield
