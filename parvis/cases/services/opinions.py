"""The opinion of another service: asked, given, or done without once its delay is over."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal, tasks
from parvis.cases.errors import NotCompetent, WrongState
from parvis.cases.models import Capacity, Case, Direction, LegalState, OpinionSilence, Participation, Stance
from parvis.cases.numbers import say_number
from parvis.cases.services.messages import write_message
from parvis.cases.services.pieces import FARTHEST
from parvis.cases.services.saving import move, save_case, take_part
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock, jobs
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.deadlines.wording import day_in_words
from parvis.organisations import queries as organisations
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Team


@transaction.atomic
def ask_opinion(
    *,
    case_id: UUID,
    to: Team,
    question: str,
    due_on: date,
    by: AgentSession,
    silence: str = OpinionSilence.WITHOUT,
    waits: bool = True,
) -> Case:
    """Ask another team its opinion by a day; it then takes part in the case, and is told.

    ``silence`` says what its silence is worth at the end: « without » (one decides without it) or « favourable ».
    ``waits``: the case waits for it. Raises CaseNotFound, NotForThisRole, NotCompetent, Invalid, WrongState.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    _check(case, to, question, due_on)
    facts = {
        "opinion": str(new_id()),
        "team": to.pk,
        "team_name": f"{to.name} ({to.organisation.name})",
        "due_on": due_on.isoformat(),
        "silence": silence,
    }
    with actor.admitting(case.pk):
        journal.record(case, "opinion_asked", facts=facts, personal={"question": question.strip()})
        if waits:
            move(case, LegalState.WAITING_FOR_THIRD_PARTY)
        save_case(case, "state")
        if not Participation.objects.filter(case=case, team=to, until=None).exists():
            take_part(case, to, Capacity.REFERENT).save(force_insert=True)
    jobs.defer(tasks.tell_team_asked, case_id=str(case.pk), opinion=facts["opinion"])
    return case


@transaction.atomic
def give_opinion(*, case_id: UUID, opinion: str, stance: Stance, text: str, by: AgentSession) -> Case:
    """Give an opinion with its reasons, which agents read. The team consulted then takes part no more.

    Raises CaseNotFound, NotForThisRole, Invalid, WrongState for an opinion that is not awaited.
    """
    case = access.get_case(case_id, lock=True)
    asked = {one["opinion"]: one for one in access.opinions_awaited(case)}.get(opinion)
    if asked is None:
        raise WrongState
    access.require(access.can_advise_on(by, asked))
    with actor.admitting(case.pk):
        message = write_message(case, Direction.NOTE, text, ())
        facts = {
            "opinion": opinion,
            "team_name": asked["team_name"],
            "stance": stance,
            "message": str(message.pk),
        }
        journal.record(case, "opinion_given", facts=facts)
        _go_on(case, without=opinion)
        Participation.objects.filter(
            case=case, team=asked["team"], until=None, capacity=Capacity.REFERENT
        ).update(until=clock.now())
    return case


def lapse(case: Case, opinion: str) -> None:
    """Record that an opinion did not come in time, and let the case go on. Called with the case locked and admitted."""
    asked = next(one for one in access.opinions_awaited(case) if one["opinion"] == opinion)
    facts = {name: asked[name] for name in ("opinion", "team_name", "silence")}
    journal.record(case, "opinion_lapsed", facts=facts)
    _go_on(case, without=opinion)


def _go_on(case: Case, *, without: str) -> None:
    """Put the case back to work unless it waits for other opinions, and save it."""
    left = [one for one in access.opinions_awaited(case) if one["opinion"] != without and not one["lapsed"]]
    if case.state == LegalState.WAITING_FOR_THIRD_PARTY and not left:
        move(case, LegalState.IN_PROGRESS)
    save_case(case, "state")


def _check(case: Case, to: Team, question: str, due_on: date) -> None:
    errors: dict[str, list[str]] = {}
    if to.pk == case.team_id:
        errors["to"] = [_("Ce service traite déjà la demande : choisissez-en un autre.")]
    if not question.strip():
        errors["question"] = [_("Écrivez votre question : le service consulté la lira.")]
    if due_on <= clock.today():
        errors["due_on"] = [_("Choisissez une date à venir : le service a besoin de temps.")]
    elif due_on > clock.today() + FARTHEST:
        errors["due_on"] = [_("Cette date est à plus d’un an : vérifiez l’année.")]
    if errors:
        raise Invalid(errors)
    if not to.is_active:
        raise NotCompetent(organisation=to.organisation.slug)
    if not access.is_open(case):
        raise WrongState(state=case.state)


@transaction.atomic
def tell_team_asked(*, case_id: UUID, opinion: str) -> None:
    """Write to the team whose opinion is asked, as the system: agents do not read the addresses of others."""
    case = Case.objects.select_related("organisation", "team").get(pk=case_id)
    entry = case.journal.get(kind="opinion_asked", facts__opinion=opinion)
    facts: dict[str, Any] = {
        "number": say_number(case.number),
        "subject": case.subject,
        "question": (entry.personal or {}).get("question", ""),
        "due": day_in_words(date.fromisoformat(entry.facts["due_on"])),
        "team": case.team.name,
    }
    subject = _("Avis demandé sur la demande n° %(number)s") % facts
    text = _(
        "Bonjour,\n\n%(team)s demande votre avis sur la demande n° %(number)s, « %(subject)s », au plus tard le "
        "%(due)s :\n\n%(question)s\n\nVous la trouvez dans vos files, au bureau."
    )
    for email in _addresses(entry.facts["team"]):
        queue_message(
            about=new_id(),  # not the case: its journal keeps what was sent to its person
            channel="email",
            recipient=email,
            subject=subject,
            text=text % facts,
            sender_name=case.organisation.name,
        )


def _addresses(team_id: int) -> list[str]:
    team = Team.objects.get(pk=team_id)
    if team.email:
        return [team.email]
    return [agent.account.email for agent in organisations.habilitated_agents(team_id)]
