"""Labels, hints and comments of w.c.s., with their templates, as the texts of our definitions.

A comment whose parts depend on a condition becomes several pieces of information, each with its own.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import from_html, plain_line
from parvis.catalogue.imports.publik.language import tree
from parvis.catalogue.imports.publik.language.forms import shown
from parvis.catalogue.imports.publik.language.templates import is_template, read_template
from parvis.catalogue.imports.publik.language.translation import Translator, usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import FALSE, TRUE, Kind, Value, both, negated

Lost = Callable[[str, str], None]
"""Told what was not understood, and why."""

_WORD = "xrecall{}x"
_WORDS = re.compile(r"(?:https://)?xrecall(\d+)x")
_IN_ADDRESS = re.compile(r"(href\s*=\s*[\"']\s*)(?=xrecall\d+x)", re.IGNORECASE)
_MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((?:https://)?xrecall(\d+)x[^()\s]*\)")
_STRAY = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, and when it is shown."""

    condition: Value
    text: str


@dataclass
class _Writer:
    """Writes HTML where each ``{{ … }}`` is a word of its own, so that it survives the reading of the HTML."""

    translator: Translator
    lost: Lost
    recalled: list[str] = field(default_factory=list)
    segments: list[tuple[Value, list[str]]] = field(default_factory=lambda: [(TRUE, [])])

    def word(self, value: Value) -> str:
        """Return the word that stands for an expression."""
        self.recalled.append(usable(value))
        return _WORD.format(len(self.recalled) - 1)

    def write(self, written: str) -> None:
        """Write where one is."""
        self.segments[-1][1].append(written)

    def go(self, condition: Value) -> None:
        """Begin another segment."""
        self.segments.append((condition, []))

    def back(self, text: str) -> str:
        """Return a text with its expressions; a link to what the site alone knows keeps its words only."""
        text = _LINK.sub(self._link, text)
        return _WORDS.sub(lambda word: f"{{{{ {self.recalled[int(word[1])]} }}}}", text)

    def _link(self, link: "re.Match[str]") -> str:
        parameters, read = self.translator.scope.parameters, self.recalled[int(link[2])]
        key = read.removeprefix("options.")
        if key not in parameters.of_site or parameters.used.get(key):
            return link[0]
        how = _("ce lien mène à une adresse du site (%(name)s) : ses mots restent, sans le lien")
        self.translator.scope.note(how % {"name": key})
        return link[1]


def line(source: str, translator: Translator, lost: Lost) -> str:
    """Return a label or a hint, on one line."""
    pieces = _pieces(source, translator, lost, plain_line, inline=True)
    return " ".join(" ".join(piece.text for piece in pieces).split())


def information(source: str, translator: Translator, lost: Lost) -> list[Piece]:
    """Return the pieces of a comment that say something."""
    return [piece for piece in _pieces(source, translator, lost, from_html, inline=False) if piece.text]


def without_marks(source: str) -> str:
    """Return a text without its templates."""
    return _MARKS.sub("", source)


def _pieces(
    source: str, translator: Translator, lost: Lost, read: Callable[[str], str], *, inline: bool
) -> list[Piece]:
    if not is_template(source):
        return [Piece(TRUE, _STRAY.sub("", read(source)))]
    writer = _Writer(translator, lost)
    try:
        _write(read_template(source), writer, translator, TRUE, inline=inline)
    except NotUnderstood as why:
        lost(source, str(why))
        return [Piece(TRUE, _STRAY.sub("", read(without_marks(source))))]
    return [Piece(condition, _read(writer, "".join(words), read)) for condition, words in writer.segments]


def _read(writer: _Writer, written: str, read: Callable[[str], str]) -> str:
    addressed = _IN_ADDRESS.sub(r"\1https://", written)
    return writer.back(_STRAY.sub("", read(addressed)))


def _write(
    template: tree.Template, writer: _Writer, translator: Translator, within: Value, *, inline: bool
) -> None:
    for part in template:
        match part:
            case tree.Text():
                writer.write(part.text)
            case tree.Output():
                _write_output(part, writer, translator)
            case tree.Scoped():
                _write_scope(part, writer, translator, within, inline=inline)
            case tree.Branches():
                _write_branches(part, writer, translator, within, inline=inline)
            case tree.Loop():
                writer.lost(_as_written(part.over), _no_loop())


