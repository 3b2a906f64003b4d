"""Renditions of pictures: a few fixed WebP sizes, made when a picture is saved, or when one is asked for and not there."""

import contextlib
import datetime
import io
import os
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from imagefield.processing import build_handler, register
from PIL import Image, ImageCms

WIDTHS = {"w480": 480, "w960": 960, "w1600": 1600}
CROPS = {"card": (720, 480)}
TALLEST = 5
KEPT_FOR = 60
CENTRE = [0.5, 0.5]
# A picture of fifty million pixels takes 200 MB while it is worked on; no more than two at once in a process.
room = threading.BoundedSemaphore(2)


@register
def webp(get_image: Any) -> Any:
    """Save as WebP at a quality and effort that keep an upload quick, in the colours that every screen knows."""

    def processor(image: Any, context: Any) -> Any:
        context.save_kwargs.update(format="WEBP", quality=80, method=2)
        return in_plain_colours(get_image(image, context))

    return processor


@register
def fit(get_image: Any, size: tuple[int, int]) -> Any:
    """Shrink into a box; a picture that fits keeps its size."""

    def processor(image: Any, context: Any) -> Any:
        image = get_image(image, context)
        scale = min(1.0, size[0] / image.width, size[1] / image.height)
        return image.resize([max(1, round(scale * side)) for side in image.size], Image.Resampling.LANCZOS)

    return processor


@register
def crop_around_focus(get_image: Any, size: tuple[int, int]) -> Any:
    """Cut to the shape of a box with the focal point as near to the middle as it can be; then shrink, never enlarge."""

    def processor(image: Any, context: Any) -> Any:
        image = get_image(image, context)
        wide = max(1, min(image.width, round(image.height * size[0] / size[1])))
        tall = max(1, min(image.height, round(wide * size[1] / size[0])))
        left = round(min(max(image.width * context.ppoi[0] - wide / 2, 0), image.width - wide))
        top = round(min(max(image.height * context.ppoi[1] - tall / 2, 0), image.height - tall))
        final = (min(wide, size[0]), min(tall, size[1]))
        return image.resize(final, Image.Resampling.LANCZOS, box=(left, top, left + wide, top + tall))

    return processor


def as_webp(*processors: Any, focused: bool = False) -> Any:
    """A rendition recipe whose file is WebP whatever the original is, turned upright and without metadata.

    Only what is cropped depends on the focal point; the rest keeps its file when that moves.
    """

    def recipe(fieldfile: Any, context: Any) -> None:
        context.extension = ".webp"
        context.processors = ["webp", "autorotate", *processors]
        if not focused:
            context.ppoi = CENTRE

    return recipe


PHOTO_FORMATS = {
    **{name: as_webp(("fit", (width, TALLEST * width))) for name, width in WIDTHS.items()},
    **{name: as_webp(("crop_around_focus", size), focused=True) for name, size in CROPS.items()},
}
PORTRAIT_FORMATS = {"w320": as_webp(("crop", (320, 320)), focused=True)}


def rendition_name(file: Any, size: str) -> str:
    """The storage name of a rendition. Raises KeyError for a size that is not made."""
    return str(file._process_context(file.field.formats[size]).name)


def make_renditions(file: Any, sizes: Iterable[str] = ()) -> list[str]:
    """Make what is missing of a picture's renditions, decoding it once; which ones were made.

    Raises OSError or ValueError where the original is gone or broken.
    """
    contexts = {size: file._process_context(file.field.formats[size]) for size in sizes or file.field.formats}
    missing = {size: context for size, context in contexts.items() if not file.storage.exists(context.name)}
    if not missing:
        return []
    with room, file.storage.open(file.name) as original, Image.open(original) as image:
        base = _decoded(image)
        for context in missing.values():
            rendition = build_handler(context.processors)(base, context)
            buffer = io.BytesIO()
            rendition.save(buffer, **context.save_kwargs)
            put(file.storage, context.name, buffer.getvalue())
    return list(missing)


def _decoded(image: Any) -> Any:
    """The picture in colours that can be shrunk; of a large JPEG no more pixels than its sharpest rendition needs."""
    widest = 2 * max(WIDTHS.values())
    if image.width > widest:
        image.draft("RGB", (widest, round(image.height * widest / image.width)))
    image.load()
    if image.mode in ("RGB", "L", "CMYK"):
        return image
    profile = image.info.get("icc_profile")
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile and image.mode == "RGBA":
        plain.info["icc_profile"] = profile
    return plain


def in_plain_colours(image: Any) -> Any:
    """The picture in sRGB, which is what a file without a colour profile is taken for."""
    profile = image.info.pop("icc_profile", None)
    kept = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=kept)
    return image if image.mode == kept else image.convert(kept)


def put(storage: Any, name: str, content: bytes) -> None:
    """Write a file under exactly this name: whole or not at all, whatever else writes it and whenever the process dies."""
    if not isinstance(storage, FileSystemStorage):
        written = storage.save(name, ContentFile(content))
        if written != name:  # Somebody else was quicker.
            storage.delete(written)
        return
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).chmod(storage.file_permissions_mode or 0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def picture_response(
    file: Any, size: str, formats: dict[str, Any], *, public: bool, until: datetime.datetime | None = None
) -> HttpResponseBase:
    """A rendition sent to the reader; 404 for a size that is not made or a file that is gone.

    What is public may be kept for a minute, so that an unpublished picture is soon gone everywhere, but not beyond its end.
    """
    if size not in formats:
        raise Http404
    try:
        make_renditions(file, [size])
        response = FileResponse(file.storage.open(rendition_name(file, size)), content_type="image/webp")
    except (OSError, ValueError) as error:
        raise Http404 from error
    left = (until - timezone.now()).total_seconds() if until else KEPT_FOR
    response["Cache-Control"] = f"public, max-age={max(0, min(KEPT_FOR, int(left)))}" if public else "private, no-store"
    return response
