"""Titles of one person that cannot both be right are doubted; shorter ones, and other offices, are not."""

import pytest

from articles.intake.parser import parse
from articles.intake.report import Doubtful
from tests.articles.intake.gazetteers import register


def is_doubted(first: str, second: str) -> bool:
    report = parse(f"Đồng chí Lò Thị Mẫu, {first} chủ trì hội nghị.\n\nĐồng chí Lò Thị Mẫu, {second} kết luận hội nghị.", register())
    assert [official.name.value for official in report.officials] == ["Lò Thị Mẫu"]
    return any(doubt.code is Doubtful.TITLES_DIFFER for doubt in report.doubts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Phó Bí thư Huyện ủy", "Bí thư Huyện ủy"),
        ("Giám đốc Sở Nội vụ", "Giám đốc Sở Tư pháp"),
        ("Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Dân vận Tỉnh ủy", "Phó Trưởng Ban Dân vận Tỉnh ủy"),
    ],
)
def test_a_deputy_here_and_a_chief_there_is_doubted(first: str, second: str) -> None:
    assert is_doubted(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ủy viên Bộ Chính trị, Trưởng Ban Dân vận Trung ương", "Trưởng Ban Dân vận Trung ương"),
        ("Chủ tịch Ủy ban nhân dân tỉnh", "Chủ tịch UBND tỉnh"),
        ("Phó Bí thư Huyện ủy, Chủ tịch HĐND huyện", "Chủ tịch HĐND huyện"),
        ("Giám đốc Sở", "Giám đốc Sở Nội vụ"),
        ("Bí thư Tỉnh ủy", "Trưởng Đoàn đại biểu Quốc hội tỉnh"),
    ],
)
def test_a_shorter_title_or_another_office_is_not(first: str, second: str) -> None:
    assert not is_doubted(first, second)
