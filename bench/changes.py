"""The pages of `/api/v1/changes/` at the beginning, in the middle and at the end of a long sequence.

    SECRET_KEY=bench .venv/bin/python -m bench.changes --events 1000000
    DATABASE_URL=postgres://…/an-empty-database SECRET_KEY=bench .venv/bin/python -m bench.changes --events 1000000

Without DATABASE_URL on a throw-away SQLite file. The events are written straight into the tables; each page is asked for through
the whole of Django in alternating rounds, and the medians are held against one another. Ends with 1 where one page takes more
than 1.5 times as long as another of its kind.
"""

import argparse
import os
import statistics
import tempfile
import time

ROUNDS = 25
MOST = 1.5
NOUNS = ["attendance", "figure", "directive", "conference", "article"]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=1_000_000)
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
            "API_THROTTLE": "1000000/minute",
        }
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or "bench"

        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        start = time.perf_counter()
        write(asked.events)
        print(f"{asked.events:,} events written in {time.perf_counter() - start:.0f} s", flush=True)
        return measure(asked.events)


def write(events: int) -> None:
    """A sequence in which every tenth event is the last of its record; every tenth record is gone."""
    from django.db import connection
    from django.utils import timezone

    from qcdc.changes.models import Change, PublicRecord

    Change.objects.all().delete()
    PublicRecord.objects.all().delete()
    now = timezone.now()
    for begins in range(1, events + 1, 10_000):
        seqs = range(begins, min(begins + 10_000, events + 1))
        Change.objects.bulk_create(
            [Change(seq=seq, noun=NOUNS[seq % 5], object_id=seq // 10 + 1, action="update", at=now) for seq in seqs], batch_size=2000
        )
        PublicRecord.objects.bulk_create(
            [
                PublicRecord(
                    noun=NOUNS[seq // 10 % 5],
                    object_id=seq,
                    version=seq,
                    modified=now,
                    state="hidden" if seq % 100 == 0 else "public",
                    row=b"{}",
                    more=b"{}",
                )
                for seq in seqs
                if seq % 10 == 0
            ],
            batch_size=2000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(events: int) -> int:
    """Ask for the pages in turn, and say how their medians compare."""
    from django.test import Client

    from qcdc.changes.cursors import here

    epoch, client, worst = here()[0], Client(), 0.0
    places = {"first": 0, "middle": events // 2, "last": events - 1000}
    for kind, more in {
        "200 events": "&limit=200",
        "1000 events": "&limit=1000",
        "200 events of a noun": "&limit=200&noun=articles",
    }.items():
        taken: dict[str, list[float]] = {name: [] for name in places}
        for _ in range(ROUNDS):
            for name, seq in places.items():
                start = time.perf_counter()
                answer = client.get(f"/api/v1/changes/?since={epoch}.{seq}{more}")
                taken[name].append(time.perf_counter() - start)
                if answer.status_code != 200 or len(answer.json()["results"]) != int(more.split("&")[1].removeprefix("limit=")):
                    raise SystemExit(answer.content[:500])
        medians = {name: statistics.median(times) * 1000 for name, times in taken.items()}
        ratio = max(medians.values()) / min(medians.values())
        worst = max(worst, ratio)
        print(f"{kind}: " + ", ".join(f"{name} {median:.1f} ms" for name, median in medians.items()) + f"; {ratio:.2f} ×", flush=True)
    return 0 if worst <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main())
