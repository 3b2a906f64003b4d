"""Files of every kind and encoding become the same text, or are refused with a reason; no file hangs the reader."""

import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from articles.intake.files import LARGEST_TEXT, read_upload
from articles.intake.webpage import report_in
from qcdc.legacy_text import TCVN3, VNI
from tests.word_files import paragraph, parts_of, picture, run, word_file, zipped

GOOD = "Hội nghị tổng kết việc thực hiện Quy chế dân chủ ở cơ sở\n\nĐồng chí Lê Thị Mẫu chủ trì hội nghị."
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ba tỉnh thử họp - Báo Thử</title><style>p {{}}</style></head><body>
<header><a href="/">Trang chủ</a></header><nav><ul><li>Thời sự<li>Kinh tế</ul></nav>{wrap}
<script>var x = "<p>không phải bài</p>";</script>
<h1>Ba tỉnh thử họp</h1> <time>29/5/2018 15:30</time>
<div class="content"><p>Đoạn một
của bài &amp; tiếp.</p><figure><img src="x.jpg"><figcaption>Toàn cảnh hội nghị</figcaption></figure>
<p>Dòng một<br>dòng hai</p>Đoạn<!-- <p>chú thích mã</p> --> không thẻ<br><br>Đoạn cuối {more}<div hidden><p>Ẩn</p></div></div>{end}
<aside><p>Tin liên quan</p></aside><form><p>Gửi bình luận</p></form><footer><p>Bản quyền</p></footer></body></html>"""
LINES = [
    "Ba tỉnh thử họp",
    "29/5/2018 15:30",
    "Đoạn một của bài & tiếp.",
    "Toàn cảnh hội nghị",
    "Dòng một\ndòng hai",
    "Đoạn không thẻ",
    "Đoạn cuối",
]


def uploaded(content, name="bai.txt"):
    return SimpleUploadedFile(name, content)


def refused(content, name="bai.txt"):
    with pytest.raises(ValidationError) as refusal:
        read_upload(uploaded(content, name))
    assert refusal.value.messages[0].endswith(".")
    return refusal.value.code


def windows_1258(text):
    """Text as Windows wrote it: a letter with its own mark, then the tone."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", parts[0] + "".join(sign for sign in parts[1:] if sign in "\u0302\u0306\u031b"))
        out.append(letter + "".join(sign for sign in parts[1:] if sign not in "\u0302\u0306\u031b"))
    return "".join(out).encode("cp1258")


