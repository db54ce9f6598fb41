"""Workflows: a transition with its actions, and timers that fire once whatever becomes of the worker."""

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from bench import processes
from bench.measures import Measure
from bench.run import Bench, as_system, expect, scenario, timed
from bench.stage import say
from bench.visitor import TOKEN

PENDING, DUE = 100_000, 1_000
TIMES, WARM = 150, 20
PATIENCE = 300.0
_FORM = {"pages": [{"key": "p", "title": "Objet", "fields": []}]}
_MESSAGE = "Bonjour,\n\nVotre demande {{ case.number }} avance : {{ case.status_label }}."
ACTIONS = [
    {"do": "assign", "how": "actor"},
    {"do": "send_message", "subject": "Votre demande", "text": _MESSAGE},
    {"do": "write_comment", "text": "Vu le {{ date_text(today) }}."},
    {"do": "set_tags", "add": ["suivi"]},
]
WORKFLOW: dict[str, Any] = {
    "statuses": [
        {"key": "here", "label": "Ici", "state": "in_progress"},
        {"key": "there", "label": "Là", "state": "in_progress"},
        {"key": "gone", "label": "Fini", "state": "closed", "final": True},
    ],
    "transitions": [
        {"key": "go", "label": "Avancer", "from": ["here"], "to": "there", "actions": ACTIONS},
        {"key": "end", "label": "Finir", "from": ["there"], "to": "gone"},
        {
            "key": "expire",
            "label": "Délai passé",
            "from": ["here"],
            "to": "there",
            "when": {"on": "delay", "after": {"count": 15, "unit": "days"}},
            "actions": [{"do": "write_comment", "text": "Le délai est passé."}],
        },
    ],
}


@scenario("transition")
def transition(bench: Bench) -> list[Measure]:
    """A transition with four actions, pressed on the desk and committed."""
    numbers = iter(_put_in_status(TIMES + WARM, account=bench.world.handler_account))
    agent = bench.agent(bench.world.handler_account)
    token = TOKEN.search(expect(agent.get("/bureau/")).text)
    body = urlencode({"csrfmiddlewaretoken": token[1] if token else ""}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    def press() -> float:
        answer = agent.send("POST", f"/bureau/demandes/{next(numbers)}/etape/go/", body, kind)
        if answer.status != 302:
            raise RuntimeError(f"the transition answered {answer.status}")
        return float(answer.first_byte_ms)

    return timed(bench, "transition", press, times=TIMES, warm=WARM)


@scenario("timers")
def timers(bench: Bench) -> list[Measure]:
    """A hundred thousand timers, a thousand due at once, the worker killed twice meanwhile: each exactly once."""
    ids = _arrange_timers()
    begun, kills = time.monotonic(), 0
    bench.stage.start("worker")
    left = DUE
    while left and time.monotonic() - begun < PATIENCE:
        time.sleep(0.5)
        left = _left(ids)
        if kills < 2 and left < DUE - 300 * (kills + 1):
            kills += _kill(bench)
    took = time.monotonic() - begun
    bench.stage.stop("worker")
    moves = _moves(ids)
    return [
        Measure("timers", "seconds", took, "s", bench.cases),
        Measure("timers", "kills", kills, "", bench.cases),
        Measure("timers", "lost", sum(not moves[key] for key in ids), "", bench.cases),
        Measure("timers", "doubled", sum(count > 1 for count in moves.values()), "", bench.cases),
    ]


def _version() -> Any:
    """Return a version with the workflow, made once."""
    from parvis.catalogue.models import Procedure, ProcedureVersion
    from parvis.common import clock
    from parvis.common.journal import digest

    known = ProcedureVersion.objects.filter(number=900).first()
    if known is not None:
        return known
    law = {"regime": "none", "receipt_owed": True}
    procedure = Procedure.objects.order_by("pk")[0]
    made = {
        "format": "parvis-procedure/1",
        "code": procedure.code,
        "title": "Banc",
        "law": law,
        "form": _FORM,
    }
    made["workflow"] = WORKFLOW
    return ProcedureVersion.objects.create(
        procedure=procedure,
        number=900,
        definition=made,
        checksum=digest(made),
        state="retired",
        created_at=clock.now(),
        published_at=clock.now(),
    )


def _put_in_status(count: int, *, account: int = 0) -> list[str]:
    """Put open cases in the first status of the workflow, in the hands of an agent's team; return their numbers."""
    from parvis.cases.models import Case
    from parvis.common import clock

    with as_system():
        cases = Case.objects.filter(intake_key__startswith="banc:", status="").exclude(state="withdrawn")
        found = dict(cases.order_by("pk").values_list("pk", "number")[:count])
        if len(found) < count:
            raise RuntimeError(f"only {len(found)} cases")
        Case.objects.filter(pk__in=list(found)).update(
            version=_version(),
            status="here",
            status_since=clock.now(),
            status_turn=1,
            state="in_progress",
            ended_at=None,
        )
        if account:
            _hand_over(list(found), account)
        return list(found.values())


def _hand_over(ids: list[Any], account: int) -> None:
    from parvis.cases.models import Case
    from parvis.cases.services.saving import change_handler
    from parvis.organisations.models import Agent, Team
    from parvis.organisations.sessions import agent_session

    session = agent_session(Agent.objects.get(account_id=account).pk)
    if session is None:
        raise RuntimeError("the agent is no longer in office")
    team = Team.objects.select_related("organisation").get(pk=min(session.teams))
    for case in Case.objects.filter(pk__in=ids).exclude(team=team):
        change_handler(case, team)
        case.save(update_fields=["team", "organisation", "assignee"])


def _arrange_timers() -> list[Any]:
    from datetime import timedelta

    from django.db import connection

    from parvis.cases.models import Case, Timer
    from parvis.common import clock

    numbers = _put_in_status(DUE)
    with as_system(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_timer (organisation_id, case_id, turn, transition, state, due_at, times, set_at, "
            "attempts, reason) SELECT c.organisation_id, c.id, 100 + n, 'expire', 'waiting', "
            "now() + interval '30 days', 1, now(), 0, '' "
            "FROM (SELECT * FROM cases_case ORDER BY id LIMIT 10000) c, generate_series(1, %s) n "
            "ON CONFLICT DO NOTHING",
            [PENDING // 10_000],
        )
        ids = list(Case.objects.filter(number__in=numbers).values_list("pk", "organisation_id"))
        due = clock.now() - timedelta(seconds=1)
        Timer.objects.bulk_create(
            Timer(organisation_id=body, case_id=key, turn=1, transition="expire", due_at=due, set_at=due)
            for key, body in ids
        )
    return [key for key, _body in ids]


def _left(ids: list[Any]) -> int:
    from parvis.cases.models import Timer, TimerState

    with as_system():
        return Timer.objects.filter(case_id__in=ids, turn=1, state=TimerState.WAITING).count()


def _kill(bench: Bench) -> int:
    """Kill the worker with all its processes; its supervisor starts it again."""
    with suppress(LookupError, ProcessLookupError):
        for pid in processes.tree(bench.stage.root("worker")):
            os.kill(pid, signal.SIGKILL)
        say("  kill -9 worker")
        bench.stage.stop("worker")
        bench.stage.start("worker")
        return 1
    return 0


def _moves(ids: list[Any]) -> Counter[Any]:
    from parvis.cases.models import JournalEntry

    with as_system():
        moves = JournalEntry.objects.filter(case__in=ids, kind="status_moved")
        return Counter(moves.values_list("case_id", flat=True))
