"""What Word puts on the clipboard, as the house keeps it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc.prose import clean

# As Word 365 writes it: conditional comments, styles of its own, lists as paragraphs, footnotes as links.
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><style>p.MsoNormal{margin:0}</style><title>x</title></head>
<body lang=VI><!--StartFragment-->
<h1>Tiêu đề<o:p></o:p></h1>
<p class=MsoNormal style='margin-top:6.0pt'><b style='mso-bidi-font-weight:normal'><span
style='font-size:14.0pt;font-family:"Times New Roman",serif;mso-fareast-language:VI'>Đậm</span></b> và
<i>nghiêng</i> <span style='font-weight:bold'>nặng</span><a style='mso-footnote-id:ftn1' href="#_ftn1"
name="_ftnref1"><span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]
>Một<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>Một chấm một</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Một
chấm hai</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Hai</p>
<p class=MsoNormal>Sau <img src="file:///c:/a.png">danh sách</p>
<p class=MsoQuote>Trích</p>
<table class=MsoTableGrid><tr><td width=10 style='mso-x:y'><p class=MsoNormal>ô</p></td></tr></table>
<div style='mso-element:comment-list'><p class=MsoCommentText>Lời bàn</p></div>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> Theo
<b>báo cáo</b>.</p></div></div>
<!--EndFragment--></body></html>"""


def lines(markup):
    """The markup without the white space between its blocks."""
    return " ".join(markup.split()).replace("> <", "><")


def test_a_report_saved_straight_from_word_becomes_clean():
    assert lines(clean(FROM_WORD)) == (
        "<h2>Tiêu đề</h2><p><strong>Đậm</strong> và <em>nghiêng</em><strong>nặng</strong>[1].</p>"
        "<ul><li><p>Một</p><ol><li><p>Một chấm một</p></li><li><p>Một chấm hai</p></li></ol></li><li><p>Hai</p></li></ul>"
        "<p>Sau danh sách</p><blockquote><p>Trích</p></blockquote>"
        "<table><tbody><tr><td><p>ô</p></td></tr></tbody></table><p>[1] Theo <strong>báo cáo</strong>.</p>"
    )


def test_cleaning_what_came_from_word_again_changes_nothing():
    assert clean(clean(FROM_WORD)) == clean(FROM_WORD)


def item(text, sign="·", level=1):
    ignored = f"<span style='mso-list:Ignore'>{sign}&nbsp;</span>" if sign else ""
    return f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>{ignored}{text}</p>"


@pytest.mark.parametrize("sign", ["1.", "a)", "(i)", "IV.", "đ)"])
def test_a_list_with_numbers_or_letters_is_numbered(sign):
    assert clean(item("một", sign)) == "<ol><li><p>một</p></li></ol>"


@pytest.mark.parametrize("sign", ["·", "-", "o", "§", "+", "–"])
def test_a_list_with_other_signs_is_not(sign):
    assert clean(item("một", sign)) == "<ul><li><p>một</p></li></ul>"


def test_two_kinds_of_list_that_follow_each_other_are_two_lists():
    assert clean(item("một") + item("hai", "1.")) == "<ul><li><p>một</p></li></ul><ol><li><p>hai</p></li></ol>"


def test_a_list_ends_where_an_ordinary_paragraph_begins():
    assert clean(item("một") + "<p class=MsoNormal>x</p>" + item("hai")) == (
        "<ul><li><p>một</p></li></ul><p>x</p><ul><li><p>hai</p></li></ul>"
    )


def test_a_paragraph_of_a_list_without_a_sign_goes_on_in_its_item():
    assert clean(item("một") + item("nữa", "")) == "<ul><li><p>một</p><p>nữa</p></li></ul>"
    assert clean(item("riêng", "")) == "<p>riêng</p>"


def test_headings_of_other_ranks_fit_the_page_wherever_they_come_from():
    assert clean("<h1>a</h1><h4>b</h4><h6>c</h6>") == "<h2>a</h2><h3>b</h3><h3>c</h3>"


def test_ordinary_text_that_speaks_of_word_stays_as_it_is():
    markup = "<p></p><p>mso- MsoNormal &lt;o:p&gt; &amp; &nbsp;</p><p></p>"
    assert clean(markup) == markup


def test_nothing_that_acts_gets_through_in_the_dress_of_word():
    hostile = "<p class=MsoNormal onclick='x()'><script>alert(1)</script><o:p onload=x>a</o:p><a href='javascript:x'>b</a></p>"
    assert clean(hostile) == '<p>a<a rel="noopener nofollow">b</a></p>'


PIECES = [
    *("<p class=MsoNormal>", "</p>", "<o:p>", "</o:p>", "<span style='mso-list:Ignore'>", "<span style='font-weight:bold'>", "</span>"),
    *(
        "<p style='mso-list:l0 level3 lfo1'>",
        "·",
        "1.",
        "một",
        "&nbsp;",
        "&lt;b&gt;",
        "<table>",
        "</table>",
        "<td>",
        "<a href='#_ftn1'>",
        "</a>",
    ),
    *(
        "<li>",
        "</ul>",
        "<!--x-->",
        "<![if !vml]>",
        "<b>",
        "</b>",
        "<div style='mso-element:comment-list'>",
        "</div>",
        "<br>",
        "<",
        ">",
        "&",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_broken_markup_of_word_is_cleaned_once_and_for_all(markup):
    once = clean("<p class=MsoNormal>a</p>" + markup)
    assert clean(once) == once


@pytest.mark.parametrize("piece", ["<", "<!--", "<![", "<p class=", "</p", "<b", "<p style='mso-list:l0 level1'>"])
def test_broken_markup_is_read_once_not_again_from_each_of_its_signs(piece):
    for head in ("", "<p class=MsoNormal>a</p>"):
        began = time.process_time()
        assert clean(clean(head + 20_000 * piece)) == clean(head + 20_000 * piece)
        assert time.process_time() - began < 5
