"""Models of the catalogue room."""

from parvis.catalogue.models.procedure import Audience, Procedure
from parvis.catalogue.models.version import ProcedureVersion, VersionState

__all__ = ["Audience", "Procedure", "ProcedureVersion", "VersionState"]
