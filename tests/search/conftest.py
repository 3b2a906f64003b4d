"""The record that questions are put to, made once for all tests that only ask."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.search import world


@pytest.fixture(scope="module")
def record(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The whole record, gone again after the last question."""
    with django_db_blocker.unblock(), transaction.atomic():
        world.fill()
        yield
        transaction.set_rollback(True)
