"""Lists as feeds, Atom and RSS, narrowed by the words of their pages; Atom tells its readers what was taken away, too."""

import datetime
from typing import Any, Self

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.html import format_html_join

NEWEST = 30
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
    """The newest rows of a list for feed readers, narrowed by the filters that its page has."""

    feed_type: Any = AtomWithTombstones
    author_name = "QCDC"
    filterset_class: Any = None
    newest = NEWEST

    @classmethod
    def as_rss(cls) -> Self:
        """The same feed as RSS 2.0."""
        feed = cls()
        feed.feed_type = Rss201rev2Feed
        return feed

    def rows(self) -> Any:
        """What stands in the feed when nothing narrows it, the newest first."""
        raise NotImplementedError

    def narrowed(self, request: HttpRequest, rows: Any) -> Any:
        """The rows that the filters in the address leave. Raises Http404 where a filter makes no sense."""
        filterset = self.filterset_class(request.GET, queryset=rows, request=request)
        if not filterset.is_valid():
            raise Http404
        return filterset.qs

    def description(self) -> Any:
        return self.subtitle  # type: ignore[attr-defined]

    def feed_url(self, request: HttpRequest) -> str:
        return request.get_full_path()

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        """What the feed is made for: ids of entries are whole addresses."""
        return request

    def items(self, request: HttpRequest) -> list[Any]:
        rows = list(self.narrowed(request, self.rows())[: self.newest])
        for row in rows:
            row.feed_id = feed_id(request, row)
        return rows

    item_guid_is_permalink = False

    def item_guid(self, item: Any) -> str:
        return str(item.feed_id)


def feed_id(request: HttpRequest, row: Any) -> str:
    """What an entry is known by for as long as it lives, whatever becomes of its slug: its address in the API."""
    return request.build_absolute_uri(reverse(f"api:{row._meta.model_name}-detail", args=[row.pk]))


def paragraphs(*texts: str) -> str:
    """Plain texts as the HTML that a feed's summary is."""
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts if text))
