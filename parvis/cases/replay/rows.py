"""Rows of a case log: CSV or XES (IEEE 1849), plain or gzipped.

XES is read with expat, the parser of Python itself: what the package ``defusedxml`` adds to it is the refusal of any
document type and of any entity, which is two lines here. XES needs neither.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NoReturn
from xml.parsers import expat

from parvis.cases.replay.errors import UnreadableLog

Row = dict[str, str]
_GZIP = b"\x1f\x8b"
_BLOCK = 2**16
_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
LONGEST_VALUE = 2**20


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield each event as a row of texts with its rank in the file, from 1. Raises UnreadableLog, OSError.

    In XES, the attributes of a case come under ``case:`` and their key, as pm4py writes them in CSV.
    """
    with _opened(path) as file:
        try:
            head = file.read(_BLOCK).lstrip(b"\xef\xbb\xbf \t\r\n")
            file.seek(0)
            yield from enumerate(_read_xes(file) if head.startswith(b"<") else _read_csv(file), start=1)
        except (UnicodeDecodeError, csv.Error, expat.ExpatError, EOFError, gzip.BadGzipFile) as error:
            raise UnreadableLog(f"{path.name} is neither a CSV nor an XES log: {error}") from None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        zipped = file.read(2) == _GZIP
    return gzip.open(path) if zipped else path.open("rb")  # type: ignore[return-value]


def _read_csv(file: IO[bytes]) -> Iterator[Row]:
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        first = text.readline()
        text.seek(0)
        separator = max(",;\t", key=first.count)
        for row in csv.DictReader(text, delimiter=separator, strict=True):
            yield {key: value or "" for key, value in row.items() if key is not None}


def _read_xes(file: IO[bytes]) -> Iterator[Row]:
    reader = _XesReader()
    while block := file.read(_BLOCK):
        reader.parser.Parse(block, False)
        yield from reader.take()
    reader.parser.Parse(b"", True)
    yield from reader.take()


class _XesReader:
    """Gathers the events of an XES document as it is parsed; holds one block's worth of them."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self._path: list[str] = []
        self._case: Row = {}
        self._event: Row = {}
        self._rows: list[Row] = []

    def take(self) -> list[Row]:
        """Return the rows gathered since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        name = name.rpartition(":")[2]
        inside = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "trace":
            self._case = {}
        elif name == "event":
            self._event = {}
        elif name in _VALUES and inside == "trace":
            self._case[f"case:{attributes.get('key', '')}"] = attributes.get("value", "")[:LONGEST_VALUE]
        elif name in _VALUES and inside == "event":
            self._event[attributes.get("key", "")] = attributes.get("value", "")[:LONGEST_VALUE]

    def _end(self, name: str) -> None:
        self._path.pop()
        if name.rpartition(":")[2] == "event" and "trace" in self._path:
            self._rows.append({**self._case, **self._event})


def _refuse(*_arguments: Any) -> NoReturn:
    raise UnreadableLog("an XES log declares no document type and no entity: this one does, it is not read")
