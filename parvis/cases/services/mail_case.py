"""A mail that makes a new demand, or an answer to one."""

from uuid import UUID

from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Case, Direction, IntakeChannel
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.intake import register_deposit
from parvis.cases.services.mail_answers import Said, answers_of, names_of
from parvis.cases.services.mail_files import Taken, left_in_original, take_files
from parvis.cases.services.messages import attach_files, write_as_person, write_message
from parvis.cases.services.saving import save_case
from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms import engine
from parvis.channels.mail.quotes import newly_written
from parvis.channels.mail.reading import ReadMail
from parvis.channels.models import InboundMail
from parvis.common import actor
from parvis.organisations.models import Organisation, Team

_LONGEST_SUBJECT = 120


def case_from_mail(
    *, mail: InboundMail, read: ReadMail, organisation: Organisation, team: Team | None, procedure_code: str
) -> tuple[Case, UUID | None]:
    """Register the demand that a mail makes, once; return it with the id of the message written in it, if any.

    What a machine sent is never answered: its address is then not kept as that of a person. Raises NotFound when the
    body offers no such procedure, NotCompetent.
    """
    version = catalogue.offered_version(organisation, procedure_code, internal=None)
    form = engine.compiled(version)
    context = engine.Context(channel=IntakeChannel.EMAIL)
    taken = take_files(read.content)
    said = _said(read, taken)
    answered = answers_of(form, said, context)
    deposit = read_deposit(
        version=version,
        organisation=organisation,
        channel=IntakeChannel.EMAIL,
        answers=answered.answers,
        key=f"mail:{read.identity}",
        contact=_contact(said),
        attachments=(),
        original=_evidence(mail, read),
        received_at=mail.received_at,
        context=context,
        addressed_to=team,
    )
    case = register_deposit(deposit=deposit)
    with actor.admitting(case.pk, *taken.ids):
        for question, files in answered.files.items():
            attach_files(case, tuple(file.pk for file in files), field_key=question)
        placed = {file.pk for files in answered.files.values() for file in files}
        others = tuple(key for key in taken.ids if key not in placed)
        return case, _add(case.pk, said.text, others, taken, whole=answered.whole)


def answer_from_mail(*, case_id: UUID, read: ReadMail) -> UUID:
    """Add what a mail newly says to a case; return the id of the message. Raises CaseNotFound, NotForThisRole."""
    taken = take_files(read.content)
    text = _with_notes(newly_written(read.content.text).new, read)
    with actor.admitting(case_id, *taken.ids):
        message = write_as_person(
            case_id=case_id,
            text=text or _("(message sans texte)"),
            channel="email",
            files=taken.ids,
        )
        _note_left(case_id, taken)
    return message.pk


def _add(case_id: UUID, text: str, files: tuple[UUID, ...], taken: Taken, *, whole: bool) -> UUID | None:
    """Write in a new case what its answers could not hold: a longer text, other files."""
    written = None
    if not whole or files:
        case = access.get_case(case_id, lock=True)
        written = write_message(
            case, Direction.INBOUND, text or _("(message sans texte)"), files, channel="email"
        ).pk
        save_case(case)
        reindex_case(case)
    _note_left(case_id, taken)
    return written


def _note_left(case_id: UUID, taken: Taken) -> None:
    if note := left_in_original(taken):
        case = access.get_case(case_id, lock=True)
        write_message(case, Direction.NOTE, note, ())
        save_case(case)


def _said(read: ReadMail, taken: Taken) -> Said:
    text = _with_notes(read.content.text, read)
    first_line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return Said(
        subject=(read.subject or first_line)[:_LONGEST_SUBJECT] or _("(sans objet)"),
        text=text,
        name=read.sender_name,
        email="" if read.kind.is_machine else read.sender[:254],
        files=taken.files,
    )


def _with_notes(text: str, read: ReadMail) -> str:
    return "\n\n".join(part for part in (text, *read.content.notes) if part)


def _contact(said: Said) -> dict[str, str]:
    """Return who writes, for a procedure that asks nobody's name."""
    first, last = names_of(said.name)
    return {"first_name": first, "last_name": last, "email": said.email}


def _evidence(mail: InboundMail, read: ReadMail) -> dict[str, str]:
    """Return what is kept of the original beside its source: enough to recognise it."""
    return {
        "mail": str(mail.pk),
        "sha256": mail.sha256,
        "message_id": read.message_id,
        "from": read.sender,
        "subject": read.subject,
        "text": read.content.text,
    }
