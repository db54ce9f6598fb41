"""Numbers that asked to receive no more SMS from a body. Only their seal is kept."""

import hashlib
import hmac

from django.conf import settings
from django.db import transaction

from parvis.channels.models import StoppedNumber
from parvis.channels.sms.numbers import mobile
from parvis.common import clock


@transaction.atomic
def stop_number(*, organisation_id: int, number: str) -> None:
    """Send no more SMS of a body to a number; again without harm."""
    StoppedNumber.objects.get_or_create(
        organisation_id=organisation_id, seal=_seal(number), defaults={"stopped_at": clock.now()}
    )


@transaction.atomic
def resume_number(*, organisation_id: int, number: str) -> None:
    """Send SMS of a body again to a number: its person asked for it."""
    StoppedNumber.objects.filter(organisation_id=organisation_id, seal=_seal(number)).delete()


def is_stopped(organisation_id: int | None, number: str) -> bool:
    """Say whether a number asked a body to stop."""
    if organisation_id is None:
        return False
    return StoppedNumber.objects.filter(organisation_id=organisation_id, seal=_seal(number)).exists()


def _seal(number: str) -> str:
    key = f"parvis.stopped:{settings.SECRET_KEY}".encode()
    return hmac.new(key, (mobile(number) or number).encode(), hashlib.sha256).hexdigest()
