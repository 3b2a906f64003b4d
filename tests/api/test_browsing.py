"""The API as pages for people: the same addresses, asked by a browser."""

import html
import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from qcdc.api import COLLECTIONS
from tests import factories
from tests.api.world import World

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


def visit(client, address, status=200, **headers):
    response = client.get(address if address.startswith("/") else f"/api/v1/{address}", headers=BROWSER | headers)
    assert response.status_code == status, address
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return response


def text(response):
    return html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.mark.parametrize("noun", COLLECTIONS)
def test_a_browser_gets_every_list_and_record_as_a_page(client, noun):
    world = World().grow(2)
    for address in (f"{noun}/", f"{noun}/{world[noun].pk}/"):
        page, record = visit(client, address), client.get(f"/api/v1/{address}").json()
        assert f'"id": {world[noun].pk}' in text(page)
        own = f"http://testserver/api/v1/{noun}/{world[noun].pk}/"
        assert f'<a href="{own}" rel="nofollow">{own}</a>' in page.content.decode()
        assert "Accept" in page["Vary"].split(", ")
        assert page["Access-Control-Allow-Origin"] == "*"
        assert "RateLimit" in page
        assert record


def test_everything_else_that_is_data_is_a_page_too(client):
    factories.make_conference(title="Hội nghị dân chủ")
    for address in ("", "search/?q=dan+chu", "dumps/"):
        assert "curl" in text(visit(client, address))
    assert client.get("/api/v1/schema/", headers=BROWSER)["Content-Type"] == "application/json"
    assert "Dữ liệu cho các hệ thống khác" in text(client.get("/api/v1/docs/", headers=BROWSER))


@pytest.mark.parametrize(
    "accept", [None, "", "*/*", "application/json", "application/json, text/html;q=0.9", "application/json, text/html"]
)
def test_a_program_gets_json(client, accept):
    headers = {} if accept is None else {"Accept": accept}
    assert client.get("/api/v1/themes/", headers=headers)["Content-Type"] == "application/json"


def test_a_page_is_vietnamese_or_english(client):
    assert '<html lang="vi">' in visit(client, "themes/").content.decode()
    page = visit(client, "themes/", **ENGLISH)
    assert '<html lang="en">' in page.content.decode()
    assert page["Content-Language"] == "en"


def test_every_filter_is_a_field_with_its_meaning_and_the_values_it_takes(client):
    province = factories.make_province(name="Tỉnh Bắc Thử")
    page = visit(client, "conferences/?year=2018&state=held").content.decode()
    fields = dict(re.findall(r'<(?:input|select) id="ask-(\w+)" name="\w+"(?: value="([^"]*)")?', page))
    described = {name for name in fields if f'id="about-{name}"' in page}
    assert {"q", "year", "state", "province", "limit"} <= described == set(fields)
    assert fields["year"] == "2018"
    assert re.search(r"<option selected>held</option>", page)
    assert f'<option value="{province.slug}">Tỉnh Bắc Thử</option>' in page
    assert "after" not in fields


def test_what_is_sent_from_the_fields_is_asked(client):
    """A browser sends the fields that were left empty as well."""
    factories.make_conference(title="Hội nghị năm 2018", date="2018-05-29")
    factories.make_conference(title="Hội nghị năm 2019", date="2019-05-29")
    page = visit(client, "conferences/?q=&year=2019&state=&province=&limit=")
    assert "Hội nghị năm 2019" in text(page)
    assert "Hội nghị năm 2018" not in text(page)
    assert "curl 'http://testserver/api/v1/conferences/?year=2019'" in text(page)


def test_a_page_leads_to_the_next_and_back(client):
    for number in range(3):
        factories.make_region(order=number)
    page = visit(client, "regions/?limit=2").content.decode()
    (following,) = re.findall(r'<a class="button button--quiet" href="([^"]+)" rel="next">', page)
    page = visit(client, html.unescape(following).removeprefix("http://testserver")).content.decode()
    assert 'rel="prev">' in page
    assert 'rel="next">' not in page


