"""Write the description of the API that stands in the repository."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from qcdc.contract import breaks
from qcdc.openapi import as_yaml, read_yaml

KEPT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
PROMISED = Path(settings.BASE_DIR) / "docs" / "contracts"


class Command(BaseCommand):
    help = "Write docs/openapi.yaml from the code. Refuses what breaks the contract that was promised last (docs/contracts)."

    def handle(self, *args: Any, **options: Any) -> None:
        from qcdc.api import description

        now = description()
        for promised in sorted(PROMISED.glob("*.yaml")):
            if broken := breaks(read_yaml(promised), now):
                raise CommandError("\n".join([f"This breaks {promised.name}; raise VERSION in SPECTACULAR_SETTINGS:", *broken]))
        KEPT.write_text(as_yaml(now), encoding="utf-8")
        self.stdout.write(f"Written: {KEPT}")
