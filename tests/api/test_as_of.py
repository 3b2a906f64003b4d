"""What was true on a day: no end that lay ahead, no unit of another time, nothing that came of a directive later."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Progress, Succession
from qcdc.partial_dates import over_by
from tests import factories
from tests.api.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client):
    def get(address, status=200):
        response = client.get(f"/api/v1/{address}")
        assert response.status_code == status, (address, response.content)
        return response.json()

    return get


def ids(answer):
    return [row["id"] for row in answer["results"]]


def test_a_province_is_the_unit_of_the_day(get):
    old = factories.make_province(name="Hà Tây", valid_from="1991-08-12", valid_to="2008-08-01")
    new = factories.make_province(name="Hà Nội")
    Succession.objects.create(predecessor=old, successor=new, kind="merged", date="2008-08-01")
    assert get(f"provinces/{old.pk}/")["valid_to"] == "2008-08-01"
    then = get(f"provinces/{old.pk}/?as_of=2008-07-31")
    assert (then["valid_to"], then["successors"]) == (None, [])
    get(f"provinces/{old.pk}/?as_of=2008-08-01", status=404)
    assert get(f"provinces/{new.pk}/?as_of=2008-07-31")["predecessors"] == []
    assert len(get(f"provinces/{new.pk}/?as_of=2008-08-01")["predecessors"]) == 1
    assert sorted(ids(get("provinces/?as_of=2008-07-31"))) == [old.pk, new.pk]
    assert ids(get("provinces/?as_of=2008-08-01")) == [new.pk]
    assert ids(get("provinces/?as_of=1980-01-01")) == [new.pk]


def test_a_province_counts_what_had_met_by_then(get):
    province = factories.make_province()
    for date in ("2018-05-29", "2018-05", "2018", "2019-01-01"):
        factories.make_conference(host_province=province, date=date)
    hosted = {day: get(f"provinces/{province.pk}/?as_of={day}")["counts"]["hosted"] for day in ("2018-05-29", "2018-05-31", "2018-12-31")}
    assert hosted == {"2018-05-29": 1, "2018-05-31": 2, "2018-12-31": 3}


def test_an_official_holds_the_posts_of_the_day(get):
    official = factories.make_attendance().official
    held = {
        title: factories.make_post(official=official, title=title, start=start, end=end)
        for title, start, end in [("Phó", "2010", "2015-06"), ("Trưởng", "2015-06", ""), ("Ủy viên", "2016-03-01", "2018-05-29")]
    }

    def titles(day):
        return {post["title"]: post["end"] for post in get(f"officials/{official.pk}/?as_of={day}")["posts"]}

    assert titles("2012-01-01") == {"Phó": None}
    assert titles("2015-06-15") == {"Phó": "2015-06", "Trưởng": None}
    assert titles("2017-01-01") == {"Trưởng": None, "Ủy viên": None}
    assert titles("2018-05-29") == {"Trưởng": None, "Ủy viên": "2018-05-29"}
    assert titles("2018-05-30") == {"Trưởng": None}
    assert ids(get("posts/?as_of=2012-01-01")) == [held["Phó"].pk]
    assert get(f"posts/{held['Phó'].pk}/?as_of=2012-01-01")["end_precision"] is None
    get(f"posts/{held['Trưởng'].pk}/?as_of=2012-01-01", status=404)


def test_what_belongs_to_a_province_belongs_to_its_unit_of_the_day(get):
    old = factories.make_province(name="Hà Giang", valid_to="2025-07-01")
    new = factories.make_province(name="Tuyên Quang mới", valid_from="2025-07-01")
    Succession.objects.create(predecessor=old, successor=new, kind="merged", date="2025-07-01")
    body = factories.make_organisation(province=new)
    assert get(f"organisations/{body.pk}/?as_of=2024-01-01")["province"]["id"] == old.pk
    assert get(f"organisations/{body.pk}/?as_of=2025-07-01")["province"]["id"] == new.pk
    other = factories.make_province(valid_to="2025-07-01")
    Succession.objects.create(predecessor=other, successor=new, kind="merged", date="2025-07-01")
    assert get(f"organisations/{body.pk}/?as_of=2024-01-01")["province"] is None
    post = factories.make_post(official=factories.make_attendance().official, province=old)
    assert get(f"posts/{post.pk}/?as_of=2026-01-01")["province"]["id"] == new.pk


def test_a_body_is_there_from_its_founding_to_its_end(get):
    parent = factories.make_organisation(founded="2000", dissolved="2010-05")
    body = factories.make_organisation(parent=parent, founded="1998-02", dissolved="2020-01-15")
    assert get(f"organisations/{body.pk}/?as_of=1999-01-01")["parent"] is None
    assert get(f"organisations/{body.pk}/?as_of=2000-01-01")["parent"]["id"] == parent.pk
    assert get(f"organisations/{body.pk}/?as_of=2010-05-31")["parent"]["id"] == parent.pk
    assert get(f"organisations/{body.pk}/?as_of=2010-06-01")["parent"] is None
    assert get(f"organisations/{body.pk}/?as_of=2020-01-14")["dissolved"] is None
    assert get(f"organisations/{body.pk}/?as_of=2020-01-15")["dissolved"] == "2020-01-15"
    for day in ("1998-01-31", "2020-01-16"):
        get(f"organisations/{body.pk}/?as_of={day}", status=404)
        assert body.pk not in ids(get(f"organisations/?as_of={day}"))


def test_no_directive_tells_what_came_of_it_later(get):
    conference = factories.make_conference(date="2018-05-29")
    directive = factories.make_directive(conference=conference)
    later = factories.make_conference(date="2019-03-01")
    factories.make_progress(directive=directive, date="2018-06-10", state="in-progress")
    factories.make_progress(directive=directive, date="2018-09", state="not-done")
    factories.make_progress(directive=directive, date="2018-10-01", state="done", reported_at=later)
    states = {"2018-05-29": None, "2018-06-10": "in-progress", "2018-09-29": "in-progress", "2018-09-30": "not-done"}
    for day, state in (states | {"2019-02-28": "not-done", "2019-03-01": "done"}).items():
        whole = get(f"directives/{directive.pk}/?as_of={day}")
        assert whole["progress_state"] == state, day
        assert (whole["progress"][0]["state"] if whole["progress"] else None) == state
        (nested,) = get(f"conferences/{conference.pk}/?as_of={day}")["directives"]
        assert nested["progress_state"] == state
        (listed,) = get(f"conferences/?as_of={day}&expand=directives")["results"][-1:]
        assert listed["directives"][0]["progress_state"] == state
    get(f"directives/{directive.pk}/?as_of=2018-05-28", status=404)
    assert get(f"directives/{directive.pk}/")["progress_state"] == "done"


@pytest.mark.parametrize("day", ["hom-nay", "2018", "2018-13-01", "29/5/2018", "2018-05-29T00:00", "", "99999-01-01"])
@pytest.mark.parametrize("noun", ["officials", "posts", "provinces", "organisations", "directives", "conferences"])
def test_what_is_no_day_is_refused(get, noun, day):
    (error,) = get(f"{noun}/?as_of={day}", status=400)["errors"]
    assert error["field"] == "as_of"


def test_a_day_still_to_come_is_not_told_of(get):
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    assert get(f"provinces/?as_of={tomorrow}", status=404)["errors"][0]["field"] == "as_of"
    assert get("themes/?as_of=2018-01-01", status=400)["errors"][0]["field"] == "as_of"


def test_today_is_told_as_without_a_day(get):
    world = World().grow(1)
    today = datetime.date.today().isoformat()
    for noun in ("posts", "organisations", "directives", "conferences"):
        plain = get(f"{noun}/{world[noun].pk}/")
        assert get(f"{noun}/{world[noun].pk}/?as_of={today}") == plain


@given(year=st.integers(1, 9999), month=st.integers(1, 12), day=st.integers(1, 31), text=st.dates())
def test_a_partial_date_is_over_only_when_all_of_it_is(year, month, day, text):
    """Held to the rule written out in Python."""
    from qcdc.partial_dates import PartialDate

    for written in (text.isoformat(), text.isoformat()[:7], text.isoformat()[:4]):
        known = PartialDate(written)
        try:
            asked = datetime.date(year, month, day)
        except ValueError:
            return
        rule = over_by("date", asked)
        assert Progress.objects.filter(rule).query
        children = {child[0]: child[1] for child in _flat(rule)}
        held = written <= children["date__lte"] and written not in children["date__in"]
        assert held == (known.latest <= asked)


def _flat(rule):
    for child in rule.children:
        yield from _flat(child) if hasattr(child, "children") else [child]
