"""Gestures on the workflow of a draft: kept, taken back, written over the ready-made part as long as that can be."""

import pytest

from parvis.catalogue.errors import Overtaken
from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.services import editing, workflow_editing
from parvis.catalogue.services.drafts import begin_procedure
from parvis.catalogue.services.editing import part_checksum
from parvis.catalogue.workflows.remedies import REMEDIES
from parvis.catalogue.workflows.resolving import ready_made, resolved
from parvis.common.errors import NotFound
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(system):
    agent = AgentFactory(organisation=OrganisationFactory(), with_role=Role.PROCEDURE_BUILDER)
    return agent_session(agent.pk)


@pytest.fixture
def do(by):
    """Return a function that makes a gesture on a draft of its own."""
    from parvis.organisations.models import Organisation

    body = Organisation.objects.get(pk=by.organisation_id)
    version = begin_procedure(organisation=body, title="Essai", code="essai", by=by)

    def gesture(verb, **given):
        edit = verb(version_id=version.pk, by=by, **given)
        version.refresh_from_db()
        return edit

    gesture.version = version
    return gesture


def said(version, level=Level.ERROR):
    found = lint(version.definition)
    return [one for one in found if one.pointer.startswith("/workflow") and one.level is level]


def test_a_blank_workflow_makes_sense_as_it_is(do):
    do(workflow_editing.begin_workflow)
    assert said(do.version) == []


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_every_ready_made_workflow_is_followed_or_copied(do, name):
    do(workflow_editing.begin_workflow, use=name, follows=True)
    assert do.version.definition["workflow"] == {"use": name}
    do(workflow_editing.begin_workflow, use=name)
    assert do.version.definition["workflow"] == resolved({"use": name})


def test_a_change_over_a_ready_made_part_is_written_alone(do):
    do(workflow_editing.begin_workflow, use="examination/1", follows=True)
    held = next(
        each for each in resolved({"use": "examination/1"})["statuses"] if each["state"] == "in_progress"
    )
    do(
        workflow_editing.edit_part,
        part="statuses",
        key=held["key"],
        value={**held, "within": {"count": 10, "unit": "working_days"}},
    )
    written = do.version.definition["workflow"]
    assert written["use"] == "examination/1"
    assert written["statuses"] == [
        {
            "key": held["key"],
            "label": held["label"],
            "state": "in_progress",
            "within": {"count": 10, "unit": "working_days"},
        }
    ]
    do(workflow_editing.remove_part, part="statuses", key=held["key"])
    assert "use" not in do.version.definition["workflow"]


def test_gestures_are_taken_back_and_made_again(do):
    do(workflow_editing.begin_workflow)
    edit = do(workflow_editing.add_part, part="statuses", value={"label": "Étude", "state": "in_progress"})
    assert edit.targets == ("statuses:etude",)
    do(editing.undo, change_id=edit.change.pk)
    assert len(do.version.definition["workflow"]["statuses"]) == 2
    do(editing.redo, change_id=edit.change.pk)
    assert do.version.definition["workflow"]["statuses"][-1]["key"] == "etude"


def test_two_builders_on_one_status_are_told(do):
    do(workflow_editing.begin_workflow)
    value = {"label": "Arrivée", "state": "received"}
    seen = part_checksum(workflow_editing.seen_of(do.version.definition["workflow"], "statuses", "received"))
    do(workflow_editing.edit_part, part="statuses", key="received", value=value, seen=seen)
    with pytest.raises(Overtaken):
        do(workflow_editing.edit_part, part="statuses", key="received", value=value, seen=seen)


def test_actions_are_kept_apart_from_their_status(do):
    do(workflow_editing.begin_workflow)
    given = {"part": "statuses", "key": "received"}
    do(workflow_editing.add_action, **given, settings={"do": "assign", "how": "rotation"})
    do(workflow_editing.duplicate_action, **given, rank=0)
    do(workflow_editing.edit_action, **given, rank=1, settings={"do": "set_priority", "level": "high"})
    do(workflow_editing.move_action, **given, rank=1, step=-1)
    do(workflow_editing.edit_part, **given, value={"label": "Arrivée", "state": "received"})
    kept = do.version.definition["workflow"]["statuses"][0]
    assert [each["do"] for each in kept["on_arrival"]] == ["set_priority", "assign"]
    do(workflow_editing.remove_action, **given, rank=0)
    with pytest.raises(NotFound):
        do(workflow_editing.remove_action, **given, rank=4)


def test_the_remedy_of_a_remark_puts_it_right(do):
    do(workflow_editing.begin_workflow)
    etude = {"label": "Étude", "state": "in_progress", "within": {"count": 5, "unit": "days"}}
    do(workflow_editing.add_part, part="statuses", value=etude)
    do(
        workflow_editing.add_part,
        part="transitions",
        value={"label": "Prendre", "from": ["received"], "to": "etude", "who": ["payer"]},
    )
    for _turn in range(6):
        found = [
            one for level in (Level.ERROR, Level.WARNING) for one in said(do.version, level) if one.remedy
        ]
        if not found:
            break
        assert found[0].remedy in REMEDIES
        do(workflow_editing.mend, remedy=found[0].remedy, about=found[0].about)
    assert said(do.version) == []
    with pytest.raises(NotFound):
        do(workflow_editing.mend, remedy="nothing", about="statuses:etude")
