"""Every address of the product, as the resolver knows them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_SAMPLES = {
    "int": "1",
    "slug": "nulle-part",
    "str": "rien",
    "path": "rien",
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
}
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """One view: its pattern, a sample address that leads to it, its function."""

    pattern: str
    sample: str
    view: Callable[..., Any]

    @property
    def room(self) -> str:
        """Return the room the view belongs to, or the library."""
        return ".".join(self.view.__module__.split(".")[:2])


@cache
def every_address() -> list[Address]:
    """Return all addresses, each once."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(pattern, _sample(pattern), entry.callback)
        else:
            yield from _walk(entry, pattern)


def _sample(pattern: str) -> str:
    """Return an address that the pattern matches, of an object that does not exist."""
    plain = _GROUP.sub("rien", pattern.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", ""))
    return "/" + _PARAMETER.sub(lambda found: _SAMPLES.get(found[1] or "str", "rien"), plain)
