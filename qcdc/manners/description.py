"""What the OpenAPI document says of the manners: the forms of an answer, and the refusals that come before any view is asked."""

from typing import Any

from django.urls import resolve

from qcdc.manners.deprecation import mark
from qcdc.manners.formats import Place
from qcdc.problems import CONTENT_TYPE

REFUSED = {
    "401": "The key that was shown opens nothing.",
    "406": "The answer cannot be had in any form that `Accept` names.",
}
FORMAT = "The form of the answer, where `Accept` is not to decide."


def tell_of_manners(result: dict[str, Any], **given: Any) -> dict[str, Any]:
    """Add to each operation what holds for all of them."""
    problem = {"$ref": "#/components/schemas/Problem"}
    for path, operations in result["paths"].items():
        operation = operations["get"]
        place = Place.at(resolve(path.replace("{id}", "1").replace("{name}", "x")))
        for status, told in REFUSED.items() if place.is_data else [("401", REFUSED["401"])]:
            operation["responses"].setdefault(status, {"description": told, "content": {CONTENT_TYPE: {"schema": problem}}})
        operation["responses"] = dict(sorted(operation["responses"].items()))
        if forms := place.forms():
            names = ["json", *(form.name for form in forms)]
            about = " ".join(f"`{form.name}`: {form.about}" for form in forms)
            schema = {"type": "string", "enum": names, "default": "json"}
            operation["parameters"].append({"name": "format", "in": "query", "description": f"{FORMAT} {about}", "schema": schema})
            for form in forms:
                kind = "object" if form.media_type.endswith("json") else "string"
                operation["responses"]["200"]["content"][form.media_type] = {"schema": {"type": kind, "description": form.about}}
    mark(result)
    return result
