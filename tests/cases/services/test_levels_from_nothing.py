"""Levels of validation built from nothing by the gestures of the studio, then walked to their end."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from parvis.cases.errors import NotOffered
from parvis.cases.models import Case, Consultation, ConsultationState
from parvis.cases.services.consultations import answer_consultation, delegate_consultation
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.services.drafts import open_draft
from parvis.catalogue.services.publication import publish_version
from parvis.catalogue.services.workflow_editing import add_action, add_level, add_stage, begin_workflow
from parvis.catalogue.workflows.definition import compile_workflow
from parvis.catalogue.workflows.walks import stuck_stories
from parvis.common import actor, clock
from parvis.common.errors import NotAllowed
from parvis.organisations.models import Role
from parvis.organisations.services.absences import declare_absence
from parvis.organisations.sessions import agent_session
from tests.factories.cases import Town, lodge
from tests.factories.catalogue import field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory
from tests.factories.workflows import FORM, town_with

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "workflows.md"
LEVELS = ("Visa du chef", "Visa de la direction", "Visa des finances", "Visa du maire")


def agent(body, team, role=Role.CASE_HANDLER):
    return AgentFactory(organisation=body, with_role=role, with_role__on=[team])


@pytest.fixture
def town(system):
    """Return a town whose builder drew a step of study and four levels, each held by a service of its own."""
    body = OrganisationFactory(municipality=True)
    team = TeamFactory(organisation=body, name="Urbanisme", competent_for=["essai"])
    builder = agent_session(AgentFactory(organisation=body, with_role=Role.PROCEDURE_BUILDER).pk)
    former = publish(body, [field("text", "nom", label="Nom")], code="essai", title="Démarche d’essai")
    written = open_draft(procedure_id=former.procedure_id, by=builder)
    named = {"version_id": written.pk, "by": builder}
    begin_workflow(**named)
    add_stage(**named, label="Étude", after="received")
    for rank, label in enumerate(LEVELS):
        after = "etude" if rank == 0 else ""
        add_level(**named, label=label, **({"after": after} if after else {"after": keys(written)[-2]}))
    written.refresh_from_db()
    for rank, function in enumerate(written.definition["workflow"]["functions"]):
        TeamFactory(organisation=body, name=f"Niveau {rank + 1}")
        settings = {"do": "name_function", "function": function["key"], "who": "team"}
        add_action(**named, part="statuses", key="etude", settings={**settings, "team": f"Niveau {rank + 1}"})
    written.refresh_from_db()
    version = publish_version(version=written)
    return Town(body, team, agent(body, team), version)


def keys(version):
    version.refresh_from_db()
    return [each["key"] for each in version.definition["workflow"]["statuses"]]


def acting(who):
    session = agent_session(who.pk)
    return actor.acting_as(session.actor()), session


def press(case, who, to):
    """Press the button that leads to a status."""
    ways = case.version.definition["workflow"]["transitions"]
    key = next(each["key"] for each in ways if each["to"] == to and "when" not in each)
    context, session = acting(who)
    with context:
        make_transition(case_id=case.pk, key=key, by=session)


def asked(case):
    return case.consultations.select_related("team").get(state=ConsultationState.WAITING)


def answer(case, who, *, granted=True):
    context, session = acting(who)
    with context:
        answer_consultation(
            case_id=case.pk,
            consultation_id=asked(case).pk,
            text="" if granted else "Trop cher",
            granted=granted,
            by=session,
        )


def delegate(case, who, to):
    context, session = acting(who)
    with context:
        delegate_consultation(case_id=case.pk, consultation_id=asked(case).pk, to=to, by=session)


def where(case):
    return Case.objects.get(pk=case.pk).status


def test_four_levels_are_granted_handed_over_refused_and_taken_by_a_substitute(town):
    case = lodge(town, answers={"nom": "Roux"})
    press(case, town.agent, "etude")
    press(case, town.agent, "visa_du_chef")
    first = asked(case).team
    chief, deputy = agent(town.body, first), agent(town.body, first)

    delegate(case, chief, deputy)
    with pytest.raises(NotAllowed):
        answer(case, chief)
    answer(case, deputy)
    assert where(case) == "visa_de_la_direction"

    second = agent(town.body, asked(case).team)
    answer(case, second, granted=False)
    assert where(case) == "etude"  # refused: the service takes it back, and sends it again
    press(case, town.agent, "visa_du_chef")
    answer(case, deputy)
    answer(case, second)

    row = asked(case)
    away, substitute, other = (agent(town.body, row.team) for _one in range(3))
    Consultation.objects.filter(pk=row.pk).update(agent=away)
    today = clock.today()
    declare_absence(agent_id=away.pk, since=today, until=today + timedelta(days=7), replaced_by=substitute)
    with pytest.raises(NotAllowed):
        answer(case, other)
    answer(case, substitute)
    assert where(case) == "visa_du_maire"
    answer(case, agent(town.body, asked(case).team))
    assert where(case) == "done"
    with pytest.raises(NotOffered):
        press(case, town.agent, "etude")


def test_those_of_the_guide_are_walked_to_their_end_the_third_refusing_once(system):
    _started, written = re.findall(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    flow = json.loads(written)
    definition = {"form": FORM, "workflow": flow}
    assert not stuck_stories(definition, compile_workflow(definition))
    town = town_with(flow)
    case, deputy = lodge(town), agent(town.body, town.team)
    press(case, town.agent, "level_1")
    delegate(case, town.agent, deputy)
    answer(case, deputy)
    answer(case, town.agent)
    answer(case, town.agent, granted=False)
    assert where(case) == "level_1"
    for _level in range(3):
        answer(case, town.agent)
    assert where(case) == "done"
