"""Build the index of the search anew, or say whether it holds what it should."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qcdc.search import storage
from qcdc.search.keeping import batched_faults, rebuild, work_off
from qcdc.search.kinds import KINDS
from qcdc.search.models import Due

BAR = 30


class Command(BaseCommand):
    help = "Build the index of the search anew; with --check only compare it with the record, by count and checksum."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; end with an error where the index differs")
        parser.add_argument("--kind", choices=sorted(KINDS), action="append", help="only this kind of thing (may be given several times)")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = [KINDS[name] for name in options["kind"] or sorted(KINDS)]
        if options["check"]:
            self._check(kinds)
            return
        if not options["kind"] and storage.is_mostly_dead():
            self.stdout.write("Most of the index is of what is no more: it is emptied first, and finds less until it is built.")
            storage.empty()
        newest = Due.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for kind in kinds:
            total, done = kind.ids().count(), 0
            for read in rebuild(kind):
                done += read
                self._bar(kind.name, done, total)
            self.stdout.write(f"\r{kind.name}: {done:,}".ljust(BAR + 40))
        if not options["kind"]:
            # What was written before the building began has been read by it.
            Due.objects.filter(pk__lte=newest).delete()
        work_off()

    def _check(self, kinds: Any) -> None:
        work_off()
        wrong = 0
        for kind in kinds:
            total, done, here = kind.ids().count(), 0, 0
            for read, faults in batched_faults(kind):
                done += read
                here += len(faults)
                for fault in faults[: max(0, 20 - wrong)]:
                    self.stderr.write(fault)
                self._bar(kind.name, done, total)
            wrong += here
            self.stdout.write(f"\r{kind.name}: {total:,}, {here:,} wrong".ljust(BAR + 40))
        if wrong:
            raise CommandError(f"The index differs from the record in {wrong:,} places. Run rebuild_index.")
        self.stdout.write("The index holds what it should.")

    def _bar(self, name: str, done: int, total: int) -> None:
        if self.stdout.isatty():
            filled = BAR * done // max(total, 1)
            self.stdout.write(f"\r{name:14} [{'#' * filled}{'.' * (BAR - filled)}] {done:,}/{total:,}", ending="")
            self.stdout.flush()
