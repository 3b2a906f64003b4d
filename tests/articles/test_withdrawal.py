"""What is left of an article that was withdrawn: a notice for everybody, a sealed copy for those with the right."""

from html import unescape
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from tests import factories
from tests.desk import change_address, sign_in
from tests.reading import words

pytestmark = pytest.mark.django_db

ATOM, TOMBSTONE = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ORDER = {"reason": "Thông tin sai sự thật", "ordered_by": "Cơ quan chủ quản thử", "order_number": "12/QĐ-THU"}


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return unescape(words(response))


def withdrawn_article(order=ORDER, **kwargs):
    article = factories.make_article(**{"headline": "Bài đã gỡ"} | kwargs)
    factories.place(factories.make_photo(caption="Ảnh trong bài đã gỡ"), article)
    article.withdraw(**order)
    return article


def photo_of(article):
    return article.editions.first().placements.get().photo


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("reader", [None, "Reporter", "Publisher"])
def test_the_notice_says_why_when_and_by_whose_order_to_everybody_alike(client, prefix, reader):
    article = withdrawn_article()
    if reader:
        sign_in(client, reader)
    text = text_of(client, prefix + article.get_absolute_url(), status=410)
    for told in (*ORDER.values(), timezone.localtime(article.withdrawal.date).date().isoformat()):
        assert told in text
    assert "Bài đã gỡ" not in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ordered_by": "Cơ quan thử"}, "Theo yêu cầu của Cơ quan thử"),
        ({"order_number": "12/QĐ"}, "Văn bản số 12/QĐ"),
        ({}, None),
    ],
)
def test_the_notice_says_of_the_order_what_is_known(client, given, said):
    article = withdrawn_article({"reason": "Lý do"} | given)
    text = text_of(client, article.get_absolute_url(), status=410)
    assert "Lý do" in text
    assert (said in text) if said else ("Văn bản số" not in text and "Theo yêu cầu của" not in text)


def test_its_photos_are_gone_unless_they_stand_in_another_article(client):
    article = withdrawn_article()
    photo = photo_of(article)
    for size in ("w480", "w960", "w1600"):
        assert client.get(reverse("articles:photo", args=[photo.pk, size])).status_code == 410
    assert client.get(f"/api/v1/photos/{photo.pk}/").status_code == 410
    factories.place(photo, factories.make_article(headline="Bài còn đứng"))
    text_of(client, reverse("articles:photo", args=[photo.pk, "w480"]))
    told = client.get(f"/api/v1/photos/{photo.pk}/").json()
    assert [row["name"] for row in told["articles"]] == ["Bài còn đứng"]


def test_a_photo_that_no_reader_ever_saw_is_not_told_of(client):
    article = factories.make_article()
    article.open_draft()
    photo = factories.make_photo()
    article.draft.placements.create(photo=photo)
    article.withdraw(**ORDER)
    assert client.get(reverse("articles:photo", args=[photo.pk, "w480"])).status_code == 404
    assert client.get(f"/api/v1/photos/{photo.pk}/").status_code == 404


def test_the_api_says_since_when_and_why(client):
    article = withdrawn_article()
    for key in (article.pk, article.slug):
        response = client.get(f"/api/v1/articles/{key}/")
        assert response.status_code == 410
        told = response.json()
        assert told["reason"] == ORDER["reason"]
        assert told["withdrawn_at"] == timezone.localtime(article.withdrawal.date).isoformat()
        assert "Bài đã gỡ" not in response.content.decode()


def tombstones(client, address="/tin-bai/moi.atom"):
    root = ElementTree.fromstring(client.get(address).content)
    return {stone.get("ref"): (stone.get("when"), "".join(stone.itertext())) for stone in root.iter(TOMBSTONE)}, root


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_feed_tells_the_copies_that_an_article_is_gone(client, prefix):
    article = factories.make_article(headline="Bài đã gỡ", at=factories.moment(days=2))
    factories.make_article(at=factories.moment(days=3))
    address = f"{prefix}/tin-bai/moi.atom"
    before = ElementTree.fromstring(client.get(address).content)
    known = before.find(f"{ATOM}entry/{ATOM}id").text
    article.withdraw(**ORDER)
    told, root = tombstones(client, address)
    when = article.withdrawal.date
    assert told == {known: (timezone.localtime(when).isoformat(), ORDER["reason"])} or told == {known: (when.isoformat(), ORDER["reason"])}
    assert "Bài đã gỡ" not in words(client.get(address))
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert root.find(f"{ATOM}updated").text == when.isoformat()


