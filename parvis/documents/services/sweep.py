"""Contents that no row knows: what a transaction that did not commit left in the storage."""

import structlog

from parvis.common import orphans
from parvis.documents.models import StoredFile
from parvis.documents.services.thumbnails import SUFFIX

log = structlog.get_logger()


def sweep_orphans() -> int:
    """Delete the contents without a row of the last days, today and yesterday excepted; return how many."""
    swept = orphans.sweep_orphans(folder="", label="documents.sweep", known=_known)
    if swept:
        log.info("documents.orphans_swept", count=swept)
    return swept


def _known(contents: set[str]) -> set[str]:
    """Return the contents that a row knows, and the thumbnails beside them."""
    keys = {content.removesuffix(SUFFIX) for content in contents}
    known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
    return {content for content in contents if content.removesuffix(SUFFIX) in known}
