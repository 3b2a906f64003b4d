"""What a request asks of the API: parameters that are known and given once, and numbers within their bounds."""

import difflib
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request


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


def number(request: Request, name: str, *, default: int, most: int) -> int:
    """The number that a parameter of the request asks for. Raises ValidationError for what is no such number."""
    if name not in request.query_params:
        return default
    field = serializers.IntegerField(min_value=1, max_value=most)
    try:
        return int(field.run_validation(request.query_params[name]))
    except serializers.ValidationError as error:
        raise refusal(name, error.detail) from error


def refusal(name: str, detail: Any) -> serializers.ValidationError:
    """The refusal of one parameter."""
    return serializers.ValidationError({name: detail})
