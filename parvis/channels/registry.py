"""Transports: one file in ``adapters/`` each."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise

from parvis.common.registry import Registry


@dataclass(frozen=True)
class AttachedFile:
    """A file that goes with a message: its content is in the file storage under ``key``."""

    name: str
    media_type: str
    key: str


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


@dataclass(frozen=True)
class Health:
    """What a check of a transport found, in a sentence for the operator."""

    ok: bool
    sentence: str


class Channel(ABC):
    """A transport of messages."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]

    @abstractmethod
    def ready(self) -> bool:
        """Say whether messages leave for real. When not, they are kept and shown, never dropped."""

    @abstractmethod
    def send(self, message: Outgoing) -> None:
        """Hand a message over. Raises TryAgain or CannotDeliver. Called outside any transaction, maybe twice."""

    @abstractmethod
    def check(self) -> Health:
        """Try the transport without sending anything."""


channels: Registry[Channel] = Registry(Channel, package="parvis.channels.adapters")  # type: ignore[type-abstract]
