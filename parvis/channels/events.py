"""What channels tell the rooms above. Ids only; ``about`` is the id the writing room gave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from parvis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(Event):
    """The message was handed to the transport, which took charge of it."""

    message_id: UUID
    about: UUID
    channel: str = "email"


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Event):
    """The message will not leave: every attempt failed, or the address cannot receive it."""

    message_id: UUID
    about: UUID
    channel: str = "email"


@dataclass(frozen=True, kw_only=True)
class MessageKept(Event):
    """The message stays on the platform: it has no transport (demonstration, no mail server named)."""

    message_id: UUID
    about: UUID
    channel: str = "email"


@dataclass(frozen=True, kw_only=True)
class MailKept(Event):
    """A mail came and is kept as it is: it waits to be read and sorted. ``at_once``: whoever kept it sorts it now."""

    mail_id: UUID
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageBounced(Event):
    """A message that had left came back: nobody received it."""

    message_id: UUID
    about: UUID
    channel: str = "email"


@dataclass(frozen=True, kw_only=True)
class LetterWanted(Event):
    """A letter is the way to a person, and is not drawn yet: the room that wrote gives its PDF."""

    message_id: UUID
    about: UUID


@dataclass(frozen=True, kw_only=True)
class PersonNotReached(Event):
    """Every electronic way to a person failed: someone has to reach them. ``letter``: one leaves by itself."""

    message_id: UUID
    about: UUID
    letter: bool


@dataclass(frozen=True, kw_only=True)
class MessageArrived(Event):
    """A provider says that the message was delivered to its person."""

    message_id: UUID
    about: UUID
    channel: str = "email"


@dataclass(frozen=True, kw_only=True)
class PileKept(Event):
    """A scan of post came and is kept as it is: it waits to be read and cut into letters."""

    pile_id: UUID


@dataclass(frozen=True, kw_only=True)
class SmsKept(Event):
    """An SMS came and is kept as it is: it waits to be sorted, at ``not_before`` when parts of it are awaited."""

    sms_id: UUID
    not_before: datetime | None = None
