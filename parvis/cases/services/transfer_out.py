"""Handing a demand to the competent body outside the platform, whole, with its first receipt.

A body that is on another Parvis is handed a signed deposit; any other, or that one when its Parvis does not answer in
hours or refuses, an e-mail, else a file to post.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis.cases import access, journal, tasks
from parvis.cases.action_kinds import ActionFailed
from parvis.cases.models import Attachment, Case, LegalState
from parvis.cases.numbers import say_number
from parvis.cases.services.contexts import case_context
from parvis.cases.services.letters import service_of
from parvis.cases.services.notices import tell_person
from parvis.cases.services.peer_sending import TooHeavy, hand_over
from parvis.cases.services.saving import move, save_case
from parvis.catalogue.forms import engine
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock, jobs
from parvis.common.errors import Invalid, NotFound
from parvis.documents.letters import Recipient, Transmission
from parvis.documents.models import IssuedDocument, ScanState, StoredFile
from parvis.documents.services import issue
from parvis.organisations.access import AgentSession

MOST_BYTES = 12_000_000
"""Of files in one mail: many servers refuse more once they are encoded."""
PATIENCE = timedelta(hours=5)
"""How long another Parvis that does not answer is waited for before the file leaves another way."""
log = structlog.get_logger()
_SAFE = {ScanState.CLEAN, ScanState.SKIPPED, ScanState.MADE}


class PeerAway(Exception):
    """Another Parvis did not answer: the job is run again later."""


@dataclass(frozen=True)
class OutsideBody:
    """A body that is not on the platform, and how it is reached: on another Parvis, by e-mail, else by post.

    ``peer_body`` is the id of a ``PeerBody``, 0 for a body that is on none.
    """

    name: str
    email: str = ""
    postal_address: str = ""
    peer_body: int = 0

    @property
    def way(self) -> str:
        """Return how it is reached, when it has a Parvis apart."""
        return "email" if self.email else "post"


@transaction.atomic
def transfer_out(*, case_id: UUID, to: OutsideBody, reason: str, by: AgentSession) -> Case:
    """Hand a case to the competent body outside the platform, and tell the person (CRPA L114-2).

    The whole file leaves by a job, with the date of the first receipt. Raises CaseNotFound, NotForThisRole, Invalid,
    WrongState.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_transfer(by, case))
    _check(to, reason)
    facts = {"to_name": to.name.strip(), "channel": "parvis" if to.peer_body else to.way}
    with actor.admitting(case.pk):
        journal.record(case, "transferred_out", facts=facts, personal={"reason": reason.strip()})
        move(case, LegalState.TRANSFERRED_OUT)
        save_case(case, "state")
        tell_person(case, "transferred_out", to=to)
        jobs.defer(
            tasks.send_case_out,
            case_id=str(case.pk),
            name=to.name.strip(),
            email=to.email.strip(),
            address=to.postal_address.strip(),
            peer_body=to.peer_body,
        )
    return case


def send_case_out(*, case_id: UUID, to: OutsideBody) -> None:
    """Send the whole file of a case, once. Called by a job, again without harm. Raises PeerAway: to be run later."""
    if to.peer_body and _handed_to_peer(case_id, to):
        return
    _send_file(case_id, to)


def _handed_to_peer(case_id: UUID, to: OutsideBody) -> bool:
    """Hand a case over to a body on another Parvis; False when another way is to be taken. Raises PeerAway."""
    with transaction.atomic():
        case = access.get_case(case_id)
        if case.journal.filter(kind="sent_out").exists():
            return True
        left_at = case.journal.filter(kind="transferred_out").latest("position").at
        with translation.override(case.language):
            rows = [row for _title, section in _sections(case) for row in section]
        files = _files(case)
    try:
        told = hand_over(case_id=case_id, body_id=to.peer_body, rows=rows, files=files)
    except (NotFound, TooHeavy):
        return False
    except ActionFailed as failed:
        if failed.again and clock.now() - left_at < PATIENCE:
            log.warning("cases.peer_away", case=str(case_id), said=str(failed))
            raise PeerAway(str(failed)) from None
        log.warning("cases.peer_refused", case=str(case_id), said=str(failed))
        return False
    with transaction.atomic():
        case = access.get_case(case_id, lock=True)
        with actor.admitting(case.pk):
            if not case.journal.filter(kind="sent_out").exists():
                facts = {"channel": "parvis", "number": str(told.get("number") or ""), "files": len(files)}
                journal.record(case, "sent_out", facts=facts)
                save_case(case)
    return True


