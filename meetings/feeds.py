"""Conferences and directives as feeds."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from meetings.filters import ConferenceFilters, DirectiveFilters
from meetings.models import Conference, Directive
from qcdc.feeds import AtomFeed, paragraphs


class ConferenceFeed(AtomFeed):
    title = _("QCDC: conferences")
    subtitle = _("Conferences on grassroots democracy, the newest record first")

    filterset_class = ConferenceFilters

    def link(self) -> str:
        return reverse("meetings:conference-list")

    def rows(self) -> Any:
        return Conference.objects.published().order_by("-published_at", "-pk")

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

    def item_title(self, item: Any) -> str:
        return Truncator(item.text).chars(100)

    def item_description(self, item: Any) -> str:
        return paragraphs(str(item.text))

    def item_pubdate(self, item: Any) -> Any:
        return item.conference.published_at