def in_font(text, table):
    back = {letter: written for written, letter in table.items()}
    return "".join(back.get(char, char) for char in text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_every_form_is_read_without_a_word(encoding):
    read = read_upload(uploaded(GOOD.encode(encoding)))
    assert (read.text, read.notes) == (GOOD, ())


def test_text_in_pieces_is_put_together():
    assert read_upload(uploaded(unicodedata.normalize("NFD", GOOD).encode())).text == GOOD


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (windows_1258(GOOD), "Windows-1258"),
        (in_font(GOOD, TCVN3).encode("latin-1"), "TCVN3 (.VnTime)"),
        (in_font(GOOD, TCVN3).encode(), "TCVN3 (.VnTime)"),
        (in_font(GOOD, VNI).encode("cp1252"), "VNI (VNI-Times)"),
        (in_font(GOOD, VNI).encode("utf-16"), "VNI (VNI-Times)"),
    ],
)
def test_an_old_encoding_is_converted_and_said(content, named):
    read = read_upload(uploaded(content))
    assert read.text == GOOD
    assert len(read.notes) == 1
    assert named in read.notes[0]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "bai.txt", "empty"),
        (b" \r\n\t \xef\xbb\xbf", "bai.txt", "empty"),
        (b"\xef\xbb\xbf", "bai.txt", "empty"),
        (b"a" * (LARGEST_TEXT + 1), "bai.txt", "too_large"),
        (b"%PDF-1.7", "bai.txt", "binary"),
        (b"\x00\x01\x02\x03" * 400, "bai.txt", "binary"),
        (bytes(range(256)) * 20, "bai.txt", "binary"),
        (b"PK\x03\x04abc", "bai.html", "binary"),
        (GOOD.encode() + b"\n" + windows_1258(GOOD), "bai.txt", "mixed_encodings"),
        (b"\xff\xfea", "bai.txt", "mixed_encodings"),
        ("我们的民主制度".encode("gbk") * 5, "bai.txt", "encoding"),
        ("Les élèves étaient déjà là".encode("latin-1"), "bai.txt", "encoding"),
        (GOOD.encode(), "bai.exe", "suffix"),
        (GOOD.encode(), "bai", "suffix"),
        (GOOD.encode(), "bai.doc", "suffix"),
        (GOOD.encode(), "bai.docx", "not_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "bai.docx", "old_word"),
        (b"<html><script>p</script></html>", "bai.html", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content, name, code):
    assert refused(content, name) == code


def test_a_word_file_that_is_a_bomb_is_not_opened():
    parts = parts_of(paragraph("x")) | {"word/media/image1.png": b"\x00" * (151 * 1024 * 1024)}
    assert refused(zipped(parts), "bai.docx") == "bomb"


def test_a_word_file_gives_its_paragraphs_and_captions_in_order():
    file = word_file(
        paragraph("Ba tỉnh thử họp", style="Title"),
        paragraph("Đoạn một."),
        picture(1, "Hội trường"),
        paragraph("Toàn cảnh hội nghị", style="Caption"),
        paragraph("Đoạn hai."),
        pictures=(b"x",),
    )
    assert read_upload(file).text.split("\n\n") == ["Ba tỉnh thử họp", "Đoạn một.", "Toàn cảnh hội nghị", "Đoạn hai."]


def test_a_word_file_in_an_old_font_is_converted():
    read = read_upload(word_file(*(paragraph(run(in_font(line, TCVN3), font=".VnTime")) for line in GOOD.split("\n\n"))))
    assert read.text == GOOD
    assert read.notes == (_("Converted from {encoding} to Unicode.").format(encoding="TCVN3 (.VnTime)"),)


@pytest.mark.parametrize(
    ("wrap", "end", "more"),
    [
        ("<article>", "</article>", "x" * 200),
        ("<main><div>", "</div></main>", "x" * 200),
        ('<form id="aspnetForm"><div itemprop="articleBody"><div>a</div>', "</div></form>", "x" * 200),
        ("<div>", "</div>", ""),
    ],
)
def test_a_page_gives_the_report_without_what_stands_around_it(wrap, end, more):
    read = read_upload(uploaded(PAGE.format(wrap=wrap, end=end, more=more).encode(), "bai.html"))
    lines = [line for line in read.text.split("\n\n") if line != "a"]
    assert lines == [*LINES[:-1], f"{LINES[-1]} {more}".strip()]


def test_a_page_without_headings_is_named_by_its_title():
    page = PAGE.replace("<h1>Ba tỉnh thử họp</h1>", "").format(wrap="<article>", end="</article>", more="x" * 200)
    assert read_upload(uploaded(page.encode(), "bai.htm")).text.split("\n\n")[:2] == LINES[:2]


def test_a_page_in_an_old_encoding_is_read():
    page = PAGE.format(wrap="<article>", end="</article>", more="").replace("utf-8", "windows-1258")
    assert "Đoạn một của bài & tiếp." in read_upload(uploaded(windows_1258(page), "bai.html")).text


PIECES = ["<div>", "<", "<!--", '<a ">"">', "<div hidden>", "<article>", "<p>a", "<script>", "<nav>a", '<a "', "</nav", "<br>\n<br>"]


@pytest.mark.parametrize("piece", PIECES)
def test_no_page_hangs_the_reader(piece):
    """A machine that is busy may take its time; what grows with the square of the length would take minutes."""
    began = time.perf_counter()
    report_in(piece * 50_000)
    assert time.perf_counter() - began < 15


def test_a_page_of_more_than_any_report_holds_is_refused():
    assert refused(b"<br>a" * 100_001, "bai.html") == "too_large"


def test_a_menu_that_is_never_closed_does_not_swallow_the_report():
    page = f"<html><body><nav>Trang chủ<p>{GOOD}</p></body></html>"
    assert GOOD.partition("\n")[0] in read_upload(uploaded(page.encode(), "bai.html")).text
