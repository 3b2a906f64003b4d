"""The API beside the same data through plain nested ModelSerializers, in one process and in alternating rounds.

    SECRET_KEY=bench .venv/bin/python -m bench.api
    DATABASE_URL=postgres://…/an-empty-database SECRET_KEY=bench .venv/bin/python -m bench.api

Without DATABASE_URL on a throw-away SQLite file. Both ways go through the whole of Django by WSGI, with the same middleware; the
members that both give must be equal, and the queries the same for few rows and for many. Prints requests per second, the medians
of rounds, and ends with 1 where the API is not as many times faster as it has to be.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

WANTED = {"50 conferences": 3.5, "a conference": 3.5, "50 articles": 4.0}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--seconds", type=float, default=0.5, help="how long each way is asked in a round")
    options.add_argument("--conferences", type=int, default=60)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "qcdc.settings",
            "READ_ENV_FILE": "0",
            "DATA_DIR": folder,
            "LOG_LEVEL": "ERROR",
            "DEBUG": "0",
            "HTTPS": "0",
            "ALLOWED_HOSTS": "testserver",
            "API_THROTTLE": "100000000/minute",
        }
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or "bench"

        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.ROOT_URLCONF = "bench.day_one"
        settings.DATABASES["default"]["CONN_MAX_AGE"] = 60  # as in production; both ways keep their connection
        call_command("migrate", verbosity=0)
        grow(asked.conferences)
        print(f"{connection.vendor}, {asked.conferences} conferences and articles", flush=True)
        return compare(asked.rounds, asked.seconds)


def grow(conferences: int) -> None:
    """Conferences with a dozen people and eight directives each, and an article on each."""
    from django.db import connection, transaction

    from qcdc.changes.store import settle

    with transaction.atomic():
        write(conferences)
    while not settle():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def write(conferences: int) -> None:
    """The rows, in one transaction: what has changed is looked at once, at its end."""
    from tests import factories

    provinces = [factories.make_province() for _ in range(12)]
    bodies = [factories.make_organisation() for _ in range(6)]
    themes = [factories.make_theme(f"theme-{number}") for number in range(5)]
    people = [factories.make_official() for _ in range(40)]
    cluster, series = factories.make_cluster(), factories.make_series()
    for number in range(conferences):
        conference = factories.make_conference(
            date=f"2018-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            host_province=provinces[number % 12],
            cluster=cluster,
            series=series,
            summary="<p>" + "Hội nghị đánh giá việc thực hiện. " * 20 + "</p>",
        )
        for each in range(5):
            factories.take_part(conference, provinces[(number + each) % 12])
            factories.organise(conference, bodies[each])
        present = []
        for each in range(12):
            present.append(
                factories.make_attendance(
                    "chair",
                    conference=conference,
                    official=people[(number + each) % 40],
                    province=provinces[each],
                    organisation=bodies[each % 6],
                    titles="Trưởng ban\nPhó Chủ tịch",
                    order=each,
                )
            )
        for each in range(6):
            factories.make_figure(conference=conference, province=provinces[each], said_by=present[each])
        for each in range(8):
            directive = factories.make_directive(
                conference=conference, issuer=present[each], number=each + 1, text="Đẩy mạnh đối thoại với nhân dân. " * 6
            )
            directive.themes.set(themes[: each % 3 + 1])
            directive.addressee_provinces.set(provinces[: each % 4])
            factories.make_progress(directive=directive, province=provinces[each])
        factories.make_article(conference=conference, lead="Lời dẫn của bài. " * 12, body="<p>" + "Câu trong bài. " * 150 + "</p>")


def compare(rounds: int, seconds: float) -> int:
    """Ask both ways in turn; 1 where the API is too slow."""
    from meetings.models import Conference

    one = Conference.objects.published().first()
    assert one
    pairs = {
        "50 conferences": ("conferences/?limit=50&expand=attendances,directives", "conferences/"),
        "a conference": (f"conferences/{one.pk}/", f"conferences/{one.pk}/"),
        "50 articles": ("articles/?limit=50", "articles/"),
    }
    slow = 0
    for name, (ours, plain) in pairs.items():
        ways = {"API": f"/api/v1/{ours}", "plain": f"/api/day-one/{plain}"}
        same_meaning(*(json.loads(ask(address)) for address in ways.values()))
        queries = {way: count(address) for way, address in ways.items()}
        found: dict[str, list[float]] = {way: [] for way in ways}
        for number in range(rounds):
            for way in sorted(ways, reverse=bool(number % 2)):
                found[way].append(rate(ways[way], seconds))
        api, plainly = (statistics.median(found[way]) for way in ("API", "plain"))
        is_enough = api / plainly >= WANTED[name]
        slow += not is_enough
        print(
            f"{name:15} API {api:8.1f}/s ({queries['API']} queries)   plain {plainly:7.1f}/s ({queries['plain']} queries)"
            f"   {api / plainly:5.1f} ×   wanted {WANTED[name]} ×   {'ok' if is_enough else 'TOO SLOW'}",
            flush=True,
        )
    return int(bool(slow))


def rate(address: str, seconds: float) -> float:
    """Requests a second."""
    ask(address)
    asked, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        ask(address)
        asked += 1
    return asked / (time.perf_counter() - start)


_application: list[Callable[..., Any]] = []


def ask(address: str) -> bytes:
    """The body of an answer, by WSGI."""
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    if not _application:
        _application.append(get_wsgi_application())
    environ = RequestFactory(headers={"Accept": "application/json"}).get(address).environ
    told: list[str] = []
    answer = _application[0](environ, lambda status, headers: told.append(status))
    body = b"".join(answer)
    answer.close()
    assert told == ["200 OK"], (address, told, body[:300])
    return body


def count(address: str) -> int:
    """How many queries an address takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask(address)
    return len(captured)


def same_meaning(ours: Any, plain: Any, at: str = "") -> None:
    """Every member of the plain answer is in ours, with the same value."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            if name not in ("next", "previous"):
                same_meaning(ours[name], value, f"{at}.{name}")
    elif isinstance(plain, list):
        assert len(ours) == len(plain), (at, len(ours), len(plain))
        for number, (mine, other) in enumerate(zip(ours, plain, strict=True)):
            same_meaning(mine, other, f"{at}[{number}]")
    else:
        assert ours == plain, (at, ours, plain)


if __name__ == "__main__":
    sys.exit(main())
