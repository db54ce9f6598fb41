"""Calendars and agreements of a body: made, changed, and every open case planned again when a calendar changes."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, tasks
from parvis.cases.calendars import calendar_from, calendar_of
from parvis.cases.commitments import in_order
from parvis.cases.models import Agreement, BusinessCalendar, Clock, ClockState
from parvis.cases.services.recomputing import Report, recompute_clocks
from parvis.common import actor, clock, jobs
from parvis.common.errors import DomainError, Invalid
from parvis.deadlines.calendars import ALWAYS
from parvis.deadlines.targets import Span, due_at
from parvis.organisations import access as habilitations
from parvis.organisations.access import AgentSession

SPANS = ("first_answer", "next_answer", "resolution", "look_every", "remind_after", "close_after")
MANY = 20_000
"""Clocks on one calendar, from which planning them again is shared."""
_OWED_TO_PERSONS = ("next_answer", "remind_after", "close_after")
"""What makes no sense between teams."""


@transaction.atomic
def save_calendar(
    *,
    organisation_id: int,
    by: AgentSession,
    name: str,
    hours: dict[str, list[list[str]]],
    territory: str = "mainland",
    closures: list[dict[str, str]] | None = None,
    special_days: list[dict[str, Any]] | None = None,
    calendar_id: int | None = None,
) -> BusinessCalendar:
    """Make a calendar, or change one: then every open case that runs on it is planned again by a job.

    Raises NotForThisRole, Invalid; NeverOpen, BadHours, EndBeforeStart for hours that make no sense.
    """
    access.require(habilitations.can_administer(by, organisation_id))
    given = {
        "hours": hours,
        "territory": territory,
        "closures": closures or [],
        "special_days": special_days or [],
    }
    calendar_from(**given)  # type: ignore[arg-type]
    row = _calendar(organisation_id, calendar_id)
    if not name.strip():
        raise Invalid({"name": [_("Donnez un nom à ce calendrier.")]})
    others = BusinessCalendar.objects.filter(organisation=organisation_id, name=name.strip()).exclude(
        pk=row.pk
    )
    if others.exists():
        raise Invalid({"name": [_("Ce nom est déjà pris par un autre calendrier.")]})
    drawn = row.as_drawn()
    row.name = name.strip()
    for key, value in given.items():
        setattr(row, key, value)
    if row.pk and drawn != given:
        row.edition += 1
        row.former = [*row.former, {"until": clock.now().isoformat(), **drawn}]
        _replan(row)
    row.save()
    return row


def _replan(row: BusinessCalendar) -> None:
    """Defer what plans its cases again: in two halves when they are many, so that two workers share them."""
    running = Clock.objects.filter(calendar_id=row.pk, state=ClockState.RUNNING)
    parts = 2 if running.order_by()[: MANY + 1].count() > MANY else 1
    for part in range(1, parts + 1):
        jobs.defer(tasks.replan_clocks, calendar_id=row.pk, edition=row.edition, part=part, of=parts)


def replan_clocks(*, calendar_id: int, share: tuple[int, int] = (1, 1)) -> Report:
    """Plan again the open cases that run on a calendar, batch after batch. Called by a job, again without harm.

    ``share`` (1, 2) takes the first half of them.
    """
    with actor.acting_as(actor.for_system("cases.replan")):
        with transaction.atomic():
            row = BusinessCalendar.objects.get(pk=calendar_id)
        because = {"calendar": row.pk, "edition": row.edition, "name": row.name}
        return recompute_clocks(cases=_running_on(calendar_id, *share), because=because)


def _running_on(calendar_id: int, part: int, of: int) -> Iterator[UUID]:
    """Yield a share of the cases with a clock that runs on a calendar, each once, in order."""
    last: UUID | None = None
    while True:
        with transaction.atomic():
            found = Clock.objects.filter(calendar_id=calendar_id, state=ClockState.RUNNING)
            if of > 1:
                found = found.extra(
                    where=["get_byte(uuid_send(case_id), 15) %% %s = %s"], params=[of, part - 1]
                )
            if last:
                found = found.filter(case_id__gt=last)
            ids = list(found.order_by("case_id").values_list("case_id", flat=True).distinct()[:5000])
        if not ids:
            return
        yield from ids
        last = ids[-1]


@transaction.atomic
def save_agreement(
    *, organisation_id: int, by: AgentSession, agreement_id: int | None = None, **given: Any
) -> Agreement:
    """Make an agreement, or change one for the cases to come: those under way keep what was said to them.

    ``given`` are the columns of ``Agreement``. Raises NotForThisRole, Invalid.
    """
    access.require(habilitations.can_administer(by, organisation_id))
    agreement = _agreement(organisation_id, agreement_id)
    for name, value in given.items():
        setattr(agreement, name, value)
    errors = _faults(agreement)
    if errors:
        raise Invalid(errors)
    agreement.steps = in_order(agreement.steps)
    agreement.save()
    return agreement


def _faults(agreement: Agreement) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not agreement.name.strip():
        errors["name"] = [_("Donnez un nom à cet engagement.")]
    same = Agreement.objects.filter(organisation=agreement.organisation_id, name=agreement.name)
    if same.exclude(pk=agreement.pk).exists():
        errors["name"] = [_("Ce nom est déjà pris par un autre engagement.")]
    for name in SPANS:
        written = getattr(agreement, name)
        try:
            if written:
                Span.parse(written)
        except DomainError as refusal:
            errors[name] = [str(refusal)]
    if not any(
        getattr(agreement, name)
        for name in ("first_answer", "next_answer", "resolution", "look_every", "close_after")
    ):
        errors["resolution"] = [_("Donnez au moins un délai : sans lui, il n’y a pas d’engagement.")]
    if agreement.remind_after and not agreement.close_after:
        errors["remind_after"] = [_("Une relance annonce une clôture : dites après combien de temps.")]
    elif not errors and agreement.remind_after and _comes_too_late(agreement):
        errors["remind_after"] = [_("La relance vient avant la clôture : donnez un délai plus court.")]
    return errors | _faults_of_scope(agreement)


def _comes_too_late(agreement: Agreement) -> bool:
    """Say whether a reminder would come once the case it announces the closing of is closed."""
    opening = calendar_of(agreement.calendar) if agreement.calendar else ALWAYS
    reminded, closed = (
        due_at(opening, clock.now(), Span.parse(written))
        for written in (agreement.remind_after, agreement.close_after)
    )
    return reminded is not None and closed is not None and reminded >= closed


def _faults_of_scope(agreement: Agreement) -> dict[str, list[str]]:
    """Return what an agreement between teams has too much, and one before persons."""
    if agreement.team_id is None:
        alone = [_("Un regard régulier se promet entre services : choisissez le service engagé.")]
        return {"look_every": alone} if agreement.look_every else {}
    said = [_("Un service ne promet pas cela à un autre : laissez vide, ou ne choisissez pas de service.")]
    return {name: said for name in _OWED_TO_PERSONS if getattr(agreement, name)}


def _calendar(organisation_id: int, calendar_id: int | None) -> BusinessCalendar:
    if calendar_id is None:
        return BusinessCalendar(organisation_id=organisation_id)
    return BusinessCalendar.objects.select_for_update(of=("self",)).get(
        pk=calendar_id, organisation=organisation_id
    )


def _agreement(organisation_id: int, agreement_id: int | None) -> Agreement:
    if agreement_id is None:
        return Agreement(organisation_id=organisation_id)
    return Agreement.objects.select_for_update(of=("self",)).get(
        pk=agreement_id, organisation=organisation_id
    )
