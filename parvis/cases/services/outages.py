"""What cases do when the service failed: deadlines move, those who reported it are told, deposits begun are kept.

A job goes through the cases whose last days fall in the outage, a batch a transaction, and remembers where it is in
the outage's own row: killed, it goes on from there; an outage corrected meanwhile is gone through again.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from parvis.cases import access, journal, tasks
from parvis.cases.clocks import end_of
from parvis.cases.models import Case, Clock, ClockState, CoSignature, Draft, LinkReason, OutageLink
from parvis.cases.services.notices import tell_person
from parvis.cases.services.outage_moves import move_deadlines, person_kinds, take_back
from parvis.cases.services.saving import save_case
from parvis.cases.story import territory_of
from parvis.common import actor, clock, jobs
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.outages import Outage as Days
from parvis.deadlines.outages import moved_deadline
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.outages.access import get_outage
from parvis.outages.errors import AlreadyDismissed
from parvis.outages.models import STOPS_DEPOSITS, STOPS_PERSONS, Outage

BATCH = 100


def settle_outage(*, outage_id: int) -> int:
    """Move the deadlines that fell in an outage, or take back what an error moved; return how many cases changed.

    Call as the system. Again without harm: a case already settled is left alone.
    """
    changed = 0
    while (done := _settle_batch(outage_id)) is not None:
        changed += done
    return changed


@transaction.atomic
def settle_waiting_outages() -> int:
    """Defer the settling of the outages not settled up to now, and return how many. Call as the system.

    While an outage lasts, last days that fall in it move one day further each day.
    """
    found = Outage.objects.touching(*STOPS_PERSONS, *STOPS_DEPOSITS).filter(starts_at__lte=clock.now())
    waiting = Q(settled_until=None) | Q(settled_until__lt=F("ends_at")) | Q(ends_at=None, dismissed_at=None)
    late = [one.pk for one in found.filter(waiting).order_by("pk") if not _is_settled(one)]
    for outage_id in late:
        defer_settling(outage_id)
    return len(late)


def defer_settling(outage_id: int) -> None:
    """Have a job settle an outage; one at a time works on it."""
    jobs.defer(tasks.settle_outage, lock=f"outage:{outage_id}", outage_id=outage_id)


@transaction.atomic
def report_outage(*, case_id: UUID, outage_id: int, by: AgentSession) -> Case:
    """Tie a case to the outage it reports; its person is told when it ends. Twice is once.

    Raises CaseNotFound, OutageNotFound, NotForThisRole, AlreadyDismissed.
    """
    outage = get_outage(outage_id, by=by)
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    if outage.dismissed_at is not None:
        raise AlreadyDismissed
    tied = OutageLink.objects.filter(case=case, outage=outage, reason=LinkReason.REPORTED)
    if not tied.exists():
        OutageLink.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            outage=outage,
            reason=LinkReason.REPORTED,
            agent_id=by.agent_id,
        )
        journal.record(case, "outage_reported", facts={"outage": outage.pk})
        save_case(case)
        if outage.ends_at is not None:
            jobs.defer(tasks.tell_outage_over, outage_id=outage.pk)
    return case


def tell_outage_over(*, outage_id: int) -> int:
    """Tell the people whose cases report an outage that it is over, each once; return how many. Call as the system."""
    told = 0
    with transaction.atomic():
        outage = get_outage(outage_id)
        links = list(_untold(outage)) if outage.is_over else []
    for link in links:
        told += _tell_one(outage, link.pk)
    return told


@transaction.atomic
def _tell_one(outage: Outage, link_id: int) -> bool:
    link = _untold(outage).select_for_update(skip_locked=True).filter(pk=link_id).first()
    if link is None:
        return False
    case = access.get_case(link.case_id, lock=True)
    with actor.admitting(case.pk):
        journal.record(case, "outage_over", facts={"outage": outage.pk})
        tell_person(case, "outage_over", outage=outage)
        save_case(case)
        link.told_at = clock.now()
        link.save(update_fields=["told_at"])
    return True


def _untold(outage: Outage) -> QuerySet[OutageLink]:
    return OutageLink.objects.filter(outage=outage, reason=LinkReason.REPORTED, told_at=None)


def _is_settled(outage: Outage) -> bool:
    """Say whether nothing more can have fallen in an outage since it was settled: no other day began."""
    if outage.settled_until is None:
        return False
    if outage.ends_at is not None:
        return outage.settled_until >= outage.ends_at
    return timezone.localdate(outage.settled_until) == clock.today()


@transaction.atomic
def _settle_batch(outage_id: int) -> int | None:
    """Settle the next cases, and return how many changed; None when there is none left."""
    outage = get_outage(outage_id, lock=True)
    if outage.is_planned:
        return None
    keys = _next_cases(outage)
    if not keys:
        _finish(outage)
        return None
    cases = access.lock_cases(keys)
    if outage.dismissed_at is not None:
        changed = take_back(cases, outage)
    else:
        changed = move_deadlines(cases, _standing_since(outage))
    outage.settled_after = keys[-1]
    outage.save(update_fields=["settled_after"])
    return changed


def _next_cases(outage: Outage) -> list[UUID]:
    """Return the next cases in the order of their ids: those with a last day in it, then those it has moved before."""
    after = outage.settled_after or UUID(int=0)
    links = OutageLink.objects.filter(outage=outage, reason=LinkReason.MOVED, case_id__gt=after)
    found = set(links.order_by("case_id").values_list("case_id", flat=True)[:BATCH])
    if outage.stops_persons and outage.dismissed_at is None:
        falling = _falling(outage).filter(case_id__gt=after).order_by("case_id").distinct()
        found |= set(falling.values_list("case_id", flat=True)[:BATCH])
    return sorted(found)[:BATCH]


def _falling(outage: Outage) -> QuerySet[Clock]:
    """Return the clocks of persons that run and whose last day is a day of the outage."""
    since, until = outage.days
    moments = (end_of(since), end_of(until))
    falling = Clock.objects.filter(kind__in=person_kinds(), state=ClockState.RUNNING, due_at__range=moments)
    if outage.organisation_id is not None:
        falling = falling.filter(organisation_id=outage.organisation_id)
    return falling.filter(case__procedure_code__in=outage.procedures) if outage.procedures else falling


def _standing_since(outage: Outage) -> list[Outage]:
    """Return the outages that may move a day moved by this one: those not over when it began."""
    later = Q(ends_at=None) | Q(ends_at__gte=outage.starts_at)
    found = Outage.objects.standing().touching(*STOPS_PERSONS).filter(later, starts_at__lte=clock.now())
    return list(found.order_by("starts_at", "pk"))


def _finish(outage: Outage) -> None:
    """Keep the deposits begun and the signatures asked whose time ran out in it, and note up to when it is settled."""
    if outage.stops_deposits and outage.dismissed_at is None:
        _keep_waiting_papers(outage)
    outage.settled_until, outage.settled_after = outage.until, None
    outage.save(update_fields=["settled_until", "settled_after"])


def _keep_waiting_papers(outage: Outage) -> None:
    since, until = outage.starts_at, outage.until
    drafts = Draft.objects.filter(case_id=None, expires_at__gte=since, expires_at__lte=until)
    signatures = CoSignature.objects.filter(expires_at__gte=since, expires_at__lte=until)
    if outage.organisation_id is not None:
        drafts = drafts.filter(organisation_id=outage.organisation_id)
        signatures = signatures.filter(organisation_id=outage.organisation_id)
    bodies = {*drafts.order_by().values_list("organisation_id", flat=True).distinct()}
    bodies |= {*signatures.order_by().values_list("organisation_id", flat=True).distinct()}
    for body in Organisation.objects.filter(pk__in=bodies).select_related("territory").order_by("pk"):
        days = Days(*outage.days)
        last = moved_deadline(days.until, [days], PublicHolidays(territory_of(body)))
        drafts.filter(organisation=body).update(expires_at=end_of(last))
        signatures.filter(organisation=body).update(expires_at=end_of(last))
