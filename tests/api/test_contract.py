"""What was promised to those who read the API stays true, and stands in the repository as it is served."""

import copy
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from qcdc.api import description
from qcdc.contract import breaks
from qcdc.management.commands import describe_api
from qcdc.openapi import as_yaml, read_yaml, vietnamese

PROMISED = sorted((Path(settings.BASE_DIR) / "docs" / "contracts").glob("*.yaml"))


def test_the_description_in_the_repository_is_the_one_that_is_served():
    kept = describe_api.KEPT.read_text(encoding="utf-8")
    assert kept == as_yaml(description()), "Run: manage.py describe_api"


@pytest.mark.parametrize("promised", PROMISED, ids=lambda path: path.stem)
def test_nothing_that_was_promised_is_broken(promised):
    assert breaks(read_yaml(promised), description()) == []


def test_there_is_a_promise():
    assert PROMISED


SMALL = {
    "info": {"version": "1.2.0"},
    "paths": {
        "/a/": {
            "get": {
                "parameters": [
                    {"in": "query", "name": "q", "schema": {"type": "string", "maxLength": 9}},
                    {"in": "query", "name": "kind", "schema": {"type": "string", "enum": ["x", "y"]}},
                    {"in": "query", "name": "year", "schema": {"type": "integer", "minimum": 1, "maximum": 9}},
                ],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                    "404": {"description": "not there"},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "A": {
                "type": "object",
                "required": ["id", "b"],
                "properties": {
                    "id": {"type": "integer"},
                    "b": {"type": ["string", "null"], "format": "date"},
                    "list": {"type": "array", "items": {"$ref": "#/components/schemas/A"}},
                    "state": {"type": "string", "enum": ["one", "two"]},
                    "c": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]},
                },
            }
        }
    },
}


def get(document):
    return document["paths"]["/a/"]["get"]


def members(document):
    return document["components"]["schemas"]["A"]["properties"]


BREAKING = {
    "a path is gone": (lambda new: new["paths"].clear(), "GET /a/ is gone"),
    "a parameter is gone": (lambda new: get(new)["parameters"].pop(0), "GET /a/: the parameter q is gone"),
    "a parameter is required": (lambda new: get(new)["parameters"][0].update(required=True), "GET /a/: the parameter q is required now"),
    "a new parameter is required": (
        lambda new: get(new)["parameters"].append({"in": "query", "name": "n", "required": True, "schema": {}}),
        "GET /a/: the parameter n is required now",
    ),
    "a parameter takes less text": (
        lambda new: get(new)["parameters"][0]["schema"].update(maxLength=5),
        "GET /a/: the parameter q has a narrower maxLength",
    ),
    "a parameter is held to a pattern": (
        lambda new: get(new)["parameters"][0]["schema"].update(pattern="^a"),
        "GET /a/: the parameter q has another pattern",
    ),
    "a parameter takes other values": (
        lambda new: get(new)["parameters"][0].update(schema={"type": "integer", "maxLength": 9}),
        "GET /a/: the parameter q was string and is integer",
    ),
    "a choice is gone": (
        lambda new: get(new)["parameters"][1]["schema"].update(enum=["x"]),
        "GET /a/: the parameter kind knows 'y' no more",
    ),
    "a text becomes a choice": (
        lambda new: get(new)["parameters"][0]["schema"].update(enum=["x"]),
        "GET /a/: the parameter q takes fewer values",
    ),
    "a number is bounded more": (
        lambda new: get(new)["parameters"][2]["schema"].update(minimum=2),
        "GET /a/: the parameter year has a narrower minimum",
    ),
    "an answer is gone": (lambda new: get(new)["responses"].pop("404"), "GET /a/: the answer 404 is gone"),
    "a form is gone": (lambda new: get(new)["responses"]["200"]["content"].clear(), "GET /a/: 200 as application/json is gone"),
    "a member is gone": (lambda new: members(new).pop("state"), "A.state is gone"),
    "a member is of another type": (lambda new: members(new)["id"].update(type="string"), "A.id was integer and is string"),
    "a member may be null": (lambda new: members(new)["id"].update(type=["integer", "null"]), "A.id was integer and is integer or null"),
    "a member may be missing": (lambda new: new["components"]["schemas"]["A"].update(required=["id"]), "A.b may be missing now"),
    "a member has another format": (lambda new: members(new)["b"].pop("format"), "A.b has another format"),
    "a value is gone": (lambda new: members(new)["state"].update(enum=["one"]), "A.state knows 'two' no more"),
    "a variant is gone": (lambda new: members(new)["c"]["anyOf"].pop(), "A.c is made of other parts"),
    "rows are of another type": (lambda new: members(new)["list"].update(items={"type": "string"}), "A.list[] was object and is string"),
}


