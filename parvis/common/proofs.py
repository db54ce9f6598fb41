"""What a browser session has proved: the cases, drafts and files opened by their secret."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

PROVED_KEY = "proved"
PERSON_KEY = "person"
"""Session key of who the signed-in resident proved to be, set by their sign-in; if merged since, see ``kept``."""
IDENTITY_KEY = "identity"
"""Session key of what an identity provider proved of who signed in: it goes with the session."""
_MOST = 50


def remember(session: SessionBase, *keys: UUID) -> None:
    """Keep that these objects were opened by their secret; past fifty, the oldest are forgotten."""
    new = [str(key) for key in keys]
    known = [key for key in session.get(PROVED_KEY, []) if key not in new]
    session[PROVED_KEY] = [*known, *new][-_MOST:]


def forget(session: SessionBase) -> None:
    """Close everything that was opened: leaving a shared computer."""
    session.pop(PROVED_KEY, None)


def proved(session: SessionBase) -> frozenset[UUID]:
    """Return the ids opened in this session."""
    return frozenset(UUID(key) for key in session.get(PROVED_KEY, []))


def person(session: SessionBase) -> UUID | None:
    """Return the id of the person signed in, if any."""
    key = session.get(PERSON_KEY)
    return UUID(key) if key else None


def identity(session: SessionBase) -> dict[str, Any]:
    """Return what an identity provider proved of the person signed in, empty when none did.

    ``provider`` (its name in words), ``acr`` (level of assurance), ``at`` (ISO), ``told`` (what it said, by name),
    ``leaving`` (where to sign out there too).
    """
    return dict(session.get(IDENTITY_KEY, {})) if session.get(PERSON_KEY) else {}


def keep_identity(session: SessionBase, proved: dict[str, Any]) -> None:
    """Keep what an identity provider proved of the person who has just signed in."""
    session[IDENTITY_KEY] = proved


def sign_in_person(session: SessionBase, person_id: UUID) -> None:
    """Open the session of a resident, under a new key: one planted before the sign-in opens nothing."""
    session.cycle_key()
    session.pop(IDENTITY_KEY, None)  # what was proved of another person goes with them
    session[PERSON_KEY] = str(person_id)


def sign_out_person(session: SessionBase) -> None:
    """Close the session of a resident, and what they opened by secrets; an agent signed in beside stays so."""
    session.pop(PERSON_KEY, None)
    session.pop(IDENTITY_KEY, None)
    forget(session)
    session.cycle_key()
