"""A fictitious case on the real engine: lent what a draft lacks, born of drawn answers, undone at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from parvis.cases import access
from parvis.cases.errors import NotCompetent
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.intake import Deposit, register_deposit
from parvis.catalogue.forms import engine
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.workflows.definition import Workflow, workflow_of
from parvis.catalogue.workflows.walks import drawn_answers
from parvis.common import actor, clock, jobs
from parvis.common.errors import NotFound
from parvis.common.ids import new_id
from parvis.common.journal import digest
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation, Role, Team
from parvis.organisations.services.bodies import create_team

if TYPE_CHECKING:
    from parvis.cases.simulation.telling import Told

# What a draft may still lack to be lodged, lent for the time of a trial and never kept.
_LENT: dict[str, Any] = {"law": {"regime": "none", "receipt_owed": False}}
_PERSON = {"first_name": "Camille", "last_name": "Essai", "email": "camille.essai@exemple.fr"}
ROLES = frozenset({Role.CASE_HANDLER, Role.TEAM_MANAGER, Role.REFERENT, Role.RECEPTION})


@dataclass
class Stage:
    """A fictitious case at a moment. ``by`` is who tries: they stand for every agent of the team asked."""

    case_id: UUID
    flow: Workflow
    form: engine.Form
    by: AgentSession
    at: datetime
    luck: Random
    seen: set[Any] = field(default_factory=set)
    """Ids of the journal entries and messages already told."""
    aside: list[jobs.Aside] = field(default_factory=list)
    """Jobs left to be done (``player.do_jobs``)."""
    came: list["Told"] = field(default_factory=list)
    """What came by itself while time passed in the last step."""

    def case(self) -> Case:
        """Return the case as it is now."""
        return access.get_case(self.case_id, whole=True)

    def as_team(self, team: Team) -> AgentSession:
        """Return who tries as an agent of a team, with every function there."""
        return replace(
            self.by,
            teams=self.by.teams | {team.pk},
            roles=self.by.roles | ROLES,
            roles_by_team={**self.by.roles_by_team, team.pk: ROLES},
        )

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Run a block at the moment of the trial, with what is proved of the case alone."""
        with clock.standing_at(self.at), actor.acting_as(actor.for_job(self.case_id, label="simulation")):
            yield

    @contextmanager
    def standing_at(self, at: datetime) -> Iterator[None]:
        """Run a block at a moment, where the trial stands from then on."""
        self.at = at
        with self.standing():
            yield


@contextmanager
def fictitious(
    *,
    version: ProcedureVersion,
    body: Organisation,
    by: AgentSession,
    draw: int = 1,
    at: datetime | None = None,
) -> Iterator[Stage]:
    """Give a fictitious case of a version, and undo everything after. Raises NotFound when it has no workflow."""
    luck = Random(draw)  # noqa: S311 - a draw, not a secret
    moment = at or clock.now()
    with transaction.atomic(), jobs.set_aside() as aside:
        try:
            own = lent(version)
            flow = workflow_of(own)
            if flow is None:
                raise NotFound
            case = _born(own, body, luck, moment)
            yield Stage(case.pk, flow, engine.compiled(own), by, moment, luck, aside=aside)
        finally:
            transaction.set_rollback(True)


def lent(version: ProcedureVersion) -> ProcedureVersion:
    """Return the version with what a deposit needs; changed in the database until the end of the trial only."""
    definition = {**_LENT, **version.definition}
    own = ProcedureVersion.objects.select_related("procedure__organisation").get(pk=version.pk)
    if definition != own.definition:
        own.definition, own.checksum = definition, digest(definition)
        own.save(update_fields=["definition", "checksum"])
    return own


def _born(version: ProcedureVersion, body: Organisation, luck: Random, at: datetime) -> Case:
    form = engine.compiled(version)
    drawn = drawn_answers(form, luck)
    answers = engine.check_all(form, drawn, context=engine.Context(channel=IntakeChannel.WEB, at=at)).answers
    deposit = read_deposit(
        version=version,
        organisation=body,
        channel=IntakeChannel.WEB,
        answers=answers,
        key=f"simulation:{new_id()}",
        contact=_PERSON,
    )
    with clock.standing_at(at):
        return _registered(deposit, lambda: some_team(body, version.procedure.code))


def _registered(deposit: Deposit, lend: Callable[[], Team]) -> Case:
    try:
        with transaction.atomic():
            return register_deposit(deposit=deposit)
    except NotCompetent:  # nobody handles the procedure yet: a service is lent
        return register_deposit(deposit=replace(deposit, addressed_to=lend()))


def some_team(body: Organisation, code: str) -> Team:
    """Return a service of a body at work, one that treats a procedure if any: agents that its workflow names are there.

    Lent when the body has none. Call it in a transaction that is undone.
    """
    own = Team.objects.filter(organisation=body, is_active=True).order_by("pk")
    return own.filter(competences__procedure_code=code).first() or own.first() or _lent_team(body)


def _lent_team(body: Organisation) -> Team:
    return create_team(organisation=body, name="Essai")
