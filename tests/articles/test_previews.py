"""The preview in the newsroom, and the signed links that show a draft to somebody outside."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PreviewLink
from articles.previews import make_link
from tests import factories
from tests.desk import address_of, queries_of, sign_in
from tests.reading import words

pytestmark = pytest.mark.django_db

SECRET = "Bản nháp chưa ai đọc"


def make_draft(by=None, **content):
    article = factories.make_article(published=False, headline=SECRET, created_by=by, **content)
    article.editions.update(created_by=by)
    return article


def preview_of(article, query=""):
    return address_of("preview", article, article.pk) + query


def links_of(article):
    return address_of("preview_links", article, article.pk)


def test_the_preview_is_the_public_page_with_the_draft_in_it(client):
    sign_in(client, "Editor")
    conference = factories.make_conference(title="Hội nghị công khai")
    factories.make_directive(conference=conference, text="Chỉ đạo công khai")
    article = factories.make_article(conference=conference, headline="Bản đang hiện")
    draft = article.open_draft()
    draft.headline = SECRET
    draft.save()
    factories.place(factories.make_photo(caption="Ảnh của bản nháp"), article)
    page = client.get(preview_of(article))
    assert page.status_code == 200
    assert page.templates[0].name == "articles/article_detail.html"
    for text in (SECRET, "Hội nghị công khai", "Chỉ đạo công khai", "Ảnh của bản nháp"):
        assert text in words(page)
    assert "Bản đang hiện" not in words(page)
    assert "Bản đang hiện" in words(client.get(article.get_absolute_url()))


def test_any_edition_is_previewed_by_its_number(client):
    sign_in(client, "Editor")
    article = factories.make_article(headline="Bản một")
    draft = article.open_draft()
    draft.headline = "Bản hai"
    draft.save()
    assert "Bản một" in words(client.get(preview_of(article, "?edition=1")))
    assert "Bản hai" in words(client.get(preview_of(article, "?edition=2")))
    for nonsense in ("3", "0", "-1", "x", "１", "9" * 30):
        assert client.get(preview_of(article, f"?edition={nonsense}")).status_code == 404


def test_the_preview_shows_of_the_record_what_readers_will_see(client):
    sign_in(client, "Editor")
    hidden = factories.make_conference(title="Hội nghị còn kín", published=False)
    assert "Hội nghị còn kín" not in words(client.get(preview_of(make_draft(conference=hidden))))


def test_only_the_preview_may_stand_in_a_frame_and_only_in_ours(client):
    sign_in(client, "Editor")
    article = make_draft()
    page = client.get(preview_of(article))
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    for other in (client.get(links_of(article)), client.get(make_link(article, None, days=1).get_absolute_url())):
        assert other["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_nobody_keeps_a_preview(client):
    sign_in(client, "Editor")
    article = make_draft()
    for address in (preview_of(article), make_link(article, None, days=1).get_absolute_url()):
        page = client.get(address)
        assert "no-store" in page["Cache-Control"]
        assert "private" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in words(page)


def test_a_reporter_previews_her_own_draft_and_no_colleagues(client):
    reporter = sign_in(client, "Reporter")
    assert client.get(preview_of(make_draft(reporter))).status_code == 200
    colleagues = make_draft()
    assert client.get(preview_of(colleagues)).status_code == 404
    assert client.get(links_of(colleagues)).status_code == 404


def test_of_a_colleagues_published_article_a_reporter_sees_what_readers_see(client):
    sign_in(client, "Reporter")
    article = factories.make_article(headline="Bản đang hiện")
    assert client.get(preview_of(article)).status_code == 200
    draft = article.open_draft()
    article.editions.filter(pk=draft.pk).update(headline=SECRET)
    shown = words(client.get(preview_of(article)))
    assert "Bản đang hiện" in shown
    assert SECRET not in shown
    assert client.get(preview_of(article, f"?edition={draft.number}")).status_code == 404
    assert client.get(preview_of(article, "?edition=1")).status_code == 200
    assert client.get(links_of(article)).status_code == 403
    assert client.post(links_of(article), {"days": "1"}).status_code == 403
    assert not PreviewLink.objects.exists()


def test_readers_and_strangers_are_sent_to_the_login(client):
    article = make_draft()
    assert client.get(preview_of(article)).status_code == 302
    client.force_login(factories.make_user(is_staff=False))
    assert client.get(preview_of(article)).status_code == 302


def test_the_form_of_an_article_has_its_preview_beside_it(client):
    sign_in(client, "Editor")
    article = make_draft()
    page = client.get(address_of("change", article, article.pk))
    assert f'data-src="{preview_of(article)}"' in words(page)
    assert f'href="{links_of(article)}"' in words(page)


@pytest.fixture
def shared(client):
    """A draft with a photo and an open link, made by its author in the admin; who opens it is nobody."""
    reporter = sign_in(client, "Reporter")
    article = make_draft(reporter)
    factories.place(factories.make_photo(), article)
    assert client.post(links_of(article), {"days": "7", "made_for": "Ông Thử"}).status_code == 302
    client.logout()
    return article.preview_links.get()


def open_link(client, link):
    return client.get(link.get_absolute_url())


def test_a_link_shows_the_draft_and_its_photos_to_somebody_outside(client, shared):
    client.cookies.clear()
    page = open_link(client, shared)
    assert page.status_code == 200
    assert SECRET in words(page)
    assert not page.cookies
    photo = shared.article.working.placements.get().photo
    inside = reverse("articles:preview-photo", args=[shared.token, photo.pk, "w480"])
    assert inside in words(page)
    assert reverse("articles:photo", args=[photo.pk, "w480"]) not in words(page).replace(inside, "")
    picture = client.get(inside)
    assert picture.status_code == 200
    assert picture["Cache-Control"] == "private, no-store"
    assert not picture.cookies
    words(picture)
    assert client.get(reverse("articles:photo", args=[photo.pk, "w480"])).status_code == 404
    shared.refresh_from_db()
    assert shared.opened_at


def test_a_link_opens_no_photo_of_another_article(client, shared):
    other = factories.make_photo()
    factories.place(other, make_draft())
    assert client.get(reverse("articles:preview-photo", args=[shared.token, other.pk, "w480"])).status_code == 404
    assert client.get(reverse("articles:preview-photo", args=[shared.token, 10**17, "w480"])).status_code == 404
    own = shared.article.working.placements.get().photo
    assert client.get(reverse("articles:preview-photo", args=[shared.token, own.pk, "w1"])).status_code == 404


def end(link):
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))


def revoke(link):
    PreviewLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())


def withdraw(link):
    Article.objects.filter(pk=link.article_id).update(state="withdrawn", published_at=timezone.now())


def delete(link):
    Article.objects.filter(pk=link.article_id).delete()


@pytest.mark.parametrize("happens", [end, revoke, withdraw, delete])
def test_a_link_that_no_longer_holds_shows_nothing(client, shared, happens):
    photo = shared.article.working.placements.get().photo
    picture = reverse("articles:preview-photo", args=[shared.token, photo.pk, "w480"])
    address = shared.get_absolute_url()
    happens(shared)
    assert client.get(address).status_code == 404
    assert client.get(picture).status_code == 404


def test_no_link_can_be_made_up(client, shared):
    pk, _colon, signature = shared.token.partition(":")
    other = make_link(make_draft(), None, days=1)
    forged = [pk, f"{pk}:", f"{other.pk}:{signature}", f"{shared.token}x", f"{pk}:{signature[:-1]}", ":", "x:y", f"{'9' * 40}:{signature}"]
    for token in forged:
        assert client.get(reverse("articles:preview", args=[token])).status_code == 404
    assert client.post(shared.get_absolute_url()).status_code == 405


def test_a_link_shows_the_text_as_it_is_at_that_moment(client, shared):
    shared.article.editions.update(headline="Viết lại rồi")
    assert "Viết lại rồi" in words(open_link(client, shared))


def test_making_and_revoking_a_link_stands_in_the_trail(client, shared):
    article = shared.article
    made = article.trail.get(deed="link-made")
    assert (made.by, made.comment, made.moment) == (article.created_by, "Ông Thử", shared.expires_at)
    assert datetime.timedelta(days=6, hours=23) < shared.expires_at - timezone.now() <= datetime.timedelta(days=7)
    client.force_login(article.created_by, backend="django.contrib.auth.backends.ModelBackend")
    address = address_of("preview_revoke", article, article.pk, shared.pk)
    assert client.get(address).status_code == 405
    for _time in range(2):
        assert client.post(address).status_code == 302
    assert article.trail.filter(deed="link-revoked", by=article.created_by).count() == 1
    assert open_link(client, shared).status_code == 404


def test_a_link_is_revoked_on_the_page_of_its_own_article(client):
    reporter = sign_in(client, "Reporter")
    mine, link = make_draft(reporter), make_link(make_draft(), None, days=1)
    assert client.post(address_of("preview_revoke", mine, mine.pk, link.pk)).status_code == 404
    assert PreviewLink.objects.get(pk=link.pk).is_open


@pytest.mark.parametrize("days", ["", "2", "x", "-1", "3650"])
def test_only_the_offered_times_are_taken(client, days):
    article = make_draft(sign_in(client, "Reporter"))
    assert client.post(links_of(article), {"days": days}).status_code == 200
    assert not PreviewLink.objects.exists()


def test_the_page_of_links_asks_no_more_for_many(client):
    article = make_draft(sign_in(client, "Reporter"))
    make_link(article, article.created_by, days=1)
    client.get(links_of(article))
    before = queries_of(client, links_of(article))
    for _round in range(5):
        make_link(article, article.created_by, days=3)
    assert queries_of(client, links_of(article)) == before
