"""What a human does of a mail that waits: join it to a demand, make one of it, set it apart, have it read again."""

from uuid import UUID

from django.db import transaction

from parvis.cases import access
from parvis.cases.models import Case
from parvis.cases.services.mail_case import answer_from_mail, case_from_mail
from parvis.channels import queries as channels
from parvis.channels.access import get_mail
from parvis.channels.errors import MailAlreadySorted
from parvis.channels.mail.reading import ReadMail, read
from parvis.channels.models import InboundMail, MailFate, MailState
from parvis.channels.services import receive
from parvis.common import actor
from parvis.organisations.access import AgentSession, can_receive, can_receive_for
from parvis.organisations.models import Organisation, Team

_TO_SORT = {MailState.WAITING, MailState.PARKED, MailState.DISMISSED}


def can_sort(agent: AgentSession, mail: InboundMail) -> bool:
    """Those who receive, handle or manage in a team that the mail waits for may sort it."""
    return mail.state in _TO_SORT and any(can_receive(agent, team) for team in mail.teams)


def read_of(mail: InboundMail) -> ReadMail:
    """Return what a mail says, from its source. Raises FileNotFoundError when it is gone."""
    return read(receive.open_kept(mail), channels.us())


@transaction.atomic
def join_mail(*, mail_id: UUID, number: str, by: AgentSession) -> Case:
    """Join a mail to the demand of that number: from then on its sender is known to it.

    Raises MailNotFound, MailAlreadySorted, CaseNotFound, NotForThisRole.
    """
    mail = _locked(mail_id, by)
    case = access.get_case_by_number(number)
    access.require(access.can_answer(by, case))
    written = _as_its_sender(mail, case)
    receive.settle(mail=mail, fate=MailFate.REPLY, reason="joined_by_agent", about=case.pk, written=written)
    return case


@transaction.atomic
def make_case(
    *,
    mail_id: UUID,
    organisation: Organisation,
    procedure_code: str,
    by: AgentSession,
    team: Team | None = None,
) -> Case:
    """Make a demand of a mail, for a procedure of a body. A machine's is not answered.

    Raises MailNotFound, MailAlreadySorted, NotForThisRole, NotFound, NotCompetent.
    """
    mail = _locked(mail_id, by)
    access.require(can_receive_for(by, organisation.pk))
    case, written = case_from_mail(
        mail=mail, read=read_of(mail), organisation=organisation, team=team, procedure_code=procedure_code
    )
    receive.settle(mail=mail, fate=MailFate.NEW_CASE, reason="made_by_agent", about=case.pk, written=written)
    return case


@transaction.atomic
def dismiss(*, mail_id: UUID, by: AgentSession) -> None:
    """Set a mail apart: not for us, or junk. It is kept. Raises MailNotFound, MailAlreadySorted, NotForThisRole."""
    mail = _locked(mail_id, by)
    with actor.admitting(mail.pk):
        receive.dismiss_mail(mail_id=mail_id)


@transaction.atomic
def replay(*, mail_id: UUID, by: AgentSession) -> None:
    """Have a mail read again. Raises MailNotFound, MailAlreadySorted, NotForThisRole."""
    mail = _locked(mail_id, by)
    with actor.admitting(mail.pk):
        receive.replay_mail(mail_id=mail_id)


def _locked(mail_id: UUID, by: AgentSession) -> InboundMail:
    if get_mail(mail_id).state not in _TO_SORT:  # seen with its case, and no longer to sort
        raise MailAlreadySorted
    mail = get_mail(mail_id, lock=True)
    access.require(can_sort(by, mail))
    return mail


def _as_its_sender(mail: InboundMail, case: Case) -> UUID:
    """Write the mail in the case as what it is, its sender's words; the agent who joined it is in the mail's log."""
    with actor.acting_as(actor.for_job(mail.pk, case.pk, label="mail")):
        return answer_from_mail(case_id=case.pk, read=read_of(mail))
