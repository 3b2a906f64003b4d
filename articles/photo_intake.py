"""How a file becomes a photo: checked, cleaned, and taken in once however often it is sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django.db import connection, transaction

from articles.models import Photo
from articles.models.photos import fingerprint
from qcdc.turns import wait_for
from qcdc.uploads import check_size, checked_upload

_door = threading.Lock()


def take_in(file: Any, by: Any) -> tuple[Photo, bool]:
    """The photo of an uploaded file and whether it is new: the same file, or the same picture under other metadata, is one photo.

    Raises ValidationError, in words for editors, for what is no picture that the newsroom can use.
    """
    check_size(file)
    uploaded = fingerprint(file)
    if known := Photo.objects.of_file(uploaded).first():
        return known, False
    clean = checked_upload(file)
    stored = fingerprint(clean)
    with _alone(stored):
        if known := Photo.objects.of_file(uploaded, stored).first():
            return known, False
        photo = Photo(file=clean)
        name_source(photo, file, uploaded, by)
        photo.save()
    return photo, True


@contextmanager
def _alone(stored: str) -> Iterator[None]:
    """Let one picture come in by one door at a time: across all processes on PostgreSQL, within one on SQLite."""
    if connection.vendor != "postgresql":
        with _door:
            yield
        return
    with transaction.atomic():
        wait_for(stored)
        yield


def name_source(photo: Photo, file: Any, uploaded: str, by: Any) -> None:
    """Write down where a photo's file came from: its name, its fingerprint before it was cleaned, and who sent it."""
    photo.original_name = tidy_name(file.name)
    photo.upload_sha256 = uploaded
    photo.created_by = by


def tidy_name(name: str | None) -> str:
    """The name of a file as its owner knows it, short enough to be kept; its end, which tells the format, stays."""
    return "".join(sign for sign in PurePath(name or "").name if sign.isprintable())[-200:]
