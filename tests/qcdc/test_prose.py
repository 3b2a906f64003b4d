"""Hostile and honest HTML at the one door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc.prose import clean, plain, prose


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href="//evil.example/">x</a>',
        '<a href="/\\evil.example/">x</a>',
        '<svg><style><img src=x onerror="alert(1)"></style></svg>',
        '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
        '<p style="position:fixed" onclick="alert(1)" class="x">x</p>',
        "<iframe src='https://evil.example/'></iframe>",
    ],
)
def test_nothing_that_acts_gets_through(markup):
    for hostile in ["script", "onerror", "evil", "style", "onclick", "class", "iframe", "svg", "<img"]:
        assert hostile not in clean(markup)


def test_what_the_toolbar_offers_stays():
    markup = (
        '<h2>Tin</h2><p><strong>Đậm</strong> <em>nghiêng</em><br><a href="https://example.org/" rel="noopener nofollow">ra ngoài</a></p>'
        '<ul><li><p>một</p></li></ul><table><tbody><tr><th colspan="2"><p>a</p></th></tr></tbody></table>'
    )
    assert clean(markup) == markup


def test_older_names_of_bold_and_italic_are_kept_under_the_new_ones():
    assert clean("<p><b>a</b><i>b</i></p>") == "<p><strong>a</strong><em>b</em></p>"


@pytest.mark.parametrize("markup", ["", "<p></p>", "<p> </p><p></p>", "\x00"])
def test_an_empty_editor_is_empty_text(markup):
    assert clean(markup) == ""


@given(st.text(alphabet="<>/abip=\"' &;hrefscript:\x00đế", max_size=80))
def test_cleaning_twice_changes_nothing_more(markup):
    assert clean(clean(markup)) == clean(markup)


def test_plain_text_keeps_one_line_for_each_paragraph():
    assert plain("<p>Một &amp; hai</p><ul><li><p>ba</p></li></ul><p>bốn<br>năm</p>") == "Một & hai\nba\nbốn\nnăm"


def test_the_filter_cleans_what_the_database_holds():
    assert prose("<p>a<script>x</script></p>") == "<p>a</p>"
    assert prose(None) == ""
