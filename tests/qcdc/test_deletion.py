"""Before anything is erased it is said where it is used; what was public is never erased."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, AuditEntry, Edition, Photo, Stage
from articles.workflow import may_edit
from meetings.models import Beat, Conference, Directive, Official, Post, Province, Theme
from qcdc import deletion
from tests import factories
from tests.desk import address_of, change_address, delete, notices_of, queries_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    """The browser of somebody who may do everything."""
    client.force_login(factories.make_user(is_superuser=True))
    return client


def asked(client, row):
    """What the page says that asks before a row is erased."""
    response = client.get(address_of("delete", row, row.pk))
    assert response.status_code == 200
    return unescape(response.content.decode())


def may_be_erased(page):
    return 'name="post"' in page


# One row


@pytest.mark.parametrize("make", [factories.make_article, factories.make_conference])
def test_what_was_public_is_refused_with_the_reason_and_what_to_do_instead(client, make):
    sign_in(client, "Editor")
    row = make()
    for answer in (client.get(address_of("delete", row, row.pk)), delete(client, row)):
        page = unescape(answer.content.decode())
        assert answer.status_code == 403
        assert str(row.why_kept) in page
        assert str(row.instead_of_deletion) in page
        assert f'href="{change_address(row)}"' in page
        assert not may_be_erased(page)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_an_approved_draft_is_refused_with_what_to_do_first(client):
    sign_in(client, "Editor")
    article = factories.make_article(published=False)
    Edition.objects.filter(article=article).update(stage=Stage.APPROVED)
    answer = client.get(address_of("delete", article, article.pk))
    assert answer.status_code == 403
    assert may_edit(article, factories.make_user(is_superuser=True)).messages[0] in unescape(answer.content.decode())


def test_whoever_may_not_erase_or_not_see_a_row_is_told_nothing_of_it(client):
    sign_in(client, "Reporter")
    conference, article = factories.make_conference(), factories.make_article(published=False)
    for row in (conference, article):
        answer = client.get(address_of("delete", row, row.pk))
        assert answer.status_code in {302, 403}
        assert str(row) not in unescape(answer.content.decode())


def test_the_page_says_where_a_province_is_used_and_what_to_do_instead(boss):
    province = factories.make_province()
    conference = factories.make_conference(title="Hội nghị nêu tên", host_province=province)
    factories.take_part(conference, province)
    directive = factories.make_directive(conference=conference, text="Chỉ đạo nêu tên")
    directive.addressee_provinces.add(province)
    page = asked(boss, province)
    assert not may_be_erased(page)
    for told in (
        f'<a href="{change_address(conference)}">Hội nghị nêu tên</a>',
        f'<a href="{change_address(directive)}">Chỉ đạo nêu tên — Hội nghị nêu tên</a>',
        "Hội nghị: 1",
        str(Province.instead_of_deletion),
    ):
        assert told in page
    assert delete(boss, province).status_code == 200
    assert Province.objects.filter(pk=province.pk).exists()


def test_only_the_first_rows_of_a_kind_are_named_and_the_rest_counted(boss):
    province = factories.make_province()
    for number in range(23):
        factories.make_conference(title=f"Hội nghị thứ {number}", host_province=province)
    page = asked(boss, province)
    assert page.count("Hội nghị thứ ") == 20
    assert "Hội nghị: 23" in page
    assert "và 3 mục khác" in page


@pytest.mark.parametrize("noun", ["province", "official", "organisation", "photo"])
def test_the_page_takes_the_same_queries_however_much_is_used(boss, noun):
    row = getattr(factories, f"make_{noun}")()

    def use_it():
        conference = factories.make_conference()
        article = factories.make_article(conference=conference)
        if noun == "photo":
            factories.place(row, article)
        elif noun == "official":
            factories.make_attendance(conference=conference, official=row)
            factories.make_post(official=row)
        elif noun == "organisation":
            factories.organise(conference, row)
            factories.make_attendance(conference=conference, organisation=row)
        else:
            factories.take_part(conference, row)
            factories.make_directive(conference=conference).addressee_provinces.add(row)
            factories.make_figure(conference=conference, province=row)

    use_it()
    address = address_of("delete", row, row.pk)
    queries_of(boss, address)
    before = queries_of(boss, address)
    for _ in range(15):
        use_it()
    assert queries_of(boss, address) == before


def test_a_link_that_readers_see_is_not_torn_but_one_in_a_draft_may_be(boss):
    theme, draft_theme = factories.make_theme("cong-khai"), factories.make_theme("nhap")
    factories.make_directive("cong-khai")
    draft = factories.make_directive("nhap", conference=factories.make_conference(published=False))
    assert not may_be_erased(asked(boss, theme))
    assert delete(boss, theme).status_code == 200
    page = asked(boss, draft_theme)
    assert may_be_erased(page)
    assert draft.text in page
    assert delete(boss, draft_theme).status_code == 302
    assert list(Theme.objects.all()) == [theme]
    assert list(draft.themes.all()) == []


def test_a_post_that_a_published_attendance_names_stays(boss):
    shown, hidden = factories.make_post(), factories.make_post()
    factories.make_attendance(official=shown.official, post=shown)
    factories.make_attendance(official=hidden.official, post=hidden, conference=factories.make_conference(published=False))
    assert delete(boss, shown).status_code == 200
    assert delete(boss, hidden).status_code == 302
    assert list(Post.objects.all()) == [shown]


def test_an_official_is_not_erased_by_way_of_a_post(boss):
    """The official's own part is used, though nothing else names the official."""
    post = factories.make_post()
    factories.make_attendance(official=factories.make_official(), conference=factories.make_conference())
    attendance = factories.make_attendance(group_name="các đồng chí")
    type(attendance).objects.filter(pk=attendance.pk).update(post=post)
    page = asked(boss, post.official)
    assert not may_be_erased(page)
    assert str(attendance.conference) in page
    assert str(Official.instead_of_deletion) in page


