"""The one door for HTML: what editors may write, cleaned when it is saved and once more where it is shown."""

import html
import re
from typing import Any

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}

BLOCK_ENDS = re.compile(r"</(?:p|h2|h3|li|blockquote|tr)>|<br ?/?>")
EMPTY = re.compile(r"\s*(?:<(p|h2|h3|blockquote)>\s*</\1>\s*)*")
ADDRESS = re.compile(r"(?:https?://|mailto:|/(?![/\\])|#)[^\s]*", re.IGNORECASE)
OLDER_NAMES = re.compile(r"<(/?)(b|i)(?=[\s>])", re.IGNORECASE)


def _checked(tag: str, attribute: str, value: str) -> str | None:
    """Leave out links to anything but the web, mail, and this site."""
    if attribute == "href":
        return value.strip() if ADDRESS.fullmatch(value.strip()) else None
    return value


CLEANER = nh3.Cleaner(
    tags={"p", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "br", "a"} | {"table", "thead", "tbody", "tr", "th", "td"},
    attributes={"a": {"href", "title"}, "ol": {"start"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
    attribute_filter=_checked,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
)
STRIPPER = nh3.Cleaner(tags=set())


def clean(markup: str) -> str:
    """The same text with only the tags of the editor's toolbar; "" when no text is left in it."""
    markup = OLDER_NAMES.sub(lambda found: f"<{found[1]}{'strong' if found[2].lower() == 'b' else 'em'}", markup)
    markup = CLEANER.clean(markup.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    return "" if EMPTY.fullmatch(markup) else markup


def plain(markup: str) -> str:
    """The words of some HTML without its markup: one line for each paragraph, heading, item and row."""
    text = html.unescape(STRIPPER.clean(BLOCK_ENDS.sub("\n", markup)))
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


@register.filter
def prose(markup: str | None) -> SafeString:
    """Rich text for a page, cleaned again whatever the database holds."""
    return mark_safe(clean(markup or ""))  # noqa: S308 (the one place: it was just cleaned)
