"""What is wrong with one question by itself, quickly: for the builder who writes it, and for the preview."""

import json
from functools import lru_cache
from typing import Any

from parvis.catalogue.composition.places import Document
from parvis.catalogue.expressions import BadExpression
from parvis.catalogue.forms.definition import compile_form
from parvis.catalogue.forms.lint import lint
from parvis.catalogue.forms.remarks import Level
from parvis.catalogue.forms.schemas import FORMAT

# Formulas read other questions, which are not there: those who write them are told elsewhere.
_ELSEWHERE = frozenset({"condition", "checks", "prefill"})
_ALONE = ("form", "pages", "0", "fields", "0")


def option_faults(field: Document) -> dict[str, list[str]]:
    """Return what is wrong with a question's own texts and options, by their name (``""``: the whole)."""
    return {name: list(said) for name, said in _option_faults(json.dumps(field, sort_keys=True))}


def alone(field: Document) -> Document:
    """Return a definition that asks one question and nothing else."""
    page = {"key": "p", "title": "p", "fields": [field]}
    return {"format": FORMAT, "code": "x", "title": "x", "form": {"pages": [page]}}


def compiles(field: Document) -> bool:
    """Return whether a question can be drawn: its options are whole, its formulas read."""
    return _compiles(json.dumps(field, sort_keys=True))


@lru_cache(maxsize=4096)
def _option_faults(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for remark in lint(alone(json.loads(text))):
        path = tuple(remark.pointer.split("/")[1:])
        inside = path[len(_ALONE) :]
        name = inside[0] if inside else ""
        if remark.level is Level.ERROR and path[: len(_ALONE)] == _ALONE and name not in _ELSEWHERE:
            said = found.setdefault(name, [])
            if remark.message not in said:
                said.append(remark.message)
    return tuple((name, tuple(said)) for name, said in found.items())


@lru_cache(maxsize=4096)
def _compiles(text: str) -> bool:
    field: dict[str, Any] = json.loads(text)
    if _option_faults(text):
        return False
    try:
        compile_form(alone(field))
    except BadExpression:
        return False
    return True
