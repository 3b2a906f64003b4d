"""From what was read and matched to the record that is proposed, and what the register has already of the same conference."""

import datetime
from dataclasses import dataclass
from typing import Any

from articles.intake.matching import Matches
from articles.intake.record import Record
from articles.intake.report import Report


@dataclass(frozen=True, slots=True)
class SameConference:
    """A conference of the register that the report may be about, with what agrees."""

    conference: Any
    reasons: tuple[str, ...]
    """Words for the screen: same day, same place, same organiser, similar title."""
    strength: int
    """How much agrees; the list begins with the strongest."""


@dataclass(frozen=True, slots=True)
class Twins:
    """What is there already: intakes and articles of the same words, and conferences that may be the same."""

    intakes: tuple[Any, ...] = ()
    """Intakes of the same words, filed ones first (`intake.article` may be set)."""
    articles: tuple[Any, ...] = ()
    """Articles of the same words or the same headline."""
    conferences: tuple[SameConference, ...] = ()


def propose(report: Report, *, on: datetime.date, matches: Matches) -> Record:
    """The record that a report gives before anybody has corrected it."""
    raise NotImplementedError


def twins(text: str, record: Record, *, by: Any, but: Any = None) -> Twins:
    """What the newsroom has already of a report, as far as this person (`by`) may see it; `but` is her own intake of it."""
    raise NotImplementedError
