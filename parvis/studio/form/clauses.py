"""Lines that each hold a condition and some words: rules of a question or of a page, exits of a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import PostData, clean_text
from parvis.studio.form import conditions
from parvis.studio.form.comparisons import Answer
from parvis.studio.form.conditions import ConditionEditor
from parvis.ui.fields import Widget

MOST = 20
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Box:
    """A box of a line: its name, its words, what is said when it is blank (it may be, without)."""

    name: str
    label: str
    missing: str = ""
    help: str = ""
    template: str = "fields/input.html"


@dataclass(frozen=True)
class Clause:
    """A line as it stands in its boxes."""

    when: conditions.Typed
    words: dict[str, str]


@dataclass(frozen=True)
class ClausesEditor:
    """Reads, writes and draws such lines. ``formula`` is the name of their condition in the format."""

    prefix: str
    formula: str
    boxes: Sequence[Box]
    answers: Sequence[Answer]

    def from_value(self, value: Sequence[Mapping[str, Any]]) -> list[Clause]:
        """Return the lines of a definition as they would be typed."""
        return [
            Clause(
                self.condition(number).from_source(str(one.get(self.formula, ""))),
                {box.name: _reached(one, box.name) for box in self.boxes},
            )
            for number, one in enumerate(value)
        ]

    def read(self, data: PostData) -> list[Clause]:
        """Return what was typed, after the button pressed if it adds or takes away a line."""
        pattern = re.compile(rf"{re.escape(self.prefix)}\.(\d{{1,2}})\.")
        numbers = sorted({int(found[1]) for name in data if (found := pattern.match(name))})
        pressed = str(data.get("_line", "")).split(" ")
        dropped = int(pressed[2]) if pressed[:2] == [self.prefix, "drop"] and pressed[-1].isdigit() else -1
        clauses = [self._read(data, number) for number in numbers if number != dropped]
        if pressed == [self.prefix, "add"]:
            blank = {box.name: "" for box in self.boxes}
            clauses.append(Clause(self.condition(len(clauses)).from_source(""), blank))
        return clauses[:MOST]

    def value(self, clauses: Sequence[Clause], errors: Errors) -> list[dict[str, Any]]:
        """Return the lines of the definition; what is wrong is put in ``errors``, by box."""
        made = []
        for number, clause in enumerate(clauses):
            editor = self.condition(number)
            one: dict[str, Any] = {self.formula: editor.source_into(clause.when, errors)}
            for box in self.boxes:
                words = clause.words[box.name]
                if words:
                    _put(one, box.name, words)
                elif box.missing:
                    errors[f"{editor.prefix}.{box.name}"] = [box.missing]
            made.append(one)
        return made

    def drawn(self, clauses: Sequence[Clause], errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the template of such lines reads."""
        return {
            "prefix": self.prefix,
            "can_add": len(clauses) < MOST,
            "lines": [self._line(number, clause, errors) for number, clause in enumerate(clauses)],
        }

    def condition(self, number: int) -> ConditionEditor:
        """Return the editor of a line's condition."""
        return ConditionEditor(f"{self.prefix}.{number}", self.answers, needed=True)

    def _read(self, data: PostData, number: int) -> Clause:
        words = {
            box.name: clean_text(data.get(f"{self.prefix}.{number}.{box.name}", "")) for box in self.boxes
        }
        return Clause(self.condition(number).read(data), words)

    def _line(self, number: int, clause: Clause, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        own = under(f"{self.prefix}.{number}", errors)
        widgets = [
            Widget(
                box.template,
                {
                    "id": f"q-{self.prefix}-{number}-{box.name}".replace(".", "-"),
                    "name": f"{self.prefix}.{number}.{box.name}",
                    "label": box.label,
                    "help": box.help,
                    "required": bool(box.missing),
                    "value": clause.words[box.name],
                    "errors": own.get(box.name, []),
                    **({"rows": 3} if "textarea" in box.template else {}),
                },
            )
            for box in self.boxes
        ]
        return {"number": number, "when": self.condition(number).drawn(clause.when, own), "widgets": widgets}


def rules_editor(answers: Sequence[Answer]) -> ClausesEditor:
    """Return the editor of rules across answers."""
    message = Box(
        "message",
        _("Phrase affichée si la règle n’est pas respectée"),
        _("Écrivez la phrase que la personne lira."),
    )
    return ClausesEditor("checks", "rule", [message], answers)


def exits_editor(answers: Sequence[Answer]) -> ClausesEditor:
    """Return the editor of the exits of a page."""
    boxes = [
        Box("title", _("Titre de la page de sortie"), _("Écrivez le titre de la page de sortie.")),
        Box(
            "text",
            _("Ce que la personne lira"),
            _("Dites pourquoi la démarche s’arrête là, et où aller."),
            template="fields/textarea.html",
        ),
        Box("link.label", _("Mots du lien"), help=_("Par exemple « Aller sur le site de l’État ».")),
        Box("link.address", _("Adresse du lien"), help=_("https://…, une adresse e-mail ou un téléphone.")),
    ]
    return ClausesEditor("exits", "when", boxes, answers)


def under(prefix: str, errors: Mapping[str, list[str]]) -> Errors:
    """Return the errors of the boxes under a prefix, by the rest of their name."""
    own = {name[len(prefix) + 1 :]: said for name, said in errors.items() if name.startswith(f"{prefix}.")}
    return own | ({"": errors[prefix]} if prefix in errors else {})


def _reached(value: Mapping[str, Any], name: str) -> str:
    node: Any = value
    for step in name.split("."):
        node = node.get(step, "") if isinstance(node, Mapping) else ""
    return str(node)


def _put(holder: dict[str, Any], name: str, words: str) -> None:
    *way, last = name.split(".")
    for step in way:
        holder = holder.setdefault(step, {})
    holder[last] = words
