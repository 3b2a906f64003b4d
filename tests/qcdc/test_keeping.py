"""What is typed and not yet saved: kept, saved of itself, offered back; who else is there; logging in again."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition
from meetings.models import Conference
from qcdc import kept
from qcdc.models import KeptForm, Presence
from tests import factories
from tests.admin_forms import add_row, fields_of
from tests.desk import MODEL_BACKEND, address_of, assert_saved, change_address, form_address, form_id, member, open_form, send_form, sign_in

pytestmark = pytest.mark.django_db

LOG_IN = "/admin/log-in-again/"


@pytest.fixture
def desk(client):
    sign_in(client, "Editor", "Publisher")
    return client


@pytest.fixture
def colleague():
    client = Client()
    client.user = member("Editor", "Publisher")
    client.user.last_name = "Lan"
    client.user.save()
    client.force_login(client.user, backend=MODEL_BACKEND)
    return client


def keep(client, row, data):
    address = address_of("keep_new", row) if isinstance(row, type) else address_of("keep", row, row.pk)
    return client.post(address, data)


def presence(client, row, **data):
    return client.post(address_of("presence", row, row.pk), data)


# Saving while typing


def test_words_typed_into_a_draft_are_saved_of_themselves_cleaned_and_in_one_unicode_form(desk):
    article = factories.make_article(published=False, headline="Cũ", body="<p>cũ</p>")
    data = open_form(desk, article) | {"headline": "Hòa Bình", "body": "<p onclick=x>mới</p><script>x</script>"}
    answer = keep(desk, article, data)
    assert answer.status_code == 200
    assert answer.json()["saved"] is True
    fresh = Article.objects.get()
    assert (fresh.working.headline, fresh.working.body) == ("Hòa Bình", "<p>mới</p>")
    assert (answer.json()["revision"], fresh.editions.count()) == (fresh.revision, 1)
    assert not KeptForm.objects.exists()


def test_words_typed_into_a_published_article_open_one_draft_beside_it(desk):
    article = factories.make_article(headline="Cũ")
    factories.place(factories.make_photo(), article, caption="một", order=10)
    data = open_form(desk, article)
    for headline in ("Mới", "Mới hơn"):
        answer = keep(desk, article, data | {"headline": headline}).json()
        data |= {"form_revision": answer["revision"], "form_base": answer["base"]}
    assert answer["saved"] is True
    fresh = Article.objects.get()
    assert (fresh.live.headline, fresh.working.headline, fresh.editions.count()) == ("Cũ", "Mới hơn", 2)
    assert_saved(send_form(desk, article, data | {"headline": "Mới nhất", "placements-0-caption": "hai"}))
    assert [(each.headline, [one.caption for one in each.placements.all()]) for each in Edition.objects.order_by("number")] == [
        ("Cũ", ["một"]),
        ("Mới nhất", ["hai"]),
    ]


def test_a_form_whose_answer_was_lost_goes_on_saving_itself_and_is_saved(desk):
    article = factories.make_article(published=False)
    data = open_form(desk, article)
    for headline in ("Một", "Hai"):
        assert keep(desk, article, data | {"headline": headline}).json()["saved"] is True
    assert_saved(send_form(desk, article, data | {"headline": "Ba"}))
    assert Article.objects.get().working.headline == "Ba"


def test_what_cannot_be_saved_alone_is_kept_beside_the_row(desk):
    article = factories.make_article(published=False, headline="Cũ")
    data = open_form(desk, article) | {"headline": "", "lead": "Đã gõ", "slug": "khac"}
    assert keep(desk, article, data).json()["saved"] is False
    assert (Article.objects.get().working.headline, Article.objects.get().working.lead) == ("Cũ", "Đã gõ")
    assert Article.objects.get().slug != "khac"
    assert ["slug", "khac"] in KeptForm.objects.get().fields


def test_saving_while_typing_stops_when_a_colleague_saved_and_the_text_is_kept(desk, colleague):
    article = factories.make_article(published=False, headline="Cũ")
    data = open_form(desk, article)
    assert keep(colleague, article, open_form(colleague, article) | {"headline": "Của Lan"}).json()["saved"] is True
    answer = keep(desk, article, data | {"headline": "Của tôi"})
    assert answer.status_code == 409
    assert "Lan" in answer.json()["says"]
    assert Article.objects.get().working.headline == "Của Lan"
    assert ["headline", "Của tôi"] in KeptForm.objects.get().fields


def test_saving_while_typing_publishes_nothing_and_changes_no_other_field(desk):
    article = factories.make_article(published=False)
    before = Article.objects.values().get()
    keep(desk, article, open_form(desk, article) | {"headline": "Mới", "state": "published", "published_at": "2018-01-01", "slug": "khac"})
    after = Article.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"revision", "saved_with", "changed_by_id", "updated_at"}


def test_an_article_that_may_not_be_changed_is_not_saved_of_itself_and_says_why(desk):
    article = factories.make_article(headline="Cũ")
    data = open_form(desk, article) | {"headline": "Mới"}
    article.withdraw(reason="Lệnh")
    answer = keep(desk, article, data)
    assert answer.status_code == 403
    assert answer.json()["says"]
    assert Edition.objects.get().headline == "Cũ"
    assert ["headline", "Mới"] in KeptForm.objects.get().fields


def test_a_reporter_keeps_nothing_at_what_she_may_not_see(client):
    article = factories.make_article(published=False)
    sign_in(client, "Reporter")
    data = open_form(client, Article)
    assert keep(client, article, data).status_code == 404
    assert presence(client, article).status_code == 404
    assert not KeptForm.objects.exists()


def test_a_conference_is_kept_beside_the_row_and_not_saved(desk):
    conference = factories.make_conference(title="Cũ")
    data = open_form(desk, conference) | {"title": "Đã gõ"}
    add_row(data, "attendances", group_name="Khách")
    assert keep(desk, conference, data).json()["saved"] is False
    assert (Conference.objects.get().title, Conference.objects.get().attendances.count()) == ("Cũ", 0)
    assert KeptForm.objects.count() == 1


@pytest.mark.parametrize(
    ("marks", "status"),
    [({"form_token": ""}, 400), ({"form_token": "x\x00"}, 400), ({"form_token": "á" * 20}, 400), ({"form_user": "999999"}, 403)],
)
@pytest.mark.parametrize("row", [Article, Conference])
def test_marks_that_are_none_are_refused(desk, row, marks, status):
    assert keep(desk, row, open_form(desk, row) | marks).status_code == status
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("marks", [{"form_revision": "-1"}, {"form_revision": "9" * 30}, {"form_base": "["}, {"form_base": "[" * 5000}])
@pytest.mark.parametrize("base", ['{"": 1}', '{"placements": {"1": [], "x": "y"}}', "null", "\x00"])
def test_hostile_marks_make_no_fault(desk, marks, base):
    article = factories.make_article(published=False)
    data = open_form(desk, article) | {"form_base": base} | marks
    assert keep(desk, article, data).status_code in {200, 409}
    assert send_form(desk, article, data | {"headline": "y"}).status_code in {302, 409}


def test_more_than_is_kept_of_a_form_is_refused(desk):
    article = factories.make_article(published=False)
    data = open_form(desk, article) | {"body": "a" * (kept.MOST_LETTERS + 1)}
    assert keep(desk, article, data).status_code == 413
    assert not KeptForm.objects.exists()


def test_the_oldest_forms_make_room_and_what_lay_a_month_is_gone(desk):
    data = open_form(desk, Article)
    for number in range(kept.MOST + 3):
        keep(desk, Article, data | {"form_token": f"{number:022}"})
    assert KeptForm.objects.count() == kept.MOST
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(days=31))
    keep(desk, Article, data)
    assert KeptForm.objects.count() == 1


@pytest.mark.parametrize("name", ["keep", "presence"])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_the_routes_of_a_form_take_posts_only(desk, name, method):
    row = factories.make_conference()
    assert getattr(desk, method)(address_of(name, row, row.pk)).status_code == 405


def test_nobody_who_is_not_logged_in_keeps_anything(client):
    row = factories.make_conference()
    for address in (address_of("keep", row, row.pk), address_of("keep_new", row), address_of("presence", row, row.pk)):
        assert client.post(address, {"form_token": "a" * 22}).status_code == 302
    assert not KeptForm.objects.exists()
    assert not Presence.objects.exists()


# Offered back


def offered(client, row):
    return [each["token"] for each in client.get(form_address(row)).context["guard"]["offers"]]


@pytest.mark.parametrize("row", ["new", "old"])
def test_what_was_kept_is_offered_and_brought_back_with_its_lines_and_saved(desk, row):
    row = Conference if row == "new" else factories.make_conference(title="Cũ", date="2018")
    official = factories.make_official(name="Trương Thị Thử")
    data = open_form(desk, row) | {"title": "Đã gõ", "date": "5/2018", "summary": "<p>Tóm</p>"}
    for group in ("Khách một", "Khách hai"):
        add_row(data, "attendances", group_name=group)
    add_row(data, "attendances", official=str(official.pk))
    keep(desk, row, data)
    assert offered(desk, row) == [data["form_token"]]
    page = desk.get(f"{form_address(row)}?kept={data['form_token']}")
    again = fields_of(page, form_id(row))
    assert {name: value for name, value in data.items() if name in again and again[name] != value and name != "csrfmiddlewaretoken"} == {}
    assert "Trương Thị Thử</option>" in page.content.decode()
    assert "errorlist" not in page.content.decode()
    assert_saved(send_form(desk, row, again))
    assert (Conference.objects.get().title, Conference.objects.get().attendances.count()) == ("Đã gõ", 3)
    assert not KeptForm.objects.exists()


def test_what_equals_the_saved_row_is_not_offered(desk):
    conference = factories.make_conference()
    keep(desk, conference, open_form(desk, conference))
    assert offered(desk, conference) == []


def test_what_was_kept_before_a_colleague_saved_is_brought_back_beside_the_colleagues_text(desk, colleague):
    conference = factories.make_conference(title="Cũ")
    data = open_form(desk, conference) | {"title": "Của tôi"}
    keep(desk, conference, data)
    assert_saved(send_form(colleague, conference, open_form(colleague, conference) | {"title": "Của Lan"}))
    page = desk.get(f"{change_address(conference)}?kept={data['form_token']}")
    assert [choice.key for group in page.context["clash"].groups for choice in group.choices] == ["choose:title"]
    assert_saved(desk.post(change_address(conference), fields_of(page) | {"choose:title": "mine"}))
    assert Conference.objects.get().title == "Của tôi"


def test_nobody_sees_or_drops_what_somebody_else_typed(desk, colleague):
    conference = factories.make_conference(title="Cũ")
    data = open_form(desk, conference) | {"title": "Bí mật"}
    keep(desk, conference, data)
    assert offered(colleague, conference) == []
    assert "Bí mật" not in colleague.get(f"{change_address(conference)}?kept={data['form_token']}").content.decode()
    assert colleague.post(address_of("drop", conference, data["form_token"])).status_code == 404
    assert KeptForm.objects.count() == 1


def test_what_is_thrown_away_is_gone(desk):
    conference = factories.make_conference(title="Cũ")
    data = open_form(desk, conference) | {"title": "Đã gõ"}
    keep(desk, conference, data)
    answer = desk.post(address_of("drop", conference, data["form_token"]))
    assert answer.headers["Location"] == change_address(conference)
    assert not KeptForm.objects.exists()


def test_a_form_that_was_saved_is_not_kept_by_a_late_message(desk):
    for row in (Conference, factories.make_conference()):
        data = open_form(desk, row) | {"title": "Tin", "date": "2018"}
        assert_saved(send_form(desk, row, data))
        assert keep(desk, row, data | {"title": "Ti"}).json()["saved"] is True
    assert not KeptForm.objects.exists()


def test_the_queries_of_a_form_offered_back_do_not_grow_with_its_lines(desk, django_assert_max_num_queries):
    conference = factories.make_conference()
    data = open_form(desk, conference)
    for number in range(30):
        add_row(data, "attendances", official=str(factories.make_official(name=f"Người {number}").pk))
    keep(desk, conference, data)
    with django_assert_max_num_queries(90):
        desk.get(change_address(conference))


# Who else is there


def test_whoever_has_the_form_open_is_named_and_so_is_who_types(desk, colleague):
    conference = factories.make_conference()
    assert presence(desk, conference, form_revision="0").json() == {"others": "", "changed": ""}
    presence(colleague, conference, typing="1")
    said = presence(desk, conference, form_revision="0").json()
    assert "Lan (" in said["others"]
    assert said["changed"] == ""


def test_whoever_has_left_or_was_not_heard_of_for_a_minute_is_not_named(desk, colleague):
    conference = factories.make_conference()
    presence(colleague, conference)
    presence(colleague, conference, gone="1")
    assert presence(desk, conference).json()["others"] == ""
    presence(colleague, conference)
    Presence.objects.filter(user=colleague.user).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert presence(desk, conference).json()["others"] == ""
    assert Presence.objects.count() == 1


def test_a_colleague_who_saved_meanwhile_is_named(desk, colleague):
    conference = factories.make_conference()
    revision = open_form(desk, conference)["form_revision"]
    assert_saved(send_form(colleague, conference, open_form(colleague, conference) | {"title": "Khác"}))
    assert "Lan" in presence(desk, conference, form_revision=revision).json()["changed"]


# Logging in again


@pytest.fixture
def user():
    user = member("Editor")
    user.set_password("mật khẩu")
    user.save()
    return user


def test_the_dialog_logs_in_and_gives_the_token_for_the_next_form(client, user):
    assert client.get(LOG_IN).json()["user"] is None
    answer = client.post(LOG_IN, {"username": user.username, "password": "mật khẩu", "user": user.pk})
    assert answer.json()["user"] == user.pk
    assert answer.json()["csrf"]
    assert client.get(LOG_IN).json()["user"] == user.pk


@pytest.mark.parametrize(
    "wrong", [{"password": "sai"}, {"username": "ai"}, {"user": "999999"}, {"username": "\x00"}, {"password": "x" * 9999}]
)
def test_the_dialog_logs_nobody_else_in(client, user, wrong):
    answer = client.post(LOG_IN, {"username": user.username, "password": "mật khẩu", "user": user.pk} | wrong)
    assert answer.status_code == 403
    assert answer.json()["says"]
    assert client.get(LOG_IN).json()["user"] is None


def test_the_dialog_needs_the_token_of_the_form(user):
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOG_IN, {"username": user.username, "password": "mật khẩu"}).status_code == 403
    token = client.get(LOG_IN).json()["csrf"]
    asked = {"username": user.username, "password": "mật khẩu", "user": user.pk, "csrfmiddlewaretoken": token}
    assert client.post(LOG_IN, asked).status_code == 200


@override_settings(AXES_ENABLED=True, AXES_FAILURE_LIMIT=2)
def test_the_dialog_is_locked_after_too_many_attempts(client, user):
    for _round in range(3):
        answer = client.post(LOG_IN, {"username": user.username, "password": "sai", "user": user.pk})
    assert answer.status_code == 429
    assert client.post(LOG_IN, {"username": user.username, "password": "mật khẩu", "user": user.pk}).status_code == 429


def test_the_address_of_the_dialog_is_known():
    assert reverse("log-in-again") == LOG_IN
