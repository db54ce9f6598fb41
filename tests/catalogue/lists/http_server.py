"""A real HTTP server on the loopback that answers as badly as one likes."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each path with what the test gave for it, and keeps what was asked."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        self.close_connection = True
        with suppress(OSError):  # the reader goes away when it has had enough
            self.server.answers[self.path.partition("?")[0]](self)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""

    def give(self, content: bytes, status: int = 200, **headers: str) -> None:
        """Answer with a content."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def wait(self) -> None:
        """Hang until the test is over."""
        self.server.over.wait()


class Server(ThreadingHTTPServer):
    """The server of one test."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.over = Event()

    def handle_error(self, *_arguments: Any) -> None:
        """A reader that cuts the line is no error of the test."""

    def at(self, path: str, answer: Answer | Any) -> str:
        """Answer a path with a function, or with a JSON document; return its address."""
        self.answers[path] = (
            answer if callable(answer) else lambda page: page.give(json.dumps(answer).encode())
        )
        return f"http://127.0.0.1:{self.server_port}{path}"


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for a block."""
    server = Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
