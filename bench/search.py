"""The search beside `icontains` and, on PostgreSQL, beside `ts_rank` over all matches, as the record grows tenfold.

    SECRET_KEY=bench .venv/bin/python -m bench.search --of directives --sizes 10000 100000
    DATABASE_URL=postgres://…/an-empty-database SECRET_KEY=bench .venv/bin/python -m bench.search --of articles --sizes 10000 100000

Without DATABASE_URL on a throw-away SQLite file. The text is invented (bench/invented.py). A class of questions is asked with
several words in alternating rounds; printed are the median and the 95th percentile, how many times slower `icontains` (first
page and count as one writes them on day one) and `ts_rank` (the ranking of all matches) are, and what the index takes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from bench.invented import Language
from bench.records import LENGTH, Record, bytes_of_index, bytes_of_text

ROUNDS = 7
WORDS_OF_A_CLASS = 6


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--of", choices=["articles", "directives"], default="directives")
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    options.add_argument("--without-icontains", action="store_true", help="measure our way alone")
    options.add_argument("--rebuild", action="store_true", help="build the index anew by rebuild_index as well, and say what it takes")
    options.add_argument("--as-it-is", action="store_true", help="measure what a run before has put into the database")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "qcdc.settings",
            "READ_ENV_FILE": "0",
            "DATA_DIR": folder,
            "LOG_LEVEL": "ERROR",
            "DEBUG": "0",
        }
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or "bench"

        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        record = Record(asked.of, Language())
        before: dict[str, float] = {}
        for size in asked.sizes:
            if not asked.as_it_is:
                start = time.perf_counter()
                record.grow(size)
                record.settle()
                print(f"\n{size:,} {asked.of}, made in {time.perf_counter() - start:.0f} s", flush=True)
            if asked.rebuild:
                print(build(asked.of), flush=True)
            before = report(record, before, asked.without_icontains)


def build(of: str) -> str:
    """Build the index in a process of its own, and say how long it took and the most memory it held."""
    start = time.perf_counter()
    command = [sys.executable, "manage.py", "rebuild_index", "--kind", of[:-1]]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(running.pid, 0)
    if status:
        raise SystemExit("rebuild_index failed")
    return f"index built in {time.perf_counter() - start:.0f} s with {used.ru_maxrss / 1024:.0f} MB of memory"


def classes(record: Record) -> dict[str, list[str]]:
    """Some questions of each class, by how many of a thousand texts hold the words."""
    single, pairs = record.language.shares(LENGTH[record.of])
    very_common = near(single, 600 if record.of == "articles" else 150)
    common = near(single, 100)
    medium = near(single, 10)
    known = [pair for pair in pairs if all(single[word] > 50 for word in pair.split())]
    return {
        "rare": ["zhiếmz", *(f"zhiếmz {word}" for word in very_common[1:])],
        "medium": medium,
        "very common": very_common,
        "two words": [f"{one} {two}" for one, two in zip(common, near(single, 200), strict=True)],
        "phrase": [f'"{pair}"' for pair in near(pairs, 30)],
        "rare phrase": [f'"{pair}"' for pair in near(Counter({pair: pairs[pair] for pair in known}), 1)],
        "prefix": [f"{record.unmarked(word)[:3]}*" for word in medium if len(word) > 2],
        "unmarked": [record.unmarked(word) for word in common],
        "marked": [word for word in near(single, 300) if not word.isascii()],
        "no hit": ["khôngcó", "nàycũng không"],
    }


def near(shares: Counter[str], wanted: int) -> list[str]:
    """The words whose share is nearest to a wanted one."""
    return sorted(shares, key=lambda word: (abs(shares[word] - wanted), word))[:WORDS_OF_A_CLASS]


def report(record: Record, before: dict[str, float], alone: bool) -> dict[str, float]:
    """Time each way with each question, in alternating rounds."""
    from django.db import connection

    from qcdc.search.finding import search

    now: dict[str, float] = {}
    print(f"{'class':12} {'median':>7} {'p95':>7} {'growth':>7} {'facets':>7} {'answers':>8} {'icontains':>10} {'ts_rank':>8}   ms")
    for name, texts in classes(record).items():
        ours: list[float] = []
        with_facets: list[float] = []
        others: dict[str, list[float]] = {"icontains": [], "ts_rank": []}
        for number in range(ROUNDS):
            for place, text in enumerate(texts):
                ours.append(timed(lambda text=text: search(text, counted=False)))
                with_facets.append(timed(lambda text=text: search(text)))
                if place < 2 and number < 1:
                    if not alone:
                        others["icontains"].append(timed(lambda text=text: icontains(record.of, text)))
                    if connection.vendor == "postgresql":
                        others["ts_rank"].append(timed(lambda text=text: ts_rank(record.of, text)))
        ours.sort()
        now[name] = ours[int(len(ours) * 0.95)]
        median = middle(ours)
        growth = f"{now[name] / before[name]:.1f}×" if name in before else ""
        ratios = [f"{middle(others[way]) / median:.0f}×" if others[way] else "" for way in others]
        found = search(texts[0])
        answers = f"{'>' if found.is_capped else ''}{found.count}"
        print(
            f"{name:12} {median:7.1f} {now[name]:7.1f} {growth:>7} {middle(with_facets):7.1f} {answers:>8} {ratios[0]:>10} {ratios[1]:>8}",
            flush=True,
        )
    text, index = bytes_of_text(record.of), bytes_of_index()
    print(f"index: {index['all'] / text:.2f} × the text of {text / 1e6:.0f} MB; {index}")
    return now


def timed(ask: Callable[[], Any]) -> float:
    """How many milliseconds a question takes."""
    start = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - start)


def middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def icontains(of: str, text: str) -> None:
    """The first page and the count as one writes them on day one."""
    from articles.models import Article
    from meetings.models import Directive
    from qcdc.vietnamese import fold

    wanted = fold(text.strip('"*')).split() if '"' not in text else [fold(text.strip('"'))]
    rows: Any = Directive.objects.published() if of == "directives" else Article.objects.published()
    for word in wanted:
        rows = rows.filter(**{"search_text__icontains" if of == "directives" else "editions__search_text__icontains": word})
    order = ["-conference__date", "-pk"] if of == "directives" else ["-published_at", "-pk"]
    rows.count()
    list(rows.order_by(*order)[:20])


def ts_rank(of: str, text: str) -> None:
    """A peer's way, on a column of its own: rank every match, then take the best twenty."""
    from django.db import connection

    from qcdc.vietnamese import fold

    words = fold(text.strip('"*')).split()
    asked = ("<->" if '"' in text else "&").join(f"'{word}'{':*' if text.endswith('*') else ''}" for word in words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_peer WHERE document @@ %s::tsquery", [asked])
        cursor.execute(
            "SELECT id FROM bench_peer WHERE document @@ %s::tsquery ORDER BY ts_rank(document, %s::tsquery) DESC LIMIT 20", [asked, asked]
        )
        cursor.fetchall()


if __name__ == "__main__":
    main()
