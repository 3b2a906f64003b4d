"""Database triggers that refuse to change or erase the content of an edition that was published."""

from typing import Any

from django.db import connections

from articles.models.editions import CONTENT

TABLE = "articles_edition"
PLACEMENTS = "articles_placement"
TRAIL = "articles_auditentry"
TRAIL_COLUMNS = ("article_number", "edition_number", "headline", "deed", "by_name", "at", "comment", "moment")
MESSAGE = "a published edition never changes"
TRAIL_MESSAGE = "the audit trail never changes"


def seal_tables(using: str = "default", **kwargs: Any) -> None:
    """Put the triggers in place after every migrate: SQLite drops them whenever it rebuilds a table."""
    connection = connections[using]
    if not {TABLE, PLACEMENTS, TRAIL} <= set(connection.introspection.table_names()):
        return
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}.get(connection.vendor, list)()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in (*CONTENT, "article_id", "number"))
    sealed_row = f'SELECT 1 FROM "{TABLE}" WHERE "id" = {{row}}."edition_id" AND "live_from" IS NOT NULL'
    trail_changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in TRAIL_COLUMNS)
    triggers = {
        "trail_is_sealed": f'BEFORE UPDATE ON "{TRAIL}" WHEN {trail_changed}',
        "edition_is_sealed": f'BEFORE UPDATE ON "{TABLE}" WHEN OLD."live_from" IS NOT NULL AND ({changed})',
        "placement_is_sealed_insert": f'BEFORE INSERT ON "{PLACEMENTS}" WHEN EXISTS ({sealed_row.format(row="NEW")})',
        "placement_is_sealed_update": f'BEFORE UPDATE ON "{PLACEMENTS}" WHEN EXISTS ({sealed_row.format(row="OLD")})',
    }
    return [
        statement
        for name, rule in triggers.items()
        for statement in (
            f'DROP TRIGGER IF EXISTS "{name}"',
            f"CREATE TRIGGER \"{name}\" {rule} BEGIN SELECT RAISE(ABORT, '{_message(name)}'); END",
        )
    ]


def _message(trigger: str) -> str:
    return TRAIL_MESSAGE if trigger.startswith("trail") else MESSAGE


def _postgresql() -> list[str]:
    changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in (*CONTENT, "article_id", "number"))
    raise_it = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'"
    trail_changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in TRAIL_COLUMNS)
    return [
        "CREATE OR REPLACE FUNCTION trail_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{TRAIL_MESSAGE}' USING ERRCODE = 'check_violation'; END $$",
        f'DROP TRIGGER IF EXISTS trail_is_sealed ON "{TRAIL}"',
        f'CREATE TRIGGER trail_is_sealed BEFORE UPDATE ON "{TRAIL}" FOR EACH ROW WHEN ({trail_changed}) EXECUTE FUNCTION trail_is_sealed()',
        f"CREATE OR REPLACE FUNCTION edition_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raise_it}; END $$",
        "CREATE OR REPLACE FUNCTION placement_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE edition bigint; "
        "BEGIN IF TG_OP = 'INSERT' THEN edition := NEW.edition_id; ELSE edition := OLD.edition_id; END IF; "
        f'IF EXISTS (SELECT 1 FROM "{TABLE}" WHERE id = edition AND live_from IS NOT NULL) THEN {raise_it}; END IF; '
        "RETURN NEW; END $$",
        f'DROP TRIGGER IF EXISTS edition_is_sealed ON "{TABLE}"',
        f'CREATE TRIGGER edition_is_sealed BEFORE UPDATE ON "{TABLE}" FOR EACH ROW '
        f'WHEN (OLD."live_from" IS NOT NULL AND ({changed})) EXECUTE FUNCTION edition_is_sealed()',
        f'DROP TRIGGER IF EXISTS placement_is_sealed ON "{PLACEMENTS}"',
        f'CREATE TRIGGER placement_is_sealed BEFORE INSERT OR UPDATE ON "{PLACEMENTS}" FOR EACH ROW EXECUTE FUNCTION placement_is_sealed()',
    ]
