"""A status as a builder edits it: its words, its legal state, who must act, by when, what is said on top of cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.field_types import PostData
from parvis.studio.form.clauses import Box, Clause, ClausesEditor
from parvis.studio.form.controls import Control, Paragraph, SeveralOffered, Tick
from parvis.studio.form.option_words import Words
from parvis.studio.workflow.answers import answers_in
from parvis.studio.workflow.boxes import STATES, Boxes, Choice, Errors, FreeClauses, Known, Span
from parvis.ui.fields import Widget


@dataclass(frozen=True)
class Typed:
    """A status as it stands in the boxes."""

    boxes: dict[str, Any]
    notices: list[Clause]


@dataclass
class StatusEditor:
    """Reads, writes and draws a status. ``notices`` for some people only are kept as they are."""

    known: Known
    own: Document
    errors: Errors = field(default_factory=dict)

    def as_it_is(self) -> Typed:
        """Return the status as it would be typed."""
        person = self.own.get("person", {})
        flat = {**self.own, "person_label": person.get("label"), "person_text": person.get("text")}
        return Typed(self._boxes.shown(flat), self._notices.from_value(self.own.get("notices", [])))

    def read(self, data: PostData) -> Typed:
        """Return what was typed, after the button pressed if it adds or takes away a line."""
        return Typed(self._boxes.read(data), self._notices.read(data))

    def value(self, typed: Typed) -> Document:
        """Return the status; what is wrong is in ``errors``."""
        boxes = self._boxes
        made = boxes.value(typed.boxes, self.own)
        self.errors = boxes.errors
        words = {"label": made.pop("person_label", None), "text": made.pop("person_text", None)}
        if words["label"]:
            made["person"] = {name: text for name, text in words.items() if text}
        elif words["text"]:
            self.errors["person_label"] = [_("Écrivez d’abord le nom de l’étape pour la personne.")]
        notices = self._notices.value(typed.notices, self.errors)
        if notices:
            made["notices"] = [self._kept(rank, each) for rank, each in enumerate(notices)]
        return made

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        widgets = {str(one.context["name"]): one for one in self._boxes.widgets(typed.boxes, errors)}
        groups: dict[str, list[Widget]] = {
            "words": [widgets[name] for name in ("label", "person_label", "person_text")],
            "course": [widgets[name] for name in ("state", "final", "waits_for", "within")],
            "advanced": [widgets[name] for name in ("tone", "key")],
        }
        return {**groups, "notices": self._notices.drawn(typed.notices, errors)}

    def _kept(self, rank: int, notice: Document) -> Document:
        """Return a notice without an empty condition, with the audience it had."""
        held = self.own.get("notices", [])
        former = held[rank] if rank < len(held) else {}
        said = {name: value for name, value in notice.items() if value}
        return {**{name: former[name] for name in ("to", "tone") if name in former}, **said}

    @cached_property
    def _notices(self) -> ClausesEditor:
        missing = _("Écrivez ce qui est dit en haut de la demande.")
        boxes = (Box("text", _("Texte en haut de la demande"), missing, template="fields/textarea.html"),)
        answers = answers_in(self.known.definition, self.known.flow)
        return FreeClauses("notices", "condition", boxes, answers)

    @cached_property
    def _boxes(self) -> Boxes:
        return Boxes(_controls(self.known))


def _controls(known: Known) -> list[Control]:
    states = [(code, str(words)) for code, words in STATES]
    tones = [
        ("neutral", _("neutre")),
        ("info", _("information")),
        ("success", _("réussite")),
        ("warning", _("attention")),
        ("error", _("problème")),
    ]
    person = _("Ce que la personne lit sur sa page de suivi. Laissé vide : les mots de l’état en droit.")
    state = _("Les délais, les statistiques et les accès ne connaissent que lui.")
    within = _("La date prévue est dite aux agents et à la personne.")
    key = _("Les formules la connaissent sous ce nom ; elles suivent si vous le changez.")
    return [
        Control("label", {}, Words(_("Nom de l’étape, pour les agents")), True),
        Control("person_label", {}, Words(_("Nom de l’étape, pour la personne"), person)),
        Paragraph("person_text", {}, Words(_("Explication pour la personne"))),
        Choice("state", {}, Words(_("État en droit"), state), True, states),
        Tick("final", {}, Words(_("Le parcours finit ici"))),
        SeveralOffered("waits_for", {}, Words(_("Qui doit agir")), False, known.people()),
        Span("within", {}, Words(_("Durée prévue"), within)),
        Choice("tone", {}, Words(_("Couleur")), False, tones),
        Control("key", {}, Words(_("Nom dans les formules"), key), True),
    ]
