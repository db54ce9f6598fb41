"""STOP and START by SMS, in the preferences of the persons of that number: their word, its date, its proof.

A number that says STOP receives no more SMS of that sender. Who preferred SMS is answered by another way from then on,
what the law obliges to tell included (CRPA L112-14: to an electronic demand one answers electronically unless refused).
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases.models import Case
from parvis.channels.models import InboundSms, OutboundMessage
from parvis.channels.sms.numbers import mobile, writings
from parvis.common import actor
from parvis.people.models import ChoiceSource, Person, PreferredChannel
from parvis.people.services.channel_choices import Choice, keep_choice, take_choice
from parvis.people.services.contacts import person_at

SINCE = timedelta(days=365)
"""How far back SMS to a number tell whose it is."""
MOST = 200
_INSTEAD = (
    (PreferredChannel.EMAIL, "email"),
    (PreferredChannel.POST, "postal_address"),
    (PreferredChannel.PHONE, "phone"),
)


@transaction.atomic
def note_stop(*, sms: InboundSms) -> int:
    """Write in the preferences of each person of a number that they want no more SMS; return how many they are.

    Who preferred SMS is answered by e-mail, else by post, else by phone.
    """
    proof = _proof(_("STOP reçu par SMS le %(day)s (message %(key)s)"), sms)
    return sum(_keep(person_id, proof, stops=True) for person_id in _persons(sms))


@transaction.atomic
def note_start(*, sms: InboundSms) -> int:
    """Write that each person of a number takes SMS again; who preferred them before STOP does again."""
    proof = _proof(_("START reçu par SMS le %(day)s (message %(key)s)"), sms)
    return sum(_keep(person_id, proof, stops=False) for person_id in _persons(sms))


def _keep(person_id: UUID, proof: str, *, stops: bool) -> bool:
    with actor.admitting(person_id):
        person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
        if person is None:
            return False
        if (
            stops and not person.channel_choices.exists()
        ):  # what they had said at their deposit is what START restores
            said = _choice(person, person.preferred_channel)
            keep_choice(person, said, ChoiceSource.DEPOSIT, at=person.created_at)
        choice = _choice(person, _instead(person) if stops else _before_stop(person))
        take_choice(person, choice)
        person.save(update_fields=["preferred_channel", "electronic_consent_at", "opening_agreed_at"])
        keep_choice(person, choice, ChoiceSource.SMS, proof=proof)
    return True


def _choice(person: Person, channel: str) -> Choice:
    """Return a choice that changes nothing but the channel: STOP is about SMS, not about consents."""
    return Choice(
        preferred_channel=channel,
        consents=person.electronic_consent_at is not None,
        tells_opening=person.opening_agreed_at is not None,
    )


def _instead(person: Person) -> str:
    if person.preferred_channel != PreferredChannel.SMS:
        return person.preferred_channel
    return next((channel for channel, needed in _INSTEAD if getattr(person, needed)), PreferredChannel.ONLINE)


def _before_stop(person: Person) -> str:
    """Return what the person preferred before the last STOP, what they prefer now if they said otherwise since."""
    last = person.channel_choices.first()
    if last is None or last.source != ChoiceSource.SMS:
        return person.preferred_channel
    earlier = person.channel_choices.exclude(source=ChoiceSource.SMS).first()
    return earlier.preferred_channel if earlier is not None else person.preferred_channel


def _persons(sms: InboundSms) -> list[UUID]:
    """Return who has that number: who proved it, and those whose demands we answered there."""
    with actor.acting_as(actor.for_system("sms")):
        written = OutboundMessage.objects.filter(
            channel="sms", recipient__in=writings(sms.sender), queued_at__gte=sms.received_at - SINCE
        )
        about = written.order_by("-queued_at").values_list("about", flat=True)[:MOST]
        cases = Case.objects.select_related("person").filter(pk__in=set(about), person__isnull=False)
        found = {case.person.pk for case in cases if case.person and mobile(case.person.phone) == sms.sender}
    proved = person_at(sms.sender)
    return sorted(found | ({proved} if proved else set()))


def _proof(sentence: str, sms: InboundSms) -> str:
    return sentence % {"day": f"{timezone.localtime(sms.received_at):%d/%m/%Y %H:%M}", "key": sms.pk}
