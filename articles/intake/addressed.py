"""To whom of the register a directive is addressed: "các tỉnh" are those taking part, "MTTQ" is a body, Sơn La a province."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.intake.register import Register
from meetings.models import Province
from qcdc.vietnamese import fold

PARTS = re.compile(r"\s*[,;]\s*|\s+và\s+")
ALL_PROVINCES = re.compile(
    r"(?:dai bieu |lanh dao |cap uy |ban chi dao |bcd )?"
    r"(?:(?:tat ca )?cac|nhung|\d+|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?:tinh|dia phuong)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Whom of the register some words name."""

    provinces: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()


class Addressees:
    """The addressees of one conference's directives."""

    def __init__(
        self, register: Register, on: datetime.date, host: Province | None, taking_part: Sequence[int], *, of_centre: bool
    ) -> None:
        self.register, self.on, self.host, self.taking_part, self.of_centre = register, on, host, tuple(taking_part), of_centre

    def read(self, printed: Iterable[str]) -> Told:
        """Whom the words name for certain; what they leave open is left to the editor."""
        provinces: list[int] = []
        organisations: list[int] = []
        for words in printed:
            if len(self.taking_part) > 1 and ALL_PROVINCES.match(fold(words)):
                provinces.extend(self.taking_part)
            whole = self._body(words)
            for part in (words,) if whole else PARTS.split(words):
                if body := self._body(part):
                    organisations.append(body)
                else:
                    provinces.extend(unit.pk for unit in self._provinces(part))
        return Told(tuple(dict.fromkeys(provinces)), tuple(dict.fromkeys(organisations)))

    def _body(self, words: str) -> int | None:
        """The body of a name. A conference of a province means its own Front and unions, not those of the centre."""
        province = None if self.of_centre else self.host
        body = self.register.organisation(words, on=self.on, province=province, central=self.of_centre)
        return body.pk if body else None

    def _provinces(self, words: str) -> list[Province]:
        """Provinces that are addressed themselves, not by a body whose name ends with theirs."""
        if fold(words) == "tinh":
            return [self.host] if self.host else []
        plain = fold(words).removeprefix("tinh ").removeprefix("thanh pho ").removeprefix("cac tinh ").removeprefix("hai tinh ")
        named = self.register.provinces_in(words, on=self.on)
        return [unit for unit in named if plain == fold(unit.name)]
