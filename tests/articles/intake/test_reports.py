"""Whole reports, each a text beside what a reader should find in it. A case is added by adding a pair of files."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from articles.intake.parser import parse
from tests.articles.intake.facts import facts
from tests.articles.intake.gazetteers import register

FOLDER = Path(__file__).parents[1] / "reports"
# The printed report that the project began from is somebody else's text: it lies beside the repository, not in it.
PRINTED = Path(__file__).parents[4] / "shared" / "report.txt"
TEXTS = {path.stem: path for path in sorted(FOLDER.glob("*.txt"))} | ({"bao-lang-son": PRINTED} if PRINTED.exists() else {})


def picked(read: Any, wanted: Any) -> Any:
    """What was read, without what the expectation does not ask for."""
    if isinstance(wanted, dict) and isinstance(read, dict):
        return {key: picked(read.get(key), each) for key, each in wanted.items()}
    if isinstance(wanted, list) and isinstance(read, list) and len(read) == len(wanted):
        return [picked(one, other) for one, other in zip(read, wanted, strict=True)]
    return read


def test_every_expectation_has_its_report() -> None:
    expected = {path.stem for path in FOLDER.glob("*.json")}
    assert expected - {"bao-lang-son"} == TEXTS.keys() - {"bao-lang-son"}
    assert len(TEXTS) > 30


@pytest.mark.parametrize("name", TEXTS)
def test_a_report_is_read_as_a_reader_reads_it(name: str) -> None:
    wanted = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    doubts = wanted.pop("doubts_include", [])
    read = facts(parse(TEXTS[name].read_text(encoding="utf-8"), register(), pasted_on=datetime.date(2026, 1, 1)))
    assert picked(read, wanted) == wanted
    assert set(doubts) <= set(read["doubts"])
