"""What a trial found, in words and as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Stuck:
    """Where a path ended before its end: the page, the question if one is known, what was said."""

    page: str
    question: str
    why: str

    def __str__(self) -> str:
        return " – ".join(part for part in (self.page, self.question, self.why) if part)


@dataclass
class Path:
    """One way through a form. ``refused`` counts the wrong answers that were refused as they must be.

    With « to the end »: ``story`` tells what happened to the case then, ``ended`` the status where it came to an end.
    """

    number: int
    seed: str
    pages: list[str] = field(default_factory=list)
    questions: set[str] = field(default_factory=set)
    exits: list[str] = field(default_factory=list)
    refused: int = 0
    case: str = ""
    story: list[str] = field(default_factory=list)
    ended: str = ""
    stuck: Stuck | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the path."""
        return {**asdict(self), "questions": sorted(self.questions), "ok": self.stuck is None}


@dataclass
class Trial:
    """The paths tried through one procedure. ``notes`` say what was lent to it for the trial."""

    code: str
    organisation: str
    version: int
    notes: list[str] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @property
    def is_right(self) -> bool:
        """Return whether every path reached its end."""
        return bool(self.paths) and all(path.stuck is None for path in self.paths)

    @property
    def never_met(self) -> list[str]:
        """Return the questions that no path met."""
        return sorted(self.asked - {key for path in self.paths for key in path.questions})

    def note(self, text: str) -> None:
        """Keep what was lent, said once."""
        if text not in self.notes:
            self.notes.append(text)

    def as_json(self) -> dict[str, Any]:
        """Return the trial."""
        return {
            "code": self.code,
            "organisation": self.organisation,
            "version": self.version,
            "ok": self.is_right,
            "notes": self.notes,
            "never_met": self.never_met,
            "paths": [path.as_json() for path in self.paths],
        }
