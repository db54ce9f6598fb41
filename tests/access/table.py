"""Reading the table: one line an address and a method, one column a role."""

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse

from tests.access.world import ROLES

FILE = Path(__file__).with_name("who_reaches_what.txt")


@dataclass(frozen=True)
class Line:
    """What each role is answered at an address."""

    method: str
    pattern: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} /{self.pattern}"


def lines() -> list[Line]:
    """Return the lines of the table."""
    written = (line.split() for line in FILE.read_text(encoding="utf-8").splitlines())
    cells = [line for line in written if line and not line[0].startswith("#")]
    header, *rows = cells
    assert header[2:] == list(ROLES), "the columns of the table are the roles of world.py, in their order"
    return [
        Line(method, pattern.removeprefix("/"), dict(zip(ROLES, said, strict=True)))
        for method, pattern, *said in rows
    ]


def answered(answer: HttpResponse) -> str:
    """Return what the table says of an answer: its status; « login » or « 2fa » when led there; « → » when led on."""
    if answer.status_code not in {301, 302}:
        return str(answer.status_code)
    target = answer["Location"]
    if target.startswith("/compte/login/"):
        return "login"
    return "2fa" if target.startswith("/compte/2fa/") else "→"
