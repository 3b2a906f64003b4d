"""The search beside `icontains` and, on PostgreSQL, beside `ts_rank` over all matches, as the record grows tenfold.

    SECRET_KEY=bench .venv/bin/python -m bench.search --of directives --sizes 10000 100000
    DATABASE_URL=postgres://…/an-empty-database SECRET_KEY=bench .venv/bin/python -m bench.search --of articles --sizes 3000 30000

Without DATABASE_URL on a throw-away SQLite file. The text is made of syllables drawn by chance and means nothing. Ways are
measured in alternating rounds; printed are the median of each way, and how many times slower the others are.
"""

import argparse
import datetime
import itertools
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

SYLLABLES = 3000
LENGTH = {"directives": 85, "articles": 850}
ROUNDS = 7
BATCH = 1000
START = datetime.date(2000, 1, 1)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--of", choices=sorted(LENGTH), default="directives")
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    options.add_argument("--without-icontains", action="store_true", help="measure our way alone")
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
        record = Record(asked.of)
        before: dict[str, float] = {}
        for size in asked.sizes:
            record.grow(size)
            before = report(record, before, asked.without_icontains)
        report_saves()


class Record:
    """Invented rows of one kind, and the words that are rare, medium and very common among them."""

    def __init__(self, of: str) -> None:
        from qcdc.syllables import ONSETS, RIMES

        self.of, self.size, self.text_bytes = of, 0, 0
        self.random = random.Random(7)
        syllables = [onset + rime for onset in sorted(ONSETS - {"q"}) for rime in sorted(RIMES)]
        self.random.shuffle(syllables)
        self.syllables = [syllable + ("" if place % 4 else "\u0301") for place, syllable in enumerate(syllables[:SYLLABLES])]
        # As in Vietnamese, half of the words have two syllables, which therefore meet again and again.
        pairs = [f"{one} {two}" for one, two in zip(self.syllables, reversed(self.syllables), strict=True)]
        self.words = [pair if place % 2 else one for place, (one, pair) in enumerate(zip(self.syllables, pairs, strict=True))]
        self.weights = list(itertools.accumulate(1 / (place + 2) for place in range(SYLLABLES)))
        self.template = self._template()

    def _template(self) -> Any:
        from meetings.models import Directive
        from tests import factories

        if self.of == "directives":
            self.conferences = [factories.make_conference(date=f"{2000 + place // 12}-{place % 12 + 1:02d}-15") for place in range(300)]
            row = factories.make_directive(conference=self.conferences[0])
            Directive.objects.filter(pk=row.pk).delete()
            return row
        return factories.make_article()

    def texts(self, count: int) -> Iterator[str]:
        from qcdc.vietnamese import nfc

        for number in range(count):
            words = " ".join(self.random.choices(self.words, cum_weights=self.weights, k=LENGTH[self.of] * 2 // 3)).split()
            if number % 500 == 0:
                words[10] = "zhiếmz"
            yield nfc(" ".join(words))

    def grow(self, size: int) -> None:
        """Rows up to a number, past the models: it is the search that is measured."""
        from django.db import connection

        from qcdc.search.keeping import rebuild, work_off
        from qcdc.search.kinds import KINDS
        from qcdc.search.models import Due

        work_off()
        start = time.perf_counter()
        for first in range(self.size, size, BATCH):
            self._add(first, min(BATCH, size - first))
        made = time.perf_counter() - start
        added, self.size = size - self.size, size
        Due.objects.all().delete()
        start = time.perf_counter()
        for _ in rebuild(KINDS[self.of[:-1]]):
            pass
        built = time.perf_counter() - start
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM ANALYZE search_entry")
                cursor.execute("VACUUM ANALYZE")
        print(
            f"\n{size:,} {self.of} on {connection.vendor}: {added:,} made in {made:.0f} s, index of all built in {built:.0f} s", flush=True
        )

    def _add(self, first: int, count: int) -> None:
        from qcdc.vietnamese import fold

        texts = list(self.texts(count))
        self.text_bytes += sum(len(text.encode()) for text in texts)
        if self.of == "directives":
            rows = [
                {
                    "id": first + place + 1,
                    "text": text,
                    "search_text": fold(text),
                    "number": 1,
                    "conference_id": self.conferences[(first + place) % 300].pk,
                }
                for place, text in enumerate(texts)
            ]
            insert(self.template, rows)
            return
        article, edition = self.template, self.template.live
        articles, editions = [], []
        for place, text in enumerate(texts):
            number = first + place + 1_000_000
            live = datetime.datetime.combine(START + datetime.timedelta(days=number % 9000), datetime.time(8), tzinfo=datetime.UTC)
            articles.append({"id": number, "slug": f"bai-{number}", "published_at": live})
            headline = " ".join(text.split()[:9])
            content = {"headline": headline, "body": f"<p>{text}</p>", "search_text": fold(f"{headline} {text}")}
            editions.append({"id": number, "article_id": number, "live_from": live} | content)
        insert(article, articles)
        insert(edition, editions)


def insert(template: Any, rows: list[dict[str, Any]]) -> None:
    """Rows like another one but for some columns."""
    from django.db import connection, transaction

    fields = template._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    same = {field.column: field.get_db_prep_save(getattr(template, field.attname), connection) for field in fields}
    adapt = connection.ops.adapt_datetimefield_value
    values = [[adapt(value) if isinstance(value, datetime.datetime) else value for value in (same | row).values()] for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {template._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})", values)


def classes(record: Record) -> dict[str, str]:
    """One question of each class."""
    from qcdc.vietnamese import nfc

    word = [nfc(syllable) for syllable in record.syllables]
    return {
        "rare": "zhiếmz",
        "medium": word[301],
        "very common": word[1],
        "two words": f"{word[41]} {word[57]}",
        "phrase": f'"{record.words[9]}"',
        "prefix": f"{word[301][:3]}*",
        "marked": word[4],
        "no hit": "khôngcó",
    }


def report(record: Record, before: dict[str, float], alone: bool) -> dict[str, float]:
    """Time each way with each question, in alternating rounds."""
    from django.db import connection

    from qcdc.search.finding import search

    now: dict[str, float] = {}
    print(f"{'class':12} {'ms':>8} {'growth':>7} {'answers':>8} {'icontains':>10} {'ts_rank':>8}")
    for name, text in classes(record).items():
        ways: dict[str, Callable[[], Any]] = {"ours": lambda text=text: search(text)}
        if not alone:
            ways["icontains"] = lambda text=text: icontains(record.of, text)
        if connection.vendor == "postgresql":
            ways["ts_rank"] = lambda text=text: ts_rank(text)
        times: dict[str, list[float]] = {way: [] for way in ways}
        for number in range(ROUNDS):
            for way, ask in ways.items():
                if way == "ours" or number < 3:
                    start = time.perf_counter()
                    ask()
                    times[way].append(1000 * (time.perf_counter() - start))
        median = {way: statistics.median(values) for way, values in times.items()}
        now[name] = median["ours"]
        growth = f"{now[name] / before[name]:.1f}×" if name in before else ""
        found = search(text)
        ratios = [f"{median[way] / now[name]:.0f}×" if way in median else "" for way in ("icontains", "ts_rank")]
        answers = f"{'>' if found.is_capped else ''}{found.count}"
        print(f"{name:12} {now[name]:8.1f} {growth:>7} {answers:>8} {ratios[0]:>10} {ratios[1]:>8}", flush=True)
    print(f"index: {index_bytes() / record.text_bytes:.1f} × the text of {record.text_bytes / 1e6:.0f} MB")
    return now


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


def ts_rank(text: str) -> None:
    """A peer's way: rank every match, then take the best twenty."""
    from django.db import connection

    from qcdc.search.query import parse
    from qcdc.search.storage import tsquery

    asked = tsquery(parse(text).tiers()[-1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_entry WHERE document @@ %s::tsquery", [asked])
        cursor.execute(
            "SELECT place FROM search_entry WHERE document @@ %s::tsquery ORDER BY ts_rank(document, %s::tsquery) DESC LIMIT 20",
            [asked, asked],
        )
        cursor.fetchall()


def index_bytes() -> int:
    """What the index takes on disk, with everything that it keeps."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_entry') + pg_total_relation_size('search_term')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%' OR name LIKE 'entry_%'")
        return int(cursor.fetchone()[0] or 0)


def report_saves() -> None:
    """What a save costs with the index and without it, in alternating rounds."""
    from django.db import connection, transaction

    from qcdc.search import keeping
    from tests import factories

    body = f"<p>{'một hai ba bốn năm sáu bảy tám chín mười ' * 100}</p>"

    def save(publish: bool) -> None:
        with transaction.atomic():
            factories.make_article(body=body, published=publish)

    def without(publish: bool) -> None:
        with transaction.atomic():
            factories.make_article(body=body, published=publish)
            connection.run_on_commit.clear()

    times: dict[str, list[float]] = {}
    for _ in range(30):
        for publish in (False, True):
            for way in (save, without):
                start = time.perf_counter()
                way(publish)
                times.setdefault(f"{publish}{way.__name__}", []).append(time.perf_counter() - start)
                keeping.work_off()
    for publish, name in ((False, "a draft"), (True, "a published article")):
        ratio = statistics.median(times[f"{publish}save"]) / statistics.median(times[f"{publish}without"])
        print(f"saving {name}: {ratio:.2f} × the save with the index left for later")


if __name__ == "__main__":
    main()
