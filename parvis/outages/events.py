"""What the outages room tells the rooms above."""

from dataclasses import dataclass

from parvis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class OutageChanged(Event):
    """An outage was declared, detected, corrected, ended or closed as an error."""

    outage_id: int
