"""Articles as ninjs 3.1, the IPTC's News in JSON: written from the article as the API gives it."""

from typing import Any

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
STANDARD = {"name": "ninjs", "version": "3.1", "schema": SCHEMA}


def news_item(article: dict[str, Any]) -> dict[str, Any]:
    """An article as a news object; partial where only what lists show of it is known."""
    is_whole = "body" in article
    item: dict[str, Any] = {
        "uri": article["url"],
        "standard": STANDARD,
        "type": "text",
        "profile": "text-photo" if article.get("photos") else "text-only",
        "representationType": "full" if is_whole else "partial",
        "version": str(article["edition"]),
        "firstCreated": article["published_at"],
        "versionCreated": article["edition_at"],
        "pubStatus": "usable",
        "language": "vi",
        "slugline": article["slug"],
        "title": article["headline"],
        "by": article["byline"],
        "located": article["dateline"]["place"],
        "copyrightHolder": article["source"],
        "headlines": _texts(kicker=article["kicker"], main=article["headline"]),
        "descriptions": _texts(summary=article["lead"]),
        "altIds": [{"role": "web", "value": article["web"]}, {"role": "id", "value": str(article["id"])}],
    }
    if article["source"]:
        item["infoSources"] = [{"name": article["source"], "role": "source"} | ({"uri": link} if (link := article["source_url"]) else {})]
    if conference := article["conference"]:
        item["events"] = [{"name": conference["name"], "rel": "about", "uri": conference["url"], "id": str(conference["id"])}]
    if is_whole:
        item["bodies"] = [
            {"role": "main", "contentType": "text/html", "value": article["body"]},
            {"role": "plain", "contentType": "text/plain", "value": article["body_text"]},
        ]
        item["people"] = _people(article["photos"])
        item["associations"] = [_picture(photo, number) for number, photo in enumerate(article["photos"], start=1)]
        item["edNote"] = "\n".join(f"{each['date']}: {each['wrong']} → {each['right']}" for each in article["corrections"])
    return {name: value for name, value in item.items() if value not in ("", [])}


def _texts(**roles: str) -> list[dict[str, str]]:
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in roles.items() if value]


def _people(photos: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Who is in the photos, each once."""
    named = {person["url"]: person["name"] for photo in photos for person in photo["officials"]}
    return [{"name": name, "rel": "depicted", "uri": uri} for uri, name in named.items()]


def _picture(photo: dict[str, Any], number: int) -> dict[str, Any]:
    picture = {
        "name": f"photo-{number}",
        "rel": "illustration",
        "uri": photo["url"],
        "type": "picture",
        "language": "vi",
        "by": photo["credit"],
        "descriptions": _texts(caption=photo["caption"], alt=photo["alt"]),
        "people": [{"name": each["name"], "rel": "depicted", "uri": each["url"]} for each in photo["officials"]],
        "renditions": [
            {"name": each["name"], "href": each["url"], "contentType": "image/webp", "width": each["width"], "height": each["height"]}
            for each in photo["renditions"]
        ],
    }
    return {name: value for name, value in picture.items() if value not in ("", [])}
