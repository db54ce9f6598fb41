"""Sorting the SMS that come: a word that stops, an answer to a demand, a new demand.

A number written in an SMS is a hint, never a right: only the phone that a demand knows answers it. Whoever else cites
one makes a demand of their own, that says which they cite: a human of its service decides.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.errors import CaseNotFound, NotCompetent, NotForThisRole
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.numbers import read_number
from parvis.cases.services.mail_answers import Said
from parvis.cases.services.mail_files import Taken
from parvis.cases.services.messages import write_as_person
from parvis.cases.services.sms_choices import note_start, note_stop
from parvis.cases.services.words_case import Asked, case_of_words
from parvis.channels.models import InboundSms, OutboundMessage, SmsFate, SmsState
from parvis.channels.services import inbound_sms
from parvis.channels.sms.numbers import mobile, writings
from parvis.channels.sms.stop import is_start, is_stop
from parvis.common import actor
from parvis.common.errors import Invalid, NotFound, TooMany
from parvis.common.throttle import hit
from parvis.organisations.access import AgentSession, can_receive

MOST_AN_HOUR = 20
"""SMS of one number that are sorted by themselves in an hour."""
RECENT = timedelta(days=30)
"""How long an SMS that names no demand answers the last one that we wrote to that number."""
_LONGEST_SUBJECT = 80


@transaction.atomic
def sort_sms(*, sms_id: UUID) -> InboundSms | None:
    """Put an SMS where it belongs, once; None when nothing is to be done now. Called by a job, again without harm."""
    sms = inbound_sms.begin_sorting(sms_id=sms_id)
    if sms is None:
        return None
    body = {"body": sms.organisation.name}
    if is_stop(sms.text):
        note_stop(sms=sms)
        said = _("%(body)s : vous ne recevrez plus de SMS de notre part. Pour en recevoir : START.") % body
        return inbound_sms.take_stop(sms=sms, text=said)
    if is_start(sms.text) and inbound_sms.has_stopped(sms):
        note_start(sms=sms)
        said = _("%(body)s : vous recevrez de nouveau nos SMS. Pour arrêter : STOP.") % body
        return inbound_sms.take_start(sms=sms, text=said)
    if not sms.text.strip():
        return inbound_sms.settle_sms(sms=sms, fate=SmsFate.TRIAGE, reason="empty")
    try:
        hit("sms", sms.sender, limit=MOST_AN_HOUR, seconds=3600)
    except TooMany:
        return inbound_sms.settle_sms(sms=sms, fate=SmsFate.TRIAGE, reason="too_many")
    with actor.acting_as(actor.for_system("sms")):
        case = _case_answered(sms)
    return (case and _answer(sms, case)) or _new(sms)


@transaction.atomic
def make_case_of(*, sms_id: UUID, by: AgentSession) -> InboundSms:
    """Make a demand of an SMS that waits. Raises NotFound, NotForThisRole."""
    found = InboundSms.objects.select_for_update(of=("self",)).filter(pk=sms_id, state=SmsState.WAITING)
    sms = found.select_related("organisation", "provider").first()
    if sms is None:
        raise NotFound
    access.require(any(can_receive(by, team) for team in sms.teams))
    return _new(sms)


def _case_answered(sms: InboundSms) -> Case | None:
    """Return the demand that an SMS answers: the one it names, else the last we wrote about to that number.

    None unless that demand is of the body written to, and knows the phone.
    """
    cited = [number for word in sms.text.split() if (number := read_number(word.strip(".,;:!?()")))]
    known = Case.objects.select_related("person").filter(organisation_id=sms.organisation_id)
    if cited:
        cases = list(known.filter(number__in=cited[:5]))
    else:
        written = OutboundMessage.objects.filter(
            channel="sms", recipient__in=writings(sms.sender), queued_at__gte=sms.received_at - RECENT
        )
        last = written.order_by("-queued_at").values_list("about", flat=True).first()
        cases = list(known.filter(pk=last)) if last else []
    return next((case for case in cases if knows_number(case, sms.sender)), None)


def knows_number(case: Case, number: str) -> bool:
    """Say whether a phone is that of a demand's person."""
    return bool(case.person and case.person.phone) and mobile(case.person.phone) == number  # type: ignore[union-attr]


def _answer(sms: InboundSms, case: Case) -> InboundSms | None:
    """Add an SMS to its demand; None when that one takes no more messages: it is then a new demand."""
    try:
        with transaction.atomic(), actor.admitting(case.pk):
            written = write_as_person(case_id=case.pk, text=sms.text, channel="sms")
    except (NotForThisRole, CaseNotFound, Invalid):
        return None
    return inbound_sms.settle_sms(sms=sms, fate=SmsFate.REPLY, about=case.pk, written=written.pk)


def _new(sms: InboundSms) -> InboundSms:
    asked = Asked(
        organisation=sms.organisation,
        procedure_code=str(sms.provider.settings.get("procedure") or "contact"),
        channel=IntakeChannel.SMS,
        key=f"sms:{sms.pk}",
        original={"sms": str(sms.pk), "from": sms.sender, "text": sms.text, "reference": sms.reference},
        received_at=sms.received_at,
    )
    try:
        with transaction.atomic():
            case, written = case_of_words(said=_said(sms), taken=Taken(), asked=asked)
    except (NotFound, NotCompetent):
        return inbound_sms.settle_sms(sms=sms, fate=SmsFate.TRIAGE, reason="no_procedure")
    return inbound_sms.settle_sms(sms=sms, fate=SmsFate.NEW_CASE, about=case.pk, written=written)


def _said(sms: InboundSms) -> Said:
    """Return what an SMS says for a form: its first line is what it is about."""
    first = next((line.strip() for line in sms.text.splitlines() if line.strip()), "")
    subject = first if len(first) <= _LONGEST_SUBJECT else f"{first[:_LONGEST_SUBJECT].rsplit(' ', 1)[0]}…"
    return Said(subject=subject, text=sms.text, name="", email="", phone=sms.sender, preferred="sms")
