"""Boxes by which a builder fills a status, a transition, an action: those of questions' options, and a few more.

An action's boxes come from the settings it declares, by their kind: a new action needs none of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document, fields
from parvis.catalogue.composition.workflow.parts import keys_of, words_of
from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.field_types import PostData, clean_line
from parvis.catalogue.workflows.actions import Action, Kind, Setting
from parvis.common.errors import Invalid
from parvis.studio.form.clauses import ClausesEditor
from parvis.studio.form.conditions import ConditionEditor
from parvis.studio.form.controls import (
    Control,
    Lines,
    Number,
    OneOffered,
    Pairs,
    Paragraph,
    SeveralOffered,
    Tick,
)
from parvis.studio.form.option_words import Words
from parvis.studio.form.outline import label_of
from parvis.ui.fields import Widget

Errors = dict[str, list[str]]
Pairs_ = Sequence[tuple[str, str]]
WHO: tuple[tuple[str, Promise], ...] = (
    ("person", gettext_lazy("la personne")),
    ("mandatary", gettext_lazy("son mandataire")),
    ("handler", gettext_lazy("le service chargé")),
    ("assignee", gettext_lazy("l’agent chargé")),
    ("manager", gettext_lazy("le responsable du service")),
    ("referent", gettext_lazy("un service consulté")),
    ("agents", gettext_lazy("tout agent qui participe")),
    ("payer", gettext_lazy("qui paie")),
    ("system", gettext_lazy("un autre logiciel")),
)
UNITS: tuple[tuple[str, Promise], ...] = (
    ("working_days", gettext_lazy("jours ouvrés")),
    ("days", gettext_lazy("jours")),
    ("weeks", gettext_lazy("semaines")),
    ("months", gettext_lazy("mois")),
    ("hours", gettext_lazy("heures")),
    ("minutes", gettext_lazy("minutes")),
)
STATES: tuple[tuple[str, Promise], ...] = (
    ("received", gettext_lazy("reçue")),
    ("in_progress", gettext_lazy("en cours d’examen")),
    ("waiting_for_person", gettext_lazy("en attente de la personne")),
    ("waiting_for_third_party", gettext_lazy("en attente d’un autre service")),
    ("decided", gettext_lazy("décision prise")),
    ("closed", gettext_lazy("terminée")),
    ("withdrawn", gettext_lazy("retirée par la personne")),
    ("transferred_out", gettext_lazy("transmise à un autre organisme")),
)


class Choice(OneOffered):
    """One of a few, each with its words; the first stands when nothing else is said and the box is needed."""

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a list, without a blank line when one must be chosen."""
        template, own = super().drawing(typed)
        return template, {**own, "empty_label": "" if self.required else _("Comme d’habitude")}


class Formula(Control):
    """A formula, read before it is kept."""

    def value(self, typed: Any) -> Any:
        """Return the formula. Raises Invalid."""
        return checked(typed) if typed else None


class LookedUp(Control):
    """A name looked up in a list of the body as one types; anything else may be written, as a formula in braces.

    The beginning of one name alone, or a part of it, stands for the whole: the list works without JavaScript.
    """

    def value(self, typed: Any) -> Any:
        """Return the name. Raises Invalid when what was typed may be several."""
        names = [code for code, _words in self.offered]
        if not typed or typed in names:
            return typed or None
        close = [name for name in names if str(typed).casefold() in name.casefold()]
        if len(close) > 1:
            said = _("Plusieurs noms : %(names)s. Écrivez le nom entier.")
            raise Invalid({"": [said % {"names": ", ".join(close[:5])}]})
        return close[0] if close else typed

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:  # noqa: ARG002
        """Draw a line with its list."""
        return "input", {"known": [{"value": code, "label": words} for code, words in self.offered]}


