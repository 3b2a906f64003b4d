"""Whatever is asked, the answer is a clean page or problem document, never a traceback."""

import pytest
from django.contrib import admin
from django.urls import reverse

from qcdc import views
from qcdc.desk import Desk
from qcdc.pictures import rendition_name
from tests.doors import DETAILS, LISTS, SILENT, make_record
from tests.reading import body, finish, words

pytestmark = pytest.mark.django_db

HUGE = "9" * 40
FILTERS = ("year", "province", "official", "theme", "kind", "state", "on", "conference", "organisation", "indicator", "by")


@pytest.fixture
def addresses():
    record = make_record()
    found = [address(record) for doors in (LISTS, DETAILS) for several in doors.values() for address in several]
    return [address for address in found if "/anh-chia-se/" not in address]  # They draw a picture, whatever is asked.


def clean(response, address: str, allowed: set[int]) -> None:
    assert response.status_code in allowed, (address, response.status_code)
    text = words(response)
    assert "Traceback" not in text
    if response.status_code >= 400 and address.startswith("/api/"):
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code


def plus(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"


@pytest.mark.parametrize(
    "query",
    [
        *(f"page={value}" for value in ("0", "-1", HUGE, "abc", "1.5", "%C2%B2", "")),
        *("&".join(f"{name}={value}" for name in FILTERS) for value in ("%27", HUGE)),
        *(f"{name}=%27" for name in ("year", "province", "on")),
        "ordering=password",
        "limit=0",
        f"limit={HUGE}",
        "q=" + "a" * 300,
        "q=%25_%5C",
        "format=exe",
        "x[]=1&x[]=2",
        "&&&=&",
    ],
)
def test_a_query_that_makes_no_sense(client, addresses, query):
    for address in addresses:
        clean(client.get(plus(address, query)), address, {200, 301, 302, 400, 404})


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%FF%FE", "%00=1", "year=2018%00", "q=" + "a" * 100_000], ids=["nul", "utf-8", "nul-name", "nul-year", "100-kb"]
)
def test_a_query_that_no_honest_client_sends_is_refused(client, addresses, query):
    for address in addresses:
        clean(client.get(plus(address, query)), address, {400})


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/%FF/",
        "/tin-bai/%00/",
        "/tin-bai/" + "a" * 5000 + "/",
        "/tin-bai/Đảng/",
        f"/chi-dao/{HUGE}/",
        f"/chi-dao/{HUGE}-x/",
        f"/hoi-nghi/{HUGE}/",
        f"/hoi-nghi/{HUGE}/x/",
        f"/anh/{HUGE}/w480.webp",
        "/anh/1/../../etc/passwd",
        f"/chan-dung/{HUGE}/w320.webp",
        "/tin-bai/tin-bai.exe",
        "/sitemap-nothing.xml",
        "/en/khong-co/",
        "/fr/",
        "/api/v1/nothing/",
        f"/api/v1/conferences/{HUGE}/",
        f"/api/v1/officials/{HUGE}/",
        "/api/v1/officials/%00/",
        "/api/v2/",
        "/media/photos/x.png",
    ],
)
def test_an_address_that_leads_nowhere(client, path):
    clean(client.get(path), path, {200, 400, 404} if path == f"/hoi-nghi/{HUGE}/" else {400, 404})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_doors_take_no_other_method(client, addresses, method):
    for address in addresses:
        clean(getattr(client, method)(address), address, {301, 405})


def test_head_and_options_are_answered_everywhere(client, addresses):
    for address in addresses:
        for response, statuses in ((client.head(address), {200, 301}), (client.options(address), {200, 204, 405})):
            assert response.status_code in statuses, address
            finish(response)


def test_a_wrong_host_gets_400(client, addresses):
    for address in addresses:
        response = client.get(address, headers={"host": "evil.example"})
        assert response.status_code == 400
        assert b"evil.example" not in body(response)


def test_an_unknown_page_says_so_in_vietnamese_and_offers_the_lists(client):
    text = words(client.get("/khong-co/"))
    assert 'lang="vi"' in text
    assert "/hoi-nghi/" in text


def test_an_unknown_size_of_a_picture_is_not_made(client):
    record = make_record()
    for size in ("w99", "original", "w1600x"):
        assert client.get(f"/anh/{record.photo.pk}/{size}.webp").status_code == 404
        assert client.get(f"/chan-dung/{record.official.pk}/{size}.webp").status_code == 404


def test_a_picture_whose_file_is_gone_answers_404(client):
    record = make_record()
    record.photo.file.storage.delete(record.photo.file.name)
    for rendition in ("w480", "w960", "w1600"):
        record.photo.file.storage.delete(rendition_name(record.photo.file, rendition))
        assert client.get(f"/anh/{record.photo.pk}/{rendition}.webp").status_code == 404


def test_a_fault_of_ours_is_a_clean_500(client, monkeypatch):
    """The page tells nothing of the fault and needs no database."""

    def broken(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views.Conference.objects, "published", broken)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "secret detail" not in words(response)
    assert response["Content-Security-Policy"]


def test_silent_doors_answer(client):
    assert "robots" in SILENT
    for address in ("/healthz", "/readyz", "/robots.txt", "/gioi-thieu/", "/api/v1/", "/api/v1/schema/", "/api/v1/docs/"):
        assert client.get(address).status_code == 200


def test_what_can_be_no_id_has_no_history(admin_client):
    for model in (each for each, desk in admin.site._registry.items() if isinstance(desk, Desk)):
        for pk in ("²", "abc", "1_5F", "%FF", HUGE):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[pk])
            assert admin_client.get(address).status_code == 404, address
            if hasattr(model, "history"):
                assert admin_client.get(f"{address}{pk}/").status_code == 404, address


@pytest.mark.parametrize("model", ["articles/article", "articles/photo", "meetings/conference", "auth/user"])
def test_what_can_be_no_id_is_not_chosen_for_an_action(admin_client, model):
    for pk in ("²", "abc", HUGE):
        data = {"action": "delete_selected", "_selected_action": pk, "index": "0"}
        assert admin_client.post(f"/admin/{model}/", data).status_code == 302, pk
