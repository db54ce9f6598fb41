"""What cases do when rooms below tell that something happened."""

from datetime import timedelta
from uuid import UUID

from parvis.cases import journal, tasks
from parvis.cases.events import CaseClosed, CaseDecided
from parvis.cases.models import Case, CaseLink
from parvis.cases.services import merged_persons
from parvis.cases.services.case_links import defer_telling
from parvis.cases.services.co_signatures import mark_unreachable
from parvis.cases.services.indexing import index_person
from parvis.cases.services.outages import defer_settling
from parvis.cases.services.saving import save_case
from parvis.channels.events import (
    LetterWanted,
    MailKept,
    MessageArrived,
    MessageBounced,
    MessageDelivered,
    MessageFailed,
    PersonNotReached,
    PileKept,
    SmsKept,
)
from parvis.common import clock
from parvis.common.events import subscribe
from parvis.common.jobs import defer
from parvis.outages.access import get_outage
from parvis.outages.events import OutageChanged
from parvis.people.events import PersonChanged, PersonsMerged, PersonsParted
from parvis.people.queries import kept

_NET = timedelta(minutes=10)
"""After which a job sorts a mail whose bringer said it would, and died."""


@subscribe(MessageDelivered)
def journal_delivery(event: MessageDelivered) -> None:
    """Keep the proof that a sending left (CRPA L112-3: when, to where)."""
    _journal(event, "sent")


@subscribe(MessageArrived)
def journal_arrival(event: MessageArrived) -> None:
    """Keep the proof that a sending was received."""
    _journal(event, "received")


@subscribe(LetterWanted)
def have_drawn(event: LetterWanted) -> None:
    """Have the letter drawn by which a person is written to."""
    defer(tasks.draw_letter, case_id=str(event.about), message_id=str(event.message_id))


@subscribe(PersonNotReached)
def ask_to_reach(event: PersonNotReached) -> None:
    """Give the team the task of reaching the person another way."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=event.about).first()
    if case is not None:
        facts = {"message": str(event.message_id), "letter": event.letter}
        journal.record(case, "unreached", facts=facts)
        save_case(case)


@subscribe(OutageChanged)
def settle_outage(event: OutageChanged) -> None:
    """Have the deadlines that fell in an outage move, and those who reported it told once it is over."""
    outage = get_outage(event.outage_id)
    if outage.is_planned:
        return
    defer_settling(outage.pk)
    if outage.is_over:
        defer(tasks.tell_outage_over, outage_id=outage.pk)


@subscribe(PersonChanged)
def find_by_new_words(event: PersonChanged) -> None:
    """Have a person found by what is known of them now."""
    index_person(kept(event.person_id))


@subscribe(PersonsMerged)
def move_to_kept(event: PersonsMerged) -> None:
    """Have the demands and drafts of an absorbed person follow."""
    merged_persons.move_to_kept(**vars(event))


@subscribe(PersonsParted)
def give_back(event: PersonsParted) -> None:
    """Have what a merge moved go back."""
    merged_persons.give_back(**vars(event))


@subscribe(MessageFailed)
def journal_failure(event: MessageFailed) -> None:
    """Keep that a sending never arrived, so that an agent reaches the person another way."""
    _journal(event, "failed")
    mark_unreachable(co_signature_id=event.about)


@subscribe(MessageBounced)
def journal_bounce(event: MessageBounced) -> None:
    """Keep that a sending came back, so that an agent reaches the person another way."""
    _journal(event, "bounced")
    mark_unreachable(co_signature_id=event.about)


@subscribe(MailKept)
def have_sorted(event: MailKept) -> None:
    """Have a mail that came read and sorted."""
    later = clock.now() + _NET if event.at_once else None
    defer(tasks.sort_mail, not_before=later, mail_id=str(event.mail_id))


@subscribe(PileKept)
def have_read(event: PileKept) -> None:
    """Have a scan of post read and cut into letters."""
    defer(tasks.read_pile, pile_id=str(event.pile_id))


@subscribe(SmsKept)
def have_sms_sorted(event: SmsKept) -> None:
    """Have an SMS that came sorted."""
    defer(tasks.sort_sms, not_before=event.not_before, sms_id=str(event.sms_id))


@subscribe(CaseClosed)
def tell_of_closing(event: CaseClosed) -> None:
    """Have the cases that wait for one told that it ended."""
    _tell_who_waits(event.case_id)


@subscribe(CaseDecided)
def tell_of_decision(event: CaseDecided) -> None:
    """Have the cases that wait for one told that it is decided."""
    _tell_who_waits(event.case_id)


def _tell_who_waits(case_id: UUID) -> None:
    if CaseLink.objects.filter(other_id=case_id).exists():
        defer_telling(case_id)


def _journal(event: MessageDelivered | MessageArrived | MessageFailed | MessageBounced, state: str) -> None:
    case = Case.objects.select_for_update(of=("self",)).filter(pk=event.about).first()
    if case is not None:  # a message may be about a draft, which has no journal
        facts = {"message": str(event.message_id), "state": state, "channel": event.channel}
        journal.record(case, "delivered", facts=facts)
        save_case(case)
