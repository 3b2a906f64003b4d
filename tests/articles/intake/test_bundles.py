"""Zips and folders, honest and hostile: each unsafe member is refused with its reason, and the others come."""

import io
import os
import struct
import warnings
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.intake import bundles
from articles.intake.bundles import Bundle, in_folder

GOOD = b"Noi dung"


def packed(*members, method=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def bundle(content):
    return Bundle(SimpleUploadedFile("bai.zip", content))


def items(content):
    return bundle(content).items()


def refusals(content):
    return {item.name: item.refusal for item in items(content)}


def code(content):
    with pytest.raises(ValidationError) as refusal:
        bundle(content)
    return refusal.value.code


@pytest.mark.parametrize(
    "name",
    ["../bai.txt", "a/../../bai.txt", "/etc/bai.txt", "C:/bai.txt", "C:bai.txt", "..\\bai.txt", "a\\..\\bai.txt", "bai\x07.txt"],
)
def test_a_name_that_leads_out_is_refused_and_the_rest_comes(name):
    first, second = items(packed((name, GOOD), ("tốt.txt", GOOD)))
    assert first.refusal
    assert (second.name, second.refusal, second.content()) == ("tốt.txt", "", GOOD)
    with pytest.raises(ValidationError):
        first.content()


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def with_flag(content, flag):
    """The same zip whose first member says that it is encrypted."""
    changed = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(sign) + place
        changed[start : start + 2] = struct.pack("<H", struct.unpack_from("<H", content, start)[0] | flag)
    return bytes(changed)


@pytest.mark.parametrize(
    "content",
    [
        packed((link("bai.txt"), b"/etc/passwd")),
        with_flag(packed(("bai.txt", GOOD)), 1),
        packed(("trong.zip", packed(("bai.txt", GOOD)))),
        packed(("bai.txt", GOOD), method=zipfile.ZIP_LZMA),
        packed(("bai.txt", b"a" * 4_000_000)),
        packed(("bai.txt", b"")),
        packed(("anh.jpg", GOOD)),
        packed(("to.html", os.urandom(6_000_000)), method=zipfile.ZIP_STORED),
    ],
    ids=["link", "encrypted", "nested", "lzma", "bomb", "empty", "kind", "large"],
)
def test_an_unsafe_member_is_refused_before_it_is_unpacked(content):
    (item,) = items(content)
    assert item.refusal.endswith(".")


def test_a_member_that_is_damaged_is_refused_alone():
    content = bytearray(packed(("hong.txt", os.urandom(500)), ("tot.txt", GOOD), method=zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    broken, good = items(bytes(content))
    with pytest.raises(ValidationError):
        broken.content()
    assert good.content() == GOOD


def test_a_member_gives_no_more_than_it_declares():
    content = bytearray(packed(("bai.txt", b"a" * 100_000)))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<L", 10)
    (item,) = items(bytes(content))
    with pytest.raises(ValidationError):
        item.content()


def test_of_two_files_of_one_name_the_first_is_read():
    first, second, third = items(packed(("bai.txt", b"mot"), ("bai.txt", b"hai"), ("bai.txt (2)", b"ba")))
    assert (first.content(), first.refusal) == (b"mot", "")
    assert second.refusal
    assert len({first.name, second.name, third.name}) == 3


def test_what_computers_put_beside_is_passed_over():
    content = packed(("__MACOSX/._bai.txt", GOOD), (".DS_Store", GOOD), ("a/", b""), ("Thumbs.db", GOOD), ("a/bai.txt", GOOD))
    assert [item.name for item in items(content)] == ["a/bai.txt"]


def named(raw):
    """A zip whose one member has these bytes as its name, without saying in which encoding."""
    placeholder = b"x" * len(raw)
    return packed((placeholder.decode(), GOOD)).replace(placeholder, raw)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_vietnamese_names_are_read_in_the_encoding_that_the_program_used(encoding):
    name = "Hội nghị tổng kết.txt" if encoding == "utf-8" else "Hội nghị ở xã.txt"
    written = name if encoding == "utf-8" else "Hô\u0323i nghi\u0323 ở xaƒ.txt".replace("ở", "ơ\u0309").replace("aƒ", "a\u0303")
    (item,) = items(named(written.encode(encoding)))
    assert (item.name, item.content()) == (name, GOOD)


def test_names_that_are_no_unicode_though_they_say_so_are_refused_as_a_whole():
    assert code(packed(("xé.txt", GOOD)).replace("é".encode(), b"\xff\xff")) == "names"


def test_what_is_no_zip_is_refused():
    assert code(b"") == "empty"
    assert code(b"PK\x03\x04 not at all") == "not_a_zip"
    assert code(packed(("bai.txt", GOOD))[:-30]) == "not_a_zip"
    assert code(b"PK\x05\x06" + b"\xff" * 18) in {"too_many", "not_a_zip"}


def test_a_zip_of_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(bundles, "MOST_MEMBERS", 3)
    assert code(packed(*((f"{number}.txt", GOOD) for number in range(4)))) == "too_many"
    monkeypatch.setattr(bundles, "LARGEST_DIRECTORY", 100)
    assert code(packed(*((f"{number}.txt", GOOD) for number in range(3)))) == "too_many"


def test_files_beyond_the_whole_size_are_refused(monkeypatch):
    monkeypatch.setattr(bundles, "LARGEST_UNPACKED", 20)
    assert [bool(item.refusal) for item in items(packed(("a.txt", GOOD), ("b.txt", GOOD), ("c.txt", GOOD)))] == [False, False, True]


def test_a_zip_that_is_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr(bundles, "LARGEST_ZIP", 50)
    assert code(packed(("bai.txt", GOOD))) == "too_large"


def test_a_folder_is_read_without_following_links(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "hai.txt").write_bytes(GOOD)
    (tmp_path / "mot.txt").write_bytes(GOOD)
    (tmp_path / ".an").write_bytes(GOOD)
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    found = {item.name: item for item in in_folder(tmp_path)}
    assert found.keys() == {"mot.txt", "link.txt", "b/hai.txt"}
    assert found["link.txt"].refusal
    assert found["b/hai.txt"].content() == GOOD


def test_a_file_of_a_folder_that_cannot_be_opened_is_refused_when_it_is_read(tmp_path):
    (tmp_path / "mot.txt").write_bytes(GOOD)
    (item,) = in_folder(tmp_path)
    (tmp_path / "mot.txt").unlink()
    with pytest.raises(ValidationError):
        item.content()
