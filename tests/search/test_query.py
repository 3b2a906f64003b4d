"""What is typed is read as it is meant, and nothing that can be typed makes it fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc.search.finding import search
from qcdc.search.query import LONGEST, MOST_WORDS, parse
from qcdc.search.spelling import resolve
from qcdc.search.storage import condition, fts5

SIGNS = '" "" \' \\ - -- * ** NOT AND a:b ( ) !&| <-> :* %_ ^ {} -" NEAR( 😀'
HOSTILE = [*SIGNS.split(), "AND OR", "\0"]


def shape(text: str, **more: bool) -> list[str]:
    """Each part as a line: signs for phrase, begun, date."""
    query = parse(text, **more)
    parts = [(part, "") for part in query.wanted] + [(part, "-") for part in query.unwanted]
    return [
        minus + (f"date {part.date}" if part.date else " ".join(word.folded for word in part.words) + "~" * part.phrase + "*" * part.begins)
        for part, minus in parts
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Lạng Sơn 2018", ["lang", "son", "2018"]),
        ('"dân vận khéo" tỉnh', ["dan van kheo~", "tinh"]),
        ("“dân vận”", ["dan van~"]),
        ('"dân vận', ["dan van~"]),
        ("giám -sát", ["giam", "-sat"]),
        ('-"giám sát" dân', ["dan", "-giam sat~"]),
        ("Bà Rịa - Vũng Tàu", ["ba", "ria", "vung", "tau"]),
        ("KT-XH", ["kt xh~"]),
        ("18.253", ["18 253~"]),
        ("29/5/2018", ["date 20180529"]),
        ("5/2018", ["date 201805"]),
        ("2018-05-29.", ["date 20180529"]),
        ("31/2/2018", ["31 2 2018~"]),
        ("đối tho*", ["doi", "tho*"]),
        ("t*", ["t"]),
        ("", []),
        ("-không", ["-khong"]),
    ],
)
def test_words_phrases_dates(typed, read):
    assert shape(typed) == read


def test_the_last_word_is_begun_only_while_it_is_typed():
    assert shape("lang so", typing=True) == ["lang", "so*"]
    assert shape("lang so ", typing=True) == ["lang", "so"]
    assert shape("lang s", typing=True) == ["lang"]
    assert shape("s", typing=True) == ["s"]


def test_long_questions_are_cut_and_said_to_be():
    assert parse("dan " * (MOST_WORDS + 1)).shortened
    assert not parse("dan " * MOST_WORDS).shortened
    assert len(parse("x" * 10_000).text) <= LONGEST


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(text):
    for typing in (False, True):
        assert search(f"{text} dan {text}", typing=typing, after=text).count == 0
        search(text, typing=typing)


class Everything(dict):
    """A vocabulary in which every word is spelt in two ways."""

    def __missing__(self, asked):
        folded, _begins = asked
        return [f"{folded}=", f"{folded}={folded}4"]


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text):
    query = parse(text)
    if not query.is_empty:
        for tier in query.tiers():
            spelt = resolve(tier, Everything())
            assert condition(spelt)
            assert fts5(spelt)


def test_a_word_that_no_entry_holds_is_asked_of_nothing():
    assert resolve(parse("sen hồng").tiers()[-1], {("sen", False): ["sen="], ("hong", False): []}) is None
