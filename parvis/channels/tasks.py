"""Jobs of the channels room."""

from uuid import UUID

from parvis.common import actor
from parvis.common.jobs import Queue, every, job


@job(Queue.MESSAGES, name="channels.deliver_message")
def deliver_message(*, message_id: str) -> None:
    """Send one message."""
    from parvis.channels.services import delivering  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(message_id), label="channels.deliver")):
        delivering.deliver_message(message_id=UUID(message_id))


@job(Queue.MESSAGES, name="channels.settle_fate")
def settle_fate(*, provider_id: int, reference: str, state: str, reason: str, tries: int) -> None:
    """Write what a provider told of a message."""
    from parvis.channels.models import MessageState  # noqa: PLC0415
    from parvis.channels.registry import Fate  # noqa: PLC0415
    from parvis.channels.services import fates  # noqa: PLC0415

    with actor.acting_as(actor.for_system("channels.fates")):
        fate = Fate(reference, MessageState(state), reason)
        fates.settle_fate(provider_id=provider_id, fate=fate, tries=tries)


@every("*/5 * * * *", name="channels.collect_fates")
def collect_fates() -> None:
    """Fetch what providers tell in folders."""
    from parvis.channels.services import fates  # noqa: PLC0415

    with actor.acting_as(actor.for_system("channels.fates")):
        fates.collect_fates()


@every("*/10 * * * *", name="channels.take_up_lost_messages")
def take_up_lost_messages() -> None:
    """Find again the messages whose sending was lost."""
    from parvis.channels.services import delivering  # noqa: PLC0415

    delivering.take_up_lost_messages()


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


@every("* * * * *", name="channels.look_into_post_folders")
def look_into_post_folders() -> None:
    """Keep the scans that scanners left in folders."""
    from parvis.channels.services import post_folders  # noqa: PLC0415

    post_folders.look_into_folders()


@every("*/2 * * * *", name="channels.fetch_sms")
def fetch_sms() -> None:
    """Fetch the SMS that wait at providers that do not call."""
    from parvis.channels.services import inbound_sms  # noqa: PLC0415

    inbound_sms.fetch_incoming()


@every("*/10 * * * *", name="channels.end_silent_calls")
def end_silent_calls() -> None:
    """End the calls whose end was never told."""
    from parvis.channels.services import calls  # noqa: PLC0415

    calls.end_silent_calls()


@every("17 4 * * *", name="channels.forget_calls")
def forget_calls() -> None:
    """Erase the calls kept long enough."""
    from parvis.channels.services import calls  # noqa: PLC0415

    calls.forget_calls()
