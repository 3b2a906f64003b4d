"""The calendar of conferences, by month and by year."""

import re

import pytest
from icalendar import Calendar

from tests import factories
from tests.reading import body, words

pytestmark = pytest.mark.django_db


def days_of(text: str) -> list[str]:
    """The days of a grid that hold something."""
    return re.findall(r'datetime="([\d-]+)">(?:(?!</time>).)*</time>\s*<ul', text)


def test_a_month_has_each_conference_on_its_days_and_the_rest_below(client):
    factories.make_conference(title="Một ngày", date="2018-05-29")
    factories.make_conference(title="Ba ngày", date="2018-05-30", end_date="2018-06-01")
    factories.make_conference(title="Chỉ biết tháng", date="2018-05")
    factories.make_conference(title="Chỉ biết năm", date="2018")
    factories.make_conference(title="Bản nháp", date="2018-05-02", published=False)
    may = words(client.get("/lich/2018/05/"))
    assert days_of(may) == ["2018-05-29", "2018-05-30", "2018-05-31"]
    assert may.count('<li class="month__day" aria-hidden') == 1, "the first of May 2018 was a Tuesday"
    assert may.index("Trong tháng, chưa rõ ngày") < may.index("Chỉ biết tháng")
    assert "Chỉ biết năm" not in may
    assert "Bản nháp" not in may
    assert days_of(words(client.get("/lich/2018/06/"))) == ["2018-06-01"]
    year = words(client.get("/lich/2018/"))
    assert year.index("Một ngày") < year.index("Trong năm, chưa rõ tháng") < year.index("Chỉ biết năm")


def test_the_way_on_leads_past_what_is_empty(client):
    for date in ("2016-12", "2018-05-29", "2019", "2020-01-31"):
        factories.make_conference(date=date)
    factories.make_conference(date="2018-06-01", published=False)
    may = words(client.get("/lich/2018/05/"))
    assert 'rel="prev" href="/lich/2016/12/"' in may
    assert 'rel="next" href="/lich/2020/01/"' in may
    assert 'rel="next" href="/lich/2018/05/"' in words(client.get("/lich/2016/12/"))
    year = words(client.get("/en/lich/2018/"))
    assert 'rel="prev" href="/en/lich/2016/"' in year
    assert 'rel="next" href="/en/lich/2019/"' in year
    assert "May 2018" in year


def test_the_calendar_opens_where_something_is(client):
    assert "noindex" in words(client.get("/lich/"))
    factories.make_conference(date="2018-05-29")
    assert days_of(words(client.get("/lich/"))) == ["2018-05-29"]
    factories.make_conference(date="2030-02", state="planned")
    assert "Tháng 02/2030" in words(client.get("/lich/"))


@pytest.mark.parametrize("address", ["/lich/1066/", "/lich/2018/13/", "/lich/2018/00/", "/lich/9999/01/", "/lich/2018/5/"])
def test_there_is_no_such_month(client, address):
    assert client.get(address).status_code == 404


def test_a_month_goes_into_a_calendar_program_and_a_list(client):
    factories.make_conference(title="Trong tháng", date="2018-05-29")
    factories.make_conference(title="Tháng sau", date="2018-06-29")
    assert "/hoi-nghi/lich.ics?month=2018-05" in words(client.get("/lich/2018/05/"))
    events = Calendar.from_ical(body(client.get("/hoi-nghi/lich.ics?month=2018-05"))).events
    assert [str(event["SUMMARY"]) for event in events] == ["Trong tháng"]
    assert "Tháng sau" not in words(client.get("/hoi-nghi/?month=2018-05"))
    assert client.get("/hoi-nghi/?month=2018-5").status_code == 400


def test_a_full_month_takes_no_more_queries_than_an_empty_one(client, django_assert_max_num_queries):
    for number in range(1, 29):
        factories.make_conference(date=f"2018-05-{number:02d}", host_province=factories.make_province())
    for address in ("/lich/2018/05/", "/lich/2018/"):
        with django_assert_max_num_queries(4):
            client.get(address)
