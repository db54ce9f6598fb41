"""Random walks find the cases that a workflow would leave stuck, and tell how they got there."""

import copy

import pytest

from parvis.catalogue.errors import BadDefinition
from parvis.catalogue.services.library import library
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.catalogue.workflows.definition import compile_workflow
from parvis.catalogue.workflows.resolving import ready_made
from parvis.catalogue.workflows.walks import stuck_stories
from tests.factories.organisations import OrganisationFactory
from tests.factories.workflows import examination, status, transition


def definition(workflow):
    made = {**copy.deepcopy(library()["contact"]), "workflow": workflow}
    made["form"]["pages"][0]["fields"].append(
        {
            "type": "choice",
            "key": "town_or_not",
            "label": "Où",
            "options": [
                {"value": "town", "label": "En ville"},
                {"value": "away", "label": "Ailleurs"},
            ],
        }
    )
    return made


def trap():
    """Return a workflow whose way out is open to some answers only."""
    made = examination()
    made["statuses"].append(status("sorted", "waiting_for_third_party"))
    made["transitions"] += [
        transition("sort", ["examined"], "sorted"),
        transition("leave", ["sorted"], "done", condition="town_or_not == 'town'"),
    ]
    return made


def stories(workflow):
    made = definition(workflow)
    return stuck_stories(made, compile_workflow(made))


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_every_case_of_a_ready_made_workflow_comes_to_an_end(name):
    assert stories({"use": name}) == []


def test_a_case_that_some_answers_leave_stuck_is_told_as_a_story_always_the_same():
    found = stories(trap())
    assert [each.stuck for each in found] == ["à l’étape « Sorted », rien ne peut plus être fait."]
    assert found[0].sentences[0] == "La demande est déposée : étape « Received »."
    assert found[0].sentences[-1].endswith("« Sort », étape « Sorted ».")
    assert stories(trap())[0].sentences == found[0].sentences


def test_a_workflow_that_leaves_cases_stuck_is_not_published(system):
    version = import_definition(
        organisation=OrganisationFactory(municipality=True), definition=definition(trap())
    )
    with pytest.raises(BadDefinition) as refused:
        publish_version(version=version)
    assert "Sorted" in str(refused.value.errors)
