"""Notes at the end of a text, as plain signs and as the links that readers follow."""

import re

import pytest
from django.utils.translation import gettext as _
from django_prose_editor.config import allowlist_from_extensions
from hypothesis import given
from hypothesis import strategies as st

from qcdc.prose import CLEANER, EXTENSIONS, clean, plain, prose

TEXT = '<p>Bảy tỉnh[1] gặp nhau[2].</p><p>[1] Theo báo cáo.</p><p>[2] Xem <a href="/x/">đây</a>.</p>'


def ids(markup):
    return re.findall(r' id="([^"]*)"', markup)


def targets(markup):
    return re.findall(r'href="#([^"]*)"', markup)


def test_signs_become_links_there_and_back():
    page = prose(TEXT)
    assert set(targets(page)) == {"chu-thich-1", "chu-thich-2", "tham-chieu-1", "tham-chieu-2"}
    assert set(targets(page)) <= set(ids(page))
    assert page.count('role="doc-noteref"') == 2
    assert f'aria-label="{_("Note %(number)s") % {"number": 1}}"' in page
    assert '<li id="chu-thich-2" value="2">Xem <a href="/x/" rel="noopener nofollow">đây</a>.' in page


def test_the_text_keeps_its_plain_signs_in_the_register_and_in_feeds():
    assert clean(TEXT) == TEXT.replace('"/x/"', '"/x/" rel="noopener nofollow"')
    assert plain(TEXT) == "Bảy tỉnh[1] gặp nhau[2].\n[1] Theo báo cáo.\n[2] Xem đây."


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Nghị định [1] nói.</p>",
        "<p>a [1]</p><p>[1] ở giữa</p><p>hết</p>",
        "<ul><li><p>[1] mục</p></li></ul>",
        "<table><tbody><tr><td><p>[1] ô</p></td></tr></tbody></table>",
        "<blockquote><p>[1] trích</p></blockquote>",
        "<p>[a] b</p>",
    ],
)
def test_signs_without_a_note_at_the_end_stay_what_they_are(markup):
    assert prose(markup) == markup


def test_a_sign_of_no_note_stays_among_those_that_have_one():
    assert "a[7]" in prose("<p>a[7][1]</p><p>[1] x</p>")


def test_a_note_referred_to_twice_leads_back_to_both_places():
    page = prose("<p>a[1] b[1]</p><p>[1] x</p>")
    assert targets(page).count("chu-thich-1") == 2
    assert {"tham-chieu-1", "tham-chieu-1-2"} <= set(targets(page))
    assert len(ids(page)) == len(set(ids(page)))


def test_a_link_gets_no_second_link_inside():
    assert '<a href="/x" rel="noopener nofollow">b[1]</a>' in prose('<p><a href="/x">b[1]</a></p><p>[1] x</p>')


@pytest.mark.parametrize("heading", ["<h2>Chú thích</h2>", "<h3>Ghi chú:</h3>", "<p><strong>Chú thích:</strong></p>"])
def test_a_heading_that_the_editor_wrote_is_not_said_twice(heading):
    assert "Chú thích:" not in prose(f"<p>a[1]</p>{heading}<p>[1] x</p>")
    assert prose(f"<p>a[1]</p>{heading}<p>[1] x</p>") == prose("<p>a[1]</p><p>[1] x</p>")


def test_several_texts_on_a_page_have_notes_of_their_own():
    assert not set(ids(prose(TEXT, "truoc"))) & set(ids(prose(TEXT, "sau")))


def test_a_note_written_in_parts_is_one():
    assert prose("<p>a[1]</p><p>[1] x</p><p>[1] y</p>").count("<li") == 1


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "[1]", "[2] ", "<a href='/x'>", "</a>", "<h2>", "</h2>", "a", "<b>", '<a title=">[1]">']),
        max_size=24,
    )
)
def test_no_text_gives_two_places_one_name_or_a_link_that_leads_nowhere(pieces):
    page = prose("".join(pieces))
    assert len(ids(page)) == len(set(ids(page)))
    assert set(targets(page)) <= set(ids(page))


def test_a_long_text_of_signs_is_quick():
    prose("<p>" + "[1] " * 20_000 + "</p>" + "<p>[1] x</p>" * 3_000)


def test_the_editor_offers_what_the_cleaner_keeps():
    """One list: every tag of the toolbar passes the cleaner, and the cleaner passes no other."""
    offered = allowlist_from_extensions(EXTENSIONS)["tags"]
    assert {tag for tag in offered if f"<{tag}" in CLEANER.clean(sample(tag))} == offered
    assert not {
        tag
        for tag in ("u", "s", "code", "pre", "h1", "h4", "img", "figure", "span", "div", "mark")
        if f"<{tag}" in CLEANER.clean(sample(tag))
    }


def sample(tag):
    """The tag where it may stand."""
    inside = {"tr": "<table><tbody><tr></tr></table>", "tbody": "<table><tbody></tbody></table>", "thead": "<table><thead></thead></table>"}
    cell = f"<table><tbody><tr><{tag}>x</{tag}></tr></tbody></table>"
    return inside.get(tag) or (cell if tag in {"td", "th"} else f"<{tag}>x</{tag}>")


def test_lists_lettered_in_the_editor_stay_lettered():
    assert clean('<ol start="3" type="a" data-type="lower-alpha"><li><p>x</p></li></ol>') == '<ol start="3" type="a"><li><p>x</p></li></ol>'
    assert clean('<ol type="1" data-type="decimal"><li><p>x</p></li></ol>') == "<ol><li><p>x</p></li></ol>"


def test_square_metres_keep_their_exponent():
    assert clean("<p>3 m<sup>2</sup>, H<sub>2</sub>O</p>") == "<p>3 m<sup>2</sup>, H<sub>2</sub>O</p>"
