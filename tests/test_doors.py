"""What is hidden leaves by no door: pages, lists, counts, sidebars, API, feeds, sitemaps, exports, pictures."""

import pytest
from django.utils import timezone

from articles.models import Article, State
from meetings.models import Conference
from tests import factories
from tests.doors import DETAILS, LISTS, SECRET, Record, make_record
from tests.reading import words

pytestmark = pytest.mark.django_db

SLUG = "ngoc-lam-bi-mat"


def draft(record: Record) -> None:
    Article.objects.update(state=State.DRAFT, published_at=None)
    record.article.editions.update(live_from=None)
    Conference.objects.update(publication="draft", published_at=None)


def unpublished(record: Record) -> None:
    record.article.unpublish()
    record.conference.unpublish()


def scheduled(record: Record) -> None:
    tomorrow = factories.moment(days=-1)
    Article.objects.update(published_at=tomorrow)
    record.article.editions.update(live_from=tomorrow)
    Conference.objects.update(published_at=tomorrow)


def embargoed(record: Record) -> None:
    Article.objects.update(embargo_until=factories.moment(days=-1))
    Conference.objects.update(embargo_until=factories.moment(days=-1))


def withdrawn(record: Record) -> None:
    record.article.withdraw(reason="Theo yêu cầu", ordered_by="Cơ quan chủ quản")
    record.conference.withdraw("Đã thu hồi")


HIDINGS = [draft, unpublished, scheduled, embargoed, withdrawn]


@pytest.fixture(params=HIDINGS, ids=lambda hiding: hiding.__name__)
def hidden(request) -> Record:
    record = make_record()
    request.param(record)
    record.withdrawn = request.param is withdrawn
    return record


@pytest.mark.parametrize("door", LISTS)
def test_no_list_shows_what_is_hidden(client, hidden, door):
    for address in LISTS[door]:
        response = client.get(address(hidden))
        assert response.status_code == 200, address(hidden)
        text = words(response)
        assert SECRET not in text, address(hidden)
        assert SLUG not in text, address(hidden)


@pytest.mark.parametrize("door", DETAILS)
def test_no_door_to_one_row_opens_on_what_is_hidden(client, hidden, door):
    for address in DETAILS[door]:
        response = client.get(address(hidden), follow=True)
        assert response.status_code in ([404, 410] if hidden.withdrawn else [404]), address(hidden)
        assert SECRET not in words(response)


@pytest.mark.parametrize(
    "door", ["articles:detail", "articles:photo", "meetings:conference-detail", "api:article-detail", "api:conference-detail"]
)
def test_what_was_withdrawn_answers_410(client, door):
    record = make_record()
    withdrawn(record)
    for address in DETAILS[door]:
        assert client.get(address(record)).status_code == 410


@pytest.mark.parametrize("door", DETAILS)
def test_every_door_to_one_row_opens_on_what_is_published(client, door):
    record = make_record()
    for address in DETAILS[door]:
        assert client.get(address(record), follow=True).status_code == 200


QUIET_LISTS = {
    *("meetings:map", "meetings:province-list", "meetings:theme-list", "meetings:conference-year"),
    *("api:province-list", "api:province-detail", "sitemap"),
}
PUBLIC_SECTIONS = ("tinh-cong-khai", "cum-cong-khai", "ban-cong-khai", "chu-de-tuyen-truyen", "/tuyen-truyen/")


@pytest.mark.parametrize("door", sorted(LISTS.keys() - QUIET_LISTS))
def test_every_list_shows_what_is_published(client, door):
    """So that the tests above can fail."""
    record = make_record()
    found = [words(client.get(address(record))) for address in LISTS[door]]
    if door == "sitemap-section":
        found = [text for text in found if not any(slug in text for slug in PUBLIC_SECTIONS)]
    for text in found:
        assert SECRET in text or SLUG in text


