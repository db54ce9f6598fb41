"""What the portal tells of outages on its pages: read once in a while by each process, not once a page.

A page then costs no statement for them; an outage declared in this process shows at once, one declared in another
within ``LASTS``. Whether it runs is reckoned at the time of the page.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from parvis.common import clock
from parvis.outages.models import Outage

LASTS = 15.0
"""Seconds for which a process keeps what it read."""
AHEAD = timedelta(days=7)
"""How long before it begins a maintenance is announced."""


@dataclass(frozen=True)
class Notice:
    """An outage that runs or is to come."""

    outage: Outage

    @property
    def is_running(self) -> bool:
        """Say whether the service fails now."""
        return self.outage.starts_at <= clock.now()

    @property
    def overruns(self) -> bool:
        """Say whether it should have ended."""
        until = self.outage.expected_until
        return self.is_running and until is not None and until < clock.now()


class _Kept:
    """What this process read, and when by its own steady clock."""

    def __init__(self) -> None:
        self.outages: list[Outage] = []
        self.read_at: float | None = None


_kept = _Kept()


def notices(organisation_id: int | None, code: str = "", *, at_large: bool = False) -> list[Notice]:
    """Return what to tell on a page of a body, running first; on a page of a procedure when ``code`` names one.

    An outage of some procedures is told on their own pages; ``at_large`` tells it too where none is named.
    """
    told = [
        Notice(outage)
        for outage in _outages()
        if outage.concerns(organisation_id, code)
        or (at_large and outage.organisation_id in {None, organisation_id})
    ]
    return sorted(told, key=lambda one: (not one.is_running, one.outage.starts_at))


def forget_notices() -> None:
    """Have the next page read again: now, and once what is being written is written."""
    forget_at_once()
    transaction.on_commit(forget_at_once)


def forget_at_once() -> None:
    """Have the next page of this process read again."""
    _kept.read_at = None


def _outages() -> list[Outage]:
    now = time.monotonic()
    if _kept.read_at is None or now - _kept.read_at > LASTS:
        found = Outage.objects.to_tell(clock.now() + AHEAD).select_related("organisation")
        _kept.outages, _kept.read_at = list(found.order_by("starts_at", "pk")), now
    return _kept.outages
