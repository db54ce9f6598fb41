"""What teams owe one another: look every two days, answer within eight, hand on; measured."""

import pytest

from parvis.cases.dials import dials
from parvis.cases.level_queries import commitments_kept
from parvis.cases.models import ClockState, LegalState
from parvis.cases.services.commitments import look_at
from parvis.cases.services.levels import save_agreement
from parvis.cases.services.messages import answer_person, write_note
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.states import change_state
from parvis.cases.services.treatment import close_case, transfer_case
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import Town, make_town
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.service_levels import agree, lodged, office, paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system) -> Town:
    return make_town(regime="none", delay="")


def clocks_of(case, kind):
    with actor.acting_as(actor.for_system("tests")):
        return list(case.clocks.filter(kind=kind).order_by("started_at", "pk"))


def hand_over(town: Town, case, to, at: str, by: Town | None = None) -> None:
    acting = by or town
    with clock.standing_at(paris(at)), acting.acting():
        transfer_case(case_id=case.pk, to=to, reason="Réseaux", by=acting.session())


def test_a_team_looks_every_two_open_days(town):
    agree(town, name="Regard", team=town.team, resolution="", look_every="2d", calendar=office(town))
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-03 15:00")), town.acting():
        look_at(case_id=case.pk, by=town.session())
    with clock.standing_at(paris("2026-11-09 10:00")), town.acting():
        write_note(case_id=case.pk, text="Vu avec l’équipe", by=town.session())
    first, second, third = clocks_of(case, "team_look")

    assert (first.due_at, first.state) == (paris("2026-11-04 17:00"), ClockState.KEPT)
    assert (second.due_at, second.state) == (paris("2026-11-05 17:00"), ClockState.LATE)
    # 11 November is a holiday: the two open days are the 10th and the 12th.
    assert (third.due_at, third.state) == (paris("2026-11-12 17:00"), ClockState.RUNNING)


def test_a_team_answers_within_eight_open_days(town):
    other = TeamFactory(organisation=town.body)
    agree(town, name="Réseaux", team=other, resolution="", first_answer="8d", calendar=office(town))
    case = lodged(town, "2026-11-02 09:00")
    hand_over(town, case, other, "2026-11-02 10:00")
    (owed,) = clocks_of(case, "team_answer")
    assert (owed.due_at, owed.state) == (paris("2026-11-13 17:00"), ClockState.RUNNING)
    agent = agent_session(
        AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[other]).pk
    )
    with clock.standing_at(paris("2026-11-04 10:00")), actor.acting_as(agent.actor()):
        answer_person(case_id=case.pk, text="Bonjour", by=agent)

    assert clocks_of(case, "team_answer")[0].state == ClockState.KEPT


def test_a_case_that_comes_back_is_owed_again(town):
    other = TeamFactory(organisation=town.body)
    agree(town, name="Réseaux", team=other, resolution="8h")
    AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[other])
    everywhere = agent_session(AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER).pk)
    case = lodged(town, "2026-11-02 09:00")
    with actor.acting_as(everywhere.actor()):
        for moment, to in (
            ("2026-11-02 10:00", other),
            ("2026-11-02 11:00", town.team),
            ("2026-11-03 10:00", other),
        ):
            with clock.standing_at(paris(moment)):
                transfer_case(case_id=case.pk, to=to, reason="Réseaux", by=everywhere)
    first, second = clocks_of(case, "internal")

    assert (first.state, first.ended_at) == (ClockState.KEPT, paris("2026-11-02 11:00"))
    assert (second.state, second.due_at) == (ClockState.RUNNING, paris("2026-11-03 18:00"))
    assert recompute_clocks().changed == 0


def test_what_teams_owe_one_another_is_not_told_to_the_person(town):
    agree(town, name="Regard", team=town.team, resolution="1d", look_every="2d", first_answer="8d")
    case = lodged(town, "2026-11-02 09:00")
    owed = [
        dial
        for dial in dials(whole_story(case))
        if dial.kind.code in {"internal", "team_look", "team_answer"}
    ]

    assert len(owed) == 3
    assert not any(dial.concerns_person for dial in owed)
    assert all(dial.why for dial in owed)


def test_commitments_are_measured_without_opening_a_case(town):
    agreement = agree(town, resolution="4h")
    kept, late, running = (lodged(town, "2026-11-02 09:00") for _ in range(3))
    for case, moment in ((kept, "2026-11-02 10:00"), (late, "2026-11-02 14:00")):
        with clock.standing_at(paris(moment)), town.acting():
            close_case(case_id=case.pk, by=town.session())
    with clock.standing_at(paris("2026-11-02 15:00")), actor.acting_as(actor.NOBODY):
        (measure,) = commitments_kept([agreement.pk])[agreement.pk]

    assert (measure.kind, measure.kept, measure.late, measure.running, measure.overdue) == (
        "resolution",
        1,
        1,
        1,
        1,
    )
    assert measure.share == 50
    assert running.is_open


@pytest.mark.parametrize(
    "given",
    [
        {"look_every": "2d", "resolution": ""},
        {"team": True, "next_answer": "4h"},
        {"team": True, "close_after": "4d"},
    ],
    ids=["a look before a person", "a next answer between teams", "a closing between teams"],
)
def test_what_teams_promise_and_what_persons_are_promised_are_not_mixed(town, given):
    admin = agent_session(AgentFactory(organisation=town.body, with_role=Role.BODY_ADMIN).pk)
    values = {"name": "Tout", "resolution": "4h", **given}
    if values.pop("team", None):
        values["team_id"] = town.team.pk
    with pytest.raises(Invalid):
        save_agreement(organisation_id=town.body.pk, by=admin, **values)


def test_what_a_team_owes_stops_in_the_states_its_agreement_names(town):
    states = ["waiting_for_person"]
    agree(town, name="Réseaux", team=town.team, resolution="2d", calendar=office(town), pauses=states)
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.IN_PROGRESS, by=town.session())
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    assert clocks_of(case, "internal")[0].due_at is None
    with clock.standing_at(paris("2026-11-06 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.IN_PROGRESS, by=town.session())

    assert clocks_of(case, "internal")[0].due_at == paris("2026-11-09 17:00")
