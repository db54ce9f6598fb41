"""Channels out: one file in ``adapters/`` each. Providers that carry them: one file in ``providers/`` each."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.functional import Promise

from parvis.channels.models import MessageState
from parvis.common.registry import Registry


@dataclass(frozen=True)
class AttachedFile:
    """A file that goes with a message: its content is in the file storage under ``key``."""

    name: str
    media_type: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """A message written once, before any channel draws it. ``short`` is what an SMS says, ``link`` where to read on."""

    subject: str
    text: str
    short: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a body signs: the name, the sender of its SMS, its signature, its colour and whether it only tries."""

    body: str = ""
    sms_sender: str = ""
    signature: str = ""
    colour: str = ""
    is_test: bool = False
    registered: bool = False


@dataclass(frozen=True)
class Outgoing:
    """A message as a transport sees it. ``id`` is the same at every attempt, so that a repeat can be recognised."""

    id: UUID
    recipient: str
    subject: str
    text: str
    html: str = ""
    sender_name: str = ""
    reply_to: str = ""
    attachments: Sequence[AttachedFile] = ()
    sms_sender: str = ""
    registered: bool = False


@dataclass(frozen=True)
class Handed:
    """What a transport answered when it took a message: where it is, under which reference, in how many parts."""

    state: MessageState = MessageState.SENT
    reference: str = ""
    parts: int = 0


@dataclass(frozen=True)
class Health:
    """What a check of a transport found, in a sentence for the operator."""

    ok: bool
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account at a provider: its settings, its secret in clear, the address at which it tells what became."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secret: str = ""
    callback: str = ""


@dataclass(frozen=True)
class Fate:
    """What a provider tells later of a message: its reference, and the state it is in."""

    reference: str
    state: MessageState
    reason: str = ""


@dataclass(frozen=True)
class Received:
    """A part of an SMS that came: the provider's reference of the whole, who sends, what it says, which part it is.

    ``at`` is when the provider received it, if it says so: delays run from then, however late we fetch it.
    """

    reference: str
    sender: str
    text: str
    part: int = 1
    total: int = 1
    at: datetime | None = None


class Channel(ABC):
    """A channel out: how a person is reached by it, how a message is drawn for it, what carries it."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    electronic: ClassVar[bool] = True
    """Whether it needs no paper. A letter is the last way to a person."""
    own: ClassVar[bool] = False
    """Whether the product carries it without any provider."""
    by_hand: ClassVar[bool] = False
    """Whether people carry it when no provider does: nothing leaves by itself."""

    def draw(self, written: Written, style: Style) -> tuple[str, str]:  # noqa: ARG002 - some channels need it
        """Return the subject and the text of a message as this channel carries them."""
        return written.subject, written.text

    def html(self, text: str, style: Style) -> str:  # noqa: ARG002 - some channels need them
        """Return a text in its body's style, "" for a channel without layout."""
        return ""

    @abstractmethod
    def ready(self) -> bool:
        """Say whether messages leave for real. When not, they are kept and shown, never dropped."""

    @abstractmethod
    def send(self, message: Outgoing) -> Handed:
        """Hand a message over without provider, outside any transaction, maybe twice. Raises as ``Transport.send``."""

    @abstractmethod
    def check(self) -> Health:
        """Try the channel without sending anything."""


class Transport(ABC):
    """How to speak to one kind of provider."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    channel: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    """Settings without which an account cannot serve."""

    @abstractmethod
    def send(self, message: Outgoing, account: Account) -> Handed:
        """Hand a message over, outside any transaction.

        Raises CannotDeliver when this address never receives, Unsure when the provider may have taken it, TryAgain
        when it surely did not: another provider is then tried.
        """

    def find(self, message: Outgoing, account: Account) -> Handed | None:  # noqa: ARG002 - some cannot ask
        """Return what became of a message that may have been handed over before; None when it was not, or nobody knows.

        Asked before a second try. A provider that recognises a repeat by ``message.id`` needs none.
        """
        return None

    def fates(self, said: Mapping[str, Any], account: Account) -> list[Fate]:  # noqa: ARG002 - some never call back
        """Return what a call of the provider tells; nothing of what is not understood."""
        return []

    def incoming(self, said: Mapping[str, Any], account: Account) -> list[Received]:  # noqa: ARG002 - most bring none
        """Return the SMS that a call of the provider brings; nothing of what is not understood."""
        return []

    def waiting(self, account: Account) -> Iterator[Received]:  # noqa: ARG002 - most call
        """Yield the SMS that wait at a provider that does not call. Raises TryAgain, Unsure."""
        yield from ()

    def taken(self, reference: str, account: Account) -> None:  # noqa: B027 - most call
        """Take an SMS away at the provider, once it is kept here. Raises TryAgain, Unsure."""

    def collect(self, account: Account) -> Iterator[tuple[str, list[Fate]]]:  # noqa: ARG002 - most call back
        """Yield what waits to be fetched from a provider that does not call back, by name."""
        yield from ()

    def forget(self, name: str, account: Account) -> None:  # noqa: B027 - most call back
        """Put away what was fetched, once it is kept."""

    @abstractmethod
    def check(self, account: Account) -> Health:
        """Try an account without sending anything."""


channels: Registry[Channel] = Registry(Channel, package="parvis.channels.adapters")  # type: ignore[type-abstract]
transports: Registry[Transport] = Registry(Transport, package="parvis.channels.providers")  # type: ignore[type-abstract]
