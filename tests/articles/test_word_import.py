"""A Word file on the desk: shown first, put into the article when confirmed, never over what an editor had."""

import datetime
import hashlib
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from articles.models import Article, AuditEntry, Edition, Photo, Stage
from articles.word import held
from articles.word.held import FOLDER
from tests import factories
from tests.admin_forms import fields_of
from tests.articles.test_photo_intake import GPS
from tests.desk import address_of, change_address, drawn, member, notices_of, open_form, post_changed, send_form, sign_in
from tests.qcdc.test_legacy_text import IN_TCVN3, IN_VNI, SENTENCE
from tests.word_files import paragraph, picture, run, word_file

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/word/"


@pytest.fixture
def desk(client):
    sign_in(client, "Editor", "Publisher")
    return client


def word_address(article):
    return f"/admin/articles/article/{article.pk}/word/"


def unicode_address(article):
    return f"/admin/articles/article/{article.pk}/unicode/"


def preview(client, address, file):
    page = client.post(address, {"file": file})
    assert page.status_code == 200
    return page


def confirm(client, address, page, **choices):
    return client.post(address, fields_of(page) | choices)


def files_kept():
    return set(default_storage.listdir(FOLDER)[1]) if default_storage.exists(FOLDER) else set()


def draft(**kwargs):
    return factories.make_article(published=False, **kwargs)


def test_the_way_in_stands_on_the_page_to_add_and_on_the_page_of_an_article(desk):
    article = draft()
    assert f'href="{ADD}"' in desk.get("/admin/articles/article/add/").content.decode()
    assert f'href="{word_address(article)}"' in desk.get(change_address(article)).content.decode()


def test_a_file_becomes_a_new_article_with_its_headline_and_photos(desk):
    file = word_file(
        paragraph("Bảy tỉnh gặp nhau", style="Title"), paragraph("Chiều nay."), picture(1, "Hội trường"), pictures=(drawn("PNG"),)
    )
    kept_before = files_kept()
    page = preview(desk, ADD, file)
    assert len(files_kept() - kept_before) == 1
    assert not Article.objects.exists()
    assert not Photo.objects.exists()
    assert "data:image/jpeg;base64," in page.content.decode()
    response = confirm(desk, ADD, page)
    article = Article.objects.get()
    assert (response.status_code, response["Location"]) == (302, change_address(article))
    edition = article.working
    assert (edition.headline, edition.body, article.slug) == ("Bảy tỉnh gặp nhau", "<p>Chiều nay.</p>", "bay-tinh-gap-nhau")
    photo = edition.placements.get().photo
    assert (photo.alt, photo.created_by) == ("Hội trường", article.created_by)
    assert article.created_by is not None
    assert AuditEntry.objects.get().deed == "created"
    assert files_kept() == kept_before


def test_a_file_without_a_headline_asks_for_one(desk):
    page = preview(desk, ADD, word_file(paragraph("Chiều nay, bảy tỉnh gặp nhau.")))
    again = confirm(desk, ADD, page, headline="")
    assert again.status_code == 200
    assert list(again.context["form"].errors) == ["headline"]
    assert not Article.objects.exists()
    assert confirm(desk, ADD, again, headline="Tin thử").status_code == 302
    assert Article.objects.get().working.headline == "Tin thử"


def test_an_article_with_a_text_is_asked_what_becomes_of_it(desk):
    article = draft(body="<p>Cũ</p>")
    page = preview(desk, word_address(article), word_file(paragraph("Mới")))
    again = confirm(desk, word_address(article), page)
    assert list(again.context["form"].errors) == ["how"]
    assert article.working.body == "<p>Cũ</p>"


@pytest.mark.parametrize(("how", "body"), [("append", "<p>Cũ</p><p>Mới</p>"), ("replace", "<p>Mới</p>")])
def test_the_text_is_added_or_replaced_as_the_editor_says(desk, how, body):
    article = draft(body="<p>Cũ</p>", headline="Của tòa soạn")
    page = preview(desk, word_address(article), word_file(paragraph("Mới")))
    assert confirm(desk, word_address(article), page, how=how).status_code == 302
    assert (article.working.body, article.working.headline) == (body, "Của tòa soạn")
    assert AuditEntry.objects.get().deed == "edited"
    article.refresh_from_db()
    assert article.revision == 1


