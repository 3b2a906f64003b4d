"""Write the whole public record into files that readers fetch at /api/v1/dumps/."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qcdc.dumps import shelf
from qcdc.dumps.writing import Table, make_dump
from qcdc.flat import columns_of
from qcdc.origin import NoAddress

KEPT = 3
MOST_TRIES = 3
LASTS = datetime.timedelta(hours=20)


class Command(BaseCommand):
    help = (
        "Write all public records as JSON Lines and CSV, zipped, with a manifest, into DATA_DIR/dumps. A crash leaves the dumps from "
        "before as they were. What was closed because a record in it was taken back is cleared away."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--noun", action="append", default=[], help="only this noun, as the API names it (articles); may be repeated")
        parser.add_argument("--keep", type=int, default=KEPT, help=f"how many dumps stay on the shelf, {KEPT} if not given")
        parser.add_argument(
            "--if-due",
            action="store_true",
            help="only where the newest dump is closed or 20 hours old: for a timer that often rings",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["keep"] <= shelf.MOST_KEPT:
            raise CommandError(f"--keep takes a number from 1 to {shelf.MOST_KEPT}.")
        tables = tables_of(options["noun"])
        try:
            with shelf.alone():
                gone = shelf.clear_away(options["keep"])
                if options["if_due"] and not is_due(tables):
                    self.stdout.write(f"The newest dump is up to date. Cleared away: {gone}.")
                    return
                dump = self.make(tables)
                gone += shelf.clear_away(options["keep"])
        except shelf.Busy as error:
            raise CommandError("Another process is making a dump.") from error
        except NoAddress as error:
            raise CommandError(
                f"Records are written with their addresses, and “{error}” is none under which the site is read. "
                "Set SITE_ADDRESS, for example to https://qcdc.example.vn, and its host in ALLOWED_HOSTS."
            ) from error
        except OSError as error:
            raise CommandError(f"The dump could not be written: {error}. Those from before are as they were.") from error
        self.stdout.write(f"Records: {sum(dump.manifest['records'].values())}, in {dump.folder}. Cleared away: {gone}.")

    def make(self, tables: list[Table]) -> shelf.Dump:
        """A dump in which nothing was taken back while it was made."""
        for _try in range(MOST_TRIES):
            if (dump := make_dump(tables)).is_open:
                return dump
        shelf.clear_away(shelf.MOST_KEPT)
        raise CommandError("Records were taken back each time while the dump was made. Run it again in a quiet moment.")


def is_due(tables: list[Table]) -> bool:
    """Whether a dump of these nouns is missing, closed, or a day old."""
    nouns = tuple(table.name for table in tables)
    newest = next((dump for dump in shelf.dumps() if dump.nouns == nouns), None)
    if newest is None or not newest.is_open:
        return True
    return timezone.now() - datetime.datetime.fromisoformat(newest.manifest["generated_at"]) > LASTS


def tables_of(names: list[str]) -> list[Table]:
    """The nouns of these names, or all."""
    from qcdc.api import COLLECTIONS

    if unknown := sorted({*names} - COLLECTIONS.keys()):
        raise CommandError(f"No such noun: {', '.join(unknown)}. There are: {', '.join(COLLECTIONS)}.")
    chosen: dict[str, Any] = {name: each for name, each in COLLECTIONS.items() if not names or name in names}
    return [Table(noun, name, columns_of(view.serializer_class)) for name, (noun, view) in chosen.items()]
