"""Who acts. PostgreSQL's row security reads it; nothing is visible without it (ARCHITECTURE §4).

The current actor lives in a context variable. Our database backend (``parvis.common.postgresql``) tells it to
PostgreSQL before the first statement of every transaction, and again before the next one when it changed, so that no
code path can forget it. Outside a transaction nothing is told, and nothing personal is seen.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The scope in which the database answers.

    ``teams`` are those an agent acts for; ``person`` is who signed in on the portal; ``proved`` are the ids of
    cases, drafts and files opened by a secret (follow-up code, signed link) or handed to a job; ``system`` sees all
    and is only for sweeps, statistics and commands. ``account`` is the account signed in; ``signing_in`` opens all
    accounts for as long as someone signs in who is not known yet. ``agent`` and ``label`` are for the journal, not
    for visibility.
    """

    teams: frozenset[int] = frozenset()
    person: UUID | None = None
    proved: frozenset[UUID] = frozenset()
    system: bool = False
    account: int | None = None
    signing_in: bool = False
    agent: int | None = None
    label: str = field(default="", compare=False)

    def settings(self) -> str:
        """Return the actor as the JSON object that PostgreSQL's policies read (``parvis_actor_…`` functions)."""
        return json.dumps(
            {
                "teams": sorted(self.teams),
                "person": str(self.person) if self.person else None,
                "proved": sorted(str(key) for key in self.proved),
                "system": self.system,
                "account": self.account,
                "signing_in": self.signing_in,
            }
        )


NOBODY = Actor()
_current: ContextVar[Actor] = ContextVar("parvis_actor", default=NOBODY)


def current() -> Actor:
    """Return the actor in force."""
    return _current.get()


def for_agent(agent_id: int, teams: Iterable[int], label: str = "") -> Actor:
    """Return the actor of an agent who acts for these teams."""
    return Actor(agent=agent_id, teams=frozenset(teams), label=label)


def for_person(person_id: UUID) -> Actor:
    """Return the actor of a person signed in on the portal."""
    return Actor(person=person_id)


def for_system(label: str) -> Actor:
    """Return the all-seeing actor, named for the journal: commands, sweeps, roll-ups. Never in a request."""
    return Actor(system=True, label=label)


def for_job(*keys: UUID, label: str = "") -> Actor:
    """Return the actor of a job: it sees only the objects it was handed."""
    return Actor(proved=frozenset(keys), label=label)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Run a block as ``actor``, inside or outside a transaction; the former actor comes back at the end."""
    token = _current.set(actor)
    try:
        yield
    finally:
        _current.reset(token)


def admitting(*keys: UUID) -> AbstractContextManager[None]:
    """Run a block as the current actor who has also proved these objects: a secret was checked, or we create them."""
    actor = current()
    return acting_as(replace(actor, proved=actor.proved | set(keys)))


def signing_in() -> AbstractContextManager[None]:
    """Run a block in which an account may be found by its address: sign-in, invitation, forgotten password."""
    return acting_as(replace(current(), signing_in=True))
