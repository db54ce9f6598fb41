"""The address of a remote list, with the answers it holds, as our data sources write it: ``…/{commune}/rues``."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.imports.publik.language import tree
from parvis.catalogue.imports.publik.language.forms import as_text
from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.making import Making

LONGEST = 2000


@dataclass
class Address:
    """An address and the formulas of its parameters, by name. Empty: it is to be completed."""

    url: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


def address_of(template: str, making: Making) -> Address:
    """Return the address of a remote list; one that cannot be known is left to be completed, and said so."""
    try:
        address = _written(read_template(template), making)
        _check(address.url)
    except NotUnderstood as why:
        making.changed(template, _("l’adresse de cette source est à compléter : %(why)s") % {"why": str(why)})
        return Address()
    return address


def _written(template: tree.Template, making: Making) -> Address:
    address = Address()
    for part in template:
        match part:
            case tree.Text():
                address.url += part.text
            case tree.Output():
                name = key_of(_name(part.node), address.parameters)
                value = making.translator().value(part.node)
                address.parameters[name] = usable(as_text(value))
                address.url += f"{{{name}}}"
            case _:
                raise NotUnderstood(_("elle dépend d’une condition"))
    address.url = address.url.strip()
    return address


def _name(node: tree.Node) -> str:
    while isinstance(node, tree.Filtered):
        node = node.base
    return (
        node.path.split(".")[0].removeprefix("form_var_").removeprefix("form_")
        if isinstance(node, tree.Name)
        else "valeur"
    )


def _check(url: str) -> None:
    """Refuse an address whose server is not known at import. Raises NotUnderstood."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NotUnderstood(_("elle n’est pas une adresse")) from None
    if "{" in parts.netloc or not parts.netloc:
        raise NotUnderstood(_("son serveur dépend de la configuration du site"))
    if parts.scheme not in ("http", "https") or parts.username or len(url) > LONGEST:
        raise NotUnderstood(_("elle n’est pas une adresse du web"))
