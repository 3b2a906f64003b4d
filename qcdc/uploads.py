"""Pictures as they come in: real, of a sane size, upright, and without the metadata that tells where they were taken."""

import io
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from qcdc.vietnamese import slug

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
KINDS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}


def checked_upload(file: Any) -> SimpleUploadedFile:
    """The picture of an upload, re-encoded without EXIF and GPS data, under a plain file name.

    Raises ValidationError for what is too large, no picture, broken, or of a kind that is not taken.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MB."), code="too-large")
    file.seek(0)
    try:
        with Image.open(io.BytesIO(file.read())) as picture:
            kind = picture.format or ""
            if kind not in KINDS:
                raise ValidationError(_("Only JPEG, PNG and WebP pictures are taken."), code="kind")
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The picture has more than 50 million pixels."), code="too-large")
            upright = ImageOps.exif_transpose(picture)
            buffer = io.BytesIO()
            options: dict[str, Any] = {"quality": 92} if kind != "PNG" else {"optimize": False}
            upright.info.pop("exif", None)
            upright.save(buffer, kind, icc_profile=picture.info.get("icc_profile"), **options)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This file is not a picture, or it is broken."), code="broken") from error
    ending, media_type = KINDS[kind]
    name = slug(PurePath(str(file.name)).stem, max_length=60) or "anh"
    return SimpleUploadedFile(f"{name}.{ending}", buffer.getvalue(), content_type=media_type)
