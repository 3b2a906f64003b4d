"""The little SQL in which the two databases differ: where the tokens are kept, and how a question is written.

PostgreSQL keeps them as a tsvector with a GIN index, SQLite in an FTS5 table. Both are given tokens made in Python, so
no parser, stemmer or collation of theirs has a say, and both answer the same Boolean questions alike.
"""

import datetime
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import connection

from qcdc.search.query import Either, Expression, Token

TABLE = "search_entry"
NO_DAY = 0


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


def write(entries: Iterable[tuple[int, set[str]]]) -> None:
    """Keep the tokens of entries that stand in the table and have none yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                f"UPDATE {TABLE} SET document = %s::tsvector WHERE place = %s",
                [(" ".join(map(_lexeme, sorted(tokens))), place) for place, tokens in entries],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_words(rowid, tokens) VALUES (%s, %s)",
                [(place, " ".join(sorted(tokens))) for place, tokens in entries],
            )


def kept(tokens: set[str]) -> bytes | None:
    """What must be kept to forget the tokens again: FTS5 asks for all that it was given."""
    return None if connection.vendor == "postgresql" else zlib.compress(" ".join(sorted(tokens)).encode(), 1)


def forget(entries: Iterable[tuple[int, Any]]) -> None:
    """Forget entries with their tokens."""
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


def places(question: Expression, now: datetime.datetime, *, limit: int, newest_first: bool = False, before: int | None = None) -> list[int]:
    """The places of the entries that answer a question and that readers may see now, in any order or the newest first."""
    column = "place" if connection.vendor == "postgresql" else "w.rowid"
    if connection.vendor == "postgresql":
        source, match, asked = TABLE, "document @@ %s::tsquery", tsquery(question)
    else:
        source = f"search_words w CROSS JOIN {TABLE} e ON e.place = w.rowid"
        match, asked = "w.search_words MATCH %s", fts5(question)
    sql = f"SELECT {column} FROM {source} WHERE {match} AND since <= %s AND until > %s"
    values: list[Any] = [asked, _moment(now), _moment(now)]
    if before is not None:
        sql += f" AND {column} < %s"
        values.append(before)
    sql += f" ORDER BY {column} DESC" if newest_first else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*values, limit])
        return [row[0] for row in cursor.fetchall()]


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
