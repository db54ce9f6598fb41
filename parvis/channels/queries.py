"""Reads of messages and mails, under the actor's scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from parvis.channels.gathering import once
from parvis.channels.mail.question import Us
from parvis.channels.mail.tags import tagged
from parvis.channels.models import (
    CallState,
    InboundLetter,
    InboundMail,
    InboundSms,
    LetterState,
    MailAddress,
    Mailbox,
    MailState,
    MessageState,
    OutboundMessage,
    PhoneCall,
    PileState,
    PostFolder,
    PostPile,
    PrintBatch,
    Provider,
    SendingSettings,
    SmsState,
)
from parvis.channels.registry import Health, channels
from parvis.common.errors import NotFound

LONGEST_TAGGED = 24
"""Letters before the @ that leave room for a tag (RFC 5321, 4.5.3.1.1: 64 in all)."""


@dataclass(frozen=True)
class Narrowed:
    """What a list of messages keeps; empty keeps all."""

    states: frozenset[str] = frozenset()
    channel: str = ""
    purpose: str = ""
    relayed: bool = False


def letter_sent(about: UUID, file_key: str) -> UUID | None:
    """Return the letter about something that left on paper with a file, by its key in the storage; None otherwise."""
    left = {MessageState.TO_PRINT, MessageState.SENT, MessageState.DELIVERED}
    found = OutboundMessage.objects.filter(
        about=about, channel="post", state__in=left, attachments__contains=[{"key": file_key}]
    )
    return found.order_by("-queued_at").values_list("pk", flat=True).first()


def messages_about(about: UUID) -> list[OutboundMessage]:
    """Return what was written about something, oldest first, as far as the actor sees it."""
    return list(OutboundMessage.objects.filter(about=about).select_related("provider"))


def told_since(moments: Mapping[UUID, datetime], *, purpose: str) -> set[UUID]:
    """Return about which of these something of that purpose was written at its moment, or since."""
    written = OutboundMessage.objects.filter(about__in=moments, purpose=purpose).order_by()
    last = written.values_list("about").annotate(last=Max("queued_at"))
    return {about for about, at in last if at >= moments[about]}


def sendings(narrowed: Narrowed, *, before: datetime | None = None, limit: int = 50) -> list[OutboundMessage]:
    """Return the latest messages to persons that the actor sees, newest first; ``before``: the next page."""
    found = OutboundMessage.objects.exclude(purpose="").select_related("provider")
    if narrowed.states:
        found = found.filter(state__in=narrowed.states)
    if narrowed.channel:
        found = found.filter(channel=narrowed.channel)
    if narrowed.purpose:
        found = found.filter(purpose=narrowed.purpose)
    if narrowed.relayed:
        found = found.filter(followed_by__isnull=False)
    if before is not None:
        found = found.filter(queued_at__lt=before)
    return list(found.order_by("-queued_at", "-pk")[:limit])


def relays_of(messages: Iterable[OutboundMessage]) -> dict[UUID, str]:
    """Return the channel by which each message that failed was relayed, by the id of the one that followed."""
    following = {message.followed_by for message in messages if message.followed_by}
    if not following:
        return {}
    return dict(OutboundMessage.objects.filter(pk__in=following).order_by().values_list("pk", "channel"))


def letters_waiting() -> dict[int, int]:
    """Return how many letters wait to be gathered and printed, by body, as far as the actor sees them."""
    waiting = OutboundMessage.objects.filter(channel="post", state=MessageState.TO_PRINT, batch=None)
    counted = waiting.order_by().values_list("organisation").annotate(number=Count("pk"))
    return {body: number for body, number in counted if body is not None}


def batches(organisations: Iterable[int], *, limit: int = 30) -> list[PrintBatch]:
    """Return the latest batches of some bodies, newest first."""
    found = PrintBatch.objects.filter(organisation_id__in=list(organisations))
    return list(found.select_related("organisation", "made_by")[:limit])


def providers(organisations: Iterable[int] | None = None) -> list[Provider]:
    """Return the providers of some bodies and those of the platform, all when not told."""
    found = Provider.objects.select_related("organisation")
    if organisations is not None:
        found = found.filter(Q(organisation_id__in=list(organisations)) | Q(organisation=None))
    return list(found)


def provider(provider_id: int) -> Provider:
    """Return a provider. Raises NotFound."""
    found = Provider.objects.filter(pk=provider_id).first()
    if found is None:
        raise NotFound
    return found


def sending_settings(organisation_id: int) -> SendingSettings | None:
    """Return how a body signs, None while it has not said."""
    return SendingSettings.objects.filter(pk=organisation_id).first()


def is_carried(channel: str, organisation_id: int) -> bool:
    """Say whether a provider carries the messages of a channel for a body, its own or the platform's."""
    serving = Q(organisation_id=organisation_id) | Q(organisation=None)
    return Provider.objects.filter(serving, channel=channel, is_active=True).exists()


