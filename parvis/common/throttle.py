"""Limits on attempts (sign-in links, follow-up codes, API calls), exact across processes."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from parvis.common import clock
from parvis.common.errors import TooMany
from parvis.common.models import Throttle

_HIT = """
INSERT INTO common_throttle (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET count = common_throttle.count + 1 RETURNING count
"""


def hit(purpose: str, who: str, *, limit: int, seconds: int) -> int:
    """Count one attempt of ``who`` and return how many are left in this window. Raises TooMany past ``limit``.

    ``who`` (an address, a key's id) is stored as a keyed hash. The count is part of the caller's transaction, so a
    view that wants failed attempts to count must not roll back.
    """
    now = clock.now()
    start = int(now.timestamp()) // seconds * seconds
    key = salted_hmac(f"throttle:{purpose}", who, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_HIT, [key, datetime.fromtimestamp(start, tz=UTC)])
        count: int = cursor.fetchone()[0]
    if count > limit:
        raise TooMany(retry_after=start + seconds - int(now.timestamp()))
    return limit - count


def forget_old_counters() -> None:
    """Delete the counters of windows ended since more than a day."""
    Throttle.objects.filter(window__lt=clock.now() - timedelta(days=1)).delete()
