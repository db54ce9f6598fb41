"""A workflow is tried on a fictitious case by the real engine, and nothing of the trial is kept."""

from datetime import date, datetime

import pytest

from parvis.cases.models import Case, Clock
from parvis.cases.services.recorded_tests import record_trial
from parvis.cases.simulation.trying import try_out
from parvis.catalogue.workflows.resolving import ready_made
from parvis.channels.models import OutboundMessage
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.deadlines.calendars import PARIS
from parvis.organisations.models import Role
from parvis.people.models import Person
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.service_levels import agree
from tests.factories.workflows import FORM, examination, status, town_with, transition, workflow

pytestmark = pytest.mark.django_db


def trial(town, *steps, **more):
    with town.acting():
        return try_out(version=town.version, body=town.body, by=town.session(), steps=steps, **more)


def codes(found):
    return [one.code for one in found.offers]


def test_nothing_of_a_trial_is_kept(system):
    town = town_with(examination())
    before = town.version.checksum
    found = trial(town, "b:take", "b:finish")
    assert [one.status for one in found.told] == ["Received", "Examined", "Done"]
    assert found.standing.agents.label == "Done"
    assert (Case.objects.count(), OutboundMessage.objects.count(), Person.objects.count()) == (0, 0, 0)
    town.version.refresh_from_db()
    assert town.version.checksum == before


def test_the_clock_moves_and_timers_fire_at_their_moment(system):
    late = transition(
        "late", ["examined"], "waiting", when={"on": "delay", "after": {"count": 10, "unit": "days"}}
    )
    made = examination()
    town = town_with({**made, "transitions": [*made["transitions"], late]})
    found = trial(town, "b:take", "j:7")
    assert found.standing.agents.key == "examined"
    assert "t:" in codes(found)
    fired = trial(town, "b:take", "j:7", "t:")
    assert fired.standing.agents.key == "waiting"
    assert (fired.at - found.at).days == 3
    assert [one.code for one in fired.offers if one.code.startswith("p:")] == ["p:resume"]


def test_silence_decides_at_its_day_and_each_thing_that_comes_is_told_at_its_own(system):
    late = transition(
        "late", ["received"], "same", when={"on": "delay", "after": {"count": 10, "unit": "days"}}
    )
    made = examination()
    made["statuses"].append(status("decided", "decided"))
    made["transitions"] += [late, transition("end", ["decided"], "done")]
    town = town_with(made, regime="SVR")
    found = trial(town, "j:30", "j:60", at=datetime(2026, 3, 2, 9, tzinfo=PARIS))

    told = {one.done: one for one in found.told}
    assert told["Le moment venu, « Late » arrive tout seul"].at.date() == date(2026, 3, 12)
    silence = told["Le délai est passé : le silence décide"]
    assert (silence.at.astimezone(PARIS).date(), silence.status) == (date(2026, 5, 3), "Decided")
    assert silence.letters, silence
    assert [one.at for one in found.told] == sorted(one.at for one in found.told)
    assert found.standing.agents.key == "decided"
    assert Clock.objects.count() == 0


def test_what_a_service_promised_reminds_the_person_and_closes(system):
    made = examination()
    made["transitions"].append(transition("ask", ["received"], "waiting"))
    town = town_with(made)
    agree(town, resolution="30d", close_after="10d", remind_after="5d")
    found = trial(town, "b:ask", "t:", "j:30")
    told = [(one.done, one.status) for one in found.told if "réponse de l’usager" in one.done]
    assert told == [
        ("Le moment venu : réponse de l’usager", "Waiting"),
        ("Le moment venu : réponse de l’usager", "Done"),
    ]


def test_messages_that_would_leave_are_shown(system):
    made = examination()
    made["transitions"][0]["actions"] = [
        {
            "do": "send_message",
            "to": ["person", "handler"],
            "subject": "Examen",
            "text": "Dossier {{ case.number }}.",
        }
    ]
    found = trial(town_with(made), "b:take")
    letters = found.told[-1].letters
    assert {each.subject for each in letters} >= {"Examen"}
    assert all("Dossier" in each.text for each in letters)


