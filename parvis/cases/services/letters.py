"""What letters say of a case, and its acknowledgement of receipt. Drawn by jobs, outside any transaction."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from parvis.cases import access, journal
from parvis.cases.dials import dials, pledges
from parvis.cases.models import Case, IntakeChannel, PieceRequest, RequestKind
from parvis.cases.numbers import say_number, secret_code
from parvis.cases.services.notices import address_of, follow_up_address, tell_person
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.saving import save_case
from parvis.cases.story import territory_of
from parvis.catalogue.forms import engine
from parvis.common import actor
from parvis.deadlines.appeal import last_day_to_appeal
from parvis.deadlines.silence import Regime
from parvis.documents import letters
from parvis.documents.drawing import as_text
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.queries import issued_documents
from parvis.documents.receipt_wording import receipt_sentences
from parvis.documents.services import issue
from parvis.organisations.opening_hours import hours_in_words

_ELECTRONIC = {IntakeChannel.WEB, IntakeChannel.EMAIL, IntakeChannel.SMS, IntakeChannel.API}


def receipt_of(case: Case) -> letters.Receipt:
    """Return what the acknowledgement of receipt of a case says today (CRPA R112-5, R112-11-1)."""
    regime = Regime(case.regime) if case.regime else Regime.NONE
    waiting = _pieces_missing(case)
    form = engine.compiled(case.version, case.language)
    has_effect = regime != Regime.NONE
    return letters.Receipt(
        number=say_number(case.number),
        procedure=form.title,
        subject=case.subject,
        received_at=case.received_at,
        electronic=case.channel in _ELECTRONIC,
        regime=regime,
        implied_on=case.due_on if has_effect else None,
        last_day_to_appeal=appeal_day(case, case.due_on) if regime == Regime.SVR else None,
        service=service_of(case),
        recipient=recipient_of(case),
        follow_up_url=follow_up_address(case),
        follow_up_code=secret_code("follow-up", case.pk),
        answer_expected_on=None if has_effect else case.due_on,
        missing_pieces=[item["label"] for item in waiting.items if not item["received_at"]]
        if waiting
        else (),
        pieces_due_on=waiting.due_on if waiting else None,
        other_ways=[way["text"] for way in form.definition.get("other_ways", [])],
    )


def _commitments(case: Case) -> list[str]:
    """Return what the body commits itself to, as the pages say it: « … avant jeudi midi »."""
    if not case.is_committed:
        return []
    return [pledge.sentence for pledge in pledges(dials(whole_story(case)))]


def issue_receipt(*, case_id: UUID) -> None:
    """Issue the acknowledgement of receipt, once, and send it to the person. Called by a job, again without harm."""
    with transaction.atomic():
        case = access.get_case(case_id)
        if _acknowledged(case):
            return
        with translation.override(case.language):
            receipt = replace(receipt_of(case), commitments=_commitments(case))
        theme = case.organisation.theme
    with translation.override(case.language):
        document = issue.issue_receipt(receipt=receipt, about=case.pk, theme=theme)
        text = as_text(receipt_sentences(receipt))
    _acknowledge(case_id, document, text, lacks=receipt.lacks())


def receipt_document(case: Case) -> IssuedDocument | None:
    """Return the receipt issued for a case, None while its job has not run."""
    return next(iter(issued_documents(case.pk, DocumentKind.RECEIPT)), None)


@transaction.atomic
def _acknowledge(case_id: UUID, document: IssuedDocument, text: str, *, lacks: list[str]) -> None:
    case = access.get_case(case_id, lock=True)
    if _acknowledged(case):  # another run of the job came first: its receipt is the one
        return
    with actor.admitting(document.pk, document.file_id):
        file = document.file
        attached = [{"name": file.name, "media_type": file.media_type, "key": file.key}]
        channel = tell_person(case, "receipt", text=text, files=attached)
        facts: dict[str, Any] = {"document": str(document.pk), "sha256": document.sha256, "channel": channel}
        if lacks:  # without these mentions, limits of appeal cannot be opposed (CRPA L112-6)
            facts["lacks"] = lacks
        recipient = address_of(case.person, channel) if case.person and channel in {"email", "sms"} else ""
        journal.record(
            case, "acknowledged", facts=facts, personal={"recipient": recipient} if recipient else None
        )
        save_case(case)


def _acknowledged(case: Case) -> bool:
    return case.journal.filter(kind="acknowledged").exists()


def appeal_day(case: Case, born_on: date | None) -> date | None:
    """Return the last day to contest what was born that day, by the calendar of the body's territory."""
    return last_day_to_appeal(born_on, territory=territory_of(case.organisation)) if born_on else None


def service_of(case: Case) -> letters.Service:
    """Return the service in charge as a receipt names it; what a team leaves blank is its body's."""
    team, body = case.team, case.organisation
    return letters.Service(
        body=body.name,
        name=team.name,
        postal_address=team.postal_address or body.postal_address,
        email=team.email or body.email,
        phone=team.phone or body.phone,
        opening_hours=hours_in_words(body.opening_hours),
    )


def recipient_of(case: Case) -> letters.Recipient:
    """Return the person of a case as a letter addresses them."""
    person = case.person
    if person is None:
        return letters.Recipient(name=case.person_name)
    return letters.Recipient(name=person.display_name, postal_address=person.postal_address)


def last_appeal(case: Case, written_on: date) -> date | None:
    """Return the last day to contest what is written that day, None for what goes by post: its receipt starts it."""
    consented = bool(case.person and case.person.electronic_consent_at)
    return appeal_day(case, written_on) if consented else None


def _pieces_missing(case: Case) -> PieceRequest | None:
    return case.piece_requests.filter(answered_at=None, kind=RequestKind.PIECES).last()
