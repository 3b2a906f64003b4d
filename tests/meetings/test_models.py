"""What the record refuses, and how it finds and orders its rows."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from meetings.models import Attendance, Conference, Directive, Figure, Official, Organiser, Progress, Province
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [
        lambda: Attendance.objects.create(conference=factories.make_conference()),
        lambda: Attendance.objects.create(conference=factories.make_conference(), official=factories.make_official(), group_name="x"),
        lambda: factories.make_conference(date=""),
        lambda: factories.make_conference(kind="la"),
        lambda: factories.make_conference(state="la"),
        lambda: Conference.objects.create(title="x", date="2018", publication="published"),
        lambda: Figure.objects.create(conference=factories.make_conference(), indicator=factories.make_indicator()),
        lambda: factories.make_figure(percent=-1),
        lambda: factories.make_figure(plan=3),
        lambda: factories.make_directive(due_date="2019", due_by_next=True),
        lambda: factories.make_progress(date=""),
        lambda: factories.make_progress(province=factories.make_province(), organisation=factories.make_organisation()),
        lambda: [factories.make_province(name="Hai") for _ in range(2)],
        lambda: factories.make_province(valid_from="2020-01-01", valid_to="2019-01-01"),
    ],
)
def test_what_must_never_be_false_is_impossible(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_an_official_attends_a_conference_once_in_several_roles():
    attendance = factories.make_attendance("chair", "concluding")
    assert {role.slug for role in attendance.roles.all()} == {"chair", "concluding"}
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_attendance(conference=attendance.conference, official=attendance.official)


def test_rows_of_another_conference_are_refused_at_their_field():
    elsewhere = factories.make_attendance()
    for row, field in ((factories.make_directive(issuer=elsewhere), "issuer"), (factories.make_figure(said_by=elsewhere), "said_by")):
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        assert field in refused.value.message_dict


def test_a_host_that_did_not_exist_that_day_is_refused():
    old = factories.make_province(valid_to=datetime.date(2025, 7, 1))
    conference = factories.make_conference(date="2025-07-01", host_province=old)
    with pytest.raises(ValidationError) as refused:
        conference.full_clean()
    assert "host_province" in refused.value.message_dict
    conference.date = "2025-06"
    conference.full_clean()


@pytest.mark.parametrize(
    ("date", "end", "fine"),
    [("2018-05-29", "2018-05-28", False), ("2018-05-29", "2018-05", True), ("2018", "2017", False), ("2018-05", "2018-06-01", True)],
)
def test_a_conference_ends_after_it_begins(date, end, fine):
    conference = factories.make_conference(date=date, end_date=end)
    if fine:
        conference.full_clean()
    else:
        with pytest.raises(ValidationError):
            conference.full_clean()


@pytest.mark.parametrize("words", ["truong thi mai", "Mai Trương", "TRƯƠNG", "thi  mai", "Truong Mai"])
def test_an_official_is_found_with_or_without_marks_in_any_order(words):
    official = factories.make_official(name="Trương Thị Mai")
    factories.make_official(name="Lâm Thị Phương Thanh")
    assert list(Official.objects.matching(words)) == [official]


def test_officials_stand_in_vietnamese_order_on_every_database():
    names = ["Điểu Kré", "Trần Đức", "Lê Dũng", "Nguyễn Văn An", "Lê Văn Ân", "Phạm Thị Ánh", "Hà Em", "Vũ Ước", "Đỗ Anh"]
    for name in names:
        factories.make_official(name=name)
    expected = ["Nguyễn Văn An", "Đỗ Anh", "Phạm Thị Ánh", "Lê Văn Ân", "Lê Dũng", "Trần Đức", "Hà Em", "Điểu Kré", "Vũ Ước"]
    assert [official.name for official in Official.objects.all()] == expected


def test_a_name_changed_is_found_and_ordered_anew():
    official = factories.make_official(name="Trần Văn Cũ")
    official.name = "Đặng Thị Mới"
    official.save()
    assert not Official.objects.matching("cu").exists()
    assert Official.objects.matching("dang moi").get() == official


def test_merged_officials_point_straight_at_one_that_stands():
    one, two, three = (factories.make_official() for _ in range(3))
    one.merged_into = two
    one.full_clean()
    one.save()
    three.merged_into = one
    with pytest.raises(ValidationError):
        three.full_clean()
    two.merged_into = three
    with pytest.raises(ValidationError):
        two.full_clean()
    assert one.current == two


def test_appearances_count_those_under_merged_records():
    attendance = factories.make_attendance()
    stands = factories.make_official()
    Official.objects.filter(pk=attendance.official_id).update(merged_into=stands)
    assert list(Attendance.objects.of(stands)) == [attendance]
    assert list(Official.objects.published()) == [stands]


def test_directives_are_numbered_as_they_stand():
    conference = factories.make_conference()
    for number, text in ((30, "ba"), (10, "một"), (20, "hai")):
        factories.make_directive(conference=conference, number=number, text=text)
    conference.number_directives()
    assert [(directive.number, directive.text) for directive in conference.directives.all()] == [(1, "một"), (2, "hai"), (3, "ba")]


def test_the_state_of_a_directive_is_the_last_that_was_published():
    directive = factories.make_directive()
    factories.make_progress(directive=directive, date="2019-01", state="in-progress")
    factories.make_progress(directive=directive, date="2020", state="done")
    factories.make_progress(directive=directive, date="2021", state="not-done", reported_at=factories.make_conference(published=False))
    assert Directive.objects.with_state().get().progress_state == "done"
    assert Progress.objects.published().count() == 2


def test_counts_do_not_multiply_one_another():
    conference = factories.make_conference()
    for _ in range(3):
        factories.make_attendance(conference=conference)
        factories.make_figure(conference=conference)
    for _ in range(2):
        factories.make_directive(conference=conference)
    counted = Conference.objects.with_counts().get()
    assert (counted.attendance_count, counted.figure_count, counted.directive_count) == (3, 3, 2)


def test_history_says_what_changed_and_survives():
    conference = factories.make_conference(title="Cũ")
    conference.title = "Mới"
    conference.save()
    assert [row.title for row in conference.history.all()] == ["Mới", "Cũ"]


def test_what_is_used_elsewhere_is_not_deleted():
    conference = factories.make_conference(host_province=factories.make_province())
    factories.organise(conference, factories.make_organisation())
    for row in (conference.host_province, Organiser.objects.get().organisation):
        with pytest.raises(ProtectedError):
            row.delete()
    assert Province.objects.count() == 1
