"""Invented rows in great numbers, put into the tables past the models: it is the search that is measured."""

import datetime
from collections.abc import Iterable
from typing import Any

from bench.invented import Language

LENGTH = {"directives": 400, "articles": 4000}
BATCH = 2000
CONFERENCES = 300
START = datetime.date(2000, 1, 1)


class Record:
    """Rows of one kind, each like one that the factories of the tests make but for its text and date."""

    def __init__(self, of: str, language: Language) -> None:
        from meetings.models import Directive
        from tests import factories

        self.of, self.language, self.size = of, language, 0
        if of == "directives":
            months = range(CONFERENCES)
            self.conferences = [factories.make_conference(date=f"{2000 + month // 12}-{month % 12 + 1:02d}-15") for month in months]
            self.template: Any = factories.make_directive(conference=self.conferences[0])
            Directive.objects.filter(pk=self.template.pk).delete()
        else:
            self.template = factories.make_article()

    @staticmethod
    def unmarked(text: str) -> str:
        from qcdc.vietnamese import fold

        return fold(text)

    def grow(self, size: int) -> None:
        """Rows up to a number."""
        from qcdc.search.keeping import work_off
        from qcdc.search.models import Due

        work_off()
        for first in range(self.size, size, BATCH):
            self._add(first, min(BATCH, size - first))
        self.size = size
        Due.objects.all().delete()

    def _add(self, first: int, count: int) -> None:
        from qcdc.vietnamese import fold

        texts = list(self.language.texts(count, LENGTH[self.of], first))
        if self.of == "directives":
            fill(
                self.template,
                (
                    {
                        "id": first + place + 1,
                        "text": text,
                        "search_text": fold(text),
                        "number": 1,
                        "conference_id": self.conferences[(first + place) % CONFERENCES].pk,
                    }
                    for place, text in enumerate(texts)
                ),
            )
            return
        articles, editions = [], []
        for place, text in enumerate(texts):
            number = first + place + 1_000_000
            live = datetime.datetime.combine(START + datetime.timedelta(days=number % 9000), datetime.time(8), tzinfo=datetime.UTC)
            articles.append({"id": number, "slug": f"bai-{number}", "published_at": live})
            headline = " ".join(text.split()[:9])
            content = {"headline": headline, "body": f"<p>{text}</p>", "search_text": fold(f"{headline} {text}")}
            editions.append({"id": number, "article_id": number, "live_from": live} | content)
        fill(self.template, articles)
        fill(self.template.live, editions)

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
    """What the index takes on disk, by its parts: every table and index whose name is of the search, and all of them."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND (oid IN (SELECT unnest(ARRAY["
                "'search_entry'::regclass, 'search_term'::regclass])) OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN "
                "('search_entry'::regclass, 'search_term'::regclass)) OR oid IN (SELECT reltoastrelid FROM pg_class WHERE relname IN "
                "('search_entry', 'search_term')) OR relname = (SELECT 'pg_toast_' || 'search_entry'::regclass::oid || '_index'))"
            )
        else:
            cursor.execute("SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE '%search%' OR name LIKE 'entry_%' GROUP BY name")
        parts = {name: int(size) for name, size in cursor.fetchall() if size}
    return parts | {"all": sum(parts.values())}
