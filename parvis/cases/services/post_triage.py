"""What an agent does of a letter that came by post: join it to a demand, make one of it, set it apart.

The day of receipt is that of the stamp of arrival, which the agent reads on the paper: never the day of the entry.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.cases import access
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.mail_answers import Said
from parvis.cases.services.mail_files import Taken
from parvis.cases.services.messages import attach_files, write_as_person
from parvis.cases.services.words_case import Asked, case_of_words
from parvis.channels.access import get_letter, get_pile
from parvis.channels.errors import LetterAlreadySorted
from parvis.channels.models import InboundLetter, LetterFate, LetterState, PileState, PostPile
from parvis.channels.services import inbound_post
from parvis.channels.services.fates import return_letter
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.documents.models import StoredFile
from parvis.documents.services.store import store_file
from parvis.organisations.access import AgentSession, can_receive, can_receive_for
from parvis.organisations.models import Organisation, Team

NOON = time(12)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What an agent reads on a letter: its stamp, what it is about, what it says, who writes and how to answer."""

    arrived_on: date
    subject: str = ""
    text: str = ""
    name: str = ""
    postal_address: str = ""
    email: str = ""
    phone: str = ""


def can_sort(agent: AgentSession, waiting: InboundLetter | PostPile) -> bool:
    """Those who receive, handle or manage in a team that a letter or a pile waits for may sort it."""
    return any(can_receive(agent, team) for team in waiting.teams)


@transaction.atomic
def join_letter(*, letter_id: UUID, number: str, arrived_on: date, by: AgentSession, text: str = "") -> Case:
    """Join a letter to the demand of that number, as its person's words.

    Raises LetterNotFound, LetterAlreadySorted, Invalid, CaseNotFound, NotForThisRole.
    """
    letter = _locked(letter_id, by)
    _must_be_past(arrived_on)
    case = access.get_case_by_number(number)
    access.require(access.can_answer(by, case))
    with actor.acting_as(actor.for_job(letter.pk, case.pk, label="post")):
        file = _stored(letter)
        with actor.admitting(case.pk, file.pk):
            words = "\n\n".join(part for part in (_stamp(letter, arrived_on), text.strip()) if part)
            written = write_as_person(case_id=case.pk, text=words, channel="post", files=(file.pk,)).pk
        inbound_post.settle_letter(
            letter=letter, fate=LetterFate.REPLY, about=case.pk, written=written, arrived_on=arrived_on
        )
    return case


@transaction.atomic
def make_case(
    *,
    letter_id: UUID,
    organisation: Organisation,
    procedure_code: str,
    entered: Entered,
    by: AgentSession,
    team: Team | None = None,
) -> Case:
    """Make a demand of a letter, received the day of its stamp; what it does not say is asked later.

    Raises LetterNotFound, LetterAlreadySorted, Invalid, NotForThisRole, NotFound, NotCompetent.
    """
    letter = _locked(letter_id, by)
    _must_be_past(entered.arrived_on)
    access.require(can_receive_for(by, organisation.pk))
    file = _stored(letter)
    asked = Asked(
        organisation=organisation,
        team=team,
        procedure_code=procedure_code,
        channel=IntakeChannel.POST,
        key=f"post:{letter.pk}",
        original=_evidence(letter, entered),
        received_at=stamped_at(entered.arrived_on),
    )
    case, written = case_of_words(said=_said(entered), taken=Taken(), asked=asked)
    with actor.admitting(case.pk, file.pk):  # the paper itself is evidence, and answers no question
        attach_files(case, (file.pk,))
    inbound_post.settle_letter(
        letter=letter,
        fate=LetterFate.NEW_CASE,
        about=case.pk,
        written=written,
        arrived_on=entered.arrived_on,
    )
    return case


