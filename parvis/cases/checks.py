"""What ``bin/parvis check`` asks of cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from parvis.cases import journal
from parvis.cases.models import Case, JournalEntry

_BATCH = 2000


@dataclass(frozen=True)
class BrokenChain:
    """A case whose journal was tampered with: from which entry on, 0 when the end was cut off."""

    number: str
    position: int


def broken_chains() -> Iterator[BrokenChain]:
    """Verify the journal of every case the current actor sees (the system, for a check), a batch at a time."""
    last = None
    while True:
        cases = Case.objects.order_by("pk").only("pk", "number", "journal_head", "journal_length")
        batch = list((cases.filter(pk__gt=last) if last else cases)[:_BATCH])
        if not batch:
            return
        last = batch[-1].pk
        entries = JournalEntry.objects.filter(case__in=batch).order_by("case_id", "position")
        by_case = {key: list(group) for key, group in groupby(entries, key=lambda entry: entry.case_id)}
        for case in batch:
            position = journal.first_break(case, by_case.get(case.pk, []))
            if position is not None:
                yield BrokenChain(case.number, position)
