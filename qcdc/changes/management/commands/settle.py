"""Number what has changed and keep what other systems copy, or say whether what is kept is what the record says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qcdc.changes.cursors import begin_anew
from qcdc.changes.models import Note
from qcdc.changes.nouns import NOUNS
from qcdc.changes.settling import all_ids, faults, settle_all
from qcdc.changes.watching import note_everything

MOST_FAULTS_TOLD = 20


class Command(BaseCommand):
    help = "Number what has changed and keep what other systems copy. Requests do it, too: this is for after an import or an update."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--all", action="store_true", help="look at every record again, not only at those that were written to")
        parser.add_argument(
            "--anew", action="store_true", help="give the sequence another name, so that every copy is begun anew: after restoring a backup"
        )
        parser.add_argument("--check", action="store_true", help="end with an error where what is kept differs from the record")
        parser.add_argument(
            "--noun", choices=sorted(NOUNS), action="append", help="with --all or --check: only this noun (may be given several times)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        nouns = options["noun"] or list(NOUNS)
        if options["anew"]:
            begin_anew()
        if options["all"]:
            note_everything(nouns=nouns)
        self._settle()
        if options["check"]:
            self._check(nouns)

    def _settle(self) -> None:
        compared = 0
        for some in settle_all():
            compared += some
            if self.stdout.isatty():
                self.stdout.write(f"\rCompared {compared:,}, {Note.objects.count():,} notes left ".ljust(60), ending="")
                self.stdout.flush()
        self.stdout.write(f"\rCompared {compared:,} records.".ljust(60))

    def _check(self, nouns: list[str]) -> None:
        wrong = 0
        for name in nouns:
            here = [fault for ids in all_ids(NOUNS[name]) for fault in faults(NOUNS[name], ids)]
            for fault in here[: max(0, MOST_FAULTS_TOLD - wrong)]:
                self.stderr.write(fault)
            wrong += len(here)
        if wrong:
            raise CommandError(f"What is kept differs from the record in {wrong:,} places. Run settle --all.")
        self.stdout.write("What is kept is what the record says.")
