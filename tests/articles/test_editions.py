"""Editions: what was published never changes, and a new draft stands beside it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Edition, Photo, State
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_published_edition_refuses_to_change():
    edition = factories.make_article(headline="Cũ").live
    edition.headline = "Mới"
    with pytest.raises(ValidationError):
        edition.save()
    assert Edition.objects.get().headline == "Cũ"


@pytest.mark.parametrize("change", [{"headline": "Mới"}, {"body": "<p>Mới</p>"}, {"source_url": "https://x.example/"}, {"number": 7}])
def test_the_database_itself_refuses_to_change_it(change):
    edition = factories.make_article().live
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)


def test_the_photos_of_a_published_edition_are_sealed_too():
    article = factories.make_article()
    placement = factories.place(factories.make_photo(), article)
    placement.caption = "Mới"
    with pytest.raises(DatabaseError), transaction.atomic():
        placement.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        article.live.placements.create(photo=factories.make_photo())


def test_editing_a_published_article_opens_a_draft_beside_it():
    article = factories.make_article(headline="Cũ")
    photo = factories.make_photo()
    factories.place(photo, article, caption="Chú thích")
    draft = article.open_draft()
    assert article.open_draft() == draft
    draft.headline = "Mới"
    draft.save()
    assert [placement.photo for placement in draft.placements.all()] == [photo]
    article.refresh_from_db()
    assert article.headline == "Cũ"
    first_published = article.published_at
    article.publish()
    assert article.headline == "Mới"
    assert article.published_at == first_published
    assert article.editions.get(number=1).live_until == article.live.live_from


def test_a_scheduled_article_appears_by_itself(monkeypatch):
    article = factories.make_article(published=False)
    moment = timezone.now() + datetime.timedelta(hours=2)
    article.publish(at=moment)
    assert article.is_scheduled
    assert not Article.objects.published().exists()
    monkeypatch.setattr(timezone, "now", lambda: moment + datetime.timedelta(seconds=1))
    article.refresh_from_db()
    assert Article.objects.published().get() == article
    assert article.is_published
    assert article.live.number == 1


def test_a_scheduled_edition_takes_over_on_time(monkeypatch):
    article = factories.make_article(headline="Cũ")
    draft = article.open_draft()
    draft.headline = "Mới"
    draft.save()
    moment = timezone.now() + datetime.timedelta(hours=2)
    article.publish(at=moment)
    assert article.headline == "Cũ"
    assert article.is_published
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert Article.objects.published().with_edition().get().headline == "Mới"


def test_publishing_sooner_moves_the_schedule():
    article = factories.make_article(published=False)
    article.publish(at=timezone.now() + datetime.timedelta(days=2))
    article.publish()
    assert article.is_published
    assert article.editions.count() == 1


def test_unpublishing_keeps_the_published_words():
    article = factories.make_article(headline="Cũ")
    article.unpublish()
    assert article.state == State.DRAFT
    assert not Article.objects.published().exists()
    with pytest.raises(ValidationError):
        article.unpublish()
    article.publish()
    assert Article.objects.published().get().headline == "Cũ"


def test_a_withdrawn_article_is_not_published_again():
    article = factories.make_article()
    withdrawal = article.withdraw(reason="Lệnh", ordered_by="Cơ quan", order_number="12/QĐ")
    assert withdrawal.article == article
    for act in (article.publish, article.unpublish, lambda: article.withdraw(reason="x")):
        with pytest.raises(ValidationError):
            act()


def test_an_article_without_an_edition_cannot_be_published():
    with pytest.raises(ValidationError):
        Article.objects.create(slug="trong").publish()


def test_two_drafts_or_two_live_editions_are_impossible():
    article = factories.make_article(published=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(article=article, number=2, headline="Hai")
    live = factories.make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(article=live, number=2, headline="Hai", live_from=timezone.now())


@pytest.mark.parametrize("state", ["published", "withdrawn", "không rõ"])
def test_a_state_without_its_date_is_impossible(state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(slug="x", state=state)


def test_html_is_cleaned_whoever_saves_it():
    article = factories.make_article(published=False, body="<p>a</p><script>x</script>")
    assert article.working.body == "<p>a</p>"
    Edition.objects.update(body="<p onclick='x'>b</p>")
    assert Edition.objects.get().body == "<p>b</p>"


def test_text_is_composed_whoever_saves_it():
    article = factories.make_article(published=False, headline="Quy ch\u00ea\u0301")
    assert Edition.objects.get(article=article).headline == "Quy chế"
    assert Article.objects.count() == 1


def test_an_address_is_made_from_the_headline_and_never_twice():
    one = Article.objects.create()
    assert one.slug == "article"
    first, second = (factories.make_conference(title="Hội nghị Đánh giá") for _ in range(2))
    assert (first.slug, second.slug) == ("hoi-nghi-danh-gia", "hoi-nghi-danh-gia-2")


def test_the_words_of_a_photo_are_sealed_with_the_edition():
    article = factories.make_article(published=False)
    photo = factories.make_photo(caption="Chú thích", alt="Mô tả", credit="Nguồn")
    factories.place(photo, article, credit="Nguồn trong bài")
    article.publish()
    Photo.objects.update(caption="Khác", alt="Khác", credit="Khác")
    shown = article.live.placements.get()
    assert (shown.shown_caption, shown.shown_alt, shown.shown_credit) == ("Chú thích", "Mô tả", "Nguồn trong bài")
    draft = article.open_draft().placements.get()
    assert (draft.caption, draft.alt, draft.credit) == ("Chú thích", "Mô tả", "Nguồn trong bài")
