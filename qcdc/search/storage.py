"""The little SQL in which the two databases differ: where the tokens are kept, and how a question is written.

PostgreSQL keeps them as arrays of numbers with a GIN index, SQLite in an FTS5 table. Both are given tokens made in Python,
so no parser, stemmer or collation of theirs has a say, and both answer the same Boolean questions alike.
"""

import contextlib
import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from zlib import crc32

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from qcdc.search.query import Either, Every, Expression, Token
from qcdc.search.tokens import number_of_pair

TABLE = "search_entry"
NO_DAY = 0
# An era is 64 days. Its token confines a question to some time, so that a very common word costs no more than what is shown of it.
DAYS_BITS, ERA_BITS = 43, 49
# PostgreSQL gathers inserts in a list that every search reads, too, until it is so long (kB).
PENDING = 1024
# A number of a pair has one bit more than PostgreSQL's smallest: so pairs lie in two columns.
ARRAYS = {"tokens": "int4[]", "pairs0": "int2[]", "pairs1": "int2[]"}


def place_of(day: datetime.date | None, kind: int, source: int, later: bool = False) -> int:
    """A number that orders entries by day, then kind, then age, and that no two share."""
    ordinal = day.toordinal() if day else NO_DAY
    return ordinal << DAYS_BITS | kind << 40 | int(later) << 39 | source


def _era(number: int) -> Token:
    return Token(f"e{number}")


def create(schema_editor: Any) -> None:
    """Make the place where tokens are kept."""
    if schema_editor.connection.vendor == "postgresql":
        # Numbers drawn as if by chance do not compress, and entries are passed over faster when their tokens lie elsewhere.
        for name, kind in ARRAYS.items():
            schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN {name} {kind}")
            schema_editor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN {name} SET STORAGE EXTERNAL")
        schema_editor.execute(f"ALTER TABLE {TABLE} SET (toast_tuple_target = 128)")
        schema_editor.execute(
            f"CREATE INDEX search_entry_tokens ON {TABLE} USING gin ({', '.join(ARRAYS)}) WITH (gin_pending_list_limit = {PENDING})"
        )
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(tokens, content='', detail=none, tokenize=\"ascii tokenchars '_=.:!#'\")"
        )


def drop(schema_editor: Any) -> None:
    """Take it away again."""
    if schema_editor.connection.vendor == "postgresql":
        for name in ARRAYS:
            schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS {name}")
    else:
        schema_editor.execute("DROP TABLE IF EXISTS search_words")


def forget_what_was_flushed(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Empty the tokens where no entry is left (a receiver of post_migrate): `flush` empties the tables of models alone.

    Tokens left behind would be found again for whatever comes to be told by their numbers.
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
    rows = [(_row(entry), {*tokens, _era(entry.place >> ERA_BITS).text}) for entry, tokens in entries]
    names, signs = ", ".join(COLUMNS), ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}" for kind in ARRAYS.values())
            cursor.executemany(
                f"INSERT INTO {TABLE} ({names}, {', '.join(ARRAYS)}) VALUES ({signs}, {arrays})",
                [(*row, *map(_array, _by_column(tokens).values())) for row, tokens in rows],
            )
            return
        for row, tokens in rows:
            cursor.execute(f"INSERT INTO {TABLE} ({names}) VALUES ({signs})", row)
            cursor.execute("INSERT INTO search_words(rowid, tokens) VALUES (%s, %s)", [cursor.lastrowid, " ".join(sorted(tokens))])


def _row(entry: Any) -> tuple[Any, ...]:
    return tuple(_moment(value) if isinstance(value, datetime.datetime) else value for value in (getattr(entry, name) for name in COLUMNS))


