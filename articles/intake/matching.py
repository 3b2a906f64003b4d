"""Whom and what of the register a report speaks of: candidates with the reason for each, never a silent choice between two."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from articles.intake.report import Report


class Basis(StrEnum):
    """Why a person or body of the register may be the one in the report, the strongest first."""

    EXACT = "exact"
    ALIAS = "alias"
    SAME_TONES = "same-tones"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that somebody of the register may have held on the day."""

    pk: int
    title: str
    organisation: int | None = None
    province: int | None = None
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register who may be the person in the report."""

    official: int
    name: str
    basis: Basis
    posts: tuple[HeldPost, ...] = ()
    """Held on the day, those whose titles are printed first."""
    fits: bool = False
    """One of the posts held that day has a title, a body or a province that is printed."""
    differ: bool = False
    """The titles printed are not those of the posts held that day."""


@dataclass(frozen=True, slots=True)
class OfficialMatch:
    """A named person of the report and who of the register that may be; no `choice` means a new official."""

    name: str
    candidates: tuple[Candidate, ...] = ()
    choice: int | None = None

    @property
    def chosen(self) -> Candidate | None:
        """The candidate that is proposed."""
        return next((each for each in self.candidates if each.official == self.choice), None)


@dataclass(frozen=True, slots=True)
class Matches:
    """What of the register each part of a report is; the officials in the order of the report."""

    officials: tuple[OfficialMatch, ...] = ()
    organisers: tuple[int | None, ...] = ()
    """For each organiser of the report a body of the register, or None."""


def match(report: Report, *, on: datetime.date) -> Matches:
    """Match a report to the register as it was on the day of the event (`on`)."""
    raise NotImplementedError
