"""What a newspaper says of its own mistakes: with the article, on a page of its own, in feeds, files and the API."""

import datetime
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests import factories
from tests.reading import words

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, address="/tin-bai/moi.atom"):
    """The entries of a feed, each a dict of its texts."""
    root = ElementTree.fromstring(client.get(address).content)
    return [{child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry} for entry in root.iter(f"{ATOM}entry")]


def text_of(client, address):
    return unescape(words(client.get(address)))


@pytest.mark.parametrize(("place", "before"), [("top", True), ("foot", False)])
def test_a_correction_stands_at_the_top_or_at_the_foot_of_its_article(client, place, before):
    article = factories.make_article(body="<p>Thân bài ở giữa</p>")
    correction = factories.make_correction(article=article, place=place, wrong="sáu cuộc")
    _head, text = text_of(client, article.get_absolute_url()).split("</head>")
    assert (text.index("sáu cuộc") < text.index("Thân bài ở giữa")) is before
    assert f'id="dinh-chinh-{correction.pk}"' in text
    assert text.count("sáu cuộc") == 1
    assert 'href="/dinh-chinh/"' in text


def test_all_corrections_stand_on_one_page_with_the_way_to_their_place(client):
    older = factories.make_correction(date="2018-06-01", wrong="sáu", right="chín", article=factories.make_article(headline="Bài một"))
    newer = factories.make_correction(date="2019-06-01", kind="xin-loi", article=factories.make_article(headline="Bài hai"))
    text = text_of(client, "/dinh-chinh/")
    assert text.index("Bài hai") < text.index("Bài một")
    for correction in (older, newer):
        assert f'href="{correction.article.get_absolute_url()}#dinh-chinh-{correction.pk}"' in text
    assert "Xin lỗi" in text
    english = text_of(client, "/en/dinh-chinh/")
    assert "Apology" in english
    assert f'href="/en{older.article.get_absolute_url().removeprefix("/en")}#dinh-chinh-{older.pk}"' in english


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"mot", "hai", "ba"}),
        ("?kind=xin-loi", {"hai"}),
        ("?year=2018", {"mot"}),
        ("?year=2017", set()),
        ("?q=chin+CUOC", {"mot"}),
        ("?q=bai+hai", {"hai"}),
        ("?q=khong+co", set()),
    ],
)
def test_corrections_narrow_by_kind_year_and_words(client, query, found):
    made = {
        "mot": {"date": "2018-06-01", "right": "chín cuộc"},
        "hai": {"date": "2019-06-01", "kind": "xin-loi"},
        "ba": {"date": "2020-06-01", "kind": "cai-chinh"},
    }
    for name, fields in made.items():
        factories.make_correction(article=factories.make_article(slug=name, headline=f"Bài {name}"), **fields)
    text = re.sub(r"<form.*?</form>", "", text_of(client, f"/dinh-chinh/{query}"), flags=re.DOTALL)
    assert {name for name in made if f'href="/tin-bai/{name}/#' in text} == found
    exported = text_of(client, f"/dinh-chinh/dinh-chinh.csv{query}")
    assert {name for name in made if f"/tin-bai/{name}/#" in exported} == found
    listed = client.get(f"/api/v1/corrections/{query}").json()["results"]
    assert {name for name in made if f"Bài {name}" in {row["article"]["name"] for row in listed}} == found


@pytest.mark.parametrize("query", ["?kind=nonsense", "?year=abc", "?article=0"])
def test_a_filter_of_corrections_that_is_no_such_thing_is_refused(client, query):
    assert client.get(f"/dinh-chinh/{query}").status_code == 400
    assert client.get(f"/dinh-chinh/dinh-chinh.csv{query}").status_code == 404
    assert client.get(f"/api/v1/corrections/{query}").status_code == 400


def test_the_list_of_corrections_is_paged(client):
    article = factories.make_article()
    for _ in range(30):
        factories.make_correction(article=article)
    assert client.get("/dinh-chinh/").context["page_obj"].paginator.num_pages == 2
    assert text_of(client, "/dinh-chinh/?page=2").count('class="notice notice--corrected"') == 5


def test_a_draft_of_a_corrected_article_lends_the_list_no_words(client):
    """Words are looked for in what is published, and the headline shown is that of the live edition."""
    correction = factories.make_correction(article=factories.make_article(headline="Đang hiện"))
    draft = correction.article.open_draft()
    draft.headline = "Chưa ai thấy"
    draft.save()
    assert "Đang hiện" in text_of(client, "/dinh-chinh/")
    found = text_of(client, "/dinh-chinh/?q=chua+ai+thay")
    assert "Đang hiện" not in found
    assert "Chưa ai thấy" not in found


