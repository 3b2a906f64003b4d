"""The desk of accounts: who lets whom in, and that nobody gives away more than she has."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.models import Section
from meetings.models import Beat
from tests import factories
from tests.admin_forms import add_row
from tests.desk import assert_saved, errors_of, found, member, open_form, post_changed, queries_of, send_form, sign_in

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture
def office(client):
    """The browser of an administrator who is no superuser."""
    client.administrator = sign_in(client, "Administrator")
    return client


def password_address(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


NEW_PASSWORD = {"password1": "mật khẩu mới 29/5", "password2": "mật khẩu mới 29/5", "usable_password": "true"}


def groups_offered(response):
    return [label for _value, label in response.context["adminform"].form.fields["groups"].choices]


def test_an_account_is_made_with_its_group_section_and_provinces(office):
    section, province = Section.objects.create(name="Dân vận"), factories.make_province()
    assert_saved(send_form(office, User, open_form(office, User) | {"username": "phong-vien"} | NEW_PASSWORD))
    user = User.objects.get(username="phong-vien")
    group = Group.objects.get(name="Reporter")
    data = open_form(office, user) | {"is_staff": "on", "groups": [group.pk], "sections": [section.pk]}
    add_row(data, "beat", provinces=[str(province.pk)])
    assert_saved(send_form(office, user, data))
    user.refresh_from_db()
    assert (list(user.groups.all()), list(user.sections.all()), user.is_staff) == ([group], [section], True)
    assert list(Beat.objects.get(user=user).provinces.all()) == [province]
    assert_saved(post_changed(office, user, first_name="An"))
    assert list(user.sections.all()) == [section]


def test_an_account_that_is_put_out_of_use_is_logged_out_at_once(office):
    other = Client()
    reporter = sign_in(other, "Reporter")
    data = open_form(office, reporter)
    del data["is_active"]
    assert_saved(send_form(office, reporter, data))
    assert other.get("/admin/").status_code == 302


def test_groups_are_named_in_vietnamese(office):
    shown = groups_offered(office.get(reverse("admin:auth_user_change", args=[member("Reporter").pk])))
    assert shown == ["Phóng viên", "Biên tập viên", "Người xuất bản", "Quản trị viên"]
    page = office.get(reverse("admin:auth_user_changelist")).content.decode()
    assert "Phóng viên" in page
    assert "Reporter" not in page


def test_a_right_is_named_by_what_it_is_for(office):
    page = office.get(reverse("admin:auth_user_change", args=[member("Reporter").pk]))
    labels = [label for _value, label in page.context["adminform"].form.fields["user_permissions"].choices]
    assert "Bài viết: thêm" in labels
    assert "Bài viết: Được xem mọi bài chưa đăng" in labels
    assert [label for label in labels if "Can " in label or "historical" in label] == []


@pytest.mark.parametrize("field", ["is_superuser", "user_permissions", "groups"])
def test_nobody_grants_what_she_does_not_have(office, field):
    user = member("Reporter")
    higher = Group.objects.create(name="Kỹ thuật")
    higher.permissions.add(Permission.objects.get(codename="delete_user"))
    forged = {"is_superuser": "on", "user_permissions": [Permission.objects.get(codename="delete_user").pk], "groups": [higher.pk]}
    response = post_changed(office, user, **{field: forged[field]})
    if response.status_code == 200:
        assert list(errors_of(response)) == [field]
    user = User.objects.get(pk=user.pk)
    assert not user.is_superuser
    assert not user.has_perm("auth.delete_user")


def test_what_an_administrator_has_she_may_grant(office):
    user = member("Reporter")
    right = Permission.objects.get(codename="review_article")
    assert_saved(post_changed(office, user, user_permissions=[right.pk]))
    assert User.objects.get(pk=user.pk).has_perm("articles.review_article")


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("kind", ["superuser", "more rights"])
def test_an_account_with_more_rights_is_out_of_reach(office, kind, active):
    user = factories.make_user(*([] if kind == "superuser" else ["auth.delete_user"]), is_superuser=kind == "superuser", is_active=active)
    before = user.password
    page = reverse("admin:auth_user_change", args=[user.pk])
    assert office.get(page).status_code == 200
    assert office.post(page, {"username": "x"}).status_code == 403
    assert office.post(password_address(user), NEW_PASSWORD).status_code == 403
    assert office.get(password_address(user)).status_code == 403
    user.refresh_from_db()
    assert user.password == before
    assert user.username != "x"


def test_an_administrator_sets_the_password_of_a_reporter(office):
    user = member("Reporter")
    assert office.post(password_address(user), NEW_PASSWORD).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD["password1"])


def test_nobody_gives_herself_rights_or_lifts_her_own_limits(office):
    me = office.administrator
    data = open_form(office, me)
    for name in ("is_active", "is_staff", "groups", "user_permissions", "sections", "beat-TOTAL_FORMS"):
        assert name not in data
    forged = {"groups": [], "is_superuser": "on", "user_permissions": [Permission.objects.get(codename="delete_user").pk]}
    assert_saved(send_form(office, me, data | forged | {"first_name": "Bình"}))
    me = User.objects.get(pk=me.pk)
    assert (me.first_name, me.is_active, me.is_superuser, me.groups.count()) == ("Bình", True, False, 1)
    assert not me.has_perm("auth.delete_user")


@pytest.mark.parametrize("limit", ["section", "province"])
def test_who_works_within_limits_manages_no_accounts(office, limit):
    me, user = office.administrator, member("Reporter")
    if limit == "section":
        Section.objects.create(name="Dân vận").staff.add(me)
    else:
        Beat.objects.create(user=me).provinces.add(factories.make_province())
    assert office.get(reverse("admin:auth_user_add")).status_code == 403
    assert office.post(reverse("admin:auth_user_change", args=[user.pk]), {"username": "x"}).status_code == 403
    assert office.post(password_address(user), NEW_PASSWORD).status_code == 403


def test_a_superuser_may_do_all_but_lock_herself_out(client):
    me = factories.make_user(is_superuser=True)
    client.force_login(me, backend="django.contrib.auth.backends.ModelBackend")
    user = member("Reporter")
    assert_saved(post_changed(client, user, is_superuser="on"))
    assert User.objects.get(pk=user.pk).is_superuser
    data = open_form(client, me)
    assert "is_active" not in data
    assert_saved(send_form(client, me, data))
    assert client.post(reverse("admin:auth_user_delete", args=[me.pk]), {"post": "yes"}).status_code == 403
    assert User.objects.get(pk=me.pk).is_superuser


@pytest.mark.parametrize("groups", [("Reporter",), ("Editor",), ("Publisher",), ()])
def test_others_do_not_come_near_the_accounts(client, groups):
    me = sign_in(client, *groups)
    for page in ("changelist", "add"):
        assert client.get(reverse(f"admin:auth_user_{page}")).status_code == 403
    assert client.post(password_address(me), NEW_PASSWORD).status_code == 403


def test_everybody_of_the_staff_changes_her_own_password(client):
    user = sign_in(client, "Reporter")
    user.set_password("mật khẩu cũ")
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    new = {"old_password": "mật khẩu cũ", "new_password1": "mật khẩu mới 29/5", "new_password2": "mật khẩu mới 29/5"}
    assert client.post(reverse("admin:password_change"), new).status_code == 302
    user.refresh_from_db()
    assert user.check_password("mật khẩu mới 29/5")


def test_a_group_holds_at_most_what_its_maker_has(client):
    me = sign_in(client, "Administrator")
    me.user_permissions.set(Permission.objects.filter(content_type__app_label="auth", codename__in=["add_group", "change_group"]))
    page = open_form(client, Group)
    too_much = Permission.objects.get(codename="delete_user")
    assert list(errors_of(send_form(client, Group, page | {"name": "Mới", "permissions": [too_much.pk]}))) == ["permissions"]
    enough = Permission.objects.get(codename="review_article")
    assert_saved(send_form(client, Group, page | {"name": "Mới", "permissions": [enough.pk]}))
    higher = Group.objects.create(name="Kỹ thuật")
    higher.permissions.add(too_much)
    assert client.post(reverse("admin:auth_group_change", args=[higher.pk]), {"name": "x"}).status_code == 403


def test_the_name_of_a_group_of_the_house_stays(client):
    client.force_login(factories.make_user(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    member("Reporter")
    group = Group.objects.get(name="Reporter")
    assert_saved(send_form(client, group, open_form(client, group) | {"name": "x"}))
    group.refresh_from_db()
    assert group.name == "Reporter"
    assert client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"}).status_code == 403


def test_accounts_are_found_by_name_without_marks(office):
    user = member("Reporter")
    user.last_name, user.first_name = "Trần Thị", "Thử Nghiệm"
    user.save()
    assert found(office, User, "thu nghiem tran") == [user]


def test_the_queries_of_the_list_of_accounts_do_not_grow(office):
    def add():
        user = member("Reporter", "Editor")
        Beat.objects.create(user=user).provinces.add(factories.make_province())
        Section.objects.create(name=f"Mục {user.pk}").staff.add(user)

    address = reverse("admin:auth_user_changelist")
    add()
    office.get(address)
    before = queries_of(office, address)
    for _round in range(4):
        add()
    assert queries_of(office, address) == before


def test_the_page_of_a_group_calls_it_what_the_newsroom_calls_it(office):
    page = office.get(reverse("admin:auth_group_change", args=[Group.objects.get(name="Reporter").pk]))
    assert page.status_code == 200
    assert page.context["subtitle"] == "Phóng viên"
