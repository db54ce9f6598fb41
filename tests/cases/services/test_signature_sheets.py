"""A letter signed in an outside book: sent once, told by notices that are only hints, kept as the book gave it."""

import base64
import hashlib
from ipaddress import ip_network

import pytest

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.consultation_story import asked_about
from parvis.cases.errors import CaseNotFound
from parvis.cases.models import ActionRun, Case, ConsultationState, RunState
from parvis.cases.services.action_runs import run_action
from parvis.cases.services.outside_asks import look_at_waiting_asks, take_notice
from parvis.cases.services.signatures import sign_document
from parvis.cases.services.transitions import arrive, make_transition
from parvis.cases.signature_kinds import SignatureBook, signature_books
from parvis.cases.signed_calls import signature
from parvis.cases.simulation.trying import try_out
from parvis.common.errors import Invalid
from parvis.documents.models import IssuedDocument
from tests.factories.cases import lodge
from tests.factories.workflows import status, town_with, transition, workflow
from tests.harness.outside import outside

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
SECRET = "book"
PDF = b"%PDF-1.7 signed elsewhere"
SIGNED = {
    "state": "signed",
    "signer": "Line Ory",
    "capacity": "Maire",
    "document": base64.b64encode(PDF).decode(),
}


@pytest.fixture
def book(settings):
    settings.WEB_SERVICE_SECRETS = {SECRET: "s3cret"}
    settings.SOURCE_NETWORKS = [ip_network("127.0.0.0/8")]
    with outside("/sheets", secret=SECRET) as service:
        service.opened, service.standing = {"reference": "s/1"}, {"state": "waiting"}
        yield service


@pytest.fixture
def town(system, book):
    letter = {"do": "make_letter", "key": "order", "template": "order"}
    sign = {"do": "sign_elsewhere", "key": "mayor", "letter": "order", "url": book.address, "secret": SECRET}
    answered = {"on": "validation", "ask": "mayor"}
    return town_with(
        workflow(
            [
                status("received", "received"),
                status("signing", "waiting_for_third_party", on_arrival=[letter, sign]),
                status("signed", "closed", final=True),
                status("again", "in_progress"),
            ],
            [
                transition("submit", ["received", "again"], "signing"),
                transition("signs", ["signing"], "signed", when={**answered, "answer": "granted"}),
                transition("refuses", ["signing"], "again", when={**answered, "answer": "refused"}),
            ],
            templates={"order": {"subject": "Arrêté", "text": "Article 1. La rue est fermée."}},
        )
    )


@pytest.fixture
def case(town, run_jobs) -> Case:
    lodged = lodge(town)
    with town.acting():
        make_transition(case_id=lodged.pk, key="submit", by=town.session())
    run_jobs()
    return Case.objects.get(pk=lodged.pk)


def notice(case, **headers):
    row = case.consultations.get()
    signed = headers or signature(SECRET, b"{}")
    take_notice(kind="signatures", case_id=case.pk, ask_id=row.pk, headers=signed, content=b"{}")


def where(case) -> str:
    return Case.objects.get(pk=case.pk).status


def test_the_letter_is_sent_and_what_the_book_signed_is_kept_as_it_is(case, book, run_jobs):
    made = case.journal.get(kind="letter_made").facts
    sent = next(document for method, _path, _key, document in book.calls if method == "POST")
    assert hashlib.sha256(base64.b64decode(sent["document"])).hexdigest() == sent["sha256"] == made["sha256"]
    assert sent["notice"].endswith(f"/api/v1/signatures/{case.pk}/{case.consultations.get().pk}")
    book.standing = SIGNED
    notice(case)
    notice(case)
    run_jobs()

    assert where(case) == "signed"
    facts = case.journal.get(kind="document_signed").facts
    assert (facts["signer"], facts["capacity"], facts["where"]) == ("Line Ory", "Maire", "http_book")
    assert (facts["sha256"], facts["signs"]) == (hashlib.sha256(PDF).hexdigest(), made["sha256"])
    assert IssuedDocument.objects.filter(about=case.pk, kind="letter").count() == 2
    assert all(book.signed)


def test_a_letter_still_being_made_is_waited_for_and_is_no_failure(town, book):
    lodged = lodge(town)
    with town.acting():
        make_transition(case_id=lodged.pk, key="submit", by=town.session())
    arrive(case_id=lodged.pk, turn=Case.objects.get(pk=lodged.pk).status_turn, transition="", entered=True)
    runs = {run.place[-1]: run for run in ActionRun.objects.filter(case=lodged)}
    letter, sign = runs["0"], runs["1"]
    run_action(case_id=lodged.pk, run_id=sign.pk)
    sign.refresh_from_db()
    assert (sign.state, sign.reason) == (RunState.WAITING, "")

    for run in (letter, sign):
        run_action(case_id=lodged.pk, run_id=run.pk)
    assert lodged.consultations.get().signing["reference"] == "s/1"


def test_answers_late_wrong_or_out_of_order_do_no_harm(case, book, run_jobs):
    book.wrong = [(503, {}), (200, b"<html>"), (200, {**SIGNED, "document": "not a PDF"})]
    for _wrong in range(3):
        notice(case)
        with pytest.raises(ActionFailed):  # the job is tried again later
            run_jobs()
    assert where(case) == "signing"
    book.standing = SIGNED
    assert look_at_waiting_asks() == 1
    run_jobs()
    book.standing = {"state": "refused", "reason": "Trop tard."}
    notice(case)
    run_jobs()
    assert where(case) == "signed"
    assert case.journal.get(kind="consultation_answered").facts["state"] == "granted"


def test_a_refusal_comes_back_with_its_reason(case, book, run_jobs):
    book.standing = {"state": "refused", "signer": "Line Ory", "reason": "Il manque un visa."}
    notice(case)
    run_jobs()
    assert where(case) == "again"
    row = case.consultations.get()
    assert (row.state, row.answer) == (ConsultationState.REFUSED, "Il manque un visa.")


def test_a_notice_that_the_book_did_not_sign_is_not_found_and_nobody_signs_here(town, case):
    with pytest.raises(CaseNotFound):
        notice(case, **{"X-Parvis-Timestamp": "1", "X-Parvis-Signature": "0"})
    row, session = case.consultations.get(), town.session()
    with town.acting(), pytest.raises(Invalid):
        sign_document(
            case_id=case.pk, consultation_id=row.pk, signature={"name": "A", "drawing": ""}, by=session
        )
    with town.acting():
        assert [one.may_answer for one in asked_about(case, session)] == [False]


@pytest.mark.parametrize("code", signature_books.codes())
def test_every_book_takes_a_document_and_says_where_it_stands(code):
    kind = type(signature_books.get(code))
    assert str(kind.label).strip()
    assert kind.open is not SignatureBook.open
    assert kind.look is not SignatureBook.look


def test_a_trial_supposes_that_the_book_took_the_document_then_signed_it(town):
    steps = ["b:submit"]
    with town.acting():
        for wanted in ("a:", "a:", "v:mayor:granted"):
            found = try_out(version=town.version, body=town.body, by=town.session(), steps=tuple(steps))
            steps.append(next(one.code for one in found.offers if one.code.startswith(wanted)))
        found = try_out(version=town.version, body=town.body, by=town.session(), steps=tuple(steps))
    assert found.standing.agents.key == "signed"
