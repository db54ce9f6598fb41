"""The one door by which a case is born, whatever the channel (ARCHITECTURE §3). Replaying a deposit is harmless."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from parvis.cases import journal, tasks
from parvis.cases.errors import NotCompetent
from parvis.cases.events import CaseReceived
from parvis.cases.models import Attachment, Capacity, Case, IntakeChannel, LegalState, Participation
from parvis.cases.numbers import code_hash, new_number, secret_code
from parvis.cases.services import standing
from parvis.cases.services.case_rows import write_entries
from parvis.cases.services.co_signatures import ask_co_signers, journal_co_signers
from parvis.cases.services.commitments import commit_at_birth
from parvis.cases.services.indexing import index_case
from parvis.cases.services.retiming import add_clocks, retime
from parvis.cases.services.saving import take_part
from parvis.catalogue.models import ProcedureVersion
from parvis.common import actor, clock, jobs
from parvis.common.events import publish
from parvis.common.ids import new_id
from parvis.common.journal import digest
from parvis.common.postgresql import rows
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation, Team
from parvis.people.models import Person
from parvis.people.services.persons import PersonDetails, complete_person, record_person


@dataclass(frozen=True)
class CameFrom:
    """The administration outside the platform that handed a demand over, and when it had received it (CRPA L114-2)."""

    name: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Deposit:
    """A demand as any channel hands it over, already read by the procedure's form.

    ``key`` makes replays harmless: the same key always gives the same case. ``original`` is kept as evidence.
    ``received_at`` is when the person's words reached the administration (stamp of arrival for post), now if None.
    ``identity`` says which provider proved who sends, at what level, and whether the name given is the same.
    ``said`` is how the person asked, in the deposit itself, to be answered (``preferred``, ``consents``): its proof.
    ``addressed_to`` is the team that a letter, a mailbox or a log names; else the one that is competent for the place.
    ``came_from``: received there first; then ``received_at`` is when we did.
    """

    key: str
    organisation: Organisation
    version: ProcedureVersion
    channel: IntakeChannel
    answers: dict[str, Any]
    subject: str
    original: dict[str, Any] | None = None
    person: PersonDetails | None = None
    person_id: UUID | None = None
    municipality_id: int | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    attachments: tuple[UUID, ...] = ()
    received_at: datetime | None = None
    language: str = "fr"
    law: dict[str, Any] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    addressed_to: Team | None = None
    came_from: CameFrom | None = None


@transaction.atomic
def register_deposit(*, deposit: Deposit) -> Case:
    """Give birth to the case of a deposit, or return the one it already gave. The receipt leaves by a job.

    Raises NotCompetent when no team of the body handles the procedure and nobody receives for it.
    """
    known = born_of(deposit.key)
    if known is not None:
        with actor.admitting(known):
            return Case.objects.select_related("organisation", "version").get(pk=known)
    case_id, person_key = new_id(), new_id()
    with actor.admitting(
        case_id, person_key
    ):  # both at once: PostgreSQL is told who acts only when it changes
        team = _team_in_charge(deposit)
        person = _person_of(deposit, person_key)
        case = _new_case(case_id, deposit, team, person)
        _journalled(case, deposit)
        signers = journal_co_signers(case)
        commit_at_birth(case, team)
        standing.begin(case)
        clocks = retime(case)
        rows.insert([case])
        write_entries([case])
        add_clocks(case, clocks or [])
        rows.insert(_participations(case, deposit.organisation))
        _attach(case, deposit)
        index_case(case)
        ask_co_signers(case, signers)
        publish(CaseReceived(case_id=case.pk))
        jobs.defer(tasks.send_receipt, case_id=str(case.pk))
    return case


def born_of(key: str) -> UUID | None:
    """Return the id of the case that a deposit key already gave, if any; until the end of the transaction, nobody
    else registers a deposit of that key.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_find_intake(%s)", [key])
        found: UUID | None = cursor.fetchone()[0]
    return found


