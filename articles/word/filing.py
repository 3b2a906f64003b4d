"""What was read from a Word file, put into the edition in work: added to its text or, if an editor says so, instead of it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Deed, Edition, Photo, Placement
from articles.photo_intake import take_in
from articles.word.reader import Picture, WordText
from articles.workflow import may_edit, record

APPEND, REPLACE = "append", "replace"


def fingerprint_of(edition: Edition | None) -> str:
    """What tells whether a text was changed between the preview and the confirmation."""
    return hashlib.sha256((edition.body if edition else "").encode()).hexdigest()[:16]


def start_article(text: WordText, pictures: Iterable[Picture], *, headline: str, by: Any) -> Article:
    """A new article with what was read as its first edition."""
    photos = taken_in(pictures, by)
    with transaction.atomic():
        article = Article(created_by=by)
        article.slug = Article._meta.get_field("slug").unused(article, headline)
        article.save()
        edition = Edition.objects.create(article=article, created_by=by, headline=headline, body=text.body)
        _place(edition, photos)
        record(article, Deed.CREATED, by, edition=edition)
    return article


def put_in(
    article: Article, text: WordText, pictures: Iterable[Picture], *, by: Any, how: str, headline: str = "", seen: str = ""
) -> Edition:
    """Put what was read into the edition in work. Raises ValidationError where that was changed since it was shown."""
    _check(article, by, seen)
    photos = taken_in(pictures, by)
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        _check(locked, by, seen)
        edition: Edition = locked.open_draft(by=by) or Edition(article=locked, created_by=by)
        kept = "" if how == REPLACE else edition.body
        edition.body = f"{kept}{text.body}"  # type: ignore[assignment]
        if headline and not edition.headline:
            edition.headline = headline
        edition.save()
        _place(edition, photos)
        locked.touch(by)
        record(locked, Deed.EDITED, by, edition=edition, comment=str(_("Text taken from a Word file.")))
    return edition


def _check(article: Article, by: Any, seen: str) -> None:
    if refused := may_edit(article, by):
        raise refused
    if seen != fingerprint_of(article.working):
        raise ValidationError(
            _("The text of the article was changed meanwhile. Look at it again before you put anything in."), code="stale"
        )


def taken_in(pictures: Iterable[Picture], by: Any) -> list[tuple[Photo, Picture]]:
    """The pictures as photos of the newsroom, each with its words in the file; outside any transaction, as the door may be waited at."""
    photos: dict[int, tuple[Photo, Picture]] = {}
    for picture in pictures:
        photo, is_new = take_in(picture.file, by)
        if is_new or by.has_perm("articles.change_photo"):
            photo.fill_gaps(**picture.words)
        photos.setdefault(photo.pk, (photo, picture))
    return list(photos.values())


def _place(edition: Edition, photos: list[tuple[Photo, Picture]]) -> None:
    """Put photos behind those of an edition, with the words of the file where the photo itself has others."""
    order = edition.placements.aggregate(last=models.Max("order"))["last"] or 0
    placed = set(edition.placements.values_list("photo", flat=True))
    for photo, picture in photos:
        if photo.pk not in placed:
            order += 10
            words = {name: text for name, text in picture.words.items() if text != getattr(photo, name)}
            Placement.objects.create(edition=edition, photo=photo, order=order, **words)
