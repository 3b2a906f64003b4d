"""The calendar of what is to come."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.models import Article
from tests import factories
from tests.desk import queries_of, sign_in
from tests.reading import words

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/articles/article/schedule/"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def shown(client, month=None):
    """What stands on each day of a month: kind and title."""
    page = client.get(ADDRESS, {"month": month} if month else {})
    assert page.status_code == 200
    return {each["day"]: [(row.kind, row.title) for row in each["coming"]] for each in page.context["days"]}


def test_everything_stands_on_its_vietnamese_day(client):
    sign_in(client, "Editor")
    late = datetime.datetime(2098, 9, 11, 23, 30, tzinfo=datetime.UTC)  # 06:30 on the 12th in Vietnam
    factories.make_article(headline="Tin hẹn giờ", at=late)
    factories.make_article(headline="Tin cấm đăng", embargo_until=datetime.datetime(2098, 9, 30, 23, 59, tzinfo=VIETNAM))
    factories.make_article(headline="Tin sẽ hết hạn", expires_at=datetime.datetime(2098, 9, 1, 0, 0, tzinfo=VIETNAM))
    factories.make_conference(title="Họp ngày 5", state="planned", date="2098-09-05")
    factories.make_conference(title="Họp trong tháng", state="planned", date="2098-09", published=False)
    factories.make_conference(title="Đã họp", date="2098-09-05")
    assert shown(client, "2098-09") == {
        datetime.date(2098, 9, 1): [("expiry", "Tin sẽ hết hạn"), ("conference", "Họp trong tháng")],
        datetime.date(2098, 9, 5): [("conference", "Họp ngày 5")],
        datetime.date(2098, 9, 12): [("publication", "Tin hẹn giờ")],
        datetime.date(2098, 9, 30): [("embargo", "Tin cấm đăng")],
    }
    assert shown(client, "2098-10") == {}
    page = words(client.get(ADDRESS, {"month": "2098-09"}))
    assert "<b>06:30</b>" in page
    assert "?month=2098-08" in page
    assert "?month=2098-10" in page


def test_this_month_is_shown_where_none_is_asked_for(client):
    sign_in(client, "Editor")
    factories.make_article(headline="Vừa đăng", at=timezone.now())
    assert shown(client) == {timezone.localdate(): [("published", "Vừa đăng")]}
    assert "Vừa đăng" in words(client.get(ADDRESS, {"as": "list"}))


@pytest.mark.parametrize("month", ["x", "2026-13", "2026-00", "1800-01", "9999-12", "2026-9", "２０２６-01", "2026-09-01"])
def test_what_is_no_month_is_not_found(client, month):
    sign_in(client, "Editor")
    assert client.get(ADDRESS, {"month": month}).status_code == 404


@pytest.mark.parametrize("month", ["1945-01", "2100-12"])
def test_the_calendar_has_ends(client, month):
    sign_in(client, "Editor")
    assert client.get(ADDRESS, {"month": month}).status_code == 200


def test_only_what_somebody_may_see_stands_in_her_calendar(client):
    factories.make_article(headline="Tin hẹn của người khác", at=datetime.datetime(2098, 9, 11, tzinfo=VIETNAM))
    client.force_login(factories.make_user())
    assert client.get(ADDRESS).status_code == 403
    reporter = sign_in(client, "Reporter")
    assert shown(client, "2098-09") == {}
    Article.objects.update(created_by=reporter)
    assert len(shown(client, "2098-09")) == 1


def test_the_calendar_asks_no_more_for_many_rows(client):
    sign_in(client, "Editor")

    def fill():
        factories.make_article(at=datetime.datetime(2098, 9, 11, tzinfo=VIETNAM))
        factories.make_article(embargo_until=datetime.datetime(2098, 9, 12, tzinfo=VIETNAM))
        factories.make_conference(state="planned", date="2098-09-05")

    fill()
    shown(client, "2098-09")
    address = f"{ADDRESS}?month=2098-09"
    before = queries_of(client, address)
    for _round in range(5):
        fill()
    assert queries_of(client, address) == before
