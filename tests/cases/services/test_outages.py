"""Outages move what persons owe, never what the administration owes; nothing announced is taken back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from parvis.cases.dials import dials
from parvis.cases.models import Case, Clock, ClockState, Draft, LinkReason, OutageLink
from parvis.cases.services import outages
from parvis.cases.services.drafts import begin_draft, forget_expired_drafts
from parvis.cases.services.implied import declare_implied_decisions
from parvis.cases.services.messages import answer_person
from parvis.cases.services.outages import report_outage, settle_outage, settle_waiting_outages
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.retiming import whole_story
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.outages.models import Function, Outage
from parvis.outages.services.declaring import correct_outage, dismiss_outage, end_outage
from parvis.people.models import Person, PreferredChannel
from tests.factories.cases import Town, lodge, make_town
from tests.factories.outages import an_administrator, an_outage, day, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
D = date.fromisoformat


def asked(town: Town, *, due: str = "2026-08-04") -> Case:
    """Lodge a case on 15 July and ask a piece on the 20th."""
    case = lodge(town, received_at=day("2026-07-15"))
    with clock.standing_at(day("2026-07-20")), town.acting():
        ask_for_pieces(case_id=case.pk, labels=["Plan"], due_on=D(due), text="", by=town.session())
    return case


def failed(town: Town, since: str, until: str | None, *, now: str, **changes) -> Outage:
    """Declare an outage of these days, as one stands on another, and let its jobs run."""
    with clock.standing_at(day(now, 18)):
        ends_at = day(until, 16) if until else None
        return an_outage(town.body, starts_at=day(since, 8), ends_at=ends_at, **changes)


def last_day(case: Case, kind: str = "pieces") -> date | None:
    return Clock.objects.get(case=case, kind=kind).due_on


def entries(case: Case) -> list[str]:
    return list(
        case.journal.filter(kind__startswith="outage").order_by("position").values_list("kind", flat=True)
    )


def at(now: str, run_jobs) -> None:
    with clock.standing_at(day(now, 19)):
        run_jobs()


def test_a_last_day_of_the_person_in_an_outage_goes_to_the_first_working_day_after(run_jobs):
    town = make_town()
    case = asked(town)  # due on Tuesday 4 August
    failed(town, "2026-08-03", "2026-08-07", now="2026-08-07")
    at("2026-08-07", run_jobs)

    assert last_day(case) == D("2026-08-10")  # the 8th is a Saturday
    assert case.piece_requests.get().due_on == D("2026-08-10")
    assert entries(case) == ["outage"]
    said = [one.person for one in outages_of_page(case)]
    assert any("panne" in sentence and "10 août" in sentence for sentence in said)
    told_by = OutboundMessage.objects.get(subject__contains="plus de temps")
    assert "10 août 2026" in told_by.text


def outages_of_page(case: Case):
    return [sentence for dial in dials(whole_story(case)) for sentence in dial.why]


def test_the_delay_of_the_administration_does_not_move(run_jobs):
    town = make_town(regime="SVA")
    case = lodge(town, received_at=day("2026-07-15"))
    failed(town, "2026-09-14", "2026-09-16", now="2026-09-16")
    at("2026-09-16", run_jobs)

    assert last_day(case, "silence") == D("2026-09-15")
    assert entries(case) == []


def test_a_last_day_to_appeal_in_an_outage_moves(run_jobs):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with clock.standing_at(day("2026-03-18")):
        declare_implied_decisions()
    before = last_day(case, "appeal")
    failed(town, str(before), str(before), now=str(before))
    at(str(before), run_jobs)

    assert before == D("2026-05-18")
    assert last_day(case, "appeal") == D("2026-05-19")


def test_an_outage_over_the_last_day_only_of_other_cases_leaves_a_case_alone(run_jobs):
    town = make_town()
    case = asked(town)
    failed(town, "2026-08-01", "2026-08-03", now="2026-08-07")
    at("2026-08-07", run_jobs)

    assert last_day(case) == D("2026-08-04")


@pytest.mark.parametrize("names", [["autre-demarche"], []], ids=["another procedure", "another function"])
def test_an_outage_of_something_else_moves_nothing(run_jobs, names):
    town = make_town()
    case = asked(town)
    functions = [Function.PORTAL if names else Function.MESSAGES]
    failed(town, "2026-08-03", "2026-08-05", now="2026-08-05", procedures=names, functions=functions)
    at("2026-08-05", run_jobs)

    assert last_day(case) == D("2026-08-04")


def test_two_outages_that_overlap_move_a_day_past_both(run_jobs):
    town = make_town()
    case = asked(town)
    failed(town, "2026-08-04", "2026-08-05", now="2026-08-05")
    failed(town, "2026-08-05", "2026-08-06", now="2026-08-06")
    at("2026-08-06", run_jobs)

    assert last_day(case) == D("2026-08-07")
    assert entries(case) == ["outage", "outage"]


def test_an_outage_that_lasts_moves_a_day_further_each_day_and_is_told_once_over(run_jobs):
    town = make_town()
    case = asked(town)
    outage = failed(town, "2026-08-04", None, now="2026-08-04")
    for now, moved in (("2026-08-04", "2026-08-05"), ("2026-08-05", "2026-08-06")):
        with clock.standing_at(day(now, 18)):
            settle_waiting_outages()
        at(now, run_jobs)
        assert last_day(case) == D(moved)
    assert not OutboundMessage.objects.filter(subject__contains="plus de temps").exists()

    with clock.standing_at(day("2026-08-05", 20)):
        end_outage(outage_id=outage.pk, at=clock.now(), by=an_administrator(town.body))
        run_jobs()
        settle_waiting_outages()
        run_jobs()

    assert last_day(case) == D("2026-08-06")
    assert OutboundMessage.objects.filter(subject__contains="plus de temps").count() == 1


def test_closed_as_an_error_before_the_person_is_told_it_never_happened(run_jobs):
    town = make_town()
    case = asked(town)
    outage = failed(town, "2026-08-04", None, now="2026-08-04")
    at("2026-08-04", run_jobs)
    with clock.standing_at(day("2026-08-04", 20)):
        dismiss_outage(outage_id=outage.pk, reason="Erreur.", by=an_administrator(town.body))
        run_jobs()

    assert last_day(case) == case.piece_requests.get().due_on == D("2026-08-04")
    assert entries(case) == ["outage", "outage_dismissed"]


def test_a_day_announced_is_not_taken_back_by_a_correction_nor_an_error(run_jobs):
    town = make_town()
    case = asked(town)
    by = an_administrator(town.body)
    outage = failed(town, "2026-08-03", "2026-08-05", now="2026-08-05")
    at("2026-08-05", run_jobs)
    with clock.standing_at(day("2026-08-06")):
        shorter = told(starts_at=outage.starts_at, ends_at=day("2026-08-03", 16))
        correct_outage(outage_id=outage.pk, told=shorter, by=by)
        run_jobs()
        dismiss_outage(outage_id=outage.pk, reason="Erreur.", by=by)
        run_jobs()

    assert last_day(case) == D("2026-08-06")
    assert entries(case) == ["outage"]


def test_clocks_are_the_same_derived_again_from_the_journal(run_jobs):
    town = make_town()
    case = asked(town)
    failed(town, "2026-08-03", "2026-08-05", now="2026-08-05")
    at("2026-08-05", run_jobs)

    assert recompute_clocks(cases=[case.pk]).changed == 0


def test_killed_between_two_batches_it_goes_on_from_there(run_jobs, monkeypatch):
    town = make_town()
    cases = [asked(town) for _ in range(5)]
    monkeypatch.setattr(outages, "BATCH", 2)
    outage = failed(town, "2026-08-03", "2026-08-05", now="2026-08-09")
    with clock.standing_at(day("2026-08-09", 19)):
        assert outages._settle_batch(outage.pk) == 2
        assert settle_outage(outage_id=outage.pk) == 3
        assert settle_outage(outage_id=outage.pk) == 0

    assert {last_day(case) for case in cases} == {D("2026-08-06")}
    assert OutageLink.objects.filter(outage=outage, reason=LinkReason.MOVED).count() == 5


def test_a_deposit_begun_whose_time_ran_out_in_an_outage_is_kept(run_jobs):
    town = make_town()
    with clock.standing_at(day("2026-07-06")), actor.acting_as(actor.NOBODY):
        draft = begin_draft(organisation=town.body, version=town.version)
    with actor.admitting(draft.pk):
        expires = timezone.localdate(draft.expires_at)
    since, until = str(expires), str(expires + timedelta(days=1))
    failed(town, since, until, now=until, functions=[Function.DEPOSIT])
    with clock.standing_at(day(until, 18)):
        assert forget_expired_drafts() == 0
    at(until, run_jobs)

    assert Draft.objects.get(pk=draft.pk).expires_at > day(until, 23)


def test_the_people_who_reported_an_outage_are_told_once_when_it_ends(run_jobs):
    town = make_town()
    case = lodge(town)
    outage = an_outage(town.body)
    with town.acting():
        for _ in range(2):
            report_outage(case_id=case.pk, outage_id=outage.pk, by=town.session())
    end_outage(outage_id=outage.pk, at=clock.now(), by=an_administrator(town.body))
    run_jobs()
    outages.tell_outage_over(outage_id=outage.pk)

    assert OutboundMessage.objects.filter(subject__contains="est finie").count() == 1
    assert entries(case) == ["outage_reported", "outage_over"]


def test_who_reads_no_e_mail_is_told_by_an_agent_within_two_working_days(run_jobs):
    town = make_town()
    case = asked(town)
    Person.objects.filter(pk=case.person_id).update(preferred_channel=PreferredChannel.POST)
    failed(town, "2026-08-03", "2026-08-07", now="2026-08-07")
    at("2026-08-07", run_jobs)
    to_tell = Clock.objects.get(case=case, kind="tell")

    assert (to_tell.due_on, to_tell.team_id) == (
        D("2026-08-11"),
        town.team.pk,
    )  # a Friday, then two working days
    assert any("par courrier" in sentence.agent for sentence in outages_of_page(case))
    with clock.standing_at(day("2026-08-10")), town.acting():
        answer_person(case_id=case.pk, text="Vous avez jusqu’au 10 août.", by=town.session())
    assert Clock.objects.get(case=case, kind="tell").state == ClockState.KEPT
    assert recompute_clocks(cases=[case.pk]).changed == 0


@pytest.mark.parametrize("reads", [PreferredChannel.EMAIL, PreferredChannel.POST])
def test_who_gets_an_e_mail_or_a_letter_gives_agents_nobody_to_tell(run_jobs, reads):
    town = make_town()
    case = asked(town)
    address = "3 rue des Lilas\n76000 Rouen"
    Person.objects.filter(pk=case.person_id).update(preferred_channel=reads, postal_address=address)
    failed(town, "2026-08-03", "2026-08-07", now="2026-08-07")
    at("2026-08-07", run_jobs)

    assert not Clock.objects.filter(case=case, kind="tell").exists()
