"""What a reader may have meant who came to an address that does not exist: addresses that look like it, by folded words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import Any
from urllib.parse import unquote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from meetings.models import Conference, Official, Organisation, Province
from qcdc.vietnamese import slug

LIKE_ENOUGH = 0.7
MOST_OFFERED = 5
NEIGHBOURS = 20
LONGEST = 120
SECTIONS = {
    "hoi-nghi": ("meetings:conference-list", _("Conferences")),
    "chi-dao": ("meetings:directive-list", _("Directives")),
    "tin-bai": ("articles:list", _("Articles")),
    "can-bo": ("meetings:official-list", _("Officials")),
    "tinh-thanh": ("meetings:province-list", _("Provinces")),
    "to-chuc": ("meetings:organisation-list", _("Organisations")),
    "cum": ("meetings:cluster-list", _("Clusters")),
    "chu-de": ("meetings:theme-list", _("Themes")),
    "so-lieu": ("meetings:figure-list", _("Figures")),
    "lich": ("meetings:calendar", _("Calendar")),
    "luu-tru": ("archive", _("Archive")),
    "ban-do": ("meetings:map", _("Map")),
    "tim-kiem": ("search", _("Search")),
    "so-do": ("site-map", _("Site map")),
}
PLACES = {
    "hoi-nghi": lambda: Conference.objects.published(),
    "tin-bai": lambda: Article.objects.published().with_edition(),
    "can-bo": lambda: Official.objects.published(),
    "tinh-thanh": lambda: Province.objects.published(),
    "to-chuc": lambda: Organisation.objects.published(),
}


def nearby(path: str) -> list[tuple[str, str]]:
    """The titles and addresses of a few pages whose addresses look like this one; at most ten small queries."""
    parts = [part for part in unquote(path)[:400].split("/") if part and part != "en"]
    if not parts or not re.fullmatch(r"[^.]+(\.(html?|aspx?|php))?", parts[-1]):
        return []
    words = [slug(part.rpartition(".")[0] or part, max_length=LONGEST) for part in parts]
    found = _pages(words[0], words[-1]) if len(words[-1]) > 2 and words[-1] not in SECTIONS else []
    return list(dict.fromkeys([*_section(words[0]), *found]))[:MOST_OFFERED]


def _section(word: str) -> Iterator[tuple[str, str]]:
    """The section whose name was mistyped."""
    for name in [] if word in SECTIONS else get_close_matches(word, SECTIONS, n=1, cutoff=LIKE_ENOUGH):
        address, label = SECTIONS[name]
        yield str(label), reverse(address)


def _pages(section: str, word: str) -> list[tuple[str, str]]:
    """Pages of the section asked for; where it has none, of any."""
    own = _alike(PLACES[section](), word) if section in PLACES else []
    return own or [found for name, rows in PLACES.items() if name != section for found in _alike(rows(), word)]


def _alike(rows: Any, word: str) -> list[tuple[str, str]]:
    """The rows whose slugs stand next to a word in their order, as far as they look like it, the most like it first."""
    before = rows.filter(slug__lt=word).order_by("-slug")[:NEIGHBOURS]
    after = rows.filter(slug__gte=word).order_by("slug")[:NEIGHBOURS]
    ranked = sorted(((_likeness(row.slug, word), row.slug, row) for row in [*before, *after]), reverse=True, key=lambda each: each[:2])
    return [(title, row.get_absolute_url()) for likeness, _slug, row in ranked if likeness >= LIKE_ENOUGH and (title := _title(row))]


def _likeness(known: str, word: str) -> float:
    """How much of an address another holds: 1 where one begins with the other."""
    shorter, longer = sorted((known, word), key=len)
    return 1 if len(shorter) > 5 and longer.startswith(shorter) else SequenceMatcher(None, known, word).ratio()


def _title(row: Any) -> str:
    if isinstance(row, Article):
        return str(row.live.headline) if row.live else ""
    return str(row)
