"""How long a photo takes to come in and to have its renditions made, by format and size: what a request can bear.

    .venv/bin/python -m bench.photos

Seconds of processor time, on a throw-away folder. The pictures are noise, which is harder to encode than any photograph.
"""

import io
import os
import tempfile
import time
from typing import Any

SIZES = {2: (1732, 1155), 12: (4243, 2828), 16: (4899, 3266), 24: (6000, 4000), 48: (8485, 5657)}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "qcdc.settings", "READ_ENV_FILE": "0", "DATA_DIR": folder, "HTTPS": "0"}
        os.environ |= {"LOG_LEVEL": "ERROR", "DEBUG": "0", "SECRET_KEY": "bench"}
        os.environ.pop("DATABASE_URL", None)

        import django

        django.setup()
        print("format    Mpx   file      clean    renditions   renditions/Mpx")
        for kind in ("JPEG", "PNG", "WEBP"):
            for megapixels, size in SIZES.items():
                measure(kind, megapixels, drawn(kind, size))


def drawn(kind: str, size: tuple[int, int]) -> bytes:
    from PIL import Image

    noise = Image.effect_noise((size[0] // 4, size[1] // 4), 60).resize(size, Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    options: dict[str, Any] = {"JPEG": {"quality": 88}, "PNG": {"compress_level": 1}, "WEBP": {"quality": 75, "method": 0}}[kind]
    Image.merge("RGB", (noise, noise.transpose(Image.Transpose.FLIP_TOP_BOTTOM), noise)).save(buffer, kind, **options)
    return buffer.getvalue()


def measure(kind: str, megapixels: int, content: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from articles.models import Photo
    from qcdc import uploads
    from qcdc.pictures import make_renditions

    uploads.LARGEST_FILE = 10**9
    start = time.process_time()
    clean = uploads.checked_upload(SimpleUploadedFile(f"{kind}-{megapixels}", content))
    cleaned = time.process_time() - start
    photo = Photo()
    photo.file.save(clean.name, clean, save=False)
    start = time.process_time()
    made = make_renditions(photo.file)
    taken = time.process_time() - start
    assert len(made) == 4
    row = f"{len(content) / 1e6:5.1f} MB  {cleaned:6.2f} s  {taken:6.2f} s     {taken / megapixels:6.3f} s"
    print(f"{kind:6}  {megapixels:5}   {row}", flush=True)


if __name__ == "__main__":
    main()
