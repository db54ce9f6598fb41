"""Cases go along their workflow, by gestures of agents and of the person, and by themselves."""

from datetime import timedelta

import pytest

from parvis.cases.errors import NotForThisRole, NotOffered, ReasonsMissing
from parvis.cases.journal import first_break
from parvis.cases.models import Case, LegalState, RunState, Timer, TimerState
from parvis.cases.services.action_runs import retry_action
from parvis.cases.services.consultations import answer_consultation
from parvis.cases.services.pieces import ask_for_pieces, give_pieces
from parvis.cases.services.transitions import make_transition, make_transition_as_person
from parvis.cases.services.treatment import close_case
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.cases.services.test_treatment import a_file
from tests.factories.cases import Town, lodge, make_town
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.workflows import examination, status, town_with, transition, workflow

pytestmark = pytest.mark.django_db


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def where(case: Case) -> tuple[str, str]:
    found = fresh(case)
    return found.status, found.state


def press(town: Town, case: Case, key: str, **answers) -> Case:
    with town.acting():
        return make_transition(case_id=case.pk, key=key, by=town.session(), answers=answers)


def press_as_person(case: Case, key: str, **answers) -> Case:
    with actor.acting_as(actor.for_job(case.pk)):
        return make_transition_as_person(case_id=case.pk, key=key, answers=answers)


def moves(case: Case) -> list[tuple[str, str]]:
    facts = case.journal.filter(kind="status_moved").values_list("facts", flat=True)
    return [(each["origin"], each["to"]) for each in facts]


def test_a_case_is_born_in_the_first_status_and_goes_where_transitions_lead(system):
    town = town_with(examination())
    case = lodge(town)
    assert where(case) == ("received", "received")
    press(town, case, "take")
    assert where(case) == ("examined", "in_progress")
    press(town, case, "finish")
    assert where(case) == ("done", "closed")
    assert moves(case) == [("received", "examined"), ("examined", "done")]
    assert case.journal.filter(kind="closed").count() == 1


def test_a_case_without_workflow_has_no_status(system):
    assert lodge(make_town()).status == ""


def test_a_transition_is_refused_from_elsewhere_and_to_who_has_not_the_role(system):
    town = town_with(examination())
    case = lodge(town)
    with pytest.raises(NotOffered):
        press(town, case, "finish")
    stranger = AgentFactory(organisation=town.body, with_role=Role.REFERENT, with_role__on=[town.team])
    session = agent_session(stranger.pk)
    with actor.acting_as(session.actor()), pytest.raises(NotForThisRole):
        make_transition(case_id=case.pk, key="take", by=session)
    with actor.acting_as(actor.for_job(case.pk)), pytest.raises(NotForThisRole):
        make_transition_as_person(case_id=case.pk, key="take")


def test_the_desk_and_the_workflow_meet_gestures_lead_to_the_status_of_their_legal_state(system, run_jobs):
    town = town_with(examination())
    case = lodge(town)
    press(town, case, "take")
    due = clock.today() + timedelta(days=20)
    with town.acting():
        request = ask_for_pieces(
            case_id=case.pk, labels=["Un plan"], due_on=due, text="", by=town.session(), suspends=False
        )
    assert where(case) == ("waiting", "waiting_for_person")
    with actor.acting_as(actor.for_job(case.pk)):
        give_pieces(request_id=request.pk, case_id=case.pk, files={0: (a_file().pk,)})
    assert where(case) == ("examined", "in_progress")
    with town.acting():
        close_case(case_id=case.pk, by=town.session())
    assert where(case) == ("done", "closed")


def test_the_person_makes_the_transitions_given_to_them(system):
    made = examination()
    made["transitions"].append(transition("wait", ["examined"], "waiting"))
    town = town_with(made)
    case = lodge(town)
    press(town, case, "take")
    press(town, case, "wait")
    press_as_person(case, "resume")
    assert where(case) == ("examined", "in_progress")


def test_a_form_is_checked_kept_and_read_by_conditions_and_texts(system):
    made = examination(
        forms={
            "refusal": {
                "title": "Refus",
                "fields": [
                    {"type": "long_text", "key": "why", "label": "Pourquoi"},
                    {"type": "yes_no", "key": "tell", "label": "Prévenir"},
                ],
            }
        }
    )
    told = {"do": "send_message", "text": "Refus : {{ refusal.why }}", "condition": "refusal.tell"}
    made["transitions"].append(
        transition("refuse", ["received"], "done", form="refusal", actions=[told], when={"on": "form"})
    )
    town = town_with(made)
    case = lodge(town)
    with pytest.raises(Invalid):
        press(town, case, "refuse", tell=True)
    assert where(case) == ("received", "received")
    press(town, case, "refuse", why="Hors zone", tell=True)
    assert fresh(case).track["forms"]["refusal"] == {"why": "Hors zone", "tell": True}
    assert any("Refus : Hors zone" in each.text for each in OutboundMessage.objects.all())


