"""Whether a PDF holds a program that a browser's reader would run: it is then saved rather than shown.

Only names are looked for, in the file and in its object streams (ISO 32000-1, 7.5.7 and 12.6.4): nothing is opened.
"""

import re
import zlib
from collections.abc import Iterator
from typing import IO

MOST_OF_STREAM = 4_000_000
MOST_STREAMS = 5_000
_PROGRAMS = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z0-9])")
_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")


def holds_program(content: IO[bytes]) -> bool:
    """Return whether a PDF runs something, or hides its objects; the reading position is put back at the start."""
    content.seek(0)
    whole = content.read()
    content.seek(0)
    try:
        return any(_names_one(part) for part in (whole, *_object_streams(whole)))
    except (zlib.error, ValueError):
        return True  # locked or damaged: nobody can tell


def _names_one(part: bytes) -> bool:
    plain = _CODED.sub(lambda found: bytes.fromhex(found[1].decode()), part) if b"#" in part else part
    return _PROGRAMS.search(plain) is not None


def _object_streams(whole: bytes) -> Iterator[bytes]:
    """Yield what each object stream says. Raises zlib.error, or ValueError beyond what a document has."""
    for rank, found in enumerate(_OBJECTS.finditer(whole)):
        reader = zlib.decompressobj()
        said = reader.decompress(whole[found.end() : found.end() + MOST_OF_STREAM], MOST_OF_STREAM)
        if rank >= MOST_STREAMS or reader.unconsumed_tail:
            raise ValueError
        yield said
