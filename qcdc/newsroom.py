"""The first page after the login: what waits for this person, what goes out, and what is missing."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Status
from articles.piles import PILES, newest_headline, with_reds
from meetings.models import Conference
from qcdc.pickers import is_id

SHOWN = 5
MOST_CHECKED = 40
LACKS = (
    ("directives", _("Conferences without directives"), _("Every conference has its directives.")),
    ("photos", _("Conferences without photos"), _("Every conference has photos.")),
)


class NewsroomSite(AdminSite):
    """The admin with the newsroom's first page above its list of models."""

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        person = request.user
        more = {"piles": piles_of(person), "quick_acts": quick_acts(person)}
        return super().index(request, more | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        guarded = path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(self.on_site), name="view_on_site")
        return [guarded if getattr(route, "name", "") == "view_on_site" else route for route in super().get_urls()]

    def on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponseBase:
        """Lead to the page that readers have of a row, where this person may see the row: its address alone would tell of a draft."""
        kind = ContentType.objects.filter(pk=content_type_id).first() if is_id(content_type_id) else None
        model: Any = kind and kind.model_class()
        rows: Any = model._default_manager.all() if model else None
        if not hasattr(rows, "for_reader") or not is_id(object_id) or not rows.for_reader(request.user).filter(pk=object_id).exists():
            raise Http404
        return shortcut(request, content_type_id, object_id)


def piles_of(person: Any) -> list[dict[str, Any]]:
    """What lies on the desk of somebody, each pile with its first rows; as many queries for one article as for a thousand."""
    found = []
    if person.has_perm("articles.view_article"):
        seen = Article.objects.for_reader(person).select_related("created_by").annotate(newest_headline=newest_headline("pk", person))
        seen = seen.order_by("-updated_at", "-pk")
        found += [
            _pile(pile.name, pile.label, pile.empty, pile.rows(seen, person), f"{reverse('admin:articles_article_changelist')}?pile=")
            for pile in PILES.values()
            if person.has_perm(pile.permission)
        ]
        found.append(_red(seen.filter(pk__in=Article.objects.for_editor(person).order_by().values("pk"))))
    if person.has_perm("meetings.view_conference"):
        conferences = Conference.objects.for_reader(person).order_by("-date", "-pk")
        address = f"{reverse('admin:meetings_conference_changelist')}?lacking="
        found += [_pile(what, label, empty, conferences.lacking(what), address) for what, label, empty in LACKS]
    return found


def _pile(name: str, label: Any, empty: Any, rows: Any, address: str) -> dict[str, Any]:
    first = list(rows[:SHOWN])
    count = rows.order_by().count() if len(first) == SHOWN else len(first)
    return {"name": name, "label": label, "empty": empty, "rows": [_row(row) for row in first], "count": count, "all": address + name}


def _red(articles: Any) -> dict[str, Any]:
    found = with_reds(articles, MOST_CHECKED)
    return {
        "name": "red",
        "label": _("With red checks"),
        "empty": _("Nothing red stands in the way of what is on its way to readers."),
        "rows": [_row(article) | {"reds": reds} for article, reds in found[:SHOWN]],
        "count": len(found),
        "all": f"{reverse('admin:articles_article_changelist')}?pile=red",
    }


def _row(row: Any) -> dict[str, Any]:
    status = getattr(row, "status_now", "")
    opts = row._meta
    return {
        "row": row,
        "url": reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk]),
        "author": getattr(row, "created_by", None),
        "status": Status(status) if status else None,
        "day": row.date.label() if isinstance(row, Conference) else "",
        "goes_out": getattr(row, "goes_out", None),
        "comment": getattr(row, "last_comment", ""),
        "comment_by": getattr(row, "last_by", ""),
    }


def quick_acts(person: Any) -> list[dict[str, Any]]:
    """What an editor most often comes to do."""
    acts = [
        ("articles.add_intake", "admin:articles_intake_add", _("Paste a report")),
        ("articles.add_article", "admin:articles_article_add", _("Write an article")),
        ("meetings.add_conference", "admin:meetings_conference_add", _("Enter a conference")),
        ("articles.add_intake", "admin:articles_batch_add", _("Bring many reports")),
        ("articles.view_article", "admin:articles_article_calendar", _("Schedule")),
        ("articles.view_article", "admin:articles_article_reports", _("Reports")),
    ]
    return [
        {"label": label, "url": reverse(name), "is_main": name == "admin:articles_intake_add"}
        for permission, name, label in acts
        if person.has_perm(permission)
    ]
