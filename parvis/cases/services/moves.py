"""Clocks that moved because a calendar did: told in the journal, and to who had been told otherwise."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from parvis.cases import journal, tasks
from parvis.cases.clocks import COLUMNS, Reckoned
from parvis.cases.commitments import commitment_of
from parvis.cases.models import BusinessCalendar, Case
from parvis.cases.story import Story
from parvis.common import jobs

Held = Mapping[tuple[str, str], tuple[Any, ...]]
"""Rows of clocks by kind and object: the values of ``COLUMNS``."""
TOLD_TOGETHER = 100
"""Persons told in one transaction."""
_DUE_AT, _CALENDAR = COLUMNS.index("due_at"), COLUMNS.index("calendar_id")


def moved_by_calendar(held: Held, clocks: Iterable[Reckoned]) -> list[dict[str, Any]]:
    """Return the clocks in opening time whose due moment is no longer the one held: clock, about, origin, to.

    ``clocks`` are derived from the same facts as those held: only their calendar can have changed.
    """
    found = []
    for one in clocks:
        before = held.get((one.kind, one.about))
        if before is None or one.calendar_id is None or before[_DUE_AT] == one.due_at:
            continue
        if before[_CALENDAR] == one.calendar_id:
            origin = before[_DUE_AT].isoformat() if before[_DUE_AT] else None
            to = one.due_at.isoformat() if one.due_at else None
            found.append({"clock": one.kind, "about": one.about, "origin": origin, "to": to})
    return found


def because_of(calendar_id: int) -> dict[str, Any]:
    """Return what the journal says of the calendar that changed."""
    row = BusinessCalendar.objects.get(pk=calendar_id)
    return {"calendar": row.pk, "edition": row.edition, "name": row.name}


def journal_moves(case: Case, story: Story, moved: list[dict[str, Any]], because: dict[str, Any]) -> bool:
    """Write in the journal what a calendar moved; say whether a moment announced to the person is now later."""
    journal.record(case, "replanned", facts={**because, "moved": moved})
    commitment = commitment_of(story)
    later = [one for one in moved if one["origin"] and one["to"] and _is_later(one)]
    return bool(commitment and commitment.facts.get("shown") and later)


def tell_later(cases: Iterable[Case]) -> None:
    """Defer the word to the persons whose moment is now later: a job for each hundred of them."""
    told = iter(str(case.pk) for case in cases)
    while some := list(islice(told, TOLD_TOGETHER)):
        jobs.defer(tasks.tell_replanned, case_ids=some)


def _is_later(one: dict[str, Any]) -> bool:
    return datetime.fromisoformat(one["to"]) > datetime.fromisoformat(one["origin"])
