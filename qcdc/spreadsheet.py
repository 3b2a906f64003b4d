"""Lists to take away as CSV and XLSX, streamed, with no cell that a spreadsheet would run as a formula."""

import csv
import datetime
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575


def cell(value: Any) -> Any:
    """A value as a spreadsheet may safely hold it: numbers and dates as such, the rest as text without control characters."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, datetime.date)):
        return CONTROL.sub("", str(value))[:LONGEST_CELL]
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return value


def csv_cell(value: Any) -> Any:
    """A cell of a CSV file; text that a spreadsheet would take for a formula gets an apostrophe before it.

    The rule is that of the OWASP page on CSV injection.
    """
    value = cell(value)
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS) else value


def csv_response(name: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """A CSV file sent row by row, UTF-8 with the mark that Excel needs to read Vietnamese."""
    response = StreamingHttpResponse(_csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_lines(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([csv_cell(value) for value in header])
    for row in rows:
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([csv_cell(value) for value in row])
    yield buffer.getvalue()


def xlsx_response(name: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> FileResponse:
    """An Excel file, written to disk row by row and then sent."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.append([_typed(sheet, value) for value in header])
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            break
        sheet.append([_typed(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it when it was sent)
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _typed(sheet: Any, value: Any) -> Any:
    value = cell(value)
    if not isinstance(value, str):
        return value
    written = WriteOnlyCell(sheet, value)
    written.data_type = "s"
    return written
