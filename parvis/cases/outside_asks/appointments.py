"""Appointments in outside agendas."""

from uuid import UUID

from parvis.cases.outside_kinds import OutsideAsk, register
from parvis.cases.services import appointments


@register
class Appointments(OutsideAsk):
    """See ``services.appointments``."""

    code = "appointments"

    def secret_of(self, case_id: UUID, ask_id: UUID) -> str:
        """Return the name of the secret of the agenda."""
        return appointments.secret_of(case_id, ask_id)

    def look(self, case_id: UUID, ask_id: UUID) -> None:
        """Ask which slot was chosen, or free the one that was cancelled. Raises ActionFailed."""
        appointments.look_at_appointment(case_id=case_id, appointment_id=ask_id)

    def waiting(self) -> list[tuple[UUID, UUID]]:
        """Return the appointments of which news are awaited."""
        return appointments.awaited_appointments()
