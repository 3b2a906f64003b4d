"""Officials and organisations as Popolo writes people and bodies, from the records as the API gives them (popoloproject.com)."""

from typing import Any


def person(official: dict[str, Any]) -> dict[str, Any]:
    """An official as a person, with a membership for each post."""
    whole = {
        **_named(official),
        "image": official.get("portrait"),
        "memberships": [_membership(post, official) for post in official.get("posts", [])],
    }
    return _told(whole)


def organization(body: dict[str, Any]) -> dict[str, Any]:
    """A body, its parent and the area it works in."""
    parent, province = body["parent"], body["province"]
    whole = {
        **_named(body),
        "classification": body["kind"],
        "parent_id": parent and str(parent["id"]),
        "parent": parent and _link(parent),
        "area_id": province and str(province["id"]),
        "area": province and {"id": str(province["id"]), "name": province["name"]},
        "founding_date": body["founded"],
        "dissolution_date": body["dissolved"],
        "sources": _sources(body["source"]),
    }
    if body["name_en"]:
        whole["other_names"] = [*whole["other_names"], {"name": body["name_en"], "note": "English"}]
    if body["abbreviation"]:
        whole["other_names"] = [*whole["other_names"], {"name": body["abbreviation"], "note": "abbreviation"}]
    return _told(whole)


def _named(record: dict[str, Any]) -> dict[str, Any]:
    """What people and bodies have alike: ids are texts in Popolo."""
    return {
        "id": str(record["id"]),
        "name": record["name"],
        "other_names": [{"name": name} for name in record["aliases"]],
        "identifiers": [{"identifier": record["slug"], "scheme": "slug"}],
        "links": [{"url": record["web"], "note": "page"}, {"url": record["url"], "note": "API"}],
        "updated_at": record.get("modified"),
    }


def _membership(post: dict[str, Any], official: dict[str, Any]) -> dict[str, Any]:
    body, province = post["organisation"], post["province"]
    return _told(
        {
            "id": str(post["id"]),
            "label": post["title"],
            "role": post["title"],
            "person_id": str(official["id"]),
            "organization_id": body and str(body["id"]),
            "organization": body and _link(body),
            "area_id": province and str(province["id"]),
            "area": province and {"id": str(province["id"]), "name": province["name"]},
            "start_date": post["start"],
            "end_date": post["end"],
            "links": [{"url": post["url"], "note": "API"}],
            "sources": _sources(post["source"]),
        }
    )


def _link(body: dict[str, Any]) -> dict[str, str]:
    return {"id": str(body["id"]), "name": body["name"]}


def _sources(source: str) -> list[dict[str, str]]:
    """Where it is known from: Popolo wants an address there, so that a source told in words only is left to the API."""
    return [{"url": source}] if source.startswith(("http://", "https://")) else []


def _told(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, "", [])}
