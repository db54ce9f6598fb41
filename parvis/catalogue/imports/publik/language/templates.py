"""Templates: text, ``{{ … }}``, and the tags that have a meaning in a form.

Django's lexer cuts them; the tree is ours, since a template is translated, never run.
"""

from collections.abc import Iterator

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.django import read_bits, read_expression
from parvis.catalogue.imports.publik.language.tree import (
    Branches,
    Constant,
    Filtered,
    Loop,
    Name,
    Node,
    NotUnderstood,
    Output,
    Part,
    Scoped,
    Template,
    Text,
)

LONGEST = 200_000  # characters
DEEPEST = 40
# Tags around text that change nothing to what is read.
_TRANSPARENT = {
    "spaceless": "endspaceless", "autoescape": "endautoescape", "localize": "endlocalize", "localtime": "endlocaltime",
}  # fmt: skip
_IGNORED = frozenset({"load", "csrf_token", "add_javascript", "newline"})


def is_template(text: str) -> bool:
    """Return whether a text holds anything but itself."""
    return "{{" in text or "{%" in text or "{#" in text


def read_template(source: str) -> Template:
    """Return the tree of a template. Raises NotUnderstood."""
    if len(source) > LONGEST:
        raise NotUnderstood(_("ce gabarit est trop long"))
    reader = _Reader(Lexer(source).tokenize())
    parts = reader.parts(frozenset(), 0)
    return tuple(parts)


class _Reader:
    """Reads tokens into parts, tag by tag."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens: Iterator[Token] = iter(tokens)
        self._ended_by: list[str] = []

    def parts(self, until: frozenset[str], depth: int) -> list[Part]:
        """Return the parts up to a tag of ``until``, whose words are then kept."""
        if depth > DEEPEST:
            raise NotUnderstood(_("ce gabarit a trop de niveaux"))
        found: list[Part] = []
        for token in self._tokens:
            if token.token_type == TokenType.TEXT:
                found.append(Text(token.contents))
            elif token.token_type == TokenType.VAR:
                found.append(Output(read_expression(token.contents)))
            elif token.token_type == TokenType.BLOCK:
                words = token.split_contents()
                if words and words[0] in until:
                    self._ended_by = words
                    return found
                found.extend(self._tag(words, depth))
        if until:
            raise NotUnderstood(_("une balise n’est pas fermée dans ce gabarit"))
        return found

    def _tag(self, words: list[str], depth: int) -> list[Part]:
        name = words[0] if words else ""
        if name in _IGNORED:
            return []
        if name in _TRANSPARENT:
            return self.parts(frozenset({_TRANSPARENT[name]}), depth + 1)
        match name:
            case "if":
                return [self._branches(words[1:], depth)]
            case "with":
                return [self._scope(words[1:], depth)]
            case "for":
                return [self._loop(words[1:], depth)]
            case "comment":
                self._skip_comment()
                return []
            case "firstof":
                return [Output(_first_of(words[1:]))]
            case "trans" | "translate" if len(words) > 1:
                return [Output(read_expression(words[1]))]
            case "now":
                return [
                    Output(Filtered(Name("now"), "date", tuple(read_expression(one) for one in words[1:2])))
                ]
            case _:
                raise NotUnderstood(_("la balise « %(name)s » n’a pas d’équivalent") % {"name": name})

    def _branches(self, words: list[str], depth: int) -> Branches:
        cases: list[tuple[Node | None, Template]] = []
        condition: Node | None = read_bits(words)
        while True:
            body = self.parts(frozenset({"elif", "else", "endif"}), depth + 1)
            cases.append((condition, tuple(body)))
            ended = self._ended_by
            if ended[0] == "endif":
                return Branches(tuple(cases))
            condition = read_bits(ended[1:]) if ended[0] == "elif" else None

    def _scope(self, words: list[str], depth: int) -> Scoped:
        if len(words) == 3 and words[1] == "as":  # the old way: « with value as name »
            words = [f"{words[2]}={words[0]}"]
        names = []
        for word in words:
            name, equals, value = word.partition("=")
            if not equals or not name.isidentifier():
                raise NotUnderstood(_("la balise « with » ne se lit pas"))
            names.append((name, read_expression(value)))
        return Scoped(tuple(names), tuple(self.parts(frozenset({"endwith"}), depth + 1)))

    def _loop(self, words: list[str], depth: int) -> Loop:
        if "in" not in words or words.index("in") in (0, len(words) - 1):
            raise NotUnderstood(_("la balise « for » ne se lit pas"))
        place = words.index("in")
        names = tuple(name for word in words[:place] for name in word.split(",") if name)
        over = read_expression(words[place + 1])
        return Loop(names, over, tuple(self.parts(frozenset({"endfor"}), depth + 1)))

    def _skip_comment(self) -> None:
        for token in self._tokens:
            if token.token_type == TokenType.BLOCK and token.contents.strip() == "endcomment":
                return


def _first_of(words: list[str]) -> Node:
    nodes = [read_expression(word) for word in words if word != "as"]
    if not nodes:
        return Constant("")
    *others, last = nodes
    for node in reversed(others):
        last = Filtered(node, "default", (last,))
    return last