class Span(Control):
    """A length of time: how many, of what. How many may be a formula."""

    def read(self, data: PostData, name: str) -> Any:
        """Read both boxes."""
        return {part: clean_line(data.get(f"{name}.{part}", "")) for part in ("count", "unit")}

    def value(self, typed: Any) -> Any:
        """Return the delay, None when nothing is said. Raises Invalid."""
        count, unit = typed["count"], typed["unit"]
        if not count:
            return None
        known = unit if unit in dict(UNITS) else "days"
        return {"count": int(count) if count.isascii() and count.isdigit() else checked(count), "unit": known}

    def shown(self, value: Any) -> Any:
        """Fill both boxes."""
        held = value or {}
        return {"count": str(held.get("count", "")), "unit": held.get("unit", "working_days")}

    def widget(self, name: str, typed: Any, errors: Sequence[str]) -> Widget:
        """Draw both boxes side by side."""
        count = Control("count", {}, Words(_("Combien"))).widget(f"{name}.count", typed["count"], ())
        count = Widget(count.template, {**count.context, "width": "6", "required": True})
        units = [{"value": code, "label": str(words)} for code, words in UNITS]
        unit = {
            "id": f"q-{name.replace('.', '-')}-unit",
            "name": f"{name}.unit",
            "label": _("Unité"),
            "value": typed["unit"],
            "options": units,
            "empty_label": "",
        }
        own = {"id": f"q-{name.replace('.', '-')}", "name": name, "label": str(self.words.label)}
        said = {"help": str(self.words.help), "errors": list(errors), "required": self.required}
        widgets = [count, Widget("fields/select.html", unit)]
        return Widget("fields/group.html", {**own, **said, "layout": "inline", "widgets": widgets})


class Formulas(Pairs):
    """Formulas by name, one a line; each is read before it is kept."""

    def value(self, typed: Any) -> Any:
        """Read each. Raises Invalid."""
        found: dict[str, str] | None = super().value(typed)
        return {name: checked(source) for name, source in found.items()} if found else None


def checked(source: str) -> str:
    """Return a formula that reads. Raises Invalid."""
    try:
        compile_expression(source)
    except BadExpression as bad:
        raise Invalid({"": [str(bad)]}) from None
    return source


class FreeClauses(ClausesEditor):
    """Lines that stand always, unless their condition says when."""

    def condition(self, number: int) -> ConditionEditor:
        """Return the editor of a condition that may stay « always »."""
        editor = super().condition(number)
        editor.needed = False
        return editor


