"""Appointments of a workflow: proposed by an action, chosen in an outside agenda or written down by an agent.

News of an agenda come as ``services.outside_asks`` says. The workflow receives a signal each time that a slot is taken
or changed, another when it is cancelled; the slot is ``case.results.<key>``.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from parvis.cases import access, journal, tasks
from parvis.cases.agenda_kinds import Proposed, Slot, agendas
from parvis.cases.errors import AppointmentCancelled, AppointmentTooEarly
from parvis.cases.models import Appointment, AppointmentState, Case
from parvis.cases.outside_kinds import MOST_WAITING
from parvis.cases.services.saving import save_case
from parvis.cases.services.timers import retime_dates
from parvis.cases.services.transitions import make_happened
from parvis.cases.services.workflow_values import values_of
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common import actor, clock, jobs
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession

LOOKED_FOR = timedelta(days=180)
"""How long a proposal that nobody tells of is asked about."""
BOOKED, UNBOOKED = "booked", "unbooked"
"""Signals when the builder names none."""


def secret_of(case_id: UUID, appointment_id: UUID) -> str:
    """Return the name of the secret that signs the notices of an appointment, "" when there is none."""
    row = Appointment.objects.filter(pk=appointment_id, case=case_id).first()
    return row.service.get("secret", "") if row else ""


def look_at_appointment(*, case_id: UUID, appointment_id: UUID) -> None:
    """Ask an agenda which slot was chosen, or have it free the one that was cancelled here; again without harm.

    Raises ActionFailed when the agenda gives no answer that is understood: the job is tried again.
    """
    with transaction.atomic():
        row = Appointment.objects.filter(pk=appointment_id, case=case_id).first()
    if row is None or not row.reference:
        return
    agenda = agendas.get(row.agenda)
    if row.untold:
        agenda.give_up(_proposed(row), row.reference)
        _told(case_id, appointment_id)
    elif not row.is_cancelled:
        found = agenda.look(_proposed(row), row.reference)
        settle_appointment(case_id=case_id, appointment_id=appointment_id, found=found)


def awaited_appointments() -> list[tuple[UUID, UUID]]:
    """Return the cases and the appointments that agendas hold: to be chosen, to come, or cancelled and not told."""
    now = clock.now()
    to_choose = Q(state=AppointmentState.PROPOSED, asked_at__gte=now - LOOKED_FOR)
    to_come = Q(state=AppointmentState.TAKEN, starts_at__gte=now)
    rows = Appointment.objects.filter(to_choose | to_come | Q(untold=True)).exclude(reference="")
    return list(rows.values_list("case_id", "pk").order_by("asked_at")[:MOST_WAITING])


@transaction.atomic
def settle_appointment(*, case_id: UUID, appointment_id: UUID, found: Slot) -> None:
    """Write down what an agenda says. What it said already, or what is cancelled here, changes nothing."""
    case, row = _locked(case_id, appointment_id)
    if row.is_cancelled:
        return
    with actor.admitting(case.pk):
        if found.state == AppointmentState.CANCELLED:
            _cancelled(case, row, by="agenda")
        elif found.state == AppointmentState.TAKEN and found.starts_at is not None:
            _taken(case, row, found)


@transaction.atomic
def record_appointment(
    *, case_id: UUID, appointment_id: UUID, starts_at: datetime, place: str, by: AgentSession
) -> Appointment:
    """Write down as an agent the slot that the person took, or its change.

    Raises CaseNotFound, NotFound, NotForThisRole, AppointmentCancelled, AppointmentTooEarly.
    """
    case, row = _locked(case_id, appointment_id)
    access.require(access.can_handle(by, case))
    if row.is_cancelled:
        raise AppointmentCancelled
    if starts_at < clock.now() - timedelta(days=1):
        raise AppointmentTooEarly
    with actor.admitting(case.pk):
        _taken(case, row, Slot(AppointmentState.TAKEN, starts_at, None, place[:250]))
    return row


@transaction.atomic
def cancel_appointment(*, case_id: UUID, appointment_id: UUID, by: AgentSession | None) -> None:
    """Cancel an appointment, by an agent or by the person (None); its agenda is told by a job.

    Raises CaseNotFound, NotFound, NotForThisRole, AppointmentCancelled.
    """
    case, row = _locked(case_id, appointment_id)
    if by is not None:
        access.require(access.can_handle(by, case))
    if row.is_cancelled:
        raise AppointmentCancelled
    row.untold = bool(row.reference)
    with actor.admitting(case.pk):
        _cancelled(case, row, by="agent" if by else "person")
    if row.untold:
        jobs.defer(tasks.look_outside, kind="appointments", case_id=str(case_id), ask_id=str(row.pk))


def _taken(case: Case, row: Appointment, slot: Slot) -> None:
    """Keep a slot, and let the workflow know; its timers that read the moment follow."""
    if (row.starts_at, row.ends_at, row.place) == (slot.starts_at, slot.ends_at, slot.place):
        return
    kind = "appointment_taken" if row.starts_at is None else "appointment_moved"
    row.state, row.starts_at, row.ends_at = AppointmentState.TAKEN, slot.starts_at, slot.ends_at
    row.place = slot.place
    row.save(update_fields=["state", "starts_at", "ends_at", "place"])
    told = {"starts_at": _iso(row.starts_at), "place": row.place}
    journal.record(case, kind, facts={"appointment": str(row.pk)}, personal=told)
    _go_on(case, row, row.signal or BOOKED)


def _cancelled(case: Case, row: Appointment, *, by: str) -> None:
    row.state = AppointmentState.CANCELLED
    row.save(update_fields=["state", "untold"])
    journal.record(case, "appointment_cancelled", facts={"appointment": str(row.pk), "by": by})
    _go_on(case, row, row.cancelling or UNBOOKED)


def _go_on(case: Case, row: Appointment, signal: str) -> None:
    """Keep the slot where formulas read it, move the timers that read it, send the signal."""
    if row.key:
        results = case.track.get("results", {})
        case.track = {**case.track, "results": {**results, row.key: results_of(row)}}
    flow = workflow_of(case.version)
    if flow is None or case.status not in flow.statuses:
        save_case(case, "track")
        return
    retime_dates(case, flow, values_of(case, flow))
    if not make_happened(case, flow, on="signal", name=signal):
        save_case(case, "track")


def results_of(row: Appointment) -> dict[str, Any]:
    """Return what formulas read of an appointment. Moments are empty when no slot is taken."""
    stands = row.state == AppointmentState.TAKEN
    return {
        "state": str(row.state),
        "link": row.link,
        "starts_at": _iso(row.starts_at) if stands else "",
        "ends_at": _iso(row.ends_at) if stands else "",
        "place": row.place if stands else "",
    }


@transaction.atomic
def _told(case_id: UUID, appointment_id: UUID) -> None:
    Appointment.objects.filter(pk=appointment_id, case=case_id).update(untold=False)


def _proposed(row: Appointment) -> Proposed:
    return Proposed(
        key=str(row.pk), address=row.service.get("address", ""), secret=row.service.get("secret", "")
    )


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _locked(case_id: UUID, appointment_id: UUID) -> tuple[Case, Appointment]:
    case = access.get_case(case_id, lock=True, whole=True)
    row = Appointment.objects.select_for_update(of=("self",)).filter(pk=appointment_id, case=case).first()
    if row is None:
        raise NotFound
    return case, row
