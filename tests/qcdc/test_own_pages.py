"""The pages on which the site speaks of itself: what it is, where things are, what went wrong."""

import pytest
from django.shortcuts import render
from django.test import RequestFactory
from django.utils import translation

from articles.models import Article
from meetings.models import Conference
from qcdc.first_words import give_pages
from qcdc.models import Page
from qcdc.nearby import nearby
from qcdc.views import csrf_failure, forbidden, server_error
from tests import factories
from tests.desk import assert_saved, post_changed, sign_in
from tests.doors import SECRET, make_record
from tests.reading import words

pytestmark = pytest.mark.django_db

NAMES = ["gioi-thieu", "lien-he", "dieu-khoan"]


@pytest.mark.parametrize("slug", NAMES)
def test_a_new_site_speaks_of_itself_in_both_languages(client, slug):
    page = Page.objects.get(slug=slug)
    vietnamese, english = words(client.get(f"/{slug}/")), words(client.get(f"/en/{slug}/"))
    assert f"<h1>{page.title}</h1>" in vietnamese
    assert f"<h1>{page.title_en}</h1>" in english
    assert page.body.split("</")[0] in vietnamese
    assert page.body_en.split("</")[0] in english
    for text in (vietnamese, english):
        assert text.count(f"/{slug}/") > 1, "the foot of each page leads there"


def test_what_the_newsroom_writes_stands_there_at_once_and_its_history_stays(client):
    page = Page.objects.get(slug="lien-he")
    versions = page.history.count()
    sign_in(client, "Publisher")
    assert_saved(post_changed(client, page, body="<p>Tòa soạn ở <script>x</script>tầng hai.</p>", body_en=""))
    client.logout()
    assert "<p>Tòa soạn ở tầng hai.</p>" in words(client.get("/lien-he/"))
    english = words(client.get("/en/lien-he/"))
    assert "<h1>Liên hệ</h1>" in english
    assert 'class="prose measure" lang="vi"' in english
    assert page.history.count() == versions + 1


def test_the_first_words_come_once_and_never_over_those_of_the_newsroom():
    Page.objects.filter(slug="lien-he").update(body="<p>Đã sửa</p>")
    Page.objects.filter(slug="dieu-khoan").delete()
    give_pages("default")
    assert Page.objects.count() == len(NAMES)
    assert Page.objects.get(slug="lien-he").body == "<p>Đã sửa</p>"


def test_the_archive_counts_what_readers_may_see(client):
    factories.make_conference(date="2017")
    factories.make_conference(date="2018-03")
    factories.make_conference(date="2018-05-29")
    factories.make_conference(date="2016-05-29", published=False)
    article = factories.make_article(at=factories.moment(days=400))
    year = article.published_at.year
    text = words(client.get("/luu-tru/"))
    assert "/luu-tru/2018/" in text
    assert "2016" not in text
    assert f"/tin-bai/?year={year}" in text
    of_2018 = words(client.get("/luu-tru/2018/"))
    assert "2 hội nghị" in of_2018
    assert 'rel="prev" href="/luu-tru/2017/"' in of_2018
    assert f'rel="next" href="/luu-tru/{year}/"' in of_2018
    assert article.live.headline in words(client.get(f"/luu-tru/{year}/"))
    assert "noindex" in words(client.get("/luu-tru/1999/"))
    assert client.get("/luu-tru/1066/").status_code == 404


def test_the_site_map_leads_to_every_list(client):
    theme, cluster = factories.make_theme(), factories.make_cluster()
    factories.make_conference(date="2018-03")
    text = words(client.get("/so-do/"))
    for address in ("/hoi-nghi/", "/lich/", "/chi-dao/", "/can-bo/", "/tin-bai/", "/luu-tru/2018/", "/so-lieu/", "/lien-he/"):
        assert f'href="{address}"' in text, address
    assert theme.get_absolute_url() in text
    assert cluster.get_absolute_url() in text


NEAR = [
    ("/hoinghi/", "/hoi-nghi/"),
    ("/can-bo/tran-van-nam/", "/can-bo/tran-van-nham/"),
    ("/can-bo/Trần Văn Nhâm", "/can-bo/tran-van-nham/"),
    ("/tran-van-nham.html", "/can-bo/tran-van-nham/"),
    ("/en/can-bo/tran-van-nhan/", "/en/can-bo/tran-van-nham/"),
    ("/tin-bai/hoi-nghi-cum-mien-nui-phia-bac/", "/hoi-nghi/2018/hoi-nghi-cum-mien-nui/"),
    ("/hoi-nghi/2019/hoi-nghi-cum-mien-nuy/", "/hoi-nghi/2018/hoi-nghi-cum-mien-nui/"),
]


def test_a_page_that_does_not_exist_offers_those_that_look_like_it(client):
    conference = factories.make_conference(slug="hoi-nghi-cum-mien-nui")
    factories.make_attendance(conference=conference, official=factories.make_official(name="Trần Văn Nhâm"))
    for asked, found in NEAR:
        response = client.get(asked, follow=True)
        assert response.status_code == 404, asked
        assert f'<li><a href="{found}">' in words(response), asked


def test_what_is_hidden_is_offered_to_nobody(client):
    record = make_record()
    address = record.conference.get_absolute_url().replace("ngoc", "ngoq")
    assert SECRET in words(client.get(address))
    Conference.objects.update(publication="draft")
    Article.objects.update(state="draft")
    assert SECRET not in words(client.get(address))


def test_looking_for_what_was_meant_is_bounded(client, django_assert_max_num_queries):
    for number in range(60):
        factories.make_conference(slug=f"hoi-nghi-{number}")
    for strange in ("/", "//", "/a/", "/wp-login.php/x.png", "/%2e%2e/", "/" + "a-" * 4000, "/hoi-nghi/2018/hoi-nghi-99x/"):
        with django_assert_max_num_queries(10):
            assert len(nearby(strange)) <= 5


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_refusal_is_a_whole_page_in_the_readers_language(language):
    titles = set()
    with translation.override(language):
        request = RequestFactory().get("/thu/")
        request.user = factories.make_user()
        pages = [forbidden(request), server_error(request), csrf_failure(request)]
        pages += [render(request, f"{code}.html", status=code) for code in (400, 404, 410, 429)]
        for response in pages:
            text = words(response)
            assert f'<html lang="{language}">' in text
            assert str(response.status_code) in text
            assert "noindex" in text
            assert text.count("<h1>") == 1
            titles.add(text.split("<h1>")[1].split("</h1>")[0])
    assert len(titles) == len(pages)
