"""Nothing that an editor typed is lost: stale saves, forms sent twice, expired logins, rows that are gone."""

import threading

import pytest
from django.db import connections
from django.test import Client

from articles.models import Article
from meetings.models import Conference
from qcdc.models import KeptForm
from tests import factories
from tests.admin_forms import add_row, fields_of
from tests.desk import (
    MODEL_BACKEND,
    assert_saved,
    big_conference,
    change_address,
    errors_of,
    form_address,
    member,
    open_form,
    post_changed,
    send_form,
    sign_in,
    typed_but_lost,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    sign_in(client, "Editor", "Publisher")
    return client


@pytest.fixture
def colleague():
    """The browser of somebody else at the same desk."""
    client = Client()
    client.force_login(member("Editor", "Publisher"), backend=MODEL_BACKEND)
    return client


def choices(response):
    """What the page of two texts asks: for each field the one that is taken unless the editor says otherwise."""
    assert response.status_code == 409
    return {choice.key: choice.picked for group in response.context["clash"].groups for choice in group.choices}


def choose(client, row, response, **chosen):
    """Send the page of two texts, with other choices where they are given."""
    return client.post(change_address(row), fields_of(response) | chosen)


# A stale save


MAKE = {
    "article": (lambda: factories.make_article(published=False, headline="Cũ", lead="Đầu"), "headline", "lead"),
    "conference": (lambda: factories.make_conference(title="Cũ", venue="Đầu"), "title", "venue"),
}
nouns = pytest.mark.parametrize("noun", MAKE)


def made(noun):
    make, one, other = MAKE[noun]
    return make(), one, other


def stored(row, *names):
    fresh = type(row).objects.get(pk=row.pk)
    return tuple(getattr(fresh.working if isinstance(fresh, Article) else fresh, name) for name in names)


@nouns
def test_a_stale_save_is_refused_with_both_texts_and_changes_nothing(desk, colleague, noun):
    row, one, _other = made(noun)
    data = open_form(desk, row)
    assert_saved(post_changed(colleague, row, **{one: "Của đồng nghiệp"}))
    response = send_form(desk, row, data | {one: "Của tôi"})
    assert choices(response) == {f"choose:{one}": ""}
    page = response.content.decode()
    assert "<ins>tôi</ins>" in page
    assert "<del>đồng nghiệp</del>" in page
    assert stored(row, one) == ("Của đồng nghiệp",)


@nouns
@pytest.mark.parametrize("chosen", ["mine", "theirs"])
def test_the_editor_chooses_for_each_field_and_what_she_chose_is_saved(desk, colleague, noun, chosen):
    row, one, other = made(noun)
    data = open_form(desk, row)
    assert_saved(post_changed(colleague, row, **{one: "Của đồng nghiệp"}))
    response = send_form(desk, row, data | {one: "Của tôi", other: "Chỉ tôi sửa"})
    assert choices(response) == {f"choose:{one}": "", f"choose:{other}": "mine"}
    assert_saved(choose(desk, row, response, **{f"choose:{one}": chosen}))
    assert stored(row, one, other) == ({"mine": "Của tôi", "theirs": "Của đồng nghiệp"}[chosen], "Chỉ tôi sửa")


@nouns
def test_what_only_the_colleague_changed_stays_as_the_colleague_wrote_it(desk, colleague, noun):
    row, one, other = made(noun)
    data = open_form(desk, row)
    assert_saved(post_changed(colleague, row, **{one: "Của đồng nghiệp"}))
    response = send_form(desk, row, data | {other: "Của tôi"})
    assert choices(response) == {f"choose:{one}": "theirs", f"choose:{other}": "mine"}
    assert_saved(choose(desk, row, response))
    assert stored(row, one, other) == ("Của đồng nghiệp", "Của tôi")


@nouns
def test_a_field_left_undecided_is_asked_again(desk, colleague, noun):
    row, one, _other = made(noun)
    data = open_form(desk, row)
    assert_saved(post_changed(colleague, row, **{one: "Của đồng nghiệp"}))
    response = choose(desk, row, send_form(desk, row, data | {one: "Của tôi"}))
    assert choices(response) == {f"choose:{one}": ""}
    assert stored(row, one) == ("Của đồng nghiệp",)


@nouns
def test_a_colleague_who_saves_while_one_chooses_is_not_overwritten_either(desk, colleague, noun):
    row, one, _other = made(noun)
    data = open_form(desk, row)
    assert_saved(post_changed(colleague, row, **{one: "Hai"}))
    response = send_form(desk, row, data | {one: "Của tôi"})
    assert_saved(post_changed(colleague, row, **{one: "Ba"}))
    again = choose(desk, row, response, **{f"choose:{one}": "mine"})
    assert choices(again) == {f"choose:{one}": ""}
    assert_saved(choose(desk, row, again, **{f"choose:{one}": "mine"}))
    assert stored(row, one) == ("Của tôi",)


@nouns
def test_a_form_without_its_marks_overwrites_nothing(desk, noun):
    row, one, _other = made(noun)
    data = {name: value for name, value in open_form(desk, row).items() if not name.startswith("form_")}
    assert send_form(desk, row, data | {one: "Mới"}).status_code == 409
    assert stored(row, one) == ("Cũ",)


@nouns
def test_an_act_makes_open_forms_stale(desk, colleague, noun):
    row, one, _other = made(noun)
    data = open_form(desk, row)
    row.touch(by=None)
    response = send_form(desk, row, data | {one: "Mới"})
    assert choices(response) == {f"choose:{one}": "mine"}


@nouns
def test_a_colleague_who_saved_the_very_same_words_stands_in_nobodys_way(desk, colleague, noun):
    row, one, _other = made(noun)
    data = open_form(desk, row)
    assert_saved(post_changed(colleague, row))
    assert_saved(send_form(desk, row, data | {one: "Mới"}))
    assert stored(row, one) == ("Mới",)


def test_a_long_form_that_nobody_touched_differs_in_nothing(desk):
    conference = big_conference(3, 2, 2)
    data = open_form(desk, conference)
    conference.touch()
    assert choices(send_form(desk, conference, data)) == {}


def test_the_body_is_compared_word_by_word(desk, colleague):
    article = factories.make_article(published=False, body="<p>Bảy tỉnh gặp nhau tại Lạng Sơn</p>")
    data = open_form(desk, article)
    assert_saved(post_changed(colleague, article, body="<p>Bảy tỉnh gặp nhau tại Cao Bằng</p>"))
    response = send_form(desk, article, data | {"body": "<p>Tám tỉnh gặp nhau tại Lạng Sơn</p>"})
    assert "<ins>Tám </ins>tỉnh gặp nhau tại <ins>Lạng Sơn</ins>" in response.content.decode()
    assert "<del>Bảy </del>tỉnh gặp nhau tại <del>Cao Bằng</del>" in response.content.decode()


def test_an_article_published_meanwhile_keeps_both_what_readers_see_and_what_was_typed(desk):
    article = factories.make_article(published=False, headline="Cũ")
    data = open_form(desk, article) | {"headline": "Mới"}
    article.publish()
    article.touch()
    response = send_form(desk, article, data)
    assert choices(response) == {"choose:headline": "mine"}
    assert_saved(choose(desk, article, response))
    fresh = Article.objects.get()
    assert (fresh.live.headline, fresh.working.headline) == ("Cũ", "Mới")


def test_photos_of_an_edition_that_was_followed_by_another_are_those_of_the_new_one(desk, colleague):
    article = factories.make_article(headline="Cũ")
    factories.place(factories.make_photo(), article, caption="một", order=10)
    data = open_form(desk, article) | {"placements-0-caption": "hai"}
    assert_saved(post_changed(colleague, article, headline="Mới"))
    response = send_form(desk, article, data)
    assert choices(response) == {"choose:headline": "theirs", "choose:placements-0-caption": "mine"}
    assert_saved(choose(desk, article, response))
    working = Article.objects.get().working
    assert (working.headline, [placement.caption for placement in working.placements.all()]) == ("Mới", ["hai"])


def test_what_was_typed_into_an_article_that_was_closed_meanwhile_is_kept_and_shown(desk):
    article = factories.make_article(headline="Cũ")
    data = open_form(desk, article) | {"headline": "Chữ đã gõ"}
    article.withdraw(reason="Lệnh")
    response = send_form(desk, article, data)
    assert response.status_code == 403
    assert "đã gõ" in response.content.decode()
    assert ["headline", "Chữ đã gõ"] in KeptForm.objects.get().fields


def test_what_was_typed_into_a_row_that_is_gone_is_offered_as_a_new_one(desk):
    conference = big_conference(2)
    data = open_form(desk, conference) | {"title": "Tên đã gõ"}
    add_row(data, "attendances", group_name="Đại biểu thêm")
    conference.delete()
    response = send_form(desk, conference, data)
    assert response.status_code == 302
    page = desk.get(response.headers["Location"])
    again = fields_of(page, "conference_form")
    assert again["title"] == "Tên đã gõ"
    assert_saved(desk.post(response.headers["Location"], again))
    assert Conference.objects.get().attendances.count() == 3


# Lines


@pytest.fixture
def three():
    conference = factories.make_conference()
    for number, name in enumerate(("Một", "Hai", "Ba"), start=1):
        factories.make_attendance(conference=conference, official=factories.make_official(name=name), titles="Ủy viên", order=10 * number)
    return conference


def people(conference):
    return [(str(each), each.titles) for each in conference.attendances.order_by("order")]


def test_two_editors_of_different_lines_lose_nothing_of_each_other(desk, colleague, three):
    data = open_form(desk, three) | {"attendances-0-titles": "Trưởng ban"}
    theirs = open_form(colleague, three) | {"attendances-1-titles": "Phó ban"}
    add_row(theirs, "attendances", group_name="Khách mời")
    assert_saved(send_form(colleague, three, theirs))
    add_row(data, "attendances", group_name="Phóng viên")
    response = send_form(desk, three, data)
    assert choices(response) == {"choose:attendances-0-titles": "mine", "choose:attendances-1-titles": "theirs"}
    assert "Khách mời" in response.content.decode()
    assert "Phóng viên" in response.content.decode()
    assert_saved(choose(desk, three, response))
    assert dict(people(three)) == {"Một": "Trưởng ban", "Hai": "Phó ban", "Ba": "Ủy viên", "Khách mời": "", "Phóng viên": ""}


@pytest.mark.parametrize(("chosen", "left"), [("mine", ["Hai", "Ba", "Một"]), ("theirs", ["Hai", "Ba"])])
def test_a_line_that_a_colleague_deleted_and_one_has_changed_is_asked_about(desk, colleague, three, chosen, left):
    data = open_form(desk, three) | {"attendances-0-titles": "Trưởng ban"}
    assert_saved(post_changed(colleague, three, **{"attendances-0-DELETE": "on"}))
    response = send_form(desk, three, data)
    assert choices(response) == {"row:attendances-0": ""}
    assert_saved(choose(desk, three, response, **{"row:attendances-0": chosen}))
    assert sorted(name for name, _titles in people(three)) == sorted(left)
    if chosen == "mine":
        assert ("Một", "Trưởng ban") in people(three)


def test_a_line_that_a_colleague_deleted_and_nobody_else_touched_is_gone(desk, colleague, three):
    data = open_form(desk, three) | {"title": "Tên mới"}
    assert_saved(post_changed(colleague, three, **{"attendances-0-DELETE": "on"}))
    response = send_form(desk, three, data)
    assert choices(response) == {"choose:title": "mine", "row:attendances-0": "theirs"}
    assert_saved(choose(desk, three, response))
    assert [name for name, _titles in people(three)] == ["Hai", "Ba"]


@pytest.mark.parametrize(("chosen", "left"), [("mine", ["Hai", "Ba"]), ("theirs", ["Một", "Hai", "Ba"])])
def test_a_line_that_one_deleted_and_a_colleague_has_changed_is_asked_about(desk, colleague, three, chosen, left):
    data = open_form(desk, three) | {"attendances-0-DELETE": "on"}
    assert_saved(post_changed(colleague, three, **{"attendances-0-titles": "Trưởng ban"}))
    response = send_form(desk, three, data)
    assert choices(response) == {"row:attendances-0": ""}
    assert_saved(choose(desk, three, response, **{"row:attendances-0": chosen}))
    assert [name for name, _titles in people(three)] == left
    if chosen == "theirs":
        assert ("Một", "Trưởng ban") in people(three)


def test_eighty_lines_are_added_and_saved_and_sent_twice_are_still_eighty(desk):
    data = open_form(desk, Conference) | {"title": "Hội nghị", "date": "29/5/2018"}
    for number in range(80):
        add_row(data, "attendances", group_name=f"Đại biểu {number}")
    assert_saved(send_form(desk, Conference, data))
    assert_saved(send_form(desk, Conference, data))
    assert Conference.objects.get().attendances.count() == 80


# The same form sent twice


@nouns
def test_the_same_form_sent_twice_is_one_save(desk, noun):
    row, one, _other = made(noun)
    data = open_form(desk, row) | {one: "Mới"}
    assert_saved(send_form(desk, row, data))
    before = type(row).objects.get().revision
    assert_saved(send_form(desk, row, data))
    assert type(row).objects.get().revision == before
    assert stored(row, one) == ("Mới",)


ADDED = {"article": (Article, {"headline": "Tin"}), "conference": (Conference, {"title": "Tin", "date": "29/5/2018"})}


@pytest.mark.parametrize("noun", ADDED)
def test_the_page_that_adds_sent_twice_adds_one(desk, noun):
    model, words = ADDED[noun]
    data = open_form(desk, model) | words
    first, second = send_form(desk, model, data), send_form(desk, model, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert model.objects.count() == 1
    assert not KeptForm.objects.exists()


def test_a_page_that_added_and_was_changed_and_sent_again_adds_no_second_row_and_loses_nothing(desk):
    data = open_form(desk, Conference) | {"title": "Tin", "date": "29/5/2018"}
    add_row(data, "attendances", group_name="Khách mời")
    assert_saved(send_form(desk, Conference, data))
    response = send_form(desk, Conference, data | {"title": "Tin sửa"})
    assert choices(response) == {"choose:title": "", "choose:slug": "theirs"}
    assert_saved(choose(desk, Conference.objects.get(), response, **{"choose:title": "mine"}))
    assert (Conference.objects.get().title, Conference.objects.get().attendances.count()) == ("Tin sửa", 1)


def test_a_refused_form_keeps_its_marks_and_all_that_was_typed(desk):
    article = factories.make_article(published=False)
    data = open_form(desk, article) | {"headline": "", "lead": "Đã gõ"}
    response = send_form(desk, article, data)
    assert errors_of(response).keys() == {"headline"}
    assert typed_but_lost(response, article, data) == {}


# Who sends it


@nouns
def test_a_form_whose_login_expired_waits_for_the_log_in_and_is_saved(client, noun):
    row, one, _other = made(noun)
    user = member("Editor")
    user.set_password("mật khẩu")
    user.save()
    client.force_login(user, backend=MODEL_BACKEND)
    data = open_form(client, row) | {one: "Đã gõ"}
    client.logout()
    page = send_form(client, row, data)
    assert page.status_code == 403
    again = fields_of(page)
    wrong = client.post(change_address(row), again | {"log_in_username": user.username, "log_in_password": "sai"})
    assert wrong.status_code == 403
    assert fields_of(wrong)[one] == "Đã gõ"
    assert_saved(client.post(change_address(row), again | {"log_in_username": user.username, "log_in_password": "mật khẩu"}))
    assert stored(row, one) == ("Đã gõ",)


@nouns
def test_nobody_else_logs_in_to_save_a_form(client, noun):
    row, one, _other = made(noun)
    sign_in(client, "Editor")
    data = open_form(client, row) | {one: "Đã gõ"}
    client.logout()
    other = member("Editor")
    other.set_password("mật khẩu")
    other.save()
    page = send_form(client, row, data | {"log_in_username": other.username, "log_in_password": "mật khẩu"})
    assert page.status_code == 403
    assert stored(row, one) == ("Cũ",)


@nouns
def test_a_form_opened_under_another_name_is_saved_only_when_that_is_confirmed(desk, noun):
    row, one, _other = made(noun)
    data = open_form(desk, row) | {one: "Đã gõ"}
    second = sign_in(desk, "Editor")
    page = send_form(desk, row, data)
    assert page.status_code == 403
    assert stored(row, one) == ("Cũ",)
    assert_saved(desk.post(change_address(row), fields_of(page)))
    assert type(row).objects.get().changed_by == second


def test_an_anonymous_form_is_kept_for_nobody(client):
    assert client.post(form_address(Article), {"headline": "x"}).status_code == 403
    assert client.get(form_address(Article)).status_code == 302
    assert not KeptForm.objects.exists()


# At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["add", "change"])
def test_two_saves_at_the_same_moment_are_one_and_the_other_is_told(what):
    user = member("Editor")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(user, backend=MODEL_BACKEND)
    row = factories.make_article(published=False, headline="Cũ") if what == "change" else Article
    same = open_form(clients[0], row) | {"headline": "Mới"}
    sent = [same, same if what == "add" else open_form(clients[1], row) | {"headline": "Khác"}]
    answers = []

    def send(client, data):
        answers.append(send_form(client, row, data).status_code)
        connections.close_all()

    threads = [threading.Thread(target=send, args=pair) for pair in zip(clients, sent, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ([302, 302] if what == "add" else [302, 409])
    assert Article.objects.count() == 1
    assert Article.objects.get().revision == 1
