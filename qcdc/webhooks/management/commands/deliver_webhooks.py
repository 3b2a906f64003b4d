"""Tell the endpoints of webhooks what happened to the record."""

import itertools
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from qcdc.changes.store import settle
from qcdc.origin import NoAddress, origin
from qcdc.webhooks.delivering import deliver, forget_old

SECONDS_BETWEEN = 3
ROUNDS_BETWEEN_CLEARING = 1_000


class Command(BaseCommand):
    help = "Post what happened to the record to every active webhook. Safe to run at any time, and twice at once."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--forever", action="store_true", help="stay and look again every few seconds, as a service does")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            origin()
        except NoAddress as error:
            self.stderr.write(f"Webhooks lead to the site, and “{error}” is no address of it. Set SITE_ADDRESS.")
            raise SystemExit(1) from error
        received = failed = 0
        ended = threading.Event()
        if options["forever"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *given: ended.set())
        forget_old()
        for round_number in itertools.count(1):
            settle()
            now = deliver()
            received, failed = received + now[0], failed + now[1]
            if ended.is_set() or not (now[0] or options["forever"]):
                break
            if not now[0]:
                close_old_connections()
                ended.wait(SECONDS_BETWEEN)
            if round_number % ROUNDS_BETWEEN_CLEARING == 0:
                forget_old()
        self.stdout.write(f"Deliveries received: {received}; not received: {failed}.")