@dataclass
class Boxes:
    """Some boxes filled from a part of a document, read, and made a part again. Names may have a prefix."""

    controls: Sequence[Control]
    prefix: str = ""
    errors: Errors = field(default_factory=dict)

    def shown(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return what would be typed."""
        return {one.name: one.shown(document.get(one.name)) for one in self.controls}

    def read(self, data: PostData) -> dict[str, Any]:
        """Return what was typed."""
        return {one.name: one.read(data, f"{self.prefix}{one.name}") for one in self.controls}

    def value(self, typed: Mapping[str, Any], former: Mapping[str, Any] | None = None) -> Document:
        """Return the part of the document; what is wrong is put in ``errors``, by box.

        Boxes ticked as they were keep the order of ``former``: it says nothing.
        """
        held = former or {}
        made: Document = {}
        for one in self.controls:
            try:
                value = one.value(typed[one.name])
            except Invalid as invalid:
                self.errors[f"{self.prefix}{one.name}"] = [
                    each for said in invalid.errors.values() for each in said
                ]
                continue
            if value is not None:
                made[one.name] = _in_order(value, held.get(one.name))
            elif one.required:
                self.errors[f"{self.prefix}{one.name}"] = [_("Ce réglage est nécessaire : remplissez-le.")]
        return made

    def widgets(self, typed: Mapping[str, Any], errors: Mapping[str, Sequence[str]]) -> list[Widget]:
        """Return the boxes as they are drawn."""
        return [
            one.widget(
                f"{self.prefix}{one.name}", typed[one.name], errors.get(f"{self.prefix}{one.name}", ())
            )
            for one in self.controls
        ]


def _in_order(value: Any, former: Any) -> Any:
    ticked = isinstance(value, list) and isinstance(former, list)
    return former if ticked and sorted(value) == sorted(former) else value


@dataclass(frozen=True)
class Known:
    """What a workflow and its procedure have that a setting may name."""

    definition: Document
    flow: Document
    of_body: Mapping[str, Pairs_] = field(default_factory=dict)
    """What the body has, by the setting that names it: its procedures, tables, letters."""

    def people(self) -> list[tuple[str, str]]:
        """Return the roles, those of the body first, then the functions named case by case."""
        own = [
            (f"function:{key}", words_of(self.flow, "functions", key))
            for key in keys_of(self.flow, "functions")
        ]
        return [*((code, str(words)) for code, words in WHO), *own]

    def named(self, part: str) -> list[tuple[str, str]]:
        """Return the parts of a kind, by key, with their words."""
        return [(key, words_of(self.flow, part, key)) for key in keys_of(self.flow, part)]

    def questions(self) -> list[tuple[str, str]]:
        """Return the questions of both forms."""
        return [(place.address, label_of(place.field)) for place in fields(self.definition)]


def boxes_of(action: Action, known: Known) -> Boxes:
    """Return the boxes of an action's settings."""
    return Boxes([control_of(setting, known) for setting in action.settings])


def control_of(setting: Setting, known: Known) -> Control:
    """Return the box of a setting, by its kind."""
    words = Words(setting.label, setting.help or _HELP.get(setting.kind, ""), usual=bool(setting.default))
    schema = setting.shape()
    offered = _offered(setting, known)
    kind = _CONTROLS[setting.kind]
    if offered is not None:
        kind = _OFFERING.get(setting.kind, Choice)
        return kind(setting.key, schema, words, setting.required, offered)
    return kind(setting.key, schema, words, setting.required)


def _offered(setting: Setting, known: Known) -> Pairs_ | None:
    match setting.kind:
        case Kind.CHOICE:
            return [(code, str(words)) for code, words in setting.choices]
        case Kind.PEOPLE:
            return known.people()
        case Kind.TEMPLATE:
            return known.named("templates")
        case Kind.FORM:
            return known.named("forms")
        case Kind.FUNCTION if setting.key == "function":
            return known.named("functions")
        case Kind.QUESTION:
            return known.questions()
        case Kind.PROCEDURE | Kind.TEAM | Kind.AGENT:
            return known.of_body.get(setting.key, ())
    return None


_CONTROLS: dict[Kind, type[Control]] = {
    Kind.LINE: Control,
    Kind.TEXT: Paragraph,
    Kind.RECALLING: Paragraph,
    Kind.FORMULA: Formula,
    Kind.NUMBER: Number,
    Kind.TICK: Tick,
    Kind.CHOICE: Choice,
    Kind.LIST: Lines,
    Kind.DELAY: Span,
    Kind.PEOPLE: SeveralOffered,
    Kind.FUNCTION: Control,
    Kind.TEMPLATE: Choice,
    Kind.FORM: Choice,
    Kind.QUESTION: Choice,
    Kind.PROCEDURE: Choice,
    Kind.FORMULAS: Formulas,
    Kind.ADDRESS: Control,
    Kind.TEAM: LookedUp,
    Kind.AGENT: LookedUp,
}
_OFFERING: dict[Kind, type[Control]] = {
    Kind.PEOPLE: SeveralOffered,
    Kind.TEAM: LookedUp,
    Kind.AGENT: LookedUp,
}
_RECALLS = gettext_lazy("{{ formule }} rappelle ce qui est connu, par exemple {{ case.number }}.")
_HELP: dict[Kind, Any] = {
    Kind.RECALLING: _RECALLS,
    Kind.TEAM: gettext_lazy("Écrivez le début du nom, puis choisissez dans la liste."),
    Kind.AGENT: gettext_lazy("Écrivez le début du nom, puis choisissez dans la liste."),
    Kind.LIST: gettext_lazy("Un par ligne."),
    Kind.FORMULA: gettext_lazy("Les questions y sont nommées par leur clé, la demande par « case »."),
    Kind.FORMULAS: gettext_lazy("Une par ligne : un nom, deux points, une formule."),
}


def people_said(people: Sequence[str], known: Known) -> str:
    """Return roles in words, separated by commas."""
    words = dict(known.people())
    return ", ".join(words.get(one, one) for one in people)


def span_said(delay: Mapping[str, Any] | None) -> str:
    """Return a length of time in words, "" when there is none."""
    if not delay:
        return ""
    unit = str(dict(UNITS).get(delay.get("unit", ""), delay.get("unit", "")))
    return f"{delay.get('count', '')} {unit}"


def summary(errors: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Yield what is wrong for the summary above a panel, each with the box it is about."""
    for name, said in errors.items():
        yield from ({"id": f"q-{name.replace('.', '-')}" if name else "", "text": text} for text in said)
