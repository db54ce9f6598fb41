"""Models of the organisations room."""

from parvis.organisations.models.absence import Absence
from parvis.organisations.models.agent import Agent, Habilitation, Role
from parvis.organisations.models.competence import Competence, Delegation
from parvis.organisations.models.organisation import Organisation, OrganisationKind
from parvis.organisations.models.street import Street
from parvis.organisations.models.team import Team
from parvis.organisations.models.territory import Outline, Territory, TerritoryInclusion, TerritoryKind

__all__ = [
    "Absence",
    "Agent",
    "Competence",
    "Delegation",
    "Habilitation",
    "Organisation",
    "OrganisationKind",
    "Outline",
    "Role",
    "Street",
    "Team",
    "Territory",
    "TerritoryInclusion",
    "TerritoryKind",
]
