"""What a body commits to: targets in its opening hours, pauses, warnings, escalations, calendars that change."""

import pytest

from parvis.cases.models import Case, ClockState, LegalState, Level
from parvis.cases.services.commitments import prioritise
from parvis.cases.services.levels import save_agreement
from parvis.cases.services.messages import answer_person, write_as_person
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.states import change_state
from parvis.cases.services.treatment import assign_case, close_case, transfer_case
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import Town, make_town
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.service_levels import agree, clocks_of, lodged, office, paris, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system) -> Town:
    return make_town(regime="none", delay="")


def test_a_case_gets_the_targets_of_its_agreement_in_opening_hours(town):
    agree(town, calendar=office(town), first_answer="2h", resolution="2d")
    clocks = clocks_of(lodged(town, "2026-11-02 11:30"))

    assert clocks["first_answer"].due_at == paris("2026-11-02 15:00")
    assert clocks["resolution"].due_at == paris("2026-11-04 17:00")


def test_without_a_calendar_targets_run_day_and_night(town):
    agree(town, resolution="4h")

    assert clocks_of(lodged(town, "2026-11-01 22:00"))["resolution"].due_at == paris("2026-11-02 02:00")


def test_a_case_that_no_agreement_fits_has_no_such_clock(town):
    agree(town, procedure_code="autre-demarche")
    case = lodged(town, "2026-11-02 10:00")

    assert not case.is_committed
    assert "resolution" not in clocks_of(case)


def test_the_most_precise_agreement_applies(town):
    agree(town, name="Tout", resolution="8h")
    agree(town, name="Critique", resolution="1h", priority=1)
    agree(town, name="Arbres", resolution="4h", procedure_code="abattage-arbre")
    case = lodged(town, "2026-11-02 10:00")

    assert case.journal.get(kind="committed").facts["name"] == "Arbres"


def test_priority_is_impact_by_urgency_and_moves_the_targets(town):
    agree(town, name="Tout", resolution="8h")
    agree(town, name="Critique", resolution="1h", priority=1)
    case = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-02 10:30")), town.acting():
        prioritise(case_id=case.pk, impact=Level.HIGH, urgency=Level.HIGH, by=town.session())

    assert clocks_of(case)["resolution"].due_at == paris("2026-11-02 11:00")
    assert Case.objects.get(pk=case.pk).priority == 1


def test_the_first_answer_ends_its_clock(town):
    agree(town, first_answer="2h", resolution="")
    case = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-02 11:00")), town.acting():
        answer_person(case_id=case.pk, text="Bonjour", by=town.session())

    assert clocks_of(case)["first_answer"].state == ClockState.KEPT


def test_each_message_of_the_person_waits_for_its_answer(town):
    agree(town, next_answer="4h", resolution="")
    case = lodged(town, "2026-11-02 10:00")
    with actor.acting_as(actor.for_job(case.pk)):
        for moment in ("2026-11-03 10:00", "2026-11-03 11:00"):
            with clock.standing_at(paris(moment)):
                write_as_person(case_id=case.pk, text="Et alors ?")
    with clock.standing_at(paris("2026-11-03 15:00")), town.acting():
        answer_person(case_id=case.pk, text="Bientôt", by=town.session())
    with clock.standing_at(paris("2026-11-04 10:00")), actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="Merci")
    clocks = clocks_of(case)

    assert clocks["next_answer:1"].due_at == paris("2026-11-03 14:00")
    assert clocks["next_answer:1"].state == ClockState.LATE
    assert clocks["next_answer:2"].state == ClockState.RUNNING


def test_the_clock_stops_while_the_person_is_awaited(town):
    agree(town, calendar=office(town), resolution="4h", pauses=["waiting_for_person"])
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    stopped = clocks_of(case)["resolution"]
    with clock.standing_at(paris("2026-11-04 09:00")), actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="Voici")

    assert stopped.due_at is None
    assert stopped.paused_since == paris("2026-11-02 10:00")
    assert clocks_of(case)["resolution"].due_at == paris("2026-11-04 12:00")


