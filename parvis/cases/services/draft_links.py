"""Links about a deposit on its way: to take it up again, to stop its reminders. Its id, signed; no answer in it."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

RESUME, STOP = "portal.resume", "cases.reminders"
"""What a link is for: one never serves for the other."""
_LONGEST = timedelta(days=366)
"""No draft is kept longer since its last change; what was deleted opens nothing anyway."""


def resume_link(draft_id: UUID) -> str:
    """Return the whole address that takes a deposit up again."""
    return f"{settings.PUBLIC_URL}/depot/reprendre/{_token(draft_id, RESUME)}/"


def stop_link(draft_id: UUID) -> str:
    """Return the whole address that stops the reminders of a deposit."""
    return f"{settings.PUBLIC_URL}/depot/rappels/{_token(draft_id, STOP)}/"


def read_link(token: str, purpose: str) -> UUID | None:
    """Return the draft of a link, or None when we did not make it for that, or it is too old."""
    try:
        return UUID(signing.loads(token, salt=purpose, max_age=_LONGEST))
    except signing.BadSignature:
        return None


def _token(draft_id: UUID, purpose: str) -> str:
    return signing.dumps(str(draft_id), salt=purpose)
