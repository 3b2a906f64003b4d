"""The desk of articles and photos, and the pages through which articles and conferences are published."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from articles.models import Article, Correction, Edition, Photo, Withdrawal
from meetings.models import Conference
from tests import factories
from tests.admin_forms import add_row
from tests.desk import (
    act_address,
    assert_list_stays_quick,
    assert_saved,
    change_address,
    delete,
    drawn,
    errors_of,
    found,
    notices_of,
    open_form,
    post_changed,
    send_form,
    sign_in,
    swapped,
    typed_but_lost,
)

pytestmark = pytest.mark.django_db

PLACED_TWICE = "This photo is already in the article."


@pytest.fixture
def desk(client):
    """The browser of somebody who writes and publishes."""
    sign_in(client, "Editor", "Publisher")
    return client


# The form and its editions


def test_an_article_is_entered_with_its_photo_in_one_go(desk):
    data = open_form(desk, Article) | {"headline": "Tin thử", "body": "<p>x</p>"}
    add_row(data, "placements", photo=factories.make_photo().pk)
    assert_saved(send_form(desk, Article, data))
    article = Article.objects.get()
    assert (article.slug, article.state) == ("tin-thu", "draft")
    assert article.working.placements.count() == 1
    assert article.created_by is not None
    assert article.working.created_by == article.created_by


def test_a_form_saved_unchanged_opens_no_draft(desk):
    article = factories.make_article(lead="Một\nHai", body="<p>Một</p><p>Hai</p>")
    factories.place(factories.make_photo(), article)
    assert_saved(post_changed(desk, article))
    assert article.editions.count() == 1


def test_another_caption_opens_a_draft_beside_what_readers_see(desk):
    article = factories.make_article()
    factories.place(factories.make_photo(), article, caption="cũ", order=10)
    factories.place(factories.make_photo(), article, caption="hai", order=20)
    assert_saved(post_changed(desk, article, **{"placements-0-caption": "mới"}))
    assert article.editions.count() == 2
    assert [placement.caption for placement in article.working.placements.all()] == ["mới", "hai"]
    assert [placement.caption for placement in article.live.placements.all()] == ["cũ", "hai"]


def test_another_headline_and_one_more_photo_open_one_draft(desk):
    article = factories.make_article(headline="Cũ")
    factories.place(factories.make_photo(), article, order=10)
    data = open_form(desk, article) | {"headline": "Mới"}
    add_row(data, "placements", photo=factories.make_photo().pk)
    assert_saved(send_form(desk, article, data))
    assert article.editions.count() == 2
    assert (article.working.headline, article.working.placements.count()) == ("Mới", 2)
    assert (article.live.headline, article.live.placements.count()) == ("Cũ", 1)


def test_the_same_photo_twice_is_said_at_the_field(desk):
    article, photo = factories.make_article(published=False), factories.make_photo()
    factories.place(photo, article)
    data = open_form(desk, article)
    add_row(data, "placements", photo=str(photo.pk), caption="Lần nữa")
    response = send_form(desk, article, data)
    assert errors_of(response) == {"placements-1-photo": [_(PLACED_TWICE)]}
    assert typed_but_lost(response, article, data) == {}


def test_two_photos_that_change_places_are_refused_at_their_fields_and_kept(desk):
    article = factories.make_article(published=False)
    for order in (10, 20):
        factories.place(factories.make_photo(), article, order=order)
    data = swapped(open_form(desk, article), "placements-0-photo", "placements-1-photo")
    response = send_form(desk, article, data)
    assert errors_of(response) == {f"placements-{number}-photo": [_(PLACED_TWICE)] for number in (0, 1)}
    assert typed_but_lost(response, article, data) == {}


def test_a_form_refused_keeps_what_was_typed_in_lines_too(desk):
    article = factories.make_article(published=False)
    data = open_form(desk, article) | {"headline": "", "lead": "Một\r\nHai", "body": "<p>Đã gõ</p>", "source_url": "không phải địa chỉ"}
    add_row(data, "placements", photo=str(factories.make_photo().pk), caption="Chú thích đã gõ")
    response = send_form(desk, article, data)
    assert errors_of(response).keys() == {"headline", "source_url"}
    assert typed_but_lost(response, article, data) == {}


def test_an_end_before_publication_is_refused_at_its_field(desk):
    response = post_changed(desk, factories.make_article(), expires_at_0="01/01/2001", expires_at_1="10:00")
    assert errors_of(response) == {"expires_at": [_("An article cannot vanish before it appears.")]}


def test_an_address_that_another_article_has_is_refused_at_its_field(desk):
    one, other = factories.make_article(), factories.make_article()
    assert list(errors_of(post_changed(desk, one, slug=other.slug))) == ["slug"]


def test_a_draft_is_found_by_its_words_without_marks(desk):
    article = factories.make_article(published=False, headline="Đồng chí Trương Thị Mai phát biểu")
    factories.make_article()
    assert found(desk, Article, "truong thi mai") == [article]


@pytest.mark.parametrize("model", [Article, Photo, Edition, Correction, Withdrawal])
def test_the_queries_of_a_list_do_not_grow_with_its_rows(desk, model):
    assert_list_stays_quick(desk, model)


# Publishing, of an article and of a conference

STATE = {"article": "state", "conference": "publication"}


def make_article(*, published=True, **given):
    """An article that is published, or that was approved and lacks nothing."""
    article = factories.make_article(published=published, source="Nguồn thử", without_conference=True, **given)
    if not published:
        article.editions.update(stage="approved")
    return article


MAKE = {"article": make_article, "conference": factories.make_conference}
PUBLIC = {"article": Article.objects.published, "conference": Conference.objects.published}
PUBLISH = {"article": "Publish now", "conference": "Publish"}
ACTS = [
    ("publish", False, {}, PUBLISH, "Published:"),
    ("unpublish", True, {}, "Back to the drafts", "Taken back into the drafts:"),
    ("withdraw", True, {"reason": "Theo lệnh", "notice": "Theo lệnh"}, "Withdraw", "Withdrawn:"),
]
nouns = pytest.mark.parametrize("noun", MAKE)
acts = pytest.mark.parametrize(("act", "before", "asked", "label", "done"), ACTS, ids=[act for act, *_rest in ACTS])


def of_user(noun, user):
    """What makes a row that of a user; a conference is everybody's."""
    return {"created_by": user} if noun == "article" else {}


