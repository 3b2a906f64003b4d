"""The frame: headers, health, logs, settings, and what a first run leaves behind."""

import datetime
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from qcdc import health
from qcdc.headers import client_address
from qcdc.logs import JSONFormatter, RequestIdFilter
from qcdc.management.commands import start_here
from qcdc.words import moment
from tests import factories
from tests.doors import LISTS, make_record
from tests.reading import words

ROOT = Path(__file__).parent.parent.parent
POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/hoi-nghi/", "/khong-co/", "/api/v1/conferences/", "/api/v1/docs/", "/robots.txt", "/?q=%00"])
def test_every_answer_carries_the_strict_headers(client, address):
    response = client.get(address)
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_the_admin_may_have_a_nonce_but_no_inline_script(client):
    policy = dict(part.split(" ", 1) for part in client.get("/admin/login/")["Content-Security-Policy"].split("; "))
    assert "unsafe-inline" not in policy["script-src"]
    assert policy["frame-ancestors"] == "'none'"


@pytest.mark.django_db
def test_readers_get_no_cookie_and_no_address_of_another_host(client):
    record = make_record()
    addresses = [address(record) for several in LISTS.values() for address in several]
    addresses += [record.conference.get_absolute_url(), record.article.get_absolute_url(), record.official.get_absolute_url()]
    for address in addresses:
        response = client.get(address)
        text = words(response)
        if response["Content-Type"].startswith("text/html"):
            loaded = re.findall(r'(?:src|srcset|data|action|poster)="([^"]*)"', text) + re.findall(
                r'<link (?!rel="(?:canonical|alternate|prev|next)")[^>]*href="([^"]*)"', text
            )
            assert [url for url in loaded if not url.startswith(("/", "?", "#"))] == []
            assert not re.search(r"<script(?![^>]* src=| type=.application/ld)|<style| style=| on[a-z]+=", text)
    assert not client.cookies


@pytest.mark.django_db
def test_healthz_and_readyz_say_that_all_is_well(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok", "cache": "ok"}}
    assert "no-store" in ready["Cache-Control"]


@pytest.mark.django_db
def test_readyz_refuses_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="articles").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "failed"


@pytest.mark.django_db
def test_readyz_names_what_fails_without_its_secrets(client, monkeypatch):
    def broken():
        raise ConnectionError("password=hunter2")

    monkeypatch.setitem(health.CHECKS, "cache", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["cache"] == "ConnectionError"
    assert b"hunter2" not in response.content


@pytest.mark.django_db
def test_a_request_keeps_its_id_and_gets_one_where_it_has_none(client):
    assert client.get("/healthz", headers={"X-Request-Id": "abc-12345"})["X-Request-Id"] == "abc-12345"
    assert re.fullmatch(r"[0-9a-f]{32}", client.get("/healthz")["X-Request-Id"])
    assert re.fullmatch(r"[0-9a-f]{32}", client.get("/healthz", headers={"X-Request-Id": "a\nb" * 9})["X-Request-Id"])


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2, 3.3.3.3", "2.2.2.2"),
        (2, "3.3.3.3", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_a_client_is_known_by_what_our_own_proxies_saw(rf, settings, proxies, forwarded, address):
    """What a client writes into the header itself counts for nothing."""
    settings.PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(rf.get("/", headers=headers, REMOTE_ADDR="9.9.9.9")) == address


@pytest.mark.django_db
def test_wrong_passwords_lock_one_name_at_one_address_for_a_while(client, settings):
    settings.AXES_ENABLED = True
    factories.make_user(username="bientap", password="dung")
    answers = [client.post("/admin/login/", {"username": "bientap", "password": "sai"}).status_code for _ in range(9)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert client.post("/admin/login/", {"username": "bientap", "password": "dung"}).status_code == 429
    elsewhere = client.post("/admin/login/", {"username": "bientap", "password": "dung"}, REMOTE_ADDR="8.8.8.8")
    assert elsewhere.status_code == 302


def test_a_log_line_is_one_json_object():
    try:
        raise ValueError("hỏng\ndòng hai")
    except ValueError:
        record = logging.LogRecord("qcdc", logging.ERROR, __file__, 1, "Không lưu được %s", ("bài",), sys.exc_info())
    RequestIdFilter().filter(record)
    line = JSONFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == "Không lưu được bài"
    assert "ValueError" in json.loads(line)["traceback"]


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | {"READ_ENV_FILE": "0"} | environment,
        capture_output=True,
        text=True,
    )


def test_without_debug_a_missing_secret_key_stops_the_start():
    done = manage("check")
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr


def test_the_deployment_check_is_clean_with_production_settings(tmp_path):
    done = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY="x7" * 40 + "abcdefghij",
        ALLOWED_HOSTS="qcdc.example",
        DATABASE_URL="postgres://qcdc@127.0.0.1:1/qcdc",
        CACHE_URL="redis://127.0.0.1:1/0",
        DATA_DIR=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr


def test_sqlite_runs_in_wal_with_immediate_transactions(tmp_path):
    code = (
        "from django.db import connection as c; c.ensure_connection(); "
        "print(c.cursor().execute('PRAGMA journal_mode').fetchone()[0], c.transaction_mode)"
    )
    done = manage("shell", "--no-imports", "-c", code, DEBUG="1", DATA_DIR=str(tmp_path))
    assert done.stdout.split() == ["wal", "IMMEDIATE"], done.stderr


@pytest.mark.django_db
def test_a_first_run_makes_an_editor_and_later_runs_change_nothing(capsys, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(start_here, "is_empty", lambda: True)
    call_command("start_here")
    name, password = (tmp_path / "editor.txt").read_text().split()
    editor = get_user_model().objects.get(username=name)
    assert editor.check_password(password)
    assert editor.is_staff
    assert not editor.is_superuser
    assert editor.has_perm("articles.publish_article")
    assert (tmp_path / "editor.txt").stat().st_mode & 0o077 == 0
    monkeypatch.setattr(start_here, "is_empty", lambda: False)
    before = {table: count(table) for table in connection.introspection.table_names()}
    call_command("start_here")
    assert {table: count(table) for table in connection.introspection.table_names()} == before
    assert password not in capsys.readouterr().out.splitlines()[-1]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


def test_a_moment_is_told_to_the_second_with_the_offset_of_the_place():
    at = datetime.datetime(2018, 5, 29, 8, 30, 15, 123456, tzinfo=datetime.UTC)
    assert moment(at) == "2018-05-29T15:30:15+07:00"
    assert moment(None) == ""
