"""The nouns of the record in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from meetings.models import Attendance, Cluster, Conference, Directive, Official, Organisation, Post, Province, State, Theme
from qcdc.linked import Card, crumbs, publisher, without_gaps
from qcdc.words import named

STATUS = {
    State.PLANNED: "https://schema.org/EventScheduled",
    State.HELD: "https://schema.org/EventScheduled",
    State.POSTPONED: "https://schema.org/EventPostponed",
    State.CANCELLED: "https://schema.org/EventCancelled",
}
MODES = {True: "https://schema.org/MixedEventAttendanceMode", False: "https://schema.org/OfflineEventAttendanceMode"}


def event(request: HttpRequest, conference: Conference) -> dict[str, Any]:
    """A conference as an Event: what, when and where."""
    province = conference.host_province
    place = without_gaps(
        {
            "@type": "Place",
            "name": conference.venue or (province.name if province else ""),
            "address": without_gaps({"@type": "PostalAddress", "addressRegion": province.name if province else "", "addressCountry": "VN"}),
        }
    )
    url = request.build_absolute_uri(conference.get_absolute_url())
    return without_gaps(
        {
            "@type": "Event",
            "@id": url,
            "url": url,
            "name": conference.title,
            "description": str(conference.plain_summary),
            "startDate": str(conference.date),
            "endDate": str(conference.end_date or conference.date),
            "eventStatus": STATUS[State(conference.state)],
            "eventAttendanceMode": MODES[conference.online],
            "location": place if place.get("name") else None,
            "image": share_image(request, "meetings", conference),
        }
    )


def person(request: HttpRequest, official: Official) -> dict[str, Any]:
    """An official as a Person, by name and address."""
    url = request.build_absolute_uri(official.get_absolute_url())
    return {"@type": "Person", "@id": url, "url": url, "name": official.name}


def share_image(request: HttpRequest, app: str, row: Any) -> str:
    """The address of the picture with which a page is shared."""
    return request.build_absolute_uri(reverse(f"{app}:share-image", args=[row.pk]))


def conference_card(request: HttpRequest, conference: Conference, people: Iterable[Attendance]) -> Card:
    """The page of a conference, with who called it and who was there as far as the reader may see them."""
    year = reverse("meetings:conference-year", args=[conference.year])
    thing = event(request, conference) | without_gaps(
        {
            "organizer": [{"@type": "Organization", "name": str(each.organisation)} for each in conference.organisers.all()],
            "attendee": [person(request, each.official.current) for each in people if each.official],
        }
    )
    trail = crumbs(
        request, (_("Conferences"), reverse("meetings:conference-list")), (conference.year, year), (conference.title, thing["url"])
    )
    return Card(
        title=conference.title,
        description=Truncator(conference.plain_summary or conference.title).chars(200),
        url=thing["url"],
        image=thing["image"],
        creator="; ".join(each["name"] for each in thing.get("organizer", [])),
        date=str(conference.date),
        graph=(thing, trail),
    )


def official_card(request: HttpRequest, official: Official, posts: Iterable[Post]) -> Card:
    """The page of an official: every post with its time, as exactly as known."""
    thing = person(request, official) | without_gaps(
        {
            "alternateName": [line for line in official.aliases.splitlines() if line.strip()],
            "image": request.build_absolute_uri(official.portrait_url) if official.portrait_url else "",
            "hasOccupation": [
                without_gaps(
                    {
                        "@type": "Role",
                        "roleName": post.title,
                        "startDate": str(post.start),
                        "endDate": str(post.end),
                        "hasOccupation": {"@type": "Occupation", "name": post.title},
                    }
                )
                for post in posts
            ],
        }
    )
    trail = crumbs(request, (_("Officials"), reverse("meetings:official-list")), (official.name, thing["url"]))
    titles = "; ".join(post.title for post in posts)
    description = Truncator(titles or official.name).chars(200)
    return Card(title=official.name, description=description, url=thing["url"], kind="profile", graph=(thing, trail))


def province_card(request: HttpRequest, province: Province) -> Card:
    """The page of a province."""
    url = request.build_absolute_uri(province.get_absolute_url())
    thing = without_gaps(
        {
            "@type": "AdministrativeArea",
            "@id": url,
            "url": url,
            "name": province.full_name,
            "alternateName": province.name,
            "containedInPlace": {"@type": "Country", "name": "Việt Nam"},
        }
    )
    trail = crumbs(request, (_("Provinces"), reverse("meetings:province-list")), (str(province), url))
    return Card(title=province.full_name, description=province.full_name, url=url, graph=(thing, trail))


def directive_card(request: HttpRequest, directive: Directive) -> Card:
    """The page of a directive, as a work that is about what it tells, of the conference that gave it."""
    url = request.build_absolute_uri(directive.get_absolute_url())
    conference = directive.conference
    thing = without_gaps(
        {
            "@type": "CreativeWork",
            "@id": url,
            "url": url,
            "name": Truncator(directive.text).chars(110),
            "text": directive.text,
            "position": directive.number,
            "dateCreated": str(conference.date),
            "publisher": publisher(request),
            "recordedAt": {
                "@type": "Event",
                "@id": request.build_absolute_uri(conference.get_absolute_url()),
                "name": conference.title,
                "startDate": str(conference.date),
            },
        }
    )
    trail = crumbs(request, (_("Directives"), reverse("meetings:directive-list")), (thing["name"], url))
    return Card(
        title=thing["name"], description=Truncator(directive.text).chars(200), url=url, date=str(conference.date), graph=(thing, trail)
    )


def organisation_card(request: HttpRequest, organisation: Organisation) -> Card:
    """The page of a public body: what it is part of, and from when to when."""
    url = request.build_absolute_uri(organisation.get_absolute_url())
    parent = organisation.parent
    above = (
        without_gaps({"@type": "Organization", "name": parent.name, "url": request.build_absolute_uri(parent.get_absolute_url())})
        if parent
        else None
    )
    thing = without_gaps(
        {
            "@type": "GovernmentOrganization",
            "@id": url,
            "url": url,
            "name": organisation.name,
            "alternateName": [name for name in [organisation.abbreviation, *organisation.aliases.splitlines()] if name.strip()],
            "foundingDate": str(organisation.founded),
            "dissolutionDate": str(organisation.dissolved),
            "parentOrganization": above,
            "areaServed": organisation.province.full_name if organisation.province else "",
        }
    )
    trail = crumbs(request, (_("Organisations"), reverse("meetings:organisation-list")), (named(organisation), url))
    return Card(title=named(organisation), description=named(organisation), url=url, graph=(thing, trail))


def cluster_card(request: HttpRequest, cluster: Cluster) -> Card:
    """The page of a cluster of provinces, with those that usually belong to it."""
    url = request.build_absolute_uri(cluster.get_absolute_url())
    thing = without_gaps(
        {
            "@type": "Organization",
            "@id": url,
            "url": url,
            "name": cluster.name,
            "alternateName": [line for line in cluster.aliases.splitlines() if line.strip()],
            "description": cluster.note,
            "areaServed": [province.full_name for province in cluster.members.all()],
        }
    )
    trail = crumbs(request, (_("Clusters"), reverse("meetings:cluster-list")), (named(cluster), url))
    return Card(title=named(cluster), description=cluster.note or named(cluster), url=url, graph=(thing, trail))


def theme_card(request: HttpRequest, theme: Theme) -> Card:
    """The page of a theme, as a term of the record's own list of subjects."""
    url = request.build_absolute_uri(theme.get_absolute_url())
    themes = reverse("meetings:theme-list")
    thing = {
        "@type": "DefinedTerm",
        "@id": url,
        "url": url,
        "name": theme.name,
        "termCode": theme.slug,
        "inDefinedTermSet": request.build_absolute_uri(themes),
    }
    trail = crumbs(request, (_("Themes"), themes), (named(theme), url))
    return Card(title=named(theme), description=named(theme), url=url, graph=(thing, trail))
