"""Answering a medium, whole or by pieces as players of video ask."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from parvis.catalogue.list_queries import open_medium
from parvis.catalogue.models import MediaFile

_PIECE = 2**16
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_HEADERS = {
    # Its name is its content's: what is kept never goes stale.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; img-src 'self'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "bytes",
}


@require_safe
def medium(request: HttpRequest, code: str) -> HttpResponseBase:
    """Answer a medium by its code (RFC 9110, section 14, for its pieces). Raises NotFound."""
    found, content = open_medium(code)
    asked = _asked(request.headers.get("Range", ""), found.size)
    if asked is None:
        content.close()
        return HttpResponse(status=416, headers={**_HEADERS, "Content-Range": f"bytes */{found.size}"})
    start, end = asked
    whole = (start, end) == (0, found.size - 1)
    answer = StreamingHttpResponse(
        _Pieces(content, start, end), status=200 if whole else 206, headers=_HEADERS
    )
    answer["Content-Type"] = _type_of(found)
    answer["Content-Length"] = str(end - start + 1)
    if not whole:
        answer["Content-Range"] = f"bytes {start}-{end}/{found.size}"
    return answer


def _asked(written: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte asked for, all of them by default; None for what is out of the file."""
    found = _RANGE.fullmatch(written.strip())
    if found is None or not (found[1] or found[2]):
        return 0, size - 1
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    start, end = int(found[1]), min(int(found[2] or size), size - 1)
    return (start, end) if start <= end else None


class _Pieces:
    """The bytes of a content between two places, both included; closed by the answer, read or not."""

    def __init__(self, content: IO[bytes], start: int, end: int) -> None:
        self.content, self.left = content, end - start + 1
        content.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (piece := self.content.read(min(_PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        """Close the content."""
        self.content.close()


def _type_of(found: MediaFile) -> str:
    return f"{found.media_type}; charset=utf-8" if found.media_type.startswith("text/") else found.media_type
