"""The one door for HTML: what editors may write, cleaned when it is saved and once more where it is shown."""

import html
import re
from typing import Any

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from qcdc.notes import with_notes
from qcdc.vietnamese import slug
from qcdc.word_markup import from_word

register = template.Library()

LIST_TYPES = [
    ("1, 2, 3, …", "decimal"),
    ("a, b, c, …", "lower-alpha"),
    ("A, B, C, …", "upper-alpha"),
    ("i, ii, iii, …", "lower-roman"),
    ("I, II, III, …", "upper-roman"),
]
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Subscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"listTypes": [{"label": label, "type": kind, "description": label} for label, kind in LIST_TYPES]},
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Notes": {"title": _("Add a note at the end of the text"), "text": _("Text of the note")},
    "WordPaste": {
        "head": _("From the pasted text this was left out:"),
        "picture": _("pictures (%(count)s): add them under “Photos in the article”"),
        "list": _("signs of lists (%(count)s), made into real lists"),
        "empty": _("empty paragraphs (%(count)s)"),
        "heading": _("ranks of headings (%(count)s), made to fit the page"),
        "look": _("fonts, colours and sizes"),
        "underline": _("underlining"),
        "box": _("text boxes and drawings (%(count)s)"),
        "comment": _("comments (%(count)s)"),
        "note": _("footnotes (%(count)s), made into notes at the end"),
        "close": _("Close"),
    },
    "Toolbar": {
        "label": _("Formatting"),
        "hint": _("Alt+F10: formatting. In lists and tables Tab indents or goes on to the next cell; Esc, then Tab leaves the text."),
        # What the editor itself says only in English.
        "words": {
            "paragraph": _("paragraph"),
            "Paragraph": _("Paragraph"),
            "heading 2": _("heading"),
            "Heading 2": _("Heading"),
            "heading 3": _("subheading"),
            "Heading 3": _("Subheading"),
            "unordered list": _("bulleted list"),
            "ordered list": _("numbered list"),
            "blockquote": _("quotation"),
            "bold": _("bold"),
            "italic": _("italic"),
            "subscript": _("subscript"),
            "superscript": _("superscript"),
            "insert link": _("insert a link"),
            "remove link": _("remove the link"),
            "Insert table": _("insert a table"),
            "Add column": _("add a column"),
            "Delete column": _("delete the column"),
            "Add row": _("add a row"),
            "Delete row": _("delete the row"),
            "Merge cells": _("merge the cells"),
            "Split cell": _("split the cell"),
            "Toggle header cell": _("heading cell or not"),
            "Delete table": _("delete the table"),
            "undo": _("undo"),
            "redo": _("redo"),
            "question_mark": _("kind of paragraph"),
            "Yes": _("yes"),
            "No": _("no"),
        },
    },
}

BLOCK_ENDS = re.compile(r"</(?:p|h2|h3|li|blockquote|tr)>|<br ?/?>")
EMPTY = re.compile(r"\s*(?:<(p|h2|h3|blockquote)>\s*</\1>\s*)*")
ADDRESS = re.compile(r"(?:https?://|mailto:|/(?![/\\])|#)[^\s]*", re.IGNORECASE)
OTHER_NAMES = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
TO_RENAME = re.compile(rf"<(/?)({'|'.join(OTHER_NAMES)})(?=[\s>])", re.IGNORECASE)


def _checked(tag: str, attribute: str, value: str) -> str | None:
    """Leave out links to anything but the web, mail, and this site."""
    if attribute == "href":
        return value.strip() if ADDRESS.fullmatch(value.strip()) else None
    if tag == "ol" and attribute == "type":
        return value if value in {"a", "A", "i", "I"} else None
    return value


CLEANER = nh3.Cleaner(
    tags={"p", "h2", "h3", "strong", "em", "sup", "sub", "ul", "ol", "li", "blockquote", "br", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td"},
    attributes={"a": {"href", "title"}, "ol": {"start", "type"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
    attribute_filter=_checked,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
    clean_content_tags={"script", "style", "title", "xml"},
)
STRIPPER = nh3.Cleaner(tags=set())


def clean(markup: str) -> str:
    """The same text with only the tags of the editor's toolbar; "" when no text is left in it."""
    markup = TO_RENAME.sub(lambda found: f"<{found[1]}{OTHER_NAMES[found[2].lower()]}", from_word(markup))
    markup = CLEANER.clean(markup.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    return "" if EMPTY.fullmatch(markup) else markup


def plain(markup: str) -> str:
    """The words of some HTML without its markup: one line for each paragraph, heading, item and row."""
    text = html.unescape(STRIPPER.clean(BLOCK_ENDS.sub("\n", markup)))
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


@register.filter
def prose(markup: str | None, name: str = "") -> SafeString:
    """Rich text for a page, cleaned again whatever the database holds, its notes linked.

    Where a page shows several texts, each needs a name of its own: their notes have ids that begin with it.
    """
    return mark_safe(with_notes(clean(markup or ""), f"{slug(name)}-" if name else ""))  # noqa: S308 (the one place: it was just cleaned)
