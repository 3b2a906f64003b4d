"""Where PostgreSQL can, the folded texts of lists and the newsroom are found by three letters at a time instead of being read through."""

from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, transaction

from qcdc.fields import FoldedField


def index_folded_texts(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Index every folded text (a receiver of post_migrate). `contains` gives the same answers without, only later.

    A server that has no pg_trgm, or a role that may not create extensions, is left as it is: once somebody has created it
    there, the next migrate makes the indexes.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if not _has_trigrams(cursor, using):
            return
        for model in apps.get_models():
            table = model._meta.db_table
            for field in model._meta.local_fields:
                if isinstance(field, FoldedField) and table in there:
                    name = f"{table}_{field.column}_trgm"
                    # Asked first: PostgreSQL refuses even IF NOT EXISTS while a transaction has checks of the table left to do.
                    cursor.execute("SELECT to_regclass(%s)", [f'"{name}"'])
                    if cursor.fetchone()[0] is None:
                        cursor.execute(f'CREATE INDEX "{name}" ON "{table}" USING gin ("{field.column}" gin_trgm_ops)')


def _has_trigrams(cursor: Any, using: str) -> bool:
    cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')")
    if cursor.fetchone()[0]:
        return True
    try:
        with transaction.atomic(using=using):
            cursor.execute("CREATE EXTENSION pg_trgm")
    except DatabaseError:
        return False
    return True
