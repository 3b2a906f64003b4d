"""What the API says of itself is complete, valid, and true."""

import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from qcdc.api import COLLECTIONS, description
from tests.api.world import World

pytestmark = pytest.mark.django_db


def components():
    return description()["components"]["schemas"]


def test_the_schema_is_made_without_a_warning_and_is_valid():
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null", stderr=io.StringIO())


def test_the_schema_is_served_as_openapi_3_1(client):
    response = client.get(reverse("api:schema"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    schema = response.json()
    assert schema["openapi"] == "3.1.0"
    validate_schema(schema)
    assert schema["paths"].keys() == {
        "/api/v1/search/",
        "/api/v1/changes/",
        "/api/v1/tombstones/",
        "/api/v1/checksums/",
        "/api/v1/staff/articles/",
        "/api/v1/staff/conferences/",
        "/api/v1/dumps/",
        "/api/v1/dumps/{name}",
        *(f"/api/v1/{noun}/{tail}" for noun in COLLECTIONS for tail in ("", "{id}/")),
    }
    assert description() is description()


def test_the_schema_is_the_same_in_every_language(client):
    first, second = (client.get(reverse("api:schema"), headers={"Accept-Language": language}).content for language in ("vi", "en"))
    assert first == second
    description.cache_clear()
    assert client.get(reverse("api:schema"), headers={"Accept-Language": "vi"}).content == first


def test_every_word_of_the_schema_is_explained():
    for name, component in components().items():
        if name.endswith("Part"):
            continue
        unexplained = [field for field, described in component.get("properties", {}).items() if not described.get("description")]
        assert not unexplained, name
    for path, operations in description()["paths"].items():
        assert all(parameter["description"] for parameter in operations["get"].get("parameters", [])), path
        assert operations["get"]["description"], path


def test_every_refusal_is_described_as_a_problem_document():
    for path, operations in description()["paths"].items():
        answers = operations["get"]["responses"]
        expected = {"200", "404", "429"} | ({"400"} if "{" not in path else set())
        assert expected <= answers.keys(), path
        for status, answer in answers.items():
            if status.startswith("4"):
                assert answer["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert "301" in description()["paths"]["/api/v1/officials/{id}/"]["get"]["responses"]
    for noun in ("articles", "conferences"):
        assert "410" in description()["paths"][f"/api/v1/{noun}/{{id}}/"]["get"]["responses"]


def strict(schema):
    """The same schema, in which no object has a property that is not described."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"unevaluatedProperties": False} if "properties" in schema and schema.get("type") == "object" else {}
    return {name: strict(part) for name, part in schema.items()} | closed


def check(path, status, media_type, answer):
    asked = description()["paths"][path]["get"]["responses"][str(status)]["content"][media_type]["schema"]
    document = {"components": {"schemas": strict(components())}} | asked
    errors = list(Draft202012Validator(document, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(answer))
    assert not errors, (path, errors[0].json_path, errors[0].message)


@pytest.mark.parametrize("noun", COLLECTIONS)
def test_answers_are_as_the_schema_says(client, noun):
    world = World().grow(2)
    check(f"/api/v1/{noun}/", 200, "application/json", client.get(f"/api/v1/{noun}/").json())
    check(f"/api/v1/{noun}/{{id}}/", 200, "application/json", client.get(f"/api/v1/{noun}/{world[noun].pk}/").json())
    check(f"/api/v1/{noun}/{{id}}/", 404, "application/problem+json", client.get(f"/api/v1/{noun}/987654/").json())
    check(f"/api/v1/{noun}/", 400, "application/problem+json", client.get(f"/api/v1/{noun}/?limit=0").json())


def test_the_docs_name_every_collection_field_and_filter(client):
    response = client.get(reverse("api:docs"))
    assert response.status_code == 200
    page = response.content.decode()
    for noun in COLLECTIONS:
        assert f'id="{noun}"' in page
        assert f"curl &#x27;http://testserver/api/v1/{noun}/?" in page or f"curl 'http://testserver/api/v1/{noun}/?" in page
        for parameter in description()["paths"][f"/api/v1/{noun}/"]["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
    for name, component in components().items():
        if not name.startswith("Paginated"):
            for field in component.get("properties", {}):
                assert f"<code>{field}</code>" in page, name
    assert "application/problem+json" in page
    assert "100000/minute" in page


def test_every_link_within_the_docs_leads_to_a_heading(client):
    page = client.get(reverse("api:docs")).content.decode()
    headings = re.findall(r'id="([^"]+)"', page)
    assert len(headings) == len(set(headings))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(headings)


def test_the_docs_hold_no_script_and_no_other_host(client):
    page = client.get(reverse("api:docs")).content.decode()
    assert all(re.fullmatch(r'<script[^>]* src="/static/js/[a-z-]+\.js">', script) for script in re.findall(r"<script[^>]*>[^<]*", page))
    assert "<style" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)
    assert set(re.findall(r'(?:src|href|action)="(https?://[^/"]+)', page)) <= {"http://testserver"}
    assert client.post(reverse("api:docs")).status_code == 405
    assert client.head(reverse("api:docs")).status_code == 200
