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
