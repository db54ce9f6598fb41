"""Parts of a workflow are added, written, moved, copied and taken away, and what names them follows."""

import pytest

from parvis.catalogue.composition.workflow import parts, steps
from parvis.catalogue.composition.workflow.mentions import mentions
from parvis.common.errors import Invalid, NotFound
from tests.factories.workflows import examination, status, transition, workflow


def named(flow, part="statuses"):
    return parts.keys_of(flow, part)


def test_a_part_takes_its_key_from_its_words_and_its_place_after_another():
    flow = examination()
    key = parts.add(
        flow, "statuses", {"label": "Chez l’architecte", "state": "in_progress"}, after="received"
    )
    assert key == "chez_l_architecte"
    assert named(flow) == ["received", "chez_l_architecte", "examined", "waiting", "done"]
    again = parts.add(flow, "statuses", {"label": "Chez l’architecte", "state": "in_progress"})
    assert again == "chez_l_architecte_2"


def test_no_status_takes_a_name_that_the_engine_keeps_for_itself():
    assert parts.new_key(examination(), "statuses", "Same") == "same_2"


def test_another_key_is_followed_by_transitions_and_by_formulas_that_read_it():
    flow = examination()
    flow["transitions"][0]["condition"] = "case.previous != 'examined' && reason != 'examined by me'"
    now = parts.write(flow, "statuses", "examined", {**status("examined"), "key": "studied"})
    assert now == "studied"
    assert [each["from"] for each in flow["transitions"]] == [
        ["received"],
        ["studied", "waiting"],
        ["waiting"],
    ]
    assert flow["transitions"][0]["to"] == "studied"
    assert flow["transitions"][0]["condition"] == "case.previous != 'studied' && reason != 'examined by me'"
    with pytest.raises(Invalid):
        parts.write(flow, "statuses", "studied", {**status("studied"), "key": "done"})


def test_a_status_taken_away_goes_with_the_transitions_that_cannot_do_without_it():
    flow = examination(first="examined")
    parts.remove(flow, "statuses", "examined")
    assert named(flow, "transitions") == ["finish"]
    assert flow["transitions"][0]["from"] == ["waiting"]
    assert "first" not in flow


def test_another_status_takes_its_place_when_asked():
    flow = examination(first="examined")
    parts.remove(flow, "statuses", "examined", instead="waiting")
    assert named(flow, "transitions") == ["take", "finish", "resume"]
    assert (flow["transitions"][0]["to"], flow["transitions"][1]["from"]) == ("waiting", ["waiting"])
    assert flow["first"] == "waiting"


def test_the_only_status_stays():
    flow = workflow([status("received", "received")], [])
    with pytest.raises(Invalid):
        parts.remove(flow, "statuses", "received")


def test_a_function_taken_away_leaves_nobody_named_by_it():
    flow = examination(functions=[{"key": "visa", "label": "Valideur"}])
    flow["statuses"][1]["waits_for"] = ["function:visa"]
    flow["transitions"][0] |= {
        "who": ["function:visa", "handler"],
        "actions": [
            {"do": "name_function", "function": "visa", "who": "actor"},
            {"do": "assign", "how": "actor"},
        ],
    }
    parts.remove(flow, "functions", "visa")
    assert "waits_for" not in flow["statuses"][1]
    assert flow["transitions"][0]["who"] == ["handler"]
    assert [each["do"] for each in flow["transitions"][0]["actions"]] == ["assign"]


def test_a_copy_of_a_status_leads_where_it_does():
    flow = examination()
    now = parts.duplicate(flow, "statuses", "waiting")
    assert named(flow).index(now) == named(flow).index("waiting") + 1
    copied = flow["transitions"][-1]
    assert (copied["from"], copied["to"]) == ([now], "examined")


def test_a_form_taken_away_leaves_its_transition_a_button_and_what_reads_it_is_counted():
    flow = examination(forms={"refusal": {"title": "Refus", "fields": []}})
    flow["transitions"][0] |= {"form": "refusal", "when": {"on": "form"}}
    flow["statuses"][1]["on_arrival"] = [{"do": "write_comment", "text": "Refus : {{ refusal.why }}"}]
    assert parts.still_read(flow, "forms", "refusal") == 1
    parts.remove(flow, "forms", "refusal")
    assert not {"form", "when"} & flow["transitions"][0].keys()


def test_an_action_that_others_speak_of_is_given_a_key_and_followed():
    flow = examination()
    rank = steps.add_step(
        flow, "statuses", "examined", {"do": "ask_validation", "to": ["manager"], "text": "Visa"}
    )
    key = steps.step_at(flow, "statuses", "examined", rank)["key"]
    flow["transitions"].append(
        transition(
            "granted", ["examined"], "done", when={"on": "validation", "ask": key, "answer": "granted"}
        )
    )
    steps.write_step(
        flow,
        "statuses",
        "examined",
        rank,
        {"do": "ask_validation", "key": "chef", "to": ["manager"], "text": "V"},
    )
    assert flow["transitions"][-1]["when"]["ask"] == "chef"
    assert [one.path for one in mentions(flow, "asks", "chef")] == [("transitions", 3, "when", "ask")]


def test_actions_move_and_a_place_that_is_gone_is_said():
    flow = examination()
    for code in ("assign", "close"):
        steps.add_step(flow, "transitions", "take", {"do": code})
    assert steps.move_step(flow, "transitions", "take", 1, -1) == 0
    steps.remove_step(flow, "transitions", "take", 0)
    assert [each["do"] for each in steps.steps_of(flow, "transitions", "take")] == ["assign"]
    with pytest.raises(NotFound):
        steps.step_at(flow, "transitions", "take", 7)
