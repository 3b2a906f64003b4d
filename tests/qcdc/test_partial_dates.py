"""Dates as exactly as they are known."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Post
from qcdc.partial_dates import PartialDate, PartialDateFormField
from tests import factories


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_day_is_read_back_as_it_was_written(day):
    for text in (day.isoformat(), f"{day:%d/%m}/{day.year}", f"{day.day}-{day.month}-{day.year}", f" {day.day}.{day.month}.{day.year} "):
        date = PartialDate.parse(text)
        assert (date.earliest, date.latest, date.precision) == (day, day, "day")


@pytest.mark.parametrize(
    ("text", "iso", "label", "latest"),
    [
        ("2018", "2018", "2018", datetime.date(2018, 12, 31)),
        ("5/2018", "2018-05", "05/2018", datetime.date(2018, 5, 31)),
        ("2020-02", "2020-02", "02/2020", datetime.date(2020, 2, 29)),
    ],
)
def test_a_month_or_a_year_stays_one(text, iso, label, latest):
    date = PartialDate.parse(text)
    assert (date, date.label(), date.latest) == (iso, label, latest)


@pytest.mark.parametrize(
    "text", ["", "29/2/2019", "13/2018", "31/4/2018", "0000", "hôm qua", "２０１８", "2018-5", "1/1/1/2018", "2018-05-29T10:00", "\x00"]
)
def test_what_is_no_date_is_refused_at_the_field(text):
    with pytest.raises(ValueError, match=r"date|range|month|day"):
        PartialDate.parse(text)
    if text:
        with pytest.raises(ValidationError):
            PartialDateFormField().clean(text)


def test_the_form_shows_what_people_write_and_sees_no_change_in_it():
    field = PartialDateFormField(required=False)
    assert field.prepare_value(PartialDate("2018-05")) == "05/2018"
    assert not field.has_changed(PartialDate("2018-05"), "5/2018")
    assert field.has_changed(PartialDate("2018-05"), "2018")
    assert field.clean("") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        ("2018", "2018", True),
        ("2018-05", "", True),
        ("2018-06", "", False),
        ("", "2018-04", False),
        ("", "2018-05", True),
        ("2018-05-30", "", False),
    ],
)
def test_a_post_may_have_been_held_on_a_day_as_far_as_its_dates_are_known(start, end, held):
    factories.make_post(start=start, end=end)
    assert Post.objects.held_on(datetime.date(2018, 5, 29)).exists() is held


@pytest.mark.django_db
def test_a_date_is_the_same_after_it_was_stored():
    post = factories.make_post(start="29/5/2018", end=datetime.date(2021, 4, 1))
    assert post.start == "2018-05-29"
    stored = Post.objects.get()
    assert (stored.start.label(), stored.end.precision, stored.span) == ("29/05/2018", "day", "29/05/2018 – 01/04/2021")