def test_a_validation_is_granted_refused_and_handed_over(system):
    made = workflow(
        [
            status("received", "received"),
            status(
                "visa",
                on_arrival=[{"do": "ask_validation", "key": "visa", "to": ["handler"], "text": "D’accord ?"}],
            ),
            status("done", "closed", final=True),
        ],
        [
            transition("ask", ["received"], "visa"),
            transition(
                "yes", ["visa"], "done", when={"on": "validation", "ask": "visa", "answer": "granted"}
            ),
            transition(
                "no", ["visa"], "received", when={"on": "validation", "ask": "visa", "answer": "refused"}
            ),
        ],
    )
    town = town_with(made)
    assert {"v:visa:granted", "v:visa:refused", "g:visa"} <= set(codes(trial(town, "b:ask")))
    assert trial(town, "b:ask", "v:visa:granted").standing.agents.key == "done"
    assert trial(town, "b:ask", "g:visa", "v:visa:refused").standing.agents.key == "received"


def test_signals_events_and_actions_done_later_are_played(system):
    made = examination()
    made["statuses"][1]["on_arrival"] = [
        {"do": "call_web_service", "key": "call", "url": "https://exemple.fr/"}
    ]
    made["transitions"] += [
        transition("paid", ["examined"], "waiting", when={"on": "signal", "name": "paid"}),
        transition("wrote", ["waiting"], "examined", when={"on": "event", "event": "message"}),
        transition("failed", ["examined"], "done", when={"on": "failure", "action": "call"}),
    ]
    town = town_with(made)
    place = "/statuses/examined/0"
    assert {f"a:{place}", f"f:{place}", "s:paid"} <= set(codes(trial(town, "b:take")))
    assert trial(town, "b:take", f"a:{place}").standing.agents.key == "examined"
    assert trial(town, "b:take", f"f:{place}").standing.agents.key == "done"
    assert trial(town, "b:take", "s:paid", "e:message").standing.agents.key == "examined"


def test_a_step_that_cannot_be_made_is_refused_and_left_out(system):
    found = trial(town_with(examination()), "b:finish", "b:take")
    assert found.refused
    assert found.steps == []
    for wrong in ("x:y", "b:nope", "a:/x", "v:", "j:-5", "j:99999", "t:"):
        assert (
            trial(town_with(examination()), wrong).refused
            == "Cela ne peut plus être fait : le parcours a changé."
        )


def test_every_ready_made_workflow_can_be_tried(system):
    for name in ready_made():
        town = town_with({"use": name}, definition={"form": FORM})
        first = trial(town).offers[0].code
        found = trial(town, first)
        assert not found.refused, (name, first, found.refused)
        assert found.steps == [first]


def keep(town, *steps, name="Un essai"):
    with town.acting():
        return record_trial(
            version=town.version,
            name=name,
            session=town.session(),
            steps=steps,
            draw=1,
            at=clock.now().replace(microsecond=0),
        )


def test_a_trial_is_kept_as_a_test_with_its_steps_its_waits_and_its_hands(system):
    late = transition(
        "late", ["examined"], "waiting", when={"on": "delay", "after": {"count": 10, "unit": "days"}}
    )
    made = examination()
    town = town_with({**made, "transitions": [*made["transitions"], late]})
    kept = keep(town, "b:take", "j:7", "t:", "p:resume")
    assert [(step["do"], step.get("by")) for step in kept.script["steps"]] == [
        ("press", "agent"),
        ("wait", None),
        ("press", "person"),
    ]
    assert kept.expected["seen"][-1]["status"] == "examined"
    assert Case.objects.count() == 0


def test_a_trial_that_names_an_agent_of_the_service_is_kept_as_a_test(system):
    made = examination(functions=[{"key": "visa", "label": "Valideur"}])
    naming = {"do": "name_function", "function": "visa", "who": "agent", "agent": "Line Ory"}
    made["transitions"][0]["actions"] = [naming]
    town = town_with(made)
    other = TeamFactory(organisation=town.body, name="Voirie")
    town.team.competences.update(team=other)
    names = {"first_name": "Line", "last_name": "Ory"}
    AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[other], **names)
    assert keep(town, "b:take").expected["seen"][-1]["status"] == "examined"


def test_a_trial_with_a_step_that_no_test_plays_is_not_kept_by_half(system):
    made = examination()
    told = transition("told", ["examined"], "done", when={"on": "event", "event": "message"})
    town = town_with({**made, "transitions": [*made["transitions"], told]})
    with pytest.raises(Invalid):
        keep(town, "b:take", "e:message")
    with pytest.raises(Invalid):
        keep(town, "b:unheard_of")
