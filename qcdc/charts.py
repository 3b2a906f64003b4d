"""Charts drawn on the server: bars as an SVG that needs no script, each with its words and number beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LONGEST_LABEL = 44
# A bar ends where its number has room to stand behind it. Heights are in em, so that they grow with the reader's text.
WIDEST = Decimal(78)
ROW = Decimal("3.1")


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, its number in words, and where in the drawing it lies."""

    label: str
    shown: str
    width: str
    rest: str
    number_from: str
    label_at: str
    top: str
    shown_at: str

    @property
    def short(self) -> str:
        """The label as far as it fits above its bar; the table holds it whole."""
        return self.label if len(self.label) <= LONGEST_LABEL else f"{self.label[: LONGEST_LABEL - 1].rstrip()}…"


@dataclass(frozen=True)
class Chart:
    """A chart of bars from left to right, one under the other."""

    title: str
    desc: str
    bars: list[Bar]

    @property
    def height(self) -> str:
        return f"{ROW * len(self.bars)}em"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The same as a table."""
        return [(bar.label, bar.shown) for bar in self.bars]


def chart(title: str, desc: str, rows: Iterable[tuple[Any, Any, Any]], whole: Any = None) -> Chart:
    """A chart of rows (label, number, number in words). `whole` is what a full bar means; not given, the largest number."""
    known = [(str(label), Decimal(number), str(shown)) for label, number, shown in rows]
    full = max([Decimal(whole or 0), *(number for _label, number, _shown in known)], default=Decimal(0)) or Decimal(1)
    bars = []
    for place, (label, number, shown) in enumerate(known):
        width = (WIDEST * max(number, Decimal(0)) / full).quantize(Decimal("0.01"))
        top = ROW * place
        bars.append(
            Bar(
                label=label,
                shown=shown,
                width=f"{width}%",
                rest=f"{WIDEST}%" if whole else "0",
                number_from=f"{WIDEST if whole else width}%",
                label_at=f"{top + 1}em",
                top=f"{top + Decimal('1.4')}em",
                shown_at=f"{top + Decimal('2.3')}em",
            )
        )
    return Chart(title, desc, bars)
