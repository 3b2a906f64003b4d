"""How the readers' pages and the API grow with the record: time with 600 conferences over time with 30, in one run.

    SECRET_KEY=bench .venv/bin/python -m bench.pages

Runs on a throw-away SQLite file. All rows are invented. A ratio near 1 means that a page does not grow with the record.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FEW, MANY, ROUNDS = 30, 600, 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "qcdc.settings", "READ_ENV_FILE": "0", "DATA_DIR": folder, "HTTPS": "0"}
        os.environ |= {"ALLOWED_HOSTS": "testserver", "LOG_LEVEL": "ERROR", "DEBUG": "0", "API_THROTTLE": "1000000/minute"}
        os.environ.pop("DATABASE_URL", None)
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or "bench"

        import django

        django.setup()
        from django.core.management import call_command
        from django.test import Client

        Path(folder, "static").mkdir()
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0)
        client = Client()
        fill(FEW)
        few = measure(client.get)
        fill(MANY - FEW)
        many = measure(client.get)
        plain = many["/gioi-thieu/"]
        print(f"{'page':44} {'few ms':>8} {'many ms':>8} {'ratio':>6} {'to a plain page':>16}")
        for address in few:
            ratio = many[address] / few[address]
            print(f"{address[:44]:44} {few[address]:8.1f} {many[address]:8.1f} {ratio:6.2f} {many[address] / plain:16.1f}")


def fill(count: int) -> None:
    """Conferences with six people, three figures and five directives each, and an article."""
    from django.db import transaction

    from tests import factories

    with transaction.atomic():
        province = factories.make_province()
        for _ in range(count):
            conference = factories.make_conference(host_province=province)
            people = [factories.make_attendance("attendee", conference=conference) for _ in range(6)]
            for person in people[:3]:
                factories.make_figure(conference=conference, said_by=person)
            for _ in range(5):
                directive = factories.make_directive("tuyen-truyen", conference=conference, issuer=people[0])
                directive.addressee_provinces.add(province)
            factories.make_article(conference=conference)


def measure(get: Callable[..., object]) -> dict[str, float]:
    """The median milliseconds of each page."""
    from meetings.models import Conference, Province

    conference = Conference.objects.earliest("pk")
    addresses = [
        "/gioi-thieu/",
        "/",
        "/hoi-nghi/",
        conference.get_absolute_url(),
        "/can-bo/",
        "/chi-dao/",
        "/chi-dao/?q=thu",
        "/chi-dao/?year=2018&theme=tuyen-truyen",
        "/chu-de/tuyen-truyen/",
        "/so-lieu/?indicator=doi-thoai",
        Province.objects.earliest("pk").get_absolute_url(),
        "/tin-bai/",
        "/tim-kiem/?q=thu",
        "/api/v1/conferences/",
        f"/api/v1/conferences/{conference.pk}/",
        "/api/v1/directives/?limit=200",
    ]
    return {address: statistics.median(timed(get, address) for _ in range(ROUNDS)) for address in addresses}


def timed(get: Callable[..., object], address: str) -> float:
    start = time.perf_counter()
    response = get(address)
    assert response.status_code == 200, address  # type: ignore[attr-defined]
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
