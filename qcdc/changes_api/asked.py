"""What requests about changes ask, alike at each address."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qcdc import asking
from qcdc.changes.cursors import here
from qcdc.changes.nouns import NOUNS
from qcdc.changes.store import last, settle
from qcdc.composing import Freshness
from qcdc.problems import CONTENT_TYPE, ProblemSerializer

LARGEST_ID = 2**63 - 1
BY_PLURAL = {noun.plural: noun.name for noun in NOUNS.values()}
NAMES = sorted(BY_PLURAL)
NOUN = OpenApiParameter("noun", str, description="Only this noun, named as in the address of its list.", enum=NAMES)
REFUSED = {(status, CONTENT_TYPE): ProblemSerializer for status in (400, 404, 429)}


class HeirSerializer(serializers.Serializer):
    """The record that stands for one that is gone."""

    id = serializers.IntegerField(help_text="Its id.")
    url = serializers.URLField(help_text="Its address in the API.")


@dataclass(frozen=True)
class Standing(Freshness):
    """Where the sequence of changes stands: as long as it stands there, an answer about it is the same."""

    epoch: str = ""

    @property
    def etag(self) -> str:
        return f'"{self.epoch}.{self.number}"'


def standing() -> tuple[str, int, bool, Standing | None]:
    """The name of the sequence, the number of its last change, whether all that was written is numbered, and by what an answer is known."""
    is_settled = settle()
    epoch, number = here()
    _, moment = last() if is_settled else (0, None)
    return epoch, number, is_settled, Standing(number, moment, epoch) if moment else None


def answer(told: dict[str, Any], fresh: Standing | None) -> Response:
    """An answer that says by what it is known again."""
    response = Response(told)
    if fresh:
        fresh.mark(response)
    return response


def noun_asked(request: Request) -> str:
    """The noun that a request is about, as the record calls it; empty for all."""
    return BY_PLURAL[choice(request, "noun", NAMES)] if "noun" in request.query_params else ""


def choice(request: Request, name: str, values: list[str]) -> str:
    """One of some values. Raises ValidationError that names them."""
    value = request.query_params[name]
    if value not in values:
        raise asking.refusal(name, _("It is one of: %(values)s.") % {"values": ", ".join(values)})
    return value


def number_from_zero(request: Request, name: str) -> int:
    """A number that may be left out and may be 0."""
    field = serializers.IntegerField(min_value=0, max_value=LARGEST_ID)
    try:
        return int(field.run_validation(request.query_params.get(name, "0")))
    except serializers.ValidationError as error:
        raise asking.refusal(name, error.detail) from error


def site_of(request: Request) -> str:
    """Scheme and host of a request."""
    return str(request.build_absolute_uri("/")).rstrip("/")
