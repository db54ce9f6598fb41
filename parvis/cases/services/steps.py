"""Warnings, escalations, reminders and closings whose time has come: each made once, in opening hours."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases import journal
from parvis.cases.clocks import Reckoned, clock_kinds, reckon
from parvis.cases.commitments import steps_taken
from parvis.cases.events import CaseClosed
from parvis.cases.models import Case, Clock, ClockState, LegalState, Outcome
from parvis.cases.numbers import say_number
from parvis.cases.services.notices import tell_person
from parvis.cases.services.opinions import lapse
from parvis.cases.services.recipients import recipients
from parvis.cases.services.retiming import whole_story, write_clocks
from parvis.cases.services.saving import move, save_case
from parvis.cases.story import Story
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock
from parvis.common.errors import DomainError
from parvis.common.events import publish
from parvis.common.ids import new_id
from parvis.deadlines.wording import moment_in_words
from parvis.organisations.models import Agent

BATCH = 50
log = structlog.get_logger()


def take_steps() -> int:
    """Make every step whose time has come; return how many. Called by a job, again without harm."""
    taken = 0
    with actor.acting_as(actor.for_system("cases.steps")):
        while count := _take_batch():
            taken += count
    return taken


@transaction.atomic
def take_step(*, clock_id: int) -> bool:
    """Make the step of one clock if its time has come; return whether it was made. Silent for one that has ended."""
    found = Clock.objects.filter(pk=clock_id, state=ClockState.RUNNING, next_step_at__lte=clock.now())
    row = (
        found.select_related("case__organisation", "case__team", "case__person", "case__version__procedure")
        .select_for_update(of=("self", "case"))
        .first()
    )
    return row is not None and _taken_alone(row)


@transaction.atomic
def _take_batch() -> int:
    due = Clock.objects.filter(state=ClockState.RUNNING, next_step_at__lte=clock.now())
    found = list(
        due.select_related("case__organisation", "case__team", "case__person", "case__version__procedure")
        .defer("case__version__definition", "case__answers", "case__original")
        .select_for_update(of=("self", "case"), skip_locked=True)
        .order_by("next_step_at", "pk")[:BATCH]
    )
    cases = {row.case_id: row.case for row in found}
    for row in found:  # several clocks of one case write in one journal
        row.case = cases[row.case_id]
    return sum(_taken_alone(row) for row in found)


def _taken_alone(row: Clock) -> bool:
    """Make the step of one clock; a refusal is logged, and its clock put right."""
    try:
        with transaction.atomic():
            return _take(row)
    except DomainError as refusal:
        log.warning("step_refused", case=str(row.case_id), clock=row.kind, code=refusal.code)
        Clock.objects.filter(pk=row.pk).update(next_step_at=None)
        return True


def _take(row: Clock) -> bool:
    """Make the step that the journal says is due; a row out of date is put right instead."""
    case, story = row.case, whole_story(row.case)
    one = next((each for each in reckon(story) if (each.kind, each.about) == (row.kind, row.about)), None)
    if one is None or one.next_step_at is None or one.next_step_at > clock.now():
        write_clocks(case, reckon(story))
        return False
    with actor.admitting(case.pk):
        if one.due_at is None or one.next_step_at < one.due_at or one.kind not in _AT_THE_END:
            _remind_person(case, one) if one.kind == "waiting" else _escalate(case, story, one)
        else:
            _AT_THE_END[one.kind](case, one)
    return True


def _escalate(case: Case, story: Story, one: Reckoned) -> None:
    """Tell those whom the step names, and write it in the journal."""
    steps = clock_kinds.get(one.kind).steps(story, one.about)
    rank = len(steps_taken(story, one.kind, one.about))
    agents = recipients(case, steps[rank].get("tell", ["assignee"]))
    for agent in agents:
        _warn(case, one, agent)
    facts = {
        "clock": one.kind,
        "about": one.about,
        "step": rank,
        "agents": [agent.pk for agent in agents],
        "told": [str(agent) for agent in agents],
    }
    journal.record(case, "escalated", facts=facts)
    save_case(case)


def _warn(case: Case, one: Reckoned, agent: Agent) -> None:
    facts = {
        "clock": clock_kinds.get(one.kind).label,
        "number": say_number(case.number),
        "subject": case.subject,
        "due": _said(one.due_at),
        "team": case.team.name,
    }
    subject = _("Demande n° %(number)s : %(clock)s attendue %(due)s") % facts
    text = _(
        "Bonjour,\n\nDemande n° %(number)s, « %(subject)s » (%(team)s).\n%(clock)s : %(due)s.\n\n"
        "Ce message vous est envoyé parce que l’engagement de service le prévoit."
    )
    queue_message(
        about=new_id(),  # not the case: its journal keeps what was sent to its person
        channel="email",
        recipient=agent.account.email,
        subject=subject,
        text=text % facts,
        sender_name=case.organisation.name,
    )


def _said(due: datetime | None) -> str:
    return moment_in_words(timezone.localtime(due)) if due else "–"


def _remind_person(case: Case, one: Reckoned) -> None:
    channel = tell_person(case, "reminded", due=_said(one.due_at))
    facts: dict[str, Any] = {"clock": "waiting", "about": one.about, "step": 0, "told": [_("la personne")]}
    journal.record(case, "escalated", facts=facts | {"channel": channel})
    save_case(case)


def _close_unanswered(case: Case, one: Reckoned) -> None:  # noqa: ARG001 - a case waits once at a time
    case.outcome = case.outcome or Outcome.NO_FOLLOW_UP
    move(case, LegalState.CLOSED)
    journal.record(case, "closed", facts={"outcome": case.outcome})
    save_case(case, "outcome", "state")
    tell_person(case, "closed_unanswered")
    publish(CaseClosed(case_id=case.pk))


def _do_without_opinion(case: Case, one: Reckoned) -> None:
    lapse(case, one.about)
    for agent in recipients(case, ["assignee"]):
        _warn(case, one, agent)


_AT_THE_END: dict[str, Callable[[Case, Reckoned], None]] = {
    "waiting": _close_unanswered,
    "opinion": _do_without_opinion,
}
"""What happens by itself when a clock of these kinds comes to its end."""
