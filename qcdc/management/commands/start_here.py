"""A trial run on this machine: tables, reference data, the demo record and an editor's account, each only once."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from qcdc.management.commands.create_groups import create_groups

EDITOR = "bientap"


def is_empty() -> bool:
    """Whether the database was never migrated: nothing of anybody's can be in it."""
    return not MigrationRecorder(connection).has_table()


class Command(BaseCommand):
    help = "Make ready for a trial run: migrate, reference data, demo record and editor's account (the last two only the first time)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--serve", metavar="HOST:PORT", help="serve the site there afterwards, in the same process")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            first = is_empty()
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise CommandError(f"The database does not answer ({error}). Check DATABASE_URL, or unset it to use SQLite.") from error
        self.stdout.write("Tables: ready.")
        call_command("load_reference", verbosity=0)
        self.stdout.write("Reference data: ready.")
        create_groups()
        if first:
            call_command("load_demo", stdout=self.stdout)
            self._make_editor()
        elif self._note().exists():
            self.stdout.write(f"Editor's account: {EDITOR}; its password is in {self._note().name} in the data folder.")

        if options["serve"]:
            address = options["serve"]
            self.stdout.write(f"Serving http://{address}/ (admin: http://{address}/admin/). Stop with Ctrl+C.")
            call_command("runserver", address, use_reloader=False, skip_checks=True)

    def _make_editor(self) -> None:
        """An account that may enter and publish, with a password that no other machine has."""
        password = secrets.token_urlsafe(12)
        editor = get_user_model().objects.create_user(EDITOR, password=password, is_staff=True)
        editor.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
        note = self._note()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch(mode=0o600)
        note.write_text(f"{EDITOR}\n{password}\n", encoding="utf-8")
        self.stdout.write(f"Editor's account: {EDITOR}, password {password} (kept in {note.name} in the data folder).")

    @staticmethod
    def _note() -> Path:
        return Path(settings.DATA_DIR) / "editor.txt"
