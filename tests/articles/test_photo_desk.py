"""The desk of photos: many at once, the same again, who may, where they stand, and their renditions."""

import io
import threading

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles import renditions
from articles.captions import draft_caption
from articles.models import Article, Photo, PhotoSubject
from qcdc import pictures
from qcdc.pictures import make_renditions, put, rendition_name
from tests import factories
from tests.admin_forms import add_row
from tests.desk import (
    address_of,
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
    queries_of,
    send_form,
    sign_in,
)

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/photo/upload/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(client):
    """The browser of somebody who writes and publishes."""
    sign_in(client, "Editor", "Publisher")
    return client


def a_file(number: int = 1, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"anh-{number}.jpg", drawn("JPEG", comment=str(number).encode(), quality=60 + number))


def send(client, *files, **headers):
    return client.post(UPLOAD, {"files": list(files)}, headers=headers)


# Many at once


def test_one_bad_file_of_twenty_is_refused_by_name_and_the_others_are_kept(desk):
    files = [a_file(number) for number in range(19)]
    files.insert(7, SimpleUploadedFile("hỏng.jpg", b"<html>"))
    response = send(desk, *files)
    assert Photo.objects.count() == 19
    outcomes = [(arrival.name, arrival.outcome) for arrival in response.context["arrivals"]]
    assert [name for name, outcome in outcomes if outcome == "refused"] == ["hỏng.jpg"]
    assert "đã tải lên 19 ảnh, 0 ảnh đã có từ trước, 1 tệp bị từ chối." in response.content.decode()
    assert "Hãy chọn ảnh định dạng JPEG, PNG hoặc WebP." in response.content.decode()


def test_a_file_that_cannot_be_stored_does_not_keep_the_others_out(desk, monkeypatch):
    def full(photo, *args, **kwargs):
        if "day" in photo.original_name:
            raise OSError("No space left on device")
        return save(photo, *args, **kwargs)

    save = Photo.save
    monkeypatch.setattr(Photo, "save", full)
    response = send(desk, a_file(1, "day.jpg"), a_file(2))
    assert [arrival.outcome for arrival in response.context["arrivals"]] == ["refused", "new"]


def test_a_form_without_files_says_so(desk):
    assert "Hãy chọn ít nhất một ảnh." in desk.post(UPLOAD).content.decode()


def test_a_script_is_told_what_became_of_its_file(desk):
    told = send(desk, a_file(), **JSON)
    assert (told.status_code, told.json()["outcome"]) == (201, "new")
    photo = Photo.objects.get()
    assert (told.json()["photo"]["id"], photo.original_name) == (photo.pk, "anh-1.jpg")
    again = send(desk, a_file(), **JSON)
    assert (again.status_code, again.json()["outcome"], again.json()["photo"]["id"]) == (200, "known", photo.pk)
    bad = send(desk, SimpleUploadedFile("x.jpg", b"x"), **JSON)
    assert (bad.status_code, bad.json()["outcome"]) == (400, "refused")
    assert send(desk, **JSON).status_code == 400
    assert send(desk, a_file(), a_file(2), **JSON).status_code == 400


def test_what_is_there_already_names_only_the_articles_that_its_finder_may_see(client):
    photo = factories.make_photo(file=a_file())
    user = sign_in(client, "Reporter")
    factories.place(photo, factories.make_article(published=False, headline="Bản nháp của người khác"))
    factories.place(photo, factories.make_article(published=False, headline="Của tôi", created_by=user))
    assert [use["headline"] for use in send(client, a_file(), **JSON).json()["uses"]] == ["Của tôi"]


def test_only_who_may_add_photos_uploads(client):
    client.force_login(factories.make_user("articles.view_photo", "articles.change_photo"), "django.contrib.auth.backends.ModelBackend")
    assert client.get(UPLOAD).status_code == 403
    assert send(client, a_file()).status_code == 403
    assert not Photo.objects.exists()
    client.logout()
    assert send(client, a_file()).status_code == 302
    assert not Photo.objects.exists()


def test_an_upload_without_its_token_is_refused():
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, "Editor")
    assert send(strict, a_file()).status_code == 403
    assert not Photo.objects.exists()


# The page of a photo


def test_a_photo_entered_on_its_page_knows_its_file_and_its_uploader(client):
    user = sign_in(client, "Reporter")
    assert_saved(send_form(client, Photo, open_form(client, Photo) | {"file": a_file(1, "Gốc 1.jpg"), "caption": "Có chữ"}))
    photo = Photo.objects.get()
    assert (photo.created_by, photo.original_name, photo.caption) == (user, "Gốc 1.jpg", "Có chữ")


def test_the_same_file_on_the_page_to_add_leads_to_the_photo_and_returns_what_was_typed(desk):
    send(desk, a_file())
    response = send_form(desk, Photo, open_form(desk, Photo) | {"file": a_file(), "caption": "Chữ vừa gõ"})
    assert response.headers["Location"] == change_address(Photo.objects.get())
    assert "Chữ vừa gõ" in " ".join(notices_of(response))


