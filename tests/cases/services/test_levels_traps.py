"""What goes wrong elsewhere with service levels, and does not here (issue 5, « known traps »)."""

from datetime import datetime

import pytest

from parvis.cases.dials import dials, pledges
from parvis.cases.models import Clock, ClockState, LegalState
from parvis.cases.services.implied import declare_implied_decisions
from parvis.cases.services.levels import replan_clocks, save_agreement
from parvis.cases.services.messages import answer_person, write_as_person
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.states import change_state
from parvis.cases.services.steps import take_steps
from parvis.cases.services.treatment import close_case, reopen_case
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import Town, make_town
from tests.factories.organisations import AgentFactory
from tests.factories.service_levels import (
    agree,
    clocks_of,
    edit,
    lodged,
    office,
    paris,
    sweep,
)

pytestmark = pytest.mark.django_db

THREE_A_DAY = {str(day): [["08:30", "10:00"], ["10:15", "12:00"], ["14:00", "17:30"]] for day in range(1, 6)}


@pytest.fixture
def town(system) -> Town:
    return make_town(regime="none", delay="")


def sentence(case, at: str) -> str:
    with clock.standing_at(paris(at)):
        return " ".join(one.sentence for one in pledges(dials(whole_story(case)))).replace("\u00a0", " ")


def test_with_three_segments_a_day_every_step_comes_before_the_due_date(town):
    calendar = office(town, hours=THREE_A_DAY)
    steps = [{"share": share, "tell": ["managers"]} for share in (50, 80, 99)]
    agree(town, calendar=calendar, resolution="1d", steps=steps)
    case = lodged(town, "2026-11-05 16:00")
    due = clocks_of(case)["resolution"].due_at
    assert due == paris("2026-11-06 17:30")
    moments = []
    for _ in steps:
        moment = clocks_of(case)["resolution"].next_step_at
        moments.append(moment)
        with clock.standing_at(moment), actor.acting_as(actor.NOBODY):
            assert take_steps() == 1

    assert moments == sorted(moments)
    assert all(moment < due for moment in moments)


def test_steps_typed_in_any_order_come_in_the_order_of_time(town):
    admin = agent_session(AgentFactory(organisation=town.body, with_role=Role.BODY_ADMIN).pk)
    typed = [
        {"after": "1d", "tell": ["managers"]},
        {"share": 100, "tell": ["managers"]},
        {"after": "90min", "tell": ["managers"]},
        {"share": 50, "tell": ["assignee"]},
    ]
    row = save_agreement(organisation_id=town.body.pk, by=admin, name="Tout", resolution="4h", steps=typed)

    assert [step.get("share") or step["after"] for step in row.steps] == [50, 100, "90min", "1d"]


def test_a_warning_for_an_unassigned_case_goes_to_those_who_manage_else_to_the_team(town):
    agree(town, resolution="4h", steps=[{"share": 50, "tell": ["assignee"]}])
    case = lodged(town, "2026-11-02 09:00")
    sweep("2026-11-02 12:00")
    assert case.journal.get(kind="escalated").facts["agents"] == [town.agent.pk]
    manager = AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER)  # of the whole body
    other = lodged(town, "2026-11-03 09:00")
    sweep("2026-11-03 12:00")

    assert other.journal.get(kind="escalated").facts["agents"] == [manager.pk]


def test_a_pause_in_the_lunch_break_costs_nothing(town):
    agree(town, calendar=office(town), resolution="4h", pauses=["waiting_for_person"])
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 12:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    with clock.standing_at(paris("2026-11-02 13:30")), actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="Voici")

    assert clocks_of(case)["resolution"].due_at == paris("2026-11-02 14:30")


def test_an_obscure_holiday_is_named_where_the_date_is_explained(town):
    calendar = office(town, territory="alsace-moselle")
    agree(town, calendar=calendar, resolution="1d")
    case = lodged(town, "2026-04-02 10:00")  # Good Friday, then Easter Monday
    why = " ".join(one.person for dial in dials(whole_story(case)) for one in dial.why)

    assert clocks_of(case)["resolution"].due_at == paris("2026-04-07 17:00")
    assert "Vendredi saint" in why
    assert "Lundi de Pâques" in why


def test_a_closure_declared_after_a_clock_ended_neither_excuses_nor_blames(town):
    row = office(town)
    agree(town, calendar=row, first_answer="2h", resolution="3d")
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 14:00")), town.acting():
        answer_person(case_id=case.pk, text="Bonjour", by=town.session())
    with clock.standing_at(paris("2026-11-03 09:00")):
        edit(town, row, closures=[{"since": "2026-11-02", "until": "2026-11-03", "why": "inondation"}])
        replan_clocks(calendar_id=row.pk)
    first, resolution = clocks_of(case)["first_answer"], clocks_of(case)["resolution"]

    assert (first.state, first.due_at) == (ClockState.LATE, paris("2026-11-02 11:00"))
    assert resolution.due_at == paris("2026-11-06 17:00")
    assert recompute_clocks().changed == 0


def test_the_time_a_case_was_closed_does_not_count_when_it_is_taken_up_again(town):
    agree(town, calendar=office(town), resolution="8h")
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 11:00")), town.acting():
        close_case(case_id=case.pk, by=town.session())
    with clock.standing_at(paris("2026-11-30 09:00")), town.acting():
        reopen_case(case_id=case.pk, reason="Le nid est revenu", by=town.session())

    assert clocks_of(case)["resolution"].due_at == paris("2026-11-30 16:30")


def test_a_case_closed_while_it_waited_ends_its_target_in_time(town):
    agree(town, resolution="4h", pauses=["waiting_for_person"])
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    with clock.standing_at(paris("2026-11-04 10:00")), town.acting():
        close_case(case_id=case.pk, by=town.session())

    assert clocks_of(case)["resolution"].state == ClockState.KEPT


