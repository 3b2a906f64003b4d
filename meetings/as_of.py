"""The registers as they were on a day: which unit a province was then, and what was not known yet or had not ended."""

import datetime
from collections import defaultdict
from typing import Any

from meetings.models import Province, Succession
from meetings.models.provinces import SuccessionKind

KEPT = "units of a day"


class Units:
    """The provinces of a day. All of them are read at once: there are about a hundred, and every row may name another one."""

    def __init__(self, day: datetime.date) -> None:
        self.day = day
        self.known = {unit.pk: unit for unit in Province.objects.published().order_by()}
        self.after: dict[int, set[int]] = defaultdict(set)
        self.before: dict[int, set[int]] = defaultdict(set)
        edges = Succession.objects.exclude(kind=SuccessionKind.PARTIAL).order_by()
        for before, after in edges.values_list("predecessor", "successor"):
            self.after[before].add(after)
            self.before[after].add(before)

    def unit(self, pk: int | None) -> Province | None:
        """What a province was that day: itself, or the one unit before or after it; None where there were several or none."""
        if pk is None or pk not in self.known:
            return None
        named = self.known[pk]
        has_ended = bool(named.valid_to and named.valid_to <= self.day)
        found = self._found(pk, self.after if has_ended else self.before)
        return self.known[found.pop()] if len(found) == 1 else None

    def _found(self, pk: int, edges: dict[int, set[int]]) -> set[int]:
        ahead, seen, found = {pk}, set[int](), set[int]()
        while ahead:
            each = ahead.pop()
            seen.add(each)
            if self.known[each].exists_on(self.day):
                found.add(each)
            else:
                ahead |= edges[each] - seen
        return found


def units(context: Any) -> Units:
    """The provinces of the day that a request asks for, read once for all that it shows."""
    if KEPT not in context:
        context[KEPT] = Units(context["day"])
    found: Units = context[KEPT]
    return found


def unless_later(value: Any, day: datetime.date) -> Any:
    """The end of something as it was known on a day: still open where it lay ahead. Takes a date in ISO 8601, whole or partial."""
    return value if value and str(value) <= day.isoformat() else None
