"""Renditions of pictures: a few fixed WebP sizes, made when a picture is saved."""

import datetime
from typing import Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from imagefield.processing import register

WIDTHS = {"w480": 480, "w960": 960, "w1600": 1600}
TALLEST = 5
KEPT_FOR = 60


@register
def webp(get_image: Any) -> Any:
    """Save as WebP at a quality and effort that keep an upload quick."""

    def processor(image: Any, context: Any) -> Any:
        context.save_kwargs.update(format="WEBP", quality=80, method=2)
        image = get_image(image, context)
        return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")

    return processor


def as_webp(*processors: Any) -> Any:
    """A rendition recipe whose file is WebP whatever the original is, turned upright and without metadata."""

    def recipe(fieldfile: Any, context: Any) -> None:
        context.extension = ".webp"
        context.processors = ["webp", "autorotate", *processors]

    return recipe


PHOTO_FORMATS = {name: as_webp(("thumbnail", (width, TALLEST * width))) for name, width in WIDTHS.items()}
PORTRAIT_FORMATS = {"w320": as_webp(("crop", (320, 320)))}


def rendition_name(file: Any, size: str) -> str:
    """The storage name of a rendition. Raises KeyError for a size that is not made."""
    return str(file._process_context(file.field.formats[size]).name)


def picture_response(
    file: Any, size: str, formats: dict[str, Any], *, public: bool, until: datetime.datetime | None = None
) -> HttpResponseBase:
    """A rendition sent to the reader; 404 for a size that is not made or a file that is gone.

    What is public may be kept for a minute, so that an unpublished picture is soon gone everywhere, but not beyond its end.
    """
    if size not in formats:
        raise Http404
    name = rendition_name(file, size)
    try:
        if not file.storage.exists(name):
            file.process(size)
        response = FileResponse(file.storage.open(name), content_type="image/webp")
    except (OSError, ValueError) as error:
        raise Http404 from error
    left = (until - timezone.now()).total_seconds() if until else KEPT_FOR
    response["Cache-Control"] = f"public, max-age={max(0, min(KEPT_FOR, int(left)))}" if public else "private, no-store"
    return response
