"""An expression as a French sentence: what a builder reads beside the formula, a case before it is imported.

« « Type de travaux » est « abattage » et « Âge » est au moins 18 ».
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from parvis.catalogue.expressions.context import CONTEXT_NAMES
from parvis.catalogue.expressions.function import functions
from parvis.catalogue.expressions.tree import Tree, called, is_name
from parvis.catalogue.expressions.values import readable

Choices = Mapping[str, Mapping[str, str]]
_SYMBOLS = {"+": "+", "-": "−", "*": "×", "/": "÷", "%": "modulo"}
_DATES = {"add_days", "add_months", "add_years"}
_LOOSENESS = {"||": 1, "&&": 2, "!": 3, "?": 0}
"""What needs parentheses inside what is tighter."""


def in_words(tree: Tree, labels: Mapping[str, str], choices: Choices | None = None) -> str:
    """Return the sentence of an expression.

    ``labels`` are the questions' by key (« home.street » for the question of a block); ``choices`` the labels of a
    question's options by value. What has no label is told by its key.
    """
    return _Teller(labels, choices or {}).condition(tree)


@dataclass(frozen=True)
class _Teller:
    """Tells trees with these labels."""

    labels: Mapping[str, str]
    choices: Choices = field(default_factory=dict)

    def condition(self, tree: Tree) -> str:
        """Tell what should be true; a lone answer is then a yes."""
        if is_name(tree) or (isinstance(tree, list) and tree[0] in ("part", "at")):
            return _("%(answer)s est oui") % {"answer": self.value(tree)}
        return self.value(tree)

    def value(self, tree: Tree) -> str:
        """Tell a value."""
        if not isinstance(tree, list):
            return self._literal(tree)
        head, *parts = tree
        if called(tree):
            return self._call(head, parts)
        match head:
            case "name" | "part":
                return self._answer(tree)
            case "at":
                return self._element(*parts)
            case "list":
                return _joined([self.value(part) for part in parts], _("et")) or _("rien")
            case "&&" | "||":
                return self._connected(head, parts)
            case "!":
                return self._contrary(parts[0])
            case "?":
                return self._choice(*parts)
            case "==" | "!=" | "<" | "<=" | ">" | ">=" | "in":
                return self._compared(head, *parts)
        return self._computed(head, parts)

    def _literal(self, value: Tree) -> str:
        if isinstance(value, str):
            return _("« %(text)s »") % {"text": value} if value else _("rien")
        return _("rien") if value is None else readable(value)

    def _answer(self, tree: Tree) -> str:
        path = _path(tree)
        first, _dot, part = path.partition(".")
        if path in self.labels:
            return _("« %(text)s »") % {"text": self.labels[path]}
        if first in CONTEXT_NAMES and first not in self.labels:
            return _of_context(first, part)
        if tree[0] == "part":
            return _("« %(part)s » de %(whole)s") % {"part": tree[2], "whole": self.value(tree[1])}
        return _("« %(text)s »") % {"text": path}

    def _element(self, owner: Tree, place: Tree) -> str:
        rank = str(place + 1) if isinstance(place, int) else self.value(place)
        return _("l’élément n° %(rank)s de %(whole)s") % {"rank": rank, "whole": self.value(owner)}

    def _connected(self, head: str, parts: list[Tree]) -> str:
        word = _("et") if head == "&&" else _("ou")
        return f" {word} ".join(self._inside(head, part) for part in parts)

    def _inside(self, head: str, part: Tree) -> str:
        """Tell a condition, between parentheses when it is looser than what it stands in."""
        told = self.condition(part)
        inner = _LOOSENESS.get(part[0], 9) if isinstance(part, list) else 9
        return f"({told})" if inner <= _LOOSENESS[head] else told

    def _contrary(self, part: Tree) -> str:
        if called(part) == "empty":
            return _("%(answer)s a une réponse") % {"answer": self.value(part[1])}
        if is_name(part):
            return _("%(answer)s est non") % {"answer": self.value(part)}
        return _("il est faux que %(condition)s") % {"condition": self._inside("!", part)}

    def _choice(self, test: Tree, yes: Tree, no: Tree) -> str:
        return _("%(value)s si %(condition)s, sinon %(other)s") % {
            "value": self.value(yes),
            "condition": self._inside("?", test),
            "other": self.value(no),
        }

    def _compared(self, head: str, one: Tree, other: Tree) -> str:
        left, right = self.value(one), self._of(one, other)
        if head == "in":
            return self._contained(one, other)
        if other in ("", None) and head in ("==", "!="):
            sentence = _("%(one)s est sans réponse") if head == "==" else _("%(one)s a une réponse")
            return sentence % {"one": left}
        sentences = _of_dates() if _is_date(one) or _is_date(other) else _of_numbers()
        return sentences[head] % {"one": left, "other": right}

    def _contained(self, one: Tree, other: Tree) -> str:
        if isinstance(other, list) and other[0] == "list":
            values = _joined([self._of(one, part) for part in other[1:]], _("ou"))
            return _("%(one)s est %(other)s") % {"one": self.value(one), "other": values}
        return _("%(list)s contient %(value)s") % {"list": self.value(other), "value": self._of(other, one)}

    def _of(self, question: Tree, value: Tree) -> str:
        """Tell a value compared with a question: an option by its label."""
        options = self.choices.get(_path(question), {})
        if isinstance(value, str) and value in options:
            return _("« %(text)s »") % {"text": options[value]}
        return self.value(value)

    def _computed(self, head: str, parts: list[Tree]) -> str:
        texts = [self.value(part) for part in parts]
        loose = [isinstance(part, list) and part[0] in _SYMBOLS | _LOOSENESS for part in parts]
        texts = [f"({text})" if bare else text for text, bare in zip(texts, loose, strict=True)]
        return f"{_SYMBOLS[head]}{texts[0]}" if len(texts) == 1 else f" {_SYMBOLS[head]} ".join(texts)

    def _call(self, name: str, parts: list[Tree]) -> str:
        declared = functions().get(name)
        texts = [self._of(parts[0], part) for part in parts]
        everything = _joined(texts, _("et"))
        if declared is None:
            return f"{name}({', '.join(texts)})"
        padded = texts + [""] * len(declared.parameters)
        return str(declared.words).format(*padded, all=everything)


def _of_numbers() -> dict[str, str]:
    return {
        "==": _("%(one)s est %(other)s"),
        "!=": _("%(one)s n’est pas %(other)s"),
        "<": _("%(one)s est inférieur à %(other)s"),
        "<=": _("%(one)s est au plus %(other)s"),
        ">": _("%(one)s dépasse %(other)s"),
        ">=": _("%(one)s est au moins %(other)s"),
    }


def _of_dates() -> dict[str, str]:
    return _of_numbers() | {
        "<": _("%(one)s est avant %(other)s"),
        "<=": _("%(one)s est au plus tard %(other)s"),
        ">": _("%(one)s est après %(other)s"),
        ">=": _("%(one)s est au plus tôt %(other)s"),
    }


def _is_date(tree: Tree) -> bool:
    """Return whether a tree is surely a date."""
    if isinstance(tree, str):
        return re.fullmatch(r"\d{4}-\d\d-\d\d.*", tree) is not None
    return called(tree) in _DATES or (is_name(tree) and tree[1] in ("today", "now"))


def _path(tree: Tree) -> str:
    if is_name(tree):
        return str(tree[1])
    if isinstance(tree, list) and tree[0] == "part":
        return f"{_path(tree[1])}.{tree[2]}"
    return ""


def _of_context(name: str, part: str) -> str:
    """Tell what is not an answer."""
    told = {
        "today": _("la date du jour"),
        "now": _("l’heure du moment"),
        "channel": _("le canal de la demande"),
        "signed_in": _("la connexion à un compte"),
        "person": _("le profil de la personne"),
        "options": _("les réglages de la démarche"),
    }[name]
    return _("« %(part)s » dans %(whole)s") % {"part": part, "whole": told} if part else told


def _joined(texts: list[str], word: str) -> str:
    """Return « a, b ou c »."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {word} {texts[-1]}"