def test_a_pause_over_a_week_end_costs_a_target_in_days_nothing(town):
    agree(town, calendar=office(town), resolution="3d", pauses=["waiting_for_person"])
    case = lodged(town, "2026-11-05 10:00")
    with clock.standing_at(paris("2026-11-06 17:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    with clock.standing_at(paris("2026-11-09 09:00")), actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="Voici")

    assert clocks_of(case)["resolution"].due_at == paris("2026-11-10 17:00")


def test_the_end_of_the_case_ends_its_targets(town):
    agree(town, resolution="4h")
    case = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-02 15:00")), town.acting():
        close_case(case_id=case.pk, by=town.session())

    assert clocks_of(case)["resolution"].state == ClockState.LATE


def test_a_warning_comes_at_its_share_of_opening_time_and_once(town):
    calendar = office(town)
    agree(town, calendar=calendar, resolution="4h", steps=[{"share": 50, "tell": ["assignee"]}])
    case = lodged(town, "2026-11-02 11:00")
    with clock.standing_at(paris("2026-11-02 11:00")), town.acting():
        assign_case(case_id=case.pk, to=town.agent, by=town.session())

    assert sweep("2026-11-02 14:29") == 0
    assert sweep("2026-11-02 14:30") == 1
    assert sweep("2026-11-02 14:35") == 0
    mail = OutboundMessage.objects.get(recipient=town.agent.account.email)
    assert "lundi 2 novembre à 16" in mail.text
    assert case.journal.get(kind="escalated").facts["told"] == [str(town.agent)]


def test_escalation_goes_up_step_by_step_to_people(town):
    manager = AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER, with_role__on=[town.team])
    steps = [
        {"share": 75, "tell": ["assignee"]},
        {"share": 100, "tell": ["managers"]},
        {"after": "2h", "tell": [f"agent:{town.agent.pk}", "managers"]},
    ]
    agree(town, calendar=office(town), resolution="4h", steps=steps)
    case = lodged(town, "2026-11-02 09:00")
    with town.acting():
        assign_case(case_id=case.pk, to=town.agent, by=town.session())

    assert sweep("2026-11-02 14:00") == 1
    assert sweep("2026-11-02 14:30") == 1
    assert sweep("2026-11-02 16:30") == 1
    told = [entry.facts["agents"] for entry in case.journal.filter(kind="escalated").order_by("position")]
    assert told == [[town.agent.pk], [manager.pk], [town.agent.pk, manager.pk]]


def test_steps_missed_while_no_worker_ran_are_all_made(town):
    steps = [{"share": 50, "tell": ["managers"]}, {"share": 100, "tell": ["managers"]}]
    agree(town, resolution="4h", steps=steps)
    case = lodged(town, "2026-11-02 09:00")

    assert sweep("2026-11-03 09:00") == 2
    assert case.journal.filter(kind="escalated").count() == 2


def test_two_targets_of_a_case_that_come_due_together_are_both_told(town):
    agree(town, first_answer="4h", resolution="4h", steps=[{"share": 50, "tell": ["managers"]}])
    case = lodged(town, "2026-11-02 09:00")

    assert sweep("2026-11-02 11:00") == 2
    told = case.journal.filter(kind="escalated").order_by("position")
    assert sorted(entry.facts["clock"] for entry in told) == ["first_answer", "resolution"]


def test_a_silent_person_is_reminded_then_the_case_is_closed_in_opening_days(town):
    agree(town, calendar=office(town), resolution="", remind_after="2d", close_after="4d")
    case = lodged(town, "2026-11-05 10:00")
    with clock.standing_at(paris("2026-11-05 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())

    assert sweep("2026-11-07 18:00") == 0  # a Saturday: nothing leaves
    assert sweep("2026-11-09 17:00") == 1
    assert "Nous attendons votre réponse" in OutboundMessage.objects.get(about=case.pk).subject
    assert sweep("2026-11-11 17:00") == 0  # 11 November does not count
    assert sweep("2026-11-12 17:00") == 1
    assert Case.objects.get(pk=case.pk).state == LegalState.CLOSED


def test_a_person_who_answers_is_not_reminded(town):
    agree(town, calendar=office(town), resolution="", remind_after="2d", close_after="4d")
    case = lodged(town, "2026-11-05 10:00")
    with clock.standing_at(paris("2026-11-05 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())
    with clock.standing_at(paris("2026-11-06 10:00")), actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="Voici")

    assert sweep("2026-11-30 17:00") == 0


def test_where_silence_has_an_effect_no_case_is_closed_unanswered(system):
    town = make_town(regime="SVR")
    agree(town, resolution="", close_after="1d")
    case = lodged(town, "2026-11-05 10:00")
    with clock.standing_at(paris("2026-11-05 10:00")), town.acting():
        change_state(case_id=case.pk, to=LegalState.WAITING_FOR_PERSON, by=town.session())

    assert "waiting" not in clocks_of(case)


def test_a_team_owes_what_its_internal_agreement_says(town):
    other = TeamFactory(organisation=town.body)
    agree(town, name="Réseaux", team=other, resolution="8h", calendar=office(town))
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        transfer_case(case_id=case.pk, to=other, reason="Réseaux", by=town.session())

    internal = clocks_of(case)["internal"]
    assert internal.due_at == paris("2026-11-03 11:30")
    assert internal.about == f"{other.pk}.1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"resolution": "deux jours"},
        {"resolution": ""},
        {"remind_after": "2d"},
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused(town, wrong):
    admin = agent_session(AgentFactory(organisation=town.body, with_role=Role.BODY_ADMIN).pk)
    given = {"name": "Tout", "resolution": "4h", **wrong}
    with pytest.raises(Invalid):
        save_agreement(organisation_id=town.body.pk, by=admin, **given)


def test_an_agreement_changed_leaves_what_was_said_to_those_who_came_before(town):
    agreement = agree(town, resolution="4h")
    case = lodged(town, "2026-11-02 10:00")
    agreement.resolution = "1h"
    agreement.save()
    recompute_clocks()

    assert clocks_of(case)["resolution"].due_at == paris("2026-11-02 14:00")


def test_clocks_of_levels_derived_again_are_the_same(town):
    agree(
        town,
        calendar=office(town),
        first_answer="2h",
        next_answer="4h",
        resolution="2d",
        pauses=["waiting_for_person"],
    )
    case = lodged(town, "2026-11-02 11:30")
    with clock.standing_at(paris("2026-11-02 14:00")), town.acting():
        answer_person(case_id=case.pk, text="Bonjour", by=town.session(), then=LegalState.WAITING_FOR_PERSON)
    with clock.standing_at(paris("2026-11-03 14:00")), actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="Voici")

    assert recompute_clocks().changed == 0


def test_the_case_goes_to_another_body_under_its_own_agreements(town, system):
    elsewhere = make_town(regime="none", delay="")
    agree(town, name="Ici", resolution="8h")
    agree(elsewhere, name="Là-bas", resolution="2h")
    case = lodged(town, "2026-11-02 09:00")
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        transfer_case(case_id=case.pk, to=elsewhere.team, reason="Voirie", by=town.session())

    assert clocks_of(case)["resolution"].due_at == paris("2026-11-02 12:00")


def test_the_receipt_carries_the_commitment_in_words(town, run_jobs):
    agree(town, calendar=office(town), first_answer="2d", is_shown=True)
    with clock.standing_at(paris("2026-03-16 09:00")):
        case = lodged(town, "2026-03-16 09:00")
        run_jobs()
    told = OutboundMessage.objects.get(about=case.pk, subject__contains="Accusé")

    assert "Nous nous engageons à donner une première réponse avant mercredi" in told.text
