"""Jobs of the channels room."""

from uuid import UUID

from parvis.channels.services import send
from parvis.common import actor
from parvis.common.jobs import Queue, every, job


@job(Queue.MESSAGES, name="channels.deliver_message")
def deliver_message(*, message_id: str) -> None:
    """Send one message."""
    with actor.acting_as(actor.for_job(UUID(message_id), label="channels.deliver")):
        send.deliver_message(message_id=UUID(message_id))


@every("*/10 * * * *", name="channels.take_up_lost_messages")
def take_up_lost_messages() -> None:
    """Find again the messages whose sending was lost."""
    send.take_up_lost_messages()


@job(Queue.MESSAGES, name="channels.read_mailbox", retry=None)
def read_mailbox(*, mailbox_id: int) -> None:
    """Keep what is new in a box."""
    from parvis.channels.services import boxes  # noqa: PLC0415

    boxes.read_mailbox(mailbox_id=mailbox_id)


@every("* * * * *", name="channels.read_mailboxes")
def read_mailboxes() -> None:
    """Have every box read whose time has come."""
    from parvis.channels.services import boxes  # noqa: PLC0415

    boxes.defer_due_readings()


@every("53 2 * * *", name="channels.sweep_orphans")
def sweep_orphans() -> None:
    """Delete the sources of mails that no row knows."""
    from parvis.channels.services import sweep  # noqa: PLC0415

    sweep.sweep_orphans()
