"""A table reckoned again, and what differs from what it expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from parvis.common.errors import DomainError
from parvis.deadlines.course import Course, refuse_ended_clocks, run_course
from parvis.deadlines.explanation import explain
from parvis.deadlines.sentences import Sentence
from parvis.deadlines.table import BadLine, Line, read_table


@dataclass(frozen=True)
class Compared:
    """A line with the course we find; ``differences`` are the columns in which it expects another date."""

    line: Line
    course: Course
    differences: tuple[str, ...]

    def found(self) -> dict[str, date | None]:
        """Return the dates we find, by column."""
        return {
            "implied_decision": self.course.implied_on,
            "last_day_to_appeal": self.course.last_day_to_appeal,
        }

    def sentences(self) -> list[Sentence]:
        """Return why, in sentences."""
        return explain(self.line.demand, self.course)

    def as_data(self) -> dict[str, Any]:
        """Return the comparison as JSON can hold it, with the reasoning."""
        told = self.sentences()
        return {
            "line": self.line.number,
            **{name: _iso(day) for name, day in self.found().items()},
            "expected": {name: _iso(day) for name, day in self.line.expected.items()},
            "same": not self.differences,
            "source": self.line.source,
            "person": [one.person for one in told],
            "agent": [{"sentence": one.agent, "article": one.article} for one in told],
        }


def compare_table(text: str) -> Iterator[Compared | BadLine]:
    """Yield each line of a table with what we find, or why it cannot be reckoned. Raises UnreadableTable."""
    for line in read_table(text):
        yield line if isinstance(line, BadLine) else _compared(line)


def _compared(line: Line) -> Compared | BadLine:
    try:
        refuse_ended_clocks(line.demand)
        course = run_course(line.demand)
    except DomainError as refusal:
        return BadLine(line.number, str(refusal))
    found = Compared(line, course, ()).found()
    differences = tuple(name for name, day in line.expected.items() if day != found[name])
    return Compared(line, course, differences)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