@nouns
@acts
def test_an_act_asks_first_then_is_done_logged_and_said(desk, noun, act, before, asked, label, done):
    row, label = MAKE[noun](published=before), label if isinstance(label, str) else label[noun]
    address = f"/admin/{row._meta.app_label}/{noun}/{row.pk}/{act}/"
    assert f'href="{address}"' in desk.get(change_address(row)).content.decode()
    page = desk.get(address)
    assert page.status_code == 200
    assert f'value="{_(label)}"' in page.content.decode()
    assert PUBLIC[noun]().exists() is before
    response = desk.post(address, asked)
    assert (response.status_code, response["Location"]) == (302, change_address(row))
    assert PUBLIC[noun]().exists() is not before
    assert notices_of(response) == [f"{_(done)} {row}"]
    assert LogEntry.objects.get(object_id=row.pk).get_change_message() == _(done)


@nouns
@acts
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_act_that_no_longer_applies_does_nothing_and_says_so(desk, noun, method, act, before, asked, label, done):
    row, label = MAKE[noun](published=not before), label if isinstance(label, str) else label[noun]
    response = getattr(desk, method)(act_address(row, act), asked)
    assert (response.status_code, response["Location"]) == (302, change_address(row))
    assert notices_of(response) == [_("Nothing was done: the record is no longer in the state for “%(act)s”.") % {"act": _(label)}]
    assert PUBLIC[noun]().exists() is not before
    assert not LogEntry.objects.exists()


