"""A question as a builder edits it: its words, its options, when it is asked, its rules, what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.faults import option_faults
from parvis.catalogue.composition.places import Document, FieldPlace
from parvis.catalogue.field_types import FieldType, PostData, clean_line, clean_text, registry
from parvis.catalogue.forms import engine
from parvis.common.errors import Invalid
from parvis.studio.form import conditions, defaults, prefills
from parvis.studio.form.answers import answers_before, answers_of
from parvis.studio.form.choice_lines import keep_values
from parvis.studio.form.clauses import Clause, ClausesEditor, rules_editor, under
from parvis.studio.form.conditions import ConditionEditor
from parvis.studio.form.controls import Choices, Control, Offered, control_of, in_former_order
from parvis.studio.form.option_words import words_of
from parvis.ui.fields import Widget

# Options that other screens write: the questions of a block, and the shared block it comes from.
_ELSEWHERE = frozenset({"fields", "block"})
_COMMON = frozenset(
    {
        "key",
        "type",
        "label",
        "help",
        "required",
        "condition",
        "checks",
        "prefill",
        "default",
        "review",
        "sensitive",
    }
)


@dataclass(frozen=True)
class Typed:
    """A question as it stands in the boxes. ``first`` is what was typed as first answer, when it was sent."""

    label: str
    help: str
    required: bool
    key: str
    review: bool
    sensitive: bool
    options: dict[str, Any]
    condition: conditions.Typed
    rules: list[Clause]
    prefill: dict[str, str]
    first: engine.PageChecked | None = None


@dataclass
class QuestionEditor:
    """Reads, writes and draws one question. ``keeps``: answers already given hold to the values of its options.

    ``offered`` is what the body has to choose from, by option.
    """

    document: Document
    place: FieldPlace
    keeps: bool = False
    offered: Mapping[str, Offered] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def kind(self) -> FieldType:
        """Return the question's type."""
        return registry.get(self.place.field["type"])

    @cached_property
    def controls(self) -> list[Control]:
        """Return the boxes of the type's options, those that are needed first."""
        made = [
            control_of(
                name,
                schema,
                words_of(self.kind.code, name),
                required=name in self.kind.required_options,
                offered=self.offered.get(name),
            )
            for name, schema in self.kind.options.items()
            if name not in _ELSEWHERE
        ]
        return sorted(made, key=lambda one: not one.required)

    @cached_property
    def condition(self) -> ConditionEditor:
        """Return the editor of when the question is asked."""
        return ConditionEditor("condition", self._before)

    def as_it_is(self) -> Typed:
        """Return the question as it would be typed."""
        own = self.place.field
        return Typed(
            label=own.get("label", ""),
            help=own.get("help", ""),
            required=own.get("required", True),
            key=own["key"],
            review=own.get("review", True),
            sensitive=own.get("sensitive", False),
            options={one.name: one.shown(own.get(one.name)) for one in self.controls},
            condition=self.condition.from_source(own.get("condition", "")),
            rules=self._rules.from_value(own.get("checks", ())),
            prefill=prefills.shown_prefill(own.get("prefill")),
        )

    def read(self, data: PostData) -> Typed:
        """Return what was typed, after the button pressed if it adds or takes away a line."""
        first = self._first
        return Typed(
            label=clean_line(data.get("label", "")),
            help=clean_text(data.get("help", "")),
            required=bool(data.get("required", "")),
            key=clean_line(data.get("key", "")) or self.place.field["key"],
            review=not data.get("unreviewed", ""),
            sensitive=bool(data.get("sensitive", "")),
            options={one.name: one.read(data, f"o.{one.name}") for one in self.controls},
            condition=self.condition.read(data),
            rules=self._rules.read(data),
            prefill=prefills.read_prefill(data),
            first=defaults.read_default(first, data) if first else None,
        )

    def field(self, typed: Typed) -> Document:
        """Return the question that was typed, once it stands by itself. Raises Invalid, by box."""
        self.errors = {}
        own = {
            "key": typed.key,
            "type": self.kind.code,
            "label": typed.label,
            "help": typed.help,
            **self._own(typed),
        }
        if self.kind.asks:
            own |= self._asked(typed)
        own["condition"] = self.condition.source_into(typed.condition, self.errors)
        made = {name: value for name, value in own.items() if value not in (None, "", [], {})}
        made |= {name: self.place.field[name] for name in _ELSEWHERE if name in self.place.field}
        if self.kind.labelled and not typed.label:
            self.errors["label"] = [_("Écrivez la question.")]
        if not self.errors:
            self._check_whole(made)
        if self.errors:
            raise Invalid(self.errors)
        return made

    def context(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the panel's template reads."""
        return {
            "typed": typed,
            "asks": self.kind.asks,
            "label_widget": self._label_widget(typed, errors),
            "help_widget": self._help_widget(typed, errors),
            "option_widgets": [
                one.widget(f"o.{one.name}", typed.options[one.name], errors.get(f"o.{one.name}", ()))
                for one in self.controls
            ],
            "condition": self.condition.drawn(typed.condition, under("condition", errors)),
            "rules": self._rules.drawn(typed.rules, errors),
            "prefill_widgets": prefills.prefill_widgets(
                typed.prefill, self.kind.code, errors.get("prefill.said", [])
            ),
            "default_widget": self._default_widget(typed),
            "key_widget": _key_widget(typed, errors),
        }

    # Parts of the question --------------------------------------------------------------------------------------

    @cached_property
    def _before(self) -> list[Any]:
        return answers_before(self.document, self.place)

    @cached_property
    def _first(self) -> engine.Form | None:
        return defaults.default_form(self.place.field)

    @cached_property
    def _rules(self) -> ClausesEditor:
        return rules_editor([*answers_of(self.place), *self._before])

    def _own(self, typed: Typed) -> Document:
        """Return the options; those of the question that no box draws stay as they are."""
        names = {one.name for one in self.controls}
        own = {
            name: value
            for name, value in self.place.field.items()
            if name not in names | _COMMON | _ELSEWHERE and name in self.kind.options
        }
        for one in self.controls:
            try:
                value = one.value(typed.options[one.name])
                own[one.name] = in_former_order(one, value, self.place.field.get(one.name))
            except Invalid as invalid:
                self.errors[f"o.{one.name}"] = [each for said in invalid.errors.values() for each in said]
                continue
            if self.keeps and isinstance(one, Choices) and own[one.name]:
                keep_values(self.place.field.get(one.name, ()), own[one.name])
        return own

    def _asked(self, typed: Typed) -> Document:
        own: Document = {
            "required": None if typed.required else False,
            "review": None if typed.review else False,
            "sensitive": True if typed.sensitive else None,
            "checks": self._rules.value(typed.rules, self.errors),
            "default": self.place.field.get("default"),
        }
        try:
            own["prefill"] = prefills.prefill_of(typed.prefill)
        except Invalid as invalid:
            self.errors |= {f"prefill.{name}": said for name, said in invalid.errors.items()}
        if typed.first is not None:
            try:
                own["default"] = defaults.default_of(typed.first)
            except Invalid as invalid:
                self.errors["default"] = invalid.errors[""]
        return own

    def _check_whole(self, made: Document) -> None:
        names = {one.name for one in self.controls}
        for name, said in option_faults(made).items():
            if name not in _ELSEWHERE and not (name == "" and self.kind.nests):
                self.errors.setdefault(f"o.{name}" if name in names else name, []).extend(said)

    # Drawing ----------------------------------------------------------------------------------------------------

    def _label_widget(self, typed: Typed, errors: Mapping[str, list[str]]) -> Widget:
        words = {
            "label": _("Question") if self.kind.asks else _("Titre"),
            "help": _("Comme vous la poseriez au guichet : « Quelle est votre date de naissance ? »")
            if self.kind.asks
            else "",
        }
        own = {"id": "q-label", "name": "label", "value": typed.label, "errors": errors.get("label", [])}
        return Widget("fields/input.html", own | words | {"required": self.kind.labelled})

    def _help_widget(self, typed: Typed, errors: Mapping[str, list[str]]) -> Widget:
        own = {
            "id": "q-help",
            "name": "help",
            "label": _("Aide sous la question"),
            "value": typed.help,
            "errors": errors.get("help", []),
            "required": False,
            "rows": 2,
        }
        return Widget("fields/textarea.html", own)

    def _default_widget(self, typed: Typed) -> Any:
        form = self._first
        return defaults.default_widget(form, self.place.field.get("default"), typed.first) if form else None


def change_type(own: Document, code: str) -> Document:
    """Return a question under another type: its words and formulas stay, and the options that the new type takes."""
    kind = registry.get(code)
    kept = {
        name: value for name, value in own.items() if name in _COMMON - {"default"} or name in kind.options
    }
    made = {**kept, "type": code}
    wrong = option_faults(made)
    return {name: value for name, value in made.items() if name not in wrong or name in _COMMON}


def _key_widget(typed: Typed, errors: Mapping[str, list[str]]) -> Widget:
    own = {
        "id": "q-key",
        "name": "key",
        "label": _("Clé dans les formules et les exports"),
        "help": _("Si vous la changez, les formules qui la lisent suivent."),
        "value": typed.key,
        "errors": errors.get("key", []),
        "width": "20",
    }
    return Widget("fields/input.html", own)
