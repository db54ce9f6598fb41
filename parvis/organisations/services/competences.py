"""Which team handles what, where; who receives in a body's name."""

from datetime import date, timedelta

from django.db import transaction

from parvis.common import clock
from parvis.organisations.errors import AlreadyEnded
from parvis.organisations.models import Competence, Delegation, Organisation, Team, Territory


@transaction.atomic
def declare_competence(*, team: Team, procedure_code: str, territory: Territory) -> Competence:
    """Say that a team handles a procedure on a territory. Saying it twice changes nothing."""
    competence, _created = Competence.objects.get_or_create(
        organisation_id=team.organisation_id, team=team, procedure_code=procedure_code, territory=territory
    )
    return competence


@transaction.atomic
def withdraw_competence(*, competence: Competence) -> None:
    """Say that a team no longer handles a procedure on a territory; the cases it holds stay with it."""
    competence.delete()


@transaction.atomic
def delegate_reception(
    *, organisation: Organisation, team: Team, since: date | None = None, until: date | None = None
) -> Delegation:
    """Let another body's team receive a body's public (« accueil mutualisé »). Saying it twice changes its end only."""
    delegation = Delegation.objects.filter(organisation=organisation, team=team, until=None).first()
    delegation = delegation or Delegation(organisation=organisation, team=team, since=since or clock.today())
    delegation.until = until
    delegation.save()
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, on: date | None = None) -> Delegation:
    """End a delegation: ``on`` is its last day, by default yesterday. Raises AlreadyEnded."""
    last_day = on or clock.today() - timedelta(days=1)
    if delegation.until is not None and delegation.until <= last_day:
        raise AlreadyEnded
    delegation.until = last_day
    delegation.save(update_fields=["until"])
    return delegation
