"""How the press names people: one sentence, and who is in it with which titles and roles."""

import pytest

from articles.intake.gazetteer import Gazetteer, KnownOfficial
from articles.intake.parser import parse
from articles.intake.report import Doubtful
from tests.articles.intake.gazetteers import register

SENTENCES = [
    (
        "Đồng chí Trần Văn Thử - Phó Bí thư Tỉnh ủy - Trưởng Ban Chỉ đạo - chủ trì hội nghị.",
        [("Trần Văn Thử", ["Phó Bí thư Tỉnh ủy", "Trưởng Ban Chỉ đạo"], ["chair"])],
    ),
    (
        "Dưới sự chủ trì của đồng chí Lò Văn Mẫu, Phó Chủ tịch UBND tỉnh, hội nghị đã nghe báo cáo của Sở Nội vụ.",
        [("Lò Văn Mẫu", ["Phó Chủ tịch UBND tỉnh"], ["chair"])],
    ),
    (
        "Ông Nguyễn Văn Thử (Phó Chủ tịch UBND tỉnh) chủ trì hội nghị.",
        [("Nguyễn Văn Thử", ["Phó Chủ tịch UBND tỉnh"], ["chair"])],
    ),
    (
        "Phó Chủ tịch UBND tỉnh Hà Giang Trần Đức Thử và Giám đốc Sở Nội vụ Nguyễn Thị Mẫu đồng chủ trì.",
        [
            ("Trần Đức Thử", ["Phó Chủ tịch UBND tỉnh Hà Giang"], ["co-chair"]),
            ("Nguyễn Thị Mẫu", ["Giám đốc Sở Nội vụ"], ["co-chair"]),
        ],
    ),
    (
        "Các đồng chí Phó Chủ tịch UBND tỉnh Lê Thử, Trần Mẫu dự hội nghị.",
        [("Lê Thử", ["Phó Chủ tịch UBND tỉnh"], ["attendee"]), ("Trần Mẫu", ["Phó Chủ tịch UBND tỉnh"], ["attendee"])],
    ),
    (
        "Tham dự về phía Trung ương có đồng chí Hà Thị Thử, Phó Trưởng Ban Dân vận Trung ương;"
        " về phía tỉnh có ông Đinh Mẫu, Bí thư Tỉnh ủy.",
        [("Hà Thị Thử", ["Phó Trưởng Ban Dân vận Trung ương"], ["attendee"]), ("Đinh Mẫu", ["Bí thư Tỉnh ủy"], ["attendee"])],
    ),
    (
        "Đồng chí Sùng A Thử, Phó Bí thư Đảng ủy, Chủ tịch UBND xã Nậm Mẫu, huyện Mường Thử, tỉnh Lào Cai phát biểu.",
        [("Sùng A Thử", ["Phó Bí thư Đảng ủy", "Chủ tịch UBND xã Nậm Mẫu, huyện Mường Thử, tỉnh Lào Cai"], ["speaker"])],
    ),
    (
        "Cùng dự có Trưởng ban Tuyên giáo Tỉnh ủy Vũ Mẫu, Giám đốc Công an tỉnh, Đại tá Lê Ví.",
        [("Vũ Mẫu", ["Trưởng ban Tuyên giáo Tỉnh ủy"], ["attendee"]), ("Lê Ví", ["Giám đốc Công an tỉnh", "Đại tá"], ["attendee"])],
    ),
    (
        "Đồng chí Thử Mẫu Hà, Phó Bí thư kiêm Chủ tịch UBND xã, đồng chí Đồng Ngọc Phượng - Trưởng Ban Dân vận dự và phát biểu.",
        [
            ("Thử Mẫu Hà", ["Phó Bí thư kiêm Chủ tịch UBND xã"], ["speaker", "attendee"]),
            ("Đồng Ngọc Phượng", ["Trưởng Ban Dân vận"], ["speaker", "attendee"]),
        ],
    ),
    (
        "Đồng chí Nguyễn Văn Thử, Bí thư Huyện ủy nhấn mạnh các xã Đào Viên, Cao Minh, Hùng Sơn cần rút kinh nghiệm, Cao Lộc phát biểu.",
        [("Nguyễn Văn Thử", ["Bí thư Huyện ủy"], ["speaker"])],
    ),
    (
        "Đồng chí Nguyễn Văn Thử, Chủ tịch UBND phường Trần Phú, thành phố Móng Cái chủ trì hội nghị.",
        [("Nguyễn Văn Thử", ["Chủ tịch UBND phường Trần Phú, thành phố Móng Cái"], ["chair"])],
    ),
    ("Hội nghị được tổ chức tại Trung tâm Nguyễn Huệ, đường Lý Thường Kiệt, phường Trần Hưng Đạo.", []),
    ("Gia đình ông Nguyễn Văn Dân ở thôn 3 đã hiến 200 m2 đất làm đường.", []),
    ("Hội nghị học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh do Đoàn TNCS Hồ Chí Minh tỉnh tổ chức.", []),
    ("Đại biểu các tỉnh Hà Nam, Cao Bằng, Lâm Đồng và Thái Bình dự hội nghị.", []),
    ("Thủ tướng Chính phủ ban hành chỉ thị; Ban Bí thư và Chủ tịch nước đã có ý kiến.", []),
]


@pytest.mark.parametrize(("sentence", "people"), SENTENCES)
def test_people_are_read_with_titles_and_roles(sentence: str, people: list[tuple[str, list[str], list[str]]]) -> None:
    read = parse(sentence, register()).officials
    assert [(each.name.value, [t.value for t in each.titles], [str(role.value) for role in each.roles]) for each in read] == people


def test_nobody_is_made_up_where_nobody_is_named() -> None:
    report = parse("Sáng 7-1, Huyện ủy tổng kết việc thực hiện quy chế dân chủ ở cơ sở. Các đồng chí lãnh đạo huyện dự.", register())
    assert report.officials == ()
    assert Doubtful.NOBODY_NAMED in {doubt.code for doubt in report.doubts}


def test_a_known_official_is_recognised_by_the_whole_name_only() -> None:
    gazetteer = Gazetteer(officials=(KnownOfficial("7", "Bùi Thị Mẫu"), KnownOfficial("8", "Yang Thử Abc", ("Dzăng Thử",))))
    text = "Đồng chí Bùi Thị Mẫu Hoài, Bí thư Tỉnh ủy; đồng chí Bùi Thị Mẫu, Phó Bí thư; đồng chí Dzăng Thử, Chánh Văn phòng dự hội nghị."
    known = {each.name.value: each.known_as for each in parse(text, gazetteer).officials}
    assert known == {"Bùi Thị Mẫu Hoài": "", "Bùi Thị Mẫu": "7", "Dzăng Thử": "8"}
