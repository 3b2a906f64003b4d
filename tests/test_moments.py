"""What anybody may see begins and ends at its very moment, at every door, with no job running; no copy outlives that moment."""

import datetime

import pytest
from django.utils import timezone
from django.utils.http import http_date

from articles.models import Article, Edition
from meetings.models import Conference
from tests import factories
from tests.doors import DETAILS, LISTS, SECRET, make_record
from tests.reading import finish, words
from tests.test_doors import QUIET_LISTS, SLUG

pytestmark = pytest.mark.django_db

MOMENT = datetime.datetime(2026, 3, 1, 0, 0, tzinfo=datetime.UTC)
TICK = datetime.timedelta(microseconds=1)
OF_THE_ARTICLE = {
    *("articles:detail", "articles:photo", "articles:list", "articles:feed", "articles:export", "home"),
    *("articles:corrections", "articles:correction-feed", "articles:correction-export"),
    *(f"api:{noun}-{kind}" for noun in ("article", "photo", "correction") for kind in ("list", "detail")),
}


@pytest.fixture
def clock(monkeypatch):
    """Sets the time of day."""

    def at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(MOMENT - datetime.timedelta(days=1))
    return at


def scheduled(record):
    Article.objects.update(published_at=MOMENT)
    Edition.objects.update(live_from=MOMENT)
    Conference.objects.update(published_at=MOMENT)


def embargoed(record):
    Article.objects.update(embargo_until=MOMENT)
    Conference.objects.update(embargo_until=MOMENT)


def is_seen(client, address):
    """Whether a door shows the record."""
    response = client.get(address, follow=True)
    text = words(response) + (SECRET if response.get("Content-Type", "").startswith("image/") else "")
    assert response.status_code in (200, 404), address
    return response.status_code == 200 and (SECRET in text or SLUG in text)


def seen(client, record, doors):
    shown = {}
    for door in doors:
        for address in (DETAILS | LISTS)[door]:
            path = address(record)
            if not path.startswith(REGISTERS):
                shown[path] = is_seen(client, path)
    return shown


# The public registers are seen at any moment.
REGISTERS = tuple(f"/sitemap-{noun}" for noun in ("provinces", "clusters", "organisations", "themes"))
ALL_DOORS = sorted((DETAILS.keys() | LISTS.keys()) - QUIET_LISTS)


@pytest.mark.parametrize("hiding", [scheduled, embargoed], ids=lambda hiding: hiding.__name__)
def test_what_is_set_for_a_moment_appears_at_it_by_every_door(client, clock, hiding):
    record = make_record(date="2018-05-29")
    hiding(record)
    clock(MOMENT - TICK)
    early = [path for path, shown in seen(client, record, ALL_DOORS).items() if shown]
    clock(MOMENT)
    late = [path for path, shown in seen(client, record, ALL_DOORS).items() if not shown]
    assert (early, late) == ([], [])


def test_an_article_vanishes_at_its_end_by_every_door_of_its_own(client, clock):
    record = make_record()
    Conference.objects.update(publication="draft")
    Article.objects.update(expires_at=MOMENT, published_at=MOMENT - datetime.timedelta(days=9))
    Edition.objects.update(live_from=MOMENT - datetime.timedelta(days=9))
    record.correction.date = "2026-02-01"
    record.correction.save()
    clock(MOMENT - TICK)
    missing = [path for path, shown in seen(client, record, OF_THE_ARTICLE).items() if not shown]
    clock(MOMENT)
    left = [path for path, shown in seen(client, record, ALL_DOORS).items() if shown]
    assert (missing, left) == ([], [])


def test_a_new_edition_takes_over_at_its_moment(client, clock):
    article = factories.make_article(headline="Bản trước", at=MOMENT - datetime.timedelta(days=2))
    draft = article.open_draft()
    draft.headline = "Bản sau"
    draft.save()
    draft.go_live(MOMENT)
    doors = [article.get_absolute_url(), "/", "/tin-bai/", "/tin-bai/moi.atom", "/tin-bai/tin-bai.csv", f"/api/v1/articles/{article.pk}/"]
    for moment, there, absent in ((MOMENT - TICK, "Bản trước", "Bản sau"), (MOMENT, "Bản sau", "Bản trước")):
        clock(moment)
        for door in doors:
            text = words(client.get(door))
            assert there in text, door
            assert absent not in text, door


# Copies


def test_no_answer_is_kept_without_asking_again(client):
    record = make_record()
    for several in (LISTS | DETAILS).values():
        for address in several:
            response = client.get(address(record), follow=True)
            finish(response)
            if response["Content-Type"] != "image/webp":
                assert response["Cache-Control"] == "no-cache", address(record)
                # In the API it is when the sequence of changes last moved, which what vanishes moves as well.
                assert address(record).startswith("/api/") or "Last-Modified" not in response, address(record)
    for address in ("/khong-co/", "/tin-bai/khong-co/", "/api/v1/articles/0/"):
        assert client.get(address)["Cache-Control"] == "no-cache"


def test_pages_of_somebody_signed_in_are_hers_alone(client):
    article = factories.make_article(published=False)
    client.force_login(factories.make_user("articles.see_drafts"))
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/tin-bai/moi.atom", "/sitemap-articles.xml", "/dinh-chinh/moi.atom"])
def test_a_copy_by_date_or_by_tag_learns_that_an_article_is_gone(client, address):
    """The latest of those left changed before the copy was taken: by its date alone the list would seem unchanged."""
    factories.make_correction(article=factories.make_article(at=factories.moment(days=9)), date="2026-01-01")
    gone = factories.make_correction(article=factories.make_article(slug="bai-het-han")).article
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    Article.objects.filter(pk=gone.pk).update(expires_at=timezone.now())
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": http_date(timezone.now().timestamp())}):
        response = client.get(address, headers=headers)
        assert response.status_code == 200
        assert "bai-het-han" not in words(response)


@pytest.mark.parametrize(
    ("ends", "kept"),
    [
        ([None], 60),
        ([datetime.timedelta(seconds=10)], 10),
        ([datetime.timedelta(milliseconds=400)], 0),
        ([datetime.timedelta(days=1)], 60),
        ([datetime.timedelta(seconds=10), datetime.timedelta(seconds=20)], 20),
        ([datetime.timedelta(seconds=10), None], 60),
    ],
)
def test_a_photo_is_kept_no_longer_than_it_may_be_seen(client, clock, ends, kept):
    photo = factories.make_photo()
    clock(MOMENT)
    for end in ends:
        factories.place(photo, factories.make_article(at=MOMENT - datetime.timedelta(days=2), expires_at=end and MOMENT + end))
    response = client.get(photo.url("w480"))
    finish(response)
    assert response["Cache-Control"] == f"public, max-age={kept}"


def test_a_photo_that_the_next_edition_drops_is_kept_until_then(client, clock):
    clock(MOMENT)
    article, photo = factories.make_article(at=MOMENT - datetime.timedelta(days=2)), factories.make_photo()
    factories.place(photo, article)
    draft = article.open_draft()
    draft.placements.all().delete()
    draft.go_live(MOMENT + datetime.timedelta(seconds=7))
    response = client.get(photo.url("w480"))
    finish(response)
    assert response["Cache-Control"] == "public, max-age=7"
    clock(MOMENT + datetime.timedelta(seconds=7))
    assert client.get(photo.url("w480")).status_code == 404
