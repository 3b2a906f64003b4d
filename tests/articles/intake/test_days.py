"""Days and the dates above reports, in the forms of the press."""

import datetime

import pytest

from articles.intake.headers import read_header
from articles.intake.parser import parse
from articles.intake.report import Doubtful, HeaderKind, Report
from tests.articles.intake.gazetteers import register

DAYS = [
    ("Ngày 19-6, Tỉnh ủy tổ chức hội nghị.", "06-19", None),
    ("(HNM) - Chiều 5-12, Thành ủy tổ chức hội nghị.", "12-05", None),
    ("Sáng nay, 15/3, Tỉnh ủy tổ chức hội nghị.", "03-15", None),
    ("Chiều qua, 23-7, Quận ủy tổ chức hội nghị.", "07-23", None),
    ("Vào sáng ngày 7 tháng 8, Huyện ủy tổ chức hội nghị sơ kết 6 tháng đầu năm 2019.", "08-07", "2019-08-07"),
    ("Sáng 09.01.2020, Ban Chỉ đạo tổ chức hội nghị.", "01-09", "2020-01-09"),
    ("Sáng thứ sáu (29-5-2020), Tỉnh ủy tổ chức hội nghị.", "05-29", "2020-05-29"),
    ("Trong hai ngày 24 và 25-11-2019, Sở Nội vụ tổ chức hội nghị.", "11-24", "2019-11-24"),
    ("Từ ngày 3 đến 5/6/2020, Đoàn kiểm tra làm việc tại huyện.", "06-03", "2020-06-03"),
    ("Hội nghị diễn ra vào sáng 12/10/2021 tại hội trường.", "10-12", "2021-10-12"),
    ("Ngày 19 tháng 10 năm 2021, Tỉnh ủy tổ chức hội nghị.", "10-19", "2021-10-19"),
    ("Thực hiện Kế hoạch số 12-KH/TU ngày 5/2/2020 của Tỉnh ủy, ngày 20/3/2020, Ban Dân vận tổ chức hội nghị.", "03-20", "2020-03-20"),
    ("Thực hiện Nghị quyết 25-NQ/TW, ngày 3/6/2013, Tỉnh ủy tổ chức hội nghị.", None, None),
    ("Hội nghị nhất trí 9/9 nội dung; 37/37 xã, 198 lượt/221 người.", None, None),
    ("Tỉnh ủy yêu cầu báo cáo trước ngày 25/12/2020.", None, None),
    ("Vừa qua, Tỉnh ủy tổ chức hội nghị.", None, None),
]
HEADERS = [
    ("Thứ Tư, 08/04/2015, 08:11 [GMT+7]", "2015-04-08", HeaderKind.PUBLICATION),
    ("Thứ ba, 18 Tháng 8 2015 16:06", "2015-08-18", HeaderKind.PUBLICATION),
    ("10:47:07 15/12/2016", "2016-12-15", HeaderKind.PUBLICATION),
    ("Cập nhật lúc 15 giờ 30 phút, ngày 05/11/2018", "2018-11-05", HeaderKind.PUBLICATION),
    ("Đăng lúc: 10:00 (GMT+7), 05/06/2019 | Lượt xem: 123", "2019-06-05", HeaderKind.PUBLICATION),
    ("2019-06-05 10:00:00", "2019-06-05", HeaderKind.PUBLICATION),
    ("25/12/2019 9:51:17 AM", "2019-12-25", HeaderKind.PUBLICATION),
    ("2/11/2019 9:51:17 AM", "2019-11-02", HeaderKind.AMBIGUOUS),
    ("Thứ hai, ngày 12 tháng 3 năm 2018", "2018-03-12", HeaderKind.PRINT),
    ("Chủ nhật, ngày 24/02/2013", "2013-02-24", HeaderKind.PRINT),
    ("Lượt xem: 6562", None, None),
    ("Sáng 5/7/2019 Tỉnh ủy họp", None, None),
]


@pytest.mark.parametrize(("text", "month_day", "date"), DAYS)
def test_a_day_is_read_in_every_form_and_a_document_is_no_event(text: str, month_day: str | None, date: str | None) -> None:
    report = parse(text, register())
    assert (report.event_day.value if report.event_day else None) == month_day
    assert (report.event_date.value.isoformat() if report.event_date else None) == date


@pytest.mark.parametrize(("line", "date", "kind"), HEADERS)
def test_a_clock_makes_the_date_above_that_of_publication(line: str, date: str | None, kind: HeaderKind | None) -> None:
    read = read_header(line)
    header = read.header if read else None
    assert (header.date.isoformat() if header else None) == date
    assert (header.kind if header else None) == kind


def beneath(header: str, sentence: str) -> Report:
    return parse(f"{header}\nHội nghị về dân chủ ở cơ sở\n\n{sentence}\n", register(), pasted_on=datetime.date(2024, 1, 1))


@pytest.mark.parametrize(
    ("header", "sentence", "date"),
    [
        ("10:01, 07/01/2021", "Sáng 6/1, Tỉnh ủy tổ chức hội nghị về công tác dân vận của tỉnh.", "2021-01-06"),
        ("10:01, 02/01/2021", "Sáng 30/12, Tỉnh ủy tổ chức hội nghị về công tác dân vận của tỉnh.", "2020-12-30"),
        ("10:01, 07/01/2021", "Chiều qua, Tỉnh ủy tổ chức hội nghị về công tác dân vận của tỉnh.", "2021-01-06"),
        ("10:01, 07/01/2021", "Sáng 6/1/2020, Tỉnh ủy tổ chức hội nghị về công tác dân vận của tỉnh.", "2020-01-06"),
        ("Thứ năm, 07/01/2021", "Sáng 6/8, Tỉnh ủy tổ chức hội nghị về kết quả năm 2019 của tỉnh.", "2020-08-06"),
        ("Thứ năm, 07/01/2021", "Chiều qua, Tỉnh ủy tổ chức hội nghị về công tác dân vận của tỉnh.", None),
        ("", "Sáng 6/1, Tỉnh ủy tổ chức hội nghị về công tác dân vận của tỉnh.", None),
        ("", "Sáng 6/1, Tỉnh ủy tổ chức hội nghị tổng kết năm 2019, triển khai nhiệm vụ năm 2020.", "2020-01-06"),
        ("", "Sáng 6/12, Tỉnh ủy tổ chức hội nghị tổng kết năm 2019, triển khai nhiệm vụ năm 2020.", "2019-12-06"),
        ("", "Sáng 6/6, Tỉnh ủy tổ chức hội nghị tổng kết năm 2019, triển khai nhiệm vụ năm 2020.", None),
    ],
)
def test_the_year_is_printed_or_inferred_by_a_rule_or_left_empty(header: str, sentence: str, date: str | None) -> None:
    report = beneath(header, sentence)
    assert (report.event_date.value.isoformat() if report.event_date else None) == date
    if report.event_date is None:
        assert {doubt.code for doubt in report.doubts} & {Doubtful.NO_YEAR, Doubtful.NO_DAY}


def test_a_day_that_lies_ahead_is_doubted() -> None:
    codes = {doubt.code for doubt in beneath("", "Sáng 6/1/2025, Tỉnh ủy tổ chức hội nghị về công tác dân vận.").doubts}
    assert Doubtful.DAY_IN_FUTURE in codes


def test_a_day_that_no_calendar_has_is_doubted() -> None:
    report = beneath("", "Ngày 30/2, Tỉnh ủy tổ chức hội nghị về công tác dân vận của tỉnh.")
    assert report.event_date is None
    assert Doubtful.DAY_IMPOSSIBLE in {doubt.code for doubt in report.doubts}