@nouns
@acts
@pytest.mark.parametrize("group", ["Reporter", "Editor"])
def test_only_publishers_publish(client, noun, group, act, before, asked, label, done):
    user = sign_in(client, group)
    row = MAKE[noun](published=before, **of_user(noun, user))
    assert f'href="{act_address(row, act)}"' not in client.get(change_address(row)).content.decode()
    assert client.get(act_address(row, act)).status_code == 403
    assert client.post(act_address(row, act), asked).status_code == 403
    assert PUBLIC[noun]().exists() is before


@nouns
@pytest.mark.parametrize("groups", [("Reporter",), ("Editor",), ("Editor", "Publisher")], ids=" ".join)
def test_no_field_publishes(client, noun, groups):
    user = sign_in(client, *groups)
    row = {"article": factories.make_article, "conference": factories.make_conference}[noun](published=False, **of_user(noun, user))
    moments = {"published_at": "2018-01-01 10:00", "published_at_0": "1/1/2018", "published_at_1": "10:00", "live_from": "2018-01-01"}
    forged = {STATE[noun]: "published", "stage": "approved", "created_by": "1", "revision": "99"}
    assert_saved(post_changed(client, row, **moments, **forged))
    row.refresh_from_db()
    assert (getattr(row, STATE[noun]), row.published_at) == ("draft", None)
    assert not Edition.objects.exclude(live_from__isnull=True, stage="draft").exists()


# A conference that is set to be seen is not a reporter's to change at all: tests/meetings/test_reporters.py.
@pytest.mark.parametrize(("noun", "group"), [("article", "Reporter"), ("article", "Editor"), ("conference", "Editor")])
def test_only_publishers_lift_an_embargo(client, noun, group):
    user = sign_in(client, group)
    row = MAKE[noun](embargo_until=factories.moment(days=-30), **of_user(noun, user))
    assert_saved(post_changed(client, row, embargo_until_0="", embargo_until_1=""))
    assert type(row).objects.get().embargo_until == row.embargo_until


LATER = {"article": "schedule", "conference": "publish"}


def set_for(client, row, noun, moment, confirmed=True):
    """Set a moment to come; the page of an article spells it out and asks once more."""
    asked = {"at": f"{moment:%d/%m/%Y %H:%M}"}
    response = client.post(act_address(row, LATER[noun]), asked)
    if noun == "article" and confirmed:
        button = f"Đăng lúc {moment:%H:%M} ngày {moment.day}/{moment.month}/{moment.year}"
        assert f'value="{button}"' in response.content.decode()
        response = client.post(act_address(row, LATER[noun]), asked | {"confirmed": button})
    return response


@nouns
def test_a_moment_to_come_publishes_by_itself(desk, noun, monkeypatch):
    row = MAKE[noun](published=False)
    moment = timezone.localtime(factories.moment(days=-2)).replace(second=0, microsecond=0)
    assert set_for(desk, row, noun, moment).status_code == 302
    row.refresh_from_db()
    assert (row.published_at, row.is_published) == (moment, False)
    assert not PUBLIC[noun]().exists()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert PUBLIC[noun]().get() == row


def test_nothing_is_scheduled_before_the_moment_was_confirmed(desk):
    article = make_article(published=False)
    moment = timezone.localtime(factories.moment(days=-2))
    assert set_for(desk, article, "article", moment, confirmed=False).status_code == 200
    assert Article.objects.get().state == "draft"


@nouns
def test_what_was_set_for_later_and_taken_back_is_published_now(desk, noun):
    row = MAKE[noun](published=False)
    row.publish(at=factories.moment(days=-2))
    act = {"article": "unschedule", "conference": "unpublish"}[noun]
    assert desk.post(act_address(row, act)).status_code == 302
    assert desk.post(act_address(row, "publish"), {"at": ""}).status_code == 302
    assert PUBLIC[noun]().exists()


@nouns
def test_a_moment_that_is_none_is_refused_at_its_field_and_kept(desk, noun):
    row = MAKE[noun](published=False)
    response = desk.post(act_address(row, LATER[noun]), {"at": "ngày mai"})
    assert list(errors_of(response)) == ["at"]
    assert 'value="ngày mai"' in response.content.decode()
    assert not PUBLIC[noun]().exists()


