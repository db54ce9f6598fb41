"""Messages as the desk writes them: their life in words, who carried them, what is left to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.numbers import say_number
from parvis.catalogue.contacts import readable_phone
from parvis.channels.models import NOT_DELIVERED, MessageState, OutboundMessage, Provider
from parvis.channels.queries import relays_of
from parvis.channels.registry import transports
from parvis.common import clock
from parvis.ui import words

PURPOSES: dict[str, str | Promise] = {
    "receipt": gettext_lazy("Accusé de réception"),
    "spoken_receipt": gettext_lazy("Numéro et code, à la saisie"),
    "answer": gettext_lazy("Réponse"),
    "workflow": gettext_lazy("Message de la démarche"),
    "pieces_asked": gettext_lazy("Demande de pièces"),
    "mend_asked": gettext_lazy("Correction demandée"),
    "reminded": gettext_lazy("Rappel"),
    "decided": gettext_lazy("Annonce de la décision"),
    "decision": gettext_lazy("Lettre de décision"),
    "implied": gettext_lazy("Décision née du silence"),
    "attested": gettext_lazy("Attestation"),
    "reasons": gettext_lazy("Raisons du refus"),
    "closed": gettext_lazy("Fin de la demande"),
    "closed_unanswered": gettext_lazy("Fin sans réponse"),
    "transferred": gettext_lazy("Transmission"),
    "transferred_out": gettext_lazy("Transmission à un autre organisme"),
    "correction_refused": gettext_lazy("Correction refusée"),
    "outage_over": gettext_lazy("Fin de panne"),
    "outage_moved": gettext_lazy("Délais reportés"),
    "replanned": gettext_lazy("Nouvelle date"),
}
REASONS: dict[str, str | Promise] = {
    "bad_number": gettext_lazy("ce numéro ne reçoit pas de SMS"),
    "bad_address": gettext_lazy("adresse incomplète"),
    "address_too_long": gettext_lazy("adresse de plus de six lignes"),
    "stopped": gettext_lazy("la personne ne veut plus de SMS"),
    "no_provider": gettext_lazy("aucun prestataire ne porte ces messages"),
    "unreachable": gettext_lazy("prestataire injoignable"),
    "no_answer": gettext_lazy("prestataire sans réponse"),
    "returned": gettext_lazy("courrier revenu"),
    "bounced": gettext_lazy("adresse refusée par son serveur"),
    "recipient": gettext_lazy("adresse refusée par son serveur"),
    "refused": gettext_lazy("refusé par le prestataire"),
    "provider": gettext_lazy("non remis, dit le prestataire"),
    "address": gettext_lazy("adresse incomplète ou illisible"),
    "attachment_gone": gettext_lazy("fichier joint introuvable"),
}
ICONS = {"email": "mail", "sms": "sms", "post": "post"}
CHANNELS: dict[str, str | Promise] = {
    "email": gettext_lazy("e-mail"),
    "sms": gettext_lazy("SMS"),
    "post": gettext_lazy("courrier"),
}
_GOOD = frozenset({MessageState.SENT, MessageState.DELIVERED})


@dataclass(frozen=True, slots=True)
class Sending:
    """One message, and its life in words."""

    key: UUID
    what: str
    channel: str
    icon: str
    to: str
    state: str
    tone: str
    state_icon: str
    why: str
    life: list[str]
    number: str
    case_href: str
    binding: bool
    can_return: bool
    text: str


def sendings(messages: Sequence[OutboundMessage], numbers: Mapping[UUID, str] | None = None) -> list[Sending]:
    """Return messages to show; ``numbers`` of the cases they are about."""
    relays = relays_of(messages)
    return [_shown(message, (numbers or {}).get(message.about, ""), relays) for message in messages]


def provider_line(provider: Provider) -> dict[str, object]:
    """Return a provider and how it fares, in words."""
    resting = provider.resting_until is not None and provider.resting_until > clock.now()
    if not provider.is_active:
        state, tone, icon = _("arrêté"), "off", "closed"
    elif resting:
        state = _("au repos : %(error)s") % {"error": why(provider.last_error)}
        tone, icon = "late", "late"
    else:
        state, tone, icon = _("en service"), "done", "check"
    carries = (
        f"{CHANNELS.get(provider.channel, provider.channel)} · {transports.get(provider.transport).label}"
    )
    return {"provider": provider, "carries": carries, "state": state, "tone": tone, "icon": icon}


def why(reason: str) -> str:
    """Return why a message did not arrive, in words; its code when there is no word for it."""
    for code, said in REASONS.items():
        if reason == code or reason.startswith(f"{code}_"):
            return str(said)
    return reason


def _shown(message: OutboundMessage, number: str, relays: Mapping[UUID, str]) -> Sending:
    state = MessageState(message.state)
    tone, icon = ("late", "late") if state in NOT_DELIVERED else ("waiting", "clock")
    if state in _GOOD:
        tone, icon = "done", "check"
    return Sending(
        key=message.pk,
        what=str(PURPOSES.get(message.purpose) or message.subject or _("Message")),
        channel=str(CHANNELS.get(message.channel, message.channel)),
        icon=ICONS.get(message.channel, "mail"),
        to=_recipient(message),
        state=str(state.label),
        tone=tone,
        state_icon=icon,
        why=why(message.last_error) if message.last_error else "",
        life=_life(message, relays),
        number=say_number(number) if number else "",
        case_href=reverse("desk:case_sendings", args=[number]) if number else "",
        binding=message.binding,
        can_return=message.channel == "post" and state in {*_GOOD, MessageState.TO_PRINT},
        text=message.text,
    )


def _recipient(message: OutboundMessage) -> str:
    if message.channel == "sms":
        return readable_phone(message.recipient)
    return message.recipient.replace("\n", ", ")


def _life(message: OutboundMessage, relays: Mapping[UUID, str]) -> list[str]:
    """Return what happened to a message, in order."""
    told = [_at(_("écrit"), message.queued_at)]
    if message.sent_at:
        by = f" ({message.provider.name})" if message.provider else ""
        told.append(_at(_("envoyé"), message.sent_at) + by)
    if message.delivered_at:
        told.append(_at(_("remis"), message.delivered_at))
    if message.opened_at:
        told.append(_at(_("lu en ligne"), message.opened_at))
    if message.state == MessageState.UNDELIVERABLE:
        told.append(_at(_("abandonné"), message.changed_at))
    if message.state == MessageState.BOUNCED:
        told.append(_at(_("revenu"), message.changed_at))
    if message.followed_by:
        by = relays.get(message.followed_by, "")
        told.append(_("relayé par %(channel)s") % {"channel": CHANNELS.get(by, _("un autre moyen"))})
    if message.registered:
        told.append(_("en recommandé"))
    if message.parts > 1:
        told.append(_("%(count)d SMS") % {"count": message.parts})
    return told


def _at(what: str, when: datetime) -> str:
    moment = {"what": what, "day": words.date(when, weekday=False), "time": words.time(when)}
    return _("%(what)s le %(day)s à %(time)s") % moment
