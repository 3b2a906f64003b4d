"""The reports on the newsroom's work."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Edition
from articles.reports import REPORTS
from tests import factories
from tests.articles.test_workflow import make_draft
from tests.desk import fill_the_desks, member, queries_of, sign_in
from tests.reading import words

pytestmark = pytest.mark.django_db

HOME = "/admin/articles/article/reports/"


def lines(client, name, **query):
    page = client.get(f"{HOME}{name}/", query)
    assert page.status_code == 200
    return [line.cells for line in page.context["lines"]]


def test_articles_are_counted_by_author(client):
    sign_in(client, "Editor")
    reporter = member("Reporter")
    make_draft(reporter)
    factories.make_article(created_by=reporter)
    factories.make_article()
    assert lines(client, "tac-gia") == [[reporter.username, 2, 1, 0], ["chưa rõ", 1, 1, 0]]


def test_articles_are_counted_by_the_vietnamese_month_of_publication(client):
    sign_in(client, "Editor")
    factories.make_article(at=datetime.datetime(2018, 5, 31, 18, tzinfo=datetime.UTC))
    factories.make_article(at=datetime.datetime(2018, 6, 1, 1, tzinfo=datetime.UTC))
    factories.make_article(at=datetime.datetime(2018, 5, 1, 1, tzinfo=datetime.UTC))
    make_draft()
    assert lines(client, "thang") == [["06/2018", 2], ["05/2018", 1]]
    assert lines(client, "thang", start="2018-06-01", end="2018-06-30") == [["06/2018", 2]]


def test_articles_are_counted_by_status(client):
    sign_in(client, "Editor")
    make_draft(stage="in-review")
    make_draft(stage="in-review")
    factories.make_article().open_draft()
    counts = {str(label): count for label, count in lines(client, "trang-thai")}
    assert counts == {"Bản nháp": 1, "Chờ duyệt": 2, "Đã duyệt": 0, "Đã hẹn giờ": 0, "Đã đăng": 0, "Đã gỡ": 0}


def test_drafts_that_lie_longest_come_first(client):
    sign_in(client, "Editor")
    make_draft(headline="Mới")
    old = make_draft(headline="Cũ")
    Edition.objects.filter(article=old).update(updated_at=timezone.now() - datetime.timedelta(days=40))
    factories.make_article(headline="Đã đăng")
    assert [(row[0], row[-1]) for row in lines(client, "ton-dong")] == [("Cũ", 40), ("Mới", 0)]


def test_what_is_scheduled_is_listed(client):
    sign_in(client, "Editor")
    factories.make_article(headline="Hẹn giờ", at=factories.moment(days=-2))
    factories.make_article(headline="Đã đăng")
    assert [row[0] for row in lines(client, "hen-gio")] == ["Hẹn giờ"]


def test_what_articles_lack_is_said(client):
    sign_in(client, "Editor")
    make_draft(headline="Đủ")
    Article.objects.filter(pk=make_draft(headline="Thiếu hội nghị").pk).update(without_conference=False)
    make_draft(headline="Thiếu nguồn", source="")
    factories.place(factories.make_photo(caption="", alt="", credit=""), make_draft(headline="Thiếu lời ảnh"))
    words_there = {"caption": "Quang cảnh", "alt": "Hội trường", "credit": "Ảnh: Thử"}
    factories.place(factories.make_photo(caption="", alt="", credit=""), make_draft(headline="Lời của bài"), **words_there)
    said = {row[0]: row[-1] for row in lines(client, "thieu")}
    assert said == {
        "Thiếu hội nghị": "chưa nói rõ hội nghị",
        "Thiếu nguồn": "nguồn",
        "Thiếu lời ảnh": "chú thích ảnh, nguồn ảnh, mô tả ảnh",
    }


def test_what_conferences_lack_is_said(client):
    sign_in(client, "Editor")
    conference = factories.make_conference(title="Trống", date="2019-03")
    factories.make_directive(conference=conference)
    factories.make_conference(title="Chưa họp", state="planned")
    assert lines(client, "hoi-nghi-thieu") == [["Trống", "2019-03", "số liệu, ảnh"]]
    assert lines(client, "hoi-nghi-thieu", start="2019-03-05", end="2019-12-31")
    assert lines(client, "hoi-nghi-thieu", start="2019-04-01") == []


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_a_page_and_a_file_and_asks_no_more_for_many_rows(client, name):
    sign_in(client, "Editor")

    def fill():
        fill_the_desks()
        factories.make_article(at=factories.moment(days=-2), created_by=factories.make_user())
        factories.place(factories.make_photo(credit=""), make_draft(factories.make_user(), source=""))
        factories.make_conference()

    fill()
    address = f"{HOME}{name}/"
    client.get(address)
    before = queries_of(client, address)
    with CaptureQueriesContext(connection) as few:
        words(client.get(f"{HOME}{name}.csv"))
    for _round in range(4):
        fill()
    assert queries_of(client, address) == before
    with CaptureQueriesContext(connection) as many:
        text = words(client.get(f"{HOME}{name}.csv"))
    assert len(many) == len(few)
    assert len(text.splitlines()) > 1
    assert str(REPORTS[name].header()[0]) in words(client.get(f"{HOME}{name}.xlsx"))


@pytest.mark.parametrize("name", REPORTS)
def test_a_reporter_reads_nothing_of_colleagues_in_a_report(client, name):
    make_draft(member("Reporter"), headline="Nháp kín", source="")
    sign_in(client, "Reporter")
    assert "Nháp kín" not in words(client.get(f"{HOME}{name}.csv"))


def test_reports_need_the_right_and_a_period_that_makes_sense(client):
    sign_in(client, "Editor")
    assert client.get(HOME).status_code == 200
    assert client.get(f"{HOME}khong-co/").status_code == 404
    for bad in ({"start": "x"}, {"start": "2020-01-02", "end": "2020-01-01"}, {"end": "9999-12-31"}, {"start": "0001-01-01"}):
        assert client.get(f"{HOME}thang/", bad).status_code == 200
        assert client.get(f"{HOME}thang.csv", bad).status_code == 404
    client.force_login(factories.make_user())
    for address in (HOME, f"{HOME}thang/", f"{HOME}thang.csv"):
        assert client.get(address).status_code == 403
    client.force_login(factories.make_user("articles.view_article"))
    assert client.get(f"{HOME}hoi-nghi-thieu/").status_code == 403
