"""One POST to somebody else's server, who may be slow, broken or ill-meaning."""

import http.client
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qcdc.webhooks.addresses import Refused, Target, resolved, target_of

logger = logging.getLogger(__name__)

SECONDS_TO_CONNECT = 5
SECONDS_OF_SILENCE = 10
SECONDS_IN_ALL = 15


class NotPosted(Exception):
    """No answer came; the text says why."""


@dataclass(frozen=True)
class Answer:
    """What a receiver answered, and how long it took. Of what it wrote beside, nothing is read."""

    status: int
    milliseconds: int

    @property
    def is_received(self) -> bool:
        return 200 <= self.status < 300


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post to an address whose host was looked up once, and only to what was found then. Redirects are not followed.

    Raises NotPosted where no answer came in time, or where a webhook does not go there.
    """
    began, watch = time.monotonic(), None
    try:
        target = target_of(url)
        with _connected(target, resolved(target)) as stream, _watched(stream, began + SECONDS_IN_ALL) as watch:
            status = _asked(target, stream, body, headers)
            if watch.is_over:  # what was cut off may look like an answer
                raise TimeoutError
    except Refused as refusal:
        raise NotPosted(str(refusal.args[0])) from refusal
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_late = watch is not None and watch.is_over
        raise NotPosted(_("No whole answer in %(seconds)s seconds.") % {"seconds": SECONDS_IN_ALL} if is_late else _said(error)) from error
    return Answer(status, round((time.monotonic() - began) * 1000))


def _asked(target: Target, stream: socket.socket, body: bytes, headers: dict[str, str]) -> int:
    if target.scheme == "https":
        stream.do_handshake()  # type: ignore[attr-defined]
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = stream
    connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": target.name, "Content-Length": str(len(body)), "Connection": "close"} | headers).items():
        connection.putheader(name, value)
    connection.endheaders(body)
    return connection.getresponse().status


@contextmanager
def _connected(target: Target, addresses: list[str]) -> Iterator[socket.socket]:
    """A connection to the first of some IP addresses that takes one; the certificate must be the host's."""
    failed: Exception | None = None
    until = time.monotonic() + SECONDS_TO_CONNECT
    for address in addresses:
        try:
            plain = socket.create_connection((address, target.port), timeout=max(0.1, until - time.monotonic()))
            break
        except OSError as error:
            failed = error
    else:
        raise NotPosted(_said(failed)) from failed
    plain.settimeout(SECONDS_OF_SILENCE)
    stream = plain
    try:
        if target.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)
        yield stream
    finally:
        stream.close()


@dataclass
class _Watch:
    is_over: bool = False


@contextmanager
def _watched(stream: socket.socket, until: float) -> Iterator[_Watch]:
    """End a connection at a set time, however the other side keeps it busy."""
    watch = _Watch()

    def end() -> None:
        watch.is_over = True
        try:
            # Not the method of SSLSocket, which would take the session away from under whoever reads.
            socket.socket.shutdown(stream, socket.SHUT_RDWR)
        except OSError:
            logger.debug("The connection had ended already")

    timer = threading.Timer(max(0.0, until - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()


def _said(error: Any) -> str:
    """Why no answer came, in words for whoever keeps the list of receivers."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("Its certificate is not valid for this host.")
    if isinstance(error, ssl.SSLError):
        return _("No secure connection came about.")
    if isinstance(error, TimeoutError):
        return _("No answer in time.")
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody takes connections there.")
    if isinstance(error, (http.client.HTTPException, ValueError)):
        return _("What came back was no HTTP answer.")
    return _("The connection broke off.")
