"""The numbered sequence as its readers meet it: what becomes an event, which, and what is kept of a record."""

import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from meetings.models import Attendance, Conference, Directive, Official, Theme
from qcdc.changes.cursors import here
from qcdc.changes.models import Change, Note, PublicRecord
from qcdc.changes.settling import settle
from qcdc.changes.store import is_due, last, stored, with_origin
from tests import factories
from tests.api.world import World

pytestmark = pytest.mark.django_db


def events(since=0):
    """What has happened since a number, as noun, id and action."""
    assert settle(1000)
    return list(Change.objects.filter(seq__gt=since).order_by("seq").values_list("noun", "object_id", "action"))


def test_what_is_kept_is_what_the_api_says(client):
    world = World().grow(1)
    assert settle(1000)
    for noun, rows in (("conference", "conferences"), ("article", "articles"), ("official", "officials"), ("province", "provinces")):
        pk = world[rows].pk
        said = client.get(f"/api/v1/{'officials' if noun == 'official' else rows}/{pk}/").json()
        kept = stored(noun, [pk])[pk]
        assert said | json.loads(with_origin(kept.whole, "http://testserver")) == said
        assert set(json.loads(kept.row)).isdisjoint(json.loads(kept.more))


def test_a_draft_is_no_event():
    conference = factories.make_conference(published=False)
    factories.make_directive(conference=conference)
    assert not [event for event in events() if event[0] in ("conference", "directive")]


def test_a_child_s_change_is_an_event_of_the_child_and_of_its_parent():
    directive = factories.make_directive()
    events()
    before = last()[0]
    Directive.objects.filter(pk=directive.pk).update(text="Văn bản khác")
    assert events(before) == [("conference", directive.conference_id, "update"), ("directive", directive.pk, "update")]


def test_what_changes_nothing_that_is_said_is_no_event():
    conference = factories.make_conference()
    events()
    before = last()
    conference.save()
    assert events(before[0]) == []
    assert last() == before


def test_a_conference_is_published_hidden_withdrawn_and_each_is_told():
    conference = factories.make_conference(published=False)
    events()
    for deed, action in (
        (conference.publish, "publish"),
        (conference.unpublish, "hide"),
        (conference.publish, "publish"),
        (lambda: conference.withdraw("Nhầm lẫn"), "withdraw"),
    ):
        before = last()[0]
        deed()
        assert events(before) == [("conference", conference.pk, action)]
    record = PublicRecord.objects.get(noun="conference", object_id=conference.pk)
    assert (record.state, record.reason, record.row, record.more) == ("withdrawn", "Nhầm lẫn", None, None)
    assert stored("conference", [conference.pk]) == {}


def test_a_merge_names_its_successor():
    conference = factories.make_conference()
    one, other = (factories.make_attendance(conference=conference, official=factories.make_official()).official for _ in range(2))
    events()
    before = last()[0]
    one.merge_into(other)
    assert ("official", one.pk, "merge") in events(before)
    assert Change.objects.get(seq__gt=before, noun="official", object_id=one.pk).successor_id == other.pk


def test_a_person_named_only_under_a_merged_record_goes_and_comes_with_its_conference():
    head = factories.make_official()
    attendance = factories.make_attendance(official=factories.make_official(merged_into=head))
    assert ("official", head.pk, "create") in events()
    for deed, action in ((attendance.conference.unpublish, "hide"), (attendance.conference.publish, "publish")):
        before = last()[0]
        deed()
        assert ("official", head.pk, action) in events(before)


def test_a_merged_record_leads_on_only_as_long_as_its_successor_is_public():
    one, other = (
        factories.make_attendance(official=factories.make_official()),
        factories.make_attendance(official=factories.make_official()),
    )
    events()
    one.official.merge_into(other.official)
    one.delete()
    assert ("official", one.official_id, "merge") in events()
    for deed, action in ((other.conference.unpublish, "hide"), (other.conference.publish, "merge")):
        before = last()[0]
        deed()
        assert ("official", one.official_id, action) in events(before)


