"""How long the text is, below the field it is typed in: counted by the server, and while typing by a script."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from js_asset import Script

from articles.models import Article
from qcdc.length import SYLLABLES_A_MINUTE, reading_minutes


class LengthMixin:
    """Says below the text of an article how long it is."""

    @property
    def media(self) -> Any:
        return super().media + Media(js=[Script("js/word-count.js", type="module")])  # type: ignore[misc]

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        if "body" in form.base_fields:
            edition = obj.working if obj and obj.pk else None
            form.base_fields["body"].help_text = shown_length(edition.word_count if edition else 0)
        return form


def shown_length(words: int) -> SafeString:
    """Such as "812 words · 4 minutes to read", with what the script needs to go on counting."""
    minutes = reading_minutes(words)
    counted = ngettext("%(words)d word", "%(words)d words", words) % {"words": words}
    read = ngettext("%(minutes)d minute to read", "%(minutes)d minutes to read", minutes) % {"minutes": minutes}
    return format_html(
        '<span data-counts="id_body" data-speed="{}" data-none="{}" data-words="{}" data-minutes="{}">{}</span>',
        SYLLABLES_A_MINUTE,
        gettext("No text yet."),
        ngettext("%(words)d word", "%(words)d words", 2),
        ngettext("%(minutes)d minute to read", "%(minutes)d minutes to read", 2),
        f"{counted} · {read}" if words else gettext("No text yet."),
    )
