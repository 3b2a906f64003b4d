"""The list of articles: its columns, its filters, its files, and what is done to many at once."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Article, State, Status
from articles.models.trail import name_of
from articles.piles import PILES, of, with_reds
from qcdc.lists import KeptLists, YearOfDateFilter

MOST_AUTHORS = 60
MOST_CHECKED = 200


class PileFilter(admin.SimpleListFilter):
    """The piles of the first page."""

    title = _("on the desk")
    parameter_name = "pile"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        piles = [(pile.name, pile.label) for pile in PILES.values() if request.user.has_perm(pile.permission)]
        return [*piles, ("red", _("With red checks"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value == "red":
            hers = Article.objects.for_editor(request.user)
            return queryset.filter(pk__in=[article.pk for article, _reds in with_reds(hers, MOST_CHECKED)])
        if value and value in PILES:
            # By their keys: what the pile is annotated and ordered with is not the list's business.
            return queryset.filter(pk__in=PILES[value].rows(Article.objects.all(), request.user).order_by().values("pk"))
        return queryset


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Status.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(status_now=self.value()) if self.value() else queryset


class WhoseFilter(admin.SimpleListFilter):
    """Mine, and every author's who has begun something."""

    title = _("author")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        seen = Article.objects.for_reader(request.user).order_by().values("created_by")
        people = get_user_model().objects.filter(pk__in=seen).order_by("last_name", "first_name", "pk")[:MOST_AUTHORS]
        return [("me", _("Mine")), *((str(person.pk), name_of(person)) for person in people)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value == "me":
            return queryset.filter(of(request.user))
        if value:
            return queryset.filter(created_by=int(value)) if value.isascii() and value.isdigit() and len(value) < 18 else queryset.none()
        return queryset


class BesideFilter(admin.SimpleListFilter):
    title = _("draft beside what readers see")
    parameter_name = "beside"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("With a draft beside it"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=State.PUBLISHED, work_stage__isnull=False) if self.value() else queryset


class ConferenceYearFilter(YearOfDateFilter):
    title = _("year of the conference")
    path = "conference__date"


def shown_status(status: str) -> Any:
    """A status as a word in its colour."""
    return format_html('<span class="status status--{}">{}</span>', status, Status(status).label)


class ArticleLists(KeptLists):
    """The list of articles."""

    list_display = ["shown_headline", "shown_status", "author", "section", "of_conference", "appears", "changed"]
    list_filter = [PileFilter, StatusFilter, WhoseFilter, BesideFilter, "section", ConferenceYearFilter, "published_at"]
    list_select_related = ["conference", "created_by", "section"]
    export_name = "tin-bai"

    @admin.display(description=_("headline"), ordering="newest_headline")
    def shown_headline(self, obj: Any) -> str:
        return obj.newest_headline or obj.slug

    @admin.display(description=_("status"), ordering="status_now")
    def shown_status(self, obj: Any) -> Any:
        word = shown_status(obj.status_now)
        if obj.state == State.PUBLISHED and obj.work_stage:
            return format_html('{}<div class="quiet">{}</div>', word, _("draft beside what readers see"))
        return word

    @admin.display(description=_("author"), ordering="created_by__last_name")
    def author(self, obj: Any) -> str:
        return name_of(obj.created_by) or "—"

    @admin.display(description=_("conference"), ordering="conference__date")
    def of_conference(self, obj: Any) -> Any:
        if obj.conference is None:
            return _("none") if obj.without_conference else "—"
        title = obj.conference.title
        return format_html('<span title="{}">{}</span>', title, title if len(title) <= 60 else f"{title[:58]}…")

    @admin.display(description=_("published or scheduled"), ordering="published_at")
    def appears(self, obj: Any) -> Any:
        return _moment(obj.published_at)

    @admin.display(description=_("last change"), ordering="updated_at")
    def changed(self, obj: Any) -> Any:
        return _moment(obj.updated_at)

    def export_columns(self, request: HttpRequest) -> tuple[list[Any], Any]:
        header = [
            _("Id"),
            _("Headline"),
            _("Status"),
            _("Section"),
            _("Author"),
            _("Conference"),
            _("Published at"),
            _("Embargo until"),
            _("Shown until"),
            _("Created at"),
            _("Changed at"),
            _("Address"),
        ]

        def row(article: Any) -> list[Any]:
            return [
                article.pk,
                article.newest_headline,
                Status(article.status_now).label,
                article.section,
                name_of(article.created_by),
                article.conference,
                article.published_at,
                article.embargo_until,
                article.expires_at,
                article.created_at,
                article.updated_at,
                request.build_absolute_uri(article.get_absolute_url()),
            ]

        return header, row

    def export_rows(self, rows: Any) -> Any:
        return rows.select_related("conference", "created_by", "section")


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else "—"
