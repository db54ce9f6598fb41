"""The objects of a workflow of w.c.s. as they are read: statuses, items, global actions and their triggers.

The format is that of ``wcs/workflows.py`` and ``wcs/wf/*.py`` (one item a file), whose ``get_parameters`` name the
elements of each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.publik.documents import Condition, Document, Field, condition_in, fields_in
from parvis.catalogue.imports.publik.xml import Element

PREVIOUS = "_previous"
"""Target of a jump: the status that was marked before."""
RESTRICTED = "__restricted__"
_WANTED = {
    "sendmail": ("to",), "sendsms": ("body",), "notification": ("to", "users_template"), "displaymsg": ("message",),
    "register-comment": ("comment", "comment_template"), "webservice_call": ("url",), "redirect_to_url": ("url",),
    "set-backoffice-fields": ("fields",), "create_formdata": ("formdef_slug",), "create_carddata": ("formdef_slug",),
    "edit_carddata": ("formdef_slug",), "external_workflow_global_action": ("slug", "trigger_id"),
    "export_to_model": ("model_file",), "jump": ("status",), "jumponsubmit": ("status",),
    "update_user_profile": ("fields",),
}  # fmt: skip
"""What an item of each kind cannot do without: one of these."""


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody named in a workflow: a function (« _receiver »), a role of the site, an address written or computed."""

    identifier: str
    name: str
    slug: str = ""

    @property
    def words(self) -> str:
        """Return how a person recognises it."""
        return self.name or self.slug or self.identifier


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and the template of its value: a line of a web service call, of the fields that are set."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a status or of a global action."""

    element: Element

    @property
    def kind(self) -> str:
        """Return what it does, by the key of w.c.s."""
        said = self.element.attributes.get("type", "")
        return "jump" if said == "timeout" else said  # the jump after a delay of the oldest sites

    @property
    def condition(self) -> Condition | None:
        """Return when it is done, None when it always is."""
        return condition_in(self.element.find("condition"))

    @property
    def status(self) -> str:
        """Return the id of the status it leads to, empty without one."""
        return self.words("status").removeprefix("wf-")

    @property
    def mode(self) -> str:
        """Return what makes a jump happen: « immediate », « timeout », « trigger »; old ones do not say it."""
        said = self.words("mode")
        if said in ("immediate", "timeout", "trigger"):
            return said
        return "trigger" if self.words("trigger") else "timeout" if self.words("timeout") else "immediate"

    @property
    def jumps_at_once(self) -> bool:
        """Return whether it leads elsewhere as soon as it is met."""
        return self.kind == "jump" and self.mode == "immediate"

    def words(self, *tags: str) -> str:
        """Return what an element of the item says."""
        return self.element.words(*tags)

    def is_true(self, tag: str, *, default: bool = False) -> bool:
        """Return whether an element of the item says true."""
        return self.element.is_true(tag, default=default)

    @property
    def is_idle(self) -> bool:
        """Return whether w.c.s. itself does nothing of it: what it cannot do without was never filled in."""
        wanted = _WANTED.get(self.kind)
        return wanted is not None and not any(self._says(tag) for tag in wanted)

    def _says(self, tag: str) -> bool:
        found = self.element.find(tag)
        return found is not None and bool(found.text.strip() or found.children)

    def roles(self, tag: str = "by") -> list[Role]:
        """Return the people that an element names."""
        listed = self.element.find(tag)
        return roles_in(listed)

    def texts(self, tag: str) -> list[str]:
        """Return the texts of a list."""
        listed = self.element.find(tag)
        if listed is None:
            return []
        found = [child.text.strip() for child in listed.children if child.text.strip()]
        return found or ([listed.text.strip()] if listed.text.strip() and not listed.children else [])

    def pairs(self, tag: str, name: str = "name", value: str = "value") -> list[Pair]:
        """Return the names and values of a list, whichever way they are written."""
        listed = self.element.find(tag)
        found = []
        for child in listed.children if listed else []:
            key = child.words(name) or child.attributes.get(name, "")
            said = child.words(value, "expression") or (child.text.strip() if not child.children else "")
            if not key and not child.children and child.text.strip():
                key = child.tag
            if key:
                found.append(Pair(key, said))
        return found

    def fields(self) -> list[Field]:
        """Return the fields of the form that it gives."""
        form = self.element.find("formdef")
        return fields_in(form.find("fields")) if form else []

    def named(self, *, short: bool = False) -> str:
        """Return how a person finds it in the source."""
        label = plain_line(self.words("label", "title", "subject", "action_label"))
        said = f"{self.kind} « {label} »" if label else self.kind
        return said if short else _("%(item)s, ligne %(line)d") % {"item": said, "line": self.element.line}


