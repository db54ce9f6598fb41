"""Declaring an outage, correcting it, ending it, closing it as an error."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import clock
from parvis.common.events import publish
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.outages import access
from parvis.outages.errors import (
    AlreadyDismissed,
    AlreadyOver,
    NothingNamed,
    NotStarted,
    ReasonMissing,
    WrongMoments,
)
from parvis.outages.events import OutageChanged
from parvis.outages.models import Function, Outage, OutageEvent, OutageKind, OutageVerb
from parvis.outages.notices import forget_notices

_TOLD = ("functions", "procedures", "starts_at", "ends_at", "expected_until", "said", "cause")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of an outage. ``ends_at``: when it ended; ``expected_until``: when it is announced to end."""

    functions: Iterable[Function]
    starts_at: datetime
    ends_at: datetime | None = None
    expected_until: datetime | None = None
    procedures: Iterable[str] = field(default_factory=tuple)
    said: str = ""
    cause: str = ""

    @property
    def is_to_come(self) -> bool:
        """Say whether it is a maintenance announced."""
        return self.starts_at > clock.now()

    def check(self) -> None:
        """Raise NothingNamed or WrongMoments when it cannot be."""
        if not list(self.functions):
            raise NothingNamed
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise WrongMoments(_("La fin est avant le début. Corrigez l’une des deux."), field="ends_at")
        if self.ends_at is not None and self.ends_at > clock.now():
            sentence = _(
                "Cette fin est à venir. Si elle est seulement prévue, écrivez-la dans « Fin prévue »."
            )
            raise WrongMoments(sentence, field="ends_at")
        if self.expected_until is not None and self.expected_until <= self.starts_at:
            raise WrongMoments(_("La fin prévue est avant le début."), field="expected_until")
        if self.is_to_come and self.expected_until is None:
            raise WrongMoments(_("Dites jusqu’à quand la maintenance est prévue."), field="expected_until")

    def values(self) -> dict[str, Any]:
        """Return the columns it fills."""
        return {
            "functions": [str(function) for function in self.functions],
            "procedures": sorted(self.procedures),
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "expected_until": self.expected_until,
            "said": " ".join(self.said.split())[:500],
            "cause": self.cause.strip(),
        }


@transaction.atomic
def declare_outage(*, organisation: Organisation | None, told: Told, by: AgentSession) -> Outage:
    """Declare an outage that runs, is over, or is planned; of the whole platform without a body.

    Raises NotForThisRole, NothingNamed, WrongMoments.
    """
    access.require(access.can_declare(by, organisation.pk if organisation else None))
    told.check()
    kind = OutageKind.PLANNED if told.is_to_come else OutageKind.DECLARED
    outage = Outage.objects.create(
        organisation=organisation, kind=kind, declared_by_id=by.agent_id, **told.values()
    )
    write_down(outage, OutageVerb.DECLARED, by)
    return outage


@transaction.atomic
def correct_outage(*, outage_id: int, told: Told, by: AgentSession) -> Outage:
    """Put right what was told of an outage; the former values stay in its history.

    A deadline moved and announced already is never moved back. Raises OutageNotFound, NotForThisRole,
    AlreadyDismissed, NothingNamed, WrongMoments.
    """
    outage = _changeable(outage_id, by)
    told.check()
    before = {name: _plain(getattr(outage, name)) for name in _TOLD}
    for name, value in told.values().items():
        setattr(outage, name, value)
    if outage.kind != OutageKind.DETECTED:
        outage.kind = OutageKind.PLANNED if told.is_to_come else OutageKind.DECLARED
    outage.settled_until = outage.settled_after = None
    outage.save(update_fields=[*_TOLD, "kind", "settled_until", "settled_after"])
    changed = {name: value for name, value in before.items() if value != _plain(getattr(outage, name))}
    write_down(outage, OutageVerb.CORRECTED, by, before=changed)
    return outage


@transaction.atomic
def end_outage(*, outage_id: int, at: datetime, by: AgentSession) -> Outage:
    """Say when an outage ended.

    Raises OutageNotFound, NotForThisRole, AlreadyDismissed, AlreadyOver, NotStarted, WrongMoments.
    """
    outage = _changeable(outage_id, by)
    if outage.ends_at is not None:
        raise AlreadyOver
    if outage.is_planned:
        raise NotStarted
    if at < outage.starts_at:
        raise WrongMoments(_("La fin est avant le début de la panne."), field="ends_at")
    if at > clock.now():
        raise WrongMoments(_("Cette heure n’est pas encore passée."), field="ends_at")
    outage.ends_at = at
    outage.save(update_fields=["ends_at"])
    write_down(outage, OutageVerb.ENDED, by)
    return outage


@transaction.atomic
def dismiss_outage(*, outage_id: int, reason: str, by: AgentSession) -> Outage:
    """Close an outage as an error, or a maintenance that will not take place.

    Raises OutageNotFound, NotForThisRole, AlreadyDismissed, ReasonMissing.
    """
    outage = _changeable(outage_id, by)
    if not reason.strip():
        raise ReasonMissing
    outage.dismissed_at, outage.dismissal = clock.now(), " ".join(reason.split())[:500]
    outage.settled_until = outage.settled_after = None
    outage.save(update_fields=["dismissed_at", "dismissal", "settled_until", "settled_after"])
    write_down(outage, OutageVerb.DISMISSED, by)
    return outage


def write_down(
    outage: Outage, verb: OutageVerb, by: AgentSession | None = None, **facts: dict[str, Any]
) -> None:
    """Add a line to the history of an outage, tell the rooms above, and have the pages told afresh."""
    OutageEvent.objects.create(
        outage=outage, verb=verb, agent_id=by.agent_id if by else None, at=clock.now(), facts=facts
    )
    publish(OutageChanged(outage_id=outage.pk))
    forget_notices()


def _changeable(outage_id: int, by: AgentSession) -> Outage:
    """Lock an outage that this agent may change. Raises OutageNotFound, NotForThisRole, AlreadyDismissed."""
    outage = access.get_outage(outage_id, by=by, lock=True)
    access.require(access.can_declare(by, outage.organisation_id))
    if outage.dismissed_at is not None:
        raise AlreadyDismissed
    return outage


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
