"""Checking that a document is genuine, by anyone, without learning anything of anyone."""

import pytest

from parvis.documents.models import IssuedDocument

pytestmark = pytest.mark.django_db


def test_a_receipt_shown_to_someone_is_told_genuine_without_a_name(visitor, run_jobs, new_visitor, system):
    visitor.begin().fill_all().send()
    run_jobs()
    document = IssuedDocument.objects.get()
    client = new_visitor().client
    answer = client.get("/verifier/", {"code": document.code.lower()}, follow=True)
    text = answer.content.decode()
    assert "Ce document est authentique" in text
    assert "Valmont" in text
    assert document.sha256 in text
    assert "Vasseur" not in text


def test_a_code_of_ours_that_no_document_has_is_told_so(client, db):
    answer = client.get("/verifier/0000-0000-0000-0000/")
    assert answer.status_code == 404
    assert "aucun document" in answer.content.decode()


@pytest.mark.parametrize("code", ["ABC", "<script>", "é" * 40])
def test_a_code_badly_copied_is_kept_to_be_put_right(client, db, code):
    answer = client.get("/verifier/", {"code": code})
    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode().replace("<script type", "")
    assert "seize lettres" in answer.content.decode()


def test_trying_codes_is_stopped(client, db):
    statuses = [client.get("/verifier/0000-0000-0000-0000/").status_code for _ in range(61)]
    assert statuses[-1] == 429
