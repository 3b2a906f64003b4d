"""What readers see of a conference, and who stands for whom, is not changed by a reporter (docs/decisions/0011)."""

import pytest

from meetings.models import Conference, Progress
from tests import factories
from tests.desk import act_address, address_of, assert_saved, change_address, errors_of, open_form, post_changed, send_form, sign_in

pytestmark = pytest.mark.django_db


def test_a_reporter_changes_a_draft_and_reads_what_readers_see(client):
    reporter = sign_in(client, "Reporter")
    draft, public = factories.make_conference(published=False), factories.make_conference(title="Như đã in")
    Conference.objects.filter(pk=public.pk).update(changed_by=reporter)
    assert_saved(post_changed(client, draft, title="Đã sửa"))
    page = client.get(change_address(public))
    assert page.status_code == 200
    assert 'name="title"' not in page.content.decode()
    assert send_form(client, public, {"title": "Đã sửa"}).status_code == 403
    public.refresh_from_db()
    assert public.title == "Như đã in"


@pytest.mark.parametrize("state", ["scheduled", "withdrawn"])
def test_what_is_set_to_be_seen_or_was_withdrawn_is_no_draft(client, state):
    sign_in(client, "Reporter")
    conference = factories.make_conference(published=state == "withdrawn")
    conference.withdraw("Thông báo") if state == "withdrawn" else conference.publish(at=factories.moment(days=-2))
    assert send_form(client, conference, {"title": "Đã sửa"}).status_code == 403


def test_an_editor_changes_what_readers_see(client):
    sign_in(client, "Editor")
    conference = factories.make_conference()
    assert_saved(post_changed(client, conference, title="Đã sửa"))


def test_directives_and_progress_go_with_their_conference(client):
    sign_in(client, "Reporter")
    hidden, public = (factories.make_directive(conference=factories.make_conference(published=seen)) for seen in (False, True))
    assert_saved(post_changed(client, hidden, text="Đã sửa"))
    assert send_form(client, public, {"text": "Đã sửa"}).status_code == 403
    assert client.get(change_address(public)).status_code == 200
    data = open_form(client, Progress) | {"date": "2020", "state": "done"}
    assert "directive" in errors_of(send_form(client, Progress, data | {"directive": public.pk}))
    assert_saved(send_form(client, Progress, data | {"directive": hidden.pk}))
    entered = factories.make_progress(directive=public)
    assert send_form(client, entered, {"state": "done"}).status_code == 403
    assert client.post(address_of("delete", public, public.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(("group", "merges"), [("Reporter", False), ("Editor", True)])
def test_officials_are_merged_and_parted_by_editors(client, group, merges):
    sign_in(client, group)
    stays, other = factories.make_official(), factories.make_official()
    chosen = {"action": "merge", "_selected_action": [stays.pk, other.pk], "stays": stays.pk}
    client.post(address_of("changelist", stays), chosen)
    other.refresh_from_db()
    assert (other.merged_into == stays) is merges
    other.merge_into(stays)
    client.post(act_address(other, "unmerge"))
    other.refresh_from_db()
    assert (other.merged_into is None) is merges
