"""Models of the catalogue room."""

from parvis.catalogue.models.draft_change import DraftChange
from parvis.catalogue.models.procedure import Audience, Procedure
from parvis.catalogue.models.version import WRITABLE, ProcedureVersion, VersionState
from parvis.catalogue.models.version_event import Passage, VersionEvent

__all__ = [
    "WRITABLE",
    "Audience",
    "DraftChange",
    "Passage",
    "Procedure",
    "ProcedureVersion",
    "VersionEvent",
    "VersionState",
]