def test_a_correction_dated_to_come_is_seen_from_its_day_on(client, monkeypatch):
    article = factories.make_article()
    correction = factories.make_correction(article=article, wrong="sáu cuộc", date=timezone.localdate() + datetime.timedelta(days=1))
    exits = ["/dinh-chinh/", "/dinh-chinh/moi.atom", "/dinh-chinh/dinh-chinh.csv", "/tin-bai/moi.atom", article.get_absolute_url()]
    for address in [*exits, f"/api/v1/articles/{article.pk}/", "/api/v1/corrections/"]:
        assert "sáu cuộc" not in text_of(client, address)
    assert client.get("/api/v1/articles/").json()["results"][0]["corrections_count"] == 0
    midnight = timezone.make_aware(datetime.datetime.combine(correction.date, datetime.time.min))
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    for address in [*exits, f"/api/v1/articles/{article.pk}/", "/api/v1/corrections/"]:
        assert "sáu cuộc" in text_of(client, address), address


def test_an_entry_of_the_article_feed_is_renewed_by_a_correction(client):
    article = factories.make_article(lead="Đoạn <mở> & đầu", at=factories.moment(days=3))
    before = entries(client)[0]
    assert before["updated"] == article.published_at.isoformat()
    correction = factories.make_correction(article=article, wrong="<b>sáu</b> cuộc", right="chín cuộc")
    after = entries(client)[0]
    assert after["id"] == before["id"]
    assert after["updated"] == correction.created_at.isoformat()
    assert "chín cuộc" in after["summary"]
    assert "&lt;b&gt;sáu&lt;/b&gt;" in after["summary"]
    assert "Đoạn &lt;mở&gt; &amp; đầu" in after["summary"]


def test_the_feed_of_corrections_leads_to_their_place(client):
    correction = factories.make_correction(wrong="sáu cuộc", right="chín cuộc")
    (entry,) = entries(client, "/dinh-chinh/moi.atom")
    assert entry["link"] == f"http://testserver{correction.article.get_absolute_url()}#dinh-chinh-{correction.pk}"
    assert entry["title"] == f"Đính chính: {correction.article.headline}"
    assert "chín cuộc" in entry["summary"]
    assert entry["id"] == f"http://testserver/api/v1/corrections/{correction.pk}/"


def test_an_entry_keeps_its_id_when_the_article_moves(client):
    article = factories.make_article()
    before = entries(client)[0]
    article.slug = "dia-chi-moi"
    article.save()
    after = entries(client)[0]
    assert (after["id"], after["link"]) == (before["id"], "http://testserver/tin-bai/dia-chi-moi/")


def test_the_api_says_where_a_correction_stands_and_how_many_there_are(client):
    article = factories.make_article()
    factories.make_correction(article=article, place="foot")
    factories.make_correction(article=article)
    other = factories.make_article()
    counts = {row["id"]: row["corrections_count"] for row in client.get("/api/v1/articles/").json()["results"]}
    assert counts == {article.pk: 2, other.pk: 0}
    alone = client.get(f"/api/v1/articles/{article.pk}/").json()
    assert alone["corrections_count"] == 2
    assert [row["place"] for row in alone["corrections"]] == ["top", "foot"]
    assert [row["place"] for row in client.get("/api/v1/corrections/").json()["results"]] == ["top", "foot"]


@pytest.mark.parametrize("address", ["/", "/tin-bai/", "/tim-kiem/?q=bai"])
def test_a_card_says_that_its_article_was_corrected(client, address):
    article = factories.make_article()
    assert "Có đính chính" not in text_of(client, address)
    factories.make_correction(article=article)
    assert "Có đính chính" in text_of(client, address)


def test_the_footer_of_every_page_leads_to_the_corrections(client):
    assert 'href="/dinh-chinh/"' in text_of(client, "/gioi-thieu/")


def test_search_engines_are_told_of_a_correction_but_not_of_work_at_the_desk(client):
    article = factories.make_article(at=factories.moment(days=3))
    article.open_draft()
    article.save()
    day = timezone.localtime(article.published_at).date()
    assert f"<lastmod>{day}</lastmod>" in text_of(client, "/sitemap-articles.xml")
    factories.make_correction(article=article)
    assert f"<lastmod>{timezone.localdate()}</lastmod>" in text_of(client, "/sitemap-articles.xml")


def test_an_article_says_when_a_later_edition_took_over_and_nothing_before(client):
    article = factories.make_article(at=factories.moment(hours=3))
    assert "cập nhật" not in text_of(client, article.get_absolute_url())
    second = article.open_draft()
    assert "cập nhật" not in text_of(client, article.get_absolute_url())
    second.go_live(factories.moment(hours=1))
    assert "cập nhật" in text_of(client, article.get_absolute_url())


def test_an_article_whose_first_draft_was_set_aside_was_not_updated(client):
    article = factories.make_article(published=False)
    article.restore(article.draft).go_live(timezone.now())
    article.refresh_from_db()
    article.state, article.published_at = "published", article.editions.get(number=2).live_from
    article.save()
    assert "cập nhật" not in text_of(client, article.get_absolute_url())
