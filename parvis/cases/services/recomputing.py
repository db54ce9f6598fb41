"""Deriving the clocks of many cases again: after a calendar changed, or to check that nothing was spoilt.

A batch reads its cases without locking any; those whose clocks come out otherwise are locked for the time of writing
them, unless someone works on them: these are taken up again, one by one, at the end. So the desk never waits.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from parvis.cases import journal
from parvis.cases.clocks import COLUMNS, Reckoned, answer_due_on, reckon
from parvis.cases.models import Case, Clock
from parvis.cases.services.case_rows import write_cases
from parvis.cases.services.clock_rows import COPIED, copies_of, replace_clocks, upsert_clocks
from parvis.cases.services.moves import journal_moves, moved_by_calendar, tell_later
from parvis.cases.services.retiming import read_stories, reschedule
from parvis.cases.story import Story
from parvis.common import clock
from parvis.common.postgresql.compiled import among, given

BATCH = 500
_CASE = (
    "pk",
    "organisation_id",
    "team_id",
    "assignee_id",
    "regime",
    "delay",
    "channel",
    "due_on",
    "journal_head",
    "journal_length",
    "is_committed",
)
Progress = Callable[[int, int | None, str], None]


@dataclass
class Report:
    """What came of it: how many cases were read, and how many had a clock or a due date to put right."""

    cases: int = 0
    changed: int = 0
    busy: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """A case whose clocks differ from what its journal says."""

    case: Case
    story: Story
    clocks: list[Reckoned]
    changed: list[Reckoned]
    has_more: bool
    """Whether a row is held that the journal knows no more."""
    moved: list[dict[str, Any]]
    """What a calendar moved (``moves.moved_by_calendar``)."""


def recompute_clocks(
    *,
    cases: Iterable[UUID] | None = None,
    share: tuple[int, int] = (1, 1),
    because: dict[str, Any] | None = None,
    progress: Progress = lambda *_: None,
) -> Report:
    """Derive again the clocks of these cases, of all by default, a batch a transaction. Call as the system.

    ``share`` (2, 3) takes the second third of all the cases: several processes go through them together.
    ``because`` says what changed, for the journal: then the moments that moved are written there too.
    """
    report = Report()
    for batch in _batches(cases if cases is not None else _all_cases(*share)):
        _recompute(batch, report, because)
        progress(report.cases, None, "cases")
    waiting, report.busy = report.busy, []
    for case_id in waiting:
        recompute_case(case_id=case_id, because=because)
    report.changed += len(waiting)
    return report


@transaction.atomic
def recompute_case(*, case_id: UUID, because: dict[str, Any] | None = None) -> None:
    """Derive again the clocks of one case, waiting for whoever works on it."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is not None:
        _write(list(_different([case])), because)


@transaction.atomic
def _recompute(batch: Sequence[UUID], report: Report, because: dict[str, Any] | None) -> None:
    read = list(Case.objects.filter(among("pk", given(list(batch)))).only(*_CASE).order_by("pk"))
    found = {one.case.pk: one for one in _different(read)}
    report.cases += len(read)
    if not found:
        return
    free = Case.objects.filter(among("pk", given([*found]))).select_for_update(of=("self",), skip_locked=True)
    lengths = dict(free.values_list("pk", "journal_length"))
    ready = [one for key, one in found.items() if lengths.get(key) == one.case.journal_length]
    _write(ready, because)
    report.changed += len(ready)
    report.busy += sorted(found.keys() - {one.case.pk for one in ready})


def _different(cases: Sequence[Case]) -> Iterator[_Found]:
    """Yield the cases of which a clock or the due date is not what the journal says."""
    stories, rows = read_stories(cases), _rows(cases)
    for case in cases:
        story = stories.get(case.pk)
        if story is None:
            continue
        clocks, held = reckon(story), rows[case.pk]
        changed = [
            one for one in clocks if held.get((one.kind, one.about)) != (*one.values(), *copies_of(case, one))
        ]
        has_more = len(held) + len(changed) > len(clocks) and not held.keys() <= {
            (one.kind, one.about) for one in clocks
        }
        if changed or has_more or answer_due_on(clocks) != case.due_on:
            yield _Found(case, story, clocks, changed, has_more, moved_by_calendar(held, clocks))


def _rows(cases: Sequence[Case]) -> dict[UUID, dict[tuple[str, str], tuple[Any, ...]]]:
    found: dict[UUID, dict[tuple[str, str], tuple[Any, ...]]] = defaultdict(dict)
    rows = (
        Clock.objects.filter(among("case_id", given([case.pk for case in cases])))
        .order_by()
        .values_list("case_id", "kind", "about", *COLUMNS, *COPIED)
    )
    for key, kind, about, *values in rows:
        found[key][kind, about] = tuple(values)
    return found


def _write(found: Sequence[_Found], because: dict[str, Any] | None = None) -> None:
    """Write the clocks of locked cases that changed, and what changed for people with an entry in the journal."""
    if not found:
        return
    upsert_clocks([(one.case, clock) for one in found for clock in one.changed if not one.has_more])
    replace_clocks((one.case, one.clocks) for one in found if one.has_more)
    later = []
    for one in found:
        reschedule(one.case, answer_due_on(one.clocks))
        if because and one.moved and journal_moves(one.case, one.story, one.moved, because):
            later.append(one.case)
    tell_later(later)
    journalled = [one.case for one in found if journal.pending(one.case)]
    if journalled:
        for case in journalled:
            case.changed_at = clock.now()
        write_cases(journalled, fields=("changed_at", "due_on", "journal_head", "journal_length"))


def _all_cases(part: int, of: int) -> Iterator[UUID]:
    """Yield the ids of a share of the cases. The last byte of an id is chance: shares are equal, and stay the same."""
    last: UUID | None = None
    while True:
        cases: QuerySet[Case] = Case.objects.order_by("pk")
        if of > 1:
            cases = cases.extra(where=["get_byte(uuid_send(id), 15) %% %s = %s"], params=[of, part - 1])
        if last is not None:
            cases = cases.filter(pk__gt=last)
        with transaction.atomic():  # outside a transaction PostgreSQL is not told who acts, and shows nothing
            ids = list(cases.values_list("pk", flat=True)[: 10 * BATCH])
        if not ids:
            return
        yield from ids
        last = ids[-1]


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    found = iter(ids)
    while batch := list(islice(found, BATCH)):
        yield batch
