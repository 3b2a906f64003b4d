"""Numbers as editors type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from qcdc.numbers import NumberFormField


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("18.253", "18253"),
        ("1.234.567,5", "1234567.5"),
        ("28,77", "28.77"),
        ("28.77", "28.77"),
        ("3", "3"),
        (" 1 200 ", "1200"),
        ("0,5", "0.5"),
        ("-2", "-2"),
    ],
)
def test_a_number_is_read_as_vietnamese_offices_write_it(typed, kept):
    assert NumberFormField().clean(typed) == Decimal(kept)


@pytest.mark.parametrize("typed", ["sáu", "1,2,3", "1.2.3", "NaN", "Infinity", "1e9999", "--1"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        NumberFormField(max_digits=20, decimal_places=4).clean(typed)


@pytest.mark.parametrize(("kept", "shown"), [("28.7700", "28,77"), ("3.0000", "3"), ("200", "200"), ("0.5", "0,5")])
def test_a_number_is_shown_without_idle_zeros(kept, shown):
    assert NumberFormField().prepare_value(Decimal(kept)) == shown