@dataclass(frozen=True, slots=True)
class StatusRead:
    """A status."""

    element: Element

    @property
    def identifier(self) -> str:
        """Return its id."""
        return self.element.words("id") or self.element.attributes.get("id", "")

    @property
    def name(self) -> str:
        """Return its label."""
        return plain_line(self.element.words("name")) or self.identifier

    @property
    def colour(self) -> str:
        """Return its colour, six hexadecimal digits or a name."""
        return self.element.words("colour").lstrip("#")

    @property
    def ends(self) -> bool:
        """Return whether the source says that the way ends here, whatever its items."""
        return self.element.is_true("forced_endpoint")

    @property
    def is_hidden(self) -> bool:
        """Return whether the source hides it from the person."""
        listed = self.element.find("visibility")
        return bool(listed and any(child.text.strip() for child in listed.children))

    @property
    def items(self) -> list[Item]:
        """Return its items, in order."""
        listed = self.element.find("items")
        return [Item(child) for child in listed.every("item")] if listed else []


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a global action: a button, a delay, a call."""

    element: Element

    @property
    def kind(self) -> str:
        """Return « manual », « timeout » or « webservice »."""
        return self.element.attributes.get("type", "")

    def words(self, *tags: str) -> str:
        """Return what an element says."""
        return self.element.words(*tags)

    def is_true(self, tag: str) -> bool:
        """Return whether an element says true."""
        return self.element.is_true(tag)

    @property
    def roles(self) -> list[Role]:
        """Return who may start it."""
        return roles_in(self.element.find("roles"))

    @property
    def statuses(self) -> list[str]:
        """Return the statuses where it is offered; empty: all."""
        listed = self.element.find("statuses")
        return [child.text.strip().removeprefix("wf-") for child in listed.children] if listed else []


@dataclass(frozen=True, slots=True)
class GlobalAction:
    """Items that are run from any status."""

    element: Element

    @property
    def name(self) -> str:
        """Return its label."""
        return plain_line(self.element.words("name"))

    @property
    def items(self) -> list[Item]:
        """Return its items, in order."""
        listed = self.element.find("items")
        return [Item(child) for child in listed.every("item")] if listed else []

    @property
    def triggers(self) -> list[Trigger]:
        """Return what starts it."""
        listed = self.element.find("triggers")
        return [Trigger(child) for child in listed.every("trigger")] if listed else []


def statuses_of(document: Document) -> list[StatusRead]:
    """Return the statuses of a workflow, in order."""
    listed = document.root.find("possible_status")
    return [StatusRead(child) for child in listed.every("status")] if listed else []


def global_actions_of(document: Document) -> list[GlobalAction]:
    """Return the global actions of a workflow."""
    listed = document.root.find("global_actions")
    return [GlobalAction(child) for child in listed.every("action")] if listed else []


def functions_of(document: Document) -> dict[str, str]:
    """Return the functions of a workflow: identifier (« _receiver ») and label."""
    listed = document.root.find("roles")
    return {
        child.attributes.get("id", ""): " ".join(child.text.split())
        for child in (listed.every("role") if listed else [])
    }


def service_fields_of(document: Document) -> list[Field]:
    """Return the fields that the service fills in, which w.c.s. calls back office fields."""
    listed = document.root.find("backoffice-fields")
    form = listed.find("formdef") if listed else None
    return fields_in(form.find("fields") if form else None)


def levels_of(document: Document) -> list[str]:
    """Return the levels of criticality, from the lowest."""
    listed = document.root.find("criticality_levels")
    return [child.words("name") for child in listed.children] if listed else []


def every_item(document: Document) -> Iterator[Item]:
    """Yield every item of a workflow."""
    for status in statuses_of(document):
        yield from status.items
    for action in global_actions_of(document):
        yield from action.items


def roles_in(listed: Element | None) -> list[Role]:
    """Return the people of a list."""
    if listed is None:
        return []
    return [role for role in (role_in(child) for child in listed.children) if role is not None]


def role_in(element: Element | None) -> Role | None:
    """Return who an element names, None when it names nobody."""
    if element is None:
        return None
    name = " ".join(element.text.split())
    identifier = element.attributes.get("role_id", "") or element.attributes.get("slug", "") or name
    if name.startswith("_") or name == "logged-users":
        identifier = name
    return Role(identifier, name, element.attributes.get("slug", "")) if identifier else None
