"""The demonstration's data are made by the product's own services, in any region, once."""

import pytest

from config import demonstration
from config.demonstration import cases
from config.demonstration.fates import FATES
from parvis.cases.models import Case, LegalState
from parvis.catalogue.models import Procedure
from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.organisations import queries
from parvis.organisations.models import Agent, Organisation, Role

MAYOTTE = "06"


@pytest.fixture
def one_of_each(monkeypatch):
    """Keep one sample of each fate: the others tell the same stories elsewhere."""
    firsts = {sample.fate: sample for sample in reversed(cases.SAMPLES) if "village" not in sample.body}
    monkeypatch.setattr(cases, "SAMPLES", list(firsts.values()))
    return firsts


@pytest.mark.django_db
def test_a_region_gets_bodies_agents_of_each_function_and_cases_in_every_state(one_of_each):
    said = []
    demonstration.load(region=MAYOTTE, report=said.append)

    assert queries.region_is_loaded(MAYOTTE)
    assert set(Agent.objects.values_list("habilitations__role", flat=True)) == set(Role)
    assert Procedure.objects.exists()
    hues = Organisation.objects.filter(theme__hue__isnull=False).values_list("theme__hue", flat=True)
    assert len(set(hues)) >= 3
    with actor.acting_as(actor.for_system("tests")):
        states = set(Case.objects.values_list("state", flat=True))
        assert Case.objects.count() == len(one_of_each)
        assert OutboundMessage.objects.exists()
        assert all(
            recipient.endswith(".invalid")
            for recipient in OutboundMessage.objects.values_list("recipient", flat=True)
        )
    assert states >= {
        LegalState.RECEIVED,
        LegalState.IN_PROGRESS,
        LegalState.WAITING_FOR_PERSON,
        LegalState.DECIDED,
        LegalState.CLOSED,
        LegalState.WITHDRAWN,
    }
    assert said

    demonstration.load(region=MAYOTTE, report=said.append)
    with actor.acting_as(actor.for_system("tests")):
        assert Case.objects.count() == len(one_of_each)


def test_every_fate_is_told_by_a_sample():
    assert {sample.fate for sample in cases.SAMPLES} == set(FATES)
