"""Database triggers that note every row written to, whoever writes it, in the writer's own transaction.

On PostgreSQL they run once for each statement, however many rows it writes.
"""

import hashlib
from typing import Any

from django.db import connections, models
from django.utils import timezone

from qcdc.changes.models import AT_ONCE, Change, Note, PublicRecord, Sequence
from qcdc.changes.nouns import NOUNS, Column, by_table, next_moments, watched_moments

NOTE = Note._meta.db_table
PREFIX = "changes_of_"
DEEDS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
IS_BEGUN = "SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {model._meta.db_table})" for model in (Note, PublicRecord, Change))
MOMENT = f"{AT_ONCE:%Y-%m-%d %H:%M:%S}"


def watch_tables(using: str = "default", **kwargs: Any) -> None:
    """Put the triggers in place after every migrate: SQLite drops them whenever it rebuilds a table.

    A table that was not watched until now may have changed unseen, so everything is looked at again.
    """
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if NOTE not in there:
        return
    write = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    wanted = {
        _name(model, deed, columns): write(model, deed, columns)
        for model, columns in by_table().items()
        if model._meta.db_table in there
        for deed in DEEDS
    }
    Sequence.objects.using(using).get_or_create(pk=1)
    with connection.cursor() as cursor:
        known = _known(connection.vendor, cursor)
        for name in known.keys() - wanted.keys():
            _drop(connection.vendor, cursor, name, known[name])
        for name in wanted.keys() - known.keys():
            for statement in wanted[name]:
                cursor.execute(statement)
        cursor.execute(
            f"SELECT {' OR '.join(f'EXISTS (SELECT 1 FROM {table})' for table in (NOTE, 'changes_publicrecord', 'changes_change'))}"
        )
        if wanted.keys() - known.keys() or not cursor.fetchone()[0]:
            note_everything(using)


def note_everything(using: str = "default", nouns: list[str] | None = None) -> None:
    """Have every record looked at again, and every date that lies ahead."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in nouns or NOUNS:
            if (table := NOUNS[name].model._meta.db_table) not in there:
                continue
            cursor.execute(f"INSERT INTO {NOTE}(label, object_id, at) SELECT %s, id, '{MOMENT}' FROM {table}", [name])
            cursor.execute(
                f"INSERT INTO {NOTE}(label, object_id, at) SELECT noun, object_id, '{MOMENT}' FROM changes_publicrecord "
                f"WHERE noun = %s AND state <> 'deleted' AND object_id NOT IN (SELECT id FROM {table})",
                [name],
            )
    now = timezone.now()
    for label in sorted(watched_moments()):
        moments = next_moments(label, None, now)
        Note.objects.using(using).filter(label=label, at__gt=AT_ONCE).delete()
        Note.objects.using(using).bulk_create(
            (Note(label=label, object_id=value, at=moment) for value, moment in moments.items()), batch_size=1000
        )


def _name(model: type[models.Model], deed: str, columns: list[Column]) -> str:
    """A name that says what the trigger does: one that does something else has another."""
    said = hashlib.blake2s(f"1 {model._meta.db_table} {deed} {[column.label for column in columns]}".encode(), digest_size=8)
    return f"{PREFIX}{deed.lower()}_{said.hexdigest()}"


def _known(vendor: str, cursor: Any) -> dict[str, str]:
    """The triggers that are in place, each with its table."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND starts_with(tgname, %s) AND pg_table_is_visible(tgrelid)",
            [PREFIX],
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s", [len(PREFIX), PREFIX]
        )
    return dict(cursor.fetchall())


def _drop(vendor: str, cursor: Any, name: str, table: str) -> None:
    if vendor == "postgresql":
        cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')
    else:
        cursor.execute(f'DROP TRIGGER "{name}"')


def _postgresql(model: type[models.Model], deed: str, columns: list[Column]) -> list[str]:
    name, table, states = _name(model, deed, columns), model._meta.db_table, DEEDS[deed]
    values = " UNION ALL ".join(
        f"SELECT '{column.label}' AS label, \"{column.name}\"::bigint AS object_id FROM {state.lower()}_rows"
        for column in columns
        for state in states
    )
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"INSERT INTO {NOTE}(label, object_id, at) SELECT DISTINCT label, object_id, TIMESTAMPTZ '{MOMENT}+00' "
        f"FROM ({values}) AS written WHERE object_id IS NOT NULL; RETURN NULL; END $$",
        f'CREATE TRIGGER "{name}" AFTER {deed} ON "{table}" '
        f"REFERENCING {' '.join(f'{state} TABLE AS {state.lower()}_rows' for state in states)} "
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
    ]


def _sqlite(model: type[models.Model], deed: str, columns: list[Column]) -> list[str]:
    notes = " ".join(
        f"INSERT INTO {NOTE}(label, object_id, at) SELECT '{column.label}', {state}.\"{column.name}\", '{MOMENT}' "
        f'WHERE {state}."{column.name}" IS NOT NULL'
        + (f' AND OLD."{column.name}" IS NOT NEW."{column.name}"' if deed == "UPDATE" and state == "NEW" else "")
        + ";"
        for column in columns
        for state in DEEDS[deed]
    )
    return [f'CREATE TRIGGER "{_name(model, deed, columns)}" AFTER {deed} ON "{model._meta.db_table}" BEGIN {notes} END']
