"""Silence decides by itself, at the right moment, exactly once; and what the person may ask after it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from parvis.cases.clocks import explain
from parvis.cases.errors import NotForThisRole, ReasonsMissing, TooLateForReasons, WrongState
from parvis.cases.models import Agreement, Case, Clock, ClockState, JournalEntry, LegalState, Outcome
from parvis.cases.services.after_silence import ask_for_attestation, ask_for_reasons, give_reasons
from parvis.cases.services.implied import declare_if_born, declare_implied_decisions
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.treatment import close_case, decide_case, withdraw_case
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.documents.models import DocumentKind
from parvis.documents.queries import issued_documents
from tests.cases.services.test_clocks import clocks_of, day, on
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def sweep(at: str) -> int:
    """Run the job at a moment, as the worker does: as nobody."""
    with clock.standing_at(moment(at)), actor.acting_as(actor.NOBODY):
        return declare_implied_decisions()


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("regime", "outcome"), [("SVA", Outcome.IMPLIED_GRANTED), ("SVR", Outcome.IMPLIED_REFUSED)]
)
def test_silence_decides_at_the_last_second_of_the_last_day(system, regime, outcome):
    case = lodge(make_town(regime=regime), received_at=day("2026-01-16"))

    assert sweep("2026-03-16T22:59:00+00:00") == 0  # a minute to midnight in Paris
    assert sweep("2026-03-16T23:00:00+00:00") == 1
    assert (fresh(case).outcome, fresh(case).state) == (outcome, LegalState.DECIDED)
    entry = case.journal.get(kind="implied")
    assert entry.at.isoformat() == "2026-03-16T22:59:59+00:00"
    assert entry.by == "system"


def test_it_is_declared_once_however_often_the_job_runs(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))

    assert [sweep("2026-03-17T08:00:00+00:00"), sweep("2026-03-17T08:05:00+00:00")] == [1, 0]
    assert case.journal.filter(kind="implied").count() == 1
    assert clocks_of(case)["silence"].state == ClockState.ELAPSED


def test_the_database_itself_refuses_a_second_one(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    entry = case.journal.get(kind="implied")
    entry.pk, entry.position = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_a_hundred_cases_due_on_one_day_are_all_decided(system):
    town = make_town()
    for _number in range(120):
        lodge(town, received_at=day("2026-01-16"))

    assert sweep("2026-03-17T08:00:00+00:00") == 120
    assert JournalEntry.objects.filter(kind="implied").count() == 120


def test_a_decision_in_time_leaves_silence_nothing_to_say(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-03-16", town):
        decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())

    assert sweep("2026-03-17T08:00:00+00:00") == 0
    assert fresh(case).outcome == Outcome.GRANTED


@pytest.mark.parametrize("ends", ["closed", "withdrawn"])
def test_an_ended_demand_is_not_decided_by_silence(system, ends):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-02-16", town):
        if ends == "closed":
            close_case(case_id=case.pk, by=town.session())
        else:
            with actor.acting_as(actor.for_job(case.pk)):
                withdraw_case(case_id=case.pk)

    assert sweep("2026-03-17T08:00:00+00:00") == 0


def test_silence_waits_as_long_as_pieces_suspend_it(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-07-15"))
    with on("2026-07-20", town):
        ask_for_pieces(
            case_id=case.pk, labels=["Plan"], due_on=moment("2026-08-04").date(), text="", by=town.session()
        )

    assert sweep("2026-09-16T08:00:00+00:00") == 0
    assert sweep("2026-09-30T22:00:00+00:00") == 1


def test_a_row_that_was_spoilt_decides_nothing_and_is_put_right(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    Clock.objects.filter(case=case, kind="silence").update(due_at=day("2026-01-20"))

    assert sweep("2026-01-21T08:00:00+00:00") == 0
    assert clocks_of(case)["silence"].due_at.date().isoformat() == "2026-03-16"


def test_the_person_is_told_and_knows_until_when_to_contest(system, run_jobs):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    told = OutboundMessage.objects.get(about=case.pk)

    assert "n’a pas eu de réponse" in told.subject
    assert "depuis la fin du lundi 16 mars 2026" in told.text
    assert "jusqu’au lundi 18 mai 2026" in told.text
    assert clocks_of(case)["appeal"].due_on.isoformat() == "2026-05-18"


def test_an_express_decision_may_follow_an_implied_rejection(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with on("2026-03-20", town):
        decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())

    assert (fresh(case).outcome, fresh(case).state) == (Outcome.GRANTED, LegalState.DECIDED)
    assert "appeal" not in clocks_of(case)


def test_a_decision_taken_before_the_job_has_run_comes_after_the_implied_one(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-03-17", town):
        decide_case(
            case_id=case.pk,
            outcome=Outcome.REFUSED,
            by=town.session(),
            reasons_in_law="L1",
            reasons_in_fact="Protégé",
        )

    kinds = list(
        case.journal.filter(kind__in=["implied", "decided"])
        .order_by("position")
        .values_list("kind", flat=True)
    )
    assert kinds == ["implied", "decided"]


def test_an_implied_acceptance_is_not_decided_again(system):
    town = make_town(regime="SVA")
    case = lodge(town, received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with on("2026-03-20", town), pytest.raises(NotForThisRole):
        decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())


def test_a_page_that_looks_meanwhile_may_have_it_declared_at_once(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    with clock.standing_at(moment("2026-03-17T08:00:00+00:00")):
        assert declare_if_born(case_id=case.pk)
        assert not declare_if_born(case_id=case.pk)


def test_an_attestation_is_made_once_on_request_and_sent(system, run_jobs):
    case = lodge(make_town(regime="SVA"), received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with actor.acting_as(actor.for_job(case.pk)):
        ask_for_attestation(case_id=case.pk)
        ask_for_attestation(case_id=case.pk)
    run_jobs()

    assert len(issued_documents(case.pk, DocumentKind.ATTESTATION)) == 1
    assert case.journal.filter(kind="attested").count() == 1
    assert OutboundMessage.objects.get(about=case.pk, subject__startswith="L’attestation").attachments


def test_what_silence_did_not_grant_is_not_attested(system):
    case = lodge(make_town(regime="SVR"), received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with pytest.raises(WrongState):
        ask_for_attestation(case_id=case.pk)


def test_reasons_are_owed_within_a_month_and_the_appeal_waits_for_them(system, run_jobs):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with clock.standing_at(day("2026-04-01")), actor.acting_as(actor.for_job(case.pk)):
        ask_for_reasons(case_id=case.pk)
        ask_for_reasons(case_id=case.pk)
    waiting = clocks_of(case)
    with on("2026-04-20", town):
        give_reasons(case_id=case.pk, in_law="Article 5", in_fact="Arbre protégé", by=town.session())

    assert waiting["reasons"].due_on.isoformat() == "2026-05-01"
    assert waiting["appeal"].due_on is None
    assert clocks_of(case)["reasons"].state == ClockState.KEPT
    assert clocks_of(case)["appeal"].due_on.isoformat() == "2026-06-22"
    assert "Arbre protégé" in case.messages.get().text


def test_reasons_need_law_and_fact_and_somebody_who_asked(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with on("2026-04-20", town):
        with pytest.raises(WrongState):
            give_reasons(case_id=case.pk, in_law="Article 5", in_fact="Protégé", by=town.session())
        ask_for_reasons(case_id=case.pk)
        with pytest.raises(ReasonsMissing):
            give_reasons(case_id=case.pk, in_law="", in_fact="Protégé", by=town.session())


def test_reasons_asked_after_the_delay_to_contest_are_refused(system, run_jobs):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    with clock.standing_at(day("2026-01-16")):
        run_jobs()
    sweep("2026-03-17T08:00:00+00:00")
    with clock.standing_at(day("2026-06-30")), pytest.raises(TooLateForReasons):
        ask_for_reasons(case_id=case.pk)


def test_without_a_receipt_reasons_may_be_asked_at_any_time(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with clock.standing_at(day("2026-06-30") + timedelta(days=1)):
        ask_for_reasons(case_id=case.pk)

    assert "reasons" in clocks_of(case)


def test_a_demand_filed_once_silence_has_refused_it_keeps_its_last_day_to_appeal(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    with on("2026-04-20", town):
        close_case(case_id=case.pk, by=town.session())
    appeal = clocks_of(case)["appeal"]

    assert str(appeal.due_on) == "2026-05-18"
    assert "notifiée" not in " ".join(one.agent for one in explain(whole_story(case), appeal))


def test_what_silence_ended_is_not_late_for_being_filed_later(system):
    town = make_town()
    Agreement.objects.create(organisation=town.body, name="Tout", resolution="90d")
    case = lodge(town, received_at=day("2026-01-16"))
    sweep("2026-03-17T08:00:00+00:00")
    before = clocks_of(case)["resolution"]
    with on("2026-09-20", town):
        close_case(case_id=case.pk, by=town.session())
    after = clocks_of(case)["resolution"]

    assert (after.state, after.ended_at) == (before.state, before.ended_at)
    assert after.state == ClockState.KEPT
