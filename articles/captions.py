"""Captions drafted from who is in the picture, with the titles of the day where the conference knows them."""

from typing import Any

from django.utils.translation import gettext as _

from articles.models import Intake, Photo
from meetings.models import Conference, Official

LONGEST = Photo._meta.get_field("caption").max_length or 500


def draft_caption(photo: Photo, conference: Conference | None = None) -> str:
    """The caption that the report printed under a photo of these people, else “From left: …” with everybody in it.

    Empty where nobody is named. Long titles are left out from the end of each.
    """
    people = [subject.official.current for subject in photo.subjects.select_related("official__merged_into")]
    if people and (printed := printed_caption(photo, people)):
        return printed[:LONGEST]
    titles = titles_at(conference, people)
    for most in (10, 2, 1, 0):
        named = [", ".join([_("Comrade {name}").format(name=person.name), *titles.get(person.pk, [])[:most]]) for person in people]
        caption = _in_words(named, titled=bool(most and titles))
        if len(caption) <= LONGEST:
            return caption
    return caption[: LONGEST - 1] + "…"


def printed_caption(photo: Photo, people: list[Official]) -> str:
    """The words that waited for a photo of just these people, in the report from which its article was filed."""
    same = {pk for person in people for pk in (person.pk, *person.merged.values_list("pk", flat=True))}
    for intake in Intake.objects.filter(article__editions__placements__photo=photo).distinct().order_by("pk"):
        for caption in intake.captions:
            named = {each["pk"] for each in caption["officials"]}
            if len(named) == len(people) and named <= same:
                return str(caption["text"])
    return ""


def _in_words(people: list[str], *, titled: bool) -> str:
    if len(people) < 2:
        return f"{people[0]}." if people else ""
    listed = ("; " if titled else ", ").join(name[0].lower() + name[1:] for name in people)
    return _("From left: {people}.").format(people=listed)


def titles_at(conference: Conference | None, people: list[Official]) -> dict[int, list[str]]:
    """The titles that each of these people had at a conference, as they were printed; by the person's id."""
    if conference is None:
        return {}
    wanted = {person.pk for person in people}
    present = conference.attendances.filter(official__isnull=False).select_related("official__merged_into")
    return {line.official.current.pk: line.title_list for line in present if line.official and line.official.current.pk in wanted}


def conference_of(photo: Photo, reader: Any) -> Conference | None:
    """The conference of the newest article that a photo stands in, as far as this person may see it."""
    placed = Conference.objects.for_reader(reader).filter(articles__editions__placements__photo=photo)
    return placed.order_by("-articles__pk").first()
