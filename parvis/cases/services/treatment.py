"""Agents' gestures on a case: take, assign, transfer, decide, close, reopen."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal, tasks
from parvis.cases.errors import AuthorMissing, NotCompetent, ReasonsMissing
from parvis.cases.events import CaseClosed, CaseDecided, CaseTransferred
from parvis.cases.models import Case, Decision, LegalState, Outcome
from parvis.cases.services.commitments import commit, commit_team
from parvis.cases.services.implied import settle_silence
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.notices import tell_person
from parvis.cases.services.saving import change_handler, move, save_case
from parvis.common import actor, clock, jobs
from parvis.common.errors import Invalid
from parvis.common.events import publish
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent, Organisation, Team

UNFAVOURABLE = frozenset({Outcome.REFUSED, Outcome.PARTLY_GRANTED})
DECISIONS = UNFAVOURABLE | {Outcome.GRANTED}


@transaction.atomic
def assign_case(*, case_id: UUID, to: Agent | None, by: AgentSession) -> Case:
    """Put an agent in charge, or nobody any more. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    if put_in_charge(case, to):
        save_case(case, "assignee", "state")
    return case


def put_in_charge(case: Case, to: Agent | None) -> bool:
    """Put an agent in charge of a locked case, in memory; return whether it changes anything."""
    if case.assignee_id == (to.pk if to else None):
        return False
    case.assignee = to
    journal.record(case, "assigned", facts={"to": to.pk if to else None, "name": str(to) if to else ""})
    if to is not None and case.state == LegalState.RECEIVED:
        move(case, LegalState.IN_PROGRESS)
    return True


