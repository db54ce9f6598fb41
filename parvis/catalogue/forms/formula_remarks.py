"""What is wrong with the formulas of a definition: they compile, and read only answers that come before them.

A formula inside a block reads its row first, then the form; after the block it reads the rows. The agents' form comes
after the person's and reads its answers.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import CONTEXT_NAMES, BadExpression, Expression, compile_expression
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.compiling import RECALLING, compiled_question
from parvis.catalogue.forms.remarks import FORMS, Path, Remark, fields_of, remark_at
from parvis.catalogue.recall import recall

TEXTS = ("title", "description")


def formula_remarks(definition: dict[str, Any]) -> list[Remark]:
    """Return what is wrong with the formulas and the recalled texts of a definition of the right shape."""
    found = _Formulas(definition)
    return [*found.of_forms(), *found.of_translations()]


class _Formulas:
    """One walk over a definition, in the order in which people answer."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition
        self.everything = {
            field["key"] for _path, field in fields_of(definition) if registry.get(field["type"]).holds
        }

    def of_forms(self) -> Iterator[Remark]:
        """Yield the remarks on both forms and on what reads all the answers."""
        known: set[str] = set()
        for part in FORMS:
            for number, page in enumerate(self.definition.get(part, {}).get("pages", [])):
                yield from self._page([part, "pages", number], page, known)
            if part == "form":
                yield from self._formula(["subject"], self.definition.get("subject"), known)
                for name, source in self.definition.get("contact", {}).items():
                    yield from self._formula(["contact", name], source, known)

    def of_translations(self) -> Iterator[Remark]:
        """Yield the remarks on the formulas of translated texts; where they stand is checked in French."""
        for language, texts in self.definition.get("translations", {}).items():
            for pointer, text in texts.items():
                yield from self._recalled(["translations", language, pointer], text, self.everything)

    def _page(self, path: Path, page: dict[str, Any], known: set[str]) -> Iterator[Remark]:
        yield from self._formula([*path, "condition"], page.get("condition"), known)
        yield from self._texts(path, page, TEXTS, known)
        yield from self._fields(path, page["fields"], known)
        yield from self._rules(path, page, known)
        for order, way_out in enumerate(page.get("exits", [])):
            own: Path = [*path, "exits", order]
            yield from self._formula([*own, "when"], way_out["when"], known)
            yield from self._texts(own, way_out, ("title", "text"), known)

    def _fields(self, path: Path, fields: list[dict[str, Any]], known: set[str]) -> Iterator[Remark]:
        for place, field in enumerate(fields):
            yield from self._field([*path, "fields", place], field, known)

    def _field(self, path: Path, field: dict[str, Any], known: set[str]) -> Iterator[Remark]:
        kind = registry.get(field["type"])
        yield from self._formula([*path, "condition"], field.get("condition"), known)
        yield from self._texts(path, field, RECALLING, known)
        yield from self._formula([*path, "prefill", "value"], field.get("prefill", {}).get("value"), known)
        for where, source in kind.formulas(field):
            yield from self._formula([*path, *where], source, known)
        if kind.nests:
            yield from self._fields(path, field["fields"], set(known))
        if kind.holds:
            known.add(field["key"])
        yield from self._rules(path, field, known)
        yield from self._default(path, field)

    def _rules(self, path: Path, part: dict[str, Any], known: set[str]) -> Iterator[Remark]:
        for order, check in enumerate(part.get("checks", [])):
            yield from self._formula([*path, "checks", order, "rule"], check["rule"], known)

    def _texts(
        self, path: Path, part: dict[str, Any], names: Iterable[str], known: set[str]
    ) -> Iterator[Remark]:
        for name in names:
            if isinstance(part.get(name), str):
                yield from self._recalled([*path, name], part[name], known)

    def _recalled(self, path: Path, text: str, known: set[str]) -> Iterator[Remark]:
        try:
            recalled = recall(text)
        except BadExpression as bad:
            yield remark_at(self.definition, path, str(bad))
            return
        for formula in recalled.formulas if recalled else ():
            yield from self._names(path, formula, known)

    def _formula(self, path: Path, source: str | None, known: set[str]) -> Iterator[Remark]:
        if not source:
            return
        try:
            formula = compile_expression(source)
        except BadExpression as bad:
            yield remark_at(self.definition, path, str(bad))
            return
        yield from self._names(path, formula, known)

    def _names(self, path: Path, formula: Expression, known: set[str]) -> Iterator[Remark]:
        for name in sorted(set(formula.names) - known - CONTEXT_NAMES):
            message = (
                _("« %(name)s » est demandé plus loin : une formule ne lit que les réponses d’avant.")
                if name in self.everything
                else _("aucune question n’a la clé « %(name)s ».")
            )
            yield remark_at(self.definition, path, message % {"name": name})

    def _default(self, path: Path, field: dict[str, Any]) -> Iterator[Remark]:
        """Check that the answer shown at first is one that the type accepts."""
        if "default" not in field:
            return
        try:
            question = compiled_question(field, {})
        except BadExpression:  # said where the formula stands
            return
        _value, refused = question.type.settle(question, field["default"])
        for sentences in refused.values():
            yield remark_at(self.definition, [*path, "default"], " ".join(sentences))
