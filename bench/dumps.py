"""What a dump costs: seconds, and the most memory that the process ever held, for a few records and for ten times as many.

    .venv/bin/python bench/dumps.py [--database postgres://…] [10000 100000]

Records are made up, each an article of some 5 KB, in a database of its own: SQLite in a temporary folder, or the empty
PostgreSQL database named. The dump is made by `manage.py dump` in a process of its own, as a timer does it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parents[1]
ROWS_AT_ONCE = 2_000
FILL = """
import datetime, json, sys
from django.utils import timezone
from qcdc.changes.models import Change, Note, PublicRecord
from qcdc.changes.writing import ORIGIN
have, wanted = PublicRecord.objects.count(), int(sys.argv[1])
Note.objects.all().delete()
now = timezone.now()
words = "dân biết dân bàn dân làm dân kiểm tra dân giám sát dân thụ hưởng hội nghị tổng kết quy chế dân chủ ở cơ sở ".split()
for start in range(have, wanted, ROWS):
    made = Change.objects.bulk_create(
        Change(noun="article", object_id=pk, action="publish", at=now) for pk in range(start + 1, min(start + ROWS, wanted) + 1)
    )
    rows = []
    for change in made:
        pk = change.object_id
        text = " ".join(words[(pk * 7 + step * step) % len(words)] for step in range(700))
        row = {"id": pk, "slug": f"bai-{pk}", "url": f"{ORIGIN}/api/v1/articles/{pk}/", "headline": text[:90], "lead": text[90:300]}
        row["conference"] = {"id": pk % 99, "name": text[300:380], "url": f"{ORIGIN}/api/v1/conferences/{pk % 99}/"}
        more = {"body": f"<p>{text}</p>", "photos": [], "corrections": []}
        packed = [json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() for part in (row, more)]
        rows.append(PublicRecord(noun="article", object_id=pk, version=change.seq, modified=now, row=packed[0], more=packed[1]))
    PublicRecord.objects.bulk_create(rows)
""".replace("ROWS", str(ROWS_AT_ONCE))


def main(counts: list[int], database: str) -> None:
    with tempfile.TemporaryDirectory(prefix="qcdc-dumps-") as folder:
        environment = os.environ | {"READ_ENV_FILE": "0", "DEBUG": "0", "SECRET_KEY": "bench", "DATA_DIR": folder, "LOG_LEVEL": "ERROR"}
        environment |= {"ALLOWED_HOSTS": "qcdc.example.vn", "SITE_ADDRESS": "https://qcdc.example.vn"}
        environment["DATABASE_URL"] = database or f"sqlite:///{folder}/qcdc.sqlite3"
        _run(environment, "migrate", "--verbosity", "0")
        for count in counts:
            fill = f"import sys; sys.argv = ['', '{count}']\n{FILL}"
            subprocess.run(
                [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", fill],
                cwd=HERE,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            began = time.perf_counter()
            most, own = _run(environment, "dump")
            seconds = time.perf_counter() - began
            manifest = json.loads(max(Path(folder).glob("dumps/2*/manifest.json")).read_text())
            size = sum(file["size"] for file in manifest["files"]) / 2**20
            told = f"{manifest['records']['articles']:>9,} articles: {seconds:6.1f} s, {most:6.1f} MB at most"
            print(f"{told}, {own:6.1f} of it its own, files of {size:7.1f} MB")


def _run(environment: dict[str, str], *command: str) -> tuple[float, float]:
    """Run a command of the site; the most megabytes that it held, and the most that were its own, not pages of files."""
    process = subprocess.Popen([sys.executable, "manage.py", *command], cwd=HERE, env=environment, stdout=subprocess.DEVNULL)
    most, own = 0, 0
    while process.poll() is None:
        try:
            told = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
        except (FileNotFoundError, ProcessLookupError):
            break
        most, own = (max(before, int(told.get(name, "0 kB").split()[0])) for before, name in ((most, "VmHWM"), (own, "RssAnon")))
        time.sleep(0.05)
    if process.wait():
        raise SystemExit(f"{command[0]} ended with {process.returncode}.")
    return most / 1024, own / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--database", default="")
    given = parser.parse_args()
    main(given.counts, given.database)
