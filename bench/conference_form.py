"""How long the admin's form of a whole conference takes: 60 attendances, 20 directives, 30 figures, against an empty one.

    .venv/bin/python -m bench.conference_form

Runs on a throw-away SQLite file. All rows are invented.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS = 7


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "qcdc.settings", "READ_ENV_FILE": "0", "DATA_DIR": folder, "HTTPS": "0"}
        os.environ |= {"ALLOWED_HOSTS": "testserver", "LOG_LEVEL": "ERROR", "DEBUG": "0", "SECRET_KEY": "bench"}
        os.environ.pop("DATABASE_URL", None)

        import django

        django.setup()
        from django.contrib.auth import get_user_model
        from django.core.management import call_command
        from django.test import Client

        from tests.admin_forms import fields_of

        Path(folder, "static").mkdir()
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0)
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("bench"), "django.contrib.auth.backends.ModelBackend")
        empty, full = conferences()
        opened = {name: timed(client.get, conference) for name, conference in (("empty", empty), ("full", full))}
        page = client.get(address(full))
        fields = fields_of(page, "conference_form")

        saved = timed(client.post, full, fields | {"_continue": "1"})
        print(f"open, empty   {opened['empty']:6.2f} s")
        ratio = opened["full"] / opened["empty"]
        print(f"open, full    {opened['full']:6.2f} s   {ratio:.1f} times the empty one, {len(page.content) // 1024} KiB")
        print(f"save, full    {saved:6.2f} s   {saved / opened['full']:.1f} times opening it, {len(fields)} fields")


def conferences() -> tuple[Any, Any]:
    """An empty conference and a full one."""
    from django.db import transaction

    from tests import factories

    with transaction.atomic():
        full = factories.make_conference(host_province=factories.make_province())
        for number in range(60):
            person = factories.make_attendance(
                "chair", "concluding", conference=full, province=factories.make_province(), titles="Ủy viên\nBí thư"
            )
            if number < 20:
                directive = factories.make_directive("tuyen-truyen", "doi-thoai", conference=full, issuer=person)
                directive.addressee_provinces.set([factories.make_province() for _ in range(3)])
            if number < 30:
                factories.make_figure(conference=full, said_by=person)
        return factories.make_conference(), full


def address(conference: Any) -> str:
    return f"/admin/meetings/conference/{conference.pk}/change/"


def timed(act: Any, conference: Any, *data: Any) -> float:
    """The median seconds of processor time of one request."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        response = act(address(conference), *data)
        assert response.status_code in {200, 302}
        if data:
            assert response.status_code == 302, "the form was refused"
        taken.append(time.process_time() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
