"""What is wrong with a workflow is said before it is published, where, in words."""

import copy

import pytest

from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.services.library import library
from parvis.catalogue.workflows.definition import compile_workflow
from parvis.catalogue.workflows.resolving import latest, ready_made, resolved
from parvis.catalogue.workflows.sense import reached
from tests.factories.workflows import examination, status, transition


def definition(workflow, **more):
    made = copy.deepcopy(library()["contact"])
    return {**made, "workflow": workflow, **more}


def said(workflow, *levels, **more):
    found = lint(definition(workflow, **more))
    return [each.message for each in found if each.level in (levels or (Level.ERROR,))]


def changed(change):
    made = examination()
    change(made)
    return made


def test_a_workflow_that_makes_sense_is_accepted():
    assert said(examination()) == []


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_every_ready_made_workflow_is_accepted_and_ends(name):
    assert said({"use": name}, Level.ERROR, Level.WARNING) == []
    flow = compile_workflow(definition({"use": name}))
    assert reached(flow) == set(flow.statuses)


def test_a_ready_made_workflow_is_completed_key_by_key():
    name = latest("examination")
    made = resolved(
        {"use": name, "statuses": [{"key": "examined", "label": "Étude", "state": "in_progress"}]}
    )
    labels = {each["key"]: each["label"] for each in made["statuses"]}
    assert labels["examined"] == "Étude"
    assert len(labels) == len(ready_made()[name]["workflow"]["statuses"])


WRONG = {
    "a payer who chooses": (
        lambda made: made["transitions"][0].update(who=["payer"]),
        "qui paie ne choisit pas",
    ),
    "a mandatary alone": (
        lambda made: made["transitions"][2].update(who=["mandatary"]),
        "rien ne distingue ici un mandataire",
    ),
    "unreachable": (
        lambda made: made["statuses"].append(status("lost", "received")),
        "aucune suite ne mène",
    ),
    "dead end": (
        lambda made: made["statuses"].append(status("waiting_elsewhere", "waiting_for_third_party")),
        "aucune suite n’en sort",
    ),
    "final but open": (
        lambda made: made["statuses"][1].update(final=True),
        "reste ouverte",
    ),
    "nobody may": (
        lambda made: made["transitions"][0].update(who=["system"]),
        "personne ne peut",
    ),
    "an unnamed function": (
        lambda made: (
            made.update(functions=[{"key": "boss", "label": "Chef", "default": "nobody"}])
            or made["transitions"][0].update(who=["function:boss"])
        ),
        "personne ne peut",
    ),
    "two at once": (
        lambda made: made["transitions"].extend(
            transition(key, ["received"], "examined", when={"on": "arrival"}) for key in ("a", "b")
        ),
        "en même temps",
    ),
    "a circle": (
        lambda made: made["transitions"].extend(
            [
                transition("a", ["examined"], "waiting", when={"on": "arrival"}),
                transition("b", ["waiting"], "examined", when={"on": "arrival"}),
            ]
        ),
        "tournent en rond",
    ),
    "a decision by a timer": (
        lambda made: (
            made["statuses"].append(status("decided", "decided"))
            or made["transitions"].extend(
                [
                    transition("end", ["decided"], "done"),
                    transition(
                        "grant",
                        ["examined"],
                        "decided",
                        when={"on": "delay", "after": {"count": 1, "unit": "days"}},
                        actions=[{"do": "decide", "outcome": "granted"}],
                    ),
                ]
            )
        ),
        "prise par un agent",
    ),
    "decided without a decision": (
        lambda made: (
            made["statuses"].append(status("decided", "decided"))
            or made["transitions"].extend(
                [transition("end", ["decided"], "done"), transition("grant", ["examined"], "decided")]
            )
        ),
        "sans qu’une décision soit prise",
    ),
    "a refusal without its reasons": (
        lambda made: made["transitions"][0].update(actions=[{"do": "decide", "outcome": "refused"}]),
        "un refus dit ses motifs",
    ),
    "an unknown field": (
        lambda made: made["transitions"][0].update(
            actions=[{"do": "send_message", "text": "Bonjour {{ nowhere }}"}]
        ),
        "aucune question n’a la clé « nowhere »",
    ),
    "an unknown part of the case": (
        lambda made: made["transitions"][0].update(condition="case.weather == 'fine'"),
        "« case.weather » n’existe pas",
    ),
    "an unknown status": (
        lambda made: made["transitions"][0].update(to="nowhere"),
        "aucune étape n’a la clé « nowhere »",
    ),
    "an unknown template": (
        lambda made: made["transitions"][0].update(actions=[{"do": "send_message", "template": "t"}]),
        "aucun modèle n’a la clé « t »",
    ),
    "a key taken twice": (
        lambda made: made["transitions"].append(dict(made["transitions"][0])),
        "déjà prise",
    ),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_is_wrong_is_said(name):
    change, words = WRONG[name]
    assert any(words in sentence for sentence in said(changed(change))), said(changed(change))


def test_a_deadline_nobody_acts_on_and_too_many_steps_are_warnings():
    made = examination()
    made["statuses"][1]["within"] = {"count": 3, "unit": "days"}
    made["transitions"].extend(transition(f"t{rank}", ["received"], "examined") for rank in range(50))
    warnings = said(made, Level.WARNING)
    assert any("rien ne se passe" in sentence for sentence in warnings)
    assert any("s’y perdent" in sentence for sentence in warnings)
    assert said(made) == []


def test_an_unknown_ready_made_workflow_is_said():
    assert any("aucun parcours tout fait" in sentence for sentence in said({"use": "nothing/1"}))
