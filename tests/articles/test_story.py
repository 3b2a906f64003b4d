"""The story of an article in the admin: its trail, its editions side by side, an old one brought back."""

import csv
import io

import pytest
from django.utils.translation import gettext as _

from articles.models import Article, Deed
from articles.workflow import perform, record
from tests import factories
from tests.desk import assert_saved, change_address, member, notices_of, open_form, post_changed, queries_of, send_form, sign_in
from tests.reading import words

pytestmark = pytest.mark.django_db


def page_of(article, page):
    return f"/admin/articles/article/{article.pk}/{page}"


def restore_address(article, number):
    return page_of(article, f"restore/{number}/")


@pytest.fixture
def article():
    """An article with one edition that readers have seen and another that they see now."""
    one = factories.make_article(headline="Một", lead="Bảy tỉnh gặp nhau ở Lạng Sơn", body="<p>Đoạn giữ lại.</p><p>Đoạn bỏ đi.</p>")
    factories.place(factories.make_photo(caption="Ảnh bỏ ra"), one, order=10)
    factories.place(factories.make_photo(caption="Ảnh ở lại"), one, order=20, caption="chú thích cũ")
    draft = one.open_draft()
    draft.headline, draft.body = "Hai", "<p>Đoạn giữ lại.</p><p>Đoạn mới.</p>"
    draft.save()
    draft.placements.get(order=10).delete()
    draft.placements.filter(order=20).update(caption="chú thích mới")
    draft.placements.create(photo=factories.make_photo(caption="Ảnh thêm vào"), order=30)
    one.publish()
    return Article.objects.get(pk=one.pk)


def test_the_story_tells_who_did_what_when_and_why(client):
    reporter, editor = member("Reporter"), sign_in(client, "Editor")
    article = factories.make_article(published=False, created_by=reporter, headline="Tin thử")
    perform(article, "send", reporter)
    perform(article, "return", editor, comment="Thiếu số liệu <b>năm 2017</b>")
    text = words(client.get(page_of(article, "story/")))
    for said in (reporter.username, editor.username, "đã gửi duyệt", "đã trả lại", "Thiếu số liệu &lt;b&gt;năm 2017&lt;/b&gt;"):
        assert said in text
    assert text.index("đã trả lại") < text.index("đã gửi duyệt")


def test_saving_leaves_its_mark_in_the_trail(client):
    user = sign_in(client, "Editor")
    data = open_form(client, Article) | {"headline": "Tin thử", "body": "<p>x</p>"}
    assert_saved(send_form(client, Article, data))
    article = Article.objects.get()
    assert_saved(post_changed(client, article, lead="Mở đầu", slug="dia-chi-moi"))
    assert_saved(post_changed(client, article, lead="Mở đầu khác"))
    assert_saved(post_changed(client, article))
    found = list(article.trail.order_by("pk").values_list("deed", "by", "details"))
    assert found == [
        ("created", user.pk, {}),
        ("edited", user.pk, {"fields": ["lead", "slug"]}),
        ("moved", user.pk, {"from": "tin-thu", "to": "dia-chi-moi"}),
        ("edited", user.pk, {"fields": ["lead"]}),
    ]


def test_the_first_change_of_a_published_article_tells_that_a_draft_was_opened(client):
    sign_in(client, "Editor")
    article = factories.make_article()
    assert_saved(post_changed(client, article, lead="Khác"))
    assert list(article.trail.order_by("pk").values_list("deed", "edition_number")) == [("draft-opened", 2), ("edited", 2)]


def test_the_trail_is_taken_away_as_csv_without_formulas(client):
    sign_in(client, "Editor")
    article = factories.make_article(published=False)
    record(article, Deed.RETURNED, member("Editor"), edition=article.working, comment="=HYPERLINK(1)")
    response = client.get(page_of(article, "story.csv"))
    rows = list(csv.reader(io.StringIO(words(response).removeprefix("\ufeff"))))
    assert rows[0][:3] == ["lúc", "việc đã làm", "người làm"]
    assert (rows[1][1], rows[1][5]) == ("đã trả lại", "'=HYPERLINK(1)")


