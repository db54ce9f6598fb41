"""Reads of messages and mails, under the actor's scope."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q

from parvis.channels.gathering import address_once
from parvis.channels.mail.question import Us
from parvis.channels.mail.tags import tagged
from parvis.channels.models import (
    InboundMail,
    MailAddress,
    Mailbox,
    MailState,
    MessageState,
    OutboundMessage,
)
from parvis.channels.registry import Health, channels

LONGEST_TAGGED = 24
"""Letters before the @ that leave room for a tag (RFC 5321, 4.5.3.1.1: 64 in all)."""


def messages_about(about: UUID) -> list[OutboundMessage]:
    """Return what was written about something, oldest first, as far as the actor sees it."""
    return list(OutboundMessage.objects.filter(about=about))


def states_about(about: UUID) -> dict[UUID, MessageState]:
    """Return where each message about something is in its life, as far as the actor sees it."""
    states = OutboundMessage.objects.filter(about=about).order_by().values_list("pk", "state")
    return {key: MessageState(state) for key, state in states}


def latest_messages(limit: int = 100) -> list[OutboundMessage]:
    """Return the latest messages that the actor sees, newest first: the demonstration's page of messages."""
    return list(OutboundMessage.objects.order_by("-queued_at", "-id")[:limit])


def check_channels() -> dict[str, Health]:
    """Try every transport and return what was found, by code."""
    return {channel.code: channel.check() for channel in channels}


def us() -> Us:
    """Return the addresses at which we receive and from which we write."""
    known = set(MailAddress.objects.values_list("address", flat=True))
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    return Us(frozenset({*known, own}), domain=own.rpartition("@")[2])


def address_among(addresses: Iterable[str]) -> MailAddress | None:
    """Return the first of some addresses at which a body receives, tags (« +… ») set aside; None when none is."""
    bare = [
        f"{one.rpartition('@')[0].partition('+')[0]}@{one.rpartition('@')[2]}".lower() for one in addresses
    ]
    known = MailAddress.objects.select_related("organisation__territory", "team__organisation").filter(
        address__in=bare, is_active=True
    )
    found = {address.address: address for address in known}
    return next((found[one] for one in bare if one in found), None)


def reply_address(about: UUID, *, organisation_id: int, team_id: int | None) -> str:
    """Return the sealed address at which answers about something reach us, "" when the body receives no mail.

    The team's own address comes first, then the body's.
    """
    address = address_once((organisation_id, team_id), lambda: _address_of(organisation_id, team_id))
    if address is None or len(address.rpartition("@")[0]) > LONGEST_TAGGED:
        return address or ""
    return tagged(address, "d", about)


def _address_of(organisation_id: int, team_id: int | None) -> str | None:
    of_body = MailAddress.objects.filter(organisation_id=organisation_id, is_active=True, takes_replies=True)
    fitting = of_body.filter(Q(team_id=team_id) | Q(team=None)).order_by(F("team").asc(nulls_last=True), "pk")
    return fitting.values_list("address", flat=True).first()


def mails_about(about: UUID) -> list[InboundMail]:
    """Return the mails sorted into something or proposed for it, oldest first, as far as the actor sees them."""
    return list(InboundMail.objects.filter(about=about).order_by("received_at", "pk"))


def mails(*states: MailState, before: datetime | None = None, limit: int = 50) -> list[InboundMail]:
    """Return the latest mails in these states that the actor sees, newest first; ``before``: the next page."""
    found = InboundMail.objects.filter(state__in=states).select_related("organisation", "address")
    if before is not None:
        found = found.filter(received_at__lt=before)
    return list(found.order_by("-received_at", "-pk")[:limit])


# Asked on every page of the desk.
_COUNT_MAILS = "SELECT count(*) FROM (SELECT 1 FROM channels_inboundmail WHERE state = %s LIMIT %s) waiting"


def count_mails(state: MailState, *, up_to: int = 100) -> int:
    """Return how many mails in a state the actor sees; counting stops at ``up_to``."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_MAILS, [str(state), up_to])
        return int(cursor.fetchone()[0])


def fates_of_mails(since: datetime) -> dict[str, int]:
    """Return how many mails that the actor sees came to each end since a moment: for health pages."""
    counted = InboundMail.objects.filter(received_at__gte=since).order_by().values_list("fate")
    return dict(counted.annotate(number=Count("pk")))


def mailboxes(organisations: Iterable[int] | None = None) -> list[Mailbox]:
    """Return the boxes of some bodies, of all when not told."""
    boxes = Mailbox.objects.select_related("organisation", "default_address")
    return list(boxes if organisations is None else boxes.filter(organisation_id__in=list(organisations)))


def mail_addresses(organisations: Iterable[int] | None = None) -> list[MailAddress]:
    """Return the addresses at which some bodies receive, all when not told."""
    addresses = MailAddress.objects.select_related("organisation", "team")
    return list(
        addresses if organisations is None else addresses.filter(organisation_id__in=list(organisations))
    )
