"""Conferences and directives as feeds."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from meetings.filters import ConferenceFilters, DirectiveFilters
from meetings.models import Conference, Directive
from qcdc.feeds import TOLD_FOR, AtomFeed, feed_id, paragraphs


def withdrawn_of_late() -> Any:
    """Conferences that were withdrawn while they would stand in the feed, or in the last month."""
    newest = AtomFeed.newest
    shown = list(Conference.objects.published().order_by("-published_at").values_list("published_at", flat=True)[:newest])
    gone = Conference.objects.withdrawn()
    return gone.filter(Q(published_at__gte=shown[-1]) | Q(updated_at__gte=timezone.now() - TOLD_FOR)) if len(shown) == newest else gone


def tombstone(request: HttpRequest, row: Any, conference: Conference) -> dict[str, Any]:
    """What the copies of a row are told that went with its conference; the notice is what its page says now."""
    return {"ref": feed_id(request, row), "when": conference.updated_at, "comment": conference.withdrawal_notice}


class ConferenceFeed(AtomFeed):
    title = _("QCDC: conferences")
    subtitle = _("Conferences on grassroots democracy, the newest record first")

    filterset_class = ConferenceFilters

    def link(self) -> str:
        return reverse("meetings:conference-list")

    def rows(self) -> Any:
        return Conference.objects.published().order_by("-published_at", "-pk")

    def feed_extra_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        gone = self.narrowed(request, withdrawn_of_late()).order_by("-updated_at", "-pk")
        return {"tombstones": [tombstone(request, conference, conference) for conference in gone[: self.newest]]}

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return paragraphs(str(item.plain_summary))

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        return max(item.updated_at, item.published_at)


class DirectiveFeed(AtomFeed):
    title = _("QCDC: directives")
    subtitle = _("What the conferences on grassroots democracy directed")

    filterset_class = DirectiveFilters

    def link(self) -> str:
        return reverse("meetings:directive-list")

    def rows(self) -> Any:
        return Directive.objects.published().select_related("conference").newest_first()

    def feed_extra_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        withdrawn = Directive.objects.filter(conference__in=withdrawn_of_late().order_by().values("pk"))
        gone = self.narrowed(request, withdrawn).select_related("conference").order_by("-conference__updated_at", "-pk")
        return {"tombstones": [tombstone(request, directive, directive.conference) for directive in gone[: self.newest]]}

    def item_title(self, item: Any) -> str:
        return Truncator(item.text).chars(100)

    def item_description(self, item: Any) -> str:
        return paragraphs(str(item.text))

    def item_pubdate(self, item: Any) -> Any:
        return item.conference.published_at
