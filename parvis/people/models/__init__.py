"""Models of the people room."""

from parvis.people.models.channel_choice import ChannelChoice, ChoiceSource
from parvis.people.models.contact_point import ContactKind, ContactPoint, ContactProof
from parvis.people.models.identity import ProvedIdentity
from parvis.people.models.person import Person, PersonKind, PreferredChannel
from parvis.people.models.person_look import LookPurpose, PersonLook
from parvis.people.models.person_merge import MergeGround, PersonMerge
from parvis.people.models.person_tie import OF_BODIES, PersonTie, TieKind

__all__ = [
    "OF_BODIES",
    "ChannelChoice",
    "ChoiceSource",
    "ContactKind",
    "ContactPoint",
    "ContactProof",
    "LookPurpose",
    "MergeGround",
    "Person",
    "PersonKind",
    "PersonLook",
    "PersonMerge",
    "PersonTie",
    "PreferredChannel",
    "ProvedIdentity",
    "TieKind",
]
