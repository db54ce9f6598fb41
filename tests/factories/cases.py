"""Cases, born through the intake as in life."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.intake import Deposit, register_deposit
from parvis.catalogue.models import Procedure, ProcedureVersion
from parvis.common import actor, clock
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent, Organisation, Role, Team
from parvis.organisations.sessions import agent_session
from parvis.people.services.persons import PersonDetails
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory

CODE = "abattage-arbre"


@dataclass
class Town:
    """A body, its competent team, an agent who handles cases there, and a published procedure."""

    body: Organisation
    team: Team
    agent: Agent
    version: ProcedureVersion

    def session(self) -> AgentSession:
        """Return the agent as they act now."""
        found = agent_session(self.agent.pk)
        assert found is not None
        return found

    def acting(self) -> Any:
        """Run a block as the town's agent."""
        return actor.acting_as(self.session().actor())


def make_town(
    *,
    code: str = CODE,
    regime: str = "SVR",
    delay: str = "2m",
    definition: dict[str, Any] | None = None,
    **body: Any,
) -> Town:
    """Make a town where cases can be lodged. Call as the system. ``definition`` adds to that of the procedure."""
    organisation = OrganisationFactory(municipality=True, **body)
    team = TeamFactory(organisation=organisation, competent_for=[code])
    agent = AgentFactory(organisation=organisation, with_role=Role.CASE_HANDLER, with_role__on=[team])
    version = make_version(organisation, code=code, regime=regime, delay=delay, more=definition)
    return Town(organisation, team, agent, version)


def make_version(
    organisation: Organisation, *, code: str, regime: str, delay: str, more: dict[str, Any] | None = None
) -> ProcedureVersion:
    """Publish a procedure without a question, or with those of ``more``."""
    definition = {
        "format": "parvis-procedure/1",
        "code": code,
        "title": "Couper un arbre",
        "law": {"regime": regime, "delay": delay, "receipt_owed": True},
        "form": {"pages": [{"key": "p1", "title": "Votre projet", "fields": []}]},
        "translations": {"en": {"/title": "Cut a tree"}},
        **(more or {}),
    }
    procedure = Procedure.objects.create(organisation=organisation, code=code, title="Couper un arbre")
    return ProcedureVersion.objects.create(
        procedure=procedure,
        number=1,
        definition=definition,
        checksum=uuid4().hex * 2,
        state="published",
        created_at=clock.now(),
        published_at=clock.now(),
    )


def a_deposit(town: Town, **changes: Any) -> Deposit:
    """Return a deposit as a channel hands it over."""
    law = town.version.definition["law"]
    given: dict[str, Any] = {
        "key": f"test:{uuid4()}",
        "organisation": town.body,
        "version": town.version,
        "channel": IntakeChannel.WEB,
        "answers": {"project": "Un chêne malade, à élaguer"},
        "subject": "Élagage d’un chêne",
        "person": PersonDetails(first_name="Aude", last_name="Vasseur", email="aude@example.invalid"),
        "law": {"regime": law["regime"], "delay": law["delay"]},
    }
    return Deposit(**{**given, **changes})


def lodge(town: Town, **changes: Any) -> Case:
    """Lodge a case as a stranger on the web does."""
    with actor.acting_as(actor.NOBODY):
        return register_deposit(deposit=a_deposit(town, **changes))
