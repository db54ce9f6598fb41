"""What is wrong with the questions of a shared block, before any procedure takes them.

A block is not checked as a form is: its conditions may read questions of the forms that will take it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.lint import RESERVED, shape_remark
from parvis.catalogue.forms.remarks import Level, Remark, place_in_words
from parvis.catalogue.forms.schemas import procedure_schema


def lint_block(fields: Any) -> list[Remark]:
    """Return what is wrong with the questions of a block: their shape first, then their keys and formulas.

    Pointers lead into ``{"fields": […]}``.
    """
    document = {"fields": fields}
    shape = dict.fromkeys(shape_remark(document, error) for error in _validator().iter_errors(document))
    if shape:
        return sorted(shape, key=lambda remark: remark.pointer)
    return [*_keys(document), *_formulas(document)]


@cache
def _validator() -> Draft202012Validator:
    schema = procedure_schema()
    fields = schema["$defs"]["page"]["properties"]["fields"]
    return Draft202012Validator(
        {
            "$schema": schema["$schema"],
            "$defs": schema["$defs"],
            "type": "object",
            "properties": {"fields": fields},
        }
    )


def _keys(document: dict[str, Any]) -> Iterator[Remark]:
    seen: set[str] = set()
    for place, field in enumerate(document["fields"]):
        key = field["key"]
        if key in seen:
            yield _remark(document, [place, "key"], _("la clé « %(key)s » est déjà prise.") % {"key": key})
        if key in RESERVED:
            yield _remark(
                document, [place, "key"], _("« %(key)s » est un mot réservé des formules.") % {"key": key}
            )
        seen.add(key)


def _formulas(document: dict[str, Any]) -> Iterator[Remark]:
    for place, field in enumerate(document["fields"]):
        found: list[tuple[tuple[str | int, ...], str]] = [
            (("condition",), field.get("condition", "")),
            *(
                (("checks", order, "rule"), check["rule"])
                for order, check in enumerate(field.get("checks", []))
            ),
            *registry.get(field["type"]).formulas(field),
        ]
        for path, source in found:
            try:
                if source:
                    compile_expression(source)
            except BadExpression as bad:
                yield _remark(document, [place, *path], str(bad))


def _remark(document: dict[str, Any], path: list[str | int], message: str) -> Remark:
    whole: list[str | int] = ["fields", *path]
    pointer = "".join(f"/{step}" for step in whole)
    return Remark(Level.ERROR, pointer, place_in_words(document, whole), message)
