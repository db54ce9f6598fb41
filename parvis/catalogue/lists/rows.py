"""Rows given to a table, whoever gives them, and the report of what became of each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class RowGiven:
    """A row to take in. ``line`` is where it stands in its file, ``refusals`` what was wrong there.

    ``columns`` holds the boxes the giver knows, already of their type: those it leaves out keep what they held.
    ``says_days`` is false when the giver knows nothing of days of validity: those of a row already there stay.
    """

    code: str
    label: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    says_days: bool = True
    line: int = 0
    refusals: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    RETIRED = "retired"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LineReport:
    """What became of one row. ``sentences`` say why it was refused."""

    line: int
    code: str
    label: str
    outcome: Outcome
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do: line by line. ``remarks`` are about the file as a whole."""

    lines: tuple[LineReport, ...]
    remarks: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows had each outcome."""
        found = Counter(line.outcome for line in self.lines)
        return {str(outcome): found[outcome] for outcome in Outcome}

    @property
    def refused(self) -> tuple[LineReport, ...]:
        """Return the rows that were not taken."""
        return tuple(line for line in self.lines if line.outcome is Outcome.REFUSED)