def _send_file(case_id: UUID, to: OutsideBody) -> None:
    """Draw the whole file of a case, and send it by e-mail or have it posted."""
    with transaction.atomic():
        case = access.get_case(case_id)
        if case.journal.filter(kind="sent_out").exists():
            return
        theme, files = case.organisation.theme, _files(case)
        with translation.override("fr"):
            transmission = _transmission(case, to, files)
    with translation.override("fr"):
        document = issue.issue_transmission(transmission=transmission, about=case_id, theme=theme)
        _hand_over(case_id, to, document)


@transaction.atomic
def _hand_over(case_id: UUID, to: OutsideBody, document: IssuedDocument) -> None:
    case = access.get_case(case_id, lock=True)
    if case.journal.filter(kind="sent_out").exists():  # another run of the job came first
        return
    with actor.admitting(case.pk, document.pk, document.file_id):
        parcels = list(_parcels([document.file, *_files(case)]))
        if to.email:
            for rank, parcel in enumerate(parcels, start=1):
                _send(case, to, parcel, rank, len(parcels))
        facts: dict[str, Any] = {
            "document": str(document.pk),
            "channel": to.way,
            "files": sum(len(parcel) for parcel in parcels) - 1,
        }
        journal.record(case, "sent_out", facts=facts)
        save_case(case)


def _send(case: Case, to: OutsideBody, files: Sequence[StoredFile], rank: int, total: int) -> None:
    facts = {"number": say_number(case.number), "rank": rank, "total": total}
    subject = _("Demande n° %(number)s qui relève de vous (%(rank)d sur %(total)d)") % facts
    text = _(
        "Bonjour,\n\nCette demande relève de votre compétence. Nous vous la transmettons avec ses pièces, et nous en "
        "avons averti la personne. Le document joint dit quand nous l’avons reçue et comment joindre la personne.\n\n"
        "%(team)s – %(body)s"
    ) % {"team": case.team.name, "body": case.organisation.name}
    queue_message(
        about=case.pk,
        channel="email",
        recipient=to.email,
        subject=subject,
        text=text,
        sender_name=case.organisation.name,
        reply_to=case.team.email or case.organisation.email,
        attachments=[{"name": file.name, "media_type": file.media_type, "key": file.key} for file in files],
    )


def _parcels(files: Sequence[StoredFile]) -> Iterator[list[StoredFile]]:
    """Yield the files mail by mail, none too heavy unless one file alone is."""
    parcel: list[StoredFile] = []
    for file in files:
        if parcel and sum(one.size for one in parcel) + file.size > MOST_BYTES:
            yield parcel
            parcel = []
        parcel.append(file)
    if parcel:
        yield parcel


def _transmission(case: Case, to: OutsideBody, files: Sequence[StoredFile]) -> Transmission:
    reason = (case.journal.get(kind="transferred_out").personal or {}).get("reason", "")
    return Transmission(
        number=say_number(case.number),
        procedure=engine.compiled(case.version, "fr").title,
        subject=case.subject,
        received_on=timezone.localdate(case.first_received_at),
        reason=reason,
        person=_person(case),
        sections=_sections(case),
        service=service_of(case),
        recipient=Recipient(name=to.name, postal_address=to.postal_address),
        files=[file.name for file in files],
    )


def _sections(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the answers as a person reads them, page by page."""
    form = engine.compiled(case.version, "fr")
    sections = [
        (section.title, [(row.label, row.text) for row in section.rows if row.text])
        for section in engine.present(form, case.answers, context=case_context(case), settled=True)
    ]
    return [(title, rows) for title, rows in sections if rows]


def _person(case: Case) -> list[str]:
    person = case.person
    if person is None:
        return [case.person_name] if case.person_name else []
    address = " ".join(person.postal_address.split())
    return [part for part in (person.display_name, person.email, person.phone, address) if part]


def _files(case: Case) -> list[StoredFile]:
    """Return the files given by the person that the antivirus let pass."""
    given = (
        Attachment.objects.filter(case=case, is_internal=False)
        .select_related("file")
        .order_by("added_at", "pk")
    )
    found = {each.file_id: each.file for each in given if each.file.scan_state in _SAFE}
    return list(found.values())


def _check(to: OutsideBody, reason: str) -> None:
    errors: dict[str, list[str]] = {}
    if not to.name.strip():
        errors["name"] = [_("Indiquez le nom de l’organisme.")]
    if not (to.peer_body or to.email.strip() or to.postal_address.strip()):
        errors["email"] = [_("Indiquez une adresse e-mail ou postale : le dossier doit y arriver.")]
    if to.email.strip():
        try:
            validate_email(to.email.strip())
        except ValidationError:
            errors["email"] = [_("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")]
    if not reason.strip():
        errors["reason"] = [_("Dites pourquoi vous transmettez : l’organisme le lira.")]
    if errors:
        raise Invalid(errors)