@transaction.atomic
def transfer_case(*, case_id: UUID, to: Team, reason: str, by: AgentSession) -> Case:
    """Hand a case to the competent team, in this body or another, and tell the person (CRPA L114-2).

    Rejection keeps the clock of the first receipt; acceptance starts again with the competent body (L114-3).
    Raises CaseNotFound, NotForThisRole, NotCompetent, Invalid.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_transfer(by, case))
    if to.pk == case.team_id:
        raise Invalid({"to": [_("La demande est déjà dans ce service.")]})
    if not to.is_active:
        raise NotCompetent(organisation=to.organisation.slug)
    if not reason.strip():
        raise Invalid({"reason": [_("Dites pourquoi vous transmettez : le service suivant le lira.")]})
    origin, leaves_body = case.team, to.organisation_id != case.organisation_id
    facts = {
        "origin": origin.pk,
        "to": to.pk,
        "origin_name": _team_name(origin, case.organisation),
        "to_name": _team_name(to, to.organisation),
        "leaves_body": leaves_body,
    }
    with actor.admitting(case.pk):
        journal.record(case, "transferred", facts=facts, personal={"reason": reason.strip()})
        change_handler(case, to)
        if leaves_body:
            case.received_at = clock.now()
        move(case, LegalState.RECEIVED)
        if leaves_body:
            commit(case)
        commit_team(case, to)
        save_case(case, "is_committed", "team", "organisation", "assignee", "state", "received_at")
        reindex_case(case)
        if leaves_body:
            tell_person(case, "transferred", to=to)
            publish(
                CaseTransferred(case_id=case.pk, origin_id=origin.organisation_id, to_id=to.organisation_id)
            )
    return case


@transaction.atomic
def decide_case(
    *,
    case_id: UUID,
    outcome: Outcome,
    by: AgentSession,
    text: str = "",
    reasons_in_law: str = "",
    reasons_in_fact: str = "",
) -> Decision:
    """Take an express decision in the agent's name, notify it, and have its letter made.

    ``text`` says what is decided, in words; a plain sentence is written when it is empty. Raises ReasonsMissing for
    an unfavourable decision without its reasons in law and fact (CRPA L211-2, L211-5), AuthorMissing when the
    author's first name, name or capacity is unknown (L212-1), CaseNotFound, NotForThisRole, WrongState.
    """
    case = access.get_case(case_id, lock=True)
    settle_silence(case)  # an implied decision born a moment ago comes first: an express one may follow it
    access.require(access.can_decide(by, case))
    words = DecisionWords(text, reasons_in_law, reasons_in_fact)
    with actor.admitting(case.pk):
        decision = take_decision(case, outcome, by=by, words=words)
        save_case(case, "outcome", "state")
        tell_decision(case, decision)
    return decision


@dataclass(frozen=True)
class DecisionWords:
    """What a decision says: what is decided, and why in law and in fact."""

    text: str = ""
    reasons_in_law: str = ""
    reasons_in_fact: str = ""


def take_decision(case: Case, outcome: Outcome, *, by: AgentSession, words: DecisionWords) -> Decision:
    """Take an express decision on a locked case, which the caller saves before it tells the person.

    Raises Invalid, ReasonsMissing, AuthorMissing, WrongState.
    """
    in_law, in_fact = words.reasons_in_law.strip(), words.reasons_in_fact.strip()
    if outcome not in DECISIONS:
        raise Invalid({"outcome": [_("Choisissez : acceptée, acceptée en partie ou refusée.")]})
    if outcome in UNFAVOURABLE and not (in_law and in_fact):
        raise ReasonsMissing
    if not (by.first_name and by.last_name and by.capacity):
        raise AuthorMissing
    decision = Decision(
        id=new_id(),
        organisation_id=case.organisation_id,
        case=case,
        outcome=outcome,
        text=words.text.strip() or _("Votre demande est %(outcome)s.") % {"outcome": outcome.label},
        reasons_in_law=in_law,
        reasons_in_fact=in_fact,
        agent_id=by.agent_id,
        author_first_name=by.first_name,
        author_last_name=by.last_name,
        author_capacity=by.capacity,
        decided_at=clock.now(),
    )
    decision.save(force_insert=True)
    case.outcome = outcome
    facts = {
        "outcome": outcome,
        "decision": str(decision.pk),
        "author": f"{decision.author_name}, {decision.author_capacity}",
        # A person who consented to electronic exchanges is notified at once; a posted letter, when it is received.
        "notified": bool(case.person and case.person.electronic_consent_at),
    }
    journal.record(case, "decided", facts=facts)
    move(case, LegalState.DECIDED)
    return decision


def tell_decision(case: Case, decision: Decision) -> None:
    """Tell the person of a decision, and have its letter made."""
    tell_person(case, "decided", decision=decision)
    jobs.defer(tasks.make_decision_letter, case_id=str(case.pk), decision_id=str(decision.pk))
    publish(CaseDecided(case_id=case.pk))


@transaction.atomic
def close_case(*, case_id: UUID, by: AgentSession, outcome: Outcome | None = None) -> Case:
    """End a case. Raises CaseNotFound, NotForThisRole, WrongState."""
    case = access.get_case(case_id, lock=True)
    settle_silence(case)
    access.require(access.can_handle(by, case))
    if outcome is not None and not case.outcome:
        case.outcome = outcome
    with actor.admitting(case.pk):
        end_case(case)
        save_case(case, "outcome", "state")
        tell_person(case, "closed")
    return case


def end_case(case: Case) -> None:
    """End a locked case, in memory: the caller saves it, and tells its person if need be. Raises WrongState."""
    move(case, LegalState.CLOSED)
    journal.record(case, "closed", facts={"outcome": case.outcome})
    publish(CaseClosed(case_id=case.pk))


@transaction.atomic
def reopen_case(*, case_id: UUID, reason: str, by: AgentSession) -> Case:
    """Take up again a case that was decided or closed. Raises CaseNotFound, NotForThisRole, WrongState."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    move(case, LegalState.IN_PROGRESS)
    journal.record(case, "reopened", personal={"reason": reason.strip()})
    save_case(case, "state")
    return case


@transaction.atomic
def withdraw_case(*, case_id: UUID) -> Case:
    """Take a demand back, by its person. Raises CaseNotFound, WrongState."""
    case = access.get_case(case_id, lock=True)
    journal.record(case, "withdrawn")
    move(case, LegalState.WITHDRAWN)
    save_case(case, "state")
    return case


def _team_name(team: Team, body: Organisation) -> str:
    return f"{team.name} ({body.name})"
