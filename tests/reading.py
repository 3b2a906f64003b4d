"""Reading what the site answered, whatever form it came in."""

import io
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections
from openpyxl import load_workbook


def body(response: Any) -> bytes:
    """The bytes of an answer, streamed or not."""
    if not response.streaming:
        return response.content
    return b"".join(response.streaming_content)


def finish(response: Any) -> None:
    """Close an answer that was not read to its end, as a server does, but keep the connection that the test works in."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def words(response: Any) -> str:
    """The text of an answer; that of a workbook is the text of its cells."""
    content = body(response)
    if "spreadsheetml" in response["Content-Type"]:
        book = load_workbook(io.BytesIO(content), read_only=True)
        text = "\n".join(str(value) for row in book.active.iter_rows(values_only=True) for value in row)
        book.close()
        return text
    return content.decode(errors="replace")