def test_an_appearance_in_the_office_of_a_post_is_told_of_once(boss):
    post = factories.make_post()
    factories.make_attendance(official=post.official, post=post, conference=factories.make_conference(title="Hội nghị nêu tên"))
    assert asked(boss, post.official).count("Hội nghị nêu tên") == 1


def test_what_goes_along_is_told_and_erased(boss):
    conference = factories.make_conference(published=False)
    attendance = factories.make_attendance(conference=conference)
    factories.make_directive(conference=conference, issuer=attendance)
    page = asked(boss, conference)
    assert may_be_erased(page)
    assert "Thành phần dự: 1" in page
    assert "Chỉ đạo: 1" in page
    assert delete(boss, conference).status_code == 302
    assert not Conference.objects.exists()


def test_a_province_of_somebodys_beat_may_go_if_nothing_else_uses_it(boss):
    province = factories.make_province()
    Beat.objects.create(user=factories.make_user()).provinces.add(province)
    assert delete(boss, province).status_code == 302


def test_a_photo_says_where_it_stands_to_those_who_may_see_it(client):
    photo = factories.make_photo()
    factories.place(photo, factories.make_article(published=False, headline="Bản nháp của người khác"))
    client.force_login(
        factories.make_user("articles.view_photo", "articles.delete_photo", "articles.view_edition", "articles.view_article")
    )
    page = asked(client, photo)
    assert not may_be_erased(page)
    assert "Bản nháp của người khác" not in page
    assert "và 1 mục khác" in page
    client.force_login(factories.make_user("articles.delete_photo", "articles.view_edition", "articles.see_drafts"))
    assert "Bản nháp của người khác" in asked(client, photo)


def test_the_rights_to_erase_what_goes_along_are_asked_for(client):
    official = factories.make_official()
    factories.make_post(official=official)
    client.force_login(factories.make_user("meetings.view_official", "meetings.delete_official"))
    page = asked(client, official)
    assert not may_be_erased(page)
    assert str(Post._meta.verbose_name) in page
    assert delete(client, official).status_code == 403
    assert Official.objects.exists()


def test_what_a_colleague_used_meanwhile_stays_and_is_said(boss, monkeypatch):
    photo = factories.make_photo()
    factories.place(photo, factories.make_article())
    monkeypatch.setattr(deletion.Deletion, "get_deleted_objects", lambda *args: ([], {}, set(), []))
    response = delete(boss, photo)
    assert (response.status_code, response["Location"]) == (302, change_address(photo))
    assert len(notices_of(response)) == 1
    assert Photo.objects.exists()


# Several rows


def test_of_several_rows_those_that_may_go_do_and_the_others_say_why_not(boss):
    published, draft = factories.make_article(headline="Đã đăng"), factories.make_article(headline="Chưa ai xem", published=False)
    rows = {"action": "delete_selected", "_selected_action": [published.pk, draft.pk]}
    page = unescape(boss.post(address_of("changelist", Article), rows).content.decode())
    staying, _rest, going = page.partition("<form method")
    assert "Đã đăng" in staying
    assert str(Article.why_kept) in staying
    assert "Chưa ai xem" in going
    assert Article.objects.count() == 2
    response = boss.post(address_of("changelist", Article), rows | {"post": "yes"})
    assert response.status_code == 302
    assert Article.objects.get() == published
    said = " ".join(notices_of(response))
    assert "Đã đăng" in said
    assert str(Article.why_kept) in said


def test_of_several_provinces_those_in_use_stay(boss):
    used, unused, hosting = (factories.make_province() for _ in range(3))
    factories.make_figure(province=used)
    factories.make_conference(host_province=hosting, published=False)
    response = delete(boss, used, unused, hosting)
    assert response.status_code == 302
    assert set(Province.objects.all()) == {used, hosting}
    said = " ".join(notices_of(response))
    assert "Số liệu" in said
    assert str(used) in said


