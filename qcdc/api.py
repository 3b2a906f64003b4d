"""The machines' door: every noun of the record as JSON, with its description for programs and for people."""

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView, DefaultRouter

from articles import api as articles
from meetings.api import conferences, directives, organisations, provinces, registers
from qcdc.changes_api.changes import Changes
from qcdc.changes_api.checksums import Checksums
from qcdc.changes_api.tombstones import Tombstones
from qcdc.collection import PAGING
from qcdc.dumps_api import DumpFile, Dumps
from qcdc.links import OpenView
from qcdc.pagination import MOST_COUNTED, MOST_EXPANDED, MOST_ROWS, PAGE_SIZE
from qcdc.search_api import Search
from qcdc.staff_api import StaffArticles, StaffConferences
from qcdc.values import PARTIAL_DATE

app_name = "api"

COLLECTIONS = {
    "articles": ("article", articles.ArticleCollection),
    "conferences": ("conference", conferences.ConferenceCollection),
    "attendances": ("attendance", conferences.AttendanceCollection),
    "figures": ("figure", conferences.FigureCollection),
    "directives": ("directive", directives.DirectiveCollection),
    "progress": ("progress", directives.ProgressCollection),
    "officials": ("official", organisations.OfficialCollection),
    "posts": ("post", organisations.PostCollection),
    "organisations": ("organisation", organisations.OrganisationCollection),
    "provinces": ("province", provinces.ProvinceCollection),
    "successions": ("succession", registers.SuccessionCollection),
    "regions": ("region", registers.RegionCollection),
    "clusters": ("cluster", registers.ClusterCollection),
    "series": ("series", registers.SeriesCollection),
    "themes": ("theme", registers.ThemeCollection),
    "indicators": ("indicator", registers.IndicatorCollection),
    "roles": ("role", registers.RoleCollection),
    "photos": ("photo", articles.PhotoCollection),
    "corrections": ("correction", articles.CorrectionCollection),
}

EXAMPLES = {
    "articles": "?q=dan+chu&year=2018",
    "conferences": "?year=2018&province=lang-son",
    "attendances": "?role=chair",
    "directives": "?state=none&limit=100",
    "provinces": "?on=2018-05-29",
}

OTHERS = {"search": "?q=dan+chu+2018", "changes": "?limit=5", "tombstones": "?limit=5", "checksums": "?noun=articles"} | {
    "staff/articles": "?limit=5",
    "staff/conferences": "?limit=5",
}


class Root(OpenView, APIRootView):
    """The address of every collection; the Link header leads to their description."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().get(request, *args, **kwargs)
        response.headers["Link"] = f'<{reverse("api:schema")}>; rel="service-desc", <{reverse("api:docs")}>; rel="service-doc"'
        return response


class Schema(OpenView):
    """The OpenAPI 3.1 description of this API."""

    schema = None

    def get(self, request: Request) -> Response:
        return Response(description())


class Router(DefaultRouter):
    """Two addresses for each collection, and a root that lists the collections."""

    APIRootView = Root
    include_format_suffixes = False
    root_view_name = "root"


@functools.cache
def description() -> dict[str, Any]:
    """The OpenAPI document, generated once in the life of a process."""
    with translation.override("en"):
        generated: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return generated


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What a programmer reads before the first request: every collection, its fields and filters, and how to ask."""
    return render(
        request,
        "api/docs.html",
        {
            "root": request.build_absolute_uri(reverse("api:root")),
            "collections": [_collection(name) for name in COLLECTIONS],
            "others": [_other(name) for name in OTHERS],
            "dumps": description()["paths"]["/api/v1/dumps/"]["get"]["description"],
            "shapes": _shapes(),
            "problems": [_shape(name) for name in ("Problem", "ProblemField")],
            "rate": settings.API_THROTTLE,
            "page_size": PAGE_SIZE,
            "most_rows": MOST_ROWS,
            "most_counted": MOST_COUNTED,
            "most_expanded": MOST_EXPANDED,
        },
    )


