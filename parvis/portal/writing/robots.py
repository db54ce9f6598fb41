"""Telling robots from people without a cookie, a picture or anyone else's service.

A page carries a sealed ticket (when it was drawn, the key of its sending) and a box that nobody sees. A robot fills the
box, or sends at once, or without a ticket. Nobody is refused for that: the page comes back as it was typed, and asks to
press again; what a robot types in the box comes back empty, and is wrong again.
"""

import secrets
from dataclasses import dataclass

from django.core import signing
from django.http import QueryDict

from parvis.common import clock

TICKET, TRAP = "ticket", "site_web"
FASTEST = 3
"""Seconds in which nobody writes a message."""
LASTS = 24 * 3600
_SALT = "parvis.portal.writing"


@dataclass(frozen=True)
class Ticket:
    """``key`` makes a sending once, whatever is pressed twice; ``again`` when it was asked to press again."""

    key: str
    again: bool = False
    drawn_at: float = 0.0

    def sealed(self) -> str:
        """Return the ticket as a page carries it."""
        told = {"key": self.key, "again": self.again, "at": self.drawn_at or clock.now().timestamp()}
        return signing.dumps(told, salt=_SALT)


def new_ticket(*, again: bool = False) -> Ticket:
    """Return the ticket of a page drawn now."""
    return Ticket(secrets.token_hex(16), again, clock.now().timestamp())


def ticket_of(posted: QueryDict) -> Ticket | None:
    """Return the ticket that a page sends back, None for one that is false or a day old."""
    try:
        told = signing.loads(posted.get(TICKET, "")[:1000], salt=_SALT)
    except signing.BadSignature:
        return None
    if clock.now().timestamp() - told["at"] > LASTS:
        return None
    return Ticket(told["key"], told["again"], told["at"])


def looks_human(posted: QueryDict, ticket: Ticket | None) -> bool:
    """Say whether a sending looks like a person's."""
    if ticket is None or posted.get(TRAP, ""):
        return False
    return ticket.again or clock.now().timestamp() - ticket.drawn_at >= FASTEST