@pytest.mark.parametrize(("across", "down", "stored"), [("0", "100", "0x1"), ("33", "7", "0.33x0.07"), ("", "", "0.5x0.5")])
def test_a_focal_point_is_kept_as_typed(desk, across, down, stored):
    photo = factories.make_photo()
    assert_saved(post_changed(desk, photo, focus_x=across, focus_y=down))
    photo.refresh_from_db()
    assert photo.focus == stored


@pytest.mark.parametrize("typed", ["101", "-1", "x", "1e9", "50.5"])
def test_a_focal_point_outside_the_picture_is_refused_at_its_field(desk, typed):
    photo = factories.make_photo()
    response = desk.post(change_address(photo), open_form(desk, photo) | {"focus_x": typed})
    assert list(errors_of(response)) == ["focus"]


def test_the_list_finds_what_lacks_words_and_what_no_article_uses(desk):
    whole = factories.make_photo(caption="c", alt="a", credit="n")
    bare = factories.make_photo(caption="c", alt="a", credit="")
    factories.place(whole, factories.make_article())
    shown = {
        query: {*desk.get(f"{address_of('changelist', Photo)}?{query}").context["cl"].result_list}
        for query in ("lacks=any", "lacks=credit", "lacks=alt", "lacks=file", "use=none", "use=some", "use=x")
    }
    everything = {whole, bare}
    assert [shown[query] for query in shown] == [{bare}, {bare}, set(), everything, {bare}, {whole}, everything]
    assert "1 bài" in desk.get(address_of("changelist", Photo)).content.decode()
    assert found(desk, Photo, "") == [bare, whole]


def test_the_list_of_photos_stays_quick(desk):
    assert_list_stays_quick(desk, Photo)


def test_a_photo_that_an_article_uses_is_not_deleted_and_the_page_says_where(desk):
    photo, free = factories.make_photo(), factories.make_photo()
    factories.place(photo, factories.make_article(published=False, headline="Bài đang dùng"))
    page = delete(desk, photo)
    assert page.context["protected"]
    assert "Bài đang dùng" in page.content.decode()
    delete(desk, photo, free)
    assert Photo.objects.get() == photo


# The lines of an article


def test_words_typed_in_a_line_are_the_articles_and_fill_what_the_photo_lacks(desk):
    bare, worded = factories.make_photo(caption="", alt="", credit=""), factories.make_photo(credit="Nguồn riêng")
    data = open_form(desk, Article) | {"headline": "Tin"}
    add_row(data, "placements", photo=bare.pk, caption="Một\r\n  dòng", alt="Mô tả", credit="Nguồn")
    add_row(data, "placements", photo=worded.pk, credit="Nguồn trong bài")
    assert_saved(send_form(desk, Article, data))
    first, second = Article.objects.get().working.placements.all()
    assert (first.caption, first.alt, first.credit) == ("Một dòng", "Mô tả", "Nguồn")
    assert (second.shown_credit, second.photo.credit) == ("Nguồn trong bài", "Nguồn riêng")
    bare.refresh_from_db()
    assert (bare.caption, bare.alt, bare.credit) == ("Một dòng", "Mô tả", "Nguồn")
    assert list(Photo.objects.matching("mot dong")) == [bare]


def test_another_credit_in_a_line_opens_a_draft_and_readers_go_on_seeing_the_old_one(desk, client):
    article = factories.make_article()
    factories.place(factories.make_photo(), article, credit="Cũ", alt="Mô tả cũ")
    assert_saved(post_changed(desk, article, **{"placements-0-credit": "Mới", "placements-0-alt": "Mô tả mới"}))
    draft, live = article.working.placements.get(), article.live.placements.get()
    assert (draft.credit, draft.alt, live.credit, live.alt) == ("Mới", "Mô tả mới", "Cũ", "Mô tả cũ")


def test_the_form_of_an_article_asks_no_more_for_many_photos(desk):
    article = factories.make_article(published=False)

    def with_a_person(number):
        photo = factories.make_photo()
        PhotoSubject.objects.create(photo=photo, official=factories.make_official())
        factories.place(photo, article, order=number)

    with_a_person(10)
    desk.get(change_address(article))
    before = queries_of(desk, change_address(article))
    for number in range(5):
        with_a_person(20 + number)
    assert queries_of(desk, change_address(article)) == before


# Who is in the picture


