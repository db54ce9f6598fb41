"""A page of the form as a builder edits it: its words, when it is asked, its rules, where one leaves the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document, PagePlace, fields_of
from parvis.catalogue.field_types import PostData, clean_line, clean_text
from parvis.common.errors import Invalid
from parvis.studio.form import conditions
from parvis.studio.form.answers import answers_before, answers_of
from parvis.studio.form.clauses import Clause, ClausesEditor, exits_editor, rules_editor, under
from parvis.studio.form.comparisons import Answer
from parvis.studio.form.conditions import ConditionEditor
from parvis.ui.fields import Widget

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Typed:
    """A page as it stands in the boxes."""

    title: str
    description: str
    key: str
    condition: conditions.Typed
    rules: list[Clause]
    exits: list[Clause]


@dataclass
class StepEditor:
    """Reads, writes and draws one page."""

    document: Document
    place: PagePlace
    errors: dict[str, list[str]] = field(default_factory=dict)

    def as_it_is(self) -> Typed:
        """Return the page as it would be typed."""
        own = self.place.page
        return Typed(
            title=own.get("title", ""),
            description=own.get("description", ""),
            key=own["key"],
            condition=self._condition.from_source(own.get("condition", "")),
            rules=self._rules.from_value(own.get("checks", ())),
            exits=self._exits.from_value(own.get("exits", ())),
        )

    def read(self, data: PostData) -> Typed:
        """Return what was typed, after the button pressed if it adds or takes away a line."""
        return Typed(
            title=clean_line(data.get("title", "")),
            description=clean_text(data.get("description", "")),
            key=clean_line(data.get("key", "")) or self.place.page["key"],
            condition=self._condition.read(data),
            rules=self._rules.read(data),
            exits=self._exits.read(data),
        )

    def values(self, typed: Typed) -> Document:
        """Return what the page says of itself. Raises Invalid, by box."""
        self.errors = {}
        values: Document = {
            "key": typed.key,
            "title": typed.title,
            "description": typed.description,
            "condition": self._condition.source_into(typed.condition, self.errors),
            "checks": self._rules.value(typed.rules, self.errors),
            "exits": self._exits.value(typed.exits, self.errors),
        }
        if not typed.title:
            self.errors["title"] = [_("Donnez un titre à l’étape.")]
        elif len(typed.title) > LONGEST_TITLE:
            self.errors["title"] = [
                _("Écrivez un titre de %(most)d caractères au plus.") % {"most": LONGEST_TITLE}
            ]
        if self.errors:
            raise Invalid(self.errors)
        return values

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        boxes: tuple[tuple[Any, ...], ...] = (
            ("title", _("Titre de l’étape"), "", typed.title, True, "fields/input.html", {}),
            (
                "description",
                _("Texte au début de l’étape"),
                _("Une ligne vide entre deux paragraphes, « - » devant chaque élément d’une liste."),
                typed.description,
                False,
                "fields/textarea.html",
                {"rows": 3},
            ),
        )
        return {
            "typed": typed,
            "word_widgets": [_widget(*box, errors=errors) for box in boxes],
            "condition": self._condition.drawn(typed.condition, under("condition", errors)),
            "rules": self._rules.drawn(typed.rules, errors),
            "exits": self._exits.drawn(typed.exits, errors),
            "key_widget": _widget(
                "key", _("Nom dans l’adresse"), "", typed.key, True, "fields/input.html", {}, errors=errors
            ),
        }

    @cached_property
    def _condition(self) -> ConditionEditor:
        return ConditionEditor("condition", answers_before(self.document, self.place))

    @cached_property
    def _answers(self) -> list[Answer]:
        """Return what a rule or an exit of the page reads: what was asked before it, and on it."""
        own = [each for one in fields_of(self.place) if one.block is None for each in answers_of(one)]
        return [*own, *answers_before(self.document, self.place)]

    @cached_property
    def _rules(self) -> ClausesEditor:
        return rules_editor(self._answers)

    @cached_property
    def _exits(self) -> ClausesEditor:
        return exits_editor(self._answers)


def _widget(
    name: str,
    label: str,
    help_text: str,
    value: str,
    required: bool,
    template: str,
    own: dict[str, Any],
    *,
    errors: Mapping[str, list[str]],
) -> Widget:
    common = {
        "id": f"q-{name}",
        "name": name,
        "label": label,
        "help": help_text,
        "value": value,
        "required": required,
        "errors": errors.get(name, []),
    }
    return Widget(template, common | own)