def _by_column(tokens: Collection[str]) -> dict[str, list[int]]:
    """The numbers by which PostgreSQL knows some tokens, in the columns where they stand."""
    words = [crc32(token.encode()) - 0x80000000 for token in tokens if token[0] != "_"]
    pairs = [number_of_pair(token) for token in tokens if token[0] == "_"]
    return {
        "tokens": words,
        "pairs0": [number - 0x8000 for number in pairs if number < 0x10000],
        "pairs1": [number - 0x18000 for number in pairs if number >= 0x10000],
    }


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, sorted(set(numbers)))) + "}"


def forget(places: Iterable[int]) -> None:
    """Forget entries. What FTS5 holds of them stays until the index is built anew, and is never found: only entries are."""
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE place = %s", [(place,) for place in places])


def is_mostly_dead() -> bool:
    """Whether FTS5 holds more of forgotten entries than of those there are."""
    if connection.vendor == "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT count(*) FROM search_words) > 2 * (SELECT count(*) FROM {TABLE})")
        return bool(cursor.fetchone()[0])


def empty() -> None:
    """Forget every entry with all its tokens."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        if connection.vendor != "postgresql":
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('delete-all')")


def lost(kind: str) -> int:
    """How many entries of a kind have lost their tokens."""
    missing = "tokens IS NULL" if connection.vendor == "postgresql" else "id NOT IN (SELECT rowid FROM search_words)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE} WHERE kind = %s AND {missing}", [kind])
        return int(cursor.fetchone()[0])


def one_at_a_time() -> None:
    """Let only one transaction at a time change the index; the others wait. SQLite never has two writers.

    It does not wait for the disk: should the server fail before it is there, the notes are there again with what they ask for.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(hashtext('qcdc.search'))")


def take_notes(most: int) -> list[tuple[str, int]]:
    """The oldest notes of rows written to, which are thereby gone, if the transaction is not undone."""
    with connection.cursor() as cursor:
        oldest = "SELECT id FROM search_due ORDER BY id LIMIT %s"
        cursor.execute(f"DELETE FROM search_due WHERE id IN ({oldest}) RETURNING label, object_id", [most])
        return cursor.fetchall()


