"""A real outside service on this machine: it keeps what it is asked, and answers what the test says."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from parvis.cases.signed_calls import is_signed


class Outside:
    """What it was asked (method, path, idempotency key, document), whether each was signed, what it answers wrongly."""

    def __init__(self, secret: str) -> None:
        self.secret, self.address = secret, ""
        self.calls: list[tuple[str, str, str, Any]] = []
        self.signed: list[bool] = []
        self.wrong: list[tuple[int, Any]] = []
        self.opened: dict[str, Any] = {}
        self.standing: dict[str, Any] = {}

    def answer(self, method: str, path: str, headers: Any, content: bytes) -> tuple[int, Any]:
        """Return the code and the document of an answer."""
        document = json.loads(content) if content else None
        self.calls.append((method, path, headers.get("Idempotency-Key"), document))
        self.signed.append(is_signed(self.secret, headers, content))
        if self.wrong:
            return self.wrong.pop(0)
        return 200, self.opened if method == "POST" else self.standing


@contextmanager
def outside(path: str, *, secret: str) -> Iterator[Outside]:
    """Run a service, called at its address."""
    service = Outside(secret)

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            code, said = service.answer(self.command, self.path, self.headers, content)
            told = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST = do_DELETE = _take  # noqa: N815 - named by the library

        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}{path}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
