"""Answers of the API put together from what is kept of each record: whole, or as much of it as is asked for."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from qcdc.changes.store import Stored

STAMPS = ("version", "modified")
SETTLED_AFTER = datetime.timedelta(seconds=2)


@dataclass(frozen=True)
class Wanted:
    """Which members of a record are asked for: those of its list or all, some more of them, or only some."""

    is_whole: bool = False
    expand: frozenset[str] = field(default_factory=frozenset)
    only: frozenset[str] = field(default_factory=frozenset)

    def of(self, record: Stored) -> bytes:
        """The record as it is asked for, as JSON."""
        if not self.only and (self.is_whole or not self.expand):
            return (record.whole if self.is_whole else record.row)[:-1] + _stamp(record)
        members: dict[str, Any] = json.loads(record.row)
        if self.is_whole or self.expand:
            more = json.loads(record.more)
            members |= {name: value for name, value in more.items() if self.is_whole or name in self.expand}
        return dumps(self.among(members | json.loads(b"{" + _stamp(record)[1:])))

    def among(self, members: dict[str, Any]) -> dict[str, Any]:
        """The members that are asked for, in the record's own order."""
        return {name: value for name, value in members.items() if not self.only or name in self.only}


def _stamp(record: Stored) -> bytes:
    """The end of a record: the number and the moment of its last change. A record not looked at yet has neither."""
    if not record.version:
        return b',"version":null,"modified":null}'
    return f',"version":{record.version},"modified":"{timezone.localtime(record.modified).isoformat()}"}}'.encode()


def dumps(members: Any) -> bytes:
    """JSON as all answers are written: no idle spaces, every letter as it is."""
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


def page(head: dict[str, Any], rows: Iterable[bytes]) -> bytes:
    """The JSON of a page: what it says of itself, and its rows."""
    return dumps(head)[:-1] + b',"results":[' + b",".join(rows) + b"]}"


@dataclass(frozen=True)
class Freshness:
    """By what an answer is known to be the one that a client has: the number of a change and the moment of it."""

    number: int
    moment: datetime.datetime

    @classmethod
    def of(cls, number: int, moment: datetime.datetime | None) -> "Freshness | None":
        """By the number and the moment of a change; None where there was none yet."""
        return cls(number, moment) if number and moment else None

    @property
    def etag(self) -> str:
        """The moment tells a number from the same number in a record that was restored."""
        return f'"{self.number}.{self.moment.timestamp():.0f}"'

    def known_already(self, request: HttpRequest) -> HttpResponse | None:
        """The empty answer to a client that has the answer, or None."""
        stamp = int(self.moment.timestamp()) if self._tells_the_second() else None
        answer = get_conditional_response(request, self.etag, stamp)
        if answer is not None and answer.status_code == HTTPStatus.NOT_MODIFIED:
            self.mark(answer)
            return answer
        return None

    def mark(self, response: Any) -> None:
        """Tell the client by what it knows the answer again; it has to ask each time, for what is public ends by the clock."""
        response["ETag"] = self.etag
        response["Cache-Control"] = "no-cache"
        if self._tells_the_second():
            response["Last-Modified"] = http_date(self.moment.timestamp())

    def _tells_the_second(self) -> bool:
        """Whether the second of the change is over, so that none can follow within it."""
        return timezone.now() - self.moment > SETTLED_AFTER
