"""The demo record: the conference of 29/5/2018 in Lạng Sơn, told in our own words with its real, public facts."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from articles.models import Article, Edition, Evidence, Photo, PhotoSubject, Placement
from meetings.models import (
    Attendance,
    Cluster,
    Conference,
    Directive,
    Figure,
    Indicator,
    Official,
    Organisation,
    Organiser,
    Participation,
    Post,
    Province,
    Role,
    Theme,
)

FOLDER = Path(__file__).parent / "data"


def read_demo() -> dict[str, Any]:
    """The demo record as it ships in the repository."""
    data: dict[str, Any] = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    return data


@transaction.atomic
def load_demo() -> Article | None:
    """File the demo record and publish it. Gives None where it is already there.

    Needs the reference data; raises the model's DoesNotExist where a register entry is missing.
    """
    data = read_demo()
    if Conference.objects.filter(slug=data["conference"]["slug"]).exists():
        return None
    conference = _conference(data)
    attendances = _attendances(data, conference, _officials(data))
    figures = _figures(data, conference, attendances)
    directives = _directives(data, conference, attendances)
    published_at = datetime.datetime.fromisoformat(data["article"]["published_at"])
    conference.publish(at=published_at)
    article = Article.objects.create(slug=data["article"]["slug"], conference=conference)
    edition = Edition.objects.create(article=article, **data["edition"])
    _photos(data, edition)
    _evidence(data, edition, figures, directives)
    edition.go_live(published_at)
    article.state, article.published_at = "published", published_at
    article.save()
    return article


def _conference(data: dict[str, Any]) -> Conference:
    conference = Conference(
        **data["conference"],
        host_province=Province.objects.get(slug=data["host_province"]),
        cluster=Cluster.objects.get(slug=data["cluster"]),
    )
    conference.full_clean()
    conference.save()
    for order, slug in enumerate(data["organisers"], start=1):
        Organiser.objects.create(conference=conference, organisation=Organisation.objects.get(slug=slug), order=10 * order)
    for order, slug in enumerate(data["provinces"], start=1):
        Participation.objects.create(conference=conference, province=Province.objects.get(slug=slug), order=10 * order)
    return conference


def _officials(data: dict[str, Any]) -> dict[str, Official]:
    found: dict[str, Official] = {}
    for row in data["officials"]:
        official = found[row["name"]] = Official.objects.get_or_create(name=row["name"])[0]
        for post in row["posts"]:
            Post.objects.create(
                official=official,
                title=post["title"],
                organisation=Organisation.objects.get(slug=post["organisation"]),
                province=Province.objects.get(slug=post["province"]) if "province" in post else None,
                start=post["start"],
                end=post["end"],
                source=post["source"],
            )
    return found


def _attendances(data: dict[str, Any], conference: Conference, officials: dict[str, Official]) -> dict[str, Attendance]:
    found: dict[str, Attendance] = {}
    for order, row in enumerate(data["attendances"], start=1):
        official = officials[row["official"]] if "official" in row else None
        attendance = Attendance(
            conference=conference,
            official=official,
            group_name=row.get("group_name", ""),
            titles="\n".join(row.get("titles", [])),
            post=official.posts.get(title=row["post"]) if official else None,
            province=Province.objects.get(slug=row["province"]) if "province" in row else None,
            organisation=Organisation.objects.get(slug=row["organisation"]) if "organisation" in row else None,
            quote=row.get("quote", ""),
            order=10 * order,
        )
        attendance.full_clean()
        attendance.save()
        attendance.roles.set(Role.objects.filter(slug__in=row["roles"]))
        found[row.get("key", str(order))] = attendance
    return found


def _figures(data: dict[str, Any], conference: Conference, attendances: dict[str, Attendance]) -> list[Figure]:
    common = data["figures_common"]
    return [
        Figure.objects.create(
            conference=conference,
            indicator=Indicator.objects.get(slug=row["indicator"]),
            value=row["value"],
            percent=row.get("percent"),
            level=row["level"],
            quote=row["quote"],
            province=Province.objects.get(slug=common["province"]),
            period_start=common["period_start"],
            said_by=attendances[common["said_by"]],
            order=10 * order,
        )
        for order, row in enumerate(data["figures"], start=1)
    ]


def _directives(data: dict[str, Any], conference: Conference, attendances: dict[str, Attendance]) -> list[Directive]:
    common, found = data["directives_common"], []
    for number, row in enumerate(data["directives"], start=1):
        directive = Directive.objects.create(
            conference=conference,
            number=number,
            text=row["text"],
            quote=row["quote"],
            issuer=attendances[common["issuer"]],
            addressees_printed=row.get("addressees_printed", common["addressees_printed"]),
        )
        directive.themes.set(Theme.objects.filter(slug__in=row["themes"]))
        provinces = row.get("addressee_provinces", data["provinces"])
        directive.addressee_provinces.set(Province.objects.filter(slug__in=provinces))
        directive.addressee_organisations.set(Organisation.objects.filter(slug__in=row.get("addressee_organisations", [])))
        found.append(directive)
    return found


def _photos(data: dict[str, Any], edition: Edition) -> None:
    for order, row in enumerate(data["photos"], start=1):
        with (FOLDER / row["file"]).open("rb") as drawing:
            photo = Photo.objects.create(file=File(drawing, name=row["file"]), alt=row["alt"], caption=row["caption"], credit=row["credit"])
        for place, name in enumerate(row["officials"], start=1):
            PhotoSubject.objects.create(photo=photo, official=Official.objects.get(name=name), order=10 * place)
        Placement.objects.create(edition=edition, photo=photo, order=10 * order)


def _evidence(data: dict[str, Any], edition: Edition, figures: list[Figure], directives: list[Directive]) -> None:
    text = edition.plain_body
    for row in data["evidence"]:
        start = text.index(row["quote"])
        Evidence.objects.create(
            edition=edition,
            figure=figures[row["figure"]] if "figure" in row else None,
            directive=directives[row["directive"]] if "directive" in row else None,
            quote=row["quote"],
            start=start,
            end=start + len(row["quote"]),
        )