def test_what_is_erased_is_told():
    theme = factories.make_theme("mot-chu-de")
    assert events() == [("theme", theme.pk, "create")]
    before = last()[0]
    Theme.objects.filter(pk=theme.pk).delete()
    assert events(before) == [("theme", theme.pk, "delete")]


def test_a_date_that_comes_is_an_event_without_any_job(monkeypatch):
    conference = factories.make_conference(published=False)
    factories.make_attendance(conference=conference, official=factories.make_official())
    Conference.objects.filter(pk=conference.pk).update(publication="published", published_at=timezone.now() + datetime.timedelta(hours=1))
    assert not [event for event in events() if event[0] in ("conference", "official", "attendance")]
    assert not is_due()
    later = timezone.now() + datetime.timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert is_due()
    assert {(noun, action) for noun, _, action in events()} >= {
        ("conference", "publish"),
        ("official", "create"),
        ("attendance", "create"),
    }


def test_a_record_that_cannot_be_written_holds_up_no_other(caplog):
    broken, whole = factories.make_theme("hong"), factories.make_theme("lanh")
    Theme._base_manager.filter(pk=broken.pk).update(slug="không có địa chỉ")
    assert events() == [("theme", whole.pk, "create")]
    assert "cannot be written" in caplog.text
    Theme._base_manager.filter(pk=broken.pk).update(slug="hong")
    assert ("theme", broken.pk, "create") in events()


def test_more_than_is_done_at_once_is_left_and_nothing_is_stale_meanwhile():
    theme = factories.make_theme("chung")
    assert settle(1000)
    conference = factories.make_conference()
    directives = [factories.make_directive(conference=conference) for _ in range(12)]
    Directive.themes.through.objects.bulk_create(Directive.themes.through(directive=each, theme=theme) for each in directives)
    assert settle(1000)
    Theme.objects.filter(pk=theme.pk).update(name="Tên mới")
    assert not settle(0)
    kept = stored("directive", [each.pk for each in directives], is_settled=False)
    assert {json.loads(each.row)["themes"][0]["name"] for each in kept.values()} == {"Tên mới"}
    assert len(events(last()[0])) == 14


def test_an_origin_that_somebody_typed_is_none():
    theme = factories.make_theme("chu", name="\ue000/api/")
    assert settle(1000)
    text = with_origin(stored("theme", [theme.pk])[theme.pk].row, "https://example.vn").decode()
    assert json.loads(text)["name"] == "\ue000/api/"
    assert json.loads(text)["url"].startswith("https://example.vn/api/")


def test_a_restored_backup_is_given_another_sequence():
    theme = factories.make_theme()
    events()
    before = here()
    call_command("settle", "--anew", verbosity=0)
    assert here()[0] != before[0]
    assert here()[1] == before[1]
    assert stored("theme", [theme.pk])


def test_what_is_kept_wrongly_is_told_by_check_and_mended_by_all(capsys):
    theme = factories.make_theme()
    events()
    PublicRecord.objects.filter(noun="theme", object_id=theme.pk).update(row=b"{}")
    with pytest.raises(CommandError, match="1 places"):
        call_command("settle", "--check")
    assert f"theme {theme.pk} is public and differs" in capsys.readouterr().err
    call_command("settle", "--all", "--check", "--noun", "theme")


def test_an_emptied_store_is_filled_again_and_checks():
    World().grow(1)
    assert settle(1000)
    kept = set(PublicRecord.objects.values_list("noun", "object_id"))
    for model in (PublicRecord, Change, Note):
        model.objects.all().delete()
    call_command("settle", "--all", "--check", verbosity=0)
    assert set(PublicRecord.objects.values_list("noun", "object_id")) == kept
    assert Official.objects.published().count() == sum(noun == "official" for noun, _ in kept)
    assert Attendance.objects.exists()
