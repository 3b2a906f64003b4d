"""Taking turns at what has no row to lock yet."""

from django.db import connection


def wait_for(fingerprint: str) -> None:
    """Hold a fingerprint until the transaction ends, and wait while another one holds it.

    SQLite needs nothing of the kind: its transactions take turns from their first statement on.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(fingerprint[:15], 16)])
