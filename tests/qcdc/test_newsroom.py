"""The first page after the login, and the lists that it leads to."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import override_settings

from articles.models import Article, Photo, PreviewLink
from articles.workflow import perform
from qcdc.models import SavedFilter
from tests import factories
from tests.articles.test_workflow import make_draft
from tests.desk import address_of, change_address, fill_the_desks, found, member, queries_of, sign_in
from tests.reading import words

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def piles(client):
    """The piles on the first page: for each its rows, as texts."""
    return {pile["name"]: [str(each["row"]) for each in pile["rows"]] for pile in client.get(HOME).context["piles"]}


def pile_of_list(client, name):
    return [str(row) for row in client.get(address_of("changelist", Article), {"pile": name}).context["cl"].result_list]


@pytest.fixture
def returned():
    """A reporter whose text came back with a comment."""
    reporter, editor = member("Reporter"), member("Editor")
    article = make_draft(reporter, headline="Tin bị trả lại")
    perform(article, "send", reporter)
    perform(article, "return", editor, comment="Thiếu số liệu của hai tỉnh")
    return reporter


def test_what_was_returned_lies_before_its_author_with_the_comment(client, returned):
    make_draft(returned, headline="Tin đang viết")
    make_draft(headline="Tin của người khác")
    client.force_login(returned, backend="django.contrib.auth.backends.ModelBackend")
    assert piles(client)["returned"] == ["Tin bị trả lại"]
    assert piles(client)["mine"] == ["Tin đang viết"]
    assert "Thiếu số liệu của hai tỉnh" in words(client.get(HOME))
    assert pile_of_list(client, "returned") == ["Tin bị trả lại"]
    assert pile_of_list(client, "mine") == ["Tin đang viết"]


def test_what_was_sent_again_is_no_longer_returned(client, returned):
    perform(Article.objects.get(), "send", returned)
    client.force_login(returned, backend="django.contrib.auth.backends.ModelBackend")
    assert piles(client)["returned"] == []
    assert "Không có bài nào bị trả lại" in words(client.get(HOME))


@override_settings(ONE_PERSON_OFFICE=False)
def test_an_editor_reviews_what_others_wrote(client):
    editor = sign_in(client, "Editor")
    make_draft(headline="Tin chờ duyệt", stage="in-review")
    make_draft(editor, headline="Tin của chính mình", stage="in-review")
    sent = make_draft(headline="Tin do mình gửi")
    perform(sent, "send", editor)
    assert piles(client)["review"] == ["Tin chờ duyệt"]
    assert pile_of_list(client, "review") == ["Tin chờ duyệt"]
    with override_settings(ONE_PERSON_OFFICE=True):
        assert len(piles(client)["review"]) == 3


def test_a_reporter_has_no_pile_to_review_and_sees_no_colleagues_draft(client):
    sign_in(client, "Reporter")
    make_draft(headline="Tin của người khác", stage="in-review", lead="")
    shown = piles(client)
    assert "review" not in shown
    assert "Tin của người khác" not in words(client.get(HOME))


def test_what_goes_out_today_and_later(client):
    sign_in(client, "Publisher")
    factories.make_article(headline="Đăng hôm nay", at=factories.moment())
    factories.make_article(headline="Hẹn ngày kia", at=factories.moment(days=-2))
    factories.make_article(headline="Đăng hôm kia", at=factories.moment(days=2))
    assert piles(client)["today"] == ["Đăng hôm nay"]
    assert piles(client)["scheduled"] == ["Hẹn ngày kia"]
    assert pile_of_list(client, "scheduled") == ["Hẹn ngày kia"]


def test_red_checks_are_shown_of_what_is_on_its_way(client):
    sign_in(client, "Editor")
    make_draft(headline="Tin thiếu nguồn", stage="in-review", source="")
    make_draft(headline="Tin đủ", stage="in-review")
    make_draft(headline="Nháp thiếu nguồn", source="")
    bare = make_draft(headline="Tin có ảnh trần", stage="approved")
    Photo.objects.update(credit="")
    factories.place(factories.make_photo(caption="", alt="", credit=""), bare)
    assert set(piles(client)["red"]) == {"Tin thiếu nguồn", "Tin có ảnh trần"}
    assert set(pile_of_list(client, "red")) == {"Tin thiếu nguồn", "Tin có ảnh trần"}


def test_conferences_with_a_hole_are_named(client):
    sign_in(client, "Editor")
    whole = factories.make_conference(title="Hội nghị đủ")
    factories.make_directive(conference=whole)
    factories.place(factories.make_photo(), factories.make_article(conference=whole))
    factories.make_conference(title="Hội nghị trống")
    factories.make_conference(title="Hội nghị sắp họp", state="planned")
    assert piles(client)["directives"] == piles(client)["photos"] == ["Hội nghị trống"]
    shown = client.get("/admin/meetings/conference/", {"lacking": "photos"}).context["cl"].result_list
    assert [row.title for row in shown] == ["Hội nghị trống"]


def test_the_first_page_asks_no_more_for_many_rows(client):
    sign_in(client, "Editor", "Publisher")

    def fill():
        fill_the_desks()
        for stage in ("draft", "in-review", "approved"):
            factories.place(factories.make_photo(credit=""), make_draft(stage=stage, source=""))
        factories.make_article(at=factories.moment(days=-0.01))
        factories.make_conference()

    for _round in range(6):
        fill()
    client.get(HOME)
    before = queries_of(client, HOME)
    for _round in range(3):
        fill()
    assert queries_of(client, HOME) == before
    assert before < 60


def test_somebody_without_rights_gets_an_empty_desk(client):
    client.force_login(factories.make_user())
    page = client.get(HOME)
    assert page.status_code == 200
    assert page.context["piles"] == page.context["quick_acts"] == []


LIST = "/admin/articles/article/"


def test_the_list_is_narrowed_by_status_author_year_and_draft_beside(client):
    editor = sign_in(client, "Editor")
    factories.make_article(headline="Một", conference=factories.make_conference(date="2019-03-01"))
    make_draft(editor, headline="Hai", stage="in-review")
    beside = factories.make_article(headline="Ba")
    beside.open_draft()

    def shown(**query):
        return {row.newest_headline for row in client.get(LIST, query).context["cl"].result_list}

    assert shown(status="in-review") == {"Hai"}
    assert shown(status="published") == {"Một"}
    assert shown(author="me") == shown(author=str(editor.pk)) == {"Hai"}
    assert shown(year="2019") == {"Một"}
    assert shown(beside="yes") == {"Ba"}
    for nonsense in ({"author": "x"}, {"author": "9" * 30}, {"status": "x"}, {"year": "%"}):
        assert client.get(LIST, nonsense).status_code in {200, 302}
    assert found(client, Article, "mot") == [Article.objects.get(editions__headline="Một")]


def test_a_list_is_kept_shared_and_forgotten(client):
    mine, colleague = sign_in(client, "Editor"), member("Editor")
    keep = {"name": "Chờ duyệt", "query": "status=in-review&p=3", "shared": "on"}
    assert client.post(f"{LIST}filters/keep/", keep)["Location"] == f"{LIST}?status=in-review"
    client.post(f"{LIST}filters/keep/", keep | {"shared": ""})
    row = SavedFilter.objects.get()
    assert (row.user, row.model, row.query, row.shared) == (mine, "articles.article", "status=in-review", False)
    assert f"{LIST}?status=in-review" in words(client.get(LIST))
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert "Chờ duyệt</a>" not in words(client.get("/admin/meetings/conference/"))
    assert client.get(LIST).context["kept"] == []
    SavedFilter.objects.update(shared=True)
    assert [each["mine"] for each in client.get(LIST).context["kept"]] == [False]
    assert client.post(f"{LIST}filters/{row.pk}/forget/").status_code == 404
    client.force_login(mine, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"{LIST}filters/{row.pk}/forget/").status_code == 302
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "keep",
    [
        {"name": "", "query": "status=draft"},
        {"name": "x" * 81, "query": "status=draft"},
        {"name": "Trống", "query": "p=2"},
        {"name": "Dài", "query": f"q={'x' * 2000}"},
        {},
    ],
)
def test_what_cannot_be_kept_is_refused_kindly(client, keep):
    sign_in(client, "Editor")
    assert client.post(f"{LIST}filters/keep/", keep).status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_kept_list_leads_nowhere_else(client):
    sign_in(client, "Editor")
    client.post(f"{LIST}filters/keep/", {"name": "Xấu", "query": '"><script>alert(1)</script>//evil.example'})
    page = words(client.get(LIST))
    assert "<script>alert" not in page
    assert SavedFilter.objects.get().query.startswith("%22%3E%3Cscript")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_taken_away_as_it_is_narrowed(client, form):
    sign_in(client, "Reporter")
    factories.make_article(headline="=Tin đã đăng")
    make_draft(headline="Nháp của người khác")
    text = words(client.get(f"{LIST}export.{form}", {"status": "published"}))
    assert "=Tin đã đăng" in text
    assert "Nháp của người khác" not in words(client.get(f"{LIST}export.{form}"))
    assert "Tin đã đăng" not in words(client.get(f"{LIST}export.{form}", {"status": "draft"}))
    assert client.get(f"{LIST}export.{form}", {"nonsense__x": "1"}).status_code == 404


@pytest.mark.parametrize("model", ["articles/article", "meetings/conference", "meetings/official", "meetings/directive"])
def test_every_export_holds_its_rows_asks_no_more_for_many_and_needs_the_right(client, model):
    address = f"/admin/{model}/export.csv"
    client.force_login(factories.make_user())
    assert client.get(address).status_code == 403
    sign_in(client, "Editor")

    def ask():
        fill_the_desks()
        return len(words(client.get(address)).splitlines())

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as few:
        lines = len(words(client.get(address)).splitlines())
    for _round in range(3):
        fill_the_desks()
    with CaptureQueriesContext(connection) as many:
        assert len(words(client.get(address)).splitlines()) > lines > 1
    assert len(many) == len(few)


def test_what_was_chosen_is_taken_away(client):
    sign_in(client, "Editor")
    one, _other = make_draft(headline="Chọn"), make_draft(headline="Không chọn")
    text = words(client.post(LIST, {"action": "export_csv", "_selected_action": [one.pk]}))
    assert "Chọn" in text
    assert "Không chọn" not in text


def test_several_are_moved_on_each_for_itself_and_the_page_says_what_came_of_it(client):
    sign_in(client, "Editor")
    good, bad = make_draft(headline="Đủ", stage="in-review"), make_draft(headline="Thiếu", stage="in-review", source="")
    wrong = make_draft(headline="Chưa gửi")
    chosen = {"action": "move_approve", "_selected_action": [good.pk, bad.pk, wrong.pk]}
    asked = client.post(LIST, chosen)
    assert Article.objects.get(pk=good.pk).status == "in-review"
    assert asked.context["transition"].name == "approve"
    page = client.post(LIST, chosen | {"confirmed": "approve", "comment": "Tốt"})
    assert {result["headline"]: result["done"] for result in page.context["results"]} == {"Đủ": True, "Thiếu": False, "Chưa gửi": False}
    assert [Article.objects.get(pk=row.pk).status for row in (good, bad, wrong)] == ["approved", "in-review", "draft"]
    assert good.trail.get().comment == "Tốt"


def test_returning_several_asks_for_a_comment(client):
    sign_in(client, "Editor")
    article = make_draft(stage="in-review")
    chosen = {"action": "move_return", "_selected_action": [article.pk], "confirmed": "return"}
    assert "results" not in client.post(LIST, chosen | {"comment": "  "}).context
    assert Article.objects.get().status == "in-review"
    client.post(LIST, chosen | {"comment": "Viết lại"})
    assert article.trail.get().comment == "Viết lại"


def test_nobody_moves_several_without_the_right(client):
    sign_in(client, "Reporter")
    article = make_draft(stage="approved")
    client.post(LIST, {"action": "move_publish", "_selected_action": [article.pk], "confirmed": "publish"})
    assert Article.objects.get().status == "approved"
    assert "move_publish" not in words(client.get(LIST))


def on_site(row):
    return f"/admin/r/{ContentType.objects.get_for_model(row).pk}/{row.pk}/"


def test_the_address_on_the_site_is_told_to_whoever_may_see_the_row_and_to_nobody_else(client):
    reporter = sign_in(client, "Reporter")
    hers, hidden, public = make_draft(reporter), make_draft(), factories.make_article()
    hidden_correction = factories.make_correction(article=factories.make_article())
    Article.objects.filter(pk=hidden_correction.article_id).update(state="draft")
    for row in (hers, public):
        assert client.get(on_site(row))["Location"].endswith(row.get_absolute_url())
    for row in (hidden, hidden_correction, PreviewLink.make(hers, by=reporter, days=1), reporter):
        assert client.get(on_site(row)).status_code == 404
    for address in ("/admin/r/x/1/", "/admin/r/1/x/", "/admin/r/999999/1/", f"/admin/r/{'9' * 30}/1/"):
        assert client.get(address).status_code == 404
    sign_in(client, "Editor")
    assert client.get(on_site(hidden)).status_code == 302


def test_the_page_of_a_merged_official_offers_no_page_of_its_own(client):
    sign_in(client, "Editor")
    stays, merged = factories.make_official(), factories.make_official()
    assert on_site(merged) in words(client.get(change_address(merged)))
    merged.merge_into(stays)
    assert on_site(merged) not in words(client.get(change_address(merged)))
