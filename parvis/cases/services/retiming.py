"""Deriving the clocks of a case again, and writing what changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from parvis.cases import journal
from parvis.cases.clocks import COLUMNS, Reckoned, answer_due_on, moving_entries, reckon
from parvis.cases.models import Case, Clock, JournalEntry
from parvis.cases.services.clock_rows import COPIED, copies_of, replace_clocks
from parvis.cases.services.moves import because_of, journal_moves, moved_by_calendar
from parvis.cases.story import Story, story_of


def retime(case: Case) -> list[Reckoned] | None:
    """Derive the clocks of a locked case when an entry not yet written moves one; None when none does.

    Sets the day an answer is due, and journals its change. ``write_clocks`` writes the rest.
    """
    pending = journal.pending(case)
    moving = moving_entries(levels=case.is_committed)
    # Handed to another team of the same body, nothing runs otherwise but service levels.
    if not any(
        entry.kind in moving and (case.is_committed or entry.facts.get("leaves_body", True))
        for entry in pending
    ):
        return None
    if case.is_committed and case.journal_length > len(pending):
        _log_calendar_moves(case)
    clocks = reckon(whole_story(case, pending))
    reschedule(case, answer_due_on(clocks))
    return clocks


def _log_calendar_moves(case: Case) -> None:
    """Journal what a calendar edited a moment ago moves, before this change hides it in its own."""
    waiting = len(journal.pending(case))
    before = story_of(case, _written(case, skip=waiting))
    held = {(row.kind, row.about): _values(row) for row in Clock.objects.filter(case=case)}
    clocks = reckon(before)
    moved = moved_by_calendar(held, clocks)
    if moved:
        calendar = next(one.calendar_id for one in clocks if one.kind == moved[0]["clock"])
        journal_moves(case, before, moved, because_of(calendar or 0))


def whole_story(case: Case, pending: Iterable[JournalEntry] = ()) -> Story:
    """Return the story of a case: its entries that move clocks, then those not yet written."""
    waiting = list(pending)
    return story_of(case, [*_written(case, skip=len(waiting)), *waiting])


def _written(case: Case, *, skip: int) -> list[JournalEntry]:
    """Return the entries that move clocks already in the database; ``skip`` are those that are not."""
    if case.journal_length <= skip:
        return []
    entries = JournalEntry.objects.filter(case=case, kind__in=moving_entries(levels=case.is_committed))
    return list(entries.only("kind", "at", "facts", "position").order_by("position"))


def reschedule(case: Case, due_on: date | None) -> None:
    """Set the day an answer is due; once the case is born, a change is journalled."""
    born = case.journal_length > len(journal.pending(case))
    if due_on != case.due_on and born:
        facts = {"origin": str(case.due_on or "–"), "to": str(due_on or "–")}
        journal.record(case, "rescheduled", facts=facts)
    case.due_on = due_on


def add_clocks(case: Case, reckoned: Iterable[Reckoned]) -> None:
    """Write the clocks of a case just born."""
    Clock.objects.bulk_create(_row(case, one) for one in reckoned)


def _row(case: Case, one: Reckoned) -> Clock:
    copied = dict(zip(COPIED, copies_of(case, one), strict=True))
    return Clock(
        case_id=case.pk,
        kind=one.kind,
        about=one.about,
        **copied,
        **dict(zip(COLUMNS, one.values(), strict=True)),
    )


def write_clocks(case: Case, reckoned: Iterable[Reckoned]) -> None:
    """Write the clocks that changed, add new ones, delete those that the journal knows no more."""
    replace_clocks([(case, reckoned)])


def _values(row: Clock) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in COLUMNS)
