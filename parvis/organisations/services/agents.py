"""Agents: invited by their body, habilitated to functions, for as long as it lasts."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import actor, clock, events
from parvis.common.errors import Invalid
from parvis.common.models import Account
from parvis.organisations.access import CASE_ROLES
from parvis.organisations.errors import AddressTaken, AlreadyEnded, OtherBody
from parvis.organisations.events import AgentInvited, HabilitationEnded
from parvis.organisations.models import Agent, Habilitation, Organisation, Role, Team


@transaction.atomic
def invite_agent(
    *,
    organisation: Organisation,
    email: str,
    first_name: str,
    last_name: str,
    capacity: str,
    phone: str = "",
) -> Agent:
    """Make an agent and the account they sign in with; it has no password until they choose one.

    A resident's account of the same address becomes the agent's too: one person, one means to sign in. First name,
    last name and capacity are due on every decision (CRPA L212-1). Raises Invalid when one is missing, AddressTaken
    when the address is already an agent's.
    """
    _require(email=email, first_name=first_name, last_name=last_name, capacity=capacity)
    with actor.signing_in():  # whose address it is, nobody but the invitation asks
        account = Account.objects.filter(email__iexact=email.strip()).first()
        if account is None:
            account = Account(email=email.strip().lower())
            account.set_unusable_password()
            account.save()
    if Agent.objects.filter(account=account).exists():
        raise AddressTaken
    agent = Agent.objects.create(
        account=account,
        organisation=organisation,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        capacity=capacity.strip(),
        phone=phone,
    )
    events.publish(AgentInvited(agent_id=agent.pk, account_id=account.pk))
    return agent


@transaction.atomic
def habilitate_agent(
    *,
    agent: Agent,
    role: Role,
    organisation: Organisation | None = None,
    team: Team | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Habilitation:
    """Give an agent a function on a team, or on a whole body when no team is named (their own unless said).

    Giving twice what is in force changes nothing but its end. Only functions on cases are given on a team: the others
    concern the whole body. Raises OtherBody when the team is another body's, Invalid when the function cannot be
    given so.
    """
    body = organisation or (team.organisation if team else agent.organisation)
    if team is not None and team.organisation_id != body.pk:
        raise OtherBody
    if team is not None and role not in CASE_ROLES:
        raise Invalid({"team": [_("Cette fonction se donne pour tout l’organisme, sans service.")]})
    start = since or clock.today()
    if until is not None and until < start:
        raise Invalid({"until": [_("La fin doit venir après le début.")]})
    held = Habilitation.objects.select_for_update(of=["self"]).filter(
        agent=agent, organisation=body, team=team, role=role, until=None
    )
    habilitation = held.first() or Habilitation(
        agent=agent, organisation=body, team=team, role=role, since=start
    )
    habilitation.until = until
    habilitation.save()
    return habilitation


@transaction.atomic
def end_habilitation(*, habilitation: Habilitation, on: date | None = None) -> Habilitation:
    """End a habilitation: ``on`` is its last day, by default yesterday, so that it opens nothing from now on.

    Raises AlreadyEnded.
    """
    last_day = on or clock.today() - timedelta(days=1)
    if habilitation.until is not None and habilitation.until <= last_day:
        raise AlreadyEnded
    habilitation.until = last_day
    habilitation.save(update_fields=["until"])
    events.publish(HabilitationEnded(habilitation_id=habilitation.pk, agent_id=habilitation.agent_id))
    return habilitation


@transaction.atomic
def agent_leaves(*, agent: Agent) -> Agent:
    """Close an agent's access: they keep their name on what they decided, and see nothing more."""
    yesterday = clock.today() - timedelta(days=1)
    for habilitation in agent.habilitations.filter(until=None).order_by("pk"):
        end_habilitation(habilitation=habilitation, on=yesterday)
    agent.is_active = False
    agent.save(update_fields=["is_active"])
    return agent


def _require(**values: str) -> None:
    missing = {name: [_("Remplissez ce champ.")] for name, value in values.items() if not value.strip()}
    if missing:
        raise Invalid(missing)
