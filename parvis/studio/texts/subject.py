"""The subject of a case as people write it: « Prêt pour {{ event_title }} », and the formula that makes it."""

import re

from parvis.catalogue.expressions import BadExpression, Tree, compile_expression, parse, write
from parvis.common.errors import Invalid

_RECALLED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
FORMULA = "="


def to_formula(typed: str) -> str:
    """Return the formula of a text that recalls answers, or of a formula written after « = ». Raises Invalid."""
    typed = " ".join(typed.split())
    if not typed:
        return ""
    try:
        if typed.startswith(FORMULA):
            source = typed.removeprefix(FORMULA).strip()
            compile_expression(source)
            return source
        parts = [
            part for place, text in enumerate(_RECALLED.split(typed)) if (part := _part(place, text)) != ""
        ]
        return write(parts[0] if len(parts) == 1 else ["+", *parts])
    except BadExpression as bad:
        raise Invalid({"": [str(bad)]}) from None


def to_text(source: str) -> str:
    """Return a formula as a text that recalls answers, or as it is after « = » when it is not one."""
    if not source:
        return ""
    try:
        tree = parse(source)
    except BadExpression:
        return f"{FORMULA} {source}"
    operands = tree[1:] if isinstance(tree, list) and tree[0] == "+" else [tree]
    texts = [_text(one) for one in operands]
    return "".join(text for text in texts if text is not None) if None not in texts else f"{FORMULA} {source}"


def _part(place: int, text: str) -> Tree:
    if place % 2 == 0:
        return text
    return ["text", parse(text.strip())]


def _text(tree: Tree) -> str | None:
    if isinstance(tree, str):
        return None if "{{" in tree else tree
    if isinstance(tree, list) and tree[0] == "text" and len(tree) == 2:
        return f"{{{{ {write(tree[1])} }}}}"
    if isinstance(tree, list) and tree[0] in {"name", "part"}:
        return f"{{{{ {write(tree)} }}}}"
    return None