def test_two_editions_stand_side_by_side_word_by_word(client, article):
    sign_in(client, "Editor")
    response = client.get(page_of(article, "compare/"), {"a": 2, "b": 1})
    text = words(response)
    assert "<del>Một</del>" in text
    assert "<ins>Hai</ins>" in text
    assert [row["change"] for row in response.context["photos"]] == [_("taken out"), _("changed"), _("added")]
    assert "Bảy tỉnh gặp nhau" not in text


@pytest.mark.parametrize(
    "asked", [{}, {"a": "1"}, {"a": "1", "b": "9"}, {"a": "x", "b": "1"}, {"a": "-1", "b": "1"}, {"a": "1" * 30, "b": "1"}]
)
def test_editions_that_are_none_are_not_found(client, article, asked):
    sign_in(client, "Editor")
    assert client.get(page_of(article, "compare/"), asked).status_code == 404


def test_an_old_edition_comes_back_as_a_draft_after_asking(client, article):
    sign_in(client, "Editor")
    assert client.get(restore_address(article, 1)).status_code == 200
    assert article.editions.count() == 2
    assert client.post(restore_address(article, 1)).headers["Location"] == change_address(article)
    assert (article.draft.headline, article.draft.number, article.live.headline) == ("Một", 3, "Hai")
    assert article.draft.placements.count() == 2
    assert article.trail.get().deed == "restored"
    assert client.post(restore_address(article, 2)).status_code == 302
    assert list(article.editions.order_by("number").values_list("stage", flat=True)) == ["approved", "approved", "set-aside", "draft"]


def test_what_waits_for_review_is_not_replaced_by_an_old_edition(client, article):
    reporter = sign_in(client, "Reporter")
    Article.objects.update(created_by=reporter)
    draft = article.open_draft(by=reporter)
    perform(article, "send", reporter)
    response = client.post(restore_address(article, 1))
    assert (response.status_code, article.draft) == (302, draft)
    assert notices_of(response)[0].startswith(str(_("The text waits for review. Take it back to change it.")))


@pytest.mark.parametrize("page", ["story/", "story.csv", "compare/?a=1&b=2", "restore/1/"])
def test_the_pages_of_an_article_are_for_those_who_may_see_it(client, page):
    draft = factories.make_article(published=False)
    assert client.get(page_of(draft, page)).status_code == 302
    sign_in(client, "Reporter")
    assert client.get(page_of(draft, page)).status_code == 404
    assert client.get(f"/admin/articles/article/9999/{page}").status_code == 404


def test_the_history_button_leads_to_the_story(client, article):
    sign_in(client, "Editor")
    assert client.get(page_of(article, "history/")).headers["Location"] == page_of(article, "story/")


def test_the_queries_of_the_story_do_not_grow(client, article):
    user = sign_in(client, "Editor")
    client.get(page_of(article, "story/"))
    record(article, Deed.EDITED, user, edition=article.working)
    before = queries_of(client, page_of(article, "story/"))
    for _round in range(5):
        record(article, Deed.EDITED, user, edition=article.working)
        article.open_draft(by=user)
        article.publish()
    assert queries_of(client, page_of(article, "story/")) == before


def test_the_form_shows_what_was_found_and_where_it_is_mended(client):
    sign_in(client, "Editor")
    article = factories.make_article(published=False, lead="")
    text = words(client.get(change_address(article)))
    assert 'href="#id_lead"' in text
    assert 'href="#id_conference"' in text


def test_saving_can_go_straight_on_to_the_next_step(client):
    sign_in(client, "Editor")
    article = factories.make_article(published=False)
    response = post_changed(client, article, headline="Khác", _then="send")
    assert response.headers["Location"] == page_of(article, "send/")
    assert article.working.headline == "Khác"
    assert post_changed(client, article, headline="Khác nữa", _then="../../").headers["Location"] == "/admin/articles/article/"


@pytest.mark.parametrize("stage", ["in-review", "approved"])
def test_what_waits_is_not_changed_by_its_author(client, stage):
    reporter = sign_in(client, "Reporter")
    article = factories.make_article(published=False, created_by=reporter, headline="Cũ")
    data = open_form(client, article) | {"headline": "Mới"}
    article.editions.update(stage=stage)
    assert send_form(client, article, data).status_code == 403
    assert article.working.headline == "Cũ"
    assert "headline" not in open_form(client, article)
