"""What cases tell the rooms above. Ids only."""

from dataclasses import dataclass
from uuid import UUID

from parvis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseReceived(Event):
    """A case was born."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseTransferred(Event):
    """A case was handed to another body."""

    case_id: UUID
    origin_id: int
    to_id: int


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    """An express decision was taken."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class ImpliedDecisionBorn(Event):
    """Silence decided."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """A case ended."""

    case_id: UUID
