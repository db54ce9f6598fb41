"""What services that print and post tell of a letter."""

from collections.abc import Mapping
from typing import Any

from parvis.channels.models import MessageState
from parvis.channels.registry import Fate

STATES = {
    "accepted": MessageState.SENT,
    "printed": MessageState.SENT,
    "posted": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "returned": MessageState.BOUNCED,
    "refused": MessageState.BOUNCED,
}


def fates_of(said: Mapping[str, Any]) -> list[Fate]:
    """Return what a service of letters tells of one."""
    state, reference = STATES.get(str(said.get("state", "")).lower()), str(said.get("id") or "")
    return [Fate(reference, state, str(said.get("reason") or "")[:40])] if state and reference else []
