"""Names in a workflow: each key once, each name of something that is there, each formula of what is known."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import (
    CONTEXT_NAMES,
    BadExpression,
    Expression,
    compile_expression,
    paths_of,
)
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.formula_remarks import formula_remarks
from parvis.catalogue.forms.remarks import Path, Remark, fields_of, remark_at
from parvis.catalogue.recall import recall
from parvis.catalogue.workflows.actions import Kind, Named, actions
from parvis.catalogue.workflows.names import CASE, CASE_PARTS, RESERVED_STATUSES

_LISTS = ("functions", "statuses", "transitions")


def name_remarks(definition: dict[str, Any], document: dict[str, Any]) -> Iterator[Remark]:
    """Yield the names that are wrong; ``document`` is the workflow with its ready-made part."""
    found = _Names(definition, document)
    yield from found.keys()
    yield from found.places()
    yield from found.forms()
    yield from found.steps()
    yield from found.texts()


class _Names:
    """One walk over a workflow. Paths are those of the definition; a ready-made part stands at « use »."""

    def __init__(self, definition: dict[str, Any], document: dict[str, Any]) -> None:
        self.definition, self.document = definition, document
        self.statuses = {each["key"] for each in document["statuses"]}
        self.functions = frozenset(each["key"] for each in document.get("functions", []))
        questions = [
            field["key"] for _path, field in fields_of(definition) if registry.get(field["type"]).holds
        ]
        self.questions = frozenset(questions)
        self.named = Named(
            templates=frozenset(document.get("templates", {})),
            functions=self.functions,
            forms=frozenset(document.get("forms", {})),
            questions=self.questions,
            letters=letters_of(document),
            types=types_of(definition),
        )
        self.known = self.questions | self.named.forms | CONTEXT_NAMES | {CASE}
        self.steps_by_key = {step["key"]: step for _path, step in self._every_step() if "key" in step}

    def keys(self) -> Iterator[Remark]:
        """Yield keys taken twice, or reserved."""
        for name in _LISTS:
            seen: set[str] = set()
            for each in self.definition["workflow"].get(name, []):
                if each["key"] in seen:
                    yield self._at(self._path(name, each["key"]), _taken(each["key"]))
                seen.add(each["key"])
        for key in sorted(self.statuses & RESERVED_STATUSES):
            said = _("« %(key)s » ne peut pas être la clé d’une étape.") % {"key": key}
            yield self._at(self._path("statuses", key), said)
        for key in sorted(self.named.forms & (self.questions | CONTEXT_NAMES | {CASE})):
            yield self._at(["workflow", "forms", key], _taken(key))
        if CASE in self.questions:
            said = _("avec un parcours, aucune question ne peut avoir la clé « case ».")
            yield self._at(["workflow"], said)

    def places(self) -> Iterator[Remark]:
        """Yield statuses and functions named that are not there."""
        first = self.document.get("first")
        if first is not None and first not in self.statuses:
            yield self._at(["workflow", "first"], _no_status(first))
        for each in self.document["statuses"]:
            path = self._path("statuses", each["key"])
            yield from self._people([*path, "waits_for"], each.get("waits_for", []))
            yield from self._delay([*path, "within"], each.get("within"))
            for rank, notice in enumerate(each.get("notices", [])):
                own: Path = [*path, "notices", rank]
                yield from self._people(own, notice.get("to", []))
                yield from self._formula(own, notice.get("condition"))
                yield from self._text(own, notice["text"])
        for each in self.document["transitions"]:
            yield from self._transition(self._path("transitions", each["key"]), each)

    def _transition(self, path: Path, each: dict[str, Any]) -> Iterator[Remark]:
        origins = each["from"] if isinstance(each["from"], list) else []
        for key in origins:
            if key not in self.statuses:
                yield self._at([*path, "from"], _no_status(key))
        if each["to"] not in self.statuses | {"same", "back"}:
            yield self._at([*path, "to"], _no_status(each["to"]))
        yield from self._people([*path, "who"], each.get("who", []))
        yield from self._formula([*path, "condition"], each.get("condition"))
        if "confirm" in each:
            yield from self._text([*path, "confirm"], each["confirm"])
        if each.get("form", next(iter(self.named.forms), "")) not in self.named.forms and "form" in each:
            said = _("aucun formulaire du parcours n’a la clé « %(key)s ».") % {"key": each["form"]}
            yield self._at([*path, "form"], said)
        yield from self._when([*path, "when"], each.get("when", {"on": "button"}), each)

    def _when(self, path: Path, when: dict[str, Any], each: dict[str, Any]) -> Iterator[Remark]:
        for name in ("after", "plus", "minus"):
            yield from self._delay([*path, name], when.get(name))
        yield from self._formula([*path, "date"], when.get("date"))
        if when["on"] == "form" and "form" not in each:
            yield self._at(path, _("cette suite attend un formulaire : choisissez lequel."))
        asked = when.get("ask") or when.get("action")
        if asked and asked not in self.steps_by_key:
            said = _("aucune action n’a la clé « %(key)s ».") % {"key": asked}
            yield self._at(path, said)

    def forms(self) -> Iterator[Remark]:
        """Yield what is wrong with the questions of the forms given, read as the agents' form is."""
        for key, form in self.document.get("forms", {}).items():
            page = {"key": "p", "title": form["title"], "fields": form["fields"]}
            alone = {**self.definition, "agent_form": {"pages": [page]}, "translations": {}}
            for remark in formula_remarks(alone):
                if remark.pointer.startswith("/agent_form"):
                    yield self._at(["workflow", "forms", key], remark.message)
            for field in form["fields"]:
                for _option, said in registry.get(field["type"]).faults(field):
                    yield self._at(["workflow", "forms", key], said)

    def steps(self) -> Iterator[Remark]:
        """Yield what is wrong with the settings of actions."""
        for path, step in self._every_step():
            action = actions.get(step["do"])
            yield from self._formula([*path, "condition"], step.get("condition"))
            for where, said in action.faults(step, self.named):
                yield self._at([*path, where], said)
            for where, source in action.formulas(step):
                yield from self._formula([*path, where], source)
            for where, text in action.texts(step):
                yield from self._text([*path, where], text)
            for setting in action.settings:
                if setting.key in step:
                    yield from self._names([*path, setting.key], setting.kind, step[setting.key])

    def texts(self) -> Iterator[Remark]:
        """Yield what is wrong with templates."""
        for key, template in self.document.get("templates", {}).items():
            path: Path = ["workflow", "templates", key]
            parts = template.get("parts") or [{"text": template["text"]}]
            for text in (
                template.get("subject", ""),
                template.get("short", ""),
                *(each["text"] for each in parts),
            ):
                yield from self._text(path, text)
            for part in parts:
                yield from self._formula(path, part.get("condition"))

    def _names(self, path: Path, kind: Kind, value: Any) -> Iterator[Remark]:
        if kind is Kind.PEOPLE:
            yield from self._people(path, value)
        elif kind is Kind.TEMPLATE and value not in self.named.templates:
            yield self._at(path, _("aucun modèle n’a la clé « %(key)s ».") % {"key": value})
        elif kind is Kind.FORM and value not in self.named.forms:
            yield self._at(path, _("aucun formulaire du parcours n’a la clé « %(key)s ».") % {"key": value})
        elif kind is Kind.FUNCTION and path[-1] == "function" and value not in self.functions:
            yield self._at(path, _no_function(value))

    def _people(self, path: Path, people: Iterable[str]) -> Iterator[Remark]:
        for who in people:
            kind, _colon, key = who.partition(":")
            if kind == "function" and key not in self.functions:
                yield self._at(path, _no_function(key))

    def _delay(self, path: Path, delay: dict[str, Any] | None) -> Iterator[Remark]:
        if delay and isinstance(delay["count"], str):
            yield from self._formula(path, delay["count"])

    def _text(self, path: Path, text: str) -> Iterator[Remark]:
        try:
            recalled = recall(text)
        except BadExpression as bad:
            yield self._at(path, str(bad))
            return
        for formula in recalled.formulas if recalled else ():
            yield from self._reads(path, formula)

    def _formula(self, path: Path, source: str | None) -> Iterator[Remark]:
        if not source:
            return
        try:
            formula = compile_expression(source)
        except BadExpression as bad:
            yield self._at(path, str(bad))
            return
        yield from self._reads(path, formula)

    def _reads(self, path: Path, formula: Expression) -> Iterator[Remark]:
        for name in sorted(set(formula.names) - self.known):
            yield self._at(path, _("aucune question n’a la clé « %(name)s ».") % {"name": name})
        for read in sorted(paths_of(formula.tree)):
            if read[0] == CASE and len(read) > 1 and read[1] not in CASE_PARTS:
                said = _("« case.%(name)s » n’existe pas. Sont connus : %(known)s.")
                yield self._at(path, said % {"name": read[1], "known": ", ".join(sorted(CASE_PARTS))})

    def _every_step(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        for name, part in (("statuses", "on_arrival"), ("transitions", "actions")):
            for each in self.document[name]:
                for rank, step in enumerate(each.get(part, [])):
                    yield [*self._path(name, each["key"]), part, rank], step

    def _path(self, name: str, key: str) -> Path:
        return path_of(self.definition, name, key)

    def _at(self, path: Path, said: str) -> Remark:
        return remark_at(self.definition, path, said)


def types_of(definition: dict[str, Any]) -> dict[str, str]:
    """Return the types of the questions of a definition, the person's and the agents', by key."""
    return {field["key"]: field["type"] for _path, field in fields_of(definition)}


def letters_of(workflow: dict[str, Any]) -> frozenset[str]:
    """Return the names of the actions that make letters in a workflow, so that others have them signed."""
    held = [
        step
        for name, part in (("statuses", "on_arrival"), ("transitions", "actions"))
        for each in workflow.get(name, [])
        for step in each.get(part, [])
    ]
    return frozenset(step["key"] for step in held if step["do"] == "make_letter" and "key" in step)


def path_of(definition: dict[str, Any], name: str, key: str) -> Path:
    """Return the path of a status or a transition in a definition; « use » when a ready-made workflow has it."""
    for rank, each in enumerate(definition["workflow"].get(name, [])):
        if each["key"] == key:
            return ["workflow", name, rank]
    return ["workflow", "use"]


def _taken(key: str) -> str:
    return _("la clé « %(key)s » est déjà prise.") % {"key": key}


def _no_status(key: str) -> str:
    return _("aucune étape n’a la clé « %(key)s ».") % {"key": key}


def _no_function(key: str) -> str:
    return _("aucune fonction n’a la clé « %(key)s ».") % {"key": key}