@transaction.atomic
def note_returned(*, letter_id: UUID, reason: str, arrived_on: date, by: AgentSession) -> Case:
    """Note that a scanned letter is one of ours that came back: its message is not delivered, the next way follows.

    Once no way is left, the team has the task of reaching the person. Raises LetterNotFound, LetterAlreadySorted,
    Invalid, CaseNotFound, NotForThisRole, NotFound when the letter is not one that we sent.
    """
    letter = _locked(letter_id, by)
    _must_be_past(arrived_on)
    if letter.proposed is None or letter.proposed_message is None:
        raise NotFound
    case = access.get_case(letter.proposed, lock=True)
    access.require(access.can_answer(by, case))
    return_letter(about=case.pk, message_id=letter.proposed_message, reason=reason)
    inbound_post.settle_letter(letter=letter, fate=LetterFate.RETURNED, about=case.pk, arrived_on=arrived_on)
    return case


@transaction.atomic
def dismiss(*, letter_id: UUID, by: AgentSession) -> None:
    """Set a letter apart: it makes no demand. It is kept. Raises as ``join_letter``."""
    _locked(letter_id, by)
    inbound_post.dismiss_letter(letter_id=letter_id)


@transaction.atomic
def settle_pile(*, pile_id: UUID, by: AgentSession, split: str = "", drop: bool = False) -> PostPile:
    """Have a pile that was set aside read again, cut otherwise, or say that nothing is to be done of it.

    Raises LetterNotFound, LetterAlreadySorted, NotForThisRole.
    """
    pile = get_pile(pile_id)
    access.require(can_sort(by, pile))
    with actor.admitting(pile.pk):
        if drop and pile.state == PileState.ASIDE:
            return inbound_post.dismiss_pile(pile_id=pile_id)
        return inbound_post.replay_pile(pile_id=pile_id, split=split)


def stamped_at(day: date) -> datetime:
    """Return the moment at which a letter of that stamp is received: noon, now for one stamped today before noon."""
    return min(timezone.make_aware(datetime.combine(day, NOON)), clock.now())


def _locked(letter_id: UUID, by: AgentSession) -> InboundLetter:
    if get_letter(letter_id).state == LetterState.SORTED:  # seen with its case, and no longer to sort
        raise LetterAlreadySorted
    letter = get_letter(letter_id, lock=True)
    if letter.state == LetterState.SORTED:
        raise LetterAlreadySorted
    access.require(can_sort(by, letter))
    return letter


def _must_be_past(day: date) -> None:
    if day > clock.today():
        raise Invalid({"arrived_on": [_("Cette date est à venir : indiquez celle du tampon d’arrivée.")]})


def _stored(letter: InboundLetter) -> StoredFile:
    """Return the PDF of a letter as a file of a case, checked as any other."""
    content = ContentFile(inbound_post.letter_content(letter), name="courrier.pdf")
    return store_file(name="courrier.pdf", content=content, allowed=("pdf",), max_size=inbound_post.LARGEST)


def _said(entered: Entered) -> Said:
    return Said(
        subject=entered.subject,
        text=entered.text,
        name=entered.name,
        email=entered.email,
        phone=entered.phone,
        postal_address=entered.postal_address,
        preferred="email" if entered.email else "post",
    )


def _stamp(letter: InboundLetter, arrived_on: date) -> str:
    told = ngettext(
        "Courrier arrivé le %(day)s (%(pages)d page).",
        "Courrier arrivé le %(day)s (%(pages)d pages).",
        letter.pages,
    )
    return told % {"day": f"{arrived_on:%d/%m/%Y}", "pages": letter.pages}


def _evidence(letter: InboundLetter, entered: Entered) -> dict[str, object]:
    """Return what is kept of the original beside its PDF: enough to recognise it."""
    return {
        "letter": str(letter.pk),
        "sha256": letter.sha256,
        "pile_sha256": letter.pile.sha256,
        "pages": letter.pages,
        "arrived_on": entered.arrived_on.isoformat(),
        "subject": entered.subject,
        "text": entered.text,
        "from": entered.name,
    }
