"""Sorting the mails that come: a new demand, an answer to one, a word about one of ours, or a human's look.

A machine is never answered. A mark in a mail is a hint, never a right: whoever writes to a case must be known to it.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from parvis.cases.errors import CaseNotFound, NotCompetent, NotForThisRole
from parvis.cases.models import Case
from parvis.cases.numbers import read_number
from parvis.cases.services.mail_case import answer_from_mail, case_from_mail
from parvis.channels import queries as channels
from parvis.channels.access import get_mail
from parvis.channels.mail.absences import BY_WORDS
from parvis.channels.mail.bounces import Report
from parvis.channels.mail.reading import ReadMail, read
from parvis.channels.mail.tags import Tag
from parvis.channels.models import InboundMail, MailAddress, MailFate, MailState, OutboundMessage
from parvis.channels.services import bounces, receive
from parvis.common import actor
from parvis.common.errors import Invalid, NotFound, TooMany
from parvis.common.throttle import hit
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation
from parvis.people.queries import is_proved_of

MOST_AN_HOUR = 40
"""Mails of one sender that are sorted by themselves in an hour: past it, two robots may be talking."""


def sort_mail(*, mail_id: UUID, begun: bool = False) -> InboundMail:
    """Read a kept mail and put it where it belongs, once; return it. Called again without harm.

    ``begun``: its first reading was counted when it was kept. Whoever calls, the mail acts for itself: it reaches what
    it names and nothing else.
    """
    with actor.acting_as(actor.for_job(mail_id, label="mail")):
        return _sorted(mail_id, begun=begun)


def _sorted(mail_id: UUID, *, begun: bool) -> InboundMail:
    if not begun and receive.begin_reading(mail_id=mail_id) is None:
        return _as_it_is(mail_id)
    with transaction.atomic():
        mail, us = get_mail(mail_id), channels.us()
    try:
        found = read(receive.open_kept(mail), us)
    except FileNotFoundError:
        return set_aside(mail_id=mail_id, reason="source_gone")
    return _sort(mail_id, found)


@transaction.atomic
def _as_it_is(mail_id: UUID) -> InboundMail:
    mail = get_mail(mail_id)
    return set_aside(mail_id=mail_id, reason="reading_never_ended") if receive.is_killer(mail) else mail


def set_aside(*, mail_id: UUID, reason: str) -> InboundMail:
    """Keep apart a mail that could not be read or sorted, for the reception of the platform; it can be replayed."""
    return receive.set_aside(mail_id=mail_id, reason=reason, teams=teams_sorting(None))


@transaction.atomic
def _sort(mail_id: UUID, found: ReadMail) -> InboundMail:
    mail = get_mail(mail_id, lock=True)
    if mail.state != MailState.RECEIVED:
        return mail
    with actor.acting_as(actor.for_system("mail")):
        address = channels.address_among(found.recipients) or (
            mail.mailbox.default_address if mail.mailbox else None
        )
        known = receive.same_mail(mail, found.identity)
        case = _case_named(found, address)
    receive.describe(mail=mail, read=found, address=address)
    if known is not None:
        return receive.settle(
            mail=mail,
            fate=MailFate.DUPLICATE,
            reason="same_mail",
            about=known.about,
            teams=teams_sorting(address),
        )
    if found.kind.fate is not None:
        return _machine(mail, found, case, address, found.kind.fate)
    if case is not None:
        return _answer(mail, found, case)
    return _new(mail, found, address)


def _machine(
    mail: InboundMail, found: ReadMail, case: Case | None, address: MailAddress | None, fate: MailFate
) -> InboundMail:
    """Record what no person wrote: what comes back updates the message it concerns; nothing is answered."""
    kind, report = found.kind, found.report
    if report is not None and (kind.code == "bounce" or report.is_known):
        with actor.acting_as(actor.for_system("mail")):
            named = bounces.messages_named(
                messages=[*report.messages, *found.thread.own_messages],
                tags=[*report.tags, *found.thread.tags],
                recipients=report.recipients,
                about=_returned(report),
            )
        if named:
            return _bounced(mail, named[0], found)
    spam = kind.code == "spam"
    about = case.pk if case is not None and not spam else None
    return receive.settle(
        mail=mail,
        fate=fate,
        reason=f"{'spam_' if spam else ''}{kind.sign}",
        state=_state_of_machine(found, about),
        about=about,
        teams=[case.team_id] if about and case is not None else teams_sorting(address),
    )


def _state_of_machine(found: ReadMail, about: UUID | None) -> MailState:
    """Return where a machine's mail stands: one known by its words alone may be a person's, and a human looks."""
    kind = found.kind
    if kind.sign == BY_WORDS:
        return MailState.WAITING
    return MailState.SORTED if about and kind.fate != MailFate.BOUNCE else MailState.PARKED


def _returned(report: Report) -> list[UUID]:
    """Return the cases whose numbers are in the subjects that a delivery report gives back."""
    numbers = [number for text in report.numbers if (number := read_number(text))]
    return list(Case.objects.filter(number__in=numbers).values_list("pk", flat=True)) if numbers else []


def _bounced(mail: InboundMail, message: OutboundMessage, found: ReadMail) -> InboundMail:
    report = found.report
    if report is not None and report.is_final:
        bounces.record_bounce(message=message, status=report.status)
    reason = "bounced" if report is not None and report.is_final else "delayed"
    return receive.settle(mail=mail, fate=MailFate.BOUNCE, reason=reason, about=message.about)


def _answer(mail: InboundMail, found: ReadMail, case: Case) -> InboundMail:
    """Add an answer to its case; one whose sender the case does not know waits for its team, which judges."""
    why = _why_not(found, case)
    if not why:
        try:
            with transaction.atomic():
                written = answer_from_mail(case_id=case.pk, read=found)
            return receive.settle(mail=mail, fate=MailFate.REPLY, about=case.pk, written=written)
        except (NotForThisRole, CaseNotFound, Invalid):
            why = "case_ended"
    return receive.settle(
        mail=mail,
        fate=MailFate.TRIAGE,
        reason=why,
        state=MailState.WAITING,
        about=case.pk,
        teams=[case.team_id],
    )


def _why_not(found: ReadMail, case: Case) -> str:
    """Return why a mail may not enter a case by itself, "" when it may."""
    if found.trouble:
        return f"unreadable_{found.trouble}"
    if found.content.sealed:
        return "encrypted"
    if found.forged:
        return "forged_sender"
    with actor.acting_as(actor.for_system("mail")):
        if not knows_sender(case, found.sender):
            return "unknown_sender"
    return "too_many" if _is_too_many(found.sender) else ""


def _new(mail: InboundMail, found: ReadMail, address: MailAddress | None) -> InboundMail:
    """Make a demand of a person's mail, or leave it to a human with the reason."""
    why = _why_no_case(found, address)
    if not why and address is not None:
        try:
            with transaction.atomic():
                case, written = case_from_mail(
                    mail=mail,
                    read=found,
                    organisation=address.organisation,
                    team=address.team,
                    procedure_code=address.procedure_code,
                )
            return receive.settle(mail=mail, fate=MailFate.NEW_CASE, about=case.pk, written=written)
        except (NotFound, NotCompetent):
            why = "no_procedure"
    return receive.settle(
        mail=mail, fate=MailFate.TRIAGE, reason=why, state=MailState.WAITING, teams=teams_sorting(address)
    )


