"""What a question about files accepts, for those who store them before the answers are checked."""

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.catalogue.field_types import Question
from parvis.documents.kinds import Kind, accepted_kinds

MEGABYTE = 1_000_000
MAX_FILES = 5
MAX_SIZE_MB = 10


@dataclass(frozen=True)
class FileLimits:
    """``accept``: codes of kinds, None for the usual ones; ``max_size`` in bytes, each file."""

    accept: Iterable[str] | None
    max_size: int
    max_files: int

    @property
    def kinds(self) -> list[Kind]:
        """Return the kinds accepted."""
        return accepted_kinds(self.accept)

    @property
    def in_words(self) -> str:
        """Return « PDF, photo JPEG »."""
        return ", ".join(str(kind.label) for kind in self.kinds)


def file_limits(question: Question) -> FileLimits:
    """Return what a question of the type « file » accepts."""
    options = question.options
    return FileLimits(
        accept=options.get("accept"),
        max_size=options.get("max_size_mb", MAX_SIZE_MB) * MEGABYTE,
        max_files=options.get("max_files", MAX_FILES),
    )
