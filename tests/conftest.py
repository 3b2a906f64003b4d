"""What every test may ask for."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def _as_in_a_new_process():
    """No test inherits another's cache, or the language of the last page that it opened."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield
