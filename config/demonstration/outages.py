"""Two outages of the demonstration's first city: one that is over and moved a person's last day, one to come."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from config.demonstration.places import Places
from parvis.common import actor, clock
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent, Organisation, Role
from parvis.organisations.sessions import agent_session
from parvis.outages.models import Function, Outage
from parvis.outages.services.declaring import Told, declare_outage


def declare_outages(places: Places) -> None:
    """Declare yesterday's outage and next week's maintenance, once."""
    body = places.by_key()["city0"]
    with actor.acting_as(actor.for_system("demonstration")), transaction.atomic():
        if Outage.objects.filter(organisation=body).exists():
            return
        by = _administrator(body)
        yesterday, next_week = clock.now() - timedelta(days=1), clock.now() + timedelta(days=5)
        past = Told(
            functions=[Function.FOLLOW_UP, Function.DEPOSIT],
            starts_at=_at(yesterday, 13, 40),
            ends_at=_at(yesterday, 18, 10),
            said="Le stockage des fichiers était plein. C’est réparé.",
            cause="Disque des pièces jointes plein, agrandi par l’hébergeur.",
        )
        planned = Told(
            functions=[Function.PORTAL],
            starts_at=_at(next_week, 22, 0),
            expected_until=_at(next_week, 23, 30),
            said="Nous installons une nouvelle version.",
        )
        for told in (past, planned):
            declare_outage(organisation=body, told=told, by=by)


def _administrator(body: Organisation) -> AgentSession:
    agents = Agent.objects.filter(
        habilitations__organisation=body, habilitations__role=Role.BODY_ADMIN, habilitations__team=None
    )
    session = agent_session(agents.order_by("pk")[0].pk)
    if session is None:
        raise LookupError(f"{body} has no administrator")
    return session


def _at(day: datetime, hour: int, minute: int) -> datetime:
    return timezone.localtime(day).replace(hour=hour, minute=minute, second=0, microsecond=0)
