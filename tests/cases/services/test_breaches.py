"""A personal-data breach: 72 hours to tell the CNIL (RGPD, article 33)."""

from datetime import datetime, timedelta

import pytest

from parvis.cases.breach_queries import breach_of, breaches
from parvis.cases.dials import dials
from parvis.cases.errors import NotForThisRole, WrongState
from parvis.cases.models import Case, Clock, ClockState
from parvis.cases.services.breaches import clear_breach, notify_breach, report_breach
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.saving import take_part
from parvis.cases.services.treatment import close_case
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import Town, make_town
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.service_levels import lodged, paris, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system) -> Town:
    return make_town(regime="none", delay="")


@pytest.fixture
def dpo(town):
    return AgentFactory(organisation=town.body, with_role=Role.DPO)


def report(town: Town, aware: str = "2026-11-06 16:00", now: str = "2026-11-06 17:00", **given) -> Case:
    case = lodged(town, "2026-11-02 09:00")
    values = {"what": "Courrier envoyé à une autre personne", "measures": "", "persons": 1, **given}
    with clock.standing_at(paris(now)), town.acting():
        report_breach(case_id=case.pk, aware_at=paris(aware), by=town.session(), **values)
    return case


def the_clock(case: Case) -> Clock:
    with actor.acting_as(actor.for_system("tests")):
        return Clock.objects.get(case=case, kind="breach")


def notify(town: Town, case: Case, told: str, now: str, **given) -> None:
    with clock.standing_at(paris(now)), town.acting():
        notify_breach(
            case_id=case.pk, notified_at=paris(told), reference="CNIL-1", by=town.session(), **given
        )


def test_the_hours_run_day_and_night_and_over_the_week_end(town, dpo, run_jobs):
    case = report(town)
    run_jobs()

    assert the_clock(case).due_at == paris("2026-11-09 16:00")
    mail = OutboundMessage.objects.get(recipient=dpo.account.email)
    assert "lundi 9 novembre à 16" in mail.text


def test_a_change_of_hour_neither_adds_nor_takes_one(town, dpo):
    case = report(town, aware="2026-10-24 10:00", now="2026-11-02 10:00")
    clock_row = the_clock(case)

    assert clock_row.due_at - clock_row.started_at == timedelta(hours=72)
    assert clock_row.due_at == paris("2026-10-27 09:00")


def test_the_officer_is_warned_before_the_end_and_each_time_once(town, dpo):
    case = report(town)

    assert sweep("2026-11-07 15:00") == 0
    assert sweep("2026-11-07 16:00") == 1
    assert sweep("2026-11-08 17:00") == 1
    assert sweep("2026-11-09 10:30") == 1
    assert sweep("2026-11-12 10:00") == 0
    with actor.acting_as(actor.for_system("tests")):
        assert case.journal.filter(kind="escalated").count() == 3


def test_told_in_time_it_is_kept(town, dpo):
    case = report(town)
    notify(town, case, "2026-11-09 10:00", "2026-11-12 10:00")

    assert (the_clock(case).state, the_clock(case).ended_at) == (ClockState.KEPT, paris("2026-11-09 10:00"))
    assert recompute_clocks().changed == 0


def test_told_late_the_reasons_are_asked(town, dpo):
    case = report(town)
    with pytest.raises(Invalid) as refused:
        notify(town, case, "2026-11-10 10:00", "2026-11-10 11:00")
    assert "why_late" in refused.value.errors
    notify(town, case, "2026-11-10 10:00", "2026-11-10 11:00", why_late="Découverte un vendredi soir")

    assert the_clock(case).state == ClockState.LATE


def test_without_risk_it_is_kept_on_record_and_not_notified(town, dpo):
    case = report(town)
    with clock.standing_at(paris("2026-11-06 18:00")), town.acting():
        clear_breach(case_id=case.pk, why="Le pli est revenu fermé", by=town.session())

    assert the_clock(case).state == ClockState.CANCELLED
    assert sweep("2026-11-12 10:00") == 0


