"""Handing a message to what carries it: the providers of its body in their order, or the product itself."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from parvis.channels.errors import CannotDeliver, SecretUnreadable, TryAgain, Unsure
from parvis.channels.models import MessageState, OutboundMessage, Provider
from parvis.channels.registry import AttachedFile, Channel, Handed, Outgoing, Style, channels, transports
from parvis.channels.services.providers import account_of
from parvis.channels.services.stops import is_stopped
from parvis.channels.services.styles import style_of
from parvis.common import clock

LONGEST_REST = 60
"""Minutes that a provider which keeps failing is left alone."""
log = structlog.get_logger()


def carry(message: OutboundMessage) -> Handed:
    """Hand a message over, once, outside any transaction. Raises TryAgain, Unsure or CannotDeliver.

    In test mode, in the demonstration and without transport, it is kept and shown.
    """
    channel = channels.get(message.channel)
    with transaction.atomic():
        style = style_of(message.organisation_id)
        providers = [] if settings.DEMONSTRATION else providers_for(message)
        shared = bool(providers) and providers[0].organisation_id is None
        stopped = message.channel == "sms" and is_stopped(
            message.organisation_id, message.recipient, shared=shared
        )
    if stopped:
        raise CannotDeliver("stopped")
    if style.is_test:
        return Handed(MessageState.KEPT)
    outgoing = _outgoing(message, channel, style)
    if providers:
        return _through(message, outgoing, providers)
    if channel.by_hand or (channel.own and channel.ready()):
        return channel.send(outgoing)
    if channel.own or settings.DEMONSTRATION:
        return Handed(MessageState.KEPT)
    raise CannotDeliver("no_provider")


def providers_for(message: OutboundMessage) -> list[Provider]:
    """Return the providers of a message in the order they are tried: its body's, else the platform's; then who rests.

    The one that may hold it already comes first, whatever its state.
    """
    active = Provider.objects.filter(channel=message.channel, is_active=True)
    own = list(active.filter(organisation_id=message.organisation_id)) if message.organisation_id else []
    found = own or list(active.filter(organisation=None))
    now = clock.now()

    def rank(provider: Provider) -> tuple[bool, bool, int, int]:
        rests = provider.resting_until is not None and provider.resting_until > now
        return provider.pk != message.provider_id, rests, provider.priority, provider.pk

    return sorted(found, key=rank)


def _through(message: OutboundMessage, outgoing: Outgoing, providers: Sequence[Provider]) -> Handed:
    last: TryAgain = TryAgain("no_provider")
    for provider in providers:
        try:
            handed = _by(message, outgoing, provider)
        except Unsure as trouble:
            _note(provider, trouble.reason)
            raise
        except TryAgain as trouble:
            _note(provider, trouble.reason)
            _pin(message, None)
            last = trouble
        else:
            _note(provider, "")
            return handed
    raise last


def _by(message: OutboundMessage, outgoing: Outgoing, provider: Provider) -> Handed:
    """Hand over by one provider; one that may hold the message already is asked first."""
    transport, known = transports.get(provider.transport), message.provider_id == provider.pk
    try:
        account = account_of(provider)
    except SecretUnreadable:
        raise TryAgain("secret_unreadable") from None
    if known:
        try:
            found = transport.find(outgoing, account)
        except TryAgain as trouble:  # as long as it does not say, nobody else is given the message
            raise Unsure(trouble.reason) from None
        if found is not None:
            return found
    _pin(message, provider)
    return transport.send(outgoing, account)


@transaction.atomic
def _pin(message: OutboundMessage, provider: Provider | None) -> None:
    """Write which provider is given a message before it is: killed in between, it is the one to ask."""
    message.provider = provider
    message.save(update_fields=["provider"])


@transaction.atomic
def _note(provider: Provider, trouble: str) -> None:
    """Keep how a provider fares. Each failure lets it rest twice as long."""
    now = clock.now()
    if not trouble:
        fine = Q(failures=0, used_at__gt=now - timedelta(minutes=1))
        Provider.objects.filter(pk=provider.pk).exclude(fine).update(
            failures=0, resting_until=None, last_error="", used_at=now
        )
        return
    minutes = min(2 ** min(provider.failures, 10), LONGEST_REST)
    Provider.objects.filter(pk=provider.pk).update(
        failures=F("failures") + 1, resting_until=now + timedelta(minutes=minutes), last_error=trouble
    )
    log.warning("channels.provider", provider=provider.pk, reason=trouble)


def _outgoing(message: OutboundMessage, channel: Channel, style: Style) -> Outgoing:
    return Outgoing(
        id=message.pk,
        recipient=message.recipient,
        subject=message.subject,
        text=message.text,
        html=message.html or (channel.html(message.text, style) if message.written else ""),
        sender_name=message.sender_name or style.body,
        reply_to=message.reply_to,
        attachments=[AttachedFile(**file) for file in message.attachments],
        sms_sender=style.sms_sender,
        registered=message.registered,
    )
