"""`manage.py load_reference`: bring the reference data of the files into the register."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from meetings.reference import BrokenData, load


class Command(BaseCommand):
    help = "Load provinces and other reference data from CSV files. What an editor changed or deleted stays so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when the data are broken or not yet loaded")
        parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of the CSV files")
        parser.add_argument("--force", action="store_true", help="undo what editors changed or deleted")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load(options["data"], force=options["force"], check=options["check"])
        except BrokenData as error:
            raise CommandError(str(error)) from error
        for name, tally in report.items() if options["verbosity"] else ():
            kept = f", {tally.kept} kept as edited" if tally.kept else ""
            self.stdout.write(f"{name}: {tally.rows} rows, {tally.created} new, {tally.updated} changed{kept}")
        if options["check"] and (problems := [problem for tally in report.values() for problem in tally.problems]):
            raise CommandError("\n".join(problems))
