"""From a tree to a value of our expressions, and to the texts that recall them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.imports.publik.language import tree
from parvis.catalogue.imports.publik.language.filters import filtered
from parvis.catalogue.imports.publik.language.forms import as_text, shown
from parvis.catalogue.imports.publik.language.operators import CONDITION, Unknown, compared, holds
from parvis.catalogue.imports.publik.language.scope import Scope
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import (
    FALSE,
    TRUE,
    Kind,
    Level,
    Value,
    both,
    chosen,
    constant,
    either,
    listed,
    negated,
)

LONGEST = 4000  # characters of an expression of a definition (the published schema)


@dataclass(frozen=True)
class Translator:
    """Translates trees at one place of a form; ``unknown`` is what a comparison without answer is worth."""

    scope: Scope
    unknown: Unknown = CONDITION

    def value(self, node: tree.Node) -> Value:
        """Return what a tree is worth. Raises NotUnderstood."""
        match node:
            case tree.Constant():
                return constant(node.value)
            case tree.Name():
                return self.scope.resolve(node.path)
            case tree.Filtered():
                arguments = [self.value(one) for one in node.arguments]
                return filtered(node.name, self.value(node.base), arguments, self.scope.note)
            case tree.Listed():
                return listed(self.value(one) for one in node.items)
            case tree.Chosen():
                condition = self.truth(node.condition)
                if (
                    condition is TRUE or condition is FALSE
                ):  # the other side is never read: it may make no sense
                    return self.value(node.yes if condition is TRUE else node.no)
                return chosen(condition, self.value(node.yes), self.value(node.no))
            case tree.Joined(operator="or") if not _is_test(node):
                return filtered("default", self.value(node.left), [self.value(node.right)], self.scope.note)
            case _:
                return self.truth(node)

    def truth(self, node: tree.Node) -> Value:
        """Return whether a tree holds. Raises NotUnderstood."""
        match node:
            case tree.Joined(operator="and"):
                return both(self.truth(node.left), self.truth(node.right))
            case tree.Joined():
                return either(self.truth(node.left), self.truth(node.right))
            case tree.Negated():
                return negated(replace(self, unknown=self.unknown.turned()).truth(node.inner))
            case tree.Compared():
                left, right = self.value(node.left), self.value(node.right)
                return compared(node.operator, left, right, self.unknown)
            case _:
                return holds(self.value(node))

    def text(self, template: tree.Template) -> Value:
        """Return the text that a template makes, as one expression. Raises NotUnderstood."""
        pieces = [piece for part in template for piece in self._pieces(part)]
        return _joined(pieces)

    def result(self, template: tree.Template) -> Value:
        """Return what a template gives: the value itself when it is a lone ``{{ … }}``. Raises NotUnderstood."""
        outputs = [part for part in template if not (isinstance(part, tree.Text) and not part.text.strip())]
        match outputs:
            case [tree.Output(node=node)]:
                return self.value(node)
            case [tree.Scoped(names=names, body=body)]:
                return self.inside(names).result(body)
            case _:
                return self.text(_stripped(_without_blanks(template)))

    def inside(self, names: tuple[tuple[str, tree.Node], ...]) -> "Translator":
        """Return the translator inside a ``with``."""
        local = dict(self.scope.local)
        for name, node in names:
            local[name] = self.value(node)
        return replace(self, scope=replace(self.scope, local=local))

    def _pieces(self, part: tree.Part) -> Iterator[Value]:
        match part:
            case tree.Text():
                if part.text:
                    yield constant(part.text)
            case tree.Output():
                yield shown(self.value(part.node))
            case tree.Scoped():
                yield self.inside(part.names).text(part.body)
            case tree.Branches():
                yield self._branches(part)
            case tree.Loop():
                raise NotUnderstood(_("une boucle n’a pas d’équivalent dans nos textes"))

    def _branches(self, part: tree.Branches) -> Value:
        result = constant("")
        for condition, body in reversed(part.cases):
            text = self.text(body)
            result = text if condition is None else chosen(self.truth(condition), text, result)
        return result


def usable(value: Value) -> str:
    """Return the expression of a value, once our language accepts it. Raises NotUnderstood."""
    if len(value.cel) > LONGEST:
        raise NotUnderstood(_("une fois traduite, cette formule est trop longue pour nos définitions"))
    try:
        compile_expression(value.cel)
    except BadExpression as bad:
        raise NotUnderstood(str(bad)) from None
    return value.cel


def _is_test(node: tree.Node) -> bool:
    return isinstance(node, tree.Compared | tree.Negated) or (
        isinstance(node, tree.Joined) and (_is_test(node.left) or _is_test(node.right))
    )


def _joined(pieces: list[Value]) -> Value:
    merged: list[Value] = []
    for piece in pieces:
        if merged and merged[-1].is_constant and piece.is_constant:
            merged[-1] = constant(f"{merged[-1].constant}{piece.constant}")
        elif piece.constant != "":
            merged.append(piece)
    if not merged:
        return constant("")
    if len(merged) == 1:
        return as_text(merged[0])
    cel = " + ".join(one.within(Level.SUM) for one in merged)
    return Value(cel, Kind.TEXT, Level.SUM)


def _without_blanks(template: tree.Template) -> tree.Template:
    """Return a template without what only lays it out: blanks, but those between two values, which part them."""
    kept = []
    for place, part in enumerate(template):
        around = template[max(0, place - 1) : place + 2]
        parts = len(around) == 3 and all(isinstance(one, tree.Output) for one in (around[0], around[2]))
        if not isinstance(part, tree.Text) or part.text.strip() or parts:
            kept.append(part)
    return tuple(kept)


def _stripped(template: tree.Template) -> tree.Template:
    """Return a template without the blanks around it, which no answer keeps."""
    parts = list(template)
    if parts and isinstance(parts[0], tree.Text):
        parts[0] = tree.Text(parts[0].text.lstrip())
    if parts and isinstance(parts[-1], tree.Text):
        parts[-1] = tree.Text(parts[-1].text.rstrip())
    return tuple(parts)