def only_tries(organisation_id: int) -> bool:
    """Say whether a body is in test mode: nothing that it writes leaves."""
    return SendingSettings.objects.filter(pk=organisation_id, is_test=True).exists()


def states_about(about: UUID) -> dict[UUID, MessageState]:
    """Return where each message about something is in its life, as far as the actor sees it: that of the last way
    tried, for one that had several.
    """
    rows = OutboundMessage.objects.filter(about=about).order_by().values_list("pk", "state", "followed_by")
    known = {key: (MessageState(state), following) for key, state, following in rows}
    found = {}
    for key in known:
        last = key
        while (following := known[last][1]) in known:
            last = following
        found[key] = known[last][0]
    return found


def has_unread(about: UUID) -> bool:
    """Say whether something that reached its person was not said to be read."""
    return unread_about(about).exists()


def message_about(about: UUID, message_id: UUID) -> OutboundMessage:
    """Return a message about something. Raises NotFound."""
    found = OutboundMessage.objects.filter(about=about, pk=message_id).select_related("provider").first()
    if found is None:
        raise NotFound
    return found


def unread_about(about: UUID) -> QuerySet[OutboundMessage]:
    """Return what reached the person and was not said to be read, as far as the actor sees it."""
    reached = {MessageState.SENT, MessageState.DELIVERED, MessageState.KEPT}
    found = OutboundMessage.objects.filter(about=about, opened_at=None, state__in=reached)
    return found.exclude(purpose="").order_by()


def was_written(about: UUID, link: str) -> bool:
    """Say whether a message about something already carries what ``link`` names."""
    return OutboundMessage.objects.filter(about=about, written__link=link).exists()


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
    senders = Provider.objects.filter(channel="email").values_list("settings__sender", flat=True)
    known |= {address for told in senders if told and (address := parseaddr(told)[1].lower())}
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
    address = once(("address", organisation_id, team_id), lambda: _address_of(organisation_id, team_id))
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


# Asked on every page of the desk: all that waits to be sorted, in one trip.
_COUNT_WAITING = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM channels_inboundmail WHERE state = 'waiting' LIMIT %(most)s) mails),
       (SELECT count(*) FROM (SELECT 1 FROM channels_inboundletter WHERE state = 'waiting' LIMIT %(most)s) letters),
       (SELECT count(*) FROM (SELECT 1 FROM channels_inboundsms WHERE state = 'waiting' LIMIT %(most)s) texts),
       (SELECT count(*) FROM (SELECT 1 FROM channels_phonecall WHERE settled_at IS NULL
                              AND (state = 'missed' OR promised_at IS NOT NULL) LIMIT %(most)s) calls)
