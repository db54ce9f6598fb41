"""Cases at work follow a newer version of their workflow, and figures of a workflow count them without showing them."""

from datetime import timedelta

import pytest

from parvis.cases import workflow_figures
from parvis.cases.models import Case, RunState, Timer, TimerState
from parvis.cases.services.moving import move_version
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.models import ProcedureVersion
from parvis.common import clock
from parvis.common.journal import digest
from tests.factories.cases import lodge
from tests.factories.workflows import examination, status, town_with, transition

pytestmark = pytest.mark.django_db


def late(to):
    return transition("late", ["examined"], to, when={"on": "delay", "after": {"count": 5, "unit": "days"}})


@pytest.fixture
def town(system):
    made = examination()
    return town_with({**made, "transitions": [*made["transitions"], late("waiting")]})


def take(town):
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    return case


def newer(town, workflow):
    definition = {**town.version.definition, "workflow": workflow}
    return ProcedureVersion.objects.create(
        procedure=town.version.procedure,
        number=town.version.number + 1,
        definition=definition,
        checksum=digest(definition),
        created_at=clock.now(),
    )


def test_a_case_keeps_its_step_and_waits_for_what_the_new_workflow_says(town):
    case = take(town)
    made = examination()
    soon = transition(
        "soon", ["examined"], "done", when={"on": "delay", "after": {"count": 2, "unit": "days"}}
    )
    move_version(origin=town.version, to=newer(town, {**made, "transitions": [*made["transitions"], soon]}))
    assert Case.objects.get(pk=case.pk).status == "examined"
    waiting = Timer.objects.filter(case=case, state=TimerState.WAITING)
    assert [each.transition for each in waiting] == ["soon"]


def test_a_case_whose_step_is_gone_goes_where_it_is_said(town):
    case = take(town)
    made = examination()
    statuses = [status("studied") if each["key"] == "examined" else each for each in made["statuses"]]
    ways = [transition("take", ["received"], "studied"), transition("end", ["studied", "waiting"], "done")]
    to = newer(
        town,
        {
            "statuses": [*statuses, status("second")],
            "transitions": [*ways, transition("on", ["second"], "done")],
        },
    )
    move_version(origin=town.version, to=to, places={"examined": "second"})
    moved = Case.objects.get(pk=case.pk)
    assert moved.status == "second"
    assert moved.journal.filter(kind="status_moved", facts__cause="version").count() == 1


def test_cases_are_counted_at_each_step_with_how_long_it_lasted(town):
    now = clock.now()
    with clock.standing_at(now - timedelta(days=4)):
        case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    procedure = town.version.procedure_id
    assert [(row.status, row.cases) for row in workflow_figures.cases_at_each_step(procedure)] == [
        ("examined", 1)
    ]
    since = now - timedelta(days=1)
    stays = workflow_figures.time_at_each_step(procedure, since=since, until=now + timedelta(days=1))
    assert [(one.status, one.passages, one.median.days) for one in stays] == [("received", 1, 4)]
    assert workflow_figures.time_at_each_step(procedure, since=since - timedelta(days=9), until=since) == []


def test_an_action_that_waits_stays_itself_or_is_dropped_never_another_of_the_same_place(system):
    call = {"do": "call_web_service", "url": "https://quotes.example/"}
    kept, lost = {**call, "key": "kept"}, {**call, "key": "lost"}
    made = examination(templates={"told": {"subject": "Courrier", "text": "Bonjour."}})
    made["transitions"][0]["actions"] = [lost, kept]
    town = town_with(made)
    case = take(town)
    assert case.action_runs.count() == 2
    after = examination(templates=made["templates"])
    after["transitions"][0]["actions"] = [{"do": "make_letter", "template": "told"}, {"do": "set_tags"}, kept]
    move_version(origin=town.version, to=newer(town, after))

    runs = {run.place.rpartition("/")[2]: run.state for run in case.action_runs.all()}
    assert runs == {"2": RunState.WAITING, "0": RunState.DROPPED}
