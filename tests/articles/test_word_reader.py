"""What a Word file becomes, and files that are refused before they do harm."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.word import container, reader
from qcdc.legacy_text import Encoding
from tests.desk import drawn
from tests.qcdc.test_legacy_text import IN_TCVN3, IN_VNI, SENTENCE
from tests.word_files import HEAD, NAMESPACES, note_sign, paragraph, parts_of, picture, run, table, word_file, zipped


def said(text):
    return " | ".join(text.dropped)


def test_headings_lists_quotations_and_tables_come_as_such():
    text = reader.read(
        word_file(
            paragraph("Mục lớn", style="Heading1"),
            paragraph("Mục nhỏ", style="Heading2"),
            paragraph("Chữ ", run("đậm", bold=True)),
            paragraph("một", item=0),
            paragraph("một một", item=1),
            paragraph("hai", item=0),
            paragraph("Trích", style="Quote"),
            table(["a", "b"]),
        )
    )
    assert text.body == (
        "<h2>Mục lớn</h2><h2>Mục nhỏ</h2><p>Chữ <strong>đậm</strong></p>"
        "<ul><li><p>một</p><ol><li><p>một một</p></li></ol></li><li><p>hai</p></li></ul><blockquote><p>Trích</p></blockquote>"
        "<table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table>"
    )
    assert (text.pictures, text.dropped, text.encoding) == ((), (), None)


def test_footnotes_become_notes_of_the_house():
    text = reader.read(word_file(paragraph("Bảy tỉnh", note_sign(1), " gặp nhau", note_sign(2)), notes=("Theo báo cáo.", "Số liệu 2017.")))
    assert text.body == "<p>Bảy tỉnh[1] gặp nhau[2]</p><p>[1] Theo báo cáo.</p><p>[2] Số liệu 2017.</p>"
    assert _("Footnotes (%(count)d) became notes at the end of the text.") % {"count": 2} in text.dropped


def test_a_picture_comes_with_its_description_and_the_caption_below_it():
    text = reader.read(
        word_file(
            paragraph("Trước"),
            picture(1, "Hội trường"),
            paragraph("Quang cảnh hội nghị", style="Caption"),
            paragraph("Sau"),
            pictures=(drawn("PNG"),),
        )
    )
    assert text.body == "<p>Trước</p><p>Sau</p>"
    (kept,) = text.pictures
    assert (kept.alt, kept.caption) == ("Hội trường", "Quang cảnh hội nghị")


def test_a_bad_picture_is_named_and_the_others_come():
    text = reader.read(word_file(picture(1), picture(2), picture(3), pictures=(drawn("PNG"), b"EMF", drawn("JPEG"))))
    assert len(text.pictures) == 2
    assert _("Picture %(number)d was left out: %(why)s") % {"number": 2, "why": ""} in said(text)


def test_the_same_picture_twice_is_one():
    assert len(reader.read(word_file(picture(1), picture(2), pictures=(drawn("PNG"), drawn("PNG")))).pictures) == 1


def test_a_picture_whose_file_is_missing_is_named():
    parts = parts_of(picture(1), paragraph("x"), pictures=(b"x",))
    del parts["word/media/image1.png"]
    text = reader.read(SimpleUploadedFile("a.docx", zipped(parts)))
    assert text.pictures == ()
    assert _("Picture %(number)d was left out: %(why)s") % {"number": 1, "why": ""} in said(text)


def test_a_picture_that_is_only_linked_to_is_never_fetched():
    linked = paragraph("x") + picture(1).replace("r:embed", "r:link")
    parts = parts_of(linked)
    relation = '<Relationship Id="rIdPic1" Type="x/image" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace("</Relationships>", relation)
    text = reader.read(SimpleUploadedFile("a.docx", zipped(parts)))
    assert text.pictures == ()
    assert _("Pictures that the file only links to were left out.") in text.dropped


def test_what_an_article_does_not_carry_is_said():
    comments = f"{HEAD}<w:comments {NAMESPACES}><w:comment w:id='1'>{paragraph('lời bàn')}</w:comment></w:comments>"
    header = f"{HEAD}<w:hdr {NAMESPACES}>{paragraph('đầu trang')}</w:hdr>"
    text = reader.read(
        word_file(
            paragraph(run("a", properties='<w:u w:val="single"/><w:color w:val="FF0000"/>'), "<w:r><w:object/></w:r>", style="Odd"),
            paragraph(
                "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
                + paragraph("trong khung")
                + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            ),
            "<w:p><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>",
            "<w:p><m:oMath/></w:p>",
            more={"word/comments.xml": comments, "word/header1.xml": header},
        )
    )
    assert "bỏ" not in text.body
    assert "thêm" in text.body
    assert "trong khung" in text.body
    assert "lời bàn" not in text.body
    assert "Kiểu riêng" in said(text)
    for sentence in [
        "Text boxes (%(count)d): their text stands after the paragraph they belong to.",
        "Comments (%(count)d) were left out.",
        "Tracked insertions (%(count)d) were taken as accepted.",
        "Tracked deletions (%(count)d) were taken as accepted; the deleted text is left out.",
        "Embedded objects (%(count)d) were left out.",
        "Formulas (%(count)d) were left out.",
        "Underlining (%(count)d) was left out.",
        "Colours (%(count)d) were left out.",
    ]:
        assert _(sentence) % {"count": 1} in text.dropped
    assert _("Headers of the pages were left out.") in text.dropped


@pytest.mark.parametrize(
    "first",
    [
        paragraph("Hội nghị giao ban", style="Title"),
        paragraph("Hội nghị giao ban", style="Heading1"),
        paragraph(run("Hội nghị giao ban", bold=True)),
    ],
)
def test_a_first_line_that_looks_like_a_headline_is_offered_as_one(first):
    text = reader.read(word_file(first, paragraph("Chiều nay"))).with_headline_taken()
    assert (text.headline, text.body) == ("Hội nghị giao ban", "<p>Chiều nay</p>")


def test_an_ordinary_first_line_is_no_headline():
    text = reader.read(word_file(paragraph("Chiều nay, ", run("bảy tỉnh", bold=True), " gặp nhau"))).with_headline_taken()
    assert (text.headline, text.body) == ("", "<p>Chiều nay, <strong>bảy tỉnh</strong> gặp nhau</p>")


@pytest.mark.parametrize(("words", "encoding"), [(IN_TCVN3, Encoding.TCVN3), (IN_VNI, Encoding.VNI)])
def test_an_old_encoding_is_found_and_converted_only_when_told(words, encoding):
    file = word_file(paragraph(words))
    text = reader.read(file)
    assert text.encoding == encoding
    assert SENTENCE not in text.body
    assert reader.read(file, convert=True).body == f"<p>{SENTENCE}</p>"


def test_the_font_tells_where_the_letters_are_too_few():
    file = word_file(paragraph(run("Héi nghÞ", font=".VnTime")))
    assert reader.read(file).encoding == Encoding.TCVN3
    assert reader.read(file, convert=True).body == "<p>Hội nghị</p>"


def test_letters_in_a_font_of_capitals_become_capitals():
    file = word_file(paragraph(run("Héi nghÞ giao ban", font=".VnTimeH"), run(" t¹i L¹ng S¬n", font=".VnTime")))
    assert reader.read(file, convert=True).body == "<p>HỘI NGHỊ GIAO BAN tại Lạng Sơn</p>"
    assert "\ue000" not in reader.read(file).body


def test_unicode_text_in_a_file_that_names_an_old_font_stays_as_it_is():
    file = word_file(paragraph(run("Hội nghị giao ban cơ sở, tỉnh Lạng Sơn", font=".VnTime")))
    text = reader.read(file)
    assert text.encoding is None
    assert reader.read(file, convert=True).body == text.body


def test_hostile_links_and_markup_are_cleaned():
    link = "<w:hyperlink r:id='rIdEvil'><w:r><w:t>bấm &lt;script&gt;</w:t></w:r></w:hyperlink>"
    parts = parts_of(f"<w:p>{link}</w:p>")
    relation = '<Relationship Id="rIdEvil" Type="x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace("</Relationships>", relation)
    assert "javascript" not in reader.read(SimpleUploadedFile("a.docx", zipped(parts))).body


# Files that are refused

ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def with_document(text):
    return zipped(parts_of() | {"word/document.xml": text})


def deep(levels):
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{'<w:sdt>' * levels}{'</w:sdt>' * levels}</w:body></w:document>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_word"),
        (b"chi la chu", "not_word"),
        (b"%PDF-1.7", "not_word"),
        (b"PK\x03\x04" + b"\x00" * 60, "not_word"),
        (zipped({"a.txt": "x"}), "not_word"),
        (container.OLD_WORD + b"\x00" * 600, "old_word"),
        (zipped(parts_of(paragraph("x")))[:-200], "not_word"),
        (with_document("<w:document"), "damaged"),
        (with_document("<x/>"), "damaged"),
        (with_document("<?xml version='1.0' encoding='TF-8'?><x/>"), "damaged"),
        (with_document(f"<?xml version='1.0'?>{ENTITY}<x>&b;</x>"), "entities"),
        (with_document(f"<?xml version='1.0' encoding='UTF-16'?>{ENTITY}<x>&b;</x>".encode("utf-16")), "entities"),
        (zipped(parts_of(paragraph("x")) | {"word/theme.xml": f"{ENTITY}<x/>"}), "entities"),
        (with_document(deep(5_000)), "bomb"),
        (with_document(f"{HEAD}<w:document {NAMESPACES}><w:body>{'<w:p/>' * 450_000}</w:body></w:document>"), "bomb"),
        (zipped(parts_of(paragraph("x")) | {f"word/media/{number}": "" for number in range(2_100)}), "bomb"),
        (zipped(parts_of(paragraph("x")) | {"word/media/a.png": b"\0" * (container.LARGEST_UNPACKED + 1)}), "bomb"),
        (zipped(parts_of(paragraph("x")) | {"word/extra.xml": b" " * (container.LARGEST_XML + 1)}), "bomb"),
    ],
    ids=range(18),
)
def test_what_is_no_sound_word_file_is_refused_with_a_reason(content, code):
    with pytest.raises(ValidationError) as refusal:
        reader.read(SimpleUploadedFile("a.docx", content))
    assert refusal.value.code == code


def test_a_file_larger_than_its_limit_is_refused(monkeypatch):
    monkeypatch.setattr(container, "LARGEST_FILE", 100)
    with pytest.raises(ValidationError) as refusal:
        reader.read(word_file(paragraph("x")))
    assert refusal.value.code == "too_large"


def test_a_zip_that_lies_about_its_sizes_is_refused():
    honest = zipped(parts_of(paragraph("x" * 5_000)))
    size = len(parts_of(paragraph("x" * 5_000))["word/document.xml"].encode()).to_bytes(4, "little")
    assert honest.count(size) >= 2
    with pytest.raises(ValidationError):
        reader.read(SimpleUploadedFile("a.docx", honest.replace(size, (100).to_bytes(4, "little"))))


@settings(max_examples=60)
@given(st.data())
def test_a_file_with_damaged_parts_is_read_or_refused_never_stumbled_over(data):
    parts = parts_of(
        paragraph("Bảy tỉnh", note_sign(1), style="Title"),
        paragraph("một", item=1),
        picture(1, "x"),
        table(["a"]),
        notes=("n",),
        pictures=(drawn("PNG"),),
    )
    name = data.draw(st.sampled_from(sorted(parts)))
    content = parts[name] if isinstance(parts[name], bytes) else parts[name].encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 80)))
    parts[name] = (
        content[:start] + data.draw(st.sampled_from([b"", b"<w:tbl>", b"w:val='x'", b"\xff\xfe", b"rIdPic9", b"-1"])) + content[end:]
    )
    try:
        reader.read(SimpleUploadedFile("a.docx", zipped(parts)), convert=data.draw(st.booleans()))
    except ValidationError:
        return
