"""The letter of a decision: in the body's own words when it wrote some, with every mention of the law."""

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone, translation

from parvis.cases import access, journal
from parvis.cases.models import Case, Decision
from parvis.cases.numbers import say_number
from parvis.cases.services.letter_words import write_decision
from parvis.cases.services.letters import appeal_day, recipient_of, service_of
from parvis.cases.services.saving import save_case
from parvis.catalogue.forms import engine
from parvis.catalogue.letter_queries import letter_of_decisions
from parvis.catalogue.letters.document import BadLetter
from parvis.documents import letters
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.queries import issued_documents
from parvis.documents.services import issue

log = structlog.get_logger()


def issue_decision(*, case_id: UUID, decision_id: UUID) -> IssuedDocument:
    """Issue the letter of a decision, once, and return it. Called by a job, again without harm."""
    with transaction.atomic():
        case = access.get_case(case_id)
        decision = Decision.objects.get(pk=decision_id, case=case)
        issued = issued_documents(case.pk, DocumentKind.DECISION)
        theme = case.organisation.theme
        # An act of the administration is in French, whatever its notice is in (loi 94-665, Constitution art. 2).
        with translation.override("fr"):
            letter = decision_letter(case, decision)
            written = _written(case, letter)
    document = next((one for one in issued if one.issued_at >= decision.decided_at), None)
    if document is None:
        with translation.override("fr"):
            document = issue.issue_decision(decision=letter, about=case.pk, theme=theme, written=written)
    _journal_hash(case_id, document)
    return document


@transaction.atomic
def _journal_hash(case_id: UUID, document: IssuedDocument) -> None:
    """Write the hash of a letter in the journal, once, so that the file can be held against it for ever."""
    case = access.get_case(case_id, lock=True)
    if case.journal.filter(kind="letter_made", facts__document=str(document.pk)).exists():
        return
    journal.record(case, "letter_made", facts={"document": str(document.pk), "sha256": document.sha256})
    save_case(case)


def decision_letter(case: Case, decision: Decision) -> letters.Decision:
    """Return what the letter of a decision says, mentions of the law included. Raises IncompleteLetter."""
    consented = bool(case.person and case.person.electronic_consent_at)
    decided_on = timezone.localdate(decision.decided_at)
    unfavourable = decision.outcome != letters.Outcome.GRANTED
    return letters.Decision(
        number=say_number(case.number),
        procedure=engine.compiled(case.version, case.language).title,
        subject=case.subject,
        received_on=timezone.localdate(case.received_at),
        outcome=letters.Outcome(decision.outcome),
        text=decision.text,
        reasons_in_law=decision.reasons_in_law,
        reasons_in_fact=decision.reasons_in_fact,
        author_first_name=decision.author_first_name,
        author_last_name=decision.author_last_name,
        author_capacity=decision.author_capacity,
        decided_on=decided_on,
        service=service_of(case),
        recipient=recipient_of(case),
        notified_on=decided_on if consented else None,
        last_day_to_appeal=appeal_day(case, decided_on) if consented and unfavourable else None,
    )


def _written(case: Case, decision: letters.Decision) -> tuple[str, list[letters.Paragraph]] | None:
    """Return the decision in the body's own words, None when it has none or they do not suit this case.

    A decision that was taken leaves in ours rather than never.
    """
    version = letter_of_decisions(case.organisation_id, case.version.procedure_id)
    if version is None:
        return None
    try:
        return write_decision(case, version, decision)
    except BadLetter as wrong:
        log.warning("cases.letter_refused", case=str(case.pk), template=version.template.code, why=str(wrong))
        return None
