"""A transition as a builder edits it: from where to where, who, when, on which condition, with which form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.steps import asks
from parvis.catalogue.field_types import PostData, clean_line
from parvis.studio.form import conditions
from parvis.studio.form.clauses import under
from parvis.studio.form.conditions import ConditionEditor
from parvis.studio.form.controls import Control, Number, Paragraph, SeveralOffered, Tick
from parvis.studio.form.option_words import Words
from parvis.studio.workflow.answers import answers_in
from parvis.studio.workflow.boxes import Boxes, Choice, Errors, Formula, Known, Span

BUTTON = "button"


@dataclass(frozen=True)
class Typed:
    """A transition as it stands in the boxes."""

    boxes: dict[str, Any]
    on: str
    when: dict[str, Any]
    condition: conditions.Typed


@dataclass
class TransitionEditor:
    """Reads, writes and draws a transition."""

    known: Known
    own: Document
    errors: Errors = field(default_factory=dict)

    def as_it_is(self) -> Typed:
        """Return the transition as it would be typed."""
        when = self.own.get("when", {"on": BUTTON})
        origins = self.own.get("from", [])
        flat = {**self.own, "from": [origins] if isinstance(origins, str) else origins}
        return Typed(
            boxes=self._boxes.shown(flat),
            on=when["on"],
            when=self._when(when["on"]).shown(_flat(when)),
            condition=self._condition.from_source(self.own.get("condition", "")),
        )

    def read(self, data: PostData) -> Typed:
        """Return what was typed, after the button pressed if it changes the condition."""
        asked = clean_line(data.get("when.on", BUTTON))
        on = asked if asked in dict(kinds_of_when()) else BUTTON
        return Typed(self._boxes.read(data), on, self._when(on).read(data), self._condition.read(data))

    def value(self, typed: Typed) -> Document:
        """Return the transition; what is wrong is in ``errors``."""
        boxes, when = self._boxes, self._when(typed.on)
        made = boxes.value(typed.boxes, self.own)
        said = _nested(typed.on, when.value(typed.when))
        self.errors = {**boxes.errors, **when.errors}
        made["from"] = _origins(made.get("from", []))
        if typed.on != BUTTON:
            made["when"] = said
        source = self._condition.source_into(typed.condition, self.errors)
        if source:
            made["condition"] = source
        if typed.on == "form" and not made.get("form"):
            self.errors["form"] = [_("Choisissez le formulaire qui est rempli.")]
        return made

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        widgets = {str(one.context["name"]): one for one in self._boxes.widgets(typed.boxes, errors)}
        return {
            "way": [widgets[name] for name in ("label", "from", "to")],
            "who": [widgets["who"]],
            "advanced": [widgets[name] for name in ("help", "confirm", "form", "grouped", "key")],
            "ons": kinds_of_when(),
            "on": typed.on,
            "when_widgets": self._when(typed.on).widgets(typed.when, errors),
            "pressed": typed.on in {BUTTON, "form"},
            "condition": self._condition.drawn(typed.condition, under("condition", errors)),
        }

    @cached_property
    def _condition(self) -> ConditionEditor:
        return ConditionEditor("condition", answers_in(self.known.definition, self.known.flow))

    @cached_property
    def _boxes(self) -> Boxes:
        known = self.known
        statuses = known.named("statuses")
        anywhere = [("open", _("toute étape ouverte")), ("any", _("toute étape, même finie"))]
        to = [*statuses, ("same", _("la même étape : rien ne bouge")), ("back", _("l’étape d’avant"))]
        label = _("Les mots du bouton ; pour ce qui se fait tout seul, ce qui se passe.")
        return Boxes(
            [
                Control("label", {}, Words(_("Nom de la suite"), label), True),
                SeveralOffered("from", {}, Words(_("Depuis")), True, [*statuses, *anywhere]),
                Choice("to", {}, Words(_("Vers")), True, to),
                SeveralOffered(
                    "who",
                    {},
                    Words(_("Qui peut la faire"), _("Rien de coché : le service chargé.")),
                    False,
                    known.people(),
                ),
                Paragraph("help", {}, Words(_("Aide à côté du bouton"))),
                Paragraph("confirm", {}, Words(_("Ce qui est dit avant de la faire"))),
                Choice("form", {}, Words(_("Formulaire rempli avec elle")), False, known.named("forms")),
                Tick("grouped", {}, Words(_("Peut être faite sur plusieurs demandes à la fois"))),
                Control("key", {}, Words(_("Nom dans les formules")), True),
            ]
        )

    def _when(self, on: str) -> Boxes:
        """Return the boxes that a kind of moment asks for."""
        if on not in self._whens:
            self._whens[on] = Boxes(_when_controls(on, self.known), "when.")
        return self._whens[on]

    @cached_property
    def _whens(self) -> dict[str, Boxes]:
        return {}


def kinds_of_when() -> list[tuple[str, str]]:
    """Return what may make a transition happen, in words."""
    return [
        (BUTTON, _("quelqu’un appuie sur le bouton")),
        ("form", _("quelqu’un remplit le formulaire affiché")),
        ("arrival", _("tout seul, dès l’arrivée à l’étape")),
        ("delay", _("un délai après l’arrivée à l’étape")),
        ("date", _("à une date des réponses")),
        ("event", _("quelque chose arrive à la demande")),
        ("validation", _("un visa ou une signature est donné ou refusé")),
        ("opinions", _("les avis demandés sont arrivés")),
        ("case_ended", _("une demande liée est terminée")),
        ("signal", _("un autre logiciel le signale")),
        ("failure", _("une action n’a pas pu être faite")),
    ]


def events() -> list[tuple[str, str]]:
    """Return what may happen to a case, in words."""
    return [
        ("message", _("la personne écrit")),
        ("pieces_asked", _("des pièces sont demandées")),
        ("pieces_received", _("toutes les pièces demandées sont reçues")),
        ("mended", _("la correction demandée est reçue")),
        ("corrected", _("la personne corrige ses réponses")),
        ("signed", _("tous ont signé")),
        ("decided", _("une décision est prise")),
        ("service_answered", _("le service remplit ses questions")),
    ]


def _when_controls(on: str, known: Known) -> list[Control]:
    asked = [(key, _ask_words(key, each)) for key, each in asks(known.flow)]
    answers = [("granted", _("accordé")), ("refused", _("refusé"))]
    sides = [("plus", _("après cette date")), ("minus", _("avant cette date"))]
    formula = _("La clé d’une question de date, ou une formule.")
    controls: dict[str, list[Control]] = {
        "delay": [
            Span("after", {}, Words(_("Combien de temps après")), True),
            Number("times", {"type": "integer"}, Words(_("Combien de fois"), _("Laissé vide : une fois."))),
        ],
        "date": [
            Formula("date", {}, Words(_("Date"), formula), True),
            Span("shift", {}, Words(_("Décalage"))),
            Choice("side", {}, Words(_("Sens du décalage")), False, sides),
        ],
        "event": [Choice("event", {}, Words(_("Ce qui arrive")), True, events())],
        "validation": [
            Choice("ask", {}, Words(_("Quel visa ou quelle signature")), True, asked),
            Choice("answer", {}, Words(_("Réponse")), True, answers),
        ],
        "opinions": [Choice("ask", {}, Words(_("Quels avis")), True, asked)],
        "case_ended": [
            Control("link", {}, Words(_("Nom du lien"), _("Laissé vide : n’importe quelle demande liée.")))
        ],
        "signal": [Control("name", {}, Words(_("Nom du signal"), _("Par exemple : paid.")), True)],
        "failure": [Choice("action", {}, Words(_("Quelle action")), False, asked)],
    }
    return controls.get(on, [])


def _ask_words(key: str, step: Document) -> str:
    return f"{step.get('label') or step.get('text', '')[:60] or step['do']} ({key})"


def _origins(chosen: list[str]) -> str | list[str]:
    """Return where a transition leaves from as the format says it: « any » and « open » stand alone."""
    return next((one for one in ("any", "open") if one in chosen), chosen)


def _flat(when: Document) -> Document:
    side = next((one for one in ("plus", "minus") if one in when), "plus")
    return {**when, "shift": when.get(side), "side": side}


def _nested(on: str, said: Document) -> Document:
    side = said.pop("side", "plus")
    shift = said.pop("shift", None)
    return {"on": on, **said, **({side: shift} if shift else {})}
