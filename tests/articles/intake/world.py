"""What the tests of filing share: the register with its reference data, a report read, matched, proposed and filed."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.intake.filing import Filed, file
from articles.intake.matching import match
from articles.intake.parser import parse
from articles.intake.proposal import propose
from articles.intake.record import Record
from articles.intake.register import gazetteer
from articles.models import Intake

# The printed report that the project began from is somebody else's text: it lies beside the repository, not in it.
PRINTED = Path(__file__).parents[4] / "shared" / "report.txt"
needs_report = pytest.mark.skipif(not PRINTED.exists(), reason="the printed report lies beside the repository")
PASTED = datetime.date(2026, 1, 1)


def load_register() -> None:
    call_command("load_reference", verbosity=0)


def proposed(text: str) -> Record:
    """The record that a text gives with the register as it is now."""
    report = parse(text, gazetteer(), pasted_on=PASTED)
    on = report.event_date.value if report.event_date else PASTED
    return propose(report, on=on, matches=match(report, on=on))


def pasted(text: str, by: Any) -> tuple[Intake, Record]:
    """A text kept as it was pasted, and what is proposed for it."""
    intake = Intake.keep(text, by=by, on=PASTED)
    return intake, proposed(intake.text)


def filed(text: str, by: Any) -> Filed:
    """A text filed as it is proposed."""
    intake, record = pasted(text, by)
    return file(record, intake, by=by)
