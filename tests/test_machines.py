"""What programs read of the site: feeds, calendars, site maps, linked data. Each is read by a library that is not ours."""

import datetime
import io
import json
import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from PIL import Image
from rdflib import Dataset
from rdflib.namespace import RDF, SDO

from articles.demo import load_demo
from meetings.models import Conference, Official, Province, State
from meetings.reference import load
from qcdc.share_images import draw
from tests import factories
from tests.reading import body

# rdflib warns of its own use of what it is about to rename.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]

ATOM = ["/tin-bai/moi.atom", "/hoi-nghi/moi.atom", "/chi-dao/moi.atom", "/dinh-chinh/moi.atom"]
RSS = [address.replace(".atom", ".rss") for address in ATOM]


@pytest.fixture
def demo():
    load()
    article = load_demo()
    factories.make_correction(article=article, wrong="tám tỉnh", right="bảy tỉnh")
    return article


def linked(client, address):
    """The JSON-LD of a page, read as a graph in the words of schema.org."""
    page = client.get(address).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    document = json.loads(block)
    assert document["@context"] == "https://schema.org"
    graph = Dataset(default_union=True)
    graph.parse(data=json.dumps(document | {"@context": {"@vocab": str(SDO)}}), format="json-ld")
    known = {str(term) for term in dir(SDO)} | {str(SDO[name]) for name in SDO.__annotations__}
    used = {str(name) for name in graph.predicates() if str(name).startswith(str(SDO))}
    kinds = {str(kind) for kind in graph.objects(None, RDF.type)}
    assert used | kinds <= known, (used | kinds) - known
    return document["@graph"], kinds


def test_every_feed_is_well_formed_and_full(client, demo):
    for address in (*ATOM, *RSS):
        feed = feedparser.parse(body(client.get(address)))
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.version == ("atom10" if address.endswith("atom") else "rss20")
        assert feed.entries, address
        assert all(entry.title and entry.link and entry.id for entry in feed.entries), address


def test_a_feed_holds_what_its_list_holds(client, demo):
    other = factories.make_article(conference=factories.make_conference(date="2019-01-02"), headline="Bài khác")
    whole = feedparser.parse(body(client.get("/tin-bai/moi.atom")))
    narrowed = feedparser.parse(body(client.get("/tin-bai/moi.atom?province=lang-son&year=2018")))
    assert {entry.title for entry in whole.entries} >= {other.headline, demo.headline}
    assert [entry.title for entry in narrowed.entries] == [demo.headline]
    assert next(link.href for link in narrowed.feed.links if link.rel == "self").endswith("/tin-bai/moi.atom?province=lang-son&year=2018")
    assert client.get("/tin-bai/moi.atom?year=abc").status_code == 404


def test_the_calendar_is_read_by_others(client, demo):
    factories.make_conference(title="Hội nghị bị hủy; có dấu, và \\ gạch", date="2026-12-24", end_date="2026-12-25", state="cancelled")
    factories.make_conference(title="Chỉ biết tháng", date="2026-12")
    calendar = Calendar.from_ical(body(client.get("/hoi-nghi/lich.ics")))
    assert not calendar.errors
    events = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    held = events[demo.conference.title]
    assert held["DTSTART"].dt == datetime.date(2018, 5, 29)
    assert held["DTEND"].dt == datetime.date(2018, 5, 30)
    assert held["STATUS"] == "CONFIRMED"
    assert str(held["UID"]) == f"conference-{demo.conference_id}@testserver"
    gone = events[f"[{State.CANCELLED.label}] Hội nghị bị hủy; có dấu, và \\ gạch"]
    assert (gone["STATUS"], gone["DTEND"].dt) == ("CANCELLED", datetime.date(2026, 12, 26))
    assert "Chỉ biết tháng" not in str(events)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]


def test_an_event_keeps_its_name_and_counts_its_changes(client, demo):
    address = f"{demo.conference.get_absolute_url()}hoi-nghi.ics"
    (before,) = Calendar.from_ical(body(client.get(address))).walk("VEVENT")
    demo.conference.touch()
    (after,) = Calendar.from_ical(body(client.get(address))).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert client.get("/hoi-nghi/lich.ics?year=2017").status_code == 200
    assert client.get("/hoi-nghi/lich.ics?year=x").status_code == 404


