"""What happens to procedures, told to the rooms above."""

from dataclasses import dataclass

from parvis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Event):
    """A version takes deposits from now on; the one before, if any, is retired."""

    procedure_id: int
    version_id: int