def test_where_nothing_may_go_the_page_says_so(boss):
    articles = [factories.make_article() for _ in range(2)]
    response = delete(boss, *articles)
    assert response.status_code == 200
    assert not may_be_erased(response.content.decode())
    assert Article.objects.count() == 2


def test_asking_about_several_rows_takes_the_same_queries_for_few_and_many(boss):
    def queries(count):
        made = [factories.make_province() for _ in range(count)]
        for province in made[::2]:
            factories.make_figure(province=province)
        with_rows = {"action": "delete_selected", "_selected_action": [province.pk for province in made]}
        with CaptureQueriesContext(connection) as captured:
            assert boss.post(address_of("changelist", Province), with_rows).status_code == 200
        return len(captured)

    queries(2)
    assert queries(2) == queries(16)


def test_too_many_rows_at_once_are_refused(boss, monkeypatch):
    monkeypatch.setattr(deletion, "MOST_AT_ONCE", 1)
    themes = [factories.make_theme(f"chu-de-{number}") for number in range(2)]
    assert delete(boss, *themes).status_code == 302
    assert Theme.objects.count() == 2


def test_somebody_elses_draft_stays_whatever_is_chosen(client):
    reporter = sign_in(client, "Reporter")
    own, others = factories.make_article(published=False, created_by=reporter), factories.make_article(published=False)
    delete(client, own, others)
    assert Article.objects.get() == others


# The models themselves

LIVES = {
    "published": lambda article: None,
    "unpublished": lambda article: article.unpublish(),
    "withdrawn": lambda article: article.withdraw(reason="Lệnh"),
    "scheduled": lambda article: Article.objects.filter(pk=article.pk).update(published_at=factories.moment(days=-1)),
}


@pytest.mark.parametrize("life", LIVES)
def test_an_article_that_was_public_cannot_be_erased_by_anybody(life):
    article = factories.make_article()
    LIVES[life](article)
    for erase in (article.delete, Article.objects.filter(pk=article.pk).delete, Article.objects.all().delete):
        with pytest.raises(ValidationError):
            erase()
    assert Article.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("publication", ["published", "withdrawn"])
def test_a_conference_that_was_public_cannot_be_erased_by_anybody(publication):
    conference = factories.make_conference(publication=publication)
    if publication == "published":
        conference.unpublish()
    for erase in (conference.delete, Conference.objects.all().delete):
        with pytest.raises(ValidationError):
            erase()
    assert Conference.objects.exists()


def test_an_edition_that_readers_have_seen_cannot_be_erased_nor_its_photos():
    article = factories.make_article()
    placement = factories.place(factories.make_photo(), article)
    edition = article.live
    article.open_draft()
    for erase in (edition.delete, article.editions.all().delete, edition.placements.all().delete, placement.delete):
        with pytest.raises(ValidationError):
            erase()
    article.draft.placements.all().delete()
    article.draft.delete()
    assert article.editions.count() == 1
    assert edition.placements.count() == 1


def test_a_table_cannot_be_emptied_by_way_of_its_manager():
    for model in (Article, Conference):
        assert not hasattr(model.objects, "delete")


# The trail


def test_an_erased_draft_is_remembered_with_who_erased_it(client):
    editor = sign_in(client, "Editor")
    editor.first_name = "Bình"
    editor.save()
    one, two, three = (factories.make_article(published=False, headline=f"Nháp {number}") for number in range(3))
    numbers = [one.pk, two.pk, three.pk]
    delete(client, one)
    delete(client, two, three)
    told = AuditEntry.objects.order_by("article_number").values_list(
        "article_number", "headline", "deed", "by_name", "edition_number", "article"
    )
    assert list(told) == [(number, f"Nháp {place}", "deleted", "Bình", 1, None) for place, number in enumerate(numbers)]


def test_a_draft_erased_by_the_system_is_remembered_too():
    factories.make_article(published=False).delete()
    factories.make_article(published=False)
    Article.objects.all().delete()
    assert list(AuditEntry.objects.values_list("deed", "by")) == [("deleted", None)] * 2
    assert not Article.objects.exists()


def test_the_trail_of_an_erased_draft_stays():
    article = factories.make_article(published=False)
    AuditEntry.objects.create(article=article, article_number=article.pk, deed="created")
    article.delete()
    assert sorted(AuditEntry.objects.values_list("deed", flat=True)) == ["created", "deleted"]


def test_directives_of_a_draft_are_erased_with_what_became_of_them(boss):
    directive = factories.make_directive(conference=factories.make_conference(published=False))
    factories.make_progress(directive=directive)
    assert delete(boss, directive).status_code == 302
    assert not Directive.objects.exists()
