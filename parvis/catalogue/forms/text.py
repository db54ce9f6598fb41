"""The little markup of definitions: paragraphs, lists, links. Anything else is plain text.

A blank line ends a paragraph, lines that begin with « - » are a list, ``[mots](https://…)`` is a link. The result
passes through nh3, so that no definition, written or imported, can carry a script.
"""

import re
from functools import lru_cache

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(((?:https?://|mailto:|tel:|/)[^\s()<>\"]{1,500})\)")
_TAGS = {"p", "ul", "li", "a", "br"}


@lru_cache(maxsize=2048)
def to_html(text: str) -> SafeString:
    """Return the text as safe HTML."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())
    html = "".join(_block(block.strip()) for block in blocks if block.strip())
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel="noopener noreferrer")
    return mark_safe(clean)  # noqa: S308 - cleaned on the line above


def to_plain(text: str) -> str:
    """Return the text for a letter or a message: each link is followed by its address."""
    return _LINK.sub(r"\1 (\2)", text)


def _block(block: str) -> str:
    lines = block.split("\n")
    if all(line.lstrip().startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{_inline(line.lstrip()[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _inline(line: str) -> str:
    # Escaped first: what the link's pattern then matches holds no live markup.
    return _LINK.sub(r'<a href="\2">\1</a>', escape(line))