def _why_no_case(found: ReadMail, address: MailAddress | None) -> str:
    if found.trouble:
        return f"unreadable_{found.trouble}"
    content = found.content
    if not (content.text or content.files or content.notes or found.subject or content.left_out):
        return "encrypted" if content.sealed else "empty"
    for reason, holds in (
        ("unknown_address", address is None),
        ("encrypted", content.sealed),
        ("no_sender", not found.sender),
        ("forged_sender", found.forged),
    ):
        if holds:
            return reason
    return "too_many" if _is_too_many(found.sender) else ""


def _is_too_many(sender: str) -> bool:
    try:
        hit("mail", sender, limit=MOST_AN_HOUR, seconds=3600)
    except TooMany:
        return True
    return False


def knows_sender(case: Case, sender: str) -> bool:
    """Say whether an address is known to a case: its person's, or one from which an agent let a mail in."""
    if not sender:
        return False
    if case.person is not None and (
        case.person.email.lower() == sender.lower() or is_proved_of(case.person.pk, sender.lower())
    ):
        return True
    return InboundMail.objects.filter(
        about=case.pk,
        sender__iexact=sender,
        state=MailState.SORTED,
        fate__in=[MailFate.NEW_CASE, MailFate.REPLY],
    ).exists()


def _case_named(found: ReadMail, address: MailAddress | None) -> Case | None:
    """Return the case that a mail names, by the surest mark first: a sealed tag, a message of ours, a number.

    What it only quotes comes last; a number there counts for the body it is written to, since people also tell one
    body what they asked of another.
    """
    thread, inside = found.thread, found.thread.inside
    keys = [tag.key for tag in thread.tags if tag.kind == "d"]
    keys += _about(thread.own_messages, thread.tags)
    if thread.references:
        earlier = InboundMail.objects.filter(message_id__in=thread.references, state=MailState.SORTED)
        keys += [key for key in earlier.values_list("about", flat=True)[:20] if key]
    if (case := _first_of(keys) or _numbered(thread.numbers, found.sender)) is not None:
        return case
    keys = [tag.key for tag in inside.tags if tag.kind == "d"]
    if (case := _first_of([*keys, *_about(inside.own_messages, inside.tags)])) is not None:
        return case
    body = address.organisation if address is not None else None
    return _numbered(inside.numbers, found.sender, body)


def _first_of(keys: Sequence[UUID]) -> Case | None:
    if not keys:
        return None
    cases = {case.pk: case for case in Case.objects.select_related("person").filter(pk__in=keys)}
    return next((cases[key] for key in keys if key in cases), None)


def _numbered(texts: Sequence[str], sender: str, body: Organisation | None = None) -> Case | None:
    """Return the case of one of some numbers, of one body if told: one that knows the sender, else the first named."""
    numbers = [number for text in texts if (number := read_number(text))]
    if not numbers:
        return None
    cases = Case.objects.select_related("person").filter(number__in=numbers)
    if body is not None:
        cases = cases.filter(organisation=body)
    found = sorted(cases, key=lambda case: numbers.index(case.number))
    return next((case for case in found if knows_sender(case, sender)), found[0] if found else None)


def _about(messages: Sequence[UUID], tags: Sequence[Tag]) -> list[UUID]:
    keys = [*messages, *(tag.key for tag in tags if tag.kind == "m")]
    if not keys:
        return []
    found = dict(OutboundMessage.objects.filter(pk__in=keys).values_list("pk", "about"))
    return [found[key] for key in keys if key in found]


def teams_sorting(address: MailAddress | None) -> list[int]:
    """Return the teams that sort what comes to an address: its own, else its body's reception, else the platform's."""
    if address is not None and address.team_id:
        return [address.team_id]
    body = address.organisation if address is not None else organisations.top_organisation()
    return [team.pk for team in organisations.reception_teams(body.pk)] if body is not None else []
