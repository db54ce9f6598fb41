"""Workflows as workers run them: committed, on the network, killed at the worst moment."""

import json
import signal
import threading

import pytest
from django.db import connections, transaction

from parvis.cases.models import ActionRun, Case, JournalEntry, Message, RunState, Timer, TimerState
from parvis.cases.services.action_runs import run_action
from parvis.cases.services.timers import fire_timers
from parvis.cases.services.transitions import make_transition
from parvis.common import actor, clock
from tests.catalogue.lists.http_server import serving
from tests.factories.cases import lodge
from tests.factories.workflows import examination, status, town_with, transition

pytestmark = pytest.mark.django_db(transaction=True)
NOW = {"on": "delay", "after": {"count": 0, "unit": "days"}}


@pytest.fixture
def outside(settings):
    """Return a server of another body, which may be called."""
    from ipaddress import ip_network

    settings.SOURCE_NETWORKS = [ip_network("127.0.0.0/8")]
    with serving() as server:
        yield server


def calling(address: str, **more) -> dict:
    """Return a workflow that calls an address, writes what it answered, and moves by itself after a moment."""
    made = examination()
    call = {"do": "call_web_service", "key": "quote", "url": address, **more}
    told = {"do": "write_comment", "text": "Devis : {{ case.results.quote.price }} €."}
    made["statuses"].append(status("quoted", on_arrival=[call, told]))
    made["transitions"] += [
        transition("quote", ["received"], "quoted"),
        transition("wait", ["received"], "examined", when=NOW),
    ]
    return made


def pressed(address: str, **more) -> tuple[Case, ActionRun]:
    """Lodge a case and have its workflow call an address; return it with the call that waits."""
    town = town_with(calling(address, **more))
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="quote", by=town.session())
    return case, read(ActionRun.objects.filter(case=case).get)


def read(ask):
    """Ask the database as the system does, in a transaction."""
    with transaction.atomic():
        return ask()


def work(run: ActionRun) -> ActionRun:
    """Run an action as a worker does; return what became of it."""
    with actor.acting_as(actor.for_job(run.case_id, label="workflow")):
        run_action(case_id=run.case_id, run_id=run.pk)
    return read(lambda: ActionRun.objects.get(pk=run.pk))


def entries(case: Case, kind: str) -> int:
    return read(JournalEntry.objects.filter(case=case, kind=kind).count)


def comments(case: Case) -> int:
    return read(Message.objects.filter(case=case).count)


class Killed(BaseException):
    """What ends a worker at once, and nothing of ours catches."""


@pytest.fixture
def killing():
    """Return a function that ends the worker, this test's thread, wherever it is.

    A process forked from one that runs tests is no such worker: it holds their lines to the database. That a real
    one, killed by the system, loses and doubles nothing is tried by ``bin/bench timers`` and ``tests/kill``.
    """

    def end(*_signal: object) -> None:
        raise Killed

    before = signal.signal(signal.SIGUSR1, end)
    worker = threading.get_ident()
    yield lambda: signal.pthread_kill(worker, signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


def test_a_worker_finds_the_timers_that_are_due_and_fires_each_once(system):
    town = town_with(calling("https://quotes.example/"))
    case = lodge(town)
    with transaction.atomic():
        Timer.objects.create(
            organisation=case.organisation,
            case=case,
            turn=case.status_turn,
            transition="wait",
            due_at=clock.now(),
            set_at=clock.now(),
        )
    with actor.acting_as(actor.NOBODY):
        fired = [fire_timers(), fire_timers()]

    assert fired == [1, 0]
    assert read(lambda: Timer.objects.get(case=case).state) == TimerState.FIRED
    assert entries(case, "status_moved") == 1


def test_a_worker_killed_during_a_call_neither_loses_nor_doubles_what_it_leads_to(system, outside, killing):
    keys: list[str] = []

    def answer(page) -> None:
        keys.append(page.headers["Idempotency-Key"])
        if len(keys) == 1:  # the effect is made there; nobody is left here to hear of it
            killing()
            page.wait()
        page.give(json.dumps({"price": 12}).encode())

    case, run = pressed(outside.at("/quote", answer))
    with pytest.raises(Killed):
        work(run)
    connections.close_all()
    left = read(lambda: ActionRun.objects.get(pk=run.pk))
    done = [work(run), work(run)]

    assert (left.state, left.attempts) == (RunState.WAITING, 1)
    assert [each.state for each in done] == [RunState.DONE, RunState.DONE]
    assert keys == [str(run.pk)] * 2
    assert (entries(case, "action_done"), comments(case)) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda page: page.wait(), "pas tout répondu"),
        (lambda page: page.give(b"<html>Bonjour"), "JSON"),
        (lambda page: page.give(b"", status=500), "500"),
        (lambda page: page.give(b"[1, 2]"), ""),
    ],
    ids=["never", "not-json", "broken", "a-list"],
)
def test_a_service_that_answers_badly_leaves_the_case_where_it_is_or_goes_on(system, outside, answer, said):
    case, run = pressed(outside.at("/quote", answer), seconds=1)
    ended = work(run)
    found = read(lambda: Case.objects.get(pk=case.pk))

    assert found.status == "quoted"
    if said:
        assert ended.state == RunState.WAITING
        assert said in ended.reason
        assert ended.next_at > clock.now()
    else:
        assert ended.state == RunState.DONE
