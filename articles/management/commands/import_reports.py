"""Read a folder or a zip of reports and file them as drafts; run again, it goes on where it stopped."""

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from articles.intake.batch import NEEDED, Batching, header, rows
from articles.intake.bundles import Bundle, Item, in_folder
from articles.models import Batch, Outcome
from qcdc.spreadsheet import csv_cell

WIDTH = 30
LONGEST_SHOWN = 40


class Command(BaseCommand):
    help = (
        "File a folder or a zip of reports (.txt, .docx, .html) as drafts; nothing is published. "
        "May be stopped at any moment; run again, it goes on where it stopped."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("place", metavar="FOLDER|FILE.zip", type=Path)
        parser.add_argument("--by", metavar="USER", help="in whose name; needed where several accounts may bring reports")
        parser.add_argument("--again", action="store_true", help="take up again what was not filed before")
        parser.add_argument("--report", metavar="FILE.csv", type=Path, help="write what became of each report to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        place: Path = options["place"].resolve()
        by = _person(options["by"])
        table: Path | None = options["report"]
        if table and not table.resolve().parent.is_dir():
            raise CommandError(f"There is no folder for {table}.")
        with ExitStack() as stack:
            items = [item for item in _items(place, stack) if table is None or place / item.name != table.resolve()]
            if not items:
                raise CommandError("There are no files in it.")
            batch, _made = Batch.objects.get_or_create(source=str(place)[-500:], started_by=by, defaults={"name": place.name[:200]})
            stopped = self._run(Batching(batch, items, by=by, again=options["again"]))
        self._tell(batch)
        if table:
            _write(table, batch, by)
        if stopped:
            raise CommandError("Stopped. Run the same command again to go on.")
        counts = batch.counts()
        if left := counts[Outcome.DOUBTFUL] + counts[Outcome.UNREADABLE]:
            raise CommandError(f"Not filed: {left}. Reports to be checked wait in the admin; mend the others and use --again.")

    def _run(self, batching: Batching) -> bool:
        """Take what waits; whether it was stopped by Ctrl-C."""
        waiting = len(batching.waiting())
        self.stdout.write(f"Reports: {len(batching.items)}, to be taken now: {waiting}.")
        shows = self.stderr.isatty()
        try:
            for number, line in enumerate(batching.go_on(), start=1):
                if shows:
                    self._show(number, waiting, line.name)
        except KeyboardInterrupt:
            return True
        finally:
            if shows:
                self.stderr.write("", style_func=str)
        return False

    def _show(self, number: int, whole: int, name: str) -> None:
        done = WIDTH * number // max(1, whole)
        bar = f"\r\x1b[K[{'#' * done}{'.' * (WIDTH - done)}] {number}/{whole} {name[-LONGEST_SHOWN:]}"
        self.stderr.write(bar, style_func=str, ending="")
        self.stderr.flush()

    def _tell(self, batch: Batch) -> None:
        for line in batch.lines.exclude(outcome=Outcome.FILED):
            self.stdout.write(f"{Outcome(line.outcome).label}\t{line.name}\t{line.reason}")
        for outcome, count in batch.counts().items():
            self.stdout.write(f"{Outcome(outcome).label}: {count}")


def _items(place: Path, stack: ExitStack) -> list[Item]:
    if place.is_dir():
        return in_folder(place)
    if not place.is_file():
        raise CommandError(f"{place} is no folder and no file.")
    file = stack.enter_context(place.open("rb"))
    try:
        return Bundle(File(file)).items()
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal


def _person(name: str | None) -> Any:
    """Whose drafts they become: the account that was named, or the only one that may bring reports."""
    people = get_user_model().objects.filter(is_active=True)
    if name:
        person = people.filter(username=name).first()
        if person is None:
            raise CommandError(f"There is no account {name}.")
        if not person.has_perms(NEEDED):
            raise CommandError(f"The account {name} may not bring reports; it needs: {', '.join(NEEDED)}.")
        return person
    able = [person for person in people.filter(is_staff=True) if person.has_perms(NEEDED)]
    if len(able) != 1:
        raise CommandError("Say in whose name the reports are filed: --by USER.")
    return able[0]


def _write(table: Path, batch: Batch, by: Any) -> None:
    try:
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([csv_cell(value) for value in row] for row in (header(), *rows(batch, by=by)))
    except OSError as error:
        raise CommandError(f"{table} could not be written: {error.strerror}.") from error
