"""Lists taken away as files: complete, readable in Excel, and free of formulas."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from qcdc.spreadsheet import csv_response, xlsx_response

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", '=HYPERLINK("x")']


def read_csv(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def read_xlsx(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    response.file_to_stream.close()
    return [list(row) for row in book.active.iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_text_is_never_a_formula(text):
    assert read_csv(csv_response("thu", ["a"], [[text]]))[1][0].startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_text_is_never_a_formula(text):
    [[_], [cell]] = read_xlsx(xlsx_response("thu", ["a"], [[text]]))
    assert cell.data_type == "s"
    assert cell.value == text


def test_numbers_dates_and_vietnamese_survive():
    moment = datetime.datetime(2018, 5, 29, 12, 0, tzinfo=datetime.UTC)
    row = ["Đắk Lắk", Decimal("28.77"), -3, datetime.date(2018, 5, 29), moment, None, "a\x00b"]
    assert read_csv(csv_response("thu", "abcdefg", [row]))[1] == [
        "Đắk Lắk", "28.77", "-3", "2018-05-29", str(timezone.localtime(moment).replace(tzinfo=None)), "", "ab"
    ]  # fmt: skip
    values = [cell.value for cell in read_xlsx(xlsx_response("thu", "abcdefg", [row]))[1]]
    assert values[:3] == ["Đắk Lắk", 28.77, -3]
    assert values[3] == datetime.datetime(2018, 5, 29)
    assert values[4] == datetime.datetime(2018, 5, 29, 19)


def test_the_file_has_its_name_and_an_empty_list_has_its_header():
    response = csv_response("hoi-nghi", ["Tên", "Năm"], [])
    assert response["Content-Disposition"] == 'attachment; filename="hoi-nghi.csv"'
    assert read_csv(response) == [["Tên", "Năm"]]


def test_rows_are_read_as_they_are_sent():
    seen = []

    def rows():
        for number in range(1000):
            seen.append(number)
            yield [number]

    stream = iter(csv_response("thu", ["a"], rows()).streaming_content)
    next(stream)
    next(stream)
    assert len(seen) < 5
