"""A real HTTP server on the loopback that plays providers: it keeps what it is asked, and answers what it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class ProviderServer:
    """``answers`` maps « POST /path » to a status and a document, the last one for ever; ``None`` hangs up."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, list[tuple[int, Any] | None]] = field(default_factory=dict)

    def answer(self, what: str, *given: tuple[int, Any] | None) -> None:
        self.answers[what] = list(given)

    def sent(self, what: str) -> list[Asked]:
        return [one for one in self.asked if f"{one.method} {one.path}" == what]


@contextmanager
def providing() -> Iterator[ProviderServer]:
    """Run the server."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            running.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            waiting = running.answers.get(f"{self.command} {self.path}", [(404, {})])
            given = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if given is None:  # the request came whole, and its sender never knows what became of it
                self.close_connection = True
                return
            status, document = given
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = handle_any  # noqa: N815 - the names of http.server

        def log_message(self, *_said: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = ProviderServer(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
