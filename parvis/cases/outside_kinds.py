"""What workflows ask of outside services and wait for: a payment, a signature, an appointment.

Each is a file of ``cases/outside_asks/``. What came of it is told in one way (``services.outside_asks``): a signed
notice is a hint, the service is asked; one that never comes is made up for by a sweep.
"""

from typing import ClassVar
from uuid import UUID

from parvis.common.registry import Registry

MOST_WAITING = 500
"""Asks looked at by one sweep; the next one takes the rest."""


class OutsideAsk:
    """A kind of ask. ``code`` is the word of the address of its notices (``/api/v1/<code>/…``)."""

    code: ClassVar[str]

    def secret_of(self, case_id: UUID, ask_id: UUID) -> str:
        """Return the name of the secret that signs the notices of an ask, "" when it is not known."""
        raise NotImplementedError

    def look(self, case_id: UUID, ask_id: UUID) -> None:
        """Ask the service where an ask stands, and write it down; again without harm.

        Raises ActionFailed when it gives no answer that is understood: the job is tried again.
        """
        raise NotImplementedError

    def waiting(self) -> list[tuple[UUID, UUID]]:
        """Return the cases and the asks of which news are awaited, oldest first."""
        raise NotImplementedError


outside_asks: Registry[OutsideAsk] = Registry(
    OutsideAsk, package="parvis.cases.outside_asks", requires=("code",)
)
register = outside_asks.register
