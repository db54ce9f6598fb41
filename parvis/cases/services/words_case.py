"""A demand made of someone's words, whatever brought them: a mail, an SMS, a letter, a contact form."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Case, Direction, IntakeChannel
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.intake import CameFrom, Deposit, register_deposit
from parvis.cases.services.mail_answers import Said, answers_of, names_of
from parvis.cases.services.mail_files import Taken, left_in_original
from parvis.cases.services.messages import attach_files, write_message
from parvis.cases.services.saving import save_case
from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms import engine
from parvis.common import actor
from parvis.organisations.models import Organisation, Team
from parvis.people.phones import international
from parvis.people.services.contacts import person_at


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Of whom something is asked, how and when it came, what is kept of it; ``key`` makes repeats harmless."""

    organisation: Organisation
    procedure_code: str
    channel: IntakeChannel
    key: str
    original: dict[str, Any]
    received_at: datetime
    team: Team | None = None
    person_id: UUID | None = None
    came_from: CameFrom | None = None


def case_of_words(*, said: Said, taken: Taken, asked: Asked) -> tuple[Case, UUID | None]:
    """Register the demand that some words make, once; return it with the id of the message written in it, if any.

    What the answers cannot hold (a longer text, other files) is a message of the case. Raises NotFound when the body
    offers no such procedure, NotCompetent.
    """
    version = catalogue.offered_version(asked.organisation, asked.procedure_code, internal=None)
    form = engine.compiled(version)
    context = engine.Context(channel=asked.channel)
    answered = answers_of(form, said, context)
    deposit = read_deposit(
        version=version,
        organisation=asked.organisation,
        channel=asked.channel,
        answers=answered.answers,
        key=asked.key,
        person_id=asked.person_id,
        contact=_contact(said),
        attachments=(),
        original=asked.original,
        received_at=asked.received_at,
        context=context,
        addressed_to=asked.team,
        came_from=asked.came_from,
    )
    case = _registered(deposit, said)
    with actor.admitting(case.pk, *taken.ids):
        for question, files in answered.files.items():
            attach_files(case, tuple(file.pk for file in files), field_key=question)
        placed = {file.pk for files in answered.files.values() for file in files}
        others = tuple(key for key in taken.ids if key not in placed)
        return case, _add(case.pk, said.text, others, taken, channel=asked.channel, whole=answered.whole)


def _registered(deposit: Deposit, said: Said) -> Case:
    """Register a demand, among those of the person who proved that the address or number it comes from is theirs.

    Nothing that the words say is written on that person: a sender can be forged. Answers go to the person themselves.
    A letter or a contact form names an address without coming from it.
    """
    senders = {IntakeChannel.EMAIL: said.email.lower(), IntakeChannel.SMS: international(said.phone)}
    sender = senders.get(deposit.channel, "") if deposit.person and not deposit.person_id else ""
    known = person_at(sender) if sender else None
    if known is None:
        return register_deposit(deposit=deposit)
    with actor.admitting(known):
        return register_deposit(deposit=replace(deposit, person=None, person_id=known))


def note_left(case_id: UUID, taken: Taken) -> None:
    """Note which files stay in the original, when some do."""
    if note := left_in_original(taken):
        case = access.get_case(case_id, lock=True)
        write_message(case, Direction.NOTE, note, ())
        save_case(case)


def _add(
    case_id: UUID, text: str, files: tuple[UUID, ...], taken: Taken, *, channel: str, whole: bool
) -> UUID | None:
    """Write in a new case what its answers could not hold: a longer text, other files."""
    written = None
    if not whole or files:
        case = access.get_case(case_id, lock=True)
        written = write_message(
            case, Direction.INBOUND, text or _("(message sans texte)"), files, channel=channel
        ).pk
        save_case(case)
        reindex_case(case)
    note_left(case_id, taken)
    return written


def _contact(said: Said) -> dict[str, Any]:
    """Return who writes, for a procedure that asks nobody's name; how they are answered, when it is known."""
    first, last = names_of(said.name)
    told: dict[str, Any] = {
        "phone": said.phone,
        "postal_address": said.postal_address,
        "preferred_channel": said.preferred,
        "said": {"preferred": said.preferred, "consents": False} if said.chosen else {},
    }
    return {
        "first_name": first,
        "last_name": last,
        "email": said.email,
        **{name: value for name, value in told.items() if value},
    }
