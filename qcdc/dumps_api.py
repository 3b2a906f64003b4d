"""The shelf of dumps for machines: which there are, and each of their files, whole or from where a download broke off."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from qcdc.changes.store import settle
from qcdc.dumps import shelf
from qcdc.links import OpenView
from qcdc.problems import CONTENT_TYPE, Gone, ProblemSerializer, problem

ZIP, JSON = "application/zip", "application/json"
PIECE = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CLOSED = (
    "This dump holds records that were taken back since it was made, and is no longer handed out. "
    "The list at /api/v1/dumps/ names the newest; /api/v1/changes/ says what happened since."
)


class Busy(exceptions.APIException):
    """So much is changing that it is not known yet whether something in a dump was taken back."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The record is being changed on a large scale. Ask again in a minute."
    wait = 60


class DumpFileSerializer(serializers.Serializer):
    """A file of a dump: all records of a noun in one format, zipped."""

    name = serializers.CharField(help_text="The name of the file.")
    noun = serializers.CharField(help_text="The noun whose records it holds, as in the address of its list.")
    format = serializers.ChoiceField(
        choices=["jsonl", "csv"], help_text="`jsonl`: one record a line as JSON, as it is answered by itself. `csv`: the list as a table."
    )
    size = serializers.IntegerField(help_text="In bytes.")
    sha256 = serializers.CharField(help_text="The SHA-256 of the file in hexadecimal; also its ETag.")
    records = serializers.IntegerField(help_text="How many records it holds.")
    url = serializers.URLField(help_text="Where to fetch it; asks for a part of it (`Range`) are answered.")


class DumpSerializer(serializers.Serializer):
    """All public records as they were at one moment."""

    generated_at = serializers.DateTimeField(help_text="When it was made.")
    cursor = serializers.CharField(help_text="Where the sequence of changes stood: `/api/v1/changes/?since=` leads on from here.")
    manifest = serializers.URLField(help_text="All of this with the checksum of each noun, as one file.")
    files = DumpFileSerializer(many=True, help_text="Its files, two for each noun.")


class DumpsSerializer(serializers.Serializer):
    """The dumps that are handed out."""

    results = DumpSerializer(many=True, help_text="The newest first. Empty where none was made, or none is up to date.")


class Dumps(OpenView):
    """The dumps that are handed out, the newest first: the whole public record as files, to begin a copy with."""

    @extend_schema(
        summary="List dumps",
        operation_id="dumps_list",
        responses={200: DumpsSerializer, **{(status, CONTENT_TYPE): ProblemSerializer for status in (400, 404, 429, 503)}},
    )
    def get(self, request: Request) -> Response:
        """The dumps that are handed out, the newest first: the whole public record as files, to begin a copy with."""

        _look()

        def address(name: str) -> str:
            return request.build_absolute_uri(reverse("api:dump", args=[name]))

        return Response(
            {
                "results": [
                    {
                        "generated_at": dump.manifest["generated_at"],
                        "cursor": dump.manifest["cursor"],
                        "manifest": address(dump.manifest["name"]),
                        "files": [file | {"url": address(file["name"])} for file in dump.manifest["files"]],
                    }
                    for dump in shelf.open_dumps()
                ]
            }
        )


class AsItIs(BaseContentNegotiation):
    """A file is what it is, whatever the client would rather have; errors are JSON."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class DumpFile(OpenView):
    """A file of a dump."""

    content_negotiation_class = AsItIs

    @extend_schema(
        summary="A file of a dump",
        operation_id="dumps_retrieve",
        parameters=[
            OpenApiParameter("name", str, OpenApiParameter.PATH, description="The name of the file, from the list of dumps."),
            OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="`bytes=1000-`: go on from byte 1000."),
        ],
        responses={
            (200, ZIP): OpenApiTypes.BINARY,
            (200, JSON): OpenApiTypes.OBJECT,
            (206, ZIP): OpenApiTypes.BINARY,
            **{(status, CONTENT_TYPE): ProblemSerializer for status in (404, 410, 416, 429, 503)},
        },
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """A file of a dump, or a part of it. 410 once a record in the dump was taken back."""
        dump = shelf.dump_of(name)
        if dump is None or not (name == dump.manifest["name"] or dump.file(name)):
            raise Http404
        _look()
        if not dump.is_open:
            raise Gone(CLOSED)
        if name == dump.manifest["name"]:
            return _fresh(HttpResponse((dump.folder / shelf.MANIFEST).read_bytes(), content_type=JSON))
        return _file(request, dump.folder / name, dump.file(name) or {})


def _look() -> None:
    """Know of everything that was taken back up to this moment. Raises Busy where that cannot be told yet."""
    if not settle():
        raise Busy


def _file(request: Request, path: Path, told: dict[str, Any]) -> HttpResponseBase:
    etag, size = f'"{told["sha256"]}"', int(told["size"])
    if known := get_conditional_response(request._request, etag=etag):
        known.headers["ETag"] = etag
        return _fresh(known)
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    part = _part(asked, size)
    if part is None:
        answer = Response(problem(416, f"The file has {size} bytes.", instance=request.path), status=416, content_type=CONTENT_TYPE)
        answer.headers["Content-Range"] = f"bytes */{size}"
        return answer
    start, end = part
    try:
        file = path.open("rb")
    except FileNotFoundError as error:  # cleared away this very moment
        raise Gone(CLOSED) from error
    status = 206 if end - start < size else 200
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(status=status, content_type=ZIP)
    else:
        file.seek(start)
        response = StreamingHttpResponse(_Pieces(file, end - start), status=status, content_type=ZIP)
    response.headers["Content-Length"] = str(end - start)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(path.stat().st_mtime)
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    if status == 206:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return _fresh(response)


def _fresh(response: Any) -> Any:
    """What was taken back must not live on in a cache: each copy is asked about before it is used again."""
    response.headers["Cache-Control"] = "no-cache"
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """From which byte to which a client wants a file: the whole where it asks in a way that is not served, None for no such part."""
    known = RANGE.fullmatch(asked.strip().replace(" ", "").lower())
    if not known or known[1] == known[2] == "":
        return 0, size
    if not known[1]:
        start, end = max(size - int(known[2]), 0), size
    else:
        start, end = int(known[1]), min(int(known[2]) + 1, size) if known[2] else size
        if known[2] and int(known[2]) < start:
            return 0, size
    return (start, end) if start < end else None


class _Pieces:
    """A part of an open file, piece by piece."""

    def __init__(self, file: Any, left: int) -> None:
        self.file, self.left = file, left

    def __iter__(self) -> Iterator[bytes]:
        while self.left and (piece := self.file.read(min(PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()