def test_an_implied_decision_ends_the_targets(system):
    town = make_town(regime="SVR", delay="2m")
    agree(town, resolution="2d", steps=[{"after": "30d", "tell": ["managers"]}])
    case = lodged(town, "2026-01-16 09:00")
    with clock.standing_at(paris("2026-03-17 00:10")), actor.acting_as(actor.NOBODY):
        declare_implied_decisions()

    assert clocks_of(case)["resolution"].state == ClockState.LATE
    assert Clock.objects.filter(case=case, state=ClockState.RUNNING, next_step_at__isnull=False).count() == 0


def test_a_commitment_is_said_in_the_same_words_to_agent_and_person(town):
    agree(town, calendar=office(town), first_answer="9h", resolution="", is_shown=True)
    case = lodged(town, "2026-11-03 16:00")

    assert (
        sentence(case, "2026-11-03 16:00")
        == "Nous nous engageons à donner une première réponse avant jeudi à 10 h 30."
    )
    assert "demain avant 10 h 30" in sentence(case, "2026-11-04 09:00")
    assert "Nous sommes en retard" in sentence(case, "2026-11-05 12:00")


def test_a_commitment_not_announced_is_not_said(town):
    agree(town, first_answer="4h", is_shown=False)
    case = lodged(town, "2026-11-03 16:00")

    assert sentence(case, "2026-11-03 16:00") == ""
    assert not any(dial.concerns_person for dial in dials(whole_story(case)) if dial.kind.of_levels)


def test_a_commitment_stopped_says_so(town):
    agree(town, first_answer="", resolution="4h", pauses=["waiting_for_person"])
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())

    assert "Ce délai est arrêté" in sentence(case, "2026-11-02 11:00")


def test_no_reminder_leaves_on_a_day_that_a_late_closure_closed(town):
    row = office(town)
    agree(town, calendar=row, resolution="", remind_after="2d", close_after="4d")
    case = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    with clock.standing_at(paris("2026-11-03 09:00")):
        edit(
            town, row, closures=[{"since": "2026-11-04", "until": "2026-11-05", "why": "panne de chauffage"}]
        )
        replan_clocks(calendar_id=row.pk)

    assert sweep("2026-11-04 17:30") == 0
    assert sweep("2026-11-06 17:00") == 1
    assert "mardi 10 novembre" in OutboundMessage.objects.get(about=case.pk).text
    assert sweep("2026-11-06 17:30") == 0
    assert sweep("2026-11-10 17:00") == 1


def test_a_moment_that_comes_sooner_is_not_announced_but_logged(town, run_jobs):
    row = office(town, closures=[{"since": "2026-11-03", "until": "2026-11-04", "why": "inventaire"}])
    agree(town, calendar=row, resolution="2d", is_shown=True)
    case = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-02 11:00")):
        edit(town, row, closures=[])
        replan_clocks(calendar_id=row.pk)

    assert datetime.fromisoformat(case.journal.get(kind="replanned").facts["moved"][0]["to"]) == paris(
        "2026-11-04 17:00"
    )
    assert not OutboundMessage.objects.filter(about=case.pk, subject__startswith="Nouvelle date").exists()


def test_two_workers_share_the_cases_of_a_calendar_that_changed(town):
    row = office(town)
    agree(town, calendar=row, resolution="2d")
    cases = [lodged(town, "2026-11-02 10:00") for _rank in range(5)]
    edit(town, row, closures=[{"since": "2026-11-03", "until": "2026-11-04", "why": "inventaire"}])
    with clock.standing_at(paris("2026-11-02 11:00")):
        halves = [replan_clocks(calendar_id=row.pk, share=(part, 2)) for part in (1, 2)]

    assert sum(half.changed for half in halves) == len(cases)
    assert {clocks_of(case)["resolution"].due_at for case in cases} == {paris("2026-11-06 17:00")}


def test_what_stops_once_a_target_is_reached_does_not_move_its_due_date(town):
    agree(town, calendar=office(town), first_answer="3d", resolution="20d", pauses=["waiting_for_person"])
    case = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-02 11:00")), town.acting():
        answer_person(case_id=case.pk, text="Bonjour", by=town.session())
    with clock.standing_at(paris("2026-11-03 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    reached = clocks_of(case)["first_answer"]

    assert (reached.state, reached.due_at) == (ClockState.KEPT, paris("2026-11-05 17:00"))
    assert clocks_of(case)["resolution"].due_at is None


def test_a_reminder_that_would_come_once_the_case_is_closed_is_refused(town):
    admin = agent_session(AgentFactory(organisation=town.body, with_role=Role.BODY_ADMIN).pk)
    given = {"name": "Sans réponse", "resolution": "20d", "close_after": "10d", "calendar": office(town)}
    with pytest.raises(Invalid) as refusal:
        save_agreement(organisation_id=town.body.pk, by=admin, remind_after="11d", **given)
    assert "remind_after" in refusal.value.errors

    assert save_agreement(organisation_id=town.body.pk, by=admin, remind_after="30h", **given).pk


def test_a_target_already_late_is_not_said_to_be_stopped_by_what_stops_later(town):
    agree(town, calendar=office(town), resolution="2d", pauses=["waiting_for_person"], is_shown=True)
    case = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-05 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    late = clocks_of(case)["resolution"]
    with clock.standing_at(paris("2026-11-05 11:00")):
        (dial,) = [one for one in dials(whole_story(case)) if one.kind.code == "resolution"]
    said = " ".join(one.person for one in dial.why)

    assert (late.due_at, late.paused_since) == (paris("2026-11-04 17:00"), None)
    assert dial.late
    assert "arrêté" not in said