@functools.cache
def _collection(name: str) -> dict[str, Any]:
    """What the page says of a collection."""
    many, one = (description()["paths"][f"/api/v1/{name}/{tail}"]["get"] for tail in ("", "{id}/"))
    page = many["responses"]["200"]["content"]["application/json"]["schema"]
    row = _component(page)["properties"]["results"]["items"]["anyOf"][0]
    record = one["responses"]["200"]["content"]["application/json"]["schema"]["anyOf"][0]
    listed = _component(row)["required"]
    return {
        "name": name,
        "about": many["description"],
        "by": next(asked["description"] for asked in one["parameters"] if asked["in"] == "path"),
        "filters": [
            {"name": asked["name"], "type": _type(asked["schema"]), "about": asked["description"]}
            for asked in many["parameters"]
            if asked["name"] not in PAGING
        ],
        "fields": [field | {"alone": field["name"] not in listed} for field in _fields(_name(record))],
        "example": EXAMPLES.get(name, "?limit=5"),
    }


@functools.cache
def _other(name: str) -> dict[str, Any]:
    """What the page says of what is no collection: the search, and how a copy is kept."""
    asked = description()["paths"][f"/api/v1/{name}/"]["get"]
    answer = _name(asked["responses"]["200"]["content"]["application/json"]["schema"])
    return {
        "name": name,
        "example": OTHERS[name],
        "about": asked["description"],
        "filters": [
            {"name": each["name"], "type": _type(each["schema"]), "about": each.get("description", "")} for each in asked["parameters"]
        ],
        "fields": _fields(answer),
    }


@functools.cache
def _shapes() -> list[dict[str, Any]]:
    """The objects met inside records, each with its fields, in the order in which they are met."""
    found: list[str] = []
    ahead = [
        *(field for name in OTHERS for field in _other(name)["fields"]),
        *_fields("Dumps"),
        *(field for name in COLLECTIONS for field in _collection(name)["fields"]),
    ]
    while ahead:
        shape = ahead.pop(0)["type"]["shape"]
        if shape and shape not in found:
            found.append(shape)
            ahead += _fields(shape)
    return [_shape(name) for name in found]


def _shape(component: str) -> dict[str, Any]:
    """A component with what it is and its fields."""
    return {"name": component, "about": description()["components"]["schemas"][component]["description"], "fields": _fields(component)}


def _fields(component: str) -> list[dict[str, Any]]:
    """The fields of a component: name, type and meaning."""
    properties = description()["components"]["schemas"][component]["properties"]
    return [{"name": name, "type": _type(field), "about": field.get("description", "")} for name, field in properties.items()]


def _type(schema: dict[str, Any]) -> dict[str, Any]:
    """A type in words: what it is, the values it takes, the shape it has, and whether it may be null."""
    variants = schema.get("oneOf") or schema.get("allOf") or [schema]
    kinds = [_plain(variant) for variant in variants]
    nullable = "null" in schema.get("type", []) or any(_resolved(variant).get("type") == "null" for variant in variants)
    return next(kind for kind in kinds if kind["word"] != "null") | {"nullable": nullable}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    known = _resolved(schema)
    if known.get("type") == "array":
        return _plain(known["items"]) | {"many": True}
    if known.get("type") == "object":
        return {"word": "object", "shape": _name(schema), "values": [], "many": False}
    named = known.get("type", "string")
    word = known.get("format") or next(iter({*named} - {"null"})) if isinstance(named, list) else known.get("format") or named
    if known.get("pattern") == PARTIAL_DATE["pattern"]:
        word = "partial date"
    return {"word": word, "shape": "", "values": known.get("enum", []), "many": False}


def _component(schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = description()["components"]["schemas"][_name(schema)]
    return found


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return _component(schema) if "$ref" in schema else schema


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


router = Router(use_regex_path=False)
for prefix, (noun, view) in COLLECTIONS.items():
    router.register(prefix, view, basename=noun)

urlpatterns = [
    path("search/", Search.as_view(), name="search"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("changes/", Changes.as_view(), name="changes"),
    path("tombstones/", Tombstones.as_view(), name="tombstones"),
    path("checksums/", Checksums.as_view(), name="checksums"),
    path("staff/articles/", StaffArticles.as_view(), name="staff-articles"),
    path("staff/conferences/", StaffConferences.as_view(), name="staff-conferences"),
    path("dumps/", Dumps.as_view(), name="dumps"),
    path("dumps/<str:name>", DumpFile.as_view(), name="dump"),
    *router.urls,
]
