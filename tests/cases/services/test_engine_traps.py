"""What could keep a workflow from ending, or have it never stop: faults, circles, people and teams that are gone."""

from datetime import timedelta

import pytest

from parvis.cases.actions.set_tags import SetTags
from parvis.cases.models import ActionRun, Case, JournalEntry, RunState
from parvis.cases.services.action_runs import drop_action, end_run, take_up_actions
from parvis.cases.services.consultations import answer_consultation
from parvis.cases.services.transitions import make_transition
from parvis.cases.workflow_story import place_for_agent
from parvis.catalogue.lists.fetching import Exchanged
from parvis.common import clock
from parvis.organisations.models import Role
from parvis.organisations.services.bodies import close_team
from tests.factories.cases import lodge
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.workflows import examination, status, town_with, transition, workflow

pytestmark = pytest.mark.django_db
ARRIVAL = {"on": "arrival"}
CALL = {"do": "call_web_service", "key": "quote", "url": "https://quotes.example/"}


@pytest.fixture
def calls(monkeypatch):
    """Answer calls as an outside system does; the network is the only edge replaced."""
    made, answers = [], []

    def exchange(address, **_given):
        made.append(address)
        return answers[0] if answers else Exchanged(200, {"price": 12})

    monkeypatch.setattr("parvis.cases.signed_calls.exchange", exchange)
    return made, answers


def press(town, case, key):
    with town.acting():
        make_transition(case_id=case.pk, key=key, by=town.session())


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def entries(case, kind):
    return JournalEntry.objects.filter(case=case, kind=kind).count()


def test_an_action_of_a_case_that_left_its_workflow_is_done_and_one_of_a_workflow_gone_is_given_up(
    system, calls, run_jobs
):
    made = examination()
    made["transitions"][0]["actions"] = [CALL]
    town = town_with(made)
    led_away, bare, answered = lodge(town), lodge(town), lodge(town)
    for case in (led_away, bare, answered):
        press(town, case, "take")
    Case.objects.filter(pk__in=[led_away.pk, answered.pk]).update(status="")
    end_run(case_id=answered.pk, run_id=answered.action_runs.get().pk, found={"status": 200, "document": {}})
    ActionRun.objects.filter(case=bare).update(place="transitions/unheard_of/actions/0")
    run_jobs()
    assert led_away.action_runs.get().state == RunState.DONE
    assert answered.action_runs.get().state == RunState.DONE
    assert bare.action_runs.get().state == RunState.DROPPED
    assert len(calls[0]) == 1


def test_an_agent_gives_up_an_action_of_a_case_that_left_its_workflow(system, calls, run_jobs):
    calls[1].append(Exchanged(403, None))
    made = examination()
    made["transitions"][0]["actions"] = [CALL]
    town = town_with(made)
    case = lodge(town)
    press(town, case, "take")
    run_jobs()
    Case.objects.filter(pk=case.pk).update(status="")
    with town.acting():
        drop_action(case_id=case.pk, run_id=case.action_runs.get().pk, by=town.session())
    assert case.action_runs.get().state == RunState.DROPPED


@pytest.mark.parametrize("answer", [Exchanged(200, {}), Exchanged(403, None)], ids=["answers", "failures"])
def test_circles_that_go_from_one_call_to_the_next_are_cut_and_told(system, calls, run_jobs, answer):
    calls[1].append(answer)
    when = ARRIVAL if answer.status == 200 else {"on": "failure", "action": "quote"}
    made = workflow(
        [status("received", "received"), status("one", on_arrival=[CALL]), status("two", "closed")],
        [
            transition("go", ["received", "one"], "one"),
            transition("round", ["one"], "one", when=when),
            transition("out", ["one"], "two"),
        ],
    )
    town = town_with(made)
    case = lodge(town)
    press(town, case, "go")
    run_jobs()
    assert 20 < len(calls[0]) < 70
    assert entries(case, "workflow_stopped") == 1
    with town.acting():
        assert place_for_agent(fresh(case), town.session()).stopped == ["One", "One"]
    press(town, case, "out")
    assert fresh(case).status == "two"


def test_a_fault_of_ours_in_an_action_does_not_keep_the_person_from_going_on(system, run_jobs, monkeypatch):
    made = examination()
    made["statuses"][0]["on_arrival"] = [{"do": "set_tags", "add": ["suivi"]}]
    town = town_with(made)
    with monkeypatch.context() as broken:
        broken.setattr(SetTags, "run", lambda _self, _run: 1 / 0)
        case = lodge(town)
        run_jobs()
    run = case.action_runs.get()
    assert (run.state, run.attempts) == (RunState.FAILED, 6)
    assert "inattendue" in run.reason
    press(town, case, "take")
    assert fresh(case).status == "examined"


def test_an_action_whose_job_was_lost_or_put_off_by_a_wrong_clock_is_taken_up(system, calls, run_jobs):
    made = examination()
    made["transitions"][0]["actions"] = [CALL]
    town = town_with(made)
    lost, far, soon = lodge(town), lodge(town), lodge(town)
    for case in (lost, far, soon):
        press(town, case, "take")
    now = clock.now()
    for case, away in ((lost, -timedelta(days=1)), (far, timedelta(days=365)), (soon, timedelta(hours=2))):
        ActionRun.objects.filter(case=case).update(next_at=now + away)
    assert take_up_actions() == 2
    assert take_up_actions() == 0


def test_who_left_and_teams_that_are_closed_keep_nobody_from_answering_nor_going_on(system):
    ask = {"do": "ask_validation", "key": "visa", "to": ["function:boss"], "text": "D’accord ?"}
    named = {"do": "name_function", "function": "boss", "who": "team", "team": "Direction"}
    made = examination(functions=[{"key": "boss", "label": "Direction"}])
    made["transitions"][0]["actions"] = [named, ask]
    made["transitions"].append(transition("boss_ends", ["examined"], "done", who=["function:boss"]))
    town = town_with(made)
    team = TeamFactory(organisation=town.body, name="Direction")
    boss = AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[team])
    case = lodge(town)
    press(town, case, "take")
    row = case.consultations.get()
    row.agent = boss
    row.save()
    boss.is_active = False
    boss.save()
    close_team(team=team)
    with town.acting():
        answer_consultation(case_id=case.pk, consultation_id=row.pk, text="", granted=True, by=town.session())
    press(town, case, "boss_ends")
    assert fresh(case).status == "done"
