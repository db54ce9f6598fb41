"""Messages written together: a word to a thousand people is two statements, not two thousand.

Who writes calls ``services.send.queue_message`` as ever; inside the block, rows and jobs are held, and what every
message asks again (the address for answers) is read once. They exist at the end of the block, in its transaction, or
not at all.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from parvis.channels import tasks
from parvis.channels.models import OutboundMessage
from parvis.common import actor, jobs

Found = TypeVar("Found")


@dataclass
class _Gathered:
    messages: list[OutboundMessage] = field(default_factory=list)
    read: dict[Hashable, Any] = field(default_factory=dict)


_gathered: ContextVar[_Gathered | None] = ContextVar("parvis_gathered_messages", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Write the messages of a block together, at its end. Inside a transaction; a block inside another adds to it."""
    if _gathered.get() is not None:
        yield
        return
    held = _Gathered()
    token = _gathered.set(held)
    try:
        yield
    finally:
        _gathered.reset(token)
    write(held.messages)  # not reached when the block failed


def hold(message: OutboundMessage) -> bool:
    """Keep a message for the end of the block; say whether there is one."""
    held = _gathered.get()
    if held is not None:
        held.messages.append(message)
    return held is not None


def write(messages: list[OutboundMessage]) -> None:
    """Write messages and defer their sendings."""
    if not messages:
        return
    with actor.admitting(*(message.pk for message in messages)):
        OutboundMessage.objects.bulk_create(messages)
    jobs.defer_each(tasks.deliver_message, [{"message_id": str(message.pk)} for message in messages])


def once(key: Hashable, read: Callable[[], Found]) -> Found:
    """Return what many messages ask again (the address for answers, how a body signs), read once a block."""
    held = _gathered.get()
    if held is None:
        return read()
    if key not in held.read:
        held.read[key] = read()
    found: Found = held.read[key]
    return found
