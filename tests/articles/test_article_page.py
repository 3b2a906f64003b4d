"""The page of an article and what hangs on it: photos by themselves, versions, and what may be read aloud."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from articles.models import Article, Stage
from articles.previews import make_link
from tests import factories
from tests.reading import words

pytestmark = pytest.mark.django_db


def revise(article, at=None, **words_now):
    """A new version of an article, published now or at a moment."""
    draft = article.open_draft()
    for name, text in words_now.items():
        setattr(draft, name, text)
    draft.stage = Stage.APPROVED
    draft.save()
    article.publish()
    if at:
        article.editions.filter(live_until=draft.__class__.objects.get(pk=draft.pk).live_from).update(live_until=at)
        article.editions.filter(pk=draft.pk).update(live_from=at)


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(words(response))


def test_the_versions_tell_what_went_and_what_came(client):
    article = factories.make_article(headline="Chín cuộc đối thoại", body="<p>Đã có sáu cuộc.</p>")
    revise(article, body="<p>Đã có chín cuộc.</p>")
    text = page(client, f"{article.get_absolute_url()}lich-su/")
    assert "<del>sáu </del><ins>chín </ins>" in text
    assert "Phiên bản 2" in text
    first = page(client, f"{article.get_absolute_url()}lich-su/1/")
    assert "Đã có sáu cuộc." in first
    assert "<ins>" not in first
    assert client.get(f"{article.get_absolute_url()}lich-su/3/").status_code == 404
    assert f"{article.get_absolute_url()}lich-su/" in page(client, article.get_absolute_url())


def test_a_draft_is_no_version(client):
    article = factories.make_article()
    draft = article.open_draft()
    draft.headline = "Tiêu đề chưa ai thấy"
    draft.save()
    assert "Tiêu đề chưa ai thấy" not in page(client, f"{article.get_absolute_url()}lich-su/")
    assert client.get(f"{article.get_absolute_url()}lich-su/2/").status_code == 404


def test_what_was_replaced_before_readers_could_see_it_is_no_version(client):
    """Neither what an embargo hid, nor what was taken off the site before it was published again."""
    article = factories.make_article(headline="Bản dưới lệnh cấm", at=factories.moment(days=5))
    revise(article, at=factories.moment(days=3), headline="Bản công khai")
    Article.objects.filter(pk=article.pk).update(embargo_until=factories.moment(days=2))
    text = page(client, f"{article.get_absolute_url()}lich-su/")
    assert "Bản dưới lệnh cấm" not in text
    assert "Phiên bản 2" not in text
    again = factories.make_article(headline="Bản đã gỡ xuống")
    again.unpublish()
    revise(again, headline="Bản đăng lại")
    assert "Bản đã gỡ xuống" not in page(client, f"{again.get_absolute_url()}lich-su/")


def test_an_unpublished_article_shows_no_versions_even_to_an_editor(client):
    article = factories.make_article()
    article.unpublish()
    client.force_login(factories.make_user("articles.see_drafts"))
    assert client.get(f"{article.get_absolute_url()}lich-su/").status_code == 404


def test_each_photo_has_a_page_that_leads_to_its_neighbours(client):
    article = factories.make_article()
    for place in range(3):
        factories.place(factories.make_photo(caption=f"Ảnh thứ {place + 1}", credit="Ảnh: Người Chụp"), article, order=place)
    text = page(client, article.photo_page(2))
    assert "Ảnh thứ 2" in text
    assert "Ảnh: Người Chụp" in text
    links = [article.photo_page(1), article.photo_page(3), article.get_absolute_url()]
    assert all(f'href="{link}"' in text for link in links)
    assert 'rel="prev"' not in page(client, article.photo_page(1))
    assert 'rel="next"' not in page(client, article.photo_page(3))
    for place in (0, 4):
        assert client.get(article.photo_page(place)).status_code == 404
    assert f'href="{article.photo_page(1)}"' in page(client, article.get_absolute_url())


def test_seven_photos_become_a_gallery_and_fewer_stand_with_their_words(client):
    article = factories.make_article()
    for place in range(6):
        factories.place(factories.make_photo(caption=f"Chú thích {place}"), article, order=place)
    text = page(client, article.get_absolute_url())
    assert [place for place in range(6) if f"Chú thích {place}" not in text] == []
    assert "gallery__photo" not in text
    factories.place(factories.make_photo(), article, order=6)
    assert page(client, article.get_absolute_url()).count("gallery__photo") == 7


def test_an_article_without_a_conference_leads_to_the_newest_others(client):
    alone = factories.make_article()
    other = factories.make_article(headline="Bài mới khác")
    factories.make_article(headline="Bài nháp khác", published=False)
    text = page(client, alone.get_absolute_url())
    assert f'href="{other.get_absolute_url()}"' in text
    assert "Bài nháp khác" not in text


def test_the_subjects_of_an_article_lead_to_the_articles_on_them(client):
    host = factories.make_province(name="Tỉnh Chủ Nhà")
    conference = factories.make_conference(host_province=host)
    factories.make_directive("doi-thoai", conference=conference)
    article = factories.make_article(conference=conference)
    text = page(client, article.get_absolute_url())
    for address in (f"/tin-bai/?province={host.slug}", "/tin-bai/?theme=doi-thoai"):
        assert f'href="{address}"' in text
        assert article.headline in page(client, address)


def test_the_abbreviations_of_an_article_are_given_to_the_voice(client):
    article = factories.make_article(body="<p>UBND và HĐND theo NĐ 04/2015/NĐ-CP.</p>", lead="")
    spoken = re.search(r'data-spoken="([^"]*)"', page(client, article.get_absolute_url()))[1].splitlines()
    assert spoken == ["NĐ-CP=Nghị định Chính phủ", "HĐND=Hội đồng nhân dân", "UBND=Ủy ban nhân dân"]


def test_a_preview_offers_nothing_that_would_pass_its_address_on(client):
    article = factories.make_article(published=False)
    factories.place(factories.make_photo(), article)
    link = make_link(article, factories.make_user(), days=1)
    text = page(client, f"/xem-truoc/{link.token}/")
    assert "page-tools" not in text
    assert article.photo_page(1) not in text


def test_a_headline_of_two_hundred_words_is_set_smaller_and_cut_in_lists(client):
    article = factories.make_article(headline=" ".join(["thử"] * 120), at=timezone.now() - datetime.timedelta(hours=1))
    assert "page-head--longest" in page(client, article.get_absolute_url())