def test_a_title_of_the_file_stays_in_the_text_of_an_article_that_has_a_headline(desk):
    article = draft(body="", headline="Của tòa soạn")
    page = preview(desk, word_address(article), word_file(paragraph("Tên tệp", style="Title"), paragraph("x")))
    confirm(desk, word_address(article), page)
    assert (article.working.headline, article.working.body) == ("Của tòa soạn", "<h2>Tên tệp</h2><p>x</p>")


def test_what_readers_see_stays_and_a_draft_opens_beside_it(desk):
    article = factories.make_article(body="<p>Cũ</p>")
    page = preview(desk, word_address(article), word_file(paragraph("Mới")))
    confirm(desk, word_address(article), page, how="replace")
    assert (article.live.body, article.working.body) == ("<p>Cũ</p>", "<p>Mới</p>")


def test_a_text_that_was_changed_meanwhile_is_not_overwritten(desk):
    article = draft(body="<p>Cũ</p>")
    page = preview(desk, word_address(article), word_file(paragraph("Mới")))
    Edition.objects.filter(article=article).update(body="<p>Của đồng nghiệp</p>")
    again = confirm(desk, word_address(article), page, how="replace")
    assert again.status_code == 200
    assert article.working.body == "<p>Của đồng nghiệp</p>"
    assert "Của đồng nghiệp" in again.content.decode()
    assert confirm(desk, word_address(article), again, how="replace").status_code == 302
    assert article.working.body == "<p>Mới</p>"


def test_a_picture_not_ticked_is_not_taken_and_one_known_is_not_stored_twice(desk):
    article, content = draft(body=""), drawn("PNG")
    file = word_file(picture(1), picture(2), paragraph("x"), pictures=(content, drawn("JPEG")))
    page = preview(desk, word_address(article), file)
    confirm(desk, word_address(article), page, pictures=["0"])
    assert article.working.placements.count() == Photo.objects.count() == 1
    other = draft(body="")
    file.seek(0)
    confirm(desk, word_address(other), preview(desk, word_address(other), file), pictures=["0"])
    assert other.working.placements.count() == Photo.objects.count() == 1


def test_a_picture_comes_in_by_the_door_of_the_photo_desk(desk):
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (21.0, 1.0, 0.0)}
    content, article = drawn("JPEG", exif=exif), draft(body="")
    file = word_file(picture(1, "Hội trường"), paragraph("Quang cảnh", style="Caption"), pictures=(content,))
    confirm(desk, word_address(article), preview(desk, word_address(article), file))
    photo = article.working.placements.get().photo
    assert photo.upload_sha256 == hashlib.sha256(content).hexdigest()
    with photo.file.storage.open(photo.file.name) as stored:
        assert not Image.open(stored).getexif()
    assert (photo.original_name, photo.alt, photo.caption) == ("word-1.png", "Hội trường", "Quang cảnh")


def test_a_picture_known_under_its_first_fingerprint_is_that_photo_and_gets_the_words_it_lacks(desk):
    article, content = draft(body=""), drawn("PNG")
    known = factories.make_photo(upload_sha256=hashlib.sha256(content).hexdigest(), caption="Lời của ảnh", alt="")
    file = word_file(picture(1, "Hội trường"), paragraph("Quang cảnh", style="Caption"), pictures=(content,))
    confirm(desk, word_address(article), preview(desk, word_address(article), file))
    placement = article.working.placements.get()
    known.refresh_from_db()
    assert (placement.photo, placement.caption, placement.alt) == (known, "Quang cảnh", "")
    assert (known.caption, known.alt) == ("Lời của ảnh", "Hội trường")


def test_photos_come_behind_those_that_the_article_has(desk):
    article = draft(body="")
    factories.place(factories.make_photo(), article, order=10)
    confirm(desk, word_address(article), preview(desk, word_address(article), word_file(picture(1), pictures=(drawn("PNG"),))))
    assert list(article.working.placements.values_list("order", flat=True)) == [10, 20]


def test_a_bad_picture_and_what_was_left_out_are_said_before_anything_is_done(desk):
    file = word_file(paragraph(run("a", properties='<w:u w:val="single"/>')), picture(1), pictures=(b"x",))
    page = preview(desk, ADD, file).content.decode()
    assert _("Underlining (%(count)d) was left out.") % {"count": 1} in page
    assert page.count("<li>") >= 2


