"""The desks of the record: the long form of a conference, directives, officials and their merging, registers."""

import re
from decimal import Decimal

import pytest
from django.contrib import admin
from django.utils.translation import gettext as _

from meetings.models import Attendance, Conference, Directive, Figure, Official, Post, Progress, Succession
from tests import factories
from tests.admin_forms import add_row, fields_of
from tests.desk import (
    act_address,
    address_of,
    asked,
    assert_list_stays_quick,
    assert_saved,
    big_conference,
    change_address,
    delete,
    errors_of,
    fill_the_desks,
    found,
    notices_of,
    open_form,
    post_changed,
    queries_of,
    send_form,
    sign_in,
    suggestions,
    swapped,
    typed_but_lost,
)
from tests.doors import LISTS, SILENT

pytestmark = pytest.mark.django_db

FAR_TOO_LONG = "9" * 40
OFFICIAL_TWICE = "This official is already listed; add the role to that line."
PROVINCE_TWICE = "This province is already listed."
TOO_MUCH = {"attendances-0-order": 40_000, "figures-0-order": 40_000, "directives-0-number": 40_000, "attendances-0-headcount": 2**31}
listed_once = pytest.mark.parametrize(
    ("prefix", "name", "message"), [("attendances", "official", OFFICIAL_TWICE), ("participations", "province", PROVINCE_TWICE)]
)


@pytest.fixture
def desk(client):
    """The browser of somebody who enters and publishes."""
    sign_in(client, "Editor", "Publisher")
    return client


# The conference's form


def test_the_queries_of_the_form_do_not_grow_with_its_lines(desk):
    short, long = big_conference(1, 1, 1), big_conference(20, 20, 20)
    desk.get(change_address(short))
    assert queries_of(desk, change_address(long)) == queries_of(desk, change_address(short))


def test_a_form_saved_unchanged_writes_no_history(desk):
    conference = big_conference(2, 1, 1)
    kept = [model.history.count() for model in (Attendance, Directive, Figure)]
    assert_saved(post_changed(desk, conference))
    assert [model.history.count() for model in (Attendance, Directive, Figure)] == kept


def test_titles_keep_single_newlines(desk):
    conference = big_conference(1)
    assert_saved(post_changed(desk, conference, title="Tên mới"))
    assert Conference.objects.get().title == "Tên mới"
    assert conference.attendances.get().titles == "Một\nHai"


def test_people_directives_and_figures_are_entered_in_one_go(desk):
    official = factories.make_official()
    data = open_form(desk, Conference) | {"title": "Hội nghị một lần", "date": "29/5/2018"}
    add_row(data, "directives", text="Chỉ đạo", speaker=official.pk)
    add_row(data, "figures", indicator=factories.make_indicator().pk, value="3", speaker=official.pk)
    add_row(data, "attendances", official=official.pk)
    assert_saved(send_form(desk, Conference, data))
    conference = Conference.objects.get(title="Hội nghị một lần")
    assert conference.slug == "hoi-nghi-mot-lan"
    assert conference.directives.get().issuer.official == official
    assert conference.directives.get().number == 1
    assert conference.figures.get().said_by.official == official


def test_the_same_official_twice_is_said_at_the_field(desk):
    conference = big_conference(1)
    data = open_form(desk, conference)
    add_row(data, "attendances", official=data["attendances-0-official"])
    assert errors_of(send_form(desk, conference, data)) == {"attendances-1-official": [_(OFFICIAL_TWICE)]}


@listed_once
def test_a_colleague_who_added_the_same_official_or_province_meanwhile_is_noticed(desk, prefix, name, message):
    conference, row = big_conference(1), {"official": factories.make_official, "province": factories.make_province}[name]()
    data = open_form(desk, conference)
    getattr(conference, prefix).create(**{name: row})
    add_row(data, prefix, **{name: str(row.pk)})
    response = send_form(desk, conference, data)
    assert errors_of(response) == {f"{prefix}-{getattr(conference, prefix).count() - 1}-{name}": [_(message)]}
    assert typed_but_lost(response, conference, data) == {}


@listed_once
def test_two_officials_or_provinces_that_change_places_are_refused_at_their_fields_and_kept(desk, prefix, name, message):
    conference = big_conference(2)
    Attendance.objects.update(post=None)
    data = swapped(open_form(desk, conference), f"{prefix}-0-{name}", f"{prefix}-1-{name}")
    response = send_form(desk, conference, data)
    assert errors_of(response) == {f"{prefix}-{number}-{name}": [_(message)] for number in (0, 1)}
    assert typed_but_lost(response, conference, data) == {}


