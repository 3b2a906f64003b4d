"""What of the API will go: said on the answers themselves from the day that it is decided, so that nobody learns it by a fault."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from qcdc.manners.formats import Place


@dataclass(frozen=True)
class Going:
    """An address, or one parameter or one field of it, that goes: since when that is said, when it ends, and where to read of it."""

    path: str
    since: datetime.datetime
    sunset: datetime.datetime
    link: str
    parameter: str = ""
    field: str = ""

    def concerns(self, request: HttpRequest, place: Place) -> bool:
        """Whether an answer is about what goes: a parameter only where it was given."""
        return place.path == self.path and (not self.parameter or self.parameter in request.GET)


# From the oldest to the newest. Nothing is taken out of a version of the API before its sunset has passed.
GOING: tuple[Going, ...] = ()


def warn(request: HttpRequest, place: Place, response: HttpResponseBase) -> None:
    """Say on an answer what of it goes (RFC 9745, RFC 8594): since the earliest day, until the nearest end."""
    concerned = [going for going in GOING if going.concerns(request, place)]
    if not concerned:
        return
    response.headers["Deprecation"] = f"@{int(min(going.since for going in concerned).timestamp())}"
    response.headers["Sunset"] = http_date(min(going.sunset for going in concerned).timestamp())
    links = [f'<{request.build_absolute_uri(going.link)}>; rel="deprecation"; type="text/html"' for going in concerned]
    response.headers["Link"] = ", ".join(filter(None, [response.headers.get("Link", ""), *links]))


def mark(result: dict[str, Any]) -> None:
    """Mark in the description of the API what goes."""
    for going in GOING:
        operation = result["paths"][going.path]["get"]
        if going.parameter:
            (marked,) = [each for each in operation["parameters"] if each["name"] == going.parameter]
        elif going.field:
            marked = _field(result, operation, going.field)
        else:
            marked = operation
        marked["deprecated"] = True
        marked["x-sunset"] = going.sunset.date().isoformat()


def _field(result: dict[str, Any], operation: dict[str, Any], name: str) -> dict[str, Any]:
    """The field of an answer, or of the rows of a list."""
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    properties = _properties(result, schema)
    if name not in properties and "results" in properties:
        properties = _properties(result, properties["results"]["items"])
    found: dict[str, Any] = properties[name]
    return found


def _properties(result: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    named = schema.get("$ref", "").rpartition("/")[2]
    known = result["components"]["schemas"][named] if named else schema
    properties: dict[str, Any] = known["properties"]
    return properties
