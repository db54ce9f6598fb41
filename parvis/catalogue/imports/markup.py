"""HTML of other products as the little markup of our definitions: paragraphs, lists, links; nothing else survives.

Scripts, styles and attributes never come through: only what a person reads is taken, and ``forms.text`` escapes it.
"""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "ol", "p", "pre", "section",
        "table", "tbody", "thead", "ul",
    }
)  # fmt: skip
_UNREAD = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "iframe", "object"})
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))[^\s()<>\"\[\]]{1,500}$")
_BARE = re.compile(r"(?<![(\[/\w])https?://[^\s()<>\"\[\]]{1,480}[^\s()<>\"\[\].,;:!?…»’']")
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:[a-zA-Z]+|#\d+);")


def from_html(text: str) -> str:
    """Return what a person reads of some HTML, in our markup. Text without markup keeps its lines."""
    if not _LOOKS_LIKE_HTML.search(text):
        return _tidied(_linked(text.replace("\r\n", "\n").replace("\r", "\n")))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _tidied(_linked("".join(reader.written)))


def plain_line(text: str) -> str:
    """Return what a person reads of some HTML on one line, without link: for a title or a label."""
    read = from_html(text)
    words = re.sub(r"\[([^\[\]\n]{1,300})\]\([^()\s]*\)", r"\1", read)
    return " ".join(re.sub(r"^- ", "", line) for line in words.split("\n") if line.strip()).strip()


class _Reader(HTMLParser):
    """Writes what it reads; an unclosed or unknown tag is only set aside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._unread = 0
        self._preformatted = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, an item, a line or a link."""
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "br":
            self.written.append("\n")
        elif tag == "li":
            self.written.append("\n- ")
        elif tag in ("tr",):
            self.written.append("\n")
        elif tag in ("td", "th"):
            self.written.append(" ")
        elif tag in _BLOCKS:
            self.written.append("\n\n")
            self._preformatted += tag == "pre"
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.written)))

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph or a link; the address follows the words it was put on."""
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _BLOCKS:
            self.written.append("\n\n")
            self._preformatted = max(0, self._preformatted - (tag == "pre"))
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())

    def handle_data(self, data: str) -> None:
        """Write words; outside of preformatted text, a line feed is a space."""
        if not self._unread:
            self.written.append(data if self._preformatted else re.sub(r"\s*\n\s*", " ", data))

    def _end_link(self, address: str, since: int) -> None:
        words = " ".join("".join(self.written[since:]).split())
        address = address.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        safe = re.sub(r"[\[\]]", "", words)
        if safe and _ADDRESS.match(address) and "](" not in words:
            self.written[since:] = [f"[{safe[:300]}]({address})"]


def _linked(text: str) -> str:
    """Turn addresses written bare into links, but those that are links already."""
    parts = re.split(r"(\[[^\[\]\n]*\]\([^()\s]*\))", text)
    return "".join(
        part if place % 2 else _BARE.sub(lambda found: f"[{found[0]}]({found[0]})", part)
        for place, part in enumerate(parts)
    )


def _tidied(text: str) -> str:
    """Keep one blank line between paragraphs, none around; a list stands on its own."""
    text = text.replace("\xa0\n", "\n").translate({0xAD: None, 0x200B: None, 0xFEFF: None})
    text = re.sub(r"(^|\n)- [ \t]*\n\s*(?=[^\s-])", r"\1- ", text)  # a paragraph inside an item
    lines = [re.sub(r"[ \t\f\v]+", " ", line).strip() for line in text.split("\n")]
    lines = [line for line in lines if line != "-"]
    parted: list[str] = []
    for line in lines:
        item = line.startswith("- ")
        if parted and parted[-1] and line and item != parted[-1].startswith("- "):
            parted.append("")
        if item and len(parted) > 1 and not parted[-1] and parted[-2].startswith("- "):
            parted.pop()
        parted.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parted)).strip()
