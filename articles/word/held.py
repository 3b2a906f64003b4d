"""A Word file between its preview and its confirmation: kept in the private store under a signed name, for a day at most."""

import datetime
import secrets
from typing import Any

from django.core import signing
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "word-files"
LONGEST = datetime.timedelta(days=1)
SALT = "articles.word.held"
MOST_CLEARED = 200


def hold(file: Any, *, by: Any, article: Any, seen: str) -> str:
    """Keep an uploaded file; the token to ask for it again, good for this person and this article alone."""
    _clear_old()
    file.seek(0)
    name = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(18)}.docx", File(file))
    return signing.dumps({"name": name, "by": by.pk, "article": getattr(article, "pk", None), "seen": seen}, salt=SALT)


def held(token: str, *, by: Any, article: Any) -> tuple[Any, str, str] | None:
    """The file of a token, its name here, and what the text was then; None where it is gone, or somebody else's."""
    try:
        given = signing.loads(token, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    if (given["by"], given["article"]) != (by.pk, getattr(article, "pk", None)) or not default_storage.exists(given["name"]):
        return None
    return default_storage.open(given["name"]), given["name"], given["seen"]


def let_go(file: Any, name: str) -> None:
    """Delete a file that is done with."""
    file.close()
    default_storage.delete(name)


def _clear_old() -> None:
    """Delete what nobody came back for."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1][:MOST_CLEARED]:
        path = f"{FOLDER}/{name}"
        try:
            if default_storage.get_modified_time(path) < timezone.now() - LONGEST:
                default_storage.delete(path)
        except OSError:
            continue  # Another process was quicker.