def test_an_old_encoding_is_shown_both_ways_and_converted_only_on_a_decision(desk):
    article = draft(body="")
    page = preview(desk, word_address(article), word_file(paragraph(IN_TCVN3)))
    assert IN_TCVN3 in page.content.decode()
    assert SENTENCE in page.content.decode()
    again = confirm(desk, word_address(article), page)
    assert list(again.context["form"].errors) == ["encoding"]
    confirm(desk, word_address(article), again, encoding="convert")
    assert article.working.body == f"<p>{SENTENCE}</p>"


def test_an_old_encoding_may_be_left_as_it_is(desk):
    article = draft(body="")
    page = preview(desk, word_address(article), word_file(paragraph(IN_VNI)))
    confirm(desk, word_address(article), page, encoding="keep")
    assert article.working.body == f"<p>{IN_VNI}</p>"


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.docx", b"khong phai"),
        SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512),
        SimpleUploadedFile("a.docx", b""),
        word_file(paragraph("")),
    ],
    ids=["text", "doc", "nothing", "empty"],
)
def test_a_file_that_is_none_is_refused_at_its_field(desk, file):
    file.seek(0)
    page = desk.post(ADD, {"file": file})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["file"]
    assert 'class="errorlist"' in page.content.decode()


def test_no_file_is_refused_at_its_field(desk):
    assert list(desk.post(ADD, {}).context["form"].errors) == ["file"]


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_a_token_that_is_made_up_leads_back_to_the_beginning(desk, token):
    article = draft(body="")
    response = desk.post(word_address(article), {"token": token, "how": "replace"})
    assert (response.status_code, response["Location"]) == (302, word_address(article))
    assert article.working.body == ""


def test_the_token_of_a_colleague_or_of_another_article_is_worth_nothing(desk, client):
    article, other = draft(body=""), draft(body="")
    page = preview(desk, word_address(article), word_file(paragraph("Mới")))
    assert confirm(desk, word_address(other), page)["Location"] == word_address(other)
    client.force_login(member("Editor"), backend="django.contrib.auth.backends.ModelBackend")
    assert confirm(client, word_address(article), page)["Location"] == word_address(article)
    assert {article.working.body, other.working.body} == {""}


def test_a_file_that_nobody_came_back_for_is_cleared_away(desk, monkeypatch):
    preview(desk, ADD, word_file(paragraph("Bỏ quên")))
    monkeypatch.setattr(held, "LONGEST", datetime.timedelta(0))
    left = files_kept()
    preview(desk, ADD, word_file(paragraph("Mới")))
    assert not left & files_kept()


def test_confirming_twice_puts_the_text_in_once(desk):
    article = draft(body="")
    page = preview(desk, word_address(article), word_file(paragraph("Mới")))
    confirm(desk, word_address(article), page)
    confirm(desk, word_address(article), page)
    assert article.working.body == "<p>Mới</p>"


def test_the_pages_ask_for_the_right_to_change_the_article(client):
    other = draft(body=f"<p>{IN_VNI}</p>", created_by=factories.make_user())
    user = sign_in(client, "Reporter")
    for address in (word_address(other), unicode_address(other)):
        assert client.get(address).status_code in {403, 404}
        assert client.post(address, {"file": word_file(paragraph("x"))}).status_code in {403, 404}
    published = factories.make_article(body=f"<p>{IN_VNI}</p>", created_by=factories.make_user())
    assert client.get(word_address(published)).status_code == 403
    assert client.get(unicode_address(published)).status_code == 403
    hers = draft(created_by=user)
    assert client.get(word_address(hers)).status_code == 200
    client.force_login(factories.make_user("articles.view_article"), backend="django.contrib.auth.backends.ModelBackend")
    for address in (ADD, word_address(published), unicode_address(published)):
        assert client.get(address).status_code == 403
    client.logout()
    assert client.get(ADD).status_code == 302


def test_what_is_approved_or_withdrawn_takes_no_file(desk):
    approved, withdrawn = draft(), factories.make_article()
    Edition.objects.filter(article=approved).update(stage=Stage.APPROVED)
    withdrawn.withdraw(reason="Lệnh")
    for article in (approved, withdrawn):
        assert desk.get(word_address(article)).status_code == 403
        assert desk.get(unicode_address(article)).status_code == 403


