"""The door by which photos come in, twenty at a time; each file stands or falls by itself."""

import logging
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.record import newest_headline
from articles.captions import conference_of, draft_caption
from articles.models import Edition, Photo, Placement
from articles.photo_intake import take_in, tidy_name
from meetings.models import Conference
from qcdc.pickers import is_id

logger = logging.getLogger(__name__)


@dataclass
class Arrival:
    """What became of one uploaded file: a new photo, one that was there already, or a refusal."""

    name: str
    photo: Photo | None = None
    is_new: bool = False
    message: str = ""
    uses: list[dict[str, str]] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return "refused" if self.photo is None else "new" if self.is_new else "known"


def receive(file: Any, by: Any) -> Arrival:
    """Take in one file; whatever is wrong with it is said of it alone."""
    arrival = Arrival(tidy_name(file.name) or _("without a name"))
    try:
        arrival.photo, arrival.is_new = take_in(file, by)
    except ValidationError as refusal:
        arrival.message = " ".join(refusal.messages)
    except (OSError, MemoryError):
        logger.exception("The upload %s was not stored", arrival.name)
        arrival.message = _("This file could not be stored just now. Try it again.")
    else:
        arrival.message = _("Uploaded.") if arrival.is_new else _("The newsroom has this very picture already.")
        if not arrival.is_new:
            arrival.uses = uses_of([arrival.photo], by).get(arrival.photo.pk, [])
    return arrival


def uses_of(photos: Any, reader: Any) -> dict[int, list[dict[str, str]]]:
    """The articles in which photos stand, the first use first, as far as this person may see them; by the photo's id."""
    seen = Edition.objects.for_reader(reader).order_by()
    rows = Placement.objects.filter(photo__in=photos, edition__in=seen.values("pk")).order_by("edition__article", "pk")
    found: dict[int, dict[int, dict[str, str]]] = {}
    for photo, article, headline in rows.values_list("photo", "edition__article", newest_headline("edition__article_id", reader)):
        use = {"headline": headline, "url": reverse("admin:articles_article_change", args=[article])}
        found.setdefault(photo, {}).setdefault(article, use)
    return {photo: list(articles.values()) for photo, articles in found.items()}


def card(photo: Photo) -> dict[str, Any]:
    """What a line of an article's form shows of a photo."""
    people = [str(subject.official) for subject in photo.subjects.select_related("official")]
    return {
        "id": photo.pk,
        "label": str(photo),
        "thumbnail": photo.thumbnail_url,
        "page": reverse("admin:articles_photo_change", args=[photo.pk]),
        "caption": photo.caption,
        "credit": photo.credit,
        "alt": photo.alt,
        "people": ", ".join(people),
    }


class TakesUploads:
    """The pages of a desk by which photos come in, and what the lines of an article ask about one."""

    model: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload_view), name="articles_photo_upload"),
            path("<int:pk>/words/", wrap(self.words_view), name="articles_photo_words"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Many files in one form without JavaScript; one file in each request with it."""
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        files = request.FILES.getlist("files")
        arrivals = [receive(file, request.user) for file in files]
        if request.method == "POST" and request.accepts("application/json") and not request.accepts("text/html"):
            return self._answer(arrivals)
        asked = request.method == "POST" and not files
        context = {
            **self.admin_site.each_context(request),
            "title": _("Upload photos"),
            "opts": self.model._meta,
            "arrivals": arrivals,
            "summary": summary(arrivals),
            "error": _("Choose at least one picture.") if asked else "",
        }
        return TemplateResponse(request, "admin/articles/photo_upload.html", context)

    def _answer(self, arrivals: list[Arrival]) -> JsonResponse:
        if len(arrivals) != 1:
            return JsonResponse({"outcome": "refused", "message": _("Send one picture at a time.")}, status=400)
        (arrival,) = arrivals
        told = {"outcome": arrival.outcome, "message": arrival.message, "uses": arrival.uses}
        if arrival.photo is None:
            return JsonResponse(told, status=400)
        return JsonResponse(told | {"photo": card(arrival.photo)}, status=201 if arrival.is_new else 200)

    def words_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """What is known of a photo, and a caption drafted from who is in it, with the titles at a conference."""
        photo = Photo.objects.for_reader(request.user).filter(pk=pk).first()
        if not self.has_view_permission(request, photo):  # type: ignore[attr-defined]
            raise PermissionDenied
        if photo is None:
            raise Http404
        asked = request.GET.get("conference", "")
        conferences = Conference.objects.for_reader(request.user)
        conference = conferences.filter(pk=asked).first() if is_id(asked) else conference_of(photo, request.user)
        return JsonResponse(card(photo) | {"drafted": draft_caption(photo, conference)})


def summary(arrivals: list[Arrival]) -> str:
    """How a batch went, in a sentence."""
    if not arrivals:
        return ""
    number = {outcome: sum(each.outcome == outcome for each in arrivals) for outcome in ("new", "known", "refused")}
    said = [
        ngettext("%(number)s photo uploaded", "%(number)s photos uploaded", number["new"]) % {"number": number["new"]},
        ngettext("%(number)s was there already", "%(number)s were there already", number["known"]) % {"number": number["known"]},
        ngettext("%(number)s file refused", "%(number)s files refused", number["refused"]) % {"number": number["refused"]},
    ]
    return ", ".join(said) + "."
