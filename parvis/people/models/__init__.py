"""Models of the people room."""

from parvis.people.models.channel_choice import ChannelChoice, ChoiceSource
from parvis.people.models.identity import ProvedIdentity
from parvis.people.models.person import Person, PersonKind, PreferredChannel

__all__ = ["ChannelChoice", "ChoiceSource", "Person", "PersonKind", "PreferredChannel", "ProvedIdentity"]
