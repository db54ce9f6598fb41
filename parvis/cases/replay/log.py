"""A log gathered by case, its times read."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from parvis.cases.replay.errors import UnreadableLog
from parvis.cases.replay.mapping import Mapping, mapping_for
from parvis.cases.replay.rows import Row, read_rows


@dataclass(frozen=True)
class Event:
    """One activity of a case. ``team`` and ``person`` are empty when the log names none."""

    activity: str
    at: datetime
    team: str
    person: str


@dataclass
class LogCase:
    """A case as the log tells it; its events in order of time."""

    id: str
    channel: str
    department: str
    requester: str
    start: datetime | None
    deadline: datetime | None
    end: datetime | None
    events: list[Event] = field(default_factory=list)

    @property
    def received_at(self) -> datetime:
        """Return when the demand was received: never after its first activity."""
        first = self.events[0].at
        return min(self.start, first) if self.start else first


@dataclass
class Log:
    """The cases of a log, in order of appearance, and the rows that could not be read with the reason."""

    mapping: Mapping
    cases: dict[str, LogCase] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    @property
    def events(self) -> int:
        """Return how many activities were read."""
        return sum(len(case.events) for case in self.cases.values())


def read_log(path: Path, mapping: Mapping | None = None) -> Log:
    """Read a log. Without a mapping, the ready-made one that fits. Raises UnreadableLog, BadMapping, OSError."""
    log: Log | None = None
    for rank, row in read_rows(path):
        if log is None:
            log = Log(_fitting(mapping, set(row)))
        try:
            _add(log, row)
        except ValueError as error:
            log.unreadable.append(f"event {rank}: {error}")
    if log is None:
        raise UnreadableLog(f"{path.name} holds no event")
    for case in log.cases.values():
        case.events.sort(key=lambda event: event.at)
    return log


def _fitting(mapping: Mapping | None, columns: set[str]) -> Mapping:
    if mapping is None:
        return mapping_for(columns)
    needed = {mapping.columns[key] for key in ("case", "activity", "time")}
    if not needed <= columns:
        absent, present = ", ".join(sorted(needed - columns)), ", ".join(sorted(columns))
        raise UnreadableLog(f"the log has no column {absent}; it has {present}")
    return mapping


def _add(log: Log, row: Row) -> None:
    read = _Reading(log.mapping, row)
    key, activity, at = read.text("case"), read.text("activity"), read.moment("time")
    if not key or not activity or at is None:
        raise ValueError("the case, the activity or the time is missing")
    case = log.cases.get(key)
    if case is None:
        case = log.cases[key] = LogCase(
            id=key,
            channel=read.text("channel"),
            department=read.text("department"),
            requester=read.text("requester"),
            start=read.moment("start"),
            deadline=read.moment("deadline"),
            end=read.moment("end"),
        )
    case.events.append(Event(activity, at, read.text("team"), read.text("person")))


@dataclass(frozen=True)
class _Reading:
    """A row read in the words of a mapping."""

    mapping: Mapping
    row: Row

    def text(self, name: str) -> str:
        value = self.row.get(self.mapping.columns.get(name, ""), "").strip()
        return "" if value in self.mapping.nothing else value[:200]

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text!r} is no date and time (2011-10-11T13:42:22+02:00)") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.mapping.timezone)
