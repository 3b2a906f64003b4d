"""How long a text is said to be: on the page, in the desk, and by the count itself."""

import pytest
from django.utils.translation import ngettext

from articles.admin.length import shown_length
from articles.models import Article
from qcdc.length import reading_minutes, word_count
from tests import factories
from tests.admin_forms import fields_of
from tests.desk import change_address, open_form, post_changed, sign_in


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), (" – … !", 0), ("một", 1), ("Hội nghị, ngày 29/5 – tại\nLạng Sơn.", 7), ("bảy tỉnh[1] gặp [2] nhau", 4), ("5.000 m² _ x", 3)],
)
def test_a_word_is_what_stands_between_spaces_and_can_be_read(text, words):
    assert word_count(text) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (329, 1), (330, 2), (880, 4), (100_000, 455)])
def test_reading_takes_whole_minutes(words, minutes):
    assert reading_minutes(words) == minutes


@pytest.mark.django_db
def test_the_page_of_an_article_says_how_long_reading_it_takes(client):
    long, empty = factories.make_article(body=f"<p>{'chữ ' * 880}</p>"), factories.make_article(body="")
    said = ngettext("%(minutes)d minute to read", "%(minutes)d minutes to read", 4) % {"minutes": 4}
    assert said in client.get(long.get_absolute_url()).content.decode()
    assert "reading-time" not in client.get(empty.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_desk_says_the_length_without_a_script(client):
    sign_in(client, "Editor", "Publisher")
    article = factories.make_article(published=False, body="<p>một hai</p><p>ba</p>")
    assert shown_length(3) in client.get(change_address(article)).content.decode()
    assert shown_length(0) in client.get("/admin/articles/article/add/").content.decode()


@pytest.mark.django_db
def test_misprints_in_a_quotation_go_through_the_form_unharmed(client):
    """What somebody was heard or seen to say is printed as it was; nothing in the house corrects spelling."""
    sign_in(client, "Editor", "Publisher")
    article = factories.make_article(published=False)
    words = "<blockquote><p>“xử dụng xây dưng  nông thôn mói ,teh dân chũ cơ sỡ -- (c) ... 1/2”</p></blockquote>"
    assert post_changed(client, article, body=words, lead="sữ dụng  'teh' -- ...").status_code == 302
    edition = Article.objects.get().working
    assert (edition.body, edition.lead) == (words, "sữ dụng  'teh' -- ...")
    assert fields_of(client.get(change_address(article)), "article_form")["body"] == words
    assert open_form(client, article)["body"] == words
