import hashlib
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from parvis.common import actor
from parvis.documents.models import DocumentKind, IssuedDocument, ScanState
from parvis.documents.queries import issued_documents, verify_document
from parvis.documents.services.issue import issue_decision, issue_receipt
from parvis.documents.verification import say_code
from tests.documents.letters import decision, plain, receipt

pytestmark = pytest.mark.django_db


def test_a_receipt_issued_is_kept_as_a_file_of_ours():
    document = issue_receipt(receipt=receipt(), about=uuid4())

    assert plain(document.file.name) == "Accusé de réception 7K4-M29-XPQ.pdf"
    assert document.file.scan_state == ScanState.MADE
    with default_storage.open(document.file.key) as content:
        assert hashlib.sha256(content.read()).hexdigest() == document.sha256


def test_anyone_given_the_code_learns_what_was_issued_and_nothing_of_the_person():
    document = issue_receipt(receipt=receipt(), about=uuid4())

    with transaction.atomic():
        verified = verify_document(say_code(document.code).lower())

    assert verified.kind == DocumentKind.RECEIPT
    assert verified.sha256 == document.sha256
    assert verified.facts == {
        "number": "7K4-M29-XPQ",
        "procedure": "Demande d’abattage d’un arbre",
        "received_at": "2026-01-16T14:05:00+01:00",
        "body": "Ville de Bernay",
    }
    assert "Lefèvre" not in str(verified)


def test_the_check_of_a_decision_does_not_tell_its_sense():
    document = issue_decision(decision=decision(), about=uuid4())

    verified = verify_document(document.code)

    assert verified.kind == DocumentKind.DECISION
    assert "refus" not in str(verified.facts)


@pytest.mark.parametrize("written", ["0000-0000-0000-0000", "", "nonsense"])
def test_a_code_that_was_never_given_proves_nothing(written):
    assert verify_document(written) is None


def test_nobody_lists_issued_documents_without_having_proved_what_they_are_about():
    about = uuid4()
    document = issue_receipt(receipt=receipt(), about=about)

    with transaction.atomic():
        assert not IssuedDocument.objects.exists()
        assert not issued_documents(about)
        with actor.admitting(about, document.file_id):
            assert issued_documents(about, DocumentKind.RECEIPT) == [document]
            assert not issued_documents(about, DocumentKind.DECISION)
