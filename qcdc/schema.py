"""What the OpenAPI document says alike of every collection: how it is addressed and filtered, and how it refuses."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type, get_doc
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from qcdc.glossary import FILTERS
from qcdc.problems import CONTENT_TYPE, ProblemSerializer

BOUNDS = (MinValueValidator, MaxValueValidator)
LIST_ANSWERS = {
    400: "A parameter is not understood; `errors` names it.",
    404: "A parameter names something that is not there; `errors` names the parameter.",
}
DETAIL_ANSWERS = {
    400: "A parameter is not understood; `errors` names it.",
    404: "There is no such record, or it is not for everybody to see; the two are not told apart.",
}
AS_OF = (
    "What was true on this day, in what records hold as well. An end that lay ahead is null. A beginning or an end known only to the month "
    "or the year counts for every day it may mean; what came of a directive counts only where it cannot have come later."
)
ANSWERS = {
    429: "Too many requests; `Retry-After` says for how many seconds to wait.",
}

MOVED = "The slug is one that the record had before."


class CollectionSchema(AutoSchema):
    """The description of a collection's list and of its single records."""

    view: Any

    def get_summary(self) -> str:
        noun = self._tokenize_path()[0]
        return f"List {noun}" if self._is_list_view() else f"One of the {noun}"

    def get_description(self) -> str:  # type: ignore[override]
        """What the collection is, of its list and of each record alike."""
        return get_doc(type(self.view))

    def get_override_parameters(self) -> Any:
        """What chooses among the members of records."""
        chosen = [_names("fields", "Only these members of each record.", [*self.view.listed(), *self.view.expandable()])]
        if self.view.takes_day:
            chosen.append(OpenApiParameter("as_of", OpenApiTypes.DATE, description=AS_OF))
        if self._is_list_view() and self.view.expandable():
            more = "Members that records have by themselves and not in lists, or `all` of them; `fields` may name them as well."
            chosen.append(_names("expand", more, [*self.view.expandable(), "all"]))
        return chosen

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        by = f"The record's id, or its {self.view.slug_field}." if self.view.slug_field else "The record's id."
        return [
            build_parameter_type(name=name, location=OpenApiParameter.PATH, description=by, schema={"type": "string"}) for name in variables
        ]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        bodies["200"]["description"] = "A page of the list." if self._is_list_view() else "The record."
        moved = {301: MOVED} if self.view.slug_field == "slug" else {}
        answers = ANSWERS | (LIST_ANSWERS if self._is_list_view() else DETAIL_ANSWERS | moved | self.view.detail_answers)
        for status, description in sorted(answers.items()):
            bodies[str(status)] = self._redirect(description) if status < HTTPStatus.BAD_REQUEST else self._problem(description)
        return bodies

    def _redirect(self, description: str) -> dict[str, Any]:
        location = {"description": "The address to go on to.", "schema": {"type": "string", "format": "uri"}}
        return {"description": description, "headers": {"Location": location}}

    def _problem(self, description: str) -> dict[str, Any]:
        document = self.resolve_serializer(ProblemSerializer, "response").ref
        return {"description": description, "content": {CONTENT_TYPE: {"schema": document}}}


def _names(name: str, about: str, known: list[str]) -> OpenApiParameter:
    """A parameter that lists names, with commas between them."""
    schema = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string", "enum": known}}
    return OpenApiParameter(name, schema, description=about, explode=False, style="form")


class FilterSchema(DjangoFilterExtension):
    """The filters of a list in the words of the API; those of the pages' forms say too little to a machine."""

    target_class = "django_filters.rest_framework.DjangoFilterBackend"
    match_subclasses = True
    priority = 1

    def resolve_filter_field(
        self, auto_schema: Any, model: Any, filterset_class: Any, field_name: str, filter_field: Any
    ) -> list[dict[str, Any]]:
        return [
            build_parameter_type(
                name=field_name, location=OpenApiParameter.QUERY, description=FILTERS[field_name], schema=_shape(filter_field)
            )
        ]


def _shape(row_filter: django_filters.Filter) -> dict[str, Any]:
    """The values that a filter takes."""
    if isinstance(row_filter, django_filters.NumberFilter):
        limits = {type(bound): int(bound.limit_value) for bound in reversed(row_filter.field.validators) if isinstance(bound, BOUNDS)}
        return {"type": "integer", "minimum": limits[MinValueValidator], "maximum": limits[MaxValueValidator]}
    if isinstance(row_filter, django_filters.ChoiceFilter) and "choices" in row_filter.extra:
        return {"type": "string", "enum": [value for value, _ in row_filter.extra["choices"]]}
    if isinstance(row_filter, django_filters.DateFilter):
        return {"type": "string", "format": "date"}
    longest = row_filter.extra.get("max_length")
    return {"type": "string", "maxLength": longest} if longest else {"type": "string"}
