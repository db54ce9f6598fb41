"""Models of the people room."""

from parvis.people.models.channel_choice import ChannelChoice, ChoiceSource
from parvis.people.models.contact_point import ContactKind, ContactPoint, ContactProof
from parvis.people.models.identity import ProvedIdentity
from parvis.people.models.person import Person, PersonKind, PreferredChannel

__all__ = [
    "ChannelChoice",
    "ChoiceSource",
    "ContactKind",
    "ContactPoint",
    "ContactProof",
    "Person",
    "PersonKind",
    "PreferredChannel",
    "ProvedIdentity",
]