@pytest.mark.parametrize(("noun", "field"), [("article", "reason"), ("conference", "notice")])
def test_a_withdrawal_without_a_word_for_readers_is_refused_at_its_field(desk, noun, field):
    row = MAKE[noun]()
    assert list(errors_of(desk.post(act_address(row, "withdraw"), {field: " ", "ordered_by": "Cơ quan"}))) == [field]
    assert PUBLIC[noun]().exists()


def test_an_article_that_lacks_something_is_not_published_and_the_page_says_what_and_where(desk):
    article = make_article(published=False, lead="", body="")
    for answer in (desk.get(act_address(article, "publish")), desk.post(act_address(article, "publish"))):
        page = answer.content.decode()
        for field in ("lead", "body"):
            assert f'href="{change_address(article)}#id_{field}"' in page
        assert 'type="submit" class="default' not in page
    assert not Article.objects.published().exists()
    assert not LogEntry.objects.exists()


def test_the_draft_beside_a_published_edition_takes_its_place(desk, settings):
    settings.ONE_PERSON_OFFICE = True
    article = make_article(headline="Cũ")
    assert_saved(post_changed(desk, article, headline="Mới"))
    for act in ("send", "approve"):
        assert desk.post(act_address(article, act)).status_code == 302
    assert Article.objects.published().with_edition().get().headline == "Cũ"
    assert desk.post(act_address(article, "publish")).status_code == 302
    assert Article.objects.published().with_edition().get().headline == "Mới"


def test_a_withdrawal_keeps_who_ordered_it_and_who_did_it(client):
    user = sign_in(client, "Publisher")
    article = factories.make_article()
    client.post(act_address(article, "withdraw"), {"reason": "Theo lệnh", "ordered_by": "Cơ quan", "order_number": "12/QĐ"})
    kept = Withdrawal.objects.values_list("article", "reason", "ordered_by", "order_number", "created_by").get()
    assert kept == (article.pk, "Theo lệnh", "Cơ quan", "12/QĐ", user.pk)


def test_a_withdrawn_article_is_changed_by_nobody(desk):
    article = factories.make_article(headline="Cũ")
    data = open_form(desk, article) | {"headline": "Mới"}
    article.withdraw(reason="Lệnh")
    assert "headline" not in open_form(desk, article)
    assert send_form(desk, article, data).status_code == 403
    assert desk.post(act_address(article, "publish")).status_code == 302
    article.refresh_from_db()
    assert (article.state, article.editions.count()) == ("withdrawn", 1)


# Whose article it is, deletion, corrections


def test_a_reporter_changes_only_what_is_hers(client):
    user = sign_in(client, "Reporter")
    hers = factories.make_article(published=False, created_by=user, headline="Của tôi")
    others = factories.make_article(published=False)
    seen = factories.make_article()
    assert {*found(client, Article)} == {hers, seen}
    assert_saved(post_changed(client, hers, headline="Đã sửa"))
    assert hers.working.headline == "Đã sửa"
    assert client.get(change_address(others)).headers["Location"] == "/admin/"
    assert client.get(change_address(seen)).status_code == 200
    assert client.post(change_address(seen), {"headline": "Đã sửa"}).status_code == 403
    assert [delete(client, row).status_code for row in (hers, others, seen)] == [302, 302, 403]
    assert {*Article.objects.all()} == {others, seen}


def test_an_editor_changes_everybodys_drafts(client):
    sign_in(client, "Editor")
    article = factories.make_article(published=False)
    assert_saved(post_changed(client, article, headline="Đã sửa"))
    assert article.working.headline == "Đã sửa"


def test_a_draft_is_deleted_with_its_editions(desk):
    article = factories.make_article(published=False)
    assert delete(desk, article).status_code == 302
    assert not Article.objects.exists()
    assert not Edition.objects.exists()


@pytest.mark.parametrize("act", ["publish", "unpublish", "withdraw"])
def test_an_article_that_was_public_is_never_deleted(desk, act):
    article, draft = factories.make_article(), factories.make_article(published=False)
    if act != "publish":
        desk.post(act_address(article, act), {"reason": "Lệnh"})
    assert delete(desk, article).status_code == 403
    assert delete(desk, article, draft).status_code == 302
    assert Article.objects.get() == article


