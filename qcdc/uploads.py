"""Pictures as they come in: real, of a sane size, upright, and without the metadata that tells where they were taken."""

import io
import struct
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from qcdc.pictures import room
from qcdc.vietnamese import slug

LARGEST_FILE = 20 * 1024 * 1024
# All files of one form together: what the upload page promises, and deploy/nginx.conf lets through.
LARGEST_FORM = 200 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_000
LARGEST_PROFILE = 1024 * 1024
# Above this, saving a PNG or WebP at full effort would take longer than an upload should.
MANY_PIXELS = 4_000_000
ORIENTATION = 0x0112
# What Pillow raises for files that are cut short or made up.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"}


def checked_upload(file: Any) -> SimpleUploadedFile:
    """An uploaded picture, upright and without what the camera wrote into it (place, time, device).

    What it is is told by its content, never by its name. Raises ValidationError for what is no JPEG, PNG or WebP picture,
    or a larger one than the newsroom needs.
    """
    check_size(file)
    file.seek(0)
    with room, _opened(file) as image:
        kind = _kind_to_keep(image)
        try:
            cleaned = _without_metadata(image, kind)
        except BROKEN as error:
            raise ValidationError(_("This picture is damaged and cannot be opened."), code="damaged") from error
    stem = slug(PurePath(file.name or "").stem, max_length=60) or "photo"
    return SimpleUploadedFile(f"{stem}.{kind.lower()}", cleaned, content_type=FORMATS[kind])


def check_size(file: Any) -> None:
    """Refuse a file that is empty or too large before anything reads it."""
    if not file.size:
        raise ValidationError(_("This file is empty. Copy it from the camera or telephone again."), code="empty")
    if file.size > LARGEST_FILE:
        raise ValidationError(_("This file is larger than 20 MB. Save the picture in a smaller size and try again."), code="too_large")


def _opened(file: Any) -> Image.Image:
    """The picture in a file, its size known and nothing decoded yet."""
    try:
        image = Image.open(file, formats=list(FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise _no_picture(file) from error
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        image.close()
        raise _too_many_pixels()
    return image


def _no_picture(file: Any) -> ValidationError:
    file.seek(4)
    head = file.read(8)
    if head[:4] == b"ftyp" and head[4:] in HEIC_BRANDS:
        message = _(
            "This is a HEIC or AVIF picture, as new telephones save them. Save it as JPEG and upload that; "
            "on an iPhone: Settings, Camera, Formats, Most Compatible."
        )
        return ValidationError(message, code="heic")
    return ValidationError(_("Choose a picture in JPEG, PNG or WebP format."), code="not_a_picture")


def _kind_to_keep(image: Image.Image) -> str:
    """The format that a picture is kept in: its own, but for what would take too long or could fail."""
    if image.format == "MPO":  # Telephones store several pictures in one JPEG file.
        return "JPEG"
    if image.format == "WEBP" and image.width * image.height > MANY_PIXELS:
        # WebP takes seconds for so many pixels, and gives up on detailed ones ("encoding error 6").
        return "PNG" if image.has_transparency_data else "JPEG"
    return str(image.format)


def _too_many_pixels() -> ValidationError:
    message = _("This picture has more than 50 million pixels, or a side of more than 16,000. Save it smaller and try again.")
    return ValidationError(message, code="too_many_pixels")


def _without_metadata(image: Image.Image, kind: str) -> bytes:
    """The same picture saved anew with its colour profile and nothing else; a JPEG that stands upright keeps its quality."""
    image.load()
    profile = image.info.get("icc_profile")
    options: dict[str, Any] = {"icc_profile": profile} if profile and len(profile) < LARGEST_PROFILE else {}
    turned = image.getexif().get(ORIENTATION, 1) != 1
    many = image.width * image.height > MANY_PIXELS
    if kind == "JPEG":
        options["quality"] = "keep" if image.format == "JPEG" and not turned else 92
    elif kind == "WEBP":
        options |= {"quality": 92, "method": 2}
    elif many:
        options["compress_level"] = 1
    plain = _in_eight_bits(ImageOps.exif_transpose(image) if turned else image)
    plain.info = {name: plain.info[name] for name in ("transparency", "adobe", "adobe_transform") if name in plain.info}
    buffer = io.BytesIO()
    plain.save(buffer, kind, exif=b"", **options)
    return buffer.getvalue()


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The picture with 256 greys where a scanner gave 65,536: what shrinks pictures knows no more."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
