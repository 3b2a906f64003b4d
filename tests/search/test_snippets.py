"""What is shown of a text: its own letters with their marks, safe to show, with what was asked for marked."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc.search.query import parse
from qcdc.search.snippets import marked, snippet
from qcdc.vietnamese import nfc

LONG = "Một hai ba bốn năm. " * 40


@pytest.mark.parametrize(
    ("asked", "text", "shown"),
    [
        ("lang son", "Hội nghị tại Lạng Sơn", "Hội nghị tại <mark>Lạng</mark> <mark>Sơn</mark>"),
        ('"lạng sơn"', "Hội nghị tại Lạng Sơn", "Hội nghị tại <mark>Lạng Sơn</mark>"),
        ("hòa", "thuận hoà", "thuận <mark>hoà</mark>"),
        ("đối tho*", "cuộc đối thoại", "cuộc <mark>đối</mark> <mark>thoại</mark>"),
        ("dan", "<b>dân</b> & làng", "&lt;b&gt;<mark>dân</mark>&lt;/b&gt; &amp; làng"),
        ("khong", "Không có gì ở đây cả", "<mark>Không</mark> có gì ở đây cả"),
        ("vang", "Không có gì", "Không có gì"),
    ],
)
def test_words_are_marked_in_the_original(asked, text, shown):
    assert marked(text, parse(asked).runs) == shown
    assert snippet([text], parse(asked).runs) == shown


def test_marks_typed_apart_stay_with_their_letters():
    shown = snippet(["la\u0323ng so\u031bn"], parse("lang").runs)
    assert shown == "<mark>lạng</mark> sơn"


def test_an_abbreviation_is_marked_where_its_words_stand():
    from qcdc.search.tokens import words_of

    runs = parse("mttq", {("mttq",): [tuple(words_of("Mặt trận Tổ quốc"))]}).runs
    assert snippet(["Mặt trận Tổ quốc và MTTQ"], runs) == "<mark>Mặt trận Tổ quốc</mark> và <mark>MTTQ</mark>"


def test_the_piece_that_holds_most_is_shown():
    shown = snippet([LONG, f"{LONG} Lạng Sơn {LONG}"], parse("lạng sơn").runs)
    assert "<mark>Lạng</mark> <mark>Sơn</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 400


@given(st.text(max_size=300), st.text(max_size=20))
def test_a_piece_is_a_piece_of_the_text(text, asked):
    shown = snippet([text], parse(asked).runs)
    plain = html.unescape(re.sub("</?mark>", "", shown)).removeprefix("… ").removesuffix(" …")
    assert plain in nfc(text) or shown == ""
