"""A case entered by an agent for someone on the phone, at the counter or by post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Case, Direction, IntakeChannel
from parvis.cases.services.calls import born_from_call
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.intake import Deposit, born_of, register_deposit
from parvis.cases.services.messages import attach_files, write_message, write_note
from parvis.cases.services.notices import tell_person
from parvis.cases.services.pieces import request_answers
from parvis.cases.services.pieces import unanswered as left_out
from parvis.cases.services.reaching import note_channel
from parvis.cases.services.saving import save_case
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.access import AgentSession, can_receive_for
from parvis.people.access import get_person
from parvis.people.models import ChoiceSource
from parvis.people.services.channel_choices import Choice, note_choice

DELAY_FOR_REST = timedelta(days=30)
"""What the person has to complete a demand taken down in short: the law gives no number (CRPA L114-5)."""


@dataclass(frozen=True)
class Call:
    """The call during which a demand is entered: the one a switchboard told of, or the number a soft-phone showed."""

    call_id: UUID | None
    number: str


@dataclass(frozen=True)
class Spoken:
    """How the person said they want to be answered; ``proof`` is how they agreed to electronic exchanges."""

    preferred_channel: str
    consents: bool = False
    proof: str = ""


_SOURCES = {
    IntakeChannel.PHONE: ChoiceSource.PHONE,
    IntakeChannel.COUNTER: ChoiceSource.COUNTER,
}


@transaction.atomic
def lodge_for_person(
    *,
    deposit: Deposit,
    by: AgentSession,
    files: Mapping[str, Sequence[UUID]],
    unanswered: Sequence[str] = (),
    reason: str = "",
    said: str = "",
    ask_rest: bool = False,
    choice: Spoken | None = None,
    call: Call | None = None,
) -> Case:
    """Register what an agent took down, once however often it is sent; return the case.

    ``files`` are stored files by question. Questions left ``unanswered`` need a ``reason``, kept as a note for
    whoever examines the case; ``ask_rest`` asks the person for them, in thirty days (CRPA L114-5). ``said`` are the
    person's words, kept as their message; ``choice`` is dated and kept with who noted it; ``call`` is kept as the
    evidence of a demand that came by telephone. Raises NotForThisRole, NotCompetent, NotFound, Invalid.
    """
    access.require(can_receive_for(by, deposit.organisation.pk))
    if unanswered and not reason.strip():
        raise Invalid({"pourquoi": [_("Dites pourquoi ces réponses manquent : le service chargé le lira.")]})
    known = born_of(deposit.key) is not None
    case = _registered(deposit)
    if not known:
        with actor.admitting(case.pk):
            for question, stored in files.items():
                attach_files(case, tuple(stored), field_key=question)
            if call is not None:
                born_from_call(case_id=case.pk, call_id=call.call_id, number=call.number, by=by)
            if choice is not None and case.person_id:
                _keep_choice(case, choice, by)
            if said.strip():
                _write_words(case, said)
            if unanswered:
                write_note(case_id=case.pk, text=_missing(unanswered, reason), by=by)
            if unanswered and ask_rest:
                _ask_rest(case)
    return case


def _keep_choice(case: Case, said: Spoken, by: AgentSession) -> None:
    """Keep how the person wants to be answered when it is new, or says more than what is known. Raises Invalid."""
    person = get_person(case.person_id) if case.person_id else None
    if person is None:
        return
    known = person.channel_choices.exists() or person.account_id is not None
    newly = said.consents and person.electronic_consent_at is None
    if known and not newly and person.preferred_channel == said.preferred_channel:
        return
    choice = Choice(
        preferred_channel=said.preferred_channel,
        consents=said.consents or person.electronic_consent_at is not None,
        tells_opening=person.opening_agreed_at is not None,
    )
    source = _SOURCES.get(IntakeChannel(case.channel), ChoiceSource.LETTER)
    if newly:  # the proof of a consent belongs to the journal too
        note_channel(case_id=case.pk, choice=choice, source=source, proof=said.proof, by=by)
    else:
        note_choice(person_id=person.pk, choice=choice, source=source)


def _write_words(case: Case, said: str) -> None:
    case = access.get_case(case.pk, lock=True)
    write_message(case, Direction.INBOUND, said, (), channel=case.channel)
    save_case(case)
    reindex_case(case)


def _ask_rest(case: Case) -> None:
    """Ask the person of a case just taken down for the required answers it lacks: all at once, with a date."""
    case = access.get_case(case.pk, lock=True)
    if missing := left_out(case):
        request = request_answers(case, missing, clock.today() + DELAY_FOR_REST)
        save_case(case, "state")
        tell_person(case, "pieces_asked", request=request)


def _registered(deposit: Deposit) -> Case:
    """Register a demand, of someone the agent knows when they chose so. Raises NotFound when they do not see them."""
    if deposit.person_id is None:
        return register_deposit(deposit=deposit)
    with actor.admitting(get_person(deposit.person_id).pk):
        return register_deposit(deposit=deposit)


def _missing(unanswered: Sequence[str], reason: str) -> str:
    questions = "\n".join(f"– {question}" for question in unanswered)
    return _("Réponses non recueillies à la saisie :\n%(questions)s\nRaison : %(reason)s") % {
        "questions": questions,
        "reason": reason.strip(),
    }
