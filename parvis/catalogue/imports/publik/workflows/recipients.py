"""To whom a message goes: the person, teams and functions, addresses written or computed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.templates import is_template, read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.workflows.building import Circuit
from parvis.catalogue.imports.publik.workflows.elements import Role
from parvis.catalogue.imports.publik.workflows.roles import PERSON, is_address

_OF_PERSON = frozenset({"form_user_email", "form_user", "form_user_name_identifier_0", "form_user_nameid"})

_CALLED_SO = r"form_var_(?:e?mail|courriel)(?:_raw)?\b"
"""What the address of who asks is called in forms."""


@dataclass
class Recipients:
    """People by their codes here, and other addresses as a text that recalls."""

    people: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @property
    def to_person(self) -> bool:
        """Return whether the person is one of them."""
        return PERSON in self.people

    @property
    def others(self) -> list[str]:
        """Return those who treat the case."""
        return [code for code in self.people if code not in (PERSON, "system", "payer")]


def recipients_of(roles: Iterable[Role], circuit: Circuit) -> Recipients:
    """Return who is written to. Raises NotUnderstood when an address cannot be computed."""
    found = Recipients()
    named = [role for role in roles if not is_address(role)]
    found.people = [code for code in circuit.roles.who(named) if code != "system"]
    for role in roles:
        if is_address(role):
            _add(role.name or role.identifier, found, circuit)
    return found


def _add(written: str, found: Recipients, circuit: Circuit) -> None:
    """Add an address; the one that the person gave of theirs is the person."""
    source = written.removeprefix("_user:").removeprefix("=").strip()
    if re.sub(r"[\s{}]", "", source) in _OF_PERSON:
        _to_person(found)
        return
    if not is_template(source):
        found.addresses.append(source)
        return
    value = circuit.making.translator().result(read_template(source))
    if value.cel in circuit.own_addresses:
        _to_person(found)
        circuit.once(
            source, _("l’adresse que la personne a donnée : le message lui va, sur le canal qu’elle a choisi")
        )
    elif value.is_constant and not value.constant and re.search(_CALLED_SO, source):
        _to_person(found)
        circuit.once(source, _("aucune question ne demande cette adresse : le message va à la personne"))
    elif value.is_constant and not value.constant:
        raise NotUnderstood(_("rien ne donne cette adresse"))
    else:
        found.addresses.append(f"{{{{ {usable(value)} }}}}")


def _to_person(found: Recipients) -> None:
    if PERSON not in found.people:
        found.people.append(PERSON)


def written(found: Recipients) -> str:
    """Return the addresses as a text."""
    return ", ".join(found.addresses)
