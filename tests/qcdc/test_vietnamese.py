"""The ground under finding and sorting, checked by example and by property."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc.vietnamese import ALPHABET, compare_key, fold, initials, name_sort_key, nfc, slug, sort_key

LETTERS = "".join(
    unicodedata.normalize("NFC", letter + tone) for letter in ALPHABET for tone in ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
)
texts = st.one_of(st.text(), st.text(alphabet=LETTERS + LETTERS.upper() + " -–'Ðð\u00a0\u200b0123456789", max_size=60))
syllables = st.text(alphabet=ALPHABET, min_size=1, max_size=6)


@given(texts)
def test_normalising_twice_changes_nothing_more(text):
    assert nfc(nfc(text)) == nfc(text)


@given(texts)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=LETTERS + LETTERS.upper() + " ", max_size=60))
def test_vietnamese_folds_to_plain_letters(text):
    assert re.fullmatch(r"[a-z ]*", fold(text))


@given(texts, st.integers(1, 100))
def test_a_slug_fits_an_address(text, length):
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(text, max_length=length))
    assert len(slug(text, max_length=length)) <= length


@given(texts)
def test_a_sort_key_is_ascii(text):
    assert sort_key(text).isascii()


@given(syllables, syllables)
def test_syllables_without_tones_sort_by_the_alphabet(one, other):
    places = [[ALPHABET.index(letter) for letter in word] for word in (one, other)]
    assert (sort_key(one) < sort_key(other)) == (places[0] < places[1])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng", "dang"),
        ("ÐẢNG ủy", "dang uy"),
        ("Trương Thị  Mai", "truong thi mai"),
        ("hoà", "hoa"),
        ("Thừa Thiên – Huế", "thua thien hue"),
        ("Bà Rịa\u00a0-\u200bVũng Tàu", "ba ria vung tau"),
        ("28,77 %", "28,77 %"),
        ("H’Uyên Niê", "h'uyen nie"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("Thủy", "THUỶ"), ("Mỹ", "Mĩ"), ("quý", "quí"), ("khoá", "khóa")])
def test_two_spellings_of_one_word_compare_equal(one, other):
    assert compare_key(one) == compare_key(other)


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoa"), ("dân chủ", "dẫn chứng"), ("tay", "tai"), ("đo", "do")])
def test_different_words_do_not_compare_equal(one, other):
    assert compare_key(one) != compare_key(other)


def test_a_slug_is_cut_between_words():
    assert slug("Hội nghị đánh giá kết quả", max_length=16) == "hoi-nghi-danh"
    assert slug("Nghiêng", max_length=4) == "nghi"
    assert slug("Quy chế dân chủ ở cơ sở (QCDC)") == "quy-che-dan-chu-o-co-so-qcdc"


def test_words_sort_as_in_a_dictionary():
    words = ["an", "An Giang", "ản", "ang", "ăn", "ân", "Cà Mau", "Đà Nẵng", "Đắk Lắk", "em", "hoa", "hòa", "hoàn", "ô", "ơ", "ư"]
    mixed = words[::-1]
    assert sorted(mixed, key=sort_key) == words


def test_tones_are_ordered_ngang_huyen_hoi_nga_sac_nang():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_people_sort_by_given_name_then_family_then_middle():
    names = ["Lê Văn An", "Nguyễn Thị An", "Nguyễn Văn An", "Trương Thị Mai", "Đỗ Minh", "Lâm Thị Phương Thanh", "Điểu Kré"]
    expected = ["Lê Văn An", "Nguyễn Thị An", "Nguyễn Văn An", "Điểu Kré", "Trương Thị Mai", "Đỗ Minh", "Lâm Thị Phương Thanh"]
    mixed = names[::-1]
    assert sorted(mixed, key=name_sort_key) == expected


def test_initials_take_the_family_and_the_given_name():
    assert initials("Điểu Kré") == "ĐK"
    assert initials("Trương Thị Mai") == "TM"
    assert initials("Mai") == "M"
    assert initials("") == ""
