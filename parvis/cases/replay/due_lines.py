"""Due dates of a replayed log, case by case: ours beside the file’s deadline, met or missed both ways, and why.

The file compares moments: a case that ends on the day of its deadline, an hour after, missed it. Here a delay in days
ends at the last second of its last day. The difference of two due dates is always the sum of three: another day of
receipt, another length, days during which our delay was stopped.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from parvis.cases.models import Case
from parvis.cases.replay.log import LogCase
from parvis.deadlines.delays import Delay, Unit

_DAYS = re.compile(r"\d+ d ")
MET, MISSED, OPEN, NONE = "met", "missed", "open", "no deadline"


@dataclass(frozen=True)
class DueLine:
    """One case. ``days`` is how much later our due date is; ``due_why`` and ``fate_why`` are empty if nothing differs.

    ``fate`` says what became of the deadline: met, missed, open (the case did not end), no deadline.
    """

    case: str
    number: str
    received: str
    due: str
    deadline: str
    days: int | None
    due_why: str
    end: str
    our_end: str
    fate: str
    our_fate: str
    fate_why: str


def due_line(told: LogCase, case: Case, *, delay: str) -> DueLine:
    """Return the line of a case of the log, with what became of it here; ``delay`` is that of the procedure."""
    due, deadline = case.due_on, _day(told.deadline)
    return DueLine(
        case=told.id,
        number=case.number,
        received=_written(_day(case.received_at)),
        due=_written(due),
        deadline=_written(told.deadline),
        days=(due - deadline).days if due and deadline else None,
        due_why=_why_due(told, case, delay),
        end=_written(told.end),
        our_end=_written(case.ended_at),
        fate=_fate_by_moment(told.end, told.deadline),
        our_fate=_fate(_day(case.ended_at), due),
        fate_why=_why_fate(told, case),
    )


def summary(lines: Iterable[DueLine]) -> dict[str, dict[str, int]]:
    """Return how many cases met or missed both ways, and how many part for each reason."""
    held = list(lines)
    fates = Counter(f"{line.fate} in the file, {line.our_fate} here" for line in held)
    due = Counter(
        "same day" if line.days == 0 else _DAYS.sub("", line.due_why) or "no deadline" for line in held
    )
    why = Counter(line.fate_why for line in held if line.fate_why)
    return {"fates": _sorted(fates), "due_dates": _sorted(due), "why_fates_part": _sorted(why)}


def _why_due(told: LogCase, case: Case, delay: str) -> str:
    """Return why two due dates differ: parts whose days add up to the difference."""
    if case.due_on is None or told.deadline is None:
        return "only the file has one" if told.deadline else "only ours has one" if case.due_on else ""
    received, deadline = timezone.localdate(case.received_at), timezone.localdate(told.deadline)
    start = _day(told.start) or received
    length = _days_of(delay)
    stopped = (case.due_on - received).days - length
    parts = [
        ("received {} here", (received - start).days),
        ("the file gives another delay, ours is due {}", length - (deadline - start).days),
        ("our delay stopped while pieces were awaited, due {}", stopped),
    ]
    return "; ".join(words.format(_by(days)) for words, days in parts if days)


def _why_fate(told: LogCase, case: Case) -> str:
    """Return what makes one met and the other missed: the hour, the due date, the end; in this order."""
    deadline, end = _day(told.deadline), _day(told.end)
    steps = [
        _fate_by_moment(told.end, told.deadline),
        _fate(end, deadline),
        _fate(end, case.due_on),
        _fate(_day(case.ended_at), case.due_on),
    ]
    if steps[0] == steps[-1]:
        return ""
    reasons = ("ended on the last day, past the hour", "another due date", "ended on another day here")
    changed = zip(reasons, steps, steps[1:], strict=False)
    return ", ".join(reason for reason, before, after in changed if before != after)


def _fate_by_moment(end: datetime | None, deadline: datetime | None) -> str:
    if deadline is None:
        return NONE
    return OPEN if end is None else MET if end <= deadline else MISSED


def _fate(end: date | None, last: date | None) -> str:
    if last is None:
        return NONE
    return OPEN if end is None else MET if end <= last else MISSED


def _days_of(delay: str) -> int:
    """Return a delay in days; a month counts for 30, and what it differs by is said of the file’s delay."""
    read = Delay.parse(delay)
    return read.amount * (30 if read.unit in {Unit.MONTHS, Unit.CLEAR_MONTHS} else 1)


def _by(days: int) -> str:
    return f"{abs(days)} d {'later' if days > 0 else 'earlier'}"


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _written(value: date | None) -> str:
    return value.isoformat() if value else ""


def _sorted(counted: Counter[str]) -> dict[str, int]:
    return dict(counted.most_common())
