"""An action as a builder edits it: the settings that it declares, its condition, the name others know it by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.mentions import ASKS, mentions
from parvis.catalogue.field_types import PostData
from parvis.catalogue.workflows.actions import Action, Named, Phase, actions
from parvis.catalogue.workflows.naming import letters_of, types_of
from parvis.common.errors import NotFound
from parvis.studio.form import conditions
from parvis.studio.form.clauses import under
from parvis.studio.form.conditions import ConditionEditor
from parvis.studio.form.controls import Control
from parvis.studio.form.option_words import Words
from parvis.studio.workflow.answers import answers_in
from parvis.studio.workflow.boxes import Boxes, Errors, Known, boxes_of


@dataclass(frozen=True)
class Typed:
    """An action as it stands in the boxes."""

    settings: dict[str, Any]
    own: dict[str, Any]
    condition: conditions.Typed


@dataclass
class ActionEditor:
    """Reads, writes and draws an action."""

    known: Known
    step: Document
    errors: Errors = field(default_factory=dict)

    @property
    def action(self) -> Action:
        """Return what the action does. Raises NotFound."""
        if self.step["do"] not in actions:
            raise NotFound(self.step["do"])
        return actions.get(self.step["do"])

    def as_it_is(self) -> Typed:
        """Return the action as it would be typed."""
        shown = {each.key: each.default for each in self.action.settings if each.default is not None}
        settings = self._settings.shown({**shown, **self.step})
        return Typed(
            settings, self._own.shown(self.step), self._condition.from_source(self.step.get("condition", ""))
        )

    def read(self, data: PostData) -> Typed:
        """Return what was typed, after the button pressed if it changes the condition."""
        return Typed(self._settings.read(data), self._own.read(data), self._condition.read(data))

    def value(self, typed: Typed) -> Document:
        """Return the action; what is wrong is in ``errors``."""
        settings, own = self._settings, self._own
        made = {
            "do": self.step["do"],
            **own.value(typed.own),
            **self._said(settings.value(typed.settings, self.step)),
        }
        self.errors = {**own.errors, **settings.errors}
        source = self._condition.source_into(typed.condition, self.errors)
        if source:
            made["condition"] = source
        if not self.errors:
            for setting, said in self.action.faults(made, self._named):
                self.errors.setdefault(setting, []).append(said[:1].upper() + said[1:])
        return made

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        key = self.step.get("key", "")
        return {
            "action_label": str(self.action.label),
            "later": self.action.phase is Phase.JOB,
            "awaited": self.action.awaited,
            "setting_widgets": self._settings.widgets(typed.settings, errors),
            "own_widgets": self._own.widgets(typed.own, errors),
            "condition": self._condition.drawn(typed.condition, under("condition", errors)),
            "spoken_of": len(mentions(self.known.flow, ASKS, key)) if key else 0,
        }

    def _said(self, settings: Document) -> Document:
        """Return the settings without the usual ones that nobody wrote."""
        usual = {each.key: each.default for each in self.action.settings if each.key not in self.step}
        return {key: value for key, value in settings.items() if key not in usual or value != usual[key]}

    @cached_property
    def _settings(self) -> Boxes:
        return boxes_of(self.action, self.known)

    @cached_property
    def _own(self) -> Boxes:
        label = _("Ce que les agents lisent au lieu du nom de l’action.")
        key = _("Pour que les suites et les formules parlent de ce qu’elle a donné.")
        return Boxes(
            [
                Control("label", {}, Words(_("Nom pour les agents"), label)),
                Control("key", {}, Words(_("Nom dans les formules"), key)),
            ]
        )

    @cached_property
    def _condition(self) -> ConditionEditor:
        return ConditionEditor("condition", answers_in(self.known.definition, self.known.flow))

    @property
    def _named(self) -> Named:
        flow = self.known.flow
        return Named(
            templates=frozenset(flow.get("templates", {})),
            functions=frozenset(each["key"] for each in flow.get("functions", [])),
            forms=frozenset(flow.get("forms", {})),
            questions=frozenset(key for key, _label in self.known.questions()),
            letters=letters_of(flow),
            types=types_of(self.known.definition),
        )
