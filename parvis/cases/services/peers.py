"""Other Parvis: known by the operator, proved by the keys that both sides hold, changed without a gap.

A deposit carries « X-Parvis-Key » (the name of the key), and the moment and signature of every signed call
(``cases.signed_calls``), over the manifest: it names the body it is for and the digest of each file.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q

from parvis.cases import signed_calls
from parvis.cases.errors import BadSignature, ExpiredKey, StaleCall, UnknownKey
from parvis.cases.models import Peer, PeerBody, PeerKey
from parvis.common import clock
from parvis.common.errors import NotFound

KEY = "X-Parvis-Key"
log = structlog.get_logger()


@transaction.atomic
def set_peer(*, code: str, name: str, address: str, is_active: bool = True) -> Peer:
    """Know another Parvis, or change where it is."""
    facts = {"name": name[:150], "address": address.rstrip("/"), "is_active": is_active}
    return Peer.objects.update_or_create(code=code, defaults=facts)[0]


@transaction.atomic
def set_bodies(*, peer: Peer, bodies: Iterable[tuple[str, str]]) -> None:
    """Say which bodies are over there: their name in addresses, then in words. Those left out are forgotten."""
    kept = {slug[:100]: name[:200] for slug, name in bodies}
    peer.bodies.exclude(slug__in=kept).delete()
    for slug, name in kept.items():
        PeerBody.objects.update_or_create(peer=peer, slug=slug, defaults={"name": name})


@transaction.atomic
def add_key(*, peer: Peer, key_id: str, secret_name: str, others_until: datetime | None = None) -> PeerKey:
    """Add a key, that we sign with from now on; the others are still taken until ``others_until``, for ever if None."""
    if others_until is not None:
        peer.keys.filter(Q(until=None) | Q(until__gt=others_until)).update(until=others_until)
    facts = {"peer": peer, "secret_name": secret_name, "since": clock.now(), "until": None}
    return PeerKey.objects.update_or_create(key_id=key_id, defaults=facts)[0]


def peer_of_call(headers: Mapping[str, str], content: bytes) -> Peer:
    """Return the Parvis that signed a call. Raises UnknownKey, ExpiredKey, StaleCall, BadSignature."""
    named = headers.get(KEY, "")[:80]
    key = PeerKey.objects.select_related("peer").filter(key_id=named, peer__is_active=True).first()
    if key is None:
        raise UnknownKey(key=named)
    if key.until is not None and key.until <= clock.now():
        raise ExpiredKey(key=named, until=key.until.isoformat())
    if not signed_calls.is_recent(headers):
        raise StaleCall(now=int(clock.now().timestamp()), tolerance=signed_calls.TOLERANCE)
    if not signed_calls.is_signed(key.secret_name, headers, content):
        log.warning("cases.peer_bad_signature", key=named)
        raise BadSignature(key=named)
    return key.peer


def signed_for(peer: Peer, content: bytes) -> dict[str, str]:
    """Return the headers that prove to another Parvis that we call. Raises ActionFailed without key or secret."""
    now = clock.now()
    held = (
        peer.keys.filter(Q(until=None) | Q(until__gt=now), since__lte=now).order_by("-since", "-pk").first()
    )
    named = held.secret_name if held else ""
    return {KEY: held.key_id if held else "", **signed_calls.signature(named, content)}


def peer_body(body_id: int) -> PeerBody:
    """Return a body that is on another Parvis. Raises NotFound."""
    found = PeerBody.objects.select_related("peer").filter(pk=body_id, peer__is_active=True).first()
    if found is None:
        raise NotFound
    return found


def peer_bodies() -> list[PeerBody]:
    """Return every body that is on another Parvis, by name."""
    return list(PeerBody.objects.select_related("peer").filter(peer__is_active=True))
