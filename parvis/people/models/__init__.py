"""Models of the people room."""

from parvis.people.models.identity import ProvedIdentity
from parvis.people.models.person import Person, PersonKind, PreferredChannel

__all__ = ["Person", "PersonKind", "PreferredChannel", "ProvedIdentity"]
