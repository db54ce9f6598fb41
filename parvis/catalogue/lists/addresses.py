"""Where a source may lead: the public internet, and the inner networks that the operator allows.

A builder writes the address of a source: without this rule, the product would read for them what only its machine
may reach (a database, the metadata of a cloud). The rule is on the number that is called, found once and kept, so
that a name cannot lead elsewhere between the check and the call.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread

from django.conf import settings
from django.utils.translation import gettext as _

from parvis.catalogue.errors import SourceDown

Address = IPv4Address | IPv6Address
# Prefixes by which an IPv6 address stands for an IPv4 one (RFC 6052, RFC 3056): the latter is what is reached.
_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))


def address_of(host: str, port: int, *, seconds: float) -> str:
    """Return the number of a host that may be called. Raises SourceDown."""
    numbers = _numbers(host, port, seconds)
    if not numbers:
        raise SourceDown(_("Le serveur « %(host)s » est introuvable.") % {"host": host[:100]})
    allowed = [number for number in numbers if may_be_called(ip_address(number.partition("%")[0]))]
    if not allowed:
        raise SourceDown(
            _("« %(host)s » est dans un réseau interne : l’exploitant de la plateforme peut l’autoriser.")
            % {"host": host[:100]}
        )
    return allowed[0]


def may_be_called(address: Address) -> bool:
    """Return whether an address is public, or in a network that the operator allows (PARVIS_SOURCE_NETWORKS)."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address in network for network in settings.SOURCE_NETWORKS):
        return True
    inner = address.is_private or address.is_reserved or address.is_multicast or address.is_link_local
    translated = any(address in network for network in _TRANSLATED)
    return address.is_global and not inner and not translated


def _numbers(host: str, port: int, seconds: float) -> list[str]:
    """Ask the system the numbers of a name. It sets no end to it: it is asked aside, and not waited for beyond ours."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(each[4][0]) for each in answers)

    asking = Thread(target=ask, name="parvis-names", daemon=True)
    asking.start()
    asking.join(seconds)
    return list(found)
