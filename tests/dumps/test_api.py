"""Whoever copies the record finds the newest dump, fetches it in pieces, and never gets what was taken back."""

import hashlib

import pytest
from django.urls import reverse

from tests.dumps.shelf import cursor_now, dump, put, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    for pk in range(1, 40):
        put("article", pk, headline=f"Hội nghị {pk}")
    return dump()


def file_of(made, form="jsonl"):
    return next(file for file in made.manifest["files"] if file["noun"] == "articles" and file["format"] == form)


def body(response):
    return b"".join(response.streaming_content)


def ask(client, made, **headers):
    return client.get(reverse("api:dump", args=[file_of(made)["name"]]), headers=headers)


def test_the_list_is_empty_before_the_first_dump(client):
    assert client.get(reverse("api:dumps")).json() == {"results": []}


def test_the_list_leads_to_every_file(client, made):
    (told,) = client.get(reverse("api:dumps")).json()["results"]
    assert told["cursor"] == cursor_now()
    assert client.get(told["manifest"]).json() == made.manifest
    assert len(told["files"]) == 2 * len(made.nouns)
    for file in told["files"]:
        content = body(client.get(file["url"]))
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])


def test_a_file_comes_with_its_fingerprint_and_is_not_packed_twice(client, made):
    response = ask(client, made, accept_encoding="gzip", accept="application/zip")
    assert response.status_code == 200
    assert response["ETag"] == f'"{file_of(made)["sha256"]}"'
    assert response["Content-Length"] == str(file_of(made)["size"])
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "no-cache"
    assert "Content-Encoding" not in response
    assert body(response)[:2] == b"PK"
    known = ask(client, made, if_none_match=response["ETag"])
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", response["ETag"])


def test_head_says_the_same_without_the_file(client, made):
    response = client.head(reverse("api:dump", args=[file_of(made)["name"]]))
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(file_of(made)["size"])
    assert response["ETag"] == f'"{file_of(made)["sha256"]}"'


def test_a_broken_download_goes_on_where_it_stopped(client, made):
    whole = body(ask(client, made))
    first, rest = ask(client, made, range="bytes=0-99"), ask(client, made, range="bytes=100-", accept_encoding="gzip")
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first["Content-Range"] == f"bytes 0-99/{len(whole)}"
    assert rest["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert body(first) + body(rest) == whole
    assert body(ask(client, made, range="bytes=-7")) == whole[-7:]
    assert body(ask(client, made, range=f"bytes=5-{10**15}", if_range=first["ETag"])) == whole[5:]


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=x", "bytes=-", "bytes=" + "9" * 60 + "-", ""])
def test_what_is_no_such_part_is_answered_whole(client, made, asked):
    response = ask(client, made, range=asked)
    assert response.status_code == 200
    assert len(body(response)) == file_of(made)["size"]


def test_a_part_of_another_version_is_answered_whole(client, made):
    response = ask(client, made, range="bytes=5-", if_range='"another"')
    assert response.status_code == 200
    assert len(body(response)) == file_of(made)["size"]


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(client, made, asked):
    response = ask(client, made, range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{file_of(made)['size']}"
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("action", ["withdraw", "hide", "delete"])
def test_what_was_taken_back_is_in_no_dump_that_is_handed_out(client, made, action):
    address = client.get(reverse("api:dumps")).json()["results"][0]["files"][0]["url"]
    take_back("article", 7, action)
    assert client.get(reverse("api:dumps")).json() == {"results": []}
    for name in (file_of(made)["name"], made.manifest["name"]):
        gone = client.get(reverse("api:dump", args=[name]))
        assert gone.status_code == 410
        assert "/api/v1/dumps/" in gone.json()["detail"]
    dump()
    (new,) = client.get(reverse("api:dumps")).json()["results"]
    assert new["files"][0]["url"] != address
    assert client.get(address).status_code == 404
    assert not made.folder.exists()


def test_what_only_changed_closes_no_dump(client, made):
    put("article", 3, action="update", headline="Tên khác")
    assert len(client.get(reverse("api:dumps")).json()["results"]) == 1


@pytest.mark.parametrize(
    "name",
    [
        "qcdc-20260101T000000000Z-articles.jsonl.zip",
        "qcdc-20260101T000000000Z-manifest.json",
        "..%2F..%2Fetc%2Fpasswd",
        "manifest.json",
        ".lock",
        "x" * 300,
        "%00",
        "qcdc-２０２６0101T000000000Z-manifest.json",
    ],
)
def test_an_unknown_name_is_not_found(client, made, name):
    assert client.get(f"/api/v1/dumps/{name}").status_code in {400, 404}


def test_a_name_that_no_file_of_the_dump_has_is_not_found(client, made):
    stamp = made.folder.name
    for name in (f"qcdc-{stamp}-ministers.csv.zip", f"qcdc-{stamp}-articles.csv", stamp):
        assert client.get(f"/api/v1/dumps/{name}").status_code == 404
