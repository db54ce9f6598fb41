"""The making of one workflow: what each item adds to, and where the report is told of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import cut, key_of
from parvis.catalogue.imports.publik.documents import Condition, Document
from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import FALSE, TRUE
from parvis.catalogue.imports.publik.making import Making, tree_of
from parvis.catalogue.imports.publik.workflows.elements import Item
from parvis.catalogue.imports.publik.workflows.names import Names
from parvis.catalogue.imports.publik.workflows.roles import Roles
from parvis.catalogue.imports.report import What

LONGEST_LABEL = 200
Action = dict[str, Any]
RESERVED = frozenset({"same", "back", "any", "open"})


@dataclass
class Place:
    """A status being made, or a global action: what runs there, what is offered there."""

    key: str
    label: str
    actions: list[Action] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    """Conditions of the jumps met so far: what comes after happens only when none holds."""
    stopped: bool = False
    """Whether a jump without condition was met: nothing after it ever happens."""
    writes_to_person: bool = False
    is_global: bool = False


@dataclass
class Circuit:
    """A workflow being made."""

    document: Document
    making: Making
    roles: Roles
    names: Names
    keys: dict[str, str] = field(default_factory=dict)
    """Our keys of statuses, by the ids of the source."""
    statuses: list[dict[str, Any]] = field(default_factory=list)
    transitions: list[dict[str, Any]] = field(default_factory=list)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    service_fields: list[dict[str, Any]] = field(default_factory=list)
    service_keys: dict[str, str] = field(default_factory=dict)
    """Keys of the service's questions, by the ids of the source."""
    own_addresses: frozenset[str] = frozenset()
    """Questions whose answer is the address of who asks."""
    form_names: dict[str, str] = field(default_factory=dict)
    """Names of the person's questions in the source, by their ids there."""
    action_keys: set[str] = field(default_factory=set)
    removed: str = ""
    """The status of cases that the source erases, once there is one."""
    given: dict[int, str] = field(default_factory=dict)
    """Keys of the forms that items give, by the identity of what was read."""
    used_templates: dict[str, str] = field(default_factory=dict)
    """Our keys of the templates of messages, by their names in the source."""
    told: Counter[tuple[str, str]] = field(default_factory=Counter)

    def at(self, where: str, item: Item | None = None) -> None:
        """Say where in the source one is."""
        self.making.place = where if item is None else f"{where}, {item.named()}"

    def key(self, words: str, taken: Any, fallback: str) -> str:
        """Return a key made of words, that no other has."""
        return key_of(words, {*taken, *RESERVED, "case"}, fallback=fallback)

    def transition(self, label: str, origin: list[str] | str, to: str, **settings: Any) -> dict[str, Any]:
        """Add a transition and return it; one that would happen at once with another, for the same thing, is not."""
        same = self._at_once(origin, settings)
        if same is not None:
            if same["to"] != to:
                self.making.changed(
                    label, _("elle se ferait en même temps que « %s » : la première compte") % same["label"]
                )
            return same
        taken = {each["key"] for each in self.transitions}
        made = {
            "key": self.key(label, taken, "suite"),
            "label": cut(label, LONGEST_LABEL) or _("Suite"),
            "from": origin,
            "to": to,
            **{name: value for name, value in settings.items() if value not in (None, "", [], False)},
        }
        self.transitions.append(made)
        return made

    def _at_once(self, origin: list[str] | str, settings: dict[str, Any]) -> dict[str, Any] | None:
        """Return the transition already there that the same thing makes."""
        when = settings.get("when", {"on": "button"})
        if when["on"] in ("button", "form", "arrival") or settings.get("condition"):
            return None
        alike = (each for each in self.transitions if each["from"] == origin and each.get("when") == when)
        return next((each for each in alike if "condition" not in each), None)

    def target(self, identifier: str) -> str:
        """Return the key of a status of the source. Raises NotUnderstood when it is not there."""
        if identifier == "_previous":
            self.making.changed(identifier, _("revient à l’étape précédente"))
            return "back"
        if identifier not in self.keys:
            raise NotUnderstood(
                _("cette étape n’est pas dans le circuit : %(status)s") % {"status": identifier or "?"}
            )
        return self.keys[identifier]

    def condition(self, condition: Condition | None) -> str:
        """Return a condition, empty when there is none or it always holds. Raises NotUnderstood.

        One that never holds is « false ». It is counted in the report.
        """
        if condition is None:
            return ""
        self.making.reading = condition.source
        try:
            value = self.making.translator().truth(tree_of(condition))
            written = usable(value)
        except NotUnderstood as why:
            self.making.left(What.CONDITIONS, condition.source, str(why))
            raise
        self.making.took(What.CONDITIONS)
        if value is FALSE:
            self.making.near(_("cette condition n’est jamais vraie"))
        return "" if value is TRUE else written

    def formula(self, source: str) -> str:
        """Return the formula of a template: the value itself when it is a lone ``{{ … }}``. Raises NotUnderstood."""
        self.making.reading = source
        return usable(self.making.translator().result(read_template(source)))

    def do(self, place: Place, action: Action, *conditions: str) -> None:
        """Add an action to a place, under its conditions and unless a jump came before it."""
        wanted = [*(f"!({each})" for each in place.passed), *(each for each in conditions if each)]
        if wanted:
            action = {**action, "condition": joined(wanted)}
        place.actions.append(action)

    def once(self, what: str, how: str) -> None:
        """Say that something was taken otherwise, once for the workflow."""
        if not self.told[what, how]:
            self.making.changed(what, how)
        self.told[what, how] += 1


def joined(conditions: list[str]) -> str:
    """Return conditions that must all hold, as one."""
    if len(conditions) == 1:
        return conditions[0]
    return " && ".join(each if each.startswith("!(") else f"({each})" for each in conditions)
