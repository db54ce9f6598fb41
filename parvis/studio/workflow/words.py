"""Functions, messages and forms of a workflow as a builder edits them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.field_types import PostData
from parvis.catalogue.forms.block_lint import lint_block
from parvis.catalogue.forms.lint import errors as lint_errors
from parvis.studio.form.clauses import Box, Clause
from parvis.studio.form.controls import Control, Paragraph
from parvis.studio.form.kinds import by_family, kinds
from parvis.studio.form.option_words import Words
from parvis.studio.resources.block_lines import as_they_are, read_block
from parvis.studio.workflow.answers import answers_in
from parvis.studio.workflow.boxes import Boxes, Choice, Errors, FreeClauses, Known

LONGEST_SHORT = 300


@dataclass(frozen=True)
class Typed:
    """A function, a message or a form as it stands in the boxes."""

    boxes: dict[str, Any]
    clauses: list[Clause] = field(default_factory=list)
    fields: list[Document] = field(default_factory=list)


@dataclass
class FunctionEditor:
    """A role named case by case."""

    known: Known
    own: Document
    errors: Errors = field(default_factory=dict)

    def as_it_is(self) -> Typed:
        """Return the function as it would be typed."""
        return Typed(self._boxes.shown(self.own))

    def read(self, data: PostData) -> Typed:
        """Return what was typed."""
        return Typed(self._boxes.read(data))

    def value(self, typed: Typed) -> Document:
        """Return the function; what is wrong is in ``errors``."""
        made = self._boxes.value(typed.boxes)
        self.errors = self._boxes.errors
        return made

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        return {"widgets": self._boxes.widgets(typed.boxes, errors)}

    @cached_property
    def _boxes(self) -> Boxes:
        holders = [
            ("handler", _("le service chargé")),
            ("manager", _("le responsable du service")),
            ("assignee", _("l’agent chargé de la demande")),
            ("nobody", _("personne : il faut la désigner")),
        ]
        return Boxes(
            [
                Control(
                    "label", {}, Words(_("Nom de la fonction"), _("Par exemple : Valideur, Comptable.")), True
                ),
                Paragraph("help", {}, Words(_("Ce qu’elle fait"))),
                Choice(
                    "default", {}, Words(_("Qui la tient tant que personne n’est désigné")), False, holders
                ),
                Control("key", {}, Words(_("Nom dans les formules")), True),
            ]
        )


@dataclass
class TemplateEditor:
    """A message or a letter: paragraphs, each kept when its condition holds."""

    known: Known
    own: Document
    errors: Errors = field(default_factory=dict)

    def as_it_is(self) -> Typed:
        """Return the message as it would be typed."""
        parts = self.own.get("parts") or [{"text": self.own.get("text", "")}]
        return Typed(self._boxes.shown(self.own), self._parts.from_value(parts))

    def read(self, data: PostData) -> Typed:
        """Return what was typed, after the button pressed if it adds or takes away a paragraph."""
        return Typed(self._boxes.read(data), self._parts.read(data))

    def value(self, typed: Typed) -> Document:
        """Return the message; what is wrong is in ``errors``."""
        made = self._boxes.value(typed.boxes)
        self.errors = self._boxes.errors
        if len(made.get("short", "")) > LONGEST_SHORT:
            self.errors["short"] = [_("Écrivez %(most)d caractères au plus.") % {"most": LONGEST_SHORT}]
        parts = [{k: v for k, v in one.items() if v} for one in self._parts.value(typed.clauses, self.errors)]
        if not parts:
            self.errors["parts"] = [_("Écrivez le message.")]
        if len(parts) == 1 and "condition" not in parts[0]:
            return {**made, "text": parts[0].get("text", "")}
        return {**made, "parts": parts}

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        widgets = self._boxes.widgets(typed.boxes, errors)
        return {
            "widgets": widgets[:2],
            "after": widgets[2:],
            "parts": self._parts.drawn(typed.clauses, errors),
        }

    @cached_property
    def _boxes(self) -> Boxes:
        short = _("Laissé vide, le message est raccourci.")
        return Boxes(
            [
                Control(
                    "title",
                    {},
                    Words(_("Nom du modèle"), _("Pour qui le choisit : la personne ne le lit pas.")),
                    True,
                ),
                Control("subject", {}, Words(_("Objet du message"))),
                Paragraph("short", {}, Words(_("Texte du SMS"), short)),
                Control("key", {}, Words(_("Nom dans les formules")), True),
            ]
        )

    @cached_property
    def _parts(self) -> FreeClauses:
        missing = _("Écrivez ce paragraphe, ou retirez-le.")
        said = _("{{ formule }} rappelle ce qui est connu, par exemple {{ case.number }}.")
        box = Box("text", _("Paragraphe"), missing, said, "fields/textarea.html")
        return FreeClauses("parts", "condition", (box,), answers_in(self.known.definition, self.known.flow))


@dataclass
class FormEditor:
    """A form given on the way: a title and questions, one a line."""

    known: Known
    own: Document
    errors: Errors = field(default_factory=dict)

    def as_it_is(self) -> Typed:
        """Return the form as it would be typed."""
        return Typed(self._boxes.shown(self.own), fields=self.own.get("fields", []))

    def read(self, data: PostData) -> Typed:
        """Return what was typed; what is wrong with a line is in ``errors``."""
        found, self.errors = read_block(data, self.own.get("fields", []))
        return Typed(self._boxes.read(data), fields=found)

    def value(self, typed: Typed) -> Document:
        """Return the form; what is wrong is in ``errors``."""
        made = self._boxes.value(typed.boxes)
        self.errors |= self._boxes.errors
        if not typed.fields:
            self.errors["0.label"] = [_("Écrivez au moins une question.")]
        elif not self.errors:
            said = [one for found in lint_errors(lint_block(typed.fields)).values() for one in found]
            self.errors |= {"": said} if said else {}
        return {**made, "fields": typed.fields}

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        widgets = self._boxes.widgets(typed.boxes, errors)
        return {
            "widgets": widgets[:2],
            "after": widgets[2:],
            "lines": as_they_are(typed.fields),
            "families": by_family(kinds()),
        }

    @cached_property
    def _boxes(self) -> Boxes:
        return Boxes(
            [
                Control("title", {}, Words(_("Titre du formulaire")), True),
                Paragraph("description", {}, Words(_("Texte au début"))),
                Control(
                    "key",
                    {},
                    Words(_("Nom dans les formules"), _("Elles lisent une réponse ainsi : nom.question")),
                    True,
                ),
            ]
        )