def test_it_runs_on_once_the_case_is_closed(town, dpo):
    case = report(town)
    with clock.standing_at(paris("2026-11-06 18:00")), town.acting():
        close_case(case_id=case.pk, by=town.session())

    assert the_clock(case).state == ClockState.RUNNING
    assert sweep("2026-11-07 16:00") == 1


def test_the_person_is_not_shown_it_and_the_agent_reads_why(town, dpo):
    case = report(town)
    (dial,) = [one for one in dials(whole_story(case)) if one.kind.code == "breach"]

    assert not dial.concerns_person
    assert "72 heures" in dial.why[0].agent
    assert "RGPD" in dial.why[0].with_article


@pytest.mark.parametrize(
    ("given", "error"),
    [({"what": " "}, Invalid), ({"aware": "2026-11-07 16:00"}, Invalid)],
    ids=["nothing told", "known tomorrow"],
)
def test_what_makes_no_sense_is_refused(town, dpo, given, error):
    with pytest.raises(error):
        report(town, **given)


def test_one_breach_at_a_time_and_by_who_answers_for_the_case(town, dpo):
    case = report(town)
    now = paris("2026-11-06 18:00")
    with clock.standing_at(now), town.acting(), pytest.raises(WrongState):
        report_breach(
            case_id=case.pk, aware_at=now, what="Encore", measures="", persons=None, by=town.session()
        )
    with clock.standing_at(now), town.acting():
        clear_breach(case_id=case.pk, why="Sans suite", by=town.session())
    with clock.standing_at(now), town.acting(), pytest.raises(WrongState):
        clear_breach(case_id=case.pk, why="Sans suite", by=town.session())


def test_a_team_only_consulted_does_not_report_it(town, dpo):
    case = lodged(town, "2026-11-02 09:00")
    elsewhere = make_town(regime="none", delay="")
    other = TeamFactory(organisation=elsewhere.body)
    stranger = agent_session(
        AgentFactory(organisation=elsewhere.body, with_role=Role.REFERENT, with_role__on=[other]).pk
    )
    with actor.acting_as(actor.for_system("tests")):
        take_part(case, other, "referent").save(force_insert=True)
    with actor.acting_as(stranger.actor()), pytest.raises(NotForThisRole):
        report_breach(
            case_id=case.pk,
            aware_at=datetime.fromisoformat("2026-11-02T09:00:00+01:00"),
            what="Vu par hasard",
            measures="",
            persons=None,
            by=stranger,
        )


def test_the_register_says_what_happened_and_who_was_told_when(town, dpo, run_jobs):
    report(town, measures="Courrier repris", persons=3)
    with clock.standing_at(paris("2026-11-06 17:01")):
        run_jobs()
        run_jobs()
    other = report(make_town(), what="Ailleurs")
    with actor.acting_as(actor.NOBODY):
        (one,) = breaches([town.body.pk])

    assert (one.what, one.measures, one.persons) == (
        "Courrier envoyé à une autre personne",
        "Courrier repris",
        3,
    )
    assert (one.runs, one.due_at) == (True, paris("2026-11-09 16:00"))
    assert [(word.kind, word.told) for word in one.words] == [("breach_told", (str(dpo),))]
    with pytest.raises(NotFound):
        breach_of([town.body.pk], other.journal.get(kind="breach_found").facts["breach"])


def test_the_register_keeps_when_the_cnil_was_told_and_why_late(town, dpo):
    case = report(town)
    notify(town, case, "2026-11-10 09:00", "2026-11-10 09:05", why_late="Nous attendions la liste.")
    (one,) = breaches([town.body.pk])

    assert (one.notified_at, one.reference, one.is_late) == (paris("2026-11-10 09:00"), "CNIL-1", True)
    assert one.why_late == "Nous attendions la liste."
