"""Reads of outages, and of attempts without anything by which a person is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from parvis.common import clock
from parvis.organisations import access as habilitations
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.outages.models import (
    FailedAttempt,
    Function,
    Gesture,
    Heartbeat,
    Outage,
    ProbeRecord,
    ToldBy,
)
from parvis.outages.pulses import PULSES

SHOWN = 100
PUBLIC_FOR = timedelta(days=90)
"""How long the public list shows an outage that is over."""


@dataclass(frozen=True)
class SeenAttempt:
    """An attempt as agents read it: neither who, nor the reference that would open it."""

    failed_at: datetime
    organisation_id: int | None
    procedure_code: str
    gesture: Gesture
    error: str
    told_by: ToldBy


def outages_seen_by(agent: AgentSession) -> list[Outage]:
    """Return the outages an agent may see, latest first."""
    found = Outage.objects.select_related("organisation").order_by("-starts_at", "-pk")
    if not habilitations.can_operate(agent):
        own = {agent.organisation_id, *agent.bodies, *agent.receives_for, *agent.roles_by_body}
        found = found.filter(Q(organisation=None) | Q(organisation_id__in=own))
    return list(found[:SHOWN])


def public_outages() -> list[Outage]:
    """Return the outages that anyone may read of: running, announced, or over since less than 90 days."""
    recent = Q(ends_at=None) | Q(ends_at__gte=clock.now() - PUBLIC_FOR)
    found = Outage.objects.standing().filter(recent).exclude(functions=[str(Function.DESK)])
    return list(found.select_related("organisation").order_by("-starts_at", "-pk")[:SHOWN])


def outage_of(attempt: FailedAttempt) -> Outage | None:
    """Return the outage in which an attempt failed, the one that began first; None when no outage is known."""
    covering = Q(ends_at=None) | Q(ends_at__gte=attempt.failed_at)
    found = Outage.objects.standing().of_body(attempt.organisation_id)
    found = found.filter(covering, starts_at__lte=attempt.failed_at)
    touching = [one for one in found.order_by("starts_at", "pk") if _touches(one, attempt)]
    return next(iter(touching), None)


def _touches(outage: Outage, attempt: FailedAttempt) -> bool:
    return not outage.procedures or attempt.procedure_code in outage.procedures


def attempts_in(outage: Outage) -> list[SeenAttempt]:
    """Return the attempts that failed while an outage lasted, of the body and procedures it touches, latest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parvis_attempts_between(%s, %s)", [outage.starts_at, outage.until])
        rows = cursor.fetchall()
    seen = [
        SeenAttempt(at, body, code, Gesture(gesture), error, ToldBy(told_by))
        for at, body, code, gesture, error, told_by in rows
    ]
    return [
        one
        for one in seen
        if outage.organisation_id in {None, one.organisation_id}
        and (not outage.procedures or one.procedure_code in outage.procedures)
    ]


def declarable_bodies(agent: AgentSession) -> list[Organisation]:
    """Return the bodies for which an agent may declare an outage, by name."""
    found = Organisation.objects.filter(is_active=True).order_by("name", "pk")
    if not habilitations.can_operate(agent):
        own = [body for body in agent.roles_by_body if habilitations.can_administer(agent, body)]
        found = found.filter(pk__in=own)
    return list(found)


@dataclass(frozen=True)
class PlatformState:
    """The outages that run, the probes that fail with what they say, the parts silent too long with their last sign."""

    running: list[Outage]
    failing: list[tuple[str, str]]
    silent: list[tuple[str, datetime]]


def state_of_platform() -> PlatformState:
    """Return how the platform is, as it knows itself."""
    now = clock.now()
    beats = {row.part: row.seen_at for row in Heartbeat.objects.order_by("part")}
    return PlatformState(
        running=list(Outage.objects.to_tell(now).order_by("starts_at", "pk")),
        failing=[
            (row.probe, row.said) for row in ProbeRecord.objects.filter(failures__gt=0).order_by("probe")
        ],
        silent=[
            (code, beats[code])
            for code, pulse in PULSES.items()
            if code in beats and now - beats[code] > pulse.silence
        ],
    )
