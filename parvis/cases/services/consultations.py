"""Opinions, validations and signatures: asked side by side, answered, delegated; then the workflow goes on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.errors import ConsultationClosed
from parvis.cases.models import (
    Capacity,
    Case,
    Consultation,
    ConsultationKind,
    ConsultationState,
    Participation,
)
from parvis.cases.services.saving import save_case, take_part
from parvis.cases.services.timers import drop_deadlines, set_timer
from parvis.cases.services.transitions import at_work, make_happened
from parvis.catalogue.workflows.definition import Transition, Workflow
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.ids import new_id
from parvis.organisations import access as habilitations
from parvis.organisations.absence_queries import stands_in_for
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent, Team

_ANSWERS = {True: ConsultationState.GRANTED, False: ConsultationState.REFUSED, None: ConsultationState.GIVEN}


def ask(
    case: Case,
    flow: Workflow,
    *,
    kind: ConsultationKind,
    key: str,
    asked: list[tuple[Team, Agent | None]],
    question: str,
    due_at: datetime | None,
    quorum: str = "all",
    signing: dict[str, Any] | None = None,
    known_as: UUID | None = None,
) -> list[Consultation]:
    """Ask teams or agents about a locked case, which they see from then on. Raises Invalid when nobody is asked.

    ``signing``: what is signed, of a signature; ``known_as``: its id, when it was told to others before.
    """
    asked = list(dict.fromkeys(asked))  # who holds two roles is asked once
    if not asked:
        raise Invalid({"to": [_("Personne n’est désigné pour répondre.")]})
    rows = [
        Consultation(
            id=known_as or new_id(),
            organisation_id=case.organisation_id,
            case=case,
            kind=kind,
            ask=key,
            turn=case.status_turn,
            quorum=quorum,
            team=team,
            agent=agent,
            question=question,
            signing=signing or {},
            asked_at=clock.now(),
            due_at=due_at,
        )
        for team, agent in asked
    ]
    with actor.admitting(case.pk):
        Consultation.objects.bulk_create(rows)
        for team, _agent in asked:
            admit_team(case, team)
    facts = {"ask": key, "kind": kind, "teams": [team.name for team, _agent in asked], "count": len(rows)}
    due = due_at.isoformat() if due_at else None
    facts["asked"] = [
        {"opinion": str(row.pk), "team": row.team_id, "team_name": row.team.name, "due_at": due}
        for row in rows
    ]
    journal.record(case, "consulted", facts=facts)
    _set_deadline(case, flow, key, due_at)
    return rows


def admit_team(case: Case, team: Team) -> None:
    """Let a team see a locked case in which it takes no part yet."""
    if not Participation.objects.filter(case=case, team=team, until=None).exists():
        take_part(case, team, Capacity.REFERENT).save(force_insert=True)


@transaction.atomic
def answer_consultation(
    *, case_id: UUID, consultation_id: UUID, text: str, by: AgentSession, granted: bool | None = None
) -> Consultation:
    """Give an opinion, grant or refuse a validation, refuse to sign; then go on if it was the last awaited.

    Raises CaseNotFound, NotFound, NotForThisRole, ConsultationClosed, Invalid (a refusal or an opinion says why; a
    signature is given by ``signatures.sign_document``).
    """
    case, flow = at_work(case_id)
    row = open_consultation(case, consultation_id)
    access.require(may_answer(by, row))
    if row.kind == ConsultationKind.SIGNATURE and granted is not False:
        raise Invalid({"suite": [_("Signez le document, ou refusez de le signer.")]})
    if not text.strip() and granted is not True:
        raise Invalid({"text": [_("Écrivez votre avis, ou pourquoi vous refusez.")]})
    answered(case, row, _ANSWERS[None if row.kind == ConsultationKind.OPINION else granted], by=by, text=text)
    if not go_on(case, flow, row):
        save_case(case)
    return row


def answered(
    case: Case, row: Consultation, state: ConsultationState, *, by: AgentSession | None, text: str = ""
) -> None:
    """Write down the answer of an agent, or of an outside book, and journal it. The caller writes the case."""
    row.state = state
    row.answer, row.answered_at, row.answered_by_id = text.strip(), clock.now(), by.agent_id if by else None
    row.save(update_fields=["state", "answer", "signing", "answered_at", "answered_by"])
    facts = {"consultation": str(row.pk), "kind": row.kind, "state": row.state, "team": row.team.name}
    if by is not None and row.agent is not None and row.agent_id != by.agent_id:
        facts["in_place_of"] = str(row.agent)
    journal.record(
        case, "consultation_answered", facts=facts, personal={"text": row.answer} if row.answer else None
    )


@transaction.atomic
def delegate_consultation(
    *, case_id: UUID, consultation_id: UUID, to: Agent, by: AgentSession
) -> Consultation:
    """Hand an answer over to another agent, because one is away or not the right one.

    Whoever must answer does it, or the manager of their team. Raises CaseNotFound, NotFound, NotForThisRole, Invalid,
    ConsultationClosed.
    """
    case, _flow = at_work(case_id)
    row = open_consultation(case, consultation_id)
    access.require(may_delegate(by, row))
    if not to.is_active or to.pk == row.agent_id:
        raise Invalid({"to": [_("Choisissez un autre agent en fonction.")]})
    row.agent, row.delegated_by_id = to, by.agent_id
    row.save(update_fields=["agent", "delegated_by"])
    facts = {"consultation": str(row.pk), "kind": row.kind, "state": "delegated", "team": row.team.name}
    journal.record(case, "consultation_answered", facts=facts)
    save_case(case)
    return row


def may_answer(agent: AgentSession, row: Consultation) -> bool:
    """Who was named answers, or who stands in for them; when nobody was, whoever works or advises in the team asked.

    In place of an agent who left, their team; in place of a team that was closed, the one that has the case.
    """
    if row.agent is not None and row.agent.is_active:
        return row.agent_id == agent.agent_id or stands_in_for(agent.agent_id, row.agent.pk)
    team = row.team_id if row.team.is_active else row.case.team_id
    return habilitations.can_advise(agent, team) or habilitations.can_handle(agent, team)


def may_delegate(agent: AgentSession, row: Consultation) -> bool:
    """Who must answer hands it over, or the manager of the team asked: someone may be away without notice."""
    team = row.team_id if row.team.is_active else row.case.team_id
    return may_answer(agent, row) or habilitations.can_manage_team(agent, team)


def go_on(case: Case, flow: Workflow, row: Consultation) -> bool:
    """Make the transition that waits for this answer, if the answers awaited are there."""
    if row.turn != case.status_turn:
        return False
    beside = list(Consultation.objects.filter(case=case, ask=row.ask, turn=row.turn))
    waiting = [each for each in beside if not each.is_settled and each.pk != row.pk]
    if row.kind == ConsultationKind.OPINION:
        return not waiting and _all_came(case, flow, row.ask)
    if row.state == ConsultationState.REFUSED or row.quorum == "one" or not waiting:
        dropped = [each.pk for each in waiting if each.is_waiting]
        Consultation.objects.filter(pk__in=dropped).update(state=ConsultationState.DROPPED)
        return make_happened(case, flow, on="validation", name=row.ask, answer=row.state)
    return False


def _all_came(case: Case, flow: Workflow, ask: str) -> bool:
    """Go on with the opinions of an ask, which nothing awaits any more."""
    late = [each.key for each in flow.leaving(case.status) if _awaits(each, ask)]
    drop_deadlines(case, late)
    return make_happened(case, flow, on="opinions", name=ask)


def _awaits(transition: Transition, ask: str) -> bool:
    return transition.when.on == "opinions" and transition.when.name in {"", ask}


def _set_deadline(case: Case, flow: Workflow, key: str, due_at: datetime | None) -> None:
    """Have the workflow go on without the opinions that did not come in time."""
    if due_at is None:
        return
    for each in flow.leaving(case.status):
        if _awaits(each, key):
            set_timer(case, each, due_at)


def open_consultation(case: Case, consultation_id: UUID) -> Consultation:
    """Return what a locked case waits for, locked. Raises NotFound, ConsultationClosed."""
    found = Consultation.objects.select_related("team", "agent").select_for_update(of=("self",))
    row = found.filter(pk=consultation_id, case=case).first()
    if row is None:
        raise NotFound
    if not row.is_waiting:
        raise ConsultationClosed
    return row
