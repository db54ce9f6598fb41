"""What a log says beside what the database says after it was played: read back, never counted on the way."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from parvis.cases.models import Capacity, Case, JournalEntry, Participation
from parvis.cases.replay.cast import FRONT
from parvis.cases.replay.due_lines import DueLine, due_line, summary
from parvis.cases.replay.log import Log, LogCase
from parvis.cases.replay.playing import key_of

TOLD_BY = ("note", "message", "decided", "pieces_asked")
"""Each activity of a log leaves one journal entry of one of these kinds."""


@dataclass(frozen=True)
class Beside:
    """One figure of the log and the same read in the database."""

    in_file: int
    in_database: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """The comparison. ``failed`` are the cases that a service refused, with its reason; ``unreadable`` the rows."""

    log: str
    cases: Beside
    played_now: int
    already_there: int
    events: Beside
    failed: dict[str, str]
    unreadable: list[str]
    unmapped_activities: dict[str, int]
    unmapped_channels: dict[str, int]
    longer_in_file: int
    gestures: dict[str, int]
    channels: dict[str, Beside]
    departments: dict[str, Beside]
    outcomes: dict[str, Beside]
    deadlines: dict[str, Beside]
    due_dates: dict[str, int]
    starts: dict[str, int]
    ends: dict[str, int]
    due_lines: list[DueLine]

    @property
    def is_whole(self) -> bool:
        """Return whether every row was read, every case played, and every activity found again."""
        return (
            not self.failed
            and not self.unreadable
            and self.cases.in_file == self.cases.in_database
            and self.events.in_file == self.events.in_database
        )

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON."""
        return {**asdict(self), "whole": self.is_whole, "due_summary": self.due_summary}

    @property
    def due_summary(self) -> dict[str, dict[str, int]]:
        """Return how many deadlines were met and missed both ways, and why they part (``due_lines``, case by case)."""
        return summary(self.due_lines)


@dataclass(frozen=True)
class Found:
    """What became of a case of the log."""

    case: Case
    events: int
    department: str


@transaction.atomic
def compare(log: Log, *, played_now: int, failed: dict[str, str]) -> Report:
    """Read the database back and put it beside the log. Call as an actor who sees the cases."""
    found = _found(log)
    pairs = [(told, found[told.id]) for told in log.cases.values() if told.id in found]
    return Report(
        log=log.mapping.name,
        cases=Beside(len(log.cases), len(found)),
        played_now=played_now,
        already_there=len(found) - played_now,
        events=Beside(log.events, sum(one.events for one in found.values())),
        failed=failed,
        unreadable=log.unreadable,
        unmapped_activities=_unmapped(log),
        unmapped_channels=_counted(
            told.channel
            for told in log.cases.values()
            if told.channel and told.channel not in log.mapping.channels
        ),
        longer_in_file=sum(len(told.events) > one.case.original["events"] for told, one in pairs),
        gestures=_gestures(found),
        channels=_beside(_channel(log, told) for told in log.cases.values())(
            one.case.channel for _t, one in pairs
        ),
        departments=_beside(told.department or FRONT for told in log.cases.values())(
            one.department for _t, one in pairs
        ),
        outcomes=_beside(_outcome(log, told) for told in log.cases.values())(
            one.case.outcome for _t, one in pairs
        ),
        deadlines=_beside(_fate(told.end, told.deadline) for told in log.cases.values())(
            _our_fate(one.case) for _t, one in pairs
        ),
        due_dates=_counted(_due(told, one.case) for told, one in pairs if told.deadline),
        starts=_counted(_same(told.start, one.case.received_at) for told, one in pairs if told.start),
        ends=_counted(_same(told.end, one.case.ended_at) for told, one in pairs),
        due_lines=[
            due_line(told, one.case, delay=log.mapping.procedure.get("delay", "2m")) for told, one in pairs
        ],
    )


def _found(log: Log) -> dict[str, Found]:
    keys = {key_of(log.mapping, told): told for told in log.cases}
    cases = {case.pk: case for case in Case.objects.filter(intake_key__in=list(keys))}
    events = Counter(
        JournalEntry.objects.filter(case__in=cases, kind__in=TOLD_BY).values_list("case_id", flat=True)
    )
    handlers = Participation.objects.filter(case__in=cases, capacity=Capacity.HANDLER)
    first = dict(handlers.values_list("case_id").annotate(Min("pk")))
    teams = dict(Participation.objects.filter(pk__in=first.values()).values_list("case_id", "team__name"))
    return {keys[case.intake_key]: Found(case, events[key], teams[key]) for key, case in cases.items()}


def _gestures(found: dict[str, Found]) -> dict[str, int]:
    cases = [one.case.pk for one in found.values()]
    return _counted(JournalEntry.objects.filter(case__in=cases).values_list("kind", flat=True))


def _unmapped(log: Log) -> dict[str, int]:
    named = (event.activity for told in log.cases.values() for event in told.events)
    return _counted(activity for activity in named if not log.mapping.knows(activity))


def _channel(log: Log, told: LogCase) -> str:
    return str(log.mapping.channels.get(told.channel, "web"))


def _outcome(log: Log, told: LogCase) -> str:
    """Return how a case comes out by the log: by its last deciding activity, if it was decided or closed."""
    outcomes = log.mapping.outcomes
    deciding = [outcomes[event.activity] for event in told.events if event.activity in outcomes]
    ended = told.end is not None or told.events[-1].activity in log.mapping.ends
    if deciding and (ended or deciding[-1].value in {"granted", "partly_granted", "refused"}):
        return str(deciding[-1])
    return "no_follow_up" if ended else ""


def _fate(end: datetime | None, deadline: datetime | None) -> str:
    if deadline is None:
        return "no deadline"
    if end is None:
        return "open"
    return "met" if end <= deadline else "missed"


def _our_fate(case: Case) -> str:
    if case.due_on is None:
        return "no deadline"
    if case.ended_at is None:
        return "open"
    return "met" if timezone.localdate(case.ended_at) <= case.due_on else "missed"


def _due(told: LogCase, case: Case) -> str:
    if case.due_on is None or told.deadline is None:
        return "none of ours"
    theirs = timezone.localdate(told.deadline)
    return "same day" if case.due_on == theirs else "ours earlier" if case.due_on < theirs else "ours later"


def _same(told: datetime | None, ours: datetime | None) -> str:
    if told is None or ours is None:
        return "both open" if told is ours else "only one"
    return "same" if told == ours else "different"


def _counted(values: Any) -> dict[str, int]:
    return dict(Counter(str(value) or "none" for value in values).most_common())


def _beside(in_file: Any) -> Any:
    """Return a function that puts counts of the database beside these of the file."""
    told = _counted(in_file)

    def beside(in_database: Any) -> dict[str, Beside]:
        ours = _counted(in_database)
        return {name: Beside(told.get(name, 0), ours.get(name, 0)) for name in {**told, **ours}}

    return beside
