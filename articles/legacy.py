"""The words of an edition that are in an encoding of before Unicode, and what they are in Unicode."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Deed, Edition, Placement
from articles.models.photos import WORDS
from articles.workflow import may_edit, record
from qcdc.legacy_text import Encoding, Found, convert, convert_markup, detect
from qcdc.prose import plain

FIELDS = ("kicker", "headline", "lead", "dateline_place", "day_phrase", "body", "byline", "source")


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    name: str
    label: Any
    before: str
    after: str
    photo: Any = None
    """The photo in the edition whose words these are; None for the edition's own."""

    @property
    def is_rich(self) -> bool:
        return self.name == "body"


def found_in(edition: Edition | None) -> Found | None:
    """The old encoding that an edition's words are in, or None."""
    if edition is None:
        return None
    words = [plain(edition.body) if name == "body" else getattr(edition, name) for name in FIELDS]
    return detect("\n".join([*words, *(before for _placement, _name, before in _under_photos(edition))]))


def changes(edition: Edition, encoding: Encoding) -> list[Change]:
    """The fields that converting changes."""
    found = []
    for name in FIELDS:
        before = getattr(edition, name)
        after = convert_markup(before, encoding) if name == "body" else convert(before, encoding)
        if after != before:
            found.append(Change(name, Edition._meta.get_field(name).verbose_name, before, after))  # type: ignore[union-attr]
    for placement, name, before in _under_photos(edition):
        if (after := convert(before, encoding)) != before:
            found.append(Change(name, Placement._meta.get_field(name).verbose_name, before, after, placement.photo))  # type: ignore[union-attr]
    return found


def _under_photos(edition: Edition) -> list[tuple[Placement, str, str]]:
    """The words that an edition shows under its photos, its own or those of the photo."""
    placements = edition.placements.select_related("photo") if edition.pk else []
    return [(placement, name, placement.shown(name)) for placement in placements for name in WORDS]


def fingerprint(edition: Edition) -> str:
    """What tells whether the words were changed since they were shown."""
    words = [*(getattr(edition, name) for name in FIELDS), *(before for _placement, _name, before in _under_photos(edition))]
    return hashlib.sha256("\x00".join(words).encode()).hexdigest()[:16]


@transaction.atomic
def to_unicode(article: Article, *, by: Any, seen: str) -> Edition:
    """Convert the words in work. Raises ValidationError where they are others than those that were shown."""
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if refused := may_edit(locked, by):
        raise refused
    found = found_in(locked.working)
    if found is None or seen != fingerprint(locked.working):
        raise ValidationError(_("The text of the article was changed meanwhile. Look at it again."), code="stale")
    edition: Edition = locked.open_draft(by=by)
    for change in changes(edition, found.encoding):
        if change.photo is None:
            setattr(edition, change.name, change.after)
        else:
            # The photo's own words stay: other articles may show them, and they are mended at the desk of photos.
            edition.placements.filter(photo=change.photo).update(**{change.name: change.after})
    edition.save()
    locked.touch(by)
    record(locked, Deed.EDITED, by, edition=edition, comment=str(_("Converted to Unicode.")))
    return edition