def test_an_article_that_is_not_there_is_not_found(desk):
    assert desk.get("/admin/articles/article/999999/word/").status_code == 404
    assert desk.get("/admin/articles/article/999999/unicode/").status_code == 404


# The form of an article that holds old text


def old_article(**kwargs):
    return draft(**{"headline": "Héi nghÞ giao ban", "lead": IN_TCVN3, "body": f"<p>{IN_TCVN3} &amp; <strong>nghÞ</strong></p>"} | kwargs)


def test_old_text_is_saved_as_it_is_and_the_page_says_where_it_is_converted(desk):
    data = open_form(desk, Article) | {"headline": "Tin thử", "body": f"<p>{IN_TCVN3}</p>"}
    response = send_form(desk, Article, data)
    article = Article.objects.get()
    assert article.working.body == f"<p>{IN_TCVN3}</p>"
    assert [notice for notice in notices_of(response) if unicode_address(article) in notice]
    assert f'href="{unicode_address(article)}"' in desk.get(change_address(article)).content.decode()


def test_ordinary_text_is_saved_without_a_word_about_encodings(desk):
    article = draft(body=f"<p>{SENTENCE}</p>")
    response = post_changed(desk, article, lead=SENTENCE)
    assert "unicode" not in " ".join(notices_of(response))
    assert unicode_address(article) not in desk.get(change_address(article)).content.decode()
    assert desk.get(unicode_address(article))["Location"] == change_address(article)


def test_every_field_is_shown_before_and_after_and_converted_when_confirmed(desk):
    article = old_article()
    page = desk.get(unicode_address(article))
    shown = page.content.decode()
    assert IN_TCVN3 in shown
    assert SENTENCE in shown
    assert {change.name for change in page.context["changes"]} == {"headline", "lead", "body"}
    assert article.working.headline == "Héi nghÞ giao ban"
    response = desk.post(unicode_address(article), fields_of(page))
    assert response["Location"] == change_address(article)
    edition = article.working
    assert (edition.headline, edition.lead) == ("Hội nghị giao ban", SENTENCE)
    assert edition.body == f"<p>{SENTENCE} &amp; <strong>nghị</strong></p>"


def test_old_words_under_a_photo_are_converted_for_this_article(desk):
    article, photo = draft(), factories.make_photo(caption=IN_TCVN3, credit="Ảnh: An")
    placement = factories.place(photo, article, alt=IN_TCVN3)
    page = desk.get(unicode_address(article))
    assert [(change.name, change.photo) for change in page.context["changes"]] == [("caption", photo), ("alt", photo)]
    desk.post(unicode_address(article), fields_of(page))
    placement.refresh_from_db()
    photo.refresh_from_db()
    assert (placement.shown_caption, placement.shown_alt, placement.credit) == (SENTENCE, SENTENCE, "")
    assert photo.caption == IN_TCVN3
    assert desk.get(unicode_address(article))["Location"] == change_address(article)


def test_old_text_that_readers_see_is_converted_in_a_draft_beside_it(desk):
    article = factories.make_article(body=f"<p>{IN_VNI}</p>")
    desk.post(unicode_address(article), fields_of(desk.get(unicode_address(article))))
    assert (article.live.body, article.working.body) == (f"<p>{IN_VNI}</p>", f"<p>{SENTENCE}</p>")


def test_words_changed_since_they_were_shown_are_not_converted_unseen(desk):
    article = old_article()
    data = fields_of(desk.get(unicode_address(article)))
    Edition.objects.filter(article=article).update(lead="")
    assert desk.post(unicode_address(article), data)["Location"] == unicode_address(article)
    assert article.working.headline == "Héi nghÞ giao ban"


def test_the_signed_name_of_a_held_file_cannot_be_chosen(desk):
    article = draft(body="")
    page = preview(desk, word_address(article), word_file(paragraph("Mới")))
    token = fields_of(page)["token"]
    forged = re.sub(r"^[^:]+", lambda found: found[0][::-1], token)
    assert desk.post(word_address(article), {"token": forged})["Location"] == word_address(article)
    assert address_of("change", article, article.pk) == change_address(article)
