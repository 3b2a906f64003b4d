"""A draft beside what readers see is for those who may see the work on its article, at every door of the newsroom."""

import pytest

from articles.models import Article, Edition
from articles.workflow import perform
from tests import factories
from tests.desk import member, sign_in
from tests.reading import words

pytestmark = pytest.mark.django_db

SECRET = "Bản nháp chưa ai đọc"
REASON = "Lời nhắn trong nội bộ"
LIST = "/admin/articles/article/"
DOORS = [
    *(LIST, f"{LIST}schedule/", f"{LIST}export.csv", f"{LIST}reports/ton-dong/", f"{LIST}reports/thieu/", f"{LIST}?pile=red"),
    *(LIST + "{pk}/" + page for page in ("change/", "story/", "story.csv", "preview/")),
    *("/admin/", "/admin/articles/edition/"),
]
# What tells of publications, and of what is on its way to readers, has nothing to say of a draft that came back.
UNSAID = {f"{LIST}schedule/", f"{LIST}?pile=red", "/admin/"}


@pytest.fixture
def article():
    """A colleague's article that readers see, with a draft beside it that went to review and came back."""
    editor = member("Editor")
    one = factories.make_article(headline="Bản đang hiện", created_by=editor)
    draft = one.open_draft(by=editor)
    draft.headline, draft.body = SECRET, f"<p>{SECRET} <em>nào</em></p>"
    draft.save()
    draft.placements.create(photo=factories.make_photo(caption=SECRET), order=10)
    perform(one, "send", editor)
    perform(one, "return", editor, comment=REASON)
    return Article.objects.get(pk=one.pk)


def test_a_reporter_sees_of_a_colleagues_article_what_readers_see(client, article):
    sign_in(client, "Reporter")
    for door in DOORS:
        page = client.get(door.format(pk=article.pk))
        assert page.status_code == 200, door
        text = words(page)
        assert SECRET not in text, door
        assert REASON not in text, door
    assert "Bản đang hiện" in words(client.get(f"{LIST}{article.pk}/change/"))
    assert "Bản đang hiện" not in words(client.get(LIST, {"q": "chua ai doc"}))
    assert client.get(f"{LIST}{article.pk}/compare/?a=1&b=2").status_code == 404
    draft = Edition.objects.get(headline=SECRET)
    assert client.get(f"/admin/articles/edition/{draft.pk}/change/").status_code == 302


def test_an_editor_sees_the_draft(client, article):
    sign_in(client, "Editor")
    for door in [each for each in DOORS if each not in UNSAID]:
        assert SECRET in words(client.get(door.format(pk=article.pk))), door
    assert client.get(f"{LIST}{article.pk}/compare/?a=1&b=2").status_code == 200


def test_the_text_of_an_article_that_is_only_read_shows_no_markup(client):
    reporter = sign_in(client, "Reporter")
    own = factories.make_article(published=False, created_by=reporter, body="<p>Chữ <em>nghiêng</em></p>")
    perform(own, "send", reporter)
    page = words(client.get(f"{LIST}{own.pk}/change/"))
    assert "<p>Chữ <em>nghiêng</em></p>" in page
    assert "&lt;p&gt;" not in page
