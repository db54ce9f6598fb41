"""Sources of mails and of post that no row knows: a reader killed before its commit leaves them, and reads again."""

import structlog

from parvis.channels.models import InboundMail
from parvis.channels.services import inbound_post
from parvis.channels.services.receive import FOLDER
from parvis.common import orphans

log = structlog.get_logger()


def sweep_orphans() -> int:
    """Delete the sources without a row of the last days, today and yesterday excepted; return how many."""
    swept = orphans.sweep_orphans(folder=f"{FOLDER}/", label="channels.sweep", known=_known)
    swept += orphans.sweep_orphans(
        folder=f"{inbound_post.FOLDER}/", label="channels.sweep", known=inbound_post.known_keys
    )
    if swept:
        log.info("channels.orphans_swept", count=swept)
    return swept


def _known(keys: set[str]) -> set[str]:
    return set(InboundMail.objects.filter(key__in=keys).values_list("key", flat=True))