def test_an_official_deleted_and_added_again_keeps_what_she_directed(desk):
    conference = big_conference(1, 1)
    data = open_form(desk, conference)
    official = data["attendances-0-official"]
    data["attendances-0-DELETE"] = "on"
    add_row(data, "attendances", official=official)
    assert_saved(send_form(desk, conference, data))
    assert str(conference.directives.get().issuer.official_id) == official


@pytest.mark.parametrize("name", ["host_province", "cluster", "series"])
@pytest.mark.parametrize("value", ["abc", FAR_TOO_LONG, "-1", "1.5"])
def test_a_choice_that_can_be_none_is_refused_at_its_field(desk, name, value):
    assert list(errors_of(post_changed(desk, big_conference(1), **{name: value}))) == [name]


@pytest.mark.parametrize(
    "name",
    [
        *("attendances-0-roles", "attendances-0-official", "attendances-0-post"),
        *("directives-0-themes", "directives-0-addressee_provinces", "directives-0-speaker"),
        *("figures-0-speaker", "figures-0-indicator"),
    ],
)
@pytest.mark.parametrize("value", ["abc", FAR_TOO_LONG, "99999999999999999999", "²"])
def test_a_choice_in_a_line_that_can_be_none_is_refused_at_its_field(desk, name, value):
    left_alone = ["directives-0-speaker", "figures-0-speaker"] if name == "attendances-0-official" else []
    assert errors_of(post_changed(desk, big_conference(1, 1, 1), **{name: value})).keys() == {name, *left_alone}


@pytest.mark.parametrize("prefix", ["attendances", "figures", "directives", "participations"])
@pytest.mark.parametrize("value", ["abc", "", "-1"])
def test_a_line_with_a_made_up_id_is_refused(desk, prefix, value):
    conference = big_conference(1, 1, 1)
    errors = errors_of(post_changed(desk, conference, title="Tên khác", **{f"{prefix}-0-id": value}))
    names = {"attendances": "official", "participations": "province"}
    assert errors.keys() == {f"{prefix}-0-id", *([f"{prefix}-0-{names[prefix]}"] if prefix in names else [])}
    assert Conference.objects.get().title == conference.title


@pytest.mark.parametrize("prefix", ["attendances", "figures", "directives", "participations"])
def test_a_line_that_a_colleague_deleted_meanwhile_is_no_dead_end(desk, prefix):
    conference = big_conference(1, 1, 1)
    data = open_form(desk, conference)
    getattr(conference, prefix).last().delete()
    response = send_form(desk, conference, data)
    assert "errorlist" in response.content.decode()
    assert_saved(send_form(desk, conference, fields_of(response, "conference_form")))


@pytest.mark.parametrize(("name", "value"), TOO_MUCH.items())
def test_a_number_that_no_table_holds_is_refused_at_its_field(desk, name, value):
    conference = big_conference(1, 1, 1)
    data = open_form(desk, conference) | {name: str(value)}
    response = send_form(desk, conference, data)
    assert list(errors_of(response)) == [name]
    assert typed_but_lost(response, conference, data) == {}


@pytest.mark.parametrize(
    "name", ["title", "venue", "slug", "date", "attendances-0-titles", "directives-0-text", "figures-0-quote", "figures-0-value"]
)
def test_a_nul_is_refused_at_its_field(desk, name):
    assert list(errors_of(post_changed(desk, big_conference(1, 1, 1), **{name: "a\x00b"}))) == [name]


def test_a_form_refused_keeps_what_was_typed_in_lines_too(desk):
    conference = big_conference(1, 1, 1)
    data = open_form(desk, conference) | {"title": "x" * 5000, "directives-0-addressees_printed": "y" * 5000, "figures-0-quote": "Lời"}
    add_row(data, "attendances", official=str(factories.make_official().pk), titles="Phó Trưởng ban\r\nTỉnh ủy viên")
    response = send_form(desk, conference, data)
    assert errors_of(response).keys() == {"title", "directives-0-addressees_printed"}
    assert typed_but_lost(response, conference, data) == {}


def test_a_last_day_before_the_first_is_refused_at_its_field(desk):
    response = post_changed(desk, big_conference(1), end_date="28/5/2018")
    assert errors_of(response) == {"end_date": [_("A conference cannot end before it begins.")]}


@pytest.mark.parametrize(("typed", "kept"), [("18.253", "18253"), ("28,77", "28.77"), ("3", "3")])
def test_numbers_are_read_as_vietnamese_writes_them(desk, typed, kept):
    conference = big_conference(1, 0, 1)
    assert_saved(post_changed(desk, conference, **{"figures-0-value": typed}))
    assert conference.figures.get().value == Decimal(kept)


