"""Who plays a log: the body it comes from, its services, its agents, its procedure; found again at each replay."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from parvis.cases.replay.log import Log
from parvis.cases.replay.mapping import Mapping
from parvis.catalogue import queries as catalogue
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.common import clock
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent, Organisation, OrganisationKind, Role, Team
from parvis.organisations.services.agents import habilitate_agent, invite_agent
from parvis.organisations.services.bodies import create_organisation, create_team
from parvis.organisations.sessions import agent_session

FRONT = "Accueil"
"""Service of the cases for which the log names none."""
NOBODY = "inconnu"
"""Agent of the activities for which the log names none."""


@dataclass
class Cast:
    """The body that plays, and what its parts are called in the log."""

    body: Organisation
    version: ProcedureVersion
    teams: dict[str, Team] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    sessions: dict[str, AgentSession] = field(default_factory=dict)

    def team(self, name: str) -> Team:
        """Return the service of that name in the log."""
        return self.teams[name or FRONT]

    def agent(self, name: str) -> Agent:
        """Return the agent of that name in the log."""
        return self.agents[name or NOBODY]

    def session(self, name: str) -> AgentSession:
        """Return the agent as they act: the same throughout the log."""
        return self.sessions[name or NOBODY]


@transaction.atomic
def gather_cast(log: Log) -> Cast:
    """Return the cast of a log; whoever is missing is made through the services, as an administrator would."""
    opening = min(case.received_at for case in log.cases.values())
    with clock.standing_at(opening):
        body = _body(log.mapping)
        cast = Cast(body, _procedure(body, log.mapping))
        for name in _team_names(log):
            cast.teams[name] = _team(body, name)
        for name in _agent_names(log):
            cast.agents[name] = _agent(body, name, opening)
            session = agent_session(cast.agents[name].pk)
            if session is not None:
                cast.sessions[name] = session
    return cast


def _team_names(log: Log) -> list[str]:
    named = {case.department for case in log.cases.values()}
    named |= {event.team for case in log.cases.values() for event in case.events}
    return [FRONT, *sorted(named - {"", FRONT})]


def _agent_names(log: Log) -> list[str]:
    named = {event.person for case in log.cases.values() for event in case.events}
    return [NOBODY, *sorted(named - {"", NOBODY})]


def _body(mapping: Mapping) -> Organisation:
    known = Organisation.objects.filter(slug=mapping.body["slug"]).first()
    return known or create_organisation(
        kind=OrganisationKind(mapping.body.get("kind", "municipality")),
        name=mapping.body["name"],
        slug=mapping.body["slug"],
    )


def _team(body: Organisation, name: str) -> Team:
    return Team.objects.filter(organisation=body, name=name).first() or create_team(
        organisation=body, name=name
    )


def _agent(body: Organisation, name: str, since: datetime) -> Agent:
    """Return an agent who may act for any service of the body: logs say who did what, not who might have."""
    address = f"agent-{name.encode().hex()[:48]}@{body.slug}.invalid"
    agent = Agent.objects.filter(account__email=address).first() or invite_agent(
        organisation=body,
        email=address,
        first_name="Agent",
        last_name=name[:100],
        capacity="agent du journal rejoué",
    )
    habilitate_agent(agent=agent, role=Role.CASE_HANDLER, since=since.date())
    return agent


def _procedure(body: Organisation, mapping: Mapping) -> ProcedureVersion:
    published = publish_version(version=import_definition(organisation=body, definition=_definition(mapping)))
    procedure = catalogue.find_procedure(body, mapping.procedure["code"])
    version = catalogue.published_version(procedure)
    assert version.pk == published.pk  # noqa: S101 - the body is ours alone
    return version


def _definition(mapping: Mapping) -> dict[str, object]:
    """Return the procedure of a log: one question, the reference the case has there."""
    law = {"regime": mapping.procedure.get("regime", "none"), "receipt_owed": True}
    if mapping.procedure.get("delay"):
        law["delay"] = mapping.procedure["delay"]
    question = {"key": "reference", "type": "text", "label": "Référence dans le journal d’origine"}
    return {
        "format": "parvis-procedure/1",
        "code": mapping.procedure["code"],
        "title": mapping.procedure["title"],
        "summary": f"Demandes rejouées depuis le journal « {mapping.name} ».",
        "category": "Journaux rejoués",
        "audience": ["agent"],
        "law": law,
        "data_notice": {
            "purpose": "Vérifier le service sur des demandes réelles.",
            "legal_basis": "public_task",
            "recipients": ["L’organisme qui rejoue le journal"],
            "retention": "Trois mois après la clôture.",
        },
        "other_ways": [{"kind": "counter", "text": "Ces demandes viennent d’un journal."}],
        "form": {"pages": [{"key": "journal", "title": "Journal", "fields": [question]}]},
        "subject": "reference",
    }
