"""Models of the people room."""

from parvis.people.models.channel_choice import ChannelChoice, ChoiceSource
from parvis.people.models.contact_point import ContactKind, ContactPoint, ContactProof
from parvis.people.models.identity import ProvedIdentity
from parvis.people.models.person import Person, PersonKind, PreferredChannel
from parvis.people.models.person_look import LookPurpose, PersonLook

__all__ = [
    "ChannelChoice",
    "ChoiceSource",
    "ContactKind",
    "ContactPoint",
    "ContactProof",
    "LookPurpose",
    "Person",
    "PersonKind",
    "PersonLook",
    "PreferredChannel",
    "ProvedIdentity",
]
