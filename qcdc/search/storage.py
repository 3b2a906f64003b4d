"""The little SQL in which the two databases differ: where the tokens are kept, and how a question is written.

PostgreSQL keeps them as a tsvector with a GIN index, SQLite in an FTS5 table. Both are given tokens made in Python, so
no parser, stemmer or collation of theirs has a say, and both answer the same Boolean questions alike.
"""

import contextlib
import datetime
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from qcdc.search.query import Either, Expression, Token

TABLE = "search_entry"
NO_DAY = 0
COST_OF_LOOKING = 75


def place_of(day: datetime.date | None, kind: int, source: int, later: bool = False) -> int:
    """A number that orders entries by day, then kind, then age, and that no two share."""
    ordinal = day.toordinal() if day else NO_DAY
    return ordinal << 43 | kind << 40 | int(later) << 39 | source


def create(schema_editor: Any) -> None:
    """Make the place where tokens are kept."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN document tsvector")
        schema_editor.execute(f"CREATE INDEX search_entry_document ON {TABLE} USING gin (document)")
        # The estimates of the planner rest on how often a token is met; the newest-first walk is chosen by them.
        schema_editor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN document SET STATISTICS 1000")
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(tokens, content='', detail=none, tokenize=\"ascii tokenchars '_=.:!#'\")"
        )


def drop(schema_editor: Any) -> None:
    """Take it away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN document")
    else:
        schema_editor.execute("DROP TABLE search_words")


def forget_what_was_flushed(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Empty the tokens where no entry is left (a receiver of post_migrate): `flush` empties the tables of models alone.

    Tokens left behind would be found again for whatever comes to stand at their places.
    """
    database = connections[using]
    if database.vendor != "sqlite" or "search_words" not in database.introspection.table_names():
        return
    with database.cursor() as cursor:
        if not cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLE})").fetchone()[0]:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('delete-all')")


COLUMNS = ("place", "kind", "object_id", "since", "until", "facets", "checksum")


def add(entries: Iterable[tuple[Any, set[str]]]) -> None:
    """Keep entries with their tokens; none stands at their places."""
    rows = [(*_row(entry), tokens) for entry, tokens in entries]
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                f"INSERT INTO {TABLE} ({names}, document) VALUES (%s, %s, %s, %s, %s, %s, %s, %s::tsvector)",
                [(*row, " ".join(map(_lexeme, tokens))) for *row, tokens in rows],
            )
            return
        texts = [" ".join(sorted(tokens)) for *_row_of, tokens in rows]
        cursor.executemany(
            f"INSERT INTO {TABLE} ({names}, words) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [(*row, zlib.compress(text.encode(), 1)) for (*row, _tokens), text in zip(rows, texts, strict=True)],
        )
        cursor.executemany(
            "INSERT INTO search_words(rowid, tokens) VALUES (%s, %s)",
            [(row[0], text) for row, text in zip(rows, texts, strict=True)],
        )


def _row(entry: Any) -> tuple[Any, ...]:
    return tuple(_moment(value) if isinstance(value, datetime.datetime) else value for value in (getattr(entry, name) for name in COLUMNS))


def forget(entries: Iterable[tuple[int, Any]]) -> None:
    """Forget entries with their tokens. FTS5 asks for all that it was given: so that is kept, compressed, in `words`."""
    known = [(place, words) for place, words in entries]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(
                "INSERT INTO search_words(search_words, rowid, tokens) VALUES ('delete', %s, %s)",
                [(place, zlib.decompress(words).decode()) for place, words in known if words],
            )
        cursor.executemany(f"DELETE FROM {TABLE} WHERE place = %s", [(place,) for place, _ in known])


def lost(kind: str) -> int:
    """How many entries of a kind have lost their tokens. What FTS5 holds beyond them is never found: only entries are."""
    missing = "document IS NULL" if connection.vendor == "postgresql" else "place NOT IN (SELECT rowid FROM search_words)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE} WHERE kind = %s AND {missing}", [kind])
        return int(cursor.fetchone()[0])


def one_at_a_time() -> None:
    """Let only one transaction at a time change the index; the others wait. SQLite never has two writers."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('qcdc.search'))")


@contextlib.contextmanager
def by_index() -> Iterator[None]:
    """Have PostgreSQL answer through the index: it takes reading every row for cheap, and does not see that their tokens lie elsewhere."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def places(question: Expression, now: datetime.datetime, *, limit: int, newest_first: bool = False, before: int | None = None) -> list[int]:
    """The places of the entries that answer a question and that readers may see now, in any order or the newest first."""
    moment = _moment(now)
    if connection.vendor == "postgresql":
        column, source, asked = "place", TABLE, tsquery(question)
        match, order = "document @@ %s::tsquery", "place + 0"
        if newest_first and _is_frequent(asked, limit):
            match, order = "(document @@ %s::tsquery) IS TRUE", "place"
    else:
        column = order = "w.rowid"
        source, asked = f"search_words w CROSS JOIN {TABLE} e ON e.place = w.rowid", fts5(question)
        match = "w.search_words MATCH %s"
    sql = f"SELECT {column} FROM {source} WHERE {match} AND since <= %s AND until > %s"
    values: list[Any] = [asked, moment, moment]
    if before is not None:
        sql += f" AND {column} < %s"
        values.append(before)
    sql += f" ORDER BY {order} DESC" if newest_first else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*values, limit])
        return [row[0] for row in cursor.fetchall()]


def _is_frequent(asked: str, wanted: int) -> bool:
    """Whether walking from the newest meets enough answers sooner than the index gives all of them, which are then sorted.

    Looking into one entry on the way costs some 75 times what one answer out of the index does. Written as a comparison
    (`IS TRUE`) the question can only be walked; ordered by an expression it can only be answered by the index.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {TABLE} WHERE document @@ %s::tsquery", [asked])
        plan = cursor.fetchone()[0]
        answers = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [TABLE])
        entries = cursor.fetchone()[0]
    return bool(answers**2 > COST_OF_LOOKING * wanted * entries)


def _moment(moment: datetime.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def tsquery(question: Expression) -> str:
    """A question as PostgreSQL writes it."""
    if isinstance(question, Token):
        return _lexeme(question.text) + (":*" if question.begins else "")
    if isinstance(question, Either):
        return "(" + " | ".join(map(tsquery, question.parts)) + ")"
    return "(" + " & ".join([*map(tsquery, question.parts), *(f"!{tsquery(part)}" for part in question.without)]) + ")"


def _lexeme(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def fts5(question: Expression) -> str:
    """A question as FTS5 writes it."""
    if isinstance(question, Token):
        text = question.text.replace('"', '""')
        return f'"{text}"*' if question.begins else f'"{text}"'
    if isinstance(question, Either):
        return "(" + " OR ".join(map(fts5, question.parts)) + ")"
    wanted = "(" + " AND ".join(map(fts5, question.parts)) + ")"
    return f"({wanted} NOT ({' OR '.join(map(fts5, question.without))}))" if question.without else wanted