@pytest.mark.parametrize("planted", BREAKING)
def test_what_breaks_a_client_is_named(planted):
    change, told = BREAKING[planted]
    new = copy.deepcopy(SMALL)
    change(new)
    assert told in breaks(SMALL, new)
    new["info"]["version"] = "2.0.0"
    assert breaks(SMALL, new) == []


GROWING = {
    "nothing": lambda new: None,
    "a path is added": lambda new: new["paths"].update({"/b/": new["paths"]["/a/"]}),
    "a parameter is added": lambda new: get(new)["parameters"].append({"in": "query", "name": "n", "schema": {"type": "string"}}),
    "a parameter takes more text": lambda new: get(new)["parameters"][0]["schema"].update(maxLength=50),
    "a parameter takes any text": lambda new: get(new)["parameters"][1]["schema"].pop("enum"),
    "a parameter takes more choices": lambda new: get(new)["parameters"][1]["schema"].update(enum=["x", "y", "z"]),
    "a parameter takes null": lambda new: get(new)["parameters"][0]["schema"].update(type=["string", "null"]),
    "a member is added": lambda new: members(new).update({"d": {"type": "string"}}),
    "a member is always there": lambda new: new["components"]["schemas"]["A"]["required"].append("state"),
    "a member is never null": lambda new: members(new)["b"].update(type="string"),
    "a value is added": lambda new: members(new)["state"].update(enum=["one", "two", "three"]),
    "an answer is added": lambda new: get(new)["responses"].update({"410": {"description": "gone"}}),
    "a description changes": lambda new: members(new)["id"].update(description="Another word."),
    "the version rises a little": lambda new: new["info"].update(version="1.3.0"),
}


@pytest.mark.parametrize("planted", GROWING)
def test_what_only_grows_breaks_nobody(planted):
    new = copy.deepcopy(SMALL)
    GROWING[planted](new)
    assert breaks(SMALL, new) == []


def test_a_break_is_not_written_down(tmp_path, monkeypatch):
    promised = copy.deepcopy(description())
    promised["paths"]["/api/v1/themes/"]["get"]["responses"]["299"] = {"description": "once"}
    (tmp_path / "v1.yaml").write_text(as_yaml(promised), encoding="utf-8")
    monkeypatch.setattr(describe_api, "PROMISED", tmp_path)
    monkeypatch.setattr(describe_api, "KEPT", tmp_path / "openapi.yaml")
    with pytest.raises(CommandError, match="the answer 299 is gone"):
        call_command("describe_api")
    assert not describe_api.KEPT.exists()
    (tmp_path / "v1.yaml").unlink()
    call_command("describe_api", stdout=io.StringIO())
    assert describe_api.KEPT.exists()


def told(part):
    """Every description in a part of the document, with the Vietnamese beside it."""
    if isinstance(part, list):
        for each in part:
            yield from told(each)
    if isinstance(part, dict):
        if isinstance(part.get("description"), str) and part["description"]:
            yield part["description"], part.get("x-description-vi")
        for name, each in part.items():
            if name not in ("examples", "example"):
                yield from told(each)


def test_every_description_is_in_vietnamese_too():
    """A new one is entered in qcdc/descriptions.vi.json; what no description says any more is taken out."""
    known = vietnamese()
    for english, beside in told(description()):
        head = "" if english.startswith("* `") else english.partition("\n\n* `")[0]
        assert beside
        assert not head or head in known or head.startswith("The form of the answer"), head
        assert not head or not beside.startswith(head), head
    whole = "\n".join(english for english, _ in told(description()))
    assert [english for english in known if english not in whole] == []