def test_an_expired_article_is_gone_while_its_conference_stays(client):
    record = make_record()
    Article.objects.update(expires_at=timezone.now())
    for door in ("articles:detail", "articles:photo", "api:article-detail", "api:photo-detail", "api:correction-detail"):
        for address in DETAILS[door]:
            assert client.get(address(record)).status_code == 404
    text = words(client.get(record.conference.get_absolute_url()))
    assert f"Hội nghị {SECRET}" in text
    assert f"Bài {SECRET}" not in text


def test_a_published_article_tells_nothing_of_its_hidden_conference(client):
    conference = factories.make_conference(title=f"Hội nghị {SECRET}", published=False)
    factories.make_directive(conference=conference, text=f"Chỉ đạo {SECRET}")
    article = factories.make_article(conference=conference)
    record = Record(conference, *[None] * 6, article, *[None] * 6)
    for address in [
        *DETAILS["articles:detail"],
        *DETAILS["api:article-detail"],
        *LISTS["articles:list"][:1],
        *LISTS["articles:export"],
        *LISTS["home"],
        *LISTS["api:article-list"],
    ]:
        response = client.get(address(record))
        assert response.status_code == 200
        text = words(response)
        assert SECRET not in text
        assert SLUG not in text


def test_a_filter_gives_no_hint_of_a_hidden_conference(client):
    """Neither an article nor a count may differ by what only the hidden record knows."""
    province = factories.make_province()
    conference = factories.make_conference(published=False, host_province=province)
    article = factories.make_article(conference=conference, headline="Bài công khai")
    for address in (
        f"/tin-bai/?province={province.slug}",
        f"/api/v1/articles/?province={province.slug}",
        f"/tin-bai/?conference={conference.pk}",
    ):
        assert article.headline not in words(client.get(address))


def test_progress_reported_at_a_hidden_conference_stays_hidden(client):
    directive = factories.make_directive()
    later = factories.make_conference(title=f"Hội nghị {SECRET}", published=False)
    progress = factories.make_progress(directive=directive, reported_at=later, note=SECRET, state="done")
    for address in (
        directive.get_absolute_url(),
        "/chi-dao/",
        "/chi-dao/?state=done",
        f"/api/v1/directives/{directive.pk}/",
        "/api/v1/progress/",
    ):
        text = words(client.get(address))
        assert SECRET not in text
        assert SLUG not in text
    assert client.get(f"/api/v1/progress/{progress.pk}/").status_code == 404
    assert directive.text not in words(client.get("/chi-dao/?state=done"))


def test_a_draft_edition_stays_beside_the_live_one(client):
    article = factories.make_article(headline="Bản đang hiện")
    draft_edition = article.open_draft()
    draft_edition.headline = f"Bản {SECRET}"
    draft_edition.save()
    factories.place(factories.make_photo(caption=SECRET), article)
    record = Record(*[None] * 7, article, draft_edition.placements.get().photo, *[None] * 5)
    for door in ("articles:detail", "api:article-detail"):
        for address in DETAILS[door]:
            text = words(client.get(address(record)))
            assert "Bản đang hiện" in text
            assert SECRET not in text
    assert client.get(DETAILS["articles:photo"][0](record)).status_code == 404
    for door in ("home", "articles:list", "articles:feed", "articles:export", "search"):
        for address in LISTS[door]:
            assert SECRET not in words(client.get(address(record)))


def test_an_editor_sees_what_readers_do_not(client):
    record = make_record()
    draft(record)
    client.force_login(factories.make_user("articles.see_drafts", "articles.view_photo", "meetings.see_drafts"))
    for door in (
        "articles:detail",
        "articles:photo",
        "meetings:conference-detail",
        "meetings:official-detail",
        "meetings:directive-detail",
        "meetings:portrait",
    ):
        for address in DETAILS[door]:
            response = client.get(address(record))
            assert response.status_code == 200
            words(response)


def test_what_only_the_newsroom_may_see_is_not_kept_by_any_cache(client):
    record = make_record()
    address = DETAILS["articles:photo"][0](record)
    response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=60"
    words(response)
    draft(record)
    client.force_login(factories.make_user("articles.view_photo"))
    response = client.get(address)
    assert response["Cache-Control"] == "private, no-store"
    words(response)
