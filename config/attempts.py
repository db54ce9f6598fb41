"""What a person was doing when the product failed: kept as proof, with a reference to show them.

Read from the address and the cookies only: whatever failed, these are there. No answer is kept.
"""

from uuid import UUID

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.crypto import salted_hmac

from parvis.cases.services.attempts import Tried, keep_attempt
from parvis.outages.models import Gesture

log = structlog.get_logger("parvis.web")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
GESTURES: dict[str, Gesture] = {
    "portal:procedure": Gesture.BEGIN,
    "portal:begun": Gesture.BEGIN,
    "portal:draft_review": Gesture.SEND,
    "portal:case_pieces": Gesture.PIECES,
    "portal:case_mend": Gesture.PIECES,
    "portal:case_correct": Gesture.PIECES,
    "portal:case_write": Gesture.WRITE,
    "portal:sign_in": Gesture.SIGN_IN,
    "portal:sign_in_link": Gesture.SIGN_IN,
}
"""Gestures by the name of their view; any other of a draft saves it, any other of the portal is « other »."""


def reference_of(request: HttpRequest, error: str) -> str:
    """Keep what this request tried and return its reference; "" when it only asked to read, or is no resident's."""
    match = _match(request)
    if request.method in _SAFE or match is None or match.namespace != "portal":
        return ""
    try:
        return keep_attempt(tried=_tried(request, match, error))
    except Exception as fault:  # noqa: BLE001 - the outermost layer: a fault while telling a fault must not hide it
        log.warning("attempt_not_kept", kind=type(fault).__name__)
        return ""


def _match(request: HttpRequest) -> ResolverMatch | None:
    """Return where the request leads: it may have failed before anything looked."""
    if request.resolver_match is not None:
        return request.resolver_match
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _tried(request: HttpRequest, match: ResolverMatch, error: str) -> Tried:
    given = match.kwargs
    draft = given.get("draft")
    return Tried(
        gesture=GESTURES.get(match.view_name, Gesture.SAVE if draft else Gesture.OTHER),
        error=error,
        draft=draft if isinstance(draft, UUID) else None,
        number=str(given.get("number", ""))[:20],
        body=str(given.get("body", ""))[:100],
        code=str(given.get("code", ""))[:100],
        person_id=getattr(request, "person_id", None),
        session=_pseudonym(request),
    )


def _pseudonym(request: HttpRequest) -> str:
    """Return the name of a browser's session that opens nothing: a keyed hash of its key."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return salted_hmac("parvis.attempt.session", key, algorithm="sha256").hexdigest() if key else ""
