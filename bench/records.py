"""Invented rows in great numbers, put into the tables and the index past the models: it is the search that is measured."""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from bench.invented import Language

LENGTH = {"directives": 400, "articles": 4000}
BATCH = 2000
CONFERENCES = 300
START = datetime.date(2000, 1, 1)
# Each text stands in so many rows, of other days: to make a text takes longer than to search it.
COPIES = 4


class Record:
    """Rows of one kind, as many as there are already, each like one that the factories of the tests make but for text and date."""

    def __init__(self, of: str, language: Language) -> None:
        from articles.models import Article
        from meetings.models import Conference, Directive
        from tests import factories

        self.of, self.language = of, language
        model: Any = Directive if of == "directives" else Article
        self.size = model.objects.count()
        if self.size:
            self.conferences = list(Conference.objects.order_by("pk"))
            self.template = model.objects.first()
        elif of == "directives":
            months = range(CONFERENCES)
            self.conferences = [factories.make_conference(date=f"{2000 + month // 12}-{month % 12 + 1:02d}-15") for month in months]
            self.template = factories.make_directive(conference=self.conferences[0])
            Directive.objects.filter(pk=self.template.pk).delete()
        else:
            self.template = factories.make_article(lead="")

    @staticmethod
    def unmarked(text: str) -> str:
        from qcdc.vietnamese import fold

        return fold(text)

    def grow(self, size: int) -> None:
        """Rows up to a number, with their entries."""
        from django.db import connection

        from qcdc.search.keeping import work_off
        from qcdc.search.models import Due

        work_off()
        index = ""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_get_indexdef('search_entry_tokens'::regclass)")
                index = cursor.fetchone()[0]
                cursor.execute("DROP INDEX search_entry_tokens")
        for first in range(self.size, size, BATCH):
            self._add(first, min(BATCH, size - first))
        self.size = max(size, self.size)
        Due.objects.all().delete()
        if index:
            with connection.cursor() as cursor:
                cursor.execute("SET maintenance_work_mem = '512MB'")
                cursor.execute(index)

    def _add(self, first: int, count: int) -> None:
        from qcdc.search.keeping import add
        from qcdc.vietnamese import fold

        texts = list(self.language.texts(-(-count // COPIES), LENGTH[self.of], first))
        numbered = list(zip(range(first + 1, first + count + 1), itertools.cycle(texts), strict=False))
        words = {text: fold(text) for text in texts}
        if self.of == "directives":
            rows = [
                {"id": number, "text": text, "search_text": words[text], "number": number, "conference_id": self._conference(number).pk}
                for number, text in numbered
            ]
            fill(self.template, rows)
        else:
            articles, editions = [], []
            for number, text in numbered:
                live = datetime.datetime.combine(START + datetime.timedelta(days=number % 9000), datetime.time(8), tzinfo=datetime.UTC)
                articles.append({"id": number + 1_000_000, "slug": f"bai-{number}", "published_at": live})
                content = {"headline": headline(text), "body": f"<p>{text}</p>", "search_text": f"{fold(headline(text))} {words[text]}"}
                editions.append({"id": number + 1_000_000, "article_id": number + 1_000_000, "live_from": live} | content)
            fill(self.template, articles)
            fill(self.template.live, editions)
        add(list(self._entries(numbered)))

    def _conference(self, number: int) -> Any:
        return self.conferences[number % CONFERENCES]

    def _entries(self, numbered: Iterable[tuple[int, str]]) -> Iterator[Any]:
        """What the index is to hold, as `rebuild_index` would have it."""
        from qcdc.search.keeping import entry_of
        from qcdc.search.kinds import KINDS
        from qcdc.search.tokens import tokens_of

        kind = KINDS[self.of[:-1]]
        known: dict[tuple[str, Any], set[str]] = {}
        for number, text in numbered:
            document = self._article(number, text) if self.of == "articles" else self._directive(number, text)
            key = (text, document.text.date)
            if key not in known:
                known[key] = tokens_of(document.text)
            yield entry_of(kind, document), known[key]

    def _article(self, number: int, text: str) -> Any:
        from django.utils import timezone

        from qcdc.search.kinds import Document
        from qcdc.search.tokens import Text

        day = START + datetime.timedelta(days=number % 9000)
        since = datetime.datetime.combine(day, datetime.time(8), tzinfo=datetime.UTC)
        year = timezone.localtime(since).year
        said = Text(headline(text), body=(text,), date=str(year), facets=frozenset({"#karticle", f"#y{year}"}))
        return Document(number + 1_000_000, said, since, day=day)

    def _directive(self, number: int, text: str) -> Any:
        from meetings.search.conferences import seen_since
        from qcdc.search.kinds import Document
        from qcdc.search.tokens import Text

        conference = self._conference(number)
        facets = frozenset({"#kdirective", f"#y{conference.year}"})
        said = Text("", body=(text, conference.title), date=conference.date, facets=facets)
        return Document(number, said, seen_since(conference), day=conference.date.earliest)

    def settle(self) -> None:
        """Have PostgreSQL tidy up, and give the peer's way a table of its own."""
        from django.db import connection

        if connection.vendor != "postgresql":
            return
        table = "meetings_directive" if self.of == "directives" else "articles_edition"
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_peer")
            cursor.execute(f"CREATE TABLE bench_peer AS SELECT id, to_tsvector('simple', search_text) AS document FROM {table}")
            cursor.execute("CREATE INDEX ON bench_peer USING gin (document)")
            cursor.execute("VACUUM ANALYZE")


def headline(text: str) -> str:
    """The first words of a text."""
    return " ".join(text.split()[:9])


def fill(template: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows like another one but for some columns."""
    from django.db import connection, transaction

    fields = template._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    same = {field.column: field.get_db_prep_save(getattr(template, field.attname), connection) for field in fields}
    table, adapt = template._meta.db_table, connection.ops.adapt_datetimefield_value
    values = ([adapt(value) if isinstance(value, datetime.datetime) else value for value in (same | row).values()] for row in rows)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})", list(values))


def bytes_of_text(of: str) -> int:
    """What editors wrote, in bytes of UTF-8: the text of directives, or headline and body."""
    from django.db import connection

    length = "octet_length({})" if connection.vendor == "postgresql" else "length(CAST({} AS BLOB))"
    columns, table = (["text"], "meetings_directive") if of == "directives" else (["headline", "body"], "articles_edition")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(f'sum({length.format(column)})' for column in columns)} FROM {table}")
        return int(cursor.fetchone()[0])


def bytes_of_index() -> dict[str, int]:
    """What the index takes on disk: its entries with the columns of numbers, its indexes and terms, and all of these."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            parts = {}
            for name, size in {
                "entries": "pg_table_size('search_entry')",
                "GIN": "pg_relation_size('search_entry_tokens')",
                "other indexes": "pg_indexes_size('search_entry') - pg_relation_size('search_entry_tokens')",
                "terms": "pg_total_relation_size('search_term')",
            }.items():
                cursor.execute(f"SELECT {size}")
                parts[name] = int(cursor.fetchone()[0])
        else:
            cursor.execute("SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE '%search%' OR name LIKE 'entry_%' GROUP BY name")
            parts = {name: int(size) for name, size in cursor.fetchall() if size}
    return parts | {"all": sum(parts.values())}