def test_an_article_tells_who_wrote_what_when_about_which_event(client, demo):
    graph, kinds = linked(client, demo.get_absolute_url())
    article = next(thing for thing in graph if thing["@type"] == "NewsArticle")
    assert article["headline"] == demo.headline
    assert article["datePublished"].endswith("+07:00")
    assert article["about"]["startDate"] == "2018-05-29"
    assert article["correction"][0]["text"] == "tám tỉnh → bảy tỉnh"
    assert str(SDO.BreadcrumbList) in kinds


def test_every_kind_of_page_speaks_the_words_of_schema_org(client, demo):
    conference = demo.conference
    pages = {
        "Event": conference,
        "Person": Official.objects.get(name="Trương Thị Mai"),
        "AdministrativeArea": Province.objects.get(slug="lang-son"),
        "CreativeWork": conference.directives.first(),
        "GovernmentOrganization": conference.organisers.get().organisation,
        "Organization": conference.cluster,
        "DefinedTerm": conference.directives.first().themes.first(),
    }
    for kind, page in pages.items():
        graph, kinds = linked(client, page.get_absolute_url())
        assert graph[0]["@type"] == kind
        assert kinds >= {str(SDO[kind]), str(SDO.BreadcrumbList)}


def test_what_an_editor_writes_cannot_leave_the_description(client):
    title = "</script><script>alert(1)</script> & <!--"
    conference = factories.make_conference(title=title, date="2018-05-29")
    graph, _kinds = linked(client, conference.get_absolute_url())
    assert graph[0]["name"] == title
    assert "<script>alert" not in client.get(conference.get_absolute_url()).text


def test_a_page_has_one_address_and_one_in_each_language(client, demo):
    page = client.get(f"{demo.get_absolute_url()}?utm_source=x").text
    here = f"http://testserver{demo.get_absolute_url()}"
    assert f'<link rel="canonical" href="{here}">' in page
    assert f'<link rel="alternate" hreflang="en" href="http://testserver/en{demo.get_absolute_url()}">' in page

    assert 'rel="canonical"' not in client.get("/khong-co/").text


def test_the_picture_for_sharing_is_drawn(client, demo):
    shared = re.search(r'<meta property="og:image" content="http://testserver([^"]+)"', client.get(demo.get_absolute_url()).text)
    for address in (shared[1], reverse("meetings:share-image", args=[demo.conference_id])):
        picture = Image.open(io.BytesIO(body(client.get(address))))
        assert picture.size == (1200, 630)
        assert len(picture.convert("RGB").getcolors(100_000)) > 2


def test_any_title_can_be_drawn():
    for title in ("", "x" * 500, "Hội nghị " * 200, "𠀀 \u202e ngược", "ẵ" * 90):
        assert Image.open(io.BytesIO(draw(title, title, title))).size == (1200, 630)


def test_the_news_of_two_days_are_listed_for_news_searches(client):
    fresh = factories.make_article(headline="Tin mới & nóng")
    factories.make_article(headline="Tin cũ", at=timezone.now() - datetime.timedelta(days=3))
    root = ElementTree.fromstring(body(client.get("/sitemap-news.xml")))
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "news": "http://www.google.com/schemas/sitemap-news/0.9"}
    assert [each.text for each in root.findall(".//news:title", names)] == ["Tin mới & nóng"]
    assert root.findtext(".//s:loc", namespaces=names) == f"http://testserver{fresh.get_absolute_url()}"
    assert root.findtext(".//news:publication_date", namespaces=names).endswith("+07:00")


def test_the_site_map_names_both_languages(client, demo):
    text = body(client.get("/sitemap-conferences.xml")).decode()
    address = demo.conference.get_absolute_url()
    assert f'hreflang="en" href="http://testserver/en{address}"' in text
    assert f"<loc>http://testserver{address}</loc>" in text


def test_the_manifest_names_pictures_that_are_there(client):
    about = client.get("/qcdc.webmanifest").json()
    assert about["start_url"] == "/"
    assert {icon["sizes"] for icon in about["icons"]} == {"any", "192x192", "512x512"}


def test_the_calendar_takes_as_many_queries_for_one_as_for_many(client, django_assert_max_num_queries):
    for number in range(30):
        conference = factories.make_conference(date=f"2018-05-{number % 28 + 1:02d}", host_province=factories.make_province())
        factories.organise(conference, factories.make_organisation())
    with django_assert_max_num_queries(4):
        body(client.get("/hoi-nghi/lich.ics"))
    assert Conference.objects.count() == 30