def test_a_directive_passes_from_a_person_to_a_body_in_one_save(desk):
    conference, body = big_conference(1, 1), factories.make_organisation()
    assert_saved(post_changed(desk, conference, **{"directives-0-speaker": "", "directives-0-issuing_organisation": body.pk}))
    directive = conference.directives.get()
    assert (directive.issuer, directive.issuing_organisation) == (None, body)


def test_a_directive_passes_from_a_body_to_a_person_in_one_save(desk):
    conference = big_conference(1, 1)
    Directive.objects.update(issuer=None, issuing_organisation=factories.make_organisation())
    official = conference.attendances.get().official
    assert_saved(post_changed(desk, conference, **{"directives-0-speaker": official.pk, "directives-0-issuing_organisation": ""}))
    directive = conference.directives.get()
    assert (directive.issuer.official, directive.issuing_organisation) == (official, None)


def test_what_an_unnamed_group_directed_stays_its_own_until_the_group_is_deleted(desk):
    conference = factories.make_conference(published=False)
    group = factories.make_attendance(conference=conference, group_name="các đồng chí")
    directive = factories.make_directive(conference=conference, issuer=group)
    for changes, issuer in (
        ({"title": "Tên khác"}, group),
        ({"directives-0-text": "Lời khác"}, group),
        ({"directives-0-text": "Lời khác nữa", "attendances-0-DELETE": "on"}, None),
    ):
        assert_saved(post_changed(desk, conference, **changes))
        directive.refresh_from_db()
        assert directive.issuer == issuer


def test_a_speaker_who_is_not_listed_is_refused_at_the_field(desk):
    official = factories.make_official()
    message = _("“%(name)s” is not among the people of this conference; add a line above.") % {"name": official}
    assert errors_of(post_changed(desk, big_conference(1, 1, 1), **{"figures-0-speaker": official.pk})) == {"figures-0-speaker": [message]}


def test_a_directive_of_a_person_takes_no_body_on_its_own_page(desk):
    directive = big_conference(1, 1).directives.get()
    response = post_changed(desk, directive, issuing_organisation=factories.make_organisation().pk)
    assert errors_of(response) == {"issuing_organisation": [_("A directive is issued by a person or by a body, not by both.")]}


# History and deletion; publication and embargo are tested with those of articles, in tests/articles/test_admin.py


@pytest.mark.parametrize(("old", "now"), [("draft", "published"), ("published", "withdrawn")])
def test_an_old_version_is_only_for_reading(client, old, now):
    conference = factories.make_conference(published=False)
    conference.publish()
    if now == "withdrawn":
        conference.withdraw("Lệnh")
    sign_in(client, "Reporter")
    version = conference.history.filter(publication=old).get()
    address = address_of("simple_history", conference, conference.pk, version.pk)
    page = client.get(address)
    assert page.status_code == 200
    assert client.post(address, fields_of(page)).status_code == 403
    conference.refresh_from_db()
    assert conference.publication == now


def test_a_draft_is_deleted_with_its_lines(desk):
    conference = big_conference(1, 1, 1)
    assert delete(desk, conference).status_code == 302
    assert not Conference.objects.exists()
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_a_conference_that_was_public_is_never_deleted(desk, state):
    conference = factories.make_conference(publication=state)
    draft = factories.make_conference(published=False)
    assert delete(desk, conference).status_code == 403
    assert delete(desk, conference, draft).status_code == 302
    assert Conference.objects.get() == conference


# Officials


def test_an_official_is_found_without_marks_in_her_list_and_in_the_fields(desk):
    official = factories.make_official(name="Trương Thị Mai")
    factories.make_official(name="Trương Văn Thử")
    post = factories.make_post(official=official, title="Trưởng Ban Dân vận")
    assert found(desk, Official, "truong thi mai") == [official]
    assert suggestions(desk, "attendance", "official", "truong thi mai") == ["Trương Thị Mai"]
    assert suggestions(desk, "attendance", "post", "truong thi mai dan van") == [str(post)]


def test_a_merged_official_is_listed_but_not_offered(desk):
    stays, merged = factories.make_official(name="Trương Thị Mai"), factories.make_official(name="Trương T. Mai")
    merged.merge_into(stays)
    assert {*found(desk, Official, "mai truong")} == {stays, merged}
    assert suggestions(desk, "attendance", "official", "mai truong") == ["Trương Thị Mai"]


def test_an_official_is_added_from_a_small_window(desk):
    address = address_of("add", Official) + "?_popup=1&_to_field=id"
    response = desk.post(address, fields_of(desk.get(address), "official_form") | {"name": "Người Mới"})
    assert response.status_code == 200
    assert "data-popup-response" in response.content.decode()
    assert Official.objects.get().name == "Người Mới"


