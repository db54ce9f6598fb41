"""Payments of a workflow: a link from a real server by HTTP, signed notices, other ways, each counted once."""

from ipaddress import ip_network

import pytest

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.errors import CaseNotFound, PaymentSettled
from parvis.cases.models import Case, PaymentState, RunState
from parvis.cases.payment_kinds import PaymentMeans, payment_means
from parvis.cases.services.outside_asks import look_at_waiting_asks, look_outside, take_notice
from parvis.cases.services.payments import record_payment
from parvis.cases.services.transitions import make_transition
from parvis.cases.signed_calls import signature
from parvis.common import clock
from tests.factories.cases import lodge
from tests.factories.workflows import examination, status, town_with, transition
from tests.harness.outside import outside

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
SECRET = "till"


@pytest.fixture
def till(settings):
    settings.WEB_SERVICE_SECRETS = {SECRET: "s3cret"}
    settings.SOURCE_NETWORKS = [ip_network("127.0.0.0/8")]
    with outside("/payments", secret=SECRET) as service:
        service.opened = {"link": "https://till.example/pay/r1", "reference": "r/1"}
        service.standing = {"state": "waiting", "amount": 1250}
        yield service


def asking(**more):
    made = examination()
    fee = {"do": "take_payment", "key": "fee", "amount": "12.5", "text": "Frais de dossier", **more}
    told = {"do": "set_tags", "add": ["{{ case.results.fee.link }}"]}
    made["statuses"].append(status("to_pay", "waiting_for_person", on_arrival=[fee, told]))
    made["transitions"] += [
        transition("ask", ["received"], "to_pay"),
        transition("paid", ["to_pay"], "examined", when={"on": "signal", "name": "paid"}),
    ]
    return town_with(made)


@pytest.fixture
def online(system, till):
    return asking(means="http_link", url=till.address, secret=SECRET)


def asked(town, run_jobs) -> Case:
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="ask", by=town.session())
    run_jobs()
    return Case.objects.get(pk=case.pk)


def notice(row, content=b"{}", headers=None):
    signed = signature(SECRET, content) if headers is None else headers
    take_notice(kind="payments", case_id=row.case_id, ask_id=row.pk, headers=signed, content=content)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_link_is_given_and_a_notice_sent_twice_moves_the_case_once(online, till, run_jobs):
    case = asked(online, run_jobs)
    assert case.track["tags"] == {"all": ["https://till.example/pay/r1"]}
    row = case.payments.get()
    assert (row.amount, row.reference) == (1250, "r/1")
    till.standing = {"state": "paid", "amount": 1250}
    notice(row)
    notice(row)
    run_jobs()

    assert fresh(case).status == "examined"
    assert fresh(case).track["results"]["fee"]["state"] == "paid"
    receipt = case.journal.get(kind="payment_received")
    assert (receipt.facts["amount"], receipt.facts["reference"]) == (1250, "r/1")
    assert all(till.signed)
    assert till.calls[0][:3] == ("POST", "/payments", str(row.pk))
    assert till.calls[1][:2] == ("GET", "/payments/r%2F1")


def test_a_notice_is_only_a_hint_and_one_that_is_not_signed_is_not_found(online, till, run_jobs):
    case = asked(online, run_jobs)
    row = case.payments.get()
    notice(row, b'{"state": "paid"}')
    run_jobs()
    row.refresh_from_db()
    assert row.state == PaymentState.WAITING
    stale = signature(SECRET, b"{}")
    for headers in ({}, {**stale, "X-Parvis-Timestamp": "1"}, {**stale, "X-Parvis-Signature": "0"}):
        with pytest.raises(CaseNotFound):
            notice(row, headers=headers)


def test_a_service_that_answers_wrongly_is_asked_again_under_the_same_key(online, till, run_jobs):
    till.wrong = [(500, {}), (200, b"<html>"), (200, {"link": "javascript:alert(1)", "reference": "r1"})]
    case = asked(online, run_jobs)
    assert case.payments.get().link == "https://till.example/pay/r1"
    assert len({key for _method, _path, key, _document in till.calls}) == 1
    assert case.action_runs.get().state == RunState.DONE


def test_a_refusal_then_a_payment_and_a_late_refusal_leave_it_paid(online, till, run_jobs):
    case = asked(online, run_jobs)
    row = case.payments.get()
    for state in ("failed", "paid", "failed"):
        till.standing = {"state": state, "amount": 1250}
        notice(row)
        run_jobs()
    row.refresh_from_db()
    assert row.state == PaymentState.PAID
    assert case.journal.filter(kind="payment_received").count() == 1


def test_another_amount_is_not_paid_and_is_shown(online, till, run_jobs):
    case = asked(online, run_jobs)
    till.standing = {"state": "paid", "amount": 1}
    notice(case.payments.get())
    run_jobs()
    assert fresh(case).status == "to_pay"
    assert case.journal.get(kind="payment_doubtful").facts["why"] == "amount"


def test_a_notice_that_never_came_is_made_up_for(online, till, run_jobs):
    case = asked(online, run_jobs)
    till.standing = {"state": "paid", "amount": 1250}
    assert look_at_waiting_asks() == 1
    run_jobs()
    assert fresh(case).status == "examined"


def test_an_agent_writes_down_what_came_another_way_and_a_second_payment_is_shown(online, till, run_jobs):
    case = asked(online, run_jobs)
    row = case.payments.get()
    given = {"case_id": case.pk, "payment_id": row.pk, "how": "cash", "reference": "Q12"}
    with online.acting():
        record_payment(**given, by=online.session())
        with pytest.raises(PaymentSettled):
            record_payment(**given, by=online.session())
    assert fresh(case).status == "examined"
    till.standing = {"state": "paid", "amount": 1250}
    look_outside(kind="payments", case_id=case.pk, ask_id=row.pk)
    assert case.journal.get(kind="payment_doubtful").facts["why"] == "twice"


def test_without_a_service_it_waits_for_an_agent(system, run_jobs):
    town = asking()
    case = asked(town, run_jobs)
    row = case.payments.get()
    assert (row.means, row.link, row.state) == ("by_hand", "", PaymentState.WAITING)


def test_what_is_no_amount_is_refused_to_who_asks_for_it(system):
    town = asking(amount="reason")
    case = lodge(town, answers={"reason": "douze"})
    with town.acting(), pytest.raises(ActionFailed, match="euros"):
        make_transition(case_id=case.pk, key="ask", by=town.session())
    assert fresh(case).status == "received"


@pytest.fixture(params=payment_means.codes())
def means(request) -> PaymentMeans:
    return payment_means.get(request.param)


def test_every_means_opens_a_payment_and_one_outside_can_be_asked(means):
    assert str(means.label).strip()
    assert type(means).open is not PaymentMeans.open
    assert means.outside == (type(means).look is not PaymentMeans.look)
    assert clock.now()
