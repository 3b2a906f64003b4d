"""Whatever is pasted, the reader answers with a report, in bounded time, and every value stands where it says it stands."""

import datetime
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.intake.parser import parse
from articles.intake.report import Doubtful, Report
from tests.articles.intake.gazetteers import register

FOLDER = Path(__file__).parents[1] / "reports"
REPORT = (FOLDER / "shared-titles.txt").read_text(encoding="utf-8")
PIECES = [
    *[
        "Đồng chí",
        "ông",
        "bà",
        "các đồng chí",
        "Nguyễn Văn Thử",
        "Y Mẫu",
        "Phó Bí thư Tỉnh ủy",
        "Chủ tịch UBND",
        "chủ trì hội nghị",
        "phát biểu kết luận",
        "yêu cầu",
    ],
    *[
        "Sáng 5/7",
        "(29/5)",
        "ngày 30/2/2019",
        "năm 2018",
        "Thứ năm, 25/04/2019",
        "10:01, 07/01/2021",
        "2/11/2019 9:51:17 AM",
        "LSO-",
        "(GLO)-",
        "tại Lạng Sơn",
    ],
    *[
        "gồm: Cao Bằng, Lào Cai và Sơn La",
        "cụm các tỉnh",
        "tổ chức hội nghị tổng kết",
        "tiếp tục đẩy mạnh",
        "các cấp cần",
        "đạt 54%",
        "9/9 xã",
        "Ảnh: X",
    ],
    *[
        ",",
        ";",
        ":",
        ".",
        "…",
        "-",
        " – ",
        "(",
        ")",
        "“",
        "”",
        "\n",
        "\n\n",
        " và ",
        "\u0301",
        "\u200b",
        "\u202e",
        "\ud800",
        "\0",
        "\r\n",
        "H'",
    ],
]
SIZE = 150_000
PATTERNS = {
    "nothing": "",
    "blanks": " \n\t\u00a0",
    "one endless line": "hội nghị ",
    "no break at all": "a",
    "capitals": "A",
    "commas": ",",
    "semicolons": "; ",
    "stops": ".",
    "open brackets": "(",
    "open quotes": "“",
    "dashes": "- ",
    "NULs": "\0",
    "surrogates": "\ud800a",
    "marks": "\u0301\u0323",
    "right to left": "\u202e\u200f đồng chí ",
    "digits": "1",
    "fractions": "1/",
    "days": "ngày 1/1, ",
    "names": "Nguyễn Văn An ",
    "people": "đồng chí Nguyễn Văn A, Phó Bí thư Tỉnh ủy; ",
    "titles": "Phó Bí thư ",
    "orders": "yêu cầu các cấp cần ",
    "provinces": "Lạng Sơn, ",
    "clusters": "cụm các tỉnh ",
    "places": "tại ",
    "crumbs": " > ",
    "short lines": "hội nghị\n",
    "writers": "Nguyễn Văn An\n",
    "open lines": "A,\n",
    "captions": "Ảnh: ",
    "partners": "Ban chỉ đạo phối hợp với ",
    "numbers": "hơn 12 cuộc, đạt 5% ",
    "old font": "Céng hßa x· héi chñ nghÜa ViÖt Nam ",
    "carriage returns": "a\r\n",
    "years": "tổng kết năm 2019, nhiệm vụ năm 2020 ",
    "reports": REPORT + "\n\n",
}


def stands_where_it_says(text: str, report: Report) -> None:
    for found in report.found():
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert text[found.span.start : found.span.end] == found.printed
        assert 0 < found.confidence <= 1
        assert (found.reason is None) == (found.origin == "read")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(" ".join))
@example("Chiều nay (29/5)")
@example("ngày 31/12/9999 ")
@example("Thứ hai, 01/01/0001")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_breaks_the_reader(text: str) -> None:
    report = parse(text, register(), pasted_on=datetime.date(2026, 1, 1))
    stands_where_it_says(text, report)
    assert report == parse(text, register(), pasted_on=datetime.date(2026, 1, 1))
    assert all(doubt.words for doubt in report.doubts)


@given(st.text(alphabet=st.characters(), max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_characters_break_the_reader(text: str) -> None:
    stands_where_it_says(text, parse(text, register()))
    stands_where_it_says(text, parse(text))


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_no_length_hangs_the_reader(pattern: str) -> None:
    text = "Đồng chí " + pattern * (SIZE // max(1, len(pattern))) if pattern else ""
    start = time.process_time()
    report = parse(text, register())
    assert time.process_time() - start < 10
    stands_where_it_says(text, report)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_letters_with_loose_marks_are_read_like_whole_ones(path: Path) -> None:
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    loose = unicodedata.normalize("NFD", text)
    one, other = parse(text, register()), parse(loose, register())
    stands_where_it_says(loose, other)
    assert [each.name.value for each in one.officials] == [each.name.value for each in other.officials]
    assert [each.text.value for each in one.directives] == [each.text.value for each in other.directives]


def test_time_grows_with_the_length_and_not_with_its_square() -> None:
    def spent(copies: int) -> float:
        text = "".join(REPORT.replace("\n\n", f" {number}\n\n") + "\n\n" for number in range(copies))
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            parse(text, register())
            best = min(best, time.process_time() - start)
        return best

    assert spent(24) < 6 * spent(6)


def test_nothing_is_said_to_be_nothing() -> None:
    codes = {doubt.code for doubt in parse(" \n ").doubts}
    assert Doubtful.NOTHING_TO_READ in codes
    assert {Doubtful.NOBODY_NAMED, Doubtful.NO_DIRECTIVES, Doubtful.NO_DAY} <= codes


def test_an_old_font_is_doubted_and_not_converted() -> None:
    text = "Céng hßa x· héi chñ nghÜa ViÖt Nam. Héi nghÞ tæng kÕt thùc hiÖn quy chÕ d©n chñ ë c¬ së."
    report = parse(text)
    assert Doubtful.LEGACY_FONT in {doubt.code for doubt in report.doubts}
    assert report.body[0].printed in text


def test_a_text_longer_than_any_report_is_read_at_its_beginning() -> None:
    report = parse(REPORT + "\n\n" + "x " * 200_000, register())
    assert report.officials
    assert Doubtful.TOO_LONG in {doubt.code for doubt in report.doubts}
