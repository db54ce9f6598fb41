"""An agent who is away is replaced where they are asked by name: validations, functions, cases to share out."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from parvis.cases.consultation_story import asked_about
from parvis.cases.errors import NotForThisRole
from parvis.cases.models import Case, ConsultationState
from parvis.cases.services.consultations import answer_consultation
from parvis.cases.services.transitions import make_transition
from parvis.cases.workflow_story import place_for_agent
from parvis.catalogue.models import ProcedureVersion
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.journal import digest
from parvis.organisations.absence_queries import stands_in_for, substitute_of
from parvis.organisations.models import Absence, Role
from parvis.organisations.services.absences import declare_absence, withdraw_absence
from parvis.organisations.sessions import agent_session
from tests.factories.cases import lodge
from tests.factories.organisations import AgentFactory
from tests.factories.workflows import status, town_with, transition, workflow

pytestmark = pytest.mark.django_db
VISA = {"do": "ask_validation", "key": "visa", "to": ["manager"], "text": "Êtes-vous d’accord ?"}


@pytest.fixture
def town(system):
    return town_with(
        workflow(
            [
                status("received", "received"),
                status("asked", "waiting_for_third_party", on_arrival=[VISA]),
                status("done", "closed", final=True),
            ],
            [
                transition("submit", ["received"], "asked"),
                transition(
                    "granted",
                    ["asked"],
                    "done",
                    when={"on": "validation", "ask": "visa", "answer": "granted"},
                ),
                transition("share", ["received"], "same", actions=[{"do": "assign", "how": "least_loaded"}]),
            ],
        )
    )


@pytest.fixture
def colleague(town):
    return AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[town.team])


@pytest.fixture
def manager(town):
    return AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER, with_role__on=[town.team])


def away(agent, by=None, days: int = 3) -> Absence:
    today = clock.today()
    return declare_absence(agent_id=agent.pk, since=today, until=today + timedelta(days=days), replaced_by=by)


def submitted(town) -> Case:
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="submit", by=town.session())
    return Case.objects.get(pk=case.pk)


def answer(case: Case, agent) -> None:
    session = agent_session(agent.pk)
    with actor.acting_as(session.actor()):
        asked = case.consultations.get(agent__isnull=False)
        answer_consultation(case_id=case.pk, consultation_id=asked.pk, text="", granted=True, by=session)


def test_the_substitute_of_an_absent_validator_grants_in_their_place(town, manager, colleague):
    away(manager, colleague)
    case = submitted(town)
    answer(case, colleague)

    assert Case.objects.get(pk=case.pk).status == "done"
    told = case.journal.get(kind="consultation_answered").facts
    assert told["in_place_of"] == str(manager)


def test_nobody_answers_in_the_place_of_who_is_there(town, manager, colleague):
    case = submitted(town)
    with pytest.raises(NotForThisRole):
        answer(case, colleague)
    assert case.consultations.get(agent=manager).state == ConsultationState.WAITING


def test_the_page_of_the_case_says_who_is_away_and_who_stands_in(town, manager, colleague):
    away(manager, colleague)
    case = submitted(town)
    with town.acting():
        (asked,) = [one for one in asked_about(case, town.session()) if one.who == str(manager)]
        place = place_for_agent(case, town.session())

    assert (asked.instead, asked.may_answer) == (str(colleague), False)
    assert place is not None
    assert [one.who for one in place.consultations].count(str(manager)) == 1


def test_both_are_written_to(town, manager, colleague):
    away(manager, colleague)
    submitted(town)
    written = set(OutboundMessage.objects.values_list("recipient", flat=True))
    assert {manager.account.email, colleague.account.email} <= written


@pytest.mark.parametrize("named", [str, lambda agent: agent.account.email.upper()])
def test_a_function_is_named_by_a_name_or_an_address_and_its_transitions_are_the_substitute_s_too(
    town, colleague, named
):
    made = deepcopy(town.version.definition)
    naming = {"do": "name_function", "function": "check", "who": "agent", "agent": named(colleague)}
    made["workflow"]["functions"] = [{"key": "check", "label": "Contrôle"}]
    made["workflow"]["transitions"] += [
        transition("name", ["received"], "same", actions=[naming]),
        transition("check", ["received"], "done", who=["function:check"]),
    ]
    version = ProcedureVersion.objects.get(pk=town.version.pk)
    case = lodge(replace(town, version=_next(version, made)))
    with town.acting():
        make_transition(case_id=case.pk, key="name", by=town.session())
        with pytest.raises(NotForThisRole):
            make_transition(case_id=case.pk, key="check", by=town.session())
    away(colleague, town.agent)
    with town.acting():
        make_transition(case_id=case.pk, key="check", by=town.session())
    assert Case.objects.get(pk=case.pk).status == "done"


def _next(version: ProcedureVersion, definition: dict) -> ProcedureVersion:
    return ProcedureVersion.objects.create(
        procedure=version.procedure,
        number=2,
        definition=definition,
        checksum=digest(definition),
        state="draft",
        created_at=clock.now(),
    )


def test_cases_are_shared_out_among_those_who_are_there(town, colleague):
    away(town.agent)
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="share", by=town.session())
    assert Case.objects.get(pk=case.pk).assignee == colleague


def test_a_substitute_who_is_away_too_is_replaced_in_turn(town, manager, colleague):
    away(manager, colleague)
    away(colleague, town.agent)

    assert substitute_of(manager) == town.agent
    assert stands_in_for(town.agent.pk, manager.pk)


def test_agents_who_replace_each_other_replace_nobody(town, manager, colleague):
    away(manager, colleague)
    away(colleague, manager)

    assert substitute_of(manager) is None
    assert not stands_in_for(town.agent.pk, manager.pk)


def test_an_absence_without_sense_is_refused(town, manager, colleague):
    today = clock.today()
    stranger = AgentFactory(with_role=Role.CASE_HANDLER)
    away(manager, colleague)
    for agent, since, until, by, name in [
        (colleague, today, today - timedelta(days=1), None, "until"),
        (colleague, today - timedelta(days=9), today - timedelta(days=8), None, "until"),
        (colleague, today, today + timedelta(days=400), None, "until"),
        (manager, today + timedelta(days=1), today + timedelta(days=9), None, "since"),
        (colleague, today, today, stranger, "replaced_by"),
    ]:
        with pytest.raises(Invalid) as refused:
            declare_absence(agent_id=agent.pk, since=since, until=until, replaced_by=by)
        assert set(refused.value.errors) == {name}


def test_an_absence_that_has_begun_ends_and_one_to_come_is_forgotten(town, manager, colleague):
    tomorrow = clock.today() + timedelta(days=1)
    coming = declare_absence(agent_id=colleague.pk, since=tomorrow, until=tomorrow, replaced_by=None)
    begun = away(manager, colleague)
    with pytest.raises(NotFound):
        withdraw_absence(agent_id=manager.pk, absence_id=coming.pk)
    withdraw_absence(agent_id=colleague.pk, absence_id=coming.pk)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        withdraw_absence(agent_id=manager.pk, absence_id=begun.pk)

    begun.refresh_from_db()
    assert begun.until == begun.since
    assert not Absence.objects.filter(pk=coming.pk).exists()
