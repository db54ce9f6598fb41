"""Contents that no row knows: what a transaction that did not commit left in the storage."""

from datetime import date, timedelta

import structlog
from django.core.files.storage import default_storage
from django.db import transaction

from parvis.common import actor, clock
from parvis.documents.models import StoredFile
from parvis.documents.services.thumbnails import SUFFIX

DAYS = 7
log = structlog.get_logger()


def sweep_orphans() -> int:
    """Delete the contents without a row of the last days, today and yesterday excepted; return how many.

    Contents are stored by day, so that a sweep lists a few folders and never the whole storage. A content
    is a day old at least: no transaction of its own is still open.
    """
    swept = 0
    for back in range(2, DAYS + 2):
        swept += _sweep_day(clock.now().date() - timedelta(days=back))
    if swept:
        log.info("documents.orphans_swept", count=swept)
    return swept


def _sweep_day(day: date) -> int:
    try:
        names = default_storage.listdir(f"{day:%Y-%m-%d}")[1]
    except FileNotFoundError:
        return 0
    contents = {f"{day:%Y-%m-%d}/{name}" for name in names}
    keys = {content.removesuffix(SUFFIX) for content in contents}
    with transaction.atomic(), actor.acting_as(actor.for_system("documents.sweep")):
        known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
    orphans = [content for content in contents if content.removesuffix(SUFFIX) not in known]
    for content in orphans:
        default_storage.delete(content)
    return len(orphans)
