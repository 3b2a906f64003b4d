"""What a request asks of the API: parameters that are known and given once, and numbers within their bounds."""

import datetime
import difflib
from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.request import Request


class NothingThere(exceptions.NotFound):
    """A parameter is well formed and names something that is not there, or that is not for everybody to see."""

    default_detail = gettext_lazy("The request names something that is not there.")

    def __init__(self, refused: dict[str, Any]) -> None:
        super().__init__()
        self.members = {"errors": [{"field": name, "detail": str(detail)} for name, detail in refused.items()]}


def check(request: Request, known: Collection[str]) -> None:
    """Refuse parameters that are not known here, or given more than once. Raises ValidationError that names each."""
    refused: dict[str, str] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            refused[name] = _unknown(name, known)
        elif len(values) > 1:
            refused[name] = _("It is given more than once.")
    if refused:
        raise serializers.ValidationError(refused)


def _unknown(name: str, known: Collection[str]) -> str:
    if name in ("page", "offset") and "after" in known:
        return _("There are no numbered pages: follow `next` and `prev` of each answer.")
    if near := difflib.get_close_matches(name.lower()[:40], sorted(known), n=1):
        return _("There is no such parameter here. Is `%(near)s` meant?") % {"near": near[0]}
    if not known:
        return _("No parameter is taken here.")
    return _("There is no such parameter here. These are known: %(known)s.") % {"known": ", ".join(sorted(known))}


def names(request: Request, parameter: str, known: Collection[str]) -> frozenset[str]:
    """The names that a parameter lists, with commas between them. Raises ValidationError for one that is not known."""
    if parameter not in request.query_params:
        return frozenset()
    given = request.query_params[parameter].split(",")
    for name in given:
        if name not in known:
            raise refusal(parameter, _unknown_name(name, known))
    if len({*given}) < len(given):
        raise refusal(parameter, _("A name is given more than once."))
    return frozenset(given)


def _unknown_name(name: str, known: Collection[str]) -> str:
    if near := difflib.get_close_matches(name.lower()[:40], known, n=1):
        return _("There is no `%(name)s` here. Is `%(near)s` meant?") % {"name": name[:40], "near": near[0]}
    return _("There is no `%(name)s` here. These are known: %(known)s.") % {"name": name[:40], "known": ", ".join(known)}


def number(request: Request, name: str, *, default: int, most: int) -> int:
    """The number that a parameter of the request asks for. Raises ValidationError for what is no such number."""
    if name not in request.query_params:
        return default
    field = serializers.IntegerField(min_value=1, max_value=most)
    try:
        return int(field.run_validation(request.query_params[name]))
    except serializers.ValidationError as error:
        raise refusal(name, error.detail) from error


def past_day(request: Request, name: str) -> datetime.date | None:
    """The day that a parameter names. Raises ValidationError for what is no day, and NothingThere for one that is still to come."""
    if name not in request.query_params:
        return None
    field = serializers.DateField(input_formats=["iso-8601"])
    try:
        day: datetime.date = field.run_validation(request.query_params[name])
    except serializers.ValidationError as error:
        raise refusal(name, error.detail) from error
    if day > timezone.localdate():
        raise NothingThere({name: _("This day is still to come.")})
    return day


def refusal(name: str, detail: Any) -> serializers.ValidationError:
    """The refusal of one parameter."""
    return serializers.ValidationError({name: detail})
