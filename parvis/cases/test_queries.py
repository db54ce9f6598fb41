"""Reads of the tests of a workflow."""

from parvis.cases.models import RecordedTest
from parvis.catalogue.models import Procedure
from parvis.common.errors import NotFound
from parvis.organisations.models import Agent


def tests_of(procedure: Procedure) -> list[RecordedTest]:
    """Return the tests of a procedure, by name."""
    return list(RecordedTest.objects.filter(procedure=procedure).select_related("made_by"))


def test_of(procedure: Procedure, test_id: int) -> RecordedTest:
    """Return a test of a procedure. Raises NotFound."""
    found = RecordedTest.objects.filter(procedure=procedure, pk=test_id).select_related("made_by").first()
    if found is None:
        raise NotFound
    return found


def agent_named(agent_id: int) -> Agent:
    """Return the agent who plays. Raises NotFound."""
    found = Agent.objects.filter(pk=agent_id).first()
    if found is None:
        raise NotFound
    return found