def test_a_list_without_rows_says_so_and_leads_out(client):
    page = visit(client, "conferences/?year=1999").content.decode()
    assert 'class="empty"' in page
    assert 'href="/api/v1/conferences/"' in page


def test_the_other_forms_are_offered(client):
    page = visit(client, "articles/?year=2018").content.decode()
    for form in ("json", "csv", "ninjs"):
        assert f'href="?year=2018&amp;format={form}"' in page
    assert client.get("/api/v1/articles/?year=2018&format=json", headers=BROWSER)["Content-Type"] == "application/json"
    assert client.get("/api/v1/articles/?format=csv", headers=BROWSER)["Content-Type"].startswith("text/csv")


def test_a_refusal_is_a_page_in_the_language_of_the_page(client, settings):
    page = visit(client, "conferences/?year=abc", status=400)
    assert "Yêu cầu không hợp lệ" in text(page)
    assert re.search(r'id="ask-year".*?<p class="filters__error">Nhập một số\.</p>', page.content.decode(), re.DOTALL)
    assert "Bad Request" in text(visit(client, "conferences/?year=abc", status=400, **ENGLISH))
    for address in ("themes/987654/", "nothing/", "nothing/at/all/"):
        assert "Không tìm thấy" in text(visit(client, address, status=404))
    gone = factories.make_conference()
    gone.withdraw("Biên bản sai")
    assert "Biên bản sai" in text(visit(client, f"conferences/{gone.pk}/", status=410))
    assert "khóa" in text(visit(client, "themes/", status=401, Authorization="Bearer x")).lower()
    settings.API_THROTTLE = "1/minute"
    client.get("/api/v1/themes/", REMOTE_ADDR="192.0.2.9")
    response = client.get("/api/v1/themes/", headers=BROWSER, REMOTE_ADDR="192.0.2.9")
    assert response.status_code == 429
    assert "Retry-After" in response
    assert "Quá nhiều yêu cầu" in text(response)


def test_what_has_moved_leads_a_browser_on(client):
    merged = factories.make_official(merged_into=factories.make_attendance().official)
    response = client.get(f"/api/v1/officials/{merged.pk}/", headers=BROWSER)
    assert response.status_code == 301
    visit(client, response["Location"].removeprefix("http://testserver"))


HOSTILE = "</code><script>alert(1)</script>"


def test_nothing_from_the_record_or_the_address_becomes_markup(client):
    conference = factories.make_conference(
        title=HOSTILE, venue='https://x.example/"onmouseover="alert(1)', summary='<p><a href="https://a.example/?b=1&amp;c=2">x</a></p>'
    )
    for address in (
        f"conferences/{conference.pk}/",
        "conferences/",
        f"conferences/?q={HOSTILE}",
        'conferences/?year="><script>alert(1)</script>',
        f"conferences/?{HOSTILE}=1",
        f"{HOSTILE}/x/",
        "search/?q=%22%3E%3Cscript%3E",
    ):
        response = client.get(f"/api/v1/{address}", headers=BROWSER)
        page = response.content.decode()
        assert "<script>alert" not in page
        assert not re.search(r'<[^>]*\sonmouseover="', page)
        assert not re.search(r"<style|\sstyle=", page)
        assert "'unsafe-inline'" not in response["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    for link in re.findall(r'href="([^"]+)" rel="nofollow"', page):
        assert link.startswith(("http://", "https://"))


def test_a_page_costs_no_more_for_more_rows(client, django_assert_max_num_queries):
    World().grow(2)
    call_command("settle", stdout=io.StringIO())
    with django_assert_max_num_queries(12):
        visit(client, "conferences/")


def test_an_unchanged_page_travels_once(client):
    page = visit(client, "themes/")
    again = client.get("/api/v1/themes/", headers=BROWSER | {"If-None-Match": page["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/v1/themes/")["ETag"] != page["ETag"]
    assert client.head("/api/v1/themes/", headers=BROWSER)["Content-Type"].startswith("text/html")
    assert reverse("api:docs") in page.content.decode()
