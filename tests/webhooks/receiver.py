"""Somebody else's server, on this machine: it keeps what it is sent, and answers as a test wants it to."""

import http.server
import json
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any


class Receiver(http.server.ThreadingHTTPServer):
    """Listens on a port of its own; `answers` are taken one by one, and then it is 200 for ever."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posts: list[dict[str, Any]] = []
        self.answers: list[int | Callable[[Any], None]] = []
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def told(self) -> list[dict[str, Any]]:
        """The bodies that came, in order."""
        return [json.loads(post["body"]) for post in self.posts]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what these tests are about."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append({"path": self.path, "headers": dict(self.headers.items()), "body": body})
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if callable(answer):
            answer(self)
        else:
            self.send_response(answer)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

    def log_message(self, *given: Any) -> None:
        """Say nothing."""


def drips(handler: Any) -> None:
    """An answer that never ends, a byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(f"X-{number}: x\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.02)


def says_nothing(handler: Any) -> None:
    time.sleep(0.6)


def hangs_up(handler: Any) -> None:
    handler.connection.close()


def talks_nonsense(handler: Any) -> None:
    handler.wfile.write(b"220 mail.example.vn ESMTP\r\n")


def never_stops(handler: Any) -> None:
    """A good answer with a body without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _number in range(100_000):
        handler.wfile.write(b"x" * 65_536)
