"""HTML that anybody wrote: made safe by nh3, then turned into text."""

import re
from html import unescape

import nh3

from parvis.channels.mail import limits

_TAGS = {
    "p", "br", "div", "span", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "blockquote", "pre", "code", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "td", "th", "a", "sub", "sup",
}  # fmt: skip
_DROPPED = {"script", "style", "title", "head", "svg", "math", "template", "noscript", "iframe", "object"}
_PIECES = re.compile(r"(<[^>]*>)")
_HREF = re.compile(r'href="([^"]*)"')
_BLOCKS = {
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "tr",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
}
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_EMPTY = {"br", "hr", "img", "meta", "link", "input", "col", "area", "wbr", "source", "base", "o"}
_MAX_TAGS, _MAX_ENTITIES, _MAX_NESTING = 20_000, 20_000, 250
"""Past them the tree is not built: browsers' own rules for badly nested pages do not run in linear time."""


def safe_html(html: str) -> str:
    """Return HTML that a page may hold: no script, no style, no image, no form, nothing fetched from elsewhere."""
    kept = html[: limits.MAX_HTML]
    if _is_costly(kept):
        return nh3.clean_text(unescape(_ANY_TAG.sub(" ", kept)))
    return nh3.clean(
        kept,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _is_costly(html: str) -> bool:
    """Say whether some HTML is built to cost more than it says: too many tags, too deep, too many entities."""
    if html.count("&") > _MAX_ENTITIES:
        return True
    depth = deepest = tags = 0
    for closing, name in _TAG.findall(html):
        tags += 1
        if name.lower() not in _EMPTY:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return tags > _MAX_TAGS or deepest > _MAX_NESTING


def text_of_html(html: str) -> str:
    """Return the words of some HTML, a line a block, quotations marked « > » as in a plain mail."""
    lines: list[str] = [""]
    depth, link = 0, ""
    for piece in _PIECES.split(safe_html(html)):
        if not piece.startswith("<"):
            lines[-1] += " ".join(unescape(piece).replace("\xa0", " ").split(" ")).replace("\n", " ")
            continue
        name = piece.strip("</> ").split(" ", 1)[0].lower()
        closing = piece.startswith("</")
        if name == "a":
            link = _close_link(lines, link) if closing else _href(piece)
        elif name == "br" or name in _BLOCKS or name == "li":
            depth = max(0, depth + (0 if name != "blockquote" else -1 if closing else 1))
            lines.append("> " * min(depth, 10) + ("– " if name == "li" and not closing else ""))
        elif name in {"td", "th"} and closing:
            lines[-1] += " "
    return _tidy(lines)


def _href(piece: str) -> str:
    found = _HREF.search(piece)
    return unescape(found.group(1)) if found else ""


def _close_link(lines: list[str], link: str) -> str:
    shown = link.removeprefix("mailto:").removeprefix("tel:")
    if shown and shown not in lines[-1] and shown.rstrip("/") not in lines[-1]:
        lines[-1] += f" ({shown})"
    return ""


def _tidy(lines: list[str]) -> str:
    """Join the lines, without the empty ones that follow another or that only blocks made."""
    kept: list[str] = []
    for line in (" ".join(line.split()) for line in lines):
        if line.strip("> ") or (kept and kept[-1].strip("> ")):
            kept.append(line)
    while kept and not kept[-1].strip("> "):
        kept.pop()
    return "\n".join(kept).strip()
