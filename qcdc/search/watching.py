"""Database triggers that note every row written to, whoever writes it: a form, an import, an update of many rows, the prompt."""

from typing import Any

from django.db import connections

from qcdc.search.kinds import KINDS, WATCHED, Watched

DUE = "search_due"


def watch_tables(using: str = "default", **kwargs: Any) -> None:
    """Put the triggers in place after every migrate: SQLite drops them whenever it rebuilds a table."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if DUE not in there:
        return
    _begin(connection, there)
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NOTE)
        for watched in WATCHED:
            if watched.model._meta.db_table in there:
                for statement in statements(watched):
                    cursor.execute(statement)


def _begin(connection: Any, there: set[str]) -> None:
    """Have an index that is still empty read everything there is; one that was emptied keeps no words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM search_entry) OR EXISTS (SELECT 1 FROM search_due)")
        if cursor.fetchone()[0]:
            return
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('delete-all')")
        for kind in KINDS.values():
            if (table := kind.model._meta.db_table) in there:
                cursor.execute(f"INSERT INTO {DUE}(label, object_id) SELECT '{kind.name}', id FROM {table}")


NOTE = f"""
CREATE OR REPLACE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO {DUE}(label, object_id) SELECT TG_ARGV[0], (to_jsonb(OLD) ->> TG_ARGV[1])::bigint
      WHERE to_jsonb(OLD) ->> TG_ARGV[1] IS NOT NULL;
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[1] IS DISTINCT FROM to_jsonb(NEW) ->> TG_ARGV[1]) THEN
    INSERT INTO {DUE}(label, object_id) SELECT TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::bigint
      WHERE to_jsonb(NEW) ->> TG_ARGV[1] IS NOT NULL;
  END IF;
  RETURN NULL;
END $$
"""


def _name(watched: Watched) -> str:
    return f"search_{watched.model._meta.db_table}_{watched.column}"[:58]


DEEDS = (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))


def _when(watched: Watched, rows: tuple[str, ...]) -> str:
    return "WHEN (" + " OR ".join(watched.when.format(row=row) for row in rows) + ")" if watched.when else ""


def _postgresql(watched: Watched) -> list[str]:
    table = watched.model._meta.db_table
    # Before there were conditions one trigger stood for all deeds.
    statements = [f'DROP TRIGGER IF EXISTS "{_name(watched)}" ON "{table}"']
    for deed, rows in DEEDS:
        name = f"{_name(watched)}_{deed.lower()[:3]}"
        statements += [
            f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
            f'CREATE TRIGGER "{name}" AFTER {deed} ON "{table}" FOR EACH ROW {_when(watched, rows)} '
            f"EXECUTE FUNCTION search_note('{watched.label}', '{watched.column}')",
        ]
    return statements


def _sqlite(watched: Watched) -> list[str]:
    table, column = watched.model._meta.db_table, watched.column
    statements = []
    for deed, rows in DEEDS:
        name = f"{_name(watched)}_{deed.lower()[:3]}"
        notes = " ".join(
            f'INSERT INTO {DUE}(label, object_id) SELECT \'{watched.label}\', {row}."{column}" WHERE {row}."{column}" IS NOT NULL'
            + (f' AND OLD."{column}" IS NOT NEW."{column}"' if row == "NEW" and deed == "UPDATE" else "")
            + ";"
            for row in rows
        )
        statements += [
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" AFTER {deed} ON "{table}" {_when(watched, rows)} BEGIN {notes} END',
        ]
    return statements
