"""The appointments of a case, as pages tell them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from parvis.cases.models import OPEN, Appointment, AppointmentState, Case
from parvis.common import clock
from parvis.common.errors import NotFound


@dataclass(frozen=True, slots=True)
class Meeting:
    """One appointment: what it is about, where it stands, when and where it is; ``link`` is where a slot is chosen.

    ``stands``: it can still be moved or cancelled.
    """

    id: UUID
    subject: str
    state: str
    starts_at: datetime | None
    place: str
    link: str
    cancelled: bool
    stands: bool


def appointments_of(case: Case) -> list[Meeting]:
    """Return the appointments of a case, oldest first. Costs nothing when its workflow proposed none."""
    if not case.track.get("appointments"):
        return []
    return [_meeting(case, row) for row in Appointment.objects.filter(case=case)]


def _meeting(case: Case, row: Appointment) -> Meeting:
    over = row.starts_at is not None and row.starts_at < clock.now()
    awaited = row.state == AppointmentState.TAKEN or case.state in OPEN
    stands = awaited and not row.is_cancelled and not over
    return Meeting(
        row.pk,
        row.subject,
        str(row.get_state_display()),
        None if row.is_cancelled else row.starts_at,
        row.place,
        row.link if stands else "",
        row.is_cancelled,
        stands,
    )


def appointment_for(case: Case, appointment_id: UUID) -> Appointment:
    """Return an appointment of a case that the reader sees. Raises NotFound."""
    row = Appointment.objects.filter(pk=appointment_id, case=case).first()
    if row is None:
        raise NotFound
    return row
