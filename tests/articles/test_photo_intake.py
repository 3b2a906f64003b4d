"""What comes in as a photo: real pictures of every sort, cleaned; and what is refused, in words."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from articles.models import Photo
from articles.photo_intake import take_in
from qcdc import uploads
from qcdc.pictures import CROPS, make_renditions, rendition_name
from tests import factories

pytestmark = pytest.mark.django_db

GPS, ORIENTATION = 0x8825, 0x0112


def sent(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def saved(image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def halves(mode: str = "RGB", size=(60, 40), left=(250, 0, 0), right=(0, 0, 250)):
    """A picture whose left half differs from its right half."""
    image = Image.new(mode, size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    return image


def kept(photo: Photo) -> bytes:
    with photo.file.storage.open(photo.file.name) as file:
        return file.read()


def shown(photo: Photo, size: str = "w480"):
    """A rendition as readers get it."""
    make_renditions(photo.file)
    with photo.file.storage.open(rendition_name(photo.file, size)) as file:
        return Image.open(io.BytesIO(file.read())).copy()


def refusal(content: bytes, name: str = "anh.jpg") -> str:
    with pytest.raises(ValidationError) as refused:
        take_in(sent(content, name), by=None)
    assert not Photo.objects.exists()
    return refused.value.code


# What is taken


def test_a_photo_knows_who_sent_it_and_what_the_file_was_called():
    user = factories.make_user()
    photo, is_new = take_in(sent(saved(halves(), "JPEG"), "Ảnh Hội nghị 29.5.JPG"), by=user)
    assert is_new
    assert (photo.created_by, photo.original_name) == (user, "Ảnh Hội nghị 29.5.JPG")
    assert photo.file.name.endswith("anh-hoi-nghi-29-5.jpeg")
    assert list(Photo.objects.matching("hoi nghi")) == [photo]


def test_a_name_too_long_to_be_kept_keeps_its_end():
    photo, _ = take_in(sent(saved(halves(), "JPEG"), "x" * 240 + ".jpg"), by=None)
    assert len(photo.original_name) == 200
    assert photo.original_name.endswith("x.jpg")


def test_a_jpeg_is_turned_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Camera Bi Mat"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (21.0, 51.0, 12.0)
    iptc = b"\xff\xed" + struct.pack(">H", 2 + 14 + 12) + b"Photoshop 3.0\x00" + b"8BIM-BI-MAT."
    content = saved(halves(), "JPEG", quality=95, exif=exif, xmp=b"<x:xmpmeta>BI-MAT-XMP</x:xmpmeta>", comment=b"BI-MAT-GHI-CHU")
    content = content[:2] + iptc + content[2:]
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS)
    photo, _ = take_in(sent(content), by=None)
    assert (photo.file_width, photo.file_height) == (40, 60)
    upright = Image.open(io.BytesIO(kept(photo)))
    assert not upright.getexif()
    assert upright.convert("RGB").getpixel((20, 5))[0] > 200
    assert upright.convert("RGB").getpixel((20, 55))[2] > 200
    for secret in (b"BI-MAT", b"Bi Mat", b"Photoshop", b"xmpmeta", b"Exif"):
        assert secret in content
        assert secret not in kept(photo)
    assert shown(photo).size == (40, 60)


def test_an_upright_jpeg_keeps_its_quality():
    content = saved(halves(), "JPEG", quality=71)
    photo, _ = take_in(sent(content), by=None)
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept(photo)))
    assert after.quantization == before.quantization


def test_a_page_hidden_in_a_jpeg_does_not_come_through():
    script = b"<script>alert(1)</script>"
    content = saved(halves(), "JPEG", comment=b"<html>" + script) + b"<html><body>" + script
    photo, _ = take_in(sent(content, "anh.html"), by=None)
    assert b"<" + b"script" not in kept(photo)
    assert photo.file.name.endswith(".jpeg")


@pytest.mark.parametrize(("kind", "name"), [("PNG", "anh.jpg"), ("JPEG", "anh.png"), ("WEBP", "anh.exe"), ("PNG", "anh")])
def test_what_a_file_is_is_told_by_its_content_not_by_its_name(kind, name):
    photo, _ = take_in(sent(saved(halves(), kind), name), by=None)
    assert photo.file.name.rpartition(".")[2] == kind.lower()


def test_the_picture_of_a_printer_gets_the_colours_of_a_screen():
    photo, _ = take_in(sent(saved(halves().convert("CMYK"), "JPEG", quality=95)), by=None)
    rendition = shown(photo)
    assert rendition.mode == "RGB"
    assert rendition.getpixel((5, 5))[0] > 200
    assert rendition.getpixel((55, 5))[2] > 200


def test_a_scan_with_sixteen_bits_keeps_its_greys():
    grey = Image.new("I;16", (60, 40), 32768)
    photo, _ = take_in(sent(saved(grey, "PNG"), "quet.png"), by=None)
    assert abs(shown(photo).convert("L").getpixel((30, 20)) - 128) <= 3


def test_a_palette_with_transparency_stays_transparent():
    image = halves().convert("P", palette=Image.Palette.ADAPTIVE, colors=8)
    clear = image.getpixel((5, 5))
    photo, _ = take_in(sent(saved(image, "PNG", transparency=clear), "hinh.png"), by=None)
    rendition = shown(photo)
    assert rendition.mode == "RGBA"
    assert rendition.getpixel((5, 5))[3] == 0
    assert rendition.getpixel((55, 5))[3] == 255


def test_of_a_moving_picture_the_first_view_is_kept():
    content = saved(halves(), "PNG", save_all=True, append_images=[Image.new("RGB", (60, 40))], duration=100)
    photo, _ = take_in(sent(content, "dong.png"), by=None)
    assert getattr(Image.open(io.BytesIO(kept(photo))), "n_frames", 1) == 1
    assert shown(photo).getpixel((5, 5))[0] > 200


def test_colours_of_a_wide_profile_are_brought_to_those_of_a_screen():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, lab, b"no profile at all"):
        photo = factories.make_photo(file=sent(saved(halves(left=(profile[3], 9, 9)), "JPEG", icc_profile=profile)))
        assert "icc_profile" not in shown(photo).info


# What is refused


def png_claiming(width: int, height: int) -> bytes:
    """A PNG that is small as a file and says that it is huge as a picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 100)), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x", "not_a_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "not_a_picture"),
        (b"<!doctype html><html></html>", "not_a_picture"),
        (b"GIF89a", "not_a_picture"),
        (saved(halves(), "GIF"), "not_a_picture"),
        (saved(halves(), "TIFF"), "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic"),
        (b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>", "not_a_picture"),
        (saved(halves(size=(600, 400)), "JPEG")[:900], "damaged"),
        (saved(Image.effect_noise((300, 200), 90), "PNG")[:9000], "damaged"),
        (saved(Image.effect_noise((300, 200), 90).convert("RGB"), "WEBP")[:2000], "not_a_picture"),
        (png_claiming(60_000, 60_000), "too_many_pixels"),
        (png_claiming(10_000, 9_500), "too_many_pixels"),
        (png_claiming(50_000, 2), "too_many_pixels"),
        (png_claiming(2_147_483_647, 2_147_483_647), "too_many_pixels"),
        (png_claiming(0, 10), "not_a_picture"),
        (png_claiming(300, 300), "damaged"),
    ],
    ids=[
        *("empty", "one byte", "svg", "html", "gif head", "gif", "tiff", "pdf", "heic", "html as jpeg", "cut jpeg", "cut png", "cut webp"),
        *("bomb", "many pixels", "long side", "absurd", "no width", "little data"),
    ],
)
def test_what_is_no_usable_picture_is_refused(content, code):
    assert refusal(content) == code