def test_a_caption_names_people_from_the_left_with_their_titles_of_that_day():
    conference = factories.make_conference()
    photo = factories.make_photo()
    for order, (name, titles) in enumerate([("Ngô Thử Ba", "Bí thư\nChủ tịch"), ("Ngô Thử Một", "")]):
        person = factories.make_official(name=name)
        factories.make_attendance(conference=conference, official=person, titles=titles)
        PhotoSubject.objects.create(photo=photo, official=person, order=order)
    assert draft_caption(photo) == "Từ trái sang: đồng chí Ngô Thử Ba, đồng chí Ngô Thử Một."
    assert draft_caption(photo, conference) == "Từ trái sang: đồng chí Ngô Thử Ba, Bí thư, Chủ tịch; đồng chí Ngô Thử Một."
    photo.subjects.last().delete()
    assert draft_caption(photo) == "Đồng chí Ngô Thử Ba."
    photo.subjects.all().delete()
    assert draft_caption(photo, conference) == ""


def test_a_caption_too_long_to_be_kept_does_without_titles():
    conference, photo = factories.make_conference(), factories.make_photo()
    for order in range(8):
        line = factories.make_attendance(conference=conference, titles="Phó Trưởng ban thường trực " * 9)
        PhotoSubject.objects.create(photo=photo, official=line.official, order=order)
    caption = draft_caption(photo, conference)
    assert len(caption) <= 500
    assert caption.count("đồng chí") == 8


def test_the_words_of_a_photo_are_for_who_may_see_photos_and_titles_of_a_hidden_conference_stay_hidden(client):
    conference, photo = factories.make_conference(published=False), factories.make_photo()
    line = factories.make_attendance(conference=conference, titles="Chức danh kín")
    PhotoSubject.objects.create(photo=photo, official=line.official)
    address = reverse("admin:articles_photo_words", args=[photo.pk])
    client.force_login(factories.make_user("articles.change_article"), "django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 403
    client.force_login(factories.make_user("articles.view_photo"), "django.contrib.auth.backends.ModelBackend")
    assert "kín" not in client.get(address, {"conference": conference.pk}).json()["drafted"]
    for hostile in ("x", "9" * 30, "-1", "1'"):
        assert client.get(address, {"conference": hostile}).status_code == 200
    assert client.get(reverse("admin:articles_photo_words", args=[photo.pk + 99])).status_code == 404
    sign_in(client, "Editor")
    assert "Chức danh kín" in client.get(address, {"conference": conference.pk}).json()["drafted"]


# Renditions


def stored(photo) -> set[str]:
    return {size for size in photo.file.field.formats if photo.file.storage.exists(rendition_name(photo.file, size))}


def test_a_small_photo_has_its_renditions_when_it_is_saved(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = factories.make_photo()
    assert stored(photo) == {"w480", "w960", "w1600", "card"}


def test_a_large_photo_gets_them_from_one_worker_that_goes_home(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(renditions, "MOST_PIXELS_AT_ONCE", 10)
    threads = set()

    def watched(file):
        threads.add(threading.current_thread().name)
        return make_renditions(file)

    monkeypatch.setattr(renditions, "make_renditions", watched)
    with django_capture_on_commit_callbacks(execute=True):
        photos = [factories.make_photo() for _ in range(3)]
    renditions.wait_for_worker()
    assert [len(stored(photo)) for photo in photos] == [4, 4, 4]
    assert threads == {"renditions"}
    assert "renditions" not in {thread.name for thread in threading.enumerate()}


def test_a_rendition_that_fails_costs_neither_the_photo_nor_the_worker(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(renditions, "MOST_PIXELS_AT_ONCE", 10)
    with django_capture_on_commit_callbacks(execute=True):
        broken, whole = factories.make_photo(), factories.make_photo()
        broken.file.storage.delete(broken.file.name)
    renditions.wait_for_worker()
    assert Photo.objects.count() == 2
    assert (stored(broken), len(stored(whole))) == (set(), 4)


def test_the_view_makes_what_is_missing_and_the_command_the_rest(desk):
    photo, gone = factories.make_photo(), factories.make_photo()
    gone.file.storage.delete(gone.file.name)
    assert desk.get(photo.url("card")).headers["Content-Type"] == "image/webp"
    assert stored(photo) == {"card"}
    said, complained = io.StringIO(), io.StringIO()
    call_command("make_renditions", stdout=said, stderr=complained)
    assert len(stored(photo)) == 4
    assert "made: 3." in said.getvalue()
    assert f"Photo {gone.pk} " in complained.getvalue()
    again = io.StringIO()
    call_command("make_renditions", stdout=again, stderr=io.StringIO())
    assert "made: 0." in again.getvalue()


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    storage = FileSystemStorage(tmp_path)
    put(storage, "a/b.webp", b"one")
    put(storage, "a/b.webp", b"two")
    assert (tmp_path / "a/b.webp").read_bytes() == b"two"

    def dies(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(pictures.Path, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        put(storage, "a/c.webp", b"three")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.webp"]


def test_no_address_leads_to_an_original(desk):
    photo = factories.make_photo()
    for address in (f"/media/{photo.file.name}", f"/{photo.file.name}", f"/static/{photo.file.name}", f"/anh/{photo.pk}/original.webp"):
        assert desk.get(address).status_code == 404
