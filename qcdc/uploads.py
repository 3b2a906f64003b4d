"""Pictures as they come in: real, of a sane size, upright, and without the metadata that tells where they were taken."""

import io
import struct
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from qcdc.vietnamese import slug

LARGEST_FILE = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
ORIENTATION = 0x0112
# What Pillow raises for files that are cut short or made up.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def checked_upload(file: Any) -> SimpleUploadedFile:
    """An uploaded picture, upright and without what the camera wrote into it (place, time, device).

    Raises ValidationError for what is no JPEG, PNG or WebP picture, or a larger one than the newsroom needs.
    """
    if file.size > LARGEST_FILE:
        raise ValidationError(_("This file is larger than 20 MB. Save the picture in a smaller size and try again."), code="too_large")
    file.seek(0)
    with _opened(file) as image:
        kind = "JPEG" if image.format == "MPO" else str(image.format)  # Telephones store several pictures in one JPEG file.
        try:
            cleaned = _without_metadata(image, kind)
        except BROKEN as error:
            raise ValidationError(_("This picture is damaged and cannot be opened."), code="damaged") from error
    stem = slug(PurePath(file.name).stem, max_length=60) or "photo"
    return SimpleUploadedFile(f"{stem}.{kind.lower()}", cleaned, content_type=FORMATS[kind])


def _opened(file: Any) -> Image.Image:
    """The picture in a file, its size known and nothing decoded yet."""
    try:
        image = Image.open(file, formats=list(FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise ValidationError(_("Choose a picture in JPEG, PNG or WebP format."), code="not_a_picture") from error
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise _too_many_pixels()
    return image


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("This picture has more than 50 million pixels. Save it smaller and try again."), code="too_many_pixels")


def _without_metadata(image: Image.Image, kind: str) -> bytes:
    """The same picture saved anew with its colour profile and nothing else; a JPEG that stands upright keeps its quality."""
    image.load()
    options: dict[str, Any] = {"icc_profile": image.info["icc_profile"]} if image.info.get("icc_profile") else {}
    turned = image.getexif().get(ORIENTATION, 1) != 1
    if kind == "JPEG":
        options["quality"] = "keep" if image.format == "JPEG" and not turned else 92
    elif kind == "WEBP":
        options |= {"quality": 92, "method": 2}
    plain = ImageOps.exif_transpose(image) if turned else image
    plain.info = {name: plain.info[name] for name in ("transparency", "adobe", "adobe_transform") if name in plain.info}
    buffer = io.BytesIO()
    plain.save(buffer, kind, exif=b"", **options)
    return buffer.getvalue()