"""


@dataclass(frozen=True)
class Waiting:
    """How much waits to be sorted, by what it is."""

    mails: int
    letters: int
    sms: int
    calls: int = 0


def count_waiting(*, up_to: int = 100) -> Waiting:
    """Return how many mails, letters, SMS and calls wait for a human, as far as the actor sees; each stops at
    ``up_to``.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_WAITING, {"most": up_to})
        return Waiting(*cursor.fetchone())


def sms_in(*states: SmsState, limit: int = 100) -> list[InboundSms]:
    """Return the latest SMS in these states that the actor sees, newest first."""
    found = InboundSms.objects.filter(state__in=states).select_related("organisation")
    return list(found.order_by("-received_at")[:limit])


def calls_to_do(*, limit: int = 100) -> list[PhoneCall]:
    """Return the calls after which someone still has to call, that the actor sees: promises by their hour, then missed
    calls, the oldest first.
    """
    awaited = Q(state=CallState.MISSED) | Q(promised_at__isnull=False)
    found = PhoneCall.objects.filter(awaited, settled_at=None).select_related("organisation", "agent")
    return list(found.order_by(F("promised_at").asc(nulls_last=True), "rang_at")[:limit])


def calls_promised(since: datetime | None, until: datetime, *, limit: int = 50) -> list[PhoneCall]:
    """Return the call-backs promised between two moments, the first excluded, that the actor sees and nobody made."""
    found = PhoneCall.objects.filter(promised_at__lte=until, settled_at=None)
    if since is not None:
        found = found.filter(promised_at__gt=since)
    return list(found.order_by("promised_at", "pk")[:limit])


def latest_calls(*, limit: int = 30) -> list[PhoneCall]:
    """Return the latest calls that the actor sees, newest first."""
    return list(PhoneCall.objects.select_related("organisation", "agent", "settled_by")[:limit])


def calls_of_person(keys: Iterable[UUID], *, limit: int = 20) -> list[PhoneCall]:
    """Return the latest calls of a person, whatever the ids under which they are known, that the actor sees."""
    found = PhoneCall.objects.filter(person_id__in=list(keys)).select_related("agent", "settled_by")
    return list(found[:limit])


def call_taken_by(agent_id: int, since: datetime) -> PhoneCall | None:
    """Return the last call that an agent took since a moment and is still speaking, else the last they took."""
    taken = PhoneCall.objects.filter(agent_id=agent_id, answered_at__gte=since)
    return taken.order_by(F("ended_at").desc(nulls_first=True), "-answered_at").first()


def letters_in(
    *states: LetterState, after: tuple[datetime, UUID] | None = None, limit: int = 50
) -> list[InboundLetter]:
    """Return the letters in these states that the actor sees, oldest first; ``after``: the next page."""
    found = InboundLetter.objects.filter(state__in=states).select_related("organisation", "pile")
    if after is not None:
        found = found.filter(Q(received_at__gt=after[0]) | Q(received_at=after[0], pk__gt=after[1]))
    return list(found.order_by("received_at", "pk")[:limit])


def piles_aside(*, limit: int = 50) -> list[PostPile]:
    """Return the latest scans that could not be read, newest first, as far as the actor sees them."""
    found = PostPile.objects.filter(state=PileState.ASIDE).select_related("organisation")
    return list(found.order_by("-received_at")[:limit])


def piles_unread() -> int:
    """Return how many scans wait to be read, as far as the actor sees them."""
    return PostPile.objects.filter(state=PileState.RECEIVED).count()


def next_letter(letter: InboundLetter) -> InboundLetter | None:
    """Return the letter to sort after one, None when it was the last."""
    return next(iter(letters_in(LetterState.WAITING, after=(letter.received_at, letter.pk), limit=1)), None)


def post_folders(organisations: Iterable[int] | None = None) -> list[PostFolder]:
    """Return the folders of some bodies, of all when not told."""
    found = PostFolder.objects.select_related("organisation", "team")
    return list(found if organisations is None else found.filter(organisation_id__in=list(organisations)))


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
