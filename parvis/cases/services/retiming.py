"""Deriving the clocks of a case again, and writing what changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from parvis.cases import journal
from parvis.cases.calendars import Calendars
from parvis.cases.clocks import COLUMNS, Reckoned, answer_due_on, moving_entries, reckon
from parvis.cases.models import Case, Clock, JournalEntry
from parvis.cases.services.clock_rows import COPIED, copies_of, replace_clocks
from parvis.cases.services.moves import because_of, journal_moves, moved_by_calendar, tell_later
from parvis.cases.story import Fact, Story, story_from, story_of, territory_of
from parvis.common.postgresql import rows
from parvis.common.postgresql.compiled import among, given
from parvis.organisations.models import Organisation


def retime(case: Case, before: Story | None = None) -> list[Reckoned] | None:
    """Derive the clocks of a locked case when an entry not yet written moves one; None when none does.

    ``before`` is its story up to these entries, read when it is not given.

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
        _log_calendar_moves(case, before)
    clocks = reckon(told_further(before, pending) if before else whole_story(case, pending))
    reschedule(case, answer_due_on(clocks))
    return clocks


def _log_calendar_moves(case: Case, known: Story | None) -> None:
    """Journal what a calendar edited a moment ago moves, before this change hides it in its own."""
    before = known or story_of(case, _written(case, skip=len(journal.pending(case))))
    held = {(row.kind, row.about): _values(row) for row in Clock.objects.filter(case=case)}
    clocks = reckon(before)
    moved = moved_by_calendar(held, clocks)
    if moved:
        calendar = next(one.calendar_id for one in clocks if one.kind == moved[0]["clock"])
        if journal_moves(case, before, moved, because_of(calendar or 0)):
            tell_later([case])


def whole_story(case: Case, pending: Iterable[JournalEntry] = ()) -> Story:
    """Return the story of a case: its entries that move clocks, then those not yet written."""
    waiting = list(pending)
    return story_of(case, [*_written(case, skip=len(waiting)), *waiting])


def read_stories(cases: Sequence[Case]) -> dict[UUID, Story]:
    """Return the stories of cases, read together; a case without any journal has none."""
    facts, territories, calendars = _facts(cases), _territories(cases), Calendars()
    return {
        case.pk: story_from(
            case, tuple(facts[case.pk]), territory=territories[case.organisation_id], calendars=calendars
        )
        for case in cases
        if case.pk in facts
    }


def _facts(cases: Sequence[Case]) -> dict[UUID, list[Fact]]:
    found: dict[UUID, list[Fact]] = defaultdict(list)
    moving = moving_entries(levels=any(case.is_committed for case in cases))
    entries = JournalEntry.objects.filter(
        among("kind", given([*moving])), among("case_id", given([case.pk for case in cases]))
    )
    for key, kind, at, data in entries.order_by("case_id", "position").values_list(
        "case_id", "kind", "at", "facts"
    ):
        found[key].append(Fact(kind, at, data))
    return found


def _territories(cases: Sequence[Case]) -> dict[int, str]:
    bodies = Organisation.objects.filter(pk__in={case.organisation_id for case in cases})
    names = ("kind", "insee_code", "territory__code", "parent__kind", "parent__insee_code", "parent__parent")
    light = bodies.select_related("territory", "parent").only(*names, "parent__territory")
    return {body.pk: territory_of(body) for body in light}


def told_further(story: Story, entries: Iterable[JournalEntry]) -> Story:
    """Return a story with these entries after it."""
    more = (Fact(entry.kind, entry.at, entry.facts) for entry in entries)
    return replace(story, facts=(*story.facts, *more))


def _written(case: Case, *, skip: int) -> list[JournalEntry]:
    """Return the entries that move clocks already in the database; ``skip`` are those that are not."""
    if case.journal_length <= skip:
        return []
    return journal.told(case, *moving_entries(levels=case.is_committed))


def reschedule(case: Case, due_on: date | None) -> None:
    """Set the day an answer is due; once the case is born, a change is journalled."""
    born = case.journal_length > len(journal.pending(case))
    if due_on != case.due_on and born:
        facts = {"origin": str(case.due_on or "–"), "to": str(due_on or "–")}
        journal.record(case, "rescheduled", facts=facts)
    case.due_on = due_on


def add_clocks(case: Case, reckoned: Iterable[Reckoned]) -> None:
    """Write the clocks of a case just born."""
    rows.insert([_row(case, one) for one in reckoned])


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
