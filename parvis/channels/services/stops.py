"""Numbers that asked to receive no more SMS from a body. Only their seal is kept."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.db import transaction

from parvis.channels.models import StoppedNumber
from parvis.channels.sms.numbers import mobile
from parvis.common import clock
from parvis.organisations import queries as organisations


@transaction.atomic
def stop_number(*, organisation_id: int, number: str, sms_id: UUID | None = None) -> None:
    """Send no more SMS of a body to a number; again without harm. ``sms_id`` is the SMS that said it: the proof."""
    StoppedNumber.objects.get_or_create(
        organisation_id=organisation_id,
        seal=_seal(number),
        defaults={"stopped_at": clock.now(), "sms": sms_id},
    )


@transaction.atomic
def resume_number(*, organisation_id: int, number: str) -> None:
    """Send SMS of a body again to a number: its person asked for it."""
    StoppedNumber.objects.filter(organisation_id=organisation_id, seal=_seal(number)).delete()


def is_stopped(organisation_id: int | None, number: str, *, shared: bool = False) -> bool:
    """Say whether a number asked a body to stop.

    ``shared``: the message would leave by a provider of the whole platform, under one sender for all its bodies. What
    is answered there reaches the body at the top: a stop said to it is said to that sender.
    """
    if organisation_id is None:
        return False
    bodies = {organisation_id}
    if shared and (top := organisations.top_organisation()):
        bodies.add(top.pk)
    return StoppedNumber.objects.filter(organisation_id__in=bodies, seal=_seal(number)).exists()


def _seal(number: str) -> str:
    key = f"parvis.stopped:{settings.SECRET_KEY}".encode()
    return hmac.new(key, (mobile(number) or number).encode(), hashlib.sha256).hexdigest()
