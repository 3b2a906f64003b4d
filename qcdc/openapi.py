"""The finish of the OpenAPI document: what every record and every answer has alike, examples, and Vietnamese beside English."""

import functools
import json
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation
from django.utils.translation import gettext

from qcdc.composing import STAMPS
from qcdc.examples import PARAMETERS, VALUES
from qcdc.glossary import MEANINGS
from qcdc.problems import problem

VIETNAMESE = Path(__file__).parent / "descriptions.vi.json"
ONE = "{id}/"
SHORTEST = 20
JSON = "application/json"
PROBLEM = "application/problem+json"
HEADERS = {
    "ETag": "Sent back as `If-None-Match`, it saves the transfer where nothing has changed.",
    "Last-Modified": "When anything in the answer changed last, once that second is over.",
    "Link": "The addresses of this page, the first one and those beside it (RFC 8288).",
}
STAMP_TYPES: dict[str, dict[str, Any]] = {
    "version": {"type": ["integer", "null"]},
    "modified": {"type": ["string", "null"], "format": "date-time"},
}
Schema = dict[str, Any]


def complete(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """The document with what drf-spectacular cannot know: a hook of its SPECTACULAR_SETTINGS."""
    schemas = result["components"]["schemas"]
    for path in [path for path in result["paths"] if path.endswith(ONE)]:
        many, one = result["paths"][path.removesuffix(ONE)]["get"], result["paths"][path]["get"]
        row = schemas[_name(_answer(many))]["properties"]["results"]["items"]
        listed, whole = _name(row), _name(_answer(one))
        for name in {listed, whole}:
            _stamp(schemas[name])
        _add_expandable(schemas[listed], schemas[whole])
        schemas[_name(_answer(many))]["properties"]["results"]["items"] = _or_part(schemas, listed)
        one["responses"]["200"]["content"][JSON]["schema"] = _or_part(schemas, whole)
        for operation, names in ((many, ("ETag", "Last-Modified", "Link")), (one, ("ETag", "Last-Modified"))):
            _tell_of_freshness(operation["responses"], names)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    _add_examples(result)
    _add_vietnamese(result)
    return result


def _answer(operation: Schema) -> Schema:
    found: Schema = operation["responses"]["200"]["content"][JSON]["schema"]
    return found


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _stamp(component: Schema) -> None:
    for name in STAMPS:
        component["properties"][name] = STAMP_TYPES[name] | {"description": MEANINGS[name]}
    component["required"] = [*component["required"], *STAMPS]


def _add_expandable(listed: Schema, whole: Schema) -> None:
    """What a row of a list has only where `expand` asks for it."""
    for name, member in whole["properties"].items():
        if name not in listed["properties"]:
            listed["properties"][name] = member


def _or_part(schemas: Schema, name: str) -> Schema:
    """A record, or as much of it as `fields` asks for."""
    part = f"{name}Part"
    if part not in schemas:
        schemas[part] = {
            "type": "object",
            "description": "As much of the record as `fields` asks for.",
            "properties": {member: {"$ref": f"#/components/schemas/{name}/properties/{member}"} for member in schemas[name]["properties"]},
            "minProperties": 1,
        }
    return {"anyOf": [{"$ref": f"#/components/schemas/{name}"}, {"$ref": f"#/components/schemas/{part}"}]}


def _tell_of_freshness(responses: Schema, names: tuple[str, ...]) -> None:
    headers = {name: {"description": HEADERS[name], "schema": {"type": "string"}} for name in names}
    responses["200"]["headers"] = responses["200"].get("headers", {}) | headers
    responses["304"] = {
        "description": "The client has the answer already: nothing has changed since.",
        "headers": {"ETag": headers["ETag"]},
    }


def _add_examples(result: Schema) -> None:
    """An example of every parameter, of every member of a record, and of every answer."""
    schemas = result["components"]["schemas"]
    shown: Schema = {}
    for component in schemas.values():
        for name, member in component.get("properties", {}).items():
            if "$ref" not in member:
                member.setdefault("examples", [_example(schemas, member, name)])
    for operation in (operation for operations in result["paths"].values() for operation in operations.values()):
        for parameter in operation.get("parameters", []):
            parameter["example"] = _asked(parameter) or _example(schemas, parameter["schema"], parameter["name"])
        for status, response in operation["responses"].items():
            for media, content in response.get("content", {}).items():
                if media in (JSON, PROBLEM):
                    key = operation["operationId"] if media == JSON else f"problem-{status}"
                    shown[key] = {"value": _of_answer(schemas, content["schema"], response["description"], status)}
                    content["examples"] = {"answer": {"$ref": f"#/components/examples/{key}"}}
    result["components"]["examples"] = dict(sorted(shown.items()))


def _asked(parameter: Schema) -> Any:
    """The example of a parameter by its name, where its bounds allow it."""
    known = PARAMETERS.get(parameter["name"])
    schema = parameter["schema"]
    if isinstance(known, str) and (schema.get("type") != "string" or len(known) > schema.get("maxLength", len(known))):
        return None
    return known


def _of_answer(schemas: Schema, schema: Schema, description: str, status: str) -> Any:
    """What an answer looks like; a refusal says in its detail what the description of it says."""
    is_problem = schema.get("$ref") == "#/components/schemas/Problem"
    return problem(int(status), description.partition(";")[0]) if is_problem else _example(schemas, schema, "")


def _example(schemas: Schema, schema: Schema, name: str) -> Any:
    """A believable value of a schema; a member of a record goes by its name."""
    if "$ref" in schema:
        return _example(schemas, _resolved(schemas, schema["$ref"]), name)
    if given := schema.get("examples"):
        return given[0]
    for variants in (schema.get("anyOf"), schema.get("oneOf"), schema.get("allOf")):
        if variants:
            return _example(schemas, variants[0], name)
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else next(each for each in kinds if each != "null")
    if kind == "object" and "properties" in schema:
        return {member: _example(schemas, inner, member) for member, inner in schema["properties"].items()}
    if kind == "array":
        return [_example(schemas, schema["items"], name)]
    if "enum" in schema:
        return next(value for value in schema["enum"] if value is not None)
    if name in VALUES:
        return VALUES[name]
    plain: dict[str, Any] = {"integer": 1, "number": 1, "boolean": False, "object": {}}
    formats = {"uri": "https://qcdc.example.vn/api/v1/conferences/1/", "date": "2018-05-29", "date-time": "2018-05-29T16:30:00+07:00"}
    return plain.get(kind, formats.get(schema.get("format", ""), ""))


def _resolved(schemas: Schema, reference: str) -> Schema:
    found: Any = {"components": {"schemas": schemas}}
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


@functools.cache
def vietnamese() -> dict[str, str]:
    """What the descriptions say, in Vietnamese, by the English ones."""
    found: dict[str, str] = json.loads(VIETNAMESE.read_text(encoding="utf-8"))
    return found


def _add_vietnamese(part: Any) -> None:
    """Put the Vietnamese beside every description."""
    if isinstance(part, list):
        for each in part:
            _add_vietnamese(each)
    if isinstance(part, dict):
        for each in [*part.values()]:
            _add_vietnamese(each)
        if isinstance(english := part.get("description"), str) and english:
            part["x-description-vi"] = in_vietnamese(english)


def in_vietnamese(english: str) -> str:
    """A description in Vietnamese: what is said of a thing, and what each of its values is called."""
    told, _sign, values = english.partition("* `") if english.startswith("* `") else english.partition("\n\n* `")
    known = vietnamese().get(told) or _sentence_by_sentence(told)
    lines = [_value(line) for line in f"* `{values}".split("\n")] if values else []
    return "\n\n".join(part for part in (known, "\n".join(lines)) if part)


def _sentence_by_sentence(english: str) -> str:
    """A description that was put together from others, such as the list of forms."""
    if english in vietnamese() or not english:
        return vietnamese().get(english, "")
    for told in sorted(vietnamese(), key=len, reverse=True):
        english = english.replace(told, vietnamese()[told]) if len(told) > SHORTEST and told in english else english
    return english


def _value(line: str) -> str:
    """A line that says what a value is called."""
    value, sign, name = line.partition("` - ")
    with translation.override("vi"):
        return f"{value}{sign}{gettext(name) if name else ''}"


def as_yaml(document: Schema) -> str:
    """The document as it is kept in the repository."""
    return str(yaml.dump(json.loads(json.dumps(document)), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=140))


def read_yaml(path: Path) -> Schema:
    """A document that is kept in the repository."""
    found: Schema = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


class _Plain(yaml.SafeDumper):
    """YAML without anchors: what is said twice is read twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
