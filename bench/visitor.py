"""A browser's half of HTTP: one connection kept open, cookies, forms with their token."""

import http.client
import re
import secrets
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back. ``first_byte_ms`` is the wait until the head of the answer, in milliseconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    first_byte_ms: float
    address: str

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


class Visitor:
    """One visitor, from an address of their own."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies = dict(cookies or {})
        self._address = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"

    def get(self, address: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for a page, redirections followed."""
        answer = self.send("GET", address, headers=headers)
        while answer.status in {301, 302, 303}:
            answer = self.send("GET", urljoin(answer.address, answer.headers["location"]))
        return answer

    def post(
        self, page: Answer, fields: dict[str, str], file: tuple[str, str, bytes] | None = None
    ) -> Answer:
        """Send the form of a page, redirections followed; ``file`` is the name of its field, its own, its content."""
        found = TOKEN.search(page.text)
        fields = {"csrfmiddlewaretoken": found[1] if found else "", **fields}
        kind, body = _multipart(fields, file) if file else _urlencoded(fields)
        answer = self.send("POST", page.address, body, {"Content-Type": kind})
        while answer.status in {301, 302, 303}:
            answer = self.send("GET", urljoin(answer.address, answer.headers["location"]))
        return answer

    def send(
        self, method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send one request and read its whole answer."""
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {"X-Forwarded-For": self._address, "Accept-Language": "fr", **(headers or {})}
        if cookies:
            sent["Cookie"] = cookies
        began = time.perf_counter()
        self._connection.request(method, path, body=body, headers=sent)
        response = self._connection.getresponse()
        waited = (time.perf_counter() - began) * 1000
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        lower = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, lower, content, waited, parts.path)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _urlencoded(fields: dict[str, str]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _multipart(fields: dict[str, str], file: tuple[str, str, bytes]) -> tuple[str, bytes]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    field, name, content = file
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={edge}", b"".join([*parts, f"--{edge}--\r\n".encode()])
