"""What a resident's first view weighs, everything the page loads included."""

import re
from urllib.parse import urljoin, urlsplit

from bench import forms
from bench.measures import Measure
from bench.run import Bench, expect, scenario, timed

_LOADED = re.compile(
    r"<link[^>]+rel=[\"'](?:stylesheet|icon|modulepreload|preload)[\"'][^>]*>|<script[^>]+src=[^>]+>|<img[^>]+>|<use[^>]+>"
)
_ADDRESS = re.compile(r"(?:href|src)=[\"']([^\"'#]+)")
_IN_STYLE = re.compile(r"url\([\"']?([^\"')#]+)")
_IN_SCRIPT = re.compile(r"(?:from|import)\s*[\"'](\.[^\"']+)[\"']")


@scenario("portal")
def first_view(bench: Bench) -> list[Measure]:
    """Bytes and requests of the home and of a procedure's page on first view, and what the home costs."""
    measures = []
    for name, address in (("home", "/"), ("procedure", f"/commune-0/demarches/{forms.SIMPLE}/")):
        sizes = _everything(bench, address)
        measures.append(Measure("portal", f"{name}_bytes", sum(sizes.values()), "bytes", bench.cases))
        measures.append(Measure("portal", f"{name}_requests", len(sizes), "", bench.cases))
    visitor = bench.visitor()
    costs = timed(bench, "portal", lambda: float(expect(visitor.get("/")).first_byte_ms), times=100)
    return [*measures, *costs]


def _everything(bench: Bench, address: str) -> dict[str, int]:
    """Return the bytes transferred of a page and of all it loads, by address."""
    visitor, sizes, waiting = bench.visitor(), {}, [address]
    while waiting:
        asked = waiting.pop(0)
        if asked in sizes or urlsplit(asked).scheme == "data":
            continue
        answer = expect(visitor.get(asked, headers={"Accept-Encoding": "gzip, br"}))
        sizes[asked] = len(answer.body)
        waiting += [urljoin(asked, found) for found in _loads(visitor, asked)]
    return sizes


def _loads(visitor: object, address: str) -> list[str]:
    answer = visitor.get(address)  # type: ignore[attr-defined]
    kind = answer.headers.get("content-type", "")
    if "html" in kind:
        return [found[1] for tag in _LOADED.findall(answer.text) if (found := _ADDRESS.search(tag))]
    if "css" in kind:
        return [] if "font" in answer.text[:0] else _IN_STYLE.findall(answer.text)
    return _IN_SCRIPT.findall(answer.text) if "javascript" in kind else []