def test_automatic_transitions_follow_each_other_and_a_loop_is_cut_and_told(system):
    automatic = {"on": "arrival"}
    made = workflow(
        [status("received", "received"), status("one"), status("two"), status("three", "closed")],
        [
            transition("go", ["received"], "one"),
            transition("on", ["one"], "two", when=automatic, condition="reason == 'loop'"),
            transition("round", ["two"], "one", when=automatic),
            transition("out", ["one"], "three", when=automatic, condition="reason == 'end'"),
        ],
    )
    town = town_with(made)
    ended, looping = lodge(town, answers={"reason": "end"}), lodge(town, answers={"reason": "loop"})
    press(town, ended, "go")
    assert where(ended) == ("three", "closed")
    press(town, looping, "go")
    assert fresh(looping).track["stopped"]["path"][:3] == ["One", "Two", "One"]
    entry = looping.journal.get(kind="workflow_stopped")
    assert entry.facts["path"][0] == "One"
    assert LegalState(fresh(looping).state) == LegalState.IN_PROGRESS


def test_what_an_agents_gesture_cannot_do_takes_it_back_whole(system):
    refused = {"do": "decide", "outcome": "refused", "in_law": "{{ reason }}", "in_fact": "Trop près"}
    tagged = {"do": "set_tags", "add": ["urgent"]}
    made = examination()
    made["statuses"].append(status("refused", "decided"))
    made["transitions"].append(transition("refuse", ["received"], "refused", actions=[tagged, refused]))
    town = town_with(made)
    case = lodge(town)
    with pytest.raises(ReasonsMissing):
        press(town, case, "refuse")
    assert where(case) == ("received", "received")
    assert "tags" not in fresh(case).track
    told = lodge(town, answers={"reason": "Article 3"})
    press(town, told, "refuse")
    assert where(told) == ("refused", "decided")
    assert fresh(told).outcome == "refused"


def test_an_action_that_fails_by_itself_is_put_aside_shown_and_run_again(system, run_jobs):
    fails = {"do": "name_function", "function": "accountant", "team": "Comptabilité"}
    tagged = {"do": "set_tags", "add": ["suivi"]}
    made = examination(functions=[{"key": "accountant", "label": "Comptable"}])
    made["statuses"][0]["on_arrival"] = [fails, tagged]
    town = town_with(made)
    case = lodge(town)
    run_jobs()
    run = fresh(case).action_runs.get()
    assert run.state == RunState.FAILED
    assert "Comptabilité" in run.reason
    assert fresh(case).track["tags"] == {"all": ["suivi"]}
    team = TeamFactory(organisation=town.body, name="Comptabilité")
    with town.acting():
        retry_action(case_id=case.pk, run_id=run.pk, by=town.session())
    run_jobs()
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert fresh(case).track["functions"]["accountant"]["team"] == team.pk
    assert first_break(fresh(case), case.journal.order_by("position")) is None


def test_a_case_that_comes_back_to_its_first_status_waits_for_nobody_else(system):
    made = examination()
    made["transitions"] += [
        transition("wait", ["examined"], "waiting"),
        transition("again", ["waiting"], "received"),
    ]
    town = town_with(made)
    case = lodge(town)
    for key in ("take", "wait", "again"):
        press(town, case, key)
    assert where(case) == ("received", LegalState.IN_PROGRESS)


def test_who_holds_two_roles_is_asked_once_and_the_deadline_of_opinions_that_came_is_taken_away(system):
    ask = {"do": "ask_opinion", "key": "safety", "to": ["handler", "agents"], "text": "Est-ce sûr ?"}
    made = examination()
    made["statuses"][1]["on_arrival"] = [{**ask, "delay": {"count": 5, "unit": "days"}}]
    heard = {"on": "opinions", "ask": "safety"}
    made["transitions"].append(transition("heard", ["examined"], "same", when=heard))
    town = town_with(made)
    case = lodge(town)
    press(town, case, "take")
    asked = case.consultations.get()
    assert Timer.objects.get(case=case).state == TimerState.WAITING
    with town.acting():
        answer_consultation(case_id=case.pk, consultation_id=asked.pk, text="Oui.", by=town.session())
    assert Timer.objects.get(case=case).state == TimerState.CANCELLED
