"""The search for machines: answers of every kind in one list, with what narrows them down."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from meetings.models import State
from qcdc import asking
from qcdc.asked import FACETS, SearchForm, facets_of
from qcdc.filters import UNKNOWN
from qcdc.glossary import FILTERS
from qcdc.links import OpenView, address, on_site
from qcdc.problems import CONTENT_TYPE, ProblemSerializer
from qcdc.search.finding import Found, Hit
from qcdc.search.snippets import snippet

MOST_ROWS = 100
KINDS = ["article", "conference", "directive", "official", "organisation", "province"]


class FoundSerializer(serializers.Serializer):
    """One answer, whatever its kind: what it is called, where it is, and the words in which it was found."""

    kind = serializers.ChoiceField(choices=KINDS, help_text="What it is.")
    id = serializers.IntegerField(help_text="Stays the same for as long as the record lives.")
    name = serializers.CharField(help_text="What the record is called.")
    url = serializers.URLField(help_text="Its address in the API.")
    web = serializers.URLField(help_text="The address of the page on which readers see it.")
    snippet = serializers.CharField(help_text="A piece of its text as HTML; the words asked for are in `mark` elements. May be empty.")


class FacetSerializer(serializers.Serializer):
    """A value by which the answers can be narrowed, as the parameter of the same name takes it."""

    value = serializers.CharField(help_text="What the parameter takes.")
    name = serializers.CharField(help_text="What it is called.")
    count = serializers.IntegerField(help_text="How many of the answers counted carry it.")


class FacetsSerializer(serializers.Serializer):
    """The values that most answers carry, by the parameter that takes them."""

    kind = FacetSerializer(many=True, help_text="Kinds of record.")
    year = FacetSerializer(many=True, help_text="Years.")
    province = FacetSerializer(many=True, help_text="Provinces, as the units of that time.")
    official = FacetSerializer(many=True, help_text="People who were at the conference.")
    theme = FacetSerializer(many=True, help_text="Themes of directives.")
    state = FacetSerializer(many=True, help_text="States of conferences.")


class SearchSerializer(serializers.Serializer):
    """A page of answers, the best first."""

    count = serializers.IntegerField(help_text="How many answers there are; with `capped`, there are more than this.")
    capped = serializers.BooleanField(help_text="Whether there are more answers than were counted.")
    meant = serializers.CharField(help_text="What may have been meant, where nothing was found; else empty.")
    next = serializers.URLField(allow_null=True, help_text="The address of the next page; null on the last.")
    facets = FacetsSerializer(help_text="What narrows the answers down.")
    results = FoundSerializer(many=True, help_text="The answers of this page.")


ASKED = {
    "q": 'Words that must all be there, marks and case aside; "words side by side", -without, begin*, 29/5/2018.',
    "kind": "Answers of this kind.",
    "year": FILTERS["year"],
    "province": FILTERS["province"],
    "official": "Those with the official who has this slug.",
    "theme": FILTERS["theme"],
    "state": "Conferences in this state.",
    "sort": "`date` puts the newest first; otherwise the best answers are.",
    "after": "Where the page before ended, as its `next` says.",
    "limit": f"The answers of a page, 20 if not given, at most {MOST_ROWS}.",
}
SHAPES: dict[str, dict[str, Any]] = {
    "q": {"type": "string", "maxLength": 200},
    "year": {"type": "integer", "minimum": 1945, "maximum": 2100},
    "after": {"type": "string", "maxLength": 30},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": 20},
}
VALUES = {
    "state": list(State.values),
    "sort": ["date"],
    "kind": KINDS,
}
REFUSED = {
    400: "A parameter is not understood; `errors` names it.",
    404: "A parameter names something that is not there; `errors` names the parameter.",
    429: "Too many requests; `Retry-After` says for how many seconds to wait.",
}


def _parameter(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, SHAPES.get(name, {"type": "string"}), description=ASKED[name], enum=VALUES.get(name))


class Search(OpenView):
    """Everything that readers may see, found by its words: articles, conferences, directives, people, bodies, provinces."""

    parameters = frozenset(ASKED)

    @extend_schema(
        summary="Search",
        operation_id="search",
        parameters=[_parameter(name) for name in ASKED],
        responses={
            200: SearchSerializer,
            **{(status, CONTENT_TYPE): ProblemSerializer for status in REFUSED},
        },
    )
    def get(self, request: Request) -> Response:
        """Everything that readers may see, found by its words: articles, conferences, directives, people, bodies, provinces."""
        form = SearchForm(request.query_params)
        if not form.is_valid():
            refused = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
            if all(error.code == UNKNOWN for errors in form.errors.as_data().values() for error in errors):
                raise asking.NothingThere({name: told[0] for name, told in refused.items()})
            raise ValidationError(refused)
        found = form.search(size=asking.number(request, "limit", default=20, most=MOST_ROWS))
        asked = request.query_params.copy()
        asked["after"] = found.following
        following = request.build_absolute_uri(f"{reverse('api:search')}?{asked.urlencode()}") if found.following else None
        with translation.override("en"):
            facets = {facet.name: facet.choices for facet in facets_of(found, form)}
        return Response(
            {
                "count": found.count,
                "capped": found.is_capped,
                "meant": found.meant,
                "next": following,
                "facets": {
                    name: [{"value": each.value, "name": each.label, "count": each.count} for each in facets.get(name, [])]
                    for name, _sign, _label in FACETS
                },
                "results": [self._answer(hit, found) for hit in found.hits],
            }
        )

    def _answer(self, hit: Hit, found: Found) -> dict[str, Any]:
        context = {"request": self.request}
        return {
            "kind": hit.kind.name,
            "id": hit.row.pk,
            "name": hit.kind.title(hit.row),
            "url": address(context, hit.kind.name, hit.row.pk),
            "web": on_site(context, lambda: hit.kind.address(hit.row)),
            "snippet": snippet(hit.kind.texts(hit.row), found.query.runs),
        }
