"""Contents of the file storage that no row knows: what a transaction that did not commit left there."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from parvis.common import actor, clock

DAYS = 7


def sweep_orphans(*, folder: str, label: str, known: Callable[[set[str]], set[str]]) -> int:
    """Delete the contents of the last days that ``known`` does not return, today and yesterday excepted; count them.

    Contents are stored by day under ``folder`` (with its slash, or ""), so that a sweep lists a few folders and never
    the whole storage. A content is a day old at least: no transaction of its own is still open. ``known`` is asked as
    the system, with the keys found.
    """
    swept = 0
    for back in range(2, DAYS + 2):
        place = f"{folder}{clock.now().date() - timedelta(days=back):%Y-%m-%d}"
        keys = _inside(place)
        with transaction.atomic(), actor.acting_as(actor.for_system(label)):
            orphans = keys - known(keys) if keys else set()
        for key in orphans:
            default_storage.delete(key)
        swept += len(orphans)
    return swept


def _inside(place: str) -> set[str]:
    try:
        return {f"{place}/{name}" for name in default_storage.listdir(place)[1]}
    except FileNotFoundError:
        return set()