@pytest.mark.parametrize("value", ["abc", FAR_TOO_LONG])
def test_a_post_for_a_body_that_can_be_none_is_refused_at_its_field(desk, value):
    official = factories.make_official()
    data = open_form(desk, official)
    add_row(data, "posts", title="Trưởng ban", organisation=value)
    assert list(errors_of(send_form(desk, official, data))) == ["posts-0-organisation"]


def test_the_portrait_of_somebody_in_a_draft_is_shown_to_editors(desk):
    official = factories.make_official(portrait=factories.make_picture())
    assert f'src="{official.portrait_url}"' in desk.get(change_address(official)).content.decode()
    assert desk.get(official.portrait_url).status_code == 200


def test_the_page_of_merging_asks_which_record_stays_then_it_is_done(desk):
    stays, goes = factories.make_official(), factories.make_official()
    chosen = {"action": "merge", "_selected_action": [stays.pk, goes.pk]}
    page = desk.post(address_of("changelist", Official), chosen)
    assert page.status_code == 200
    assert fields_of(page)["_selected_action"] == [str(stays.pk), str(goes.pk)]
    response = desk.post(address_of("changelist", Official), chosen | {"stays": stays.pk})
    assert response.status_code == 302
    assert notices_of(response) == [_("Merged into “%(name)s”. Each merge can be undone on the merged record.") % {"name": stays}]
    assert Official.objects.get(merged_into=stays) == goes
    response = desk.post(act_address(goes, "unmerge"))
    assert notices_of(response)[-1] == f"{_('The merge was undone:')} {goes}"
    assert not Official.objects.filter(merged_into__isnull=False).exists()


@pytest.mark.parametrize("third", ["Nguyễn Văn Yên", "Nguyễn Văn Ban"])
def test_merging_into_a_merged_record_is_refused_whole(desk, third):
    stands, merged, other = (factories.make_official(name=name) for name in ("Nguyễn Văn Danh", "Nguyễn Văn Em", third))
    merged.merge_into(stands)
    chosen = {"action": "merge", "_selected_action": [stands.pk, merged.pk, other.pk], "stays": merged.pk}
    response = desk.post(address_of("changelist", Official), chosen)
    assert response.status_code == 302
    assert notices_of(response) == [_("Other records were merged into this one; move them first.")]
    assert [Official.objects.get(pk=official.pk).merged_into for official in (stands, merged, other)] == [None, stands, None]


def test_an_official_of_the_record_cannot_be_deleted(desk):
    official = big_conference(1).attendances.get().official
    page = delete(desk, official)
    assert page.status_code == 200
    assert len(page.context["protected"]) == 1
    assert Official.objects.filter(pk=official.pk).exists()


# Every desk

NOWHERE_TO_ADD = {
    *("meetings.Attendance", "meetings.Figure", "meetings.Directive"),
    *("articles.Edition", "articles.Withdrawal", "articles.Correction", "articles.AuditEntry", "qcdc.Notice", "qcdc.Page"),
    "webhooks.Delivery",
    *("axes.AccessAttempt", "axes.AccessFailureLog", "axes.AccessLog"),
}


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_desk_opens_searches_and_adds(admin_client, model):
    fill_the_desks()
    for query in ({}, {"q": "truong thi mai"}):
        assert admin_client.get(address_of("changelist", model), query).status_code == 200
    assert admin_client.get(address_of("add", model)).status_code == (403 if model._meta.label in NOWHERE_TO_ADD else 200)


def test_every_noun_has_a_desk():
    nouns = {name.removeprefix("api:").removesuffix("-list") for name in (*LISTS, *SILENT) if re.fullmatch(r"api:\w+-list", name)}
    assert {"edition", "withdrawal"} | nouns <= {model._meta.model_name for model in admin.site._registry}


@pytest.mark.parametrize("model", [Conference, Official, Post, Directive, Progress, Succession, Attendance, Figure])
def test_the_queries_of_a_list_do_not_grow_with_its_rows(desk, model):
    assert_list_stays_quick(desk, model)


@pytest.mark.parametrize(("model", "field"), [("attendance", "post"), ("attendance", "official"), ("progress", "directive")])
def test_the_queries_of_a_field_to_choose_from_do_not_grow_with_its_rows(desk, model, field):
    big_conference(1, 1)
    suggestions(desk, model, field)
    before = queries_of(desk, "/admin/autocomplete/", asked(model, field))
    big_conference(8, 8)
    assert len(suggestions(desk, model, field)) == 9
    assert queries_of(desk, "/admin/autocomplete/", asked(model, field)) == before
