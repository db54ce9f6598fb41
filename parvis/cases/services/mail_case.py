"""A mail that makes a new demand, or an answer to one."""

from uuid import UUID

from django.utils.translation import gettext as _

from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.mail_answers import Said
from parvis.cases.services.mail_files import Taken, take_files
from parvis.cases.services.messages import write_as_person
from parvis.cases.services.words_case import Asked, case_of_words, note_left
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
    taken = take_files(read.content)
    asked = Asked(
        organisation=organisation,
        team=team,
        procedure_code=procedure_code,
        channel=IntakeChannel.EMAIL,
        key=f"mail:{read.identity}",
        original=_evidence(mail, read),
        received_at=mail.received_at,
    )
    return case_of_words(said=_said(read, taken), taken=taken, asked=asked)


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
        note_left(case_id, taken)
    return message.pk


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
