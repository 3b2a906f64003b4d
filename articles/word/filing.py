"""What was read from a Word file, put into the edition in work: added to its text or, if an editor says so, instead of it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Deed, Edition, Photo, Placement
from articles.word.reader import Picture, WordText
from articles.workflow import may_edit, record

APPEND, REPLACE = "append", "replace"


def fingerprint_of(edition: Edition | None) -> str:
    """What tells whether a text was changed between the preview and the confirmation."""
    return hashlib.sha256((edition.body if edition else "").encode()).hexdigest()[:16]


@transaction.atomic
def start_article(text: WordText, pictures: Iterable[Picture], *, headline: str, by: Any) -> Article:
    """A new article with what was read as its first edition."""
    article = Article(created_by=by)
    article.slug = Article._meta.get_field("slug").unused(article, headline)
    article.save()
    edition = Edition.objects.create(article=article, created_by=by, headline=headline, body=text.body)
    _place(edition, pictures, by)
    record(article, Deed.CREATED, by, edition=edition)
    return article


@transaction.atomic
def put_in(
    article: Article, text: WordText, pictures: Iterable[Picture], *, by: Any, how: str, headline: str = "", seen: str = ""
) -> Edition:
    """Put what was read into the edition in work. Raises ValidationError where that was changed since it was shown."""
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if refused := may_edit(locked, by):
        raise refused
    if seen != fingerprint_of(locked.working):
        raise ValidationError(
            _("The text of the article was changed meanwhile. Look at it again before you put anything in."), code="stale"
        )
    edition: Edition = locked.open_draft(by=by) or Edition(article=locked, created_by=by)
    kept = "" if how == REPLACE else edition.body
    edition.body = f"{kept}{text.body}"  # type: ignore[assignment]
    if headline and not edition.headline:
        edition.headline = headline
    edition.save()
    _place(edition, pictures, by)
    locked.touch(by)
    record(locked, Deed.EDITED, by, edition=edition, comment=str(_("Text taken from a Word file.")))
    return edition


def _place(edition: Edition, pictures: Iterable[Picture], by: Any) -> None:
    """Put pictures behind the photos of an edition; one that the newsroom has already is not stored a second time."""
    order = edition.placements.aggregate(last=models.Max("order"))["last"] or 0
    placed = set(edition.placements.values_list("photo__sha256", flat=True))
    for picture in pictures:
        digest = hashlib.sha256(picture.file.read()).hexdigest()
        picture.file.seek(0)
        if digest in placed:
            continue
        placed.add(digest)
        photo = Photo.objects.filter(sha256=digest).order_by("pk").first() or Photo.objects.create(
            file=picture.file, alt=picture.alt, caption=picture.caption, original_name=str(picture.file.name)[:200], created_by=by
        )
        order += 10
        Placement.objects.create(
            edition=edition, photo=photo, caption=picture.caption if photo.caption != picture.caption else "", order=order
        )
