"""What became of the sample cases: each fate is a short story told through the desk's own services."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from parvis.cases.models import Case, LegalState, Outcome
from parvis.cases.services.decision_letters import issue_decision
from parvis.cases.services.messages import answer_person, write_as_person, write_note
from parvis.cases.services.opinions import ask_opinion
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.treatment import (
    assign_case,
    close_case,
    decide_case,
    transfer_case,
    withdraw_case,
)
from parvis.common import actor, clock
from parvis.organisations import queries as organisations
from parvis.organisations.access import AgentSession, can_handle
from parvis.organisations.models import Agent
from parvis.organisations.sessions import agent_session

Fate = Callable[[UUID, datetime], None]


def _new(case_id: UUID, moment: datetime) -> None:
    """Nobody has opened it yet."""


def _taken(case_id: UUID, moment: datetime) -> None:
    with _handled(case_id, moment, hours=5) as by:
        assign_case(case_id=case_id, to=Agent.objects.get(pk=by.agent_id), by=by)


def _note(case_id: UUID, moment: datetime) -> None:
    _taken(case_id, moment)
    with _handled(case_id, moment, days=1) as by:
        write_note(
            case_id=case_id, by=by, text="Vu avec le chef d’équipe : passage sur place prévu jeudi matin."
        )


def _answered(case_id: UUID, moment: datetime) -> None:
    _taken(case_id, moment)
    with _handled(case_id, moment, days=1, hours=3) as by:
        answer_person(
            case_id=case_id,
            by=by,
            text="Bonjour,\n\nMerci de votre message. Une équipe passe cette semaine. "
            "Nous vous écrivons dès que c’est fait.",
        )


def _question(case_id: UUID, moment: datetime) -> None:
    _taken(case_id, moment)
    with _handled(case_id, moment, days=1) as by:
        answer_person(
            case_id=case_id,
            by=by,
            text="Bonjour,\n\nÀ quelle heure êtes-vous joignable, et l’accès est-il fermé à clé ?",
            then=LegalState.WAITING_FOR_PERSON,
        )


def _exchange(case_id: UUID, moment: datetime) -> None:
    _question(case_id, moment)
    with _person(case_id, moment, days=2):
        write_as_person(
            case_id=case_id, text="Bonjour, je suis chez moi après 17 h. Le portail reste ouvert. Merci !"
        )


def _opinion(case_id: UUID, moment: datetime) -> None:
    _taken(case_id, moment)
    with _handled(case_id, moment, days=1) as by:
        case = _case(case_id)
        place = case.municipality_id or case.organisation.territory_id or 0
        others = organisations.competent_teams_elsewhere(
            case.procedure_code, place, not_of=case.organisation_id
        )
        ask_opinion(
            case_id=case_id,
            to=others[0],
            by=by,
            question="Cet arbre abrite-t-il des espèces protégées ?",
            due_on=clock.today() + timedelta(days=30),
        )


def _pieces(case_id: UUID, moment: datetime) -> None:
    _taken(case_id, moment)
    with _handled(case_id, moment, days=3) as by:
        ask_for_pieces(
            case_id=case_id,
            by=by,
            labels=["Un plan de situation qui montre l’arbre et les limites du terrain"],
            due_on=clock.today() + timedelta(days=30),
            text="Le croquis joint ne permet pas de situer l’arbre.",
        )


def _pieces_due_yesterday(case_id: UUID, moment: datetime) -> None:
    """The last day falls in the outage of the demonstration (``config.demonstration.outages``)."""
    yesterday = clock.today() - timedelta(days=1)
    _taken(case_id, moment)
    with _handled(case_id, moment, days=2) as by:
        ask_for_pieces(
            case_id=case_id,
            by=by,
            labels=["Une photographie de l’arbre entier, avec la maison la plus proche"],
            due_on=yesterday,
            text="Nous devons voir à quelle distance il se trouve.",
        )


def _granted(case_id: UUID, moment: datetime) -> None:
    _taken(case_id, moment)
    with _handled(case_id, moment, days=6) as by:
        decision = decide_case(
            case_id=case_id,
            by=by,
            outcome=Outcome.GRANTED,
            text="Votre demande est acceptée, telle que vous l’avez décrite.",
        )
    with _job(case_id, moment, days=6):
        issue_decision(case_id=case_id, decision_id=decision.pk)


def _refused(case_id: UUID, moment: datetime) -> None:
    _taken(case_id, moment)
    with _handled(case_id, moment, days=9) as by:
        decision = decide_case(
            case_id=case_id,
            by=by,
            outcome=Outcome.REFUSED,
            text="Votre demande est refusée.",
            reasons_in_law="Règlement adopté par délibération (texte fictif de la démonstration), article 4.",
            reasons_in_fact="La date demandée est déjà prise, et aucune autre ne convenait parmi celles proposées.",
        )
    with _job(case_id, moment, days=9):
        issue_decision(case_id=case_id, decision_id=decision.pk)


def _closed(case_id: UUID, moment: datetime) -> None:
    _answered(case_id, moment)
    with _handled(case_id, moment, days=4) as by:
        close_case(case_id=case_id, by=by, outcome=Outcome.ANSWERED)


def _transferred(case_id: UUID, moment: datetime) -> None:
    with _handled(case_id, moment, hours=6) as by:
        case = _case(case_id)
        place = case.municipality_id or case.organisation.territory_id or 0
        others = organisations.competent_teams_elsewhere(
            case.procedure_code, place, not_of=case.organisation_id
        )
        transfer_case(
            case_id=case_id, to=others[0], by=by, reason="La voirie de cette rue relève de votre compétence."
        )


def _withdrawn(case_id: UUID, moment: datetime) -> None:
    with _person(case_id, moment, days=2):
        withdraw_case(case_id=case_id)


FATES: dict[str, Fate] = {
    "new": _new,
    "taken": _taken,
    "note": _note,
    "answered": _answered,
    "question": _question,
    "exchange": _exchange,
    "opinion": _opinion,
    "pieces": _pieces,
    "pieces_due_yesterday": _pieces_due_yesterday,
    "granted": _granted,
    "refused": _refused,
    "closed": _closed,
    "transferred": _transferred,
    "withdrawn": _withdrawn,
}


@contextmanager
def _handled(case_id: UUID, moment: datetime, **later: int) -> Iterator[AgentSession]:
    """Stand some time later as the agent in charge of the case, else as one who may be."""
    with clock.standing_at(_later(moment, later)):
        session = _handler(_case(case_id))
        with actor.acting_as(session.actor()):
            yield session


@contextmanager
def _person(case_id: UUID, moment: datetime, **later: int) -> Iterator[None]:
    """Stand some time later as whoever holds the case's follow-up code."""
    with clock.standing_at(_later(moment, later)), actor.acting_as(actor.for_job(case_id)):
        yield


_job = _person


def _later(moment: datetime, later: dict[str, int]) -> datetime:
    return min(moment + timedelta(**later), clock.now() - timedelta(minutes=5))


def _case(case_id: UUID) -> Case:
    with transaction.atomic(), actor.acting_as(actor.for_job(case_id)):
        return Case.objects.get(pk=case_id)


def _handler(case: Case) -> AgentSession:
    """Return the session of the agent in charge; else the first of the team who may handle cases."""
    candidates = [case.assignee_id] if case.assignee_id else []
    candidates += [agent.pk for agent in organisations.habilitated_agents(case.team_id)]
    sessions = [session for pk in candidates if (session := agent_session(pk))]
    return next(session for session in sessions if can_handle(session, case.team_id))
