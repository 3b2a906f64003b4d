"""The story of an article: its audit trail, its editions, any two of them side by side, and an old one brought back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, AuditEntry, Deed, Edition
from articles.models.editions import CONTENT
from articles.models.photos import WORDS
from articles.workflow import may_edit, record
from qcdc.differences import marked, marked_prose
from qcdc.pages import page_of
from qcdc.pickers import is_id
from qcdc.spreadsheet import csv_response


class StoryMixin:
    """Pages that tell what became of an article, for everybody who may see it in the admin."""

    admin_site: Any
    model: Any

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/story/", wrap(require_safe(self.story_view)), name="articles_article_story"),
            path("<int:pk>/story.csv", wrap(require_safe(self.story_csv)), name="articles_article_story_csv"),
            path("<int:pk>/compare/", wrap(require_safe(self.compare_view)), name="articles_article_compare"),
            path("<int:pk>/restore/<int:number>/", wrap(self.restore_view), name="articles_article_restore"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The button «history» leads to the whole story."""
        if not is_id(object_id):
            raise Http404
        return HttpResponseRedirect(reverse("admin:articles_article_story", args=[object_id]))

    def _asked(self, request: HttpRequest, pk: int) -> Article:
        article = self.get_object(request, str(pk))  # type: ignore[attr-defined]
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):  # type: ignore[attr-defined]
            raise PermissionDenied
        return article

    def _page(self, request: HttpRequest, article: Article, template: str, title: str, **more: Any) -> TemplateResponse:
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.model._meta, "original": article} | more
        return TemplateResponse(request, f"admin/articles/article/{template}.html", context)

    def story_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Who did what, when and why; and every edition, to compare and to bring back."""
        article = self._asked(request, pk)
        editions = list(article.editions.for_reader(request.user).select_related("created_by").order_by("-number"))
        return self._page(
            request,
            article,
            "story",
            _("The whole story"),
            entries=page_of(request, article.trail.for_reader(request.user).select_related("by"), size=50),
            editions=[(edition, life_of(edition)) for edition in editions],
            newest_pair=editions[:2],
            corrections=article.corrections.all(),
            may_restore=may_edit(article, request.user) is None,
        )

    def story_csv(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The audit trail as a file, the oldest first."""
        article = self._asked(request, pk)
        header = [_("when"), _("what happened"), _("by"), _("edition"), _("headline"), _("why"), _("set for"), _("details")]
        rows = ([*_cells(entry)] for entry in article.trail.for_reader(request.user).order_by("at", "pk").iterator(chunk_size=500))
        return csv_response(f"nhat-ky-{article.slug}", [str(name) for name in header], rows)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Two editions field by field: words that went and came, photos added and taken out."""
        article = self._asked(request, pk)
        old, new = (self._edition(request, article, request.GET.get(side, "")) for side in ("a", "b"))
        if old.number > new.number:
            old, new = new, old
        return self._page(
            request,
            article,
            "compare",
            _("Editions %(old)s and %(new)s side by side") % {"old": old.number, "new": new.number},
            old=old,
            new=new,
            lives=(life_of(old), life_of(new)),
            rows=[row for row in (_compared(old, new, name) for name in CONTENT) if row],
            photos=_compared_photos(old, new),
        )

    def _edition(self, request: HttpRequest, article: Article, number: str) -> Edition:
        seen = article.editions.for_reader(request.user)
        found = seen.filter(number=number).first() if number.isascii() and number.isdigit() and len(number) < 9 else None
        if found is None:
            raise Http404
        return found

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        """Ask, then bring an old edition back as a new draft; an open draft is set aside."""
        article = self._asked(request, pk)
        edition = self._edition(request, article, str(number))
        if refused := may_edit(article, request.user):
            messages.error(request, " ".join(refused.messages))
            return HttpResponseRedirect(reverse("admin:articles_article_story", args=[pk]))
        if request.method == "POST":
            try:
                self._restore(article, edition, request.user)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return HttpResponseRedirect(reverse("admin:articles_article_story", args=[pk]))
            messages.success(request, _("Edition %(number)s is back as a draft.") % {"number": number})
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        return self._page(request, article, "restore", _("Restore edition %(number)s as a draft") % {"number": number}, edition=edition)

    @transaction.atomic
    def _restore(self, article: Article, edition: Edition, by: Any) -> None:
        aside = article.draft
        restored = article.restore(edition, by=by)
        if aside:
            record(article, Deed.SET_ASIDE, by, edition=aside)
        record(article, Deed.RESTORED, by, edition=restored, details={"from": edition.number})
        article.touch(by)


def life_of(edition: Edition) -> str:
    """What an edition is or was, and from when to when readers saw it."""
    if edition.live_from is None:
        return str(edition.get_stage_display())
    start, end = (f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else "" for at in (edition.live_from, edition.live_until))
    if edition.live_from > timezone.now():
        return _("scheduled for %(moment)s") % {"moment": start}
    if edition.live_until and edition.live_until <= timezone.now():
        return _("shown from %(start)s to %(end)s") % {"start": start, "end": end}
    return _("shown since %(start)s") % {"start": start}


def _compared(old: Edition, new: Edition, name: str) -> tuple[Any, SafeString, SafeString] | None:
    before, after = getattr(old, name), getattr(new, name)
    if before == after:
        return None
    mark = marked_prose if name == "body" else marked
    return Edition._meta.get_field(name).verbose_name, mark(before, after, "before"), mark(before, after, "after")  # type: ignore[union-attr]


def _compared_photos(old: Edition, new: Edition) -> list[dict[str, Any]]:
    """The photos that came, went, moved or got other words."""
    sides = [{row.photo_id: (place, row) for place, row in enumerate(edition.placements.select_related("photo"))} for edition in (old, new)]
    rows = []
    for photo in dict.fromkeys([*sides[0], *sides[1]]):
        before, after = (side.get(photo) for side in sides)
        if before and after and before[0] == after[0] and all(before[1].shown(name) == after[1].shown(name) for name in WORDS):
            continue
        change = _("added") if not before else _("taken out") if not after else _("changed")
        was, now = (" · ".join(filter(None, map(found[1].shown, WORDS))) if found else "" for found in (before, after))
        rows.append({"photo": (after or before)[1].photo, "change": change, "caption": marked(was, now)})  # type: ignore[index]
    return rows


def _cells(entry: AuditEntry) -> list[Any]:
    details = "; ".join(f"{name}: {value}" for name, value in entry.details.items())
    return [entry.at, entry.get_deed_display(), entry.by_name, entry.edition_number, entry.headline, entry.comment, entry.moment, details]
