"""Until when a directive is to be carried out, as the words say it."""

import datetime

import pytest

from articles.intake.terms import due_date, due_in

MAY = datetime.date(2018, 5, 29)


@pytest.mark.parametrize(
    ("words", "on", "date"),
    [
        ("trước ngày 30/6", MAY, "2018-06-30"),
        ("trước ngày 15-2", MAY, "2019-02-15"),
        ("chậm nhất ngày 15/12/2023", None, "2023-12-15"),
        ("trước ngày 30 tháng 9", MAY, "2018-09-30"),
        ("trong quý III", MAY, "2018-09"),
        ("trong quý I năm 2020", None, "2020-03"),
        ("hết tháng 8/2019", None, "2019-08"),
        ("trước năm 2025", None, "2025"),
        ("từ nay đến cuối năm", MAY, "2018"),
        ("trước ngày 30/6", None, ""),
        ("trước ngày 31/6", MAY, ""),
        ("trước ngày 25 của tháng cuối quý", MAY, ""),
    ],
)
def test_a_term_becomes_as_exact_a_date_as_its_words(words: str, on: datetime.date | None, date: str) -> None:
    assert due_date(words, on) == date


@pytest.mark.parametrize(
    "words", ["Nghị quyết số 25-NQ/TW, ngày 3/6/2013", "năm 2017", "tổ chức 3 cuộc, đạt 54%", "trước hết là đối thoại"]
)
def test_what_is_no_term_is_none(words: str) -> None:
    assert due_in(words, 0, len(words)) is None
