"""The scheme and host under which the site is read, for what is written when nobody is asking."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host


class NoAddress(Exception):
    """The site does not know under which address it is read."""


def origin() -> str:
    """As `https://qcdc.example.vn`. Raises NoAddress where SITE_ADDRESS leads nobody here."""
    parts = urlsplit(settings.SITE_ADDRESS)
    known = validate_host(parts.hostname or "", settings.ALLOWED_HOSTS) and parts.hostname != "*"
    if parts.scheme not in {"http", "https"} or not known:
        raise NoAddress(settings.SITE_ADDRESS)
    return f"{parts.scheme}://{parts.netloc}"