def test_a_text_that_unpacks_to_gigabytes_is_not_unpacked():
    info = PngInfo()
    info.add_text("bomb", "0" * 80_000_000, zip=True)
    assert refusal(saved(halves(), "PNG", pnginfo=info)) == "not_a_picture"


def test_a_file_over_twenty_megabytes_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_FILE", 100)
    file = sent(saved(halves(), "JPEG"))
    monkeypatch.setattr(file, "chunks", None)
    with pytest.raises(ValidationError) as refused:
        take_in(file, by=None)
    assert refused.value.code == "too_large"


# The same again


def test_the_same_file_again_is_the_photo_that_is_there():
    content = saved(halves(), "JPEG")
    first, _ = take_in(sent(content), by=None)
    again, is_new = take_in(sent(content, "khac.jpg"), by=None)
    assert (again, is_new) == (first, False)
    assert Photo.objects.get().original_name == "anh.jpg"


def test_the_same_picture_under_other_metadata_is_the_photo_that_is_there():
    plain = saved(halves(), "JPEG", quality=80)
    first, _ = take_in(sent(saved(halves(), "JPEG", quality=80, comment=b"x")), by=None)
    assert take_in(sent(plain), by=None) == (first, False)
    assert take_in(sent(kept(first)), by=None) == (first, False)


def test_a_photo_from_before_fingerprints_of_uploads_is_known_by_what_is_kept():
    first, _ = take_in(sent(saved(halves(), "JPEG")), by=None)
    Photo.objects.update(upload_sha256="")
    assert take_in(sent(saved(halves(), "JPEG")), by=None) == (first, False)


# The crop of cards


@pytest.mark.parametrize(("focus", "colour"), [("0.05x0.5", 0), ("0.95x0.5", 2)])
def test_the_crop_of_cards_keeps_the_focal_point_and_its_address_follows(focus, colour):
    photo = factories.make_photo(file=sent(saved(halves(size=(400, 100)), "JPEG")))
    before = {size: photo.url(size) for size in ("w480", *CROPS)}
    photo.focus = focus
    photo.save()
    card = shown(photo, "card")
    assert card.size == (150, 100)
    assert card.getpixel((75, 50))[colour] > 200
    assert photo.url("card") != before["card"]
    assert photo.url("w480") == before["w480"]


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (3000, 10)])
def test_every_rendition_of_a_sliver_is_a_picture(size):
    photo = factories.make_photo(file=sent(saved(Image.new("RGB", size), "PNG"), "x.png"))
    assert {min(shown(photo, name).size) > 0 for name in ("w480", "w960", "w1600", "card")} == {True}


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "jpeg"), ("RGBA", "png")])
def test_a_webp_of_very_many_pixels_is_kept_in_a_format_that_takes_them(monkeypatch, mode, kind):
    monkeypatch.setattr(uploads, "MANY_PIXELS", 1000)
    image = Image.new(mode, (60, 40), (250, 0, 0, 9)[: len(mode)])
    photo, _ = take_in(sent(saved(image, "WEBP"), "to.webp"), by=None)
    assert photo.file.name.endswith(kind)
    assert shown(photo).mode == mode
