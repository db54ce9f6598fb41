"""Who acts, here: the person, the team in charge, or a function named case by case; as the body says, else by default.

The body may say what a role of Publik is: ``handler``, ``manager``, ``assignee``, ``agents``, ``referent``,
``person``, or ``team:NAME``, a team that is named to the function when the case is born.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut, key_of
from parvis.catalogue.imports.publik.language.templates import is_template
from parvis.catalogue.imports.publik.workflows.elements import Role
from parvis.catalogue.imports.registry import PEOPLE, TEAM
from parvis.organisations.names import plain

PERSON, HANDLER = "person", "handler"
MOST_PEOPLE, MOST_FUNCTIONS = 10, 30
_FIXED = {
    "_submitter": (PERSON,),
    "_receiver": (HANDLER,),
    "_signed_calls": ("system",),
    "logged-users": (PERSON, "agents"),
}


@dataclass
class Roles:
    """The roles of a workflow. ``labels`` are those of its functions, ``chosen`` what the body says of some."""

    labels: Mapping[str, str]
    chosen: Mapping[str, str] = field(default_factory=dict)
    functions: dict[str, dict[str, Any]] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    """Team named to a function when the case is born, by key."""
    _keys: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """What became of each role, by its words: told once in the report."""

    def who(self, roles: Iterable[Role]) -> list[str]:
        """Return who may act, each once."""
        found = dict.fromkeys(code for role in roles for code in self._codes(role))
        return list(found)[:MOST_PEOPLE]

    def function(self, role: Role) -> str:
        """Return the key of the function that a role is."""
        known = self._keys.get(role.identifier)
        if known is not None:
            return known
        label = self.label(role)
        same = next((key for key, each in self.functions.items() if each["label"] == label), None)
        key = same or key_of(label, self.functions, fallback="fonction")
        if same is None and len(self.functions) < MOST_FUNCTIONS:
            self.functions[key] = {"key": key, "label": label}
        self._keys[role.identifier] = key
        return key

    def label(self, role: Role) -> str:
        """Return the words of a role."""
        return cut(
            plain_line(self.labels.get(role.identifier, "") or role.words).lstrip("_") or "Fonction", 200
        )

    def said_of(self, role: Role) -> str:
        """Return what the body says that a role is, empty when it says nothing."""
        words = {role.identifier, role.name, role.slug, self.labels.get(role.identifier, "")}
        known = {plain(name): code for name, code in self.chosen.items()}
        return next((known[plain(word)] for word in words if word and plain(word) in known), "")

    def _codes(self, role: Role) -> tuple[str, ...]:
        said = self.said_of(role)
        if said in PEOPLE:
            self.told[self.label(role)] = _("devient « %(who)s », comme demandé") % {"who": said}
            return (said,)
        if said.startswith(TEAM):
            key = self.function(role)
            self.teams[key] = said.removeprefix(TEAM).strip()
            how = _("devient une fonction, tenue par le service « %(team)s »")
            self.told[self.label(role)] = how % {"team": self.teams[key]}
            return (f"function:{key}",)
        if role.identifier in _FIXED:
            return _FIXED[role.identifier]
        if is_address(role):
            return ()
        if len(self.functions) >= MOST_FUNCTIONS and role.identifier not in self._keys:
            return (HANDLER,)
        self.told.setdefault(
            self.label(role),
            _("devient une fonction, tenue par le service chargé tant que personne n’est désigné"),
        )
        return (f"function:{self.function(role)}",)


def is_address(role: Role) -> bool:
    """Return whether a role is an address: written, or computed from the answers."""
    return is_template(role.name) or "@" in role.name or role.identifier.startswith(("_user:", "="))