def _team_in_charge(deposit: Deposit) -> Team:
    if deposit.addressed_to is not None and deposit.addressed_to.is_active:
        return deposit.addressed_to
    place = deposit.municipality_id or deposit.organisation.territory_id
    team = organisations.competent_team(deposit.version.procedure.code, place) if place else None
    if team is None:  # nobody is told « not me »: the body's reception takes it and forwards it (CRPA L114-2)
        team = next(iter(organisations.reception_teams(deposit.organisation.pk)), None)
    if team is None:
        raise NotCompetent(organisation=deposit.organisation.slug)
    return team


def _person_of(deposit: Deposit, key: UUID) -> Person | None:
    if deposit.person_id:
        if deposit.person:
            complete_person(person_id=deposit.person_id, details=deposit.person)
        return _who_is_now(Person.objects.get(pk=deposit.person_id))
    return record_person(details=deposit.person, key=key) if deposit.person else None


def _who_is_now(person: Person) -> Person:
    """Return who a person is, merged since the page was opened or not."""
    if person.merged_into_id is None:
        return person
    with actor.admitting(person.merged_into_id):
        return Person.objects.get(pk=person.merged_into_id)


def _new_case(case_id: UUID, deposit: Deposit, team: Team, person: Person | None) -> Case:
    received_at = deposit.received_at or clock.now()
    return Case(
        id=case_id,
        organisation=team.organisation,
        number=new_number(),
        version=deposit.version,
        procedure_code=deposit.version.procedure.code,
        state=LegalState.RECEIVED,
        subject=deposit.subject[:250],
        channel=deposit.channel,
        person=person,
        person_name=person.display_name[:250] if person else "",
        answers=deposit.answers,
        original=deposit.original if deposit.original is not None else deposit.answers,
        municipality_id=deposit.municipality_id,
        place=deposit.place[:250],
        latitude=deposit.latitude,
        longitude=deposit.longitude,
        regime=deposit.law.get("regime", ""),
        delay=deposit.law.get("delay", ""),
        received_at=received_at,
        first_received_at=min(deposit.came_from.received_at, received_at)
        if deposit.came_from
        else received_at,
        team=team,
        intake_key=deposit.key,
        follow_up_hash=code_hash("follow-up", secret_code("follow-up", case_id)),
        language=deposit.language,
    )


def _journalled(case: Case, deposit: Deposit) -> None:
    facts = {
        "channel": deposit.channel,
        "version": deposit.version.pk,
        "original_sha256": digest(case.original),
        "intake_key": deposit.key,
    }
    if not deposit.law.get("receipt_owed", True):  # demands that call only for a service (CRPA L112-3, 2°)
        facts["receipt_owed"] = False
    if deposit.identity:
        facts["identity"] = deposit.identity
    if deposit.said:  # hashed with the rest: the proof of a consent, with its date (CRPA L112-15)
        facts["said"] = deposit.said
    journal.record(case, "received", facts=facts, at=case.first_received_at)
    if (
        deposit.came_from
    ):  # silence worth rejection runs from the first receipt, acceptance from ours (CRPA L114-3)
        moved = {
            "origin": None,
            "origin_name": deposit.came_from.name,
            "to": case.team_id,
            "to_name": case.team.name,
            "leaves_body": True,
        }
        journal.record(case, "transferred", facts=moved, at=case.received_at)


def _participations(case: Case, addressed: Organisation) -> list[Participation]:
    """The team in charge, and the desks that receive the public for the body (delegations)."""
    desks = [desk for desk in organisations.reception_teams(addressed.pk) if desk.pk != case.team_id]
    return [
        take_part(case, case.team, Capacity.HANDLER),
        *(take_part(case, desk, Capacity.RECEPTION) for desk in desks),
    ]


def _attach(case: Case, deposit: Deposit) -> None:
    if deposit.attachments:
        Attachment.objects.filter(pk__in=deposit.attachments).update(
            case=case, organisation_id=case.organisation_id
        )
