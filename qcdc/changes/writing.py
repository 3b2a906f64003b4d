"""Records as they are handed out: written by the API's own serializers, as bytes, with a mark in place of scheme and host."""

import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import translation
from rest_framework.renderers import JSONRenderer

from qcdc.changes.nouns import NOUNS

ORIGIN = "\ue000"
_MARK = ORIGIN + secrets.token_hex(8)
_RENDERER = JSONRenderer()
AT_ONCE = 100


@dataclass(frozen=True)
class Written:
    """The JSON object that lists show, and the members that a record has beside them when it is asked for by itself."""

    row: bytes
    more: bytes


def written(noun: str, ids: Iterable[int], day: datetime.date | None = None) -> dict[int, Written]:
    """Some records as they are handed out now, or as they were on a day; those that nobody may see are left out."""
    found: dict[int, Written] = {}
    wanted = sorted(set(ids))
    with translation.override("en"):
        for start in range(0, len(wanted), AT_ONCE):
            found |= _some(noun, wanted[start : start + AT_ONCE], day)
    return found


def _some(noun: str, ids: list[int], day: datetime.date | None) -> dict[int, Written]:
    view = NOUNS[noun].view()
    view.action, view.kwargs, view.format_kwarg, view.request = "retrieve", {}, None, _Nobody()
    view.day = day
    context = {"request": view.request, "view": view, "format": None} | ({"day": day} if day else {})
    whole = view.get_serializer_class()(context=context)
    listed = view.serializer_class(context=context).fields.keys()
    found = {}
    for record in view.get_queryset().filter(pk__in=ids):
        members = whole.to_representation(record)
        row = {name: value for name, value in members.items() if name in listed}
        more = {name: value for name, value in members.items() if name not in listed}
        found[record.pk] = Written(_bytes(row), _bytes(more))
    return found


class _Nobody(SimpleNamespace):
    """Whom a record is written for when nobody has asked: anybody, at any host."""

    method = "GET"
    user = AnonymousUser()
    auth = None
    META: dict[str, Any] = {}
    query_params = GET = QueryDict()

    def build_absolute_uri(self, path: str) -> str:
        return _MARK + path


def _bytes(members: dict[str, Any]) -> bytes:
    """JSON in which the letter ORIGIN stands for the origin alone: where an editor has typed it, it is escaped."""
    text = _RENDERER.render(members, accepted_media_type="application/json").decode()
    return text.replace(_MARK, "\x00").replace(ORIGIN, "\\ue000").replace("\x00", ORIGIN).encode()