def test_a_correction_is_made_by_its_button_and_stands_on_the_page_to_read(desk):
    article = factories.make_article()
    asked = {"date": "1/6/2018", "kind": "cai-chinh", "wrong": "Sai", "right": "Đúng", "place": "foot"}
    assert desk.post(act_address(article, "correct"), asked).status_code == 302
    kept = Correction.objects.values_list("wrong", "right", "kind", "place", "created_by__groups__name").distinct()
    assert ("Sai", "Đúng", "cai-chinh", "foot", "Publisher") in kept
    assert "Sai" in desk.get(change_address(article)).content.decode()
    data = open_form(desk, article) | {"corrections-0-right": "Khác", "corrections-0-DELETE": "on"}
    assert_saved(send_form(desk, article, data))
    assert article.corrections.get().right == "Đúng"


@pytest.mark.parametrize("asked", [{"wrong": ""}, {"right": " "}, {"date": "1/1/2999"}, {"kind": "gì đó"}], ids=str)
def test_a_correction_that_says_too_little_is_refused_at_its_field(desk, asked):
    article = factories.make_article()
    whole = {"date": "1/6/2018", "kind": "cai-chinh", "wrong": "Sai", "right": "Đúng", "place": "top"}
    assert list(errors_of(desk.post(act_address(article, "correct"), whole | asked))) == list(asked)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(("groups", "published"), [(("Editor",), True), (("Editor", "Publisher"), False)], ids=["editor", "draft"])
def test_a_correction_is_for_publishers_and_for_what_readers_have_seen(client, groups, published):
    sign_in(client, *groups)
    article = factories.make_article(published=published)
    asked = {"date": "1/6/2018", "kind": "cai-chinh", "wrong": "Sai", "right": "Đúng", "place": "top"}
    assert client.post(act_address(article, "correct"), asked).status_code == (403 if published else 302)
    assert not Correction.objects.exists()


# Photos


def upload(client, content: bytes):
    return send_form(client, Photo, open_form(client, Photo) | {"file": SimpleUploadedFile("anh.jpg", content)})


def test_a_photo_from_a_telephone_is_taken(desk):
    assert_saved(upload(desk, drawn("MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))])))
    assert re.fullmatch(r"photos/\d{4}/\d{2}/anh\w*\.jpeg", Photo.objects.get().file.name)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_into_a_photo_is_not_kept(desk, kind):
    exif, text = Image.Exif(), PngInfo()
    exif[0x010F] = "Nikon"
    exif.get_ifd(0x8825)[1] = "N"
    text.add_text("Author", "secret-text")
    xmp = {"xmp": b"<x>secret-xmp</x>"}
    more = {"JPEG": xmp | {"comment": b"secret-comment"}, "PNG": {"pnginfo": text}, "WEBP": xmp}
    content = drawn(kind, exif=exif, **more[kind])
    assert b"secret" in content
    assert_saved(upload(desk, content))
    kept = Photo.objects.get().file.open().read()
    assert b"secret" not in kept
    assert b"Nikon" not in kept


@pytest.mark.parametrize("content", [b"", b"x", b"GIF89a", drawn("JPEG", exif=Image.Exif())[:200]], ids=["empty", "x", "gif", "cut"])
def test_a_file_that_is_no_picture_is_refused_at_its_field(desk, content):
    assert list(errors_of(upload(desk, content))) == ["file"]
    assert not Photo.objects.exists()


def test_a_photo_that_readers_have_seen_keeps_its_file_and_stays(desk):
    photo = factories.make_photo()
    factories.place(photo, factories.make_article())
    assert_saved(post_changed(desk, photo, caption="Mới", file=SimpleUploadedFile("khac.png", drawn("PNG"))))
    kept = Photo.objects.get()
    assert (kept.caption, kept.sha256) == ("Mới", photo.sha256)
    assert len(delete(desk, photo).context["protected"]) == 1
    assert Photo.objects.exists()