def _write_output(part: tree.Output, writer: _Writer, translator: Translator) -> None:
    try:
        value = translator.value(part.node)
        known = value.is_constant and isinstance(value.constant, str)
        writer.write(html.escape(value.constant) if known else writer.word(_said(value)))
    except NotUnderstood as why:
        writer.lost(_as_written(part.node), str(why))


def _said(value: Value) -> Value:
    """Return what a recalled text says: an answer by its key is said by its own question, as people read it."""
    if re.fullmatch(r"[a-z][a-z0-9_]*", value.cel) and value.cel not in ("today", "now", "channel"):
        return value
    if value.kind in (Kind.DATE, Kind.DATE_TIME, Kind.CHOICE):
        return shown(value)
    return value


def _write_scope(
    part: tree.Scoped, writer: _Writer, translator: Translator, within: Value, *, inline: bool
) -> None:
    try:
        inner = translator.inside(part.names)
    except NotUnderstood as why:
        writer.lost(", ".join(name for name, _node in part.names), str(why))
        inner = translator
    _write(part.body, writer, inner, within, inline=inline)


def _write_branches(
    part: tree.Branches, writer: _Writer, translator: Translator, within: Value, *, inline: bool
) -> None:
    try:
        cases = [
            (TRUE if condition is None else translator.truth(condition), body)
            for condition, body in part.cases
        ]
        if inline or not any(map(_is_long, part.cases)):
            writer.write(_in_sentence(part, writer, translator))
            return
    except NotUnderstood as why:
        writer.lost(_as_written(part.cases[0][0]), str(why))
        _write(part.cases[0][1], writer, translator, within, inline=inline)
        return
    before = TRUE
    for condition, body in cases:
        shown_when = both(within, both(before, condition))
        before = both(before, negated(condition))
        if shown_when is not FALSE:
            writer.go(shown_when)
            _write(body, writer, translator, shown_when, inline=inline)
    writer.go(within)


def _in_sentence(part: tree.Branches, writer: _Writer, translator: Translator) -> str:
    """Return the word of a choice between short texts."""
    plain = tree.Branches(tuple((condition, _without_html(body)) for condition, body in part.cases))
    return writer.word(translator.text((plain,)))


def _without_html(template: tree.Template) -> tree.Template:
    return tuple(_plain_part(part) for part in template)


def _plain_part(part: tree.Part) -> tree.Part:
    match part:
        case tree.Text():
            kept = plain_line(part.text)
            start = " " if part.text[:1].isspace() and kept else ""
            end = " " if part.text[-1:].isspace() and kept else ""
            return tree.Text(
                f"{start}{kept}{end}" if kept else " " * bool(part.text.strip() == "" and part.text)
            )
        case tree.Branches():
            return tree.Branches(tuple((condition, _without_html(body)) for condition, body in part.cases))
        case tree.Scoped():
            return replace(part, body=_without_html(part.body))
        case _:
            return part


def _is_long(case: tuple[tree.Node | None, tree.Template]) -> bool:
    """Return whether a branch holds more than words: paragraphs, links, lists."""
    return any(
        isinstance(part, tree.Branches | tree.Scoped | tree.Loop)
        or (isinstance(part, tree.Text) and re.search(r"<(?:p|div|ul|ol|a|br|h\d|table)\b", part.text, re.I))
        for part in case[1]
    )


def _no_loop() -> str:
    return _("une boucle n’a pas d’équivalent dans nos textes")


def _as_written(node: tree.Node | None) -> str:
    """Return a tree as a person would recognise it in a report."""
    return " ".join(_words(node)) if node is not None else ""


def _words(node: tree.Node) -> Iterator[str]:
    match node:
        case tree.Constant():
            yield str(node.value)
        case tree.Name():
            yield node.path
        case tree.Filtered():
            yield f"{_as_written(node.base)}|{node.name}"
        case tree.Compared() | tree.Joined():
            yield from (_as_written(node.left), node.operator, _as_written(node.right))
        case tree.Negated():
            yield from ("not", _as_written(node.inner))
        case _:
            yield "…"
