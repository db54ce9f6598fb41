"""Outside agendas where persons choose a slot: each a file of ``cases/agendas/`` (guide: docs/guides/how-to-add.md)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from parvis.cases.signed_calls import Opened
from parvis.common.registry import Registry

SECONDS = 15
"""Time left to an agenda to answer."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An appointment to propose. ``address`` and ``secret`` (its name) are those of the agenda. Nobody is named."""

    key: str
    address: str
    secret: str = ""
    subject: str = ""
    notice_address: str = ""
    back_address: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """What an agenda says: « proposed », « taken » with its moment, « cancelled »."""

    state: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""


class Agenda:
    """A kind of outside agenda."""

    code: ClassVar[str]
    label: ClassVar[Any]
    speaks: ClassVar[bool] = False
    """Whether it is called, and says which slot was chosen."""

    def open(self, proposed: Proposed) -> Opened:
        """Open a choice of slots, outside any transaction; the same key opens the same one. Raises ActionFailed."""
        raise NotImplementedError

    def look(self, proposed: Proposed, reference: str) -> Slot:
        """Ask which slot was chosen, outside any transaction. Raises ActionFailed."""
        raise NotImplementedError

    def give_up(self, proposed: Proposed, reference: str) -> None:
        """Free the slot, outside any transaction; again without harm. Raises ActionFailed."""
        raise NotImplementedError


agendas: Registry[Agenda] = Registry(Agenda, package="parvis.cases.agendas")
register = agendas.register
