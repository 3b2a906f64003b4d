"""Send the letters that wait: run it every few minutes where NOTIFY_BY_EMAIL is on."""

from typing import Any

from django.core.management.base import BaseCommand

from qcdc.outbox import send_waiting


class Command(BaseCommand):
    help = "Send the letters that wait for the mail server. Safe to run at any time, and twice at once."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--now", action="store_true", help="try also those whose waiting time after a failure is not over")

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = send_waiting(also_not_due=options["now"])
        self.stdout.write(f"Letters sent: {sent}; not taken by the mail server: {failed}.")
