"""What changed between two texts, word by word, whatever they hold."""

import html
import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc.differences import blocks, compare, marked, marked_prose, steps


def sides(pieces):
    """Both texts, put together again from the pieces of their comparison; spaces aside, which follow the newer text."""
    old = "".join(text for kind, text in pieces if kind != "ins")
    new = "".join(text for kind, text in pieces if kind != "del")
    return bare(old), bare(new)


def bare(text):
    return "".join(text.split())


def test_one_word_is_marked_and_nothing_else():
    assert compare("Bảy tỉnh gặp nhau tại Lạng Sơn", "Tám tỉnh gặp nhau tại Lạng Sơn") == [
        ("del", "Bảy "),
        ("ins", "Tám "),
        ("same", "tỉnh gặp nhau tại Lạng Sơn"),
    ]


def test_what_was_added_at_the_end_and_what_went_at_the_beginning_is_found():
    assert compare("Chiều nay, hội nghị họp", "hội nghị họp tại Lạng Sơn") == [
        ("del", "Chiều nay, "),
        ("same", "hội nghị họp "),
        ("ins", "tại Lạng Sơn"),
    ]


def test_a_phrase_rewritten_is_one_change_though_its_comma_stayed():
    kinds = [kind for kind, _text in compare("họp sáng nay, ở đây", "họp chiều qua, tại đó")]
    assert kinds == ["same", "del", "ins"]


def test_two_ways_to_write_one_letter_are_no_difference():
    assert [kind for kind, _text in compare("Hòa Bình", "Hòa Bình")] == ["same"]


def test_a_line_broken_in_two_is_a_difference():
    assert compare("Một Hai", "Một\nHai") == [("same", "Một "), ("ins", "\n"), ("same", "Hai")]


def test_nothing_typed_becomes_markup():
    shown = marked("<script>a</script>", "<script>b</script>")
    assert "<script" not in shown
    assert html.unescape(re.sub(r"</?(?:ins|del)>", "", marked("", "<b>&amp;</b>"))) == "<b>&amp;</b>"


def test_each_side_shows_its_own_text_with_its_own_marks():
    assert marked("cũ hết", "mới hết", "before") == "<del>cũ </del>hết"
    assert marked("cũ hết", "mới hết", "after") == "<ins>mới </ins>hết"


texts = st.text(alphabet=st.sampled_from("ab ,\nâ"), max_size=60)


@given(texts, texts)
def test_both_texts_can_be_put_together_from_the_pieces(before, after):
    assert sides(compare(before, after)) == (bare(before), bare(after))


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30))
def test_the_steps_lead_from_one_sequence_to_the_other(old, new):
    found = steps(old, new)
    assert [place for step in found for place in step.before] == list(range(len(old)))
    assert [place for step in found for place in step.after] == list(range(len(new)))
    assert all([old[place] for place in before] == [new[place] for place in after] for kind, before, after in found if kind == "same")


# Rich text


def test_a_paragraph_rich_in_marks_is_read_as_blocks_and_words():
    found = blocks("<h2>Tin</h2><ul><li><p>Một</p></li></ul><blockquote><p>Lời <strong>nói</strong></p></blockquote><p></p>")
    assert [block.kind for block in found] == ["h2", "item", "quote"]
    assert found[2].words == [("Lời ", ()), ("nói", ("strong",))]


def test_the_cells_of_a_row_stand_in_one_block():
    found = blocks("<table><tbody><tr><td><p>Tỉnh</p></td><td><p>Số</p></td></tr><tr><td>Lạng Sơn</td><td>54</td></tr></tbody></table>")
    assert ["".join(word.text for word in block.words) for block in found] == ["Tỉnh | Số", "Lạng Sơn | 54"]


def test_a_changed_word_is_marked_inside_its_paragraph():
    shown = marked_prose("<p>Bảy tỉnh gặp nhau</p><p>Hai</p>", "<p>Tám tỉnh gặp nhau</p><p>Hai</p>")
    assert "<del>Bảy </del><ins>Tám </ins>tỉnh gặp nhau</div>" in shown
    assert shown.count("<del>") == 1


def test_whole_paragraphs_that_went_and_came_are_marked_whole():
    assert marked_prose("<p>Một</p><p>Hai</p>", "<p>Hai</p><p>Ba</p>") == (
        '<div class="diff-block diff-block--p"><del>Một</del></div>'
        '<div class="diff-block diff-block--p">Hai</div>'
        '<div class="diff-block diff-block--p"><ins>Ba</ins></div>'
    )


def test_a_word_made_strong_and_a_link_led_elsewhere_are_differences():
    assert "<ins><strong>tỉnh</strong></ins>" in marked_prose("<p>Bảy tỉnh</p>", "<p>Bảy <strong>tỉnh</strong></p>")
    shown = marked_prose('<p><a href="/a">Bảy</a> tỉnh</p>', '<p><a href="/b">Bảy</a> tỉnh</p>')
    assert 'title="/a"' in shown
    assert 'title="/b"' in shown


@pytest.mark.parametrize("side", ["both", "before", "after"])
@pytest.mark.parametrize(
    "markup", ["<script>x</script>", "<p onclick=x>a</p>", '<a href="javascript:x">a</a>', "<td>a", "</p></td><li>", "<"]
)
def test_rich_text_leaves_no_markup_of_its_own(markup, side):
    shown = marked_prose(markup, "<p>khác</p>", side)
    assert set(re.findall(r"<(\w+)", shown)) <= {"div", "ins", "del", "strong", "em", "u", "br"}
    assert "onclick" not in shown
    assert "javascript" not in shown


# Length


def _seconds(work, *args):
    start = time.process_time()
    work(*args)
    return time.process_time() - start


RANDOM = random.Random(29)
HOSTILE = {
    "one word again and again": ("a " * 25_000, "a " * 24_000 + "b"),
    "two words in turn": ("a b " * 12_000, "b a " * 12_000),
    "few words at random": tuple(" ".join(RANDOM.choice("abcd") for _ in range(20_000)) for _ in range(2)),
    "marks only": ("." * 50_000, "," * 50_000),
    "marks in turn": (".," * 25_000, ",.," * 16_000),
    "all different": (" ".join(map(str, range(10_000))), " ".join(map(str, range(10_000, 0, -1)))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_compared_in_bounded_time(name):
    before, after = HOSTILE[name]
    assert _seconds(marked, before, after) < 6
    assert _seconds(marked_prose, f"<p>{before}</p>", "".join(f"<p>{part}</p>" for part in after.split())) < 8


def test_a_long_report_with_a_few_changes_is_compared_at_once():
    words = [f"chữ{RANDOM.randrange(3000)}" for _ in range(10_000)]
    changed = [*words]
    for _round in range(100):
        changed[RANDOM.randrange(len(changed))] = "sửa"
    assert _seconds(marked, " ".join(words), " ".join(changed)) < 3
