"""Atom feeds that tell their readers what was taken away, too."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import format_html_join

TOLD_FOR = datetime.timedelta(days=30)  # For so long at least the copies are told that something is gone.
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class AtomWithTombstones(Atom1Feed):
    """An Atom feed that may name entries that are no more (RFC 6721), so that copies of them can be dropped."""

    @property
    def tombstones(self) -> list[dict[str, Any]]:
        """Each with the `ref` of the entry that is gone, `when` it went, and why in a `comment`."""
        return self.feed.get("tombstones") or []

    def root_attributes(self) -> dict[str, Any]:
        return super().root_attributes() | ({"xmlns:at": TOMBSTONES} if self.tombstones else {})

    def latest_post_date(self) -> datetime.datetime:
        return max([super().latest_post_date(), *(gone["when"] for gone in self.tombstones)])

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for gone in self.tombstones:
            handler.startElement("at:deleted-entry", {"ref": gone["ref"], "when": rfc3339_date(gone["when"])})
            handler.addQuickElement("at:comment", gone["comment"])
            handler.endElement("at:deleted-entry")


class AtomFeed(Feed):
    """The newest rows of a list for feed readers."""

    feed_type = AtomWithTombstones
    author_name = "QCDC"

    def rows(self) -> Iterable[Any]:
        """What stands in the feed, the newest first."""
        raise NotImplementedError

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        """What the feed is made for: ids of entries are whole addresses."""
        return request

    def items(self, request: HttpRequest) -> list[Any]:
        rows = list(self.rows())
        for row in rows:
            row.feed_id = feed_id(request, row)
        return rows

    def item_guid(self, item: Any) -> str:
        return str(item.feed_id)


def feed_id(request: HttpRequest, row: Any) -> str:
    """What an entry is known by for as long as it lives, whatever becomes of its slug: its address in the API."""
    return request.build_absolute_uri(reverse(f"api:{row._meta.model_name}-detail", args=[row.pk]))


def paragraphs(*texts: str) -> str:
    """Plain texts as the HTML that a feed's summary is."""
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts if text))
