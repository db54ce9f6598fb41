"""Who sees outages, and who declares them. Each predicate is one rule, readable by a lawyer."""

from uuid import UUID

from django.db import connection

from parvis.organisations import access as habilitations
from parvis.organisations.access import AgentSession
from parvis.outages.errors import AttemptNotFound, NotForThisRole, OutageNotFound
from parvis.outages.models import FailedAttempt, Outage
from parvis.outages.references import read_reference


def get_outage(outage_id: int, *, by: AgentSession | None = None, lock: bool = False) -> Outage:
    """Return an outage; with ``by``, one that this agent may see. Raises OutageNotFound."""
    outages = Outage.objects.select_for_update(of=("self",)) if lock else Outage.objects.all()
    try:
        outage = outages.select_related("organisation").get(pk=outage_id)
    except Outage.DoesNotExist:
        raise OutageNotFound from None
    if by is not None and not can_see(by, outage.organisation_id):
        raise OutageNotFound
    return outage


def can_see(agent: AgentSession, organisation_id: int | None) -> bool:
    """Every agent sees the outages of the whole platform and those of the bodies they serve; an operator, all."""
    own = {agent.organisation_id, *agent.bodies, *agent.receives_for, *agent.roles_by_body}
    return organisation_id is None or organisation_id in own or habilitations.can_operate(agent)


def can_declare(agent: AgentSession, organisation_id: int | None) -> bool:
    """An outage of a body is declared and corrected by its administrators, that of the platform by its operators."""
    if habilitations.can_operate(agent):
        return True
    return organisation_id is not None and habilitations.can_administer(agent, organisation_id)


def can_declare_somewhere(agent: AgentSession) -> bool:
    """An administrator of some body, or an operator."""
    return habilitations.can_operate(agent) or any(
        habilitations.can_administer(agent, body) for body in agent.roles_by_body
    )


def can_note_attempt(agent: AgentSession, organisation_id: int) -> bool:
    """Whoever receives the public of a body writes down what they are told."""
    return habilitations.can_receive_for(agent, organisation_id) or can_declare(agent, organisation_id)


def require(allowed: bool) -> None:
    """Raise NotForThisRole unless ``allowed``."""
    if not allowed:
        raise NotForThisRole


def get_attempt(attempt_id: UUID) -> FailedAttempt:
    """Return an attempt that the actor holds. Raises AttemptNotFound."""
    try:
        return FailedAttempt.objects.select_related("organisation").get(pk=attempt_id)
    except FailedAttempt.DoesNotExist:
        raise AttemptNotFound from None


def prove_attempt(reference: str) -> UUID:
    """Return the id of the attempt that a reference opens, however it was typed. Raises AttemptNotFound.

    The caller limits attempts (``parvis.common.throttle``) and keeps the id in the session.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_find_attempt(%s)", [read_reference(reference)])
        found = cursor.fetchone()[0]
    if found is None:
        raise AttemptNotFound
    return UUID(str(found))