@contextlib.contextmanager
def by_index() -> Iterator[None]:
    """Have PostgreSQL answer through the index: it takes reading every row for cheap, and does not see that their tokens lie elsewhere."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        yield


def newest(count: int, before: int | None = None) -> tuple[int, int] | None:
    """The eras of so many newest entries, of all or of those before a place; None where there are not so many."""
    earlier, values = ("", []) if before is None else ("WHERE place < %s", [before])
    ordered = f"SELECT place FROM {TABLE} {earlier} ORDER BY place DESC LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({ordered} OFFSET %s), ({ordered})", [*values, count, *values])
        first, last = cursor.fetchone()
        return (first >> ERA_BITS, last >> ERA_BITS) if first is not None else None


Eras = tuple[int, int]


def places(
    question: Expression,
    now: datetime.datetime,
    *,
    limit: int,
    newest_first: bool = False,
    before: int | None = None,
    eras: Eras | None = None,
) -> list[int]:
    """The places of the entries that answer a question and that readers may see now, in any order or the newest first."""
    sql, values = _answers(question, now, before, eras)
    # Ordered by an expression, so that PostgreSQL does not walk all entries in their order instead of asking the index.
    order = "ORDER BY place + 0 DESC" if newest_first else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place FROM ({sql}) answers {order} LIMIT %s", [*values, limit])
        return [row[0] for row in cursor.fetchall()]


def sort_out(questions: Sequence[Expression | None], now: datetime.datetime, *, limit: int) -> dict[int, int]:
    """By place, the first of some questions that each entry answers; no more than a limit of answers to each."""
    texts, values = [], []
    for number, question in enumerate(questions):
        if question is not None:
            sql, given = _answers(question, now, None, None)
            texts.append(f"SELECT * FROM (SELECT {number} AS number, place FROM ({sql}) answers{number} LIMIT %s) question{number}")
            values += [*given, limit]
    if not texts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, min(number) FROM ({' UNION ALL '.join(texts)}) answers GROUP BY place", values)
        return dict(cursor.fetchall())


def count(question: Expression, now: datetime.datetime, *, limit: int, eras: Eras | None = None) -> int:
    """How many entries answer a question, counted no further than a limit."""
    sql, values = _answers(question, now, None, eras)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) answers LIMIT %s) counted", [*values, limit])
        return int(cursor.fetchone()[0])


def _answers(question: Expression, now: datetime.datetime, before: int | None, eras: Eras | None) -> tuple[str, list[Any]]:
    """The places that answer a question as SQL, with its values."""
    confined: tuple[Expression, ...] = (Either(tuple(map(_era, range(eras[0], eras[1] + 1)))),) if eras else ()
    moment = _moment(now)
    seen, values = "since <= %s AND until > %s", [moment, moment]
    if before is not None:
        seen, values = f"{seen} AND place + 0 < %s", [*values, before]
    if connection.vendor != "postgresql":
        asked = fts5(Every((question, *confined)))
        joined = f"SELECT e.place FROM search_words w CROSS JOIN {TABLE} e ON e.id = w.rowid WHERE w.search_words MATCH %s AND {seen}"
        return joined, [asked, *values]
    wanted, unwanted = _apart(question)
    match, given = condition(Every((*wanted, *confined)))
    sql, values = f"SELECT place FROM {TABLE} WHERE {match} AND {seen}", [*given, *values]
    if unwanted:
        # Looked up by the index as well: each entry would have to be fetched to see that it does not hold a token.
        match, given = condition(Every((Either(tuple(unwanted)), *confined)))
        sql, values = f"{sql} EXCEPT SELECT place FROM {TABLE} WHERE {match}", [*values, *given]
    return sql, values


def _apart(question: Expression) -> tuple[list[Expression], list[Expression]]:
    """What must hold of an entry, and what must not."""
    if not isinstance(question, Every):
        return [question], []
    wanted, unwanted = [], list(question.without)
    for part in question.parts:
        more, less = _apart(part)
        wanted += more
        unwanted += less
    return wanted, unwanted


def _moment(moment: datetime.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def condition(question: Expression) -> tuple[str, list[Any]]:
    """A question as PostgreSQL writes it: all of an array, one of an array."""
    match question:
        case Token():
            texts, values = _conditions([question], "@>")
            return texts[0], values
        case Every(parts, without):
            texts, values = _conditions(parts, "@>")
            for part in without:
                text, given = condition(part)
                texts.append(f"NOT {text}")
                values += given
            return f"({' AND '.join(texts)})", values
        case Either(parts):
            texts, values = _conditions(parts, "&&")
            return f"({' OR '.join(texts)})", values
    raise TypeError(f"A word is not spelt out: {question}")


def _conditions(parts: Iterable[Expression], operator: str) -> tuple[list[str], list[Any]]:
    """Some parts of a question, all of their tokens in one array."""
    texts: list[str] = []
    values: list[Any] = []
    for column, numbers in _by_column([part.text for part in parts if isinstance(part, Token)]).items():
        if numbers:
            texts.append(f"{column} {operator} %s::{ARRAYS[column]}")
            values.append(_array(numbers))
    for part in parts:
        if not isinstance(part, Token):
            text, given = condition(part)
            texts.append(text)
            values += given
    return texts, values


def fts5(question: Expression) -> str:
    """A question as FTS5 writes it."""
    match question:
        case Token(text):
            return '"' + text.replace('"', '""') + '"'
        case Either(parts):
            return "(" + " OR ".join(map(fts5, parts)) + ")"
        case Every(parts, without):
            wanted = "(" + " AND ".join(map(fts5, parts)) + ")"
            return f"({wanted} NOT ({' OR '.join(map(fts5, without))}))" if without else wanted
    raise TypeError(f"A word is not spelt out: {question}")