def test_the_feed_forgets_what_was_withdrawn_long_ago(client):
    for day in range(30):
        factories.make_article(at=factories.moment(days=day, hours=1))
    old = withdrawn_article(at=factories.moment(days=400))
    fresh = withdrawn_article(at=factories.moment(days=400))
    in_window = withdrawn_article(at=factories.moment(days=20))
    for article, days in ((old, 200), (fresh, 2), (in_window, 200)):
        article.withdrawal.date = factories.moment(days=days)
        article.withdrawal.save()
    refs = {f"http://testserver/api/v1/articles/{article.pk}/" for article in (fresh, in_window)}
    assert tombstones(client)[0].keys() == refs


def test_a_feed_without_withdrawals_speaks_of_none(client):
    factories.make_article()
    assert "tombstones" not in words(client.get("/tin-bai/moi.atom"))


def test_what_readers_never_saw_is_not_withdrawn_but_taken_back(client):
    article = factories.make_article(at=factories.moment(days=-1))
    with pytest.raises(ValidationError):
        article.withdraw(**ORDER)
    article.refresh_from_db()
    assert article.state == "published"


def test_an_embargo_hides_the_notice_too(client):
    article = withdrawn_article()
    Article.objects.filter(pk=article.pk).update(embargo_until=factories.moment(days=-1))
    assert client.get(article.get_absolute_url()).status_code == 404
    assert client.get(reverse("articles:photo", args=[photo_of(article).pk, "w480"])).status_code == 404
    assert client.get(f"/api/v1/articles/{article.pk}/").status_code == 404
    assert tombstones(client)[0] == {}


# The sealed copy


@pytest.mark.parametrize("permissions", [["articles.view_withdrawal"], ["articles.view_edition", "articles.see_drafts"]], ids=str)
def test_the_sealed_copy_is_read_by_those_with_the_right(client, permissions):
    article = withdrawn_article(body="<p>Chữ <strong>đã gỡ</strong></p>", lead="Đoạn đầu đã gỡ")
    client.force_login(factories.make_user(*permissions))
    page = text_of(client, change_address(article.editions.get()))
    for sealed in ("Bài đã gỡ", "Đoạn đầu đã gỡ", "<strong>đã gỡ</strong>", "Ảnh trong bài đã gỡ", ORDER["reason"], ORDER["order_number"]):
        assert sealed in page
    assert "_save" not in page
    assert client.get(article.get_absolute_url()).status_code == 410


def test_whoever_reads_the_sealed_copy_sees_its_photos(client):
    article = withdrawn_article()
    client.force_login(factories.make_user("articles.view_withdrawal"))
    response = client.get(reverse("articles:photo", args=[photo_of(article).pk, "w480"]))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    words(response)
    hidden = factories.make_photo()
    assert client.get(reverse("articles:photo", args=[hidden.pk, "w480"])).status_code == 404


def test_the_right_to_sealed_copies_opens_no_draft(client):
    article = withdrawn_article()
    draft = factories.make_article(published=False).editions.get()
    client.force_login(factories.make_user("articles.view_withdrawal"))
    assert client.get(change_address(draft)).status_code == 302
    listed = text_of(client, reverse("admin:articles_edition_changelist"))
    assert "Bài đã gỡ" in listed
    assert draft.headline not in listed
    assert client.post(change_address(article.editions.get()), {"headline": "x"}).status_code == 403


def test_the_right_to_editions_alone_opens_no_sealed_copy(client):
    article = withdrawn_article()
    client.force_login(factories.make_user("articles.view_edition"))
    assert client.get(change_address(article.editions.get())).status_code == 302


def test_the_book_of_withdrawals_leads_to_the_sealed_copies(client):
    article = withdrawn_article()
    client.force_login(factories.make_user("articles.view_withdrawal"))
    page = text_of(client, change_address(article.withdrawal))
    assert f'href="{change_address(article.editions.get())}"' in page
    assert ORDER["reason"] in page
