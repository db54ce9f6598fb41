"""What a person read, when they agreed that we know it."""

from uuid import UUID

from django.db import transaction

from parvis.channels.queries import unread_about
from parvis.common import actor, clock


@transaction.atomic
def note_opened(*, about: UUID) -> int:
    """Write that a person read what was sent to them about something; return how many messages.

    The caller has checked that they agreed (CNIL, recommendation on tracking pixels): no message carries a pixel nor
    a link of its own, only their own gesture tells.
    """
    with actor.admitting(about):
        return unread_about(about).update(opened_at=clock.now())
