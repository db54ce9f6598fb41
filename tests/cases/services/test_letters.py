"""Receipts and decisions on paper."""

import pytest

from parvis.cases.models import Case, Outcome
from parvis.cases.services.decision_letters import issue_decision
from parvis.cases.services.letters import issue_receipt, receipt_document, receipt_of
from parvis.cases.services.treatment import decide_case
from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.documents.models import DocumentKind
from parvis.documents.queries import issued_documents
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def test_the_receipt_is_issued_sent_and_journalled_once(system, run_jobs):
    town = make_town()
    case = lodge(town)
    run_jobs()
    with actor.acting_as(actor.for_job(case.pk)):
        issue_receipt(case_id=case.pk)
        assert len(issued_documents(case.pk)) == 1
    mail = OutboundMessage.objects.get(about=case.pk)
    assert mail.recipient == "aude@example.invalid"
    assert mail.attachments[0]["media_type"] == "application/pdf"
    kinds = [entry.kind for entry in Case.objects.get(pk=case.pk).journal.all()]
    assert kinds.count("acknowledged") == 1


def test_the_receipt_lacks_no_mention(system):
    town = make_town()
    case = lodge(town)
    with town.acting():
        from parvis.cases import access

        assert receipt_of(access.get_case(case.pk)).missing_mentions() == []


def test_a_person_without_address_finds_the_receipt_on_the_follow_up_page(system, run_jobs):
    town = make_town()
    case = lodge(town, person=PersonDetails(last_name="Vasseur"))
    run_jobs()
    assert not OutboundMessage.objects.filter(about=case.pk).exists()
    with actor.acting_as(actor.for_job(case.pk)):
        assert receipt_document(case) is not None


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.REFUSED])
def test_a_decision_has_its_letter(system, run_jobs, outcome):
    town = make_town()
    case = lodge(town)
    with town.acting():
        decide_case(
            case_id=case.pk,
            outcome=outcome,
            by=town.session(),
            reasons_in_law="PLU",
            reasons_in_fact="Protégé",
        )
    run_jobs()
    with town.acting():
        (letter,) = issued_documents(case.pk, DocumentKind.DECISION)
        (entry,) = case.journal.filter(kind="letter_made")
        assert entry.facts == {"document": str(letter.pk), "sha256": letter.sha256}
        issue_decision(case_id=case.pk, decision_id=case.decisions.get().pk)
        assert case.journal.filter(kind="letter_made").count() == 1, "made again, it is written once"


def test_the_receipt_speaks_the_language_of_the_person(system, run_jobs):
    town = make_town(opening_hours={"1": [["09:00", "12:00"]]})
    case = lodge(town, language="en")
    run_jobs()
    mail = OutboundMessage.objects.get(about=case.pk)
    assert mail.subject.startswith("Acknowledgement of receipt")
    for words in ("Cut a tree", "Monday: 9:00 to 12:00"):
        assert words in mail.text


def test_a_decision_taken_again_the_same_day_has_its_own_letter_and_is_in_french(system, run_jobs):
    from pypdf import PdfReader

    from parvis.cases.services.treatment import reopen_case
    from parvis.documents.access import open_for_download

    town = make_town()
    case = lodge(town, language="en")
    with town.acting():
        for outcome in (Outcome.REFUSED, Outcome.GRANTED):
            decide_case(
                case_id=case.pk,
                outcome=outcome,
                by=town.session(),
                reasons_in_law="PLU",
                reasons_in_fact="Erreur",
            )
            with actor.acting_as(actor.NOBODY):
                run_jobs()
            if outcome == Outcome.REFUSED:
                reopen_case(case_id=case.pk, reason="Recours", by=town.session())
        letters = issued_documents(case.pk, DocumentKind.DECISION)
        assert len(letters) == 2
        with open_for_download(letters[1].file) as pdf:
            assert "Numéro de la demande" in PdfReader(pdf).pages[0].extract_text()
