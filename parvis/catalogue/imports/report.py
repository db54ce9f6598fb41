"""What an import took, changed and left, file by file: shown line by line in the studio, written as JSON by commands.

Whatever a file holds is counted once: ``took`` when it is taken, ``left`` when it is not, with the reason. An
importer that meets something it does not know calls ``left``; it never skips in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class What(StrEnum):
    """What is counted of a file."""

    FIELDS = "fields"
    CONDITIONS = "conditions"
    VALIDATIONS = "validations"
    PREFILLS = "prefills"
    COMPUTED_VALUES = "computed_values"
    DATA_SOURCES = "data_sources"
    STATUSES = "statuses"
    TRANSITIONS = "transitions"
    ACTIONS = "actions"
    TEMPLATES = "templates"


@dataclass
class Count:
    """How many were understood out of how many."""

    understood: int = 0
    total: int = 0

    def as_json(self) -> dict[str, int]:
        """Return the two numbers."""
        return {"understood": self.understood, "total": self.total}


@dataclass(frozen=True, slots=True)
class Remainder:
    """Something not understood. ``what`` quotes it, ``kind`` is one of ``What`` or the importer's own word."""

    place: str
    what: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something taken under another form: ``how`` says which."""

    place: str
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file, or a definition made of it, is refused."""

    place: str
    message: str


LONGEST_QUOTE = 300


@dataclass
class FileReport:
    """The report of one file. ``kind`` is what the file holds, in the importer's words (form, block, table…).

    ``code`` is that of the definition made of it, when one is.
    """

    file: str
    kind: str
    code: str = ""
    counts: dict[What, Count] = field(default_factory=lambda: {what: Count() for what in What})
    remainders: list[Remainder] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)

    def took(self, what: What, number: int = 1) -> None:
        """Count things that were understood."""
        self.counts[what].understood += number
        self.counts[what].total += number

    def left(self, kind: What | str, *, place: str, what: str, reason: str) -> None:
        """Count and keep something that was not understood; a kind of no ``What`` is kept without being counted."""
        if isinstance(kind, What):
            self.counts[kind].total += 1
        self.remainders.append(Remainder(place, _quoted(what), str(kind), reason))

    def changed(self, *, place: str, what: str, how: str) -> None:
        """Keep something that was taken under another form; it is counted by ``took``."""
        self.changes.append(Change(place, _quoted(what), how))

    def refused(self, *, place: str, message: str) -> None:
        """Keep why the file is refused: nothing of it will be taken in."""
        self.errors.append(Fault(place, message))

    def as_json(self) -> dict[str, Any]:
        """Return the report of the file."""
        return {
            "file": self.file,
            "kind": self.kind,
            "code": self.code,
            **{str(what): count.as_json() for what, count in self.counts.items()},
            "remainders": [
                {"place": one.place, "what": one.what, "kind": one.kind, "reason": one.reason}
                for one in self.remainders
            ],
            "changes": [{"place": one.place, "what": one.what, "how": one.how} for one in self.changes],
            "errors": [{"place": one.place, "message": one.message} for one in self.errors],
        }


@dataclass
class Report:
    """The reports of every file of an import, in the order they were given."""

    files: list[FileReport] = field(default_factory=list)

    def file(self, name: str, kind: str) -> FileReport:
        """Open the report of a file."""
        opened = FileReport(name, kind)
        self.files.append(opened)
        return opened

    def of(self, name: str) -> FileReport:
        """Return the report of a file that was opened."""
        return next(one for one in self.files if one.file == name)

    @property
    def has_errors(self) -> bool:
        """Return whether a file was refused."""
        return any(one.errors for one in self.files)

    def totals(self) -> dict[str, Any]:
        """Return the counts of all files together."""
        return {
            "files": len(self.files),
            **{str(what): self._total(what).as_json() for what in What},
            "remainders": sum(len(one.remainders) for one in self.files),
            "changes": sum(len(one.changes) for one in self.files),
            "errors": sum(len(one.errors) for one in self.files),
        }

    def as_json(self) -> dict[str, Any]:
        """Return what ``import-procedures --json`` writes."""
        return {"files": [one.as_json() for one in self.files], "totals": self.totals()}

    def lines(self) -> Iterator[str]:
        """Yield the report as text: each file, its counts, then each change, remainder and error on a line."""
        for one in self.files:
            counts = ", ".join(
                f"{what.replace('_', ' ')} {count.understood}/{count.total}"
                for what, count in one.counts.items()
                if count.total
            )
            yield f"{one.file} ({one.kind or '?'}): {counts or '-'}"
            yield from (f"  changed  {change.place}: {change.what} -> {change.how}" for change in one.changes)
            yield from (
                f"  left     {left.place}: {left.kind}: {left.what} ({left.reason})"
                for left in one.remainders
            )
            yield from (f"  REFUSED  {fault.place or one.file}: {fault.message}" for fault in one.errors)

    def _total(self, what: What) -> Count:
        counts = [one.counts[what] for one in self.files]
        return Count(sum(count.understood for count in counts), sum(count.total for count in counts))


def _quoted(text: str) -> str:
    """Return a quotation on one line, short enough for a report."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"
