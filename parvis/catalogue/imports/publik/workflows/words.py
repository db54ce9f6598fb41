"""Messages, comments and notices of w.c.s. as texts of ours: paragraphs, each with the condition it is said under."""

import html
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.publik import texts
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import FALSE, TRUE, Kind, Value, quoted
from parvis.catalogue.imports.publik.making import Making
from parvis.catalogue.imports.publik.workflows.brackets import to_django
from parvis.catalogue.imports.report import What

LONGEST_TEXT, LONGEST_LINE = 20_000, 200
MOST_PARTS = 50
_HTML = re.compile(r"<(?:p|br|div|ul|ol|table|a|strong|b|span|h\d)\b[^<>]*>", re.IGNORECASE)
_MARKS = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.S)
# A link as reStructuredText writes it, which e-mails of w.c.s. understand: `words <address>`_
_LINK = re.compile(r"`([^`<>]{1,300}?)\s*<([^`<>]{1,500})>`_{1,2}")
_RECALLED = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_BARE = re.compile(r"[a-z][a-z0-9_]*")
_BOLD = re.compile(r"\*\*([^*\n]{1,300})\*\*")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph; ``condition`` is empty when it is always said."""

    text: str
    condition: str = ""


def parts_of(source: str, making: Making) -> list[Part]:
    """Return the paragraphs of a text that say something, counted as one template in the report."""
    losses: list[tuple[str, str]] = []
    making.reading = source
    translator = making.translator()
    pieces = texts.information(_as_html(source), translator, lambda what, why: losses.append((what, why)))
    found: list[Part] = []
    for piece in pieces:
        if piece.condition is FALSE:
            continue
        try:
            condition = "" if piece.condition is TRUE else usable(piece.condition)
        except NotUnderstood as why:
            losses.append((piece.text, str(why)))
            continue
        found.append(Part(cut(piece.text, LONGEST_TEXT), condition))
    _count(losses, making)
    return found[:MOST_PARTS]


def line_of(source: str, making: Making) -> str:
    """Return a text on one line, as a subject; what is lost of it is told."""
    making.reading = source
    found = texts.line(to_django(source), making.translator(), making.lost)
    return cut(" ".join(found.split()), LONGEST_LINE)


def whole_of(source: str, making: Making) -> str:
    """Return a text in one piece: its conditional paragraphs become choices inside of it."""
    parts = parts_of(source, making)
    return cut("\n\n".join(_inside(part, making) for part in parts), LONGEST_TEXT)


def template_of(parts: list[Part], subject: str, title: str = "") -> dict[str, object]:
    """Return the template that says some paragraphs."""
    made: dict[str, object] = {"title": cut(title, LONGEST_LINE)} if title else {}
    if subject:
        made["subject"] = subject
    if len(parts) == 1 and not parts[0].condition:
        return {**made, "text": parts[0].text}
    written = [
        {"text": each.text, **({"condition": each.condition} if each.condition else {})} for each in parts
    ]
    return {**made, "parts": written}


def _inside(part: Part, making: Making) -> str:
    """Return a paragraph that says nothing unless its condition holds, as one formula; else it is always said."""
    if not part.condition:
        return part.text
    pieces = _RECALLED.split(part.text)
    if any(_BARE.fullmatch(piece) for piece in pieces[1::2]):
        return _always(part, making)  # the label of an answer is said by its question alone
    said = [
        quoted(piece) if place % 2 == 0 else f"text({piece})" for place, piece in enumerate(pieces) if piece
    ]
    formula = f'{part.condition} ? {" + ".join(said)} : ""'
    try:
        return f"{{{{ {usable(Value(formula, Kind.TEXT))} }}}}"
    except NotUnderstood:
        return _always(part, making)


def _always(part: Part, making: Making) -> str:
    making.changed(
        part.text, _("ce paragraphe est toujours dit : sa condition ne tient pas dans un texte seul")
    )
    return part.text


def _count(losses: list[tuple[str, str]], making: Making) -> None:
    if not losses:
        making.took(What.TEMPLATES)
        return
    first, *others = losses
    making.left(What.TEMPLATES, *first)
    for what, why in others:
        making.lost(what, why)


def _as_html(source: str) -> str:
    """Return a text as HTML, so that its lines survive around the templates in it."""
    source = to_django(source)
    source = _BOLD.sub(r"\1", _LINK.sub(lambda link: f"{link[1].rstrip(' .:')} : {link[2]}", source))
    if _HTML.search(source):
        return source
    pieces = _MARKS.split(source)
    written = [
        piece if place % 2 else html.escape(piece, quote=False).replace("\r", "").replace("\n", "<br>")
        for place, piece in enumerate(pieces)
    ]
    return "".join(written)
